"""SP.Web and what else an address can begin with."""

from __future__ import annotations

from typing import Any

from sharepoint.local.model.changes import ChangeType
from sharepoint.local.rest.call import Answer
from sharepoint.local.rest.changes import changes
from sharepoint.local.rest.contenttypes import ContentTypeCollection
from sharepoint.local.rest.fields import FieldCollection
from sharepoint.local.rest.finders import Finders
from sharepoint.local.rest.folders import FolderCollection, FolderEntity
from sharepoint.local.rest.lists import ListCollection, ListEntity
from sharepoint.local.rest.movecopy import MoveCopyService
from sharepoint.local.rest.people import GroupCollection, GroupEntity, UserCollection, UserEntity
from sharepoint.local.rest.recycle import RecycleBinCollection
from sharepoint.local.rest.regional import RegionalSettingsEntity, date_time_schema, parsed_moment
from sharepoint.local.rest.resource import Absent, Entity, Nothing, collection, operation, path, resource_path
from sharepoint.local.rest.securable import RoleDefinitionCollection, SecurableEntity
from sharepoint.local.rest.sharing import SharingService
from sharepoint.local.rest.sitepages import SitePagesService
from sharepoint.local.rest.social import PropertyValuesEntity, ReputationService
from sharepoint.local.rest.statics import StaticServices
from sharepoint.local.rest.templates import ListTemplateCollection, WebTemplateCollection
from sharepoint.local.rest.webs import SubWebEntity, WebCollection, WebInformationCollection
from sharepoint.local.tokens import DIGEST_SECONDS


class WebEntity(Finders, SecurableEntity):
    """The site."""

    type_name = "SP.Web"

    def uri(self) -> str:
        return "Web"

    def scope(self) -> str:
        return self.site.web_id

    def properties(self) -> dict[str, Any]:
        return {
            "Id": self.site.web_id,
            "Title": self.site.title,
            "Url": self.call.base,
            "ServerRelativeUrl": self.site.path,
            "Created": self.site.created,
            "Description": self.site.setting_or("description", ""),
            "Language": 1033,
            "WebTemplate": "STS",
            "Configuration": 3,
            "UIVersion": 15,
            "RecycleBinEnabled": True,
            "NoCrawl": False,
            "IsMultilingual": False,
        }

    def on_demand(self) -> dict[str, Any]:
        return super().on_demand() | {
            "CurrentChangeToken": lambda: {
                "__metadata": {"type": "SP.ChangeToken"},
                "StringValue": self.site.changes.token(),
            },
            "ServerRelativePath": lambda: resource_path(self.site.path),
            "AccessRequestListUrl": lambda: "",
            "SiteId": lambda: self.site.id,
            "WelcomePage": lambda: "SitePages/Home.aspx",
            "QuickLaunchEnabled": lambda: True,
            "SiteLogoUrl": lambda: "",
            "LastItemModifiedDate": lambda: max(each.modified for each in self.site.lists.all()),
            "SupportedUILanguageIds": lambda: collection("Edm.Int32", [1033]),
        }

    def update(self) -> Answer:
        values = self.call.values()
        title = values.get("Title")
        if isinstance(title, str) and title.strip():
            self.site.rename(title.strip())
        if isinstance(values.get("Description"), str):
            self.site.set_setting("description", values["Description"])
        self.site.changes.note(ChangeType.UPDATE, "Web", "", self.site.web_id, self.user)
        return Answer(204)

    @path("Lists")
    def lists(self) -> ListCollection:
        return ListCollection(self.call)

    @operation("GetLists")
    def get_lists(self) -> ListCollection:
        return ListCollection(self.call)

    @path("GetCustomListTemplates")
    def custom_list_templates(self) -> Nothing:
        return Nothing(self.call)

    @path("ParentWeb")
    def parent_web(self) -> Absent:
        return Absent(self.call, "ParentWeb")

    @path("ListTemplates")
    def list_templates(self) -> ListTemplateCollection:
        return ListTemplateCollection(self.call)

    @operation("GetAvailableWebTemplates", reads=True)
    def available_web_templates(self) -> WebTemplateCollection:
        return WebTemplateCollection(self.call)

    @path("Fields")
    def fields(self) -> FieldCollection:
        return FieldCollection(self.call, None)

    @path("AvailableFields")
    def available_fields(self) -> FieldCollection:
        return FieldCollection(self.call, None)

    @path("ContentTypes")
    def content_types(self) -> ContentTypeCollection:
        return ContentTypeCollection(self.call, None)

    @path("AvailableContentTypes")
    def available_content_types(self) -> ContentTypeCollection:
        return ContentTypeCollection(self.call, None)

    @path("Webs")
    def webs(self) -> WebCollection:
        return WebCollection(self.call)

    @path("WebInfos")
    def web_infos(self) -> WebInformationCollection:
        return WebInformationCollection(self.call)

    @operation("GetSubwebsFilteredForCurrentUser", reads=True)
    def subwebs(self) -> WebInformationCollection:
        return WebInformationCollection(self.call)

    @path("SiteGroups")
    def site_groups(self) -> GroupCollection:
        return GroupCollection(self.call)

    @path("AssociatedOwnerGroup")
    def owner_group(self) -> GroupEntity:
        return GroupEntity(self.call, self.site.permissions.associated(0))

    @path("AssociatedMemberGroup")
    def member_group(self) -> GroupEntity:
        return GroupEntity(self.call, self.site.permissions.associated(1))

    @path("AssociatedVisitorGroup")
    def visitor_group(self) -> GroupEntity:
        return GroupEntity(self.call, self.site.permissions.associated(2))

    @path("RoleDefinitions")
    def role_definitions(self) -> RoleDefinitionCollection:
        return RoleDefinitionCollection(self.call)

    @path("AllProperties")
    def all_properties(self) -> PropertyValuesEntity:
        values = {"vti_defaultlanguage": "en-us", "vti_extenderversion": "16.0.0.26712", "vti_categories": ""}
        return PropertyValuesEntity(self.call, self.uri(), values)

    @path("Author")
    def author(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.everyday())

    @path("Features")
    def features(self) -> Nothing:
        return Nothing(self.call)

    @path("EventReceivers")
    def event_receivers(self) -> Nothing:
        return Nothing(self.call)

    @path("UserCustomActions")
    def custom_actions(self) -> Nothing:
        return Nothing(self.call)

    @operation("GetRecycleBinItems", reads=True)
    def recycle_bin_items(self) -> list[Entity]:
        return RecycleBinCollection(self.call).asked()

    @operation("ParseDateTime", reads=True)
    def parse_date_time(self) -> str:
        return parsed_moment(self.call)

    @operation("GetRegionalDateTimeSchema", reads=True)
    def regional_schema(self) -> str:
        return date_time_schema()

    @path("SiteUsers")
    def site_users(self) -> UserCollection:
        return UserCollection(self.call)

    @path("CurrentUser")
    def current_user(self) -> UserEntity:
        return UserEntity(self.call, self.user)

    @path("Folders")
    def folders(self) -> FolderCollection:
        return FolderCollection(self.call, self.site.folders.get(self.site.path))

    @path("RootFolder")
    def root_folder(self) -> FolderEntity:
        return FolderEntity(self.call, self.site.folders.get(self.site.path))

    @path("RecycleBin")
    def recycle_bin(self) -> RecycleBinCollection:
        return RecycleBinCollection(self.call)

    @path("RegionalSettings")
    def regional_settings(self) -> RegionalSettingsEntity:
        return RegionalSettingsEntity(self.call)

    @operation("EnsureUser")
    def ensure_user(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.ensure(self.call.text("logonName", 0)))

    @operation("GetChanges")
    def get_changes(self) -> list[Entity]:
        return changes(self.call, None)


