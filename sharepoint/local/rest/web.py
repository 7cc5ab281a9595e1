"""SP.Web and what else an address can begin with."""

from __future__ import annotations

from typing import Any

from sharepoint.local.model.names import path_of_url
from sharepoint.local.rest.call import Answer
from sharepoint.local.rest.changes import changes
from sharepoint.local.rest.files import FileEntity
from sharepoint.local.rest.folders import FolderCollection, FolderEntity
from sharepoint.local.rest.lists import ListCollection, ListEntity
from sharepoint.local.rest.people import UserCollection, UserEntity
from sharepoint.local.rest.recycle import RecycleBinCollection
from sharepoint.local.rest.regional import RegionalSettingsEntity
from sharepoint.local.rest.resource import Entity, Resource, operation, path
from sharepoint.local.rest.sitepages import SitePagesService

DIGEST_SECONDS = 1800


class WebEntity(Entity):
    """The site."""

    type_name = "SP.Web"

    def uri(self) -> str:
        return "Web"

    def properties(self) -> dict[str, Any]:
        return {
            "Id": self.site.web_id,
            "Title": self.site.title,
            "Url": self.call.base,
            "ServerRelativeUrl": self.site.path,
            "Created": self.site.created,
            "Description": "",
            "Language": 1033,
            "WebTemplate": "STS",
            "Configuration": 3,
            "UIVersion": 15,
            "RecycleBinEnabled": True,
            "NoCrawl": False,
            "IsMultilingual": False,
        }

    def on_demand(self) -> dict[str, Any]:
        return {
            "EffectiveBasePermissions": lambda: self.call.role.mask,
            "CurrentChangeToken": lambda: {
                "__metadata": {"type": "SP.ChangeToken"},
                "StringValue": self.site.changes.token(),
            },
            "ServerRelativePath": lambda: {"__metadata": {"type": "SP.ResourcePath"}, "DecodedUrl": self.site.path},
        }

    def update(self) -> Answer:
        title = self.call.values().get("Title")
        if isinstance(title, str) and title.strip():
            self.site.rename(title.strip())
        return Answer(204)

    @path("Lists")
    def lists(self) -> ListCollection:
        return ListCollection(self.call)

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

    @path("GetFolderByServerRelativePath")
    def folder_by_path(self) -> FolderEntity:
        return FolderEntity(self.call, self.site.folders.get(self._absolute(self.call.text("DecodedUrl", 0))))

    @path("GetFolderByServerRelativeUrl")
    def folder_by_url(self) -> FolderEntity:
        url = path_of_url(self.call.text("serverRelativeUrl", 0))
        return FolderEntity(self.call, self.site.folders.get(self._absolute(url)))

    @path("GetFolderById")
    def folder_by_id(self) -> FolderEntity:
        return FolderEntity(self.call, self.site.folders.by_id(self.call.text("uniqueId", 0)))

    @path("GetFileByServerRelativePath")
    def file_by_path(self) -> FileEntity:
        return self._file(self.call.text("DecodedUrl", 0))

    @path("GetFileByServerRelativeUrl")
    def file_by_url(self) -> FileEntity:
        return self._file(path_of_url(self.call.text("serverRelativeUrl", 0)))

    @path("GetFileByUrl")
    def file_by_full_url(self) -> FileEntity:
        return self._file(
            path_of_url(self.call.text("fileUrl", 0)).removeprefix(self.call.base.removesuffix(self.site.path))
        )

    @path("GetFileById")
    def file_by_id(self) -> FileEntity:
        return FileEntity(self.call, self.site.documents.by_id(self.call.text("uniqueId", 0)))

    def _file(self, path_: str) -> FileEntity:
        return FileEntity(self.call, self.site.documents.get(self._absolute(path_)))

    def _absolute(self, path_: str) -> str:
        return path_ if path_.startswith("/") else f"{self.site.path}/{path_}"

    @path("GetList")
    def list_by_url(self) -> ListEntity:
        return ListEntity(self.call, self.site.lists.by_root(path_of_url(self.call.text("strUrl", 0))))

    @path("GetListUsingPath")
    def list_by_path(self) -> ListEntity:
        return ListEntity(self.call, self.site.lists.by_root(self.call.text("DecodedUrl", 0)))

    @path("GetUserById")
    def user_by_id(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.get(self.call.number("id", 0)))

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

    @path("RootWeb")
    def root_web(self) -> WebEntity:
        return WebEntity(self.call)

    @path("RecycleBin")
    def recycle_bin(self) -> RecycleBinCollection:
        return RecycleBinCollection(self.call)


class Root(Resource):
    """Where every address begins, ``_api``."""

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