class SiteEntity(Entity):
    """The site collection, of which the site is the only web."""

    type_name = "SP.Site"

    def uri(self) -> str:
        return "Site"

    def properties(self) -> dict[str, Any]:
        return {"Id": self.site.id, "Url": self.call.base, "ServerRelativeUrl": self.site.path, "ReadOnly": False}

    def on_demand(self) -> dict[str, Any]:
        return {"CurrentChangeToken": WebEntity(self.call).on_demand()["CurrentChangeToken"]}

    @path("RootWeb")
    def root_web(self) -> WebEntity:
        return WebEntity(self.call)

    @path("RecycleBin")
    def recycle_bin(self) -> RecycleBinCollection:
        return RecycleBinCollection(self.call, both_stages=True)

    @path("Owner")
    def owner(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.everyday())

    @path("GetCatalog")
    def get_catalog(self) -> ListEntity:
        return WebEntity(self.call).get_catalog()

    @operation("OpenWebById")
    def open_web_by_id(self) -> Entity:
        number = self.call.text("gWebId", 0).strip("{}").lower()
        if number == self.site.web_id:
            return WebEntity(self.call)
        return SubWebEntity(self.call, self.site.webs.get(number))

    @operation("GetRecycleBinItems", reads=True)
    def recycle_bin_items(self) -> list[Entity]:
        return self.recycle_bin().asked()

    @operation("GetWebTemplates", reads=True)
    def web_templates(self) -> WebTemplateCollection:
        return WebTemplateCollection(self.call)

    @operation("GetChanges")
    def get_changes(self) -> list[Entity]:
        return changes(self.call, None)


class Root(StaticServices, MoveCopyService, ReputationService, SharingService):
    """Where every address begins, ``_api``: the site, and the operations that belong to no object."""

    @path("Web")
    def web(self) -> WebEntity:
        return WebEntity(self.call)

    @path("Site")
    def site_collection(self) -> SiteEntity:
        return SiteEntity(self.call)

    @path("SitePages")
    def site_pages(self) -> SitePagesService:
        return SitePagesService(self.call)

    @path("Lists")
    def lists(self) -> ListCollection:
        return ListCollection(self.call)

    @operation("GetContextWebInformation", "ContextInfo")
    def context_info(self) -> dict[str, Any]:
        return {
            "__metadata": {"type": "SP.ContextWebInformation"},
            "FormDigestTimeoutSeconds": DIGEST_SECONDS,
            "FormDigestValue": self.call.new_digest(),
            "LibraryVersion": "16.0.26712.12010",
            "SiteFullUrl": self.call.base,
            "SupportedSchemaVersions": {
                "__metadata": {"type": "Collection(Edm.String)"},
                "results": ["14.0.0.0", "15.0.0.0"],
            },
            "WebFullUrl": self.call.base,
        }
