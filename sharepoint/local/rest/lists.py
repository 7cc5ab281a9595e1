"""SP.List and SP.ListCollection."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import quoteattr

from sharepoint.local.errors import bad_query, unknown_property
from sharepoint.local.model.kinds import shown
from sharepoint.local.model.lists import LIBRARY, SETTINGS, SITE_PAGES, SiteList
from sharepoint.local.model.names import encoded, numbered
from sharepoint.local.model.queries import Query, read
from sharepoint.local.model.templates import template
from sharepoint.local.model.views import page
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.changes import changes
from sharepoint.local.rest.changesets import changes_rowset
from sharepoint.local.rest.contenttypes import ContentTypeCollection
from sharepoint.local.rest.fields import FieldCollection, RelatedFieldCollection
from sharepoint.local.rest.fieldxml import schema_xml
from sharepoint.local.rest.folders import FolderEntity
from sharepoint.local.rest.forms import form_values
from sharepoint.local.rest.items import FOLDER, LARGEST_PAGE, ItemCollection, ItemEntity
from sharepoint.local.rest.listdata import caml_items, rendered
from sharepoint.local.rest.people import UserEntity
from sharepoint.local.rest.resource import (
    Collection,
    Entity,
    Nothing,
    collection,
    operation,
    path,
    resource_path,
)
from sharepoint.local.rest.securable import SecurableEntity
from sharepoint.local.rest.texts import UserResourceEntity
from sharepoint.local.rest.views import ViewCollection, ViewEntity

EVENTS = 106
#: New documents by SP.DocumentTemplateType: how their names end and begin.
DOCUMENTS = {1: (".docx", "Document"), 2: (".xlsx", "Book"), 3: (".pptx", "Presentation"), 4: (".one", "Notebook")}
TYPES = {bool: "Edm.Boolean", int: "Edm.Int32", str: "Edm.String"}


def settings(values: dict[str, Any]) -> dict[str, Any]:
    """List settings from JSON, each of the type it has."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in ("Title", "BaseTemplate"):
            continue
        if name not in SETTINGS:
            raise unknown_property(name, "SP.List")
        expected = type(SETTINGS[name])
        if value is not None and SETTINGS[name] is not None and type(value) is not expected:
            raise bad_query(f"Cannot convert a primitive value to the expected type '{TYPES[expected]}' for '{name}'.")
        found[name] = value
    return found


class ListEntity(SecurableEntity):
    """A list or library."""

    type_name = "SP.List"

    def __init__(self, call: Call, holder: SiteList) -> None:
        super().__init__(call)
        self.holder = holder

    def uri(self) -> str:
        return f"Web/Lists(guid'{self.holder.id}')"

    def etag(self) -> str:
        return f'"{self.holder.version}"'

    def scope(self) -> str:
        return self.holder.id

    def properties(self) -> dict[str, Any]:
        holder = self.holder
        folder = holder.root.rpartition("/")[2]
        entity_name = encoded(folder)[:1].upper() + encoded(folder)[1:]
        return holder.settings | {
            "Id": holder.id,
            "Title": holder.title,
            "BaseTemplate": holder.template,
            "BaseType": 1 if holder.library else 0,
            "ItemCount": self.site.lists.count(holder.id),
            "ListItemEntityTypeFullName": holder.entity_type,
            "EntityTypeName": entity_name + ("" if holder.library else "List"),
            "Created": holder.created,
            "LastItemModifiedDate": holder.modified,
            "LastItemUserModifiedDate": holder.modified,
            "LastItemDeletedDate": holder.created,
            "ParentWebUrl": self.site.path,
            "ParentWebPath": resource_path(self.site.path),
            "HasExternalDataSource": False,
            "IsCatalog": template(holder.template).hidden,
            "ServerTemplateCanCreateFolders": True,
            "TemplateFeatureId": "00bfea71-de22-43b2-a848-c05709900100",
            "CurrentChangeToken": {
                "__metadata": {"type": "SP.ChangeToken"},
                "StringValue": self.site.changes.token(holder.id),
            },
        }

    def on_demand(self) -> dict[str, Any]:
        root = self.holder.root
        default = page(root, self.site.views.default(self.holder.id))
        return super().on_demand() | {
            "DefaultViewUrl": lambda: default,
            "DefaultViewPath": lambda: resource_path(default),
            "DefaultNewFormUrl": lambda: f"{root}/NewForm.aspx",
            "DefaultEditFormUrl": lambda: f"{root}/EditForm.aspx",
            "DefaultDisplayFormUrl": lambda: f"{root}/DispForm.aspx",
            "EffectiveBasePermissionsForUI": lambda: self.call.role.mask,
            "IsDefaultDocumentLibrary": lambda: root == f"{self.site.path}/Shared Documents",
            "IsSiteAssetsLibrary": lambda: root == f"{self.site.path}/SiteAssets",
            "IsSystemList": lambda: bool(self.holder.settings["Hidden"]),
            "SchemaXml": self._schema_xml,
            # The client means an item's list when it asks a list for its ParentList before rating or sharing an item.
            "ParentList": lambda: {"__deferred": {"uri": f"{self.call.base}/_api/{self.uri()}"}},
        }

    def _schema_xml(self) -> str:
        fields = "".join(schema_xml(field) for field in self.site.fields.of(self.holder.id))
        title = quoteattr(self.holder.title)
        return (
            f'<List ID="{{{self.holder.id.upper()}}}" Title={title} ServerTemplate="{self.holder.template}">'
            f"<Fields>{fields}</Fields></List>"
        )

    def update(self) -> Answer:
        values = self.call.values()
        changed = settings(values)
        if isinstance(values.get("Title"), str):
            changed["Title"] = values["Title"]
        self.site.lists.update(self.holder, changed, self.user)
        return Answer(204)

    def delete(self) -> Answer:
        self.site.lists.remove(self.holder, self.user)
        return Answer(200)

    @path("Items")
    def items(self) -> ItemCollection:
        return ItemCollection(self.call, self.holder)

    @path("Fields")
    def fields(self) -> FieldCollection:
        return FieldCollection(self.call, self.holder)

    @path("Views")
    def views(self) -> ViewCollection:
        return ViewCollection(self.call, self.holder)

    @path("DefaultView")
    def default_view(self) -> ViewEntity:
        return ViewEntity(self.call, self.site.views.default(self.holder.id))

    @path("ParentWeb")
    def parent_web(self) -> Entity:
        from sharepoint.local.rest.web import WebEntity  # the web leads to its lists

        return WebEntity(self.call)

    @path("Author")
    def author(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.everyday())

    @path("RootFolder")
    def root_folder(self) -> FolderEntity:
        return FolderEntity(self.call, self.site.folders.get(self.holder.root))

    @path("ContentTypes")
    def content_types(self) -> ContentTypeCollection:
        return ContentTypeCollection(self.call, self.holder)

    @path("GetView")
    def get_view(self) -> ViewEntity:
        return ViewEntity(self.call, self.site.views.by_id(self.holder.id, self.call.text("viewId", 0)))

    @path("GetItemById")
    def item_by_id(self) -> ItemEntity:
        return ItemEntity(self.call, self.holder, self.site.items.get(self.holder.id, self.call.number("itemId", 0)))

    @path("GetItemByUniqueId")
    def item_by_unique_id(self) -> ItemEntity:
        return ItemEntity(self.call, self.holder, self.site.items.by_guid(self.call.text("uniqueId", 0)))

    @path("RelatedFields", "GetRelatedFields")
    def related_fields(self) -> RelatedFieldCollection:
        return RelatedFieldCollection(self.call, self.holder)

    @path("TitleResource")
    def title_resource(self) -> UserResourceEntity:
        return UserResourceEntity(self.call, f"list/{self.holder.id}/title", self.holder.title, self.uri())

    @path("DescriptionResource")
    def description_resource(self) -> UserResourceEntity:
        text = str(self.holder.settings["Description"])
        return UserResourceEntity(self.call, f"list/{self.holder.id}/description", text, self.uri())

    @path("Forms")
    def forms(self) -> Nothing:
        return Nothing(self.call)

    @path("EventReceivers")
    def event_receivers(self) -> Nothing:
        return Nothing(self.call)

    @path("UserCustomActions")
    def custom_actions(self) -> Nothing:
        return Nothing(self.call)

    @path("Subscriptions")
    def subscriptions(self) -> Nothing:
        return Nothing(self.call)

    @operation("GetCheckedOutFiles", reads=True)
    def checked_out_files(self) -> list[Entity]:
        """Files that were checked out before their first check-in; here a file's first version is checked in."""
        return []

    @operation("GetLookupFieldChoices", reads=True)
    def lookup_field_choices(self) -> str:
        """What a lookup column offers, as JSON in a text; the choices of a choice column."""
        field = self.site.fields.by_name_or_title(self.holder.id, self.call.text("targetFieldName", 0))
        if not field.kind.reference or "User" in field.kind.name:
            found = [{"LookupId": 0, "LookupValue": choice} for choice in field.properties.get("Choices", ())]
        else:
            target = self.site.lists.get(field.properties["LookupList"])
            rows = read(self.site, target, Query(top=LARGEST_PAGE, types=(0,))).items
            texts = ((item.id, item.value(field.properties["LookupField"])) for item in rows)
            found = [{"LookupId": number, "LookupValue": shown(text)} for number, text in texts]
        return json.dumps({"Choices": found, "PagingInfo": ""}, ensure_ascii=False)

    @operation("GetListItemChangesSinceToken", reads=True)
    def changes_since_token(self) -> Answer:
        return changes_rowset(self.call, self.holder)

    @operation("CreateDocumentAndGetEditLink")
    def create_document(self) -> str:
        """A new, empty document in the library's root or in a folder of it; the address it is edited at."""
        suffix, kind = DOCUMENTS.get(self.call.optional_number("documentTemplateType", 1), DOCUMENTS[1])
        folder = self.site.folders.get(self.call.optional_text("folderPath") or self.holder.root)
        name = self.call.optional_text("fileName")
        taken = {item.name.casefold() for item in self.site.documents.inside(folder.path)}
        name = name or f"{numbered(kind, {each.removesuffix(suffix) for each in taken})}{suffix}"
        item = self.site.documents.add(folder, name, b"", self.user, overwrite=False)
        return f"{self.call.base}/_layouts/15/Doc.aspx?sourcedoc={{{item.guid}}}&action=edit"

    @operation("AddItem")
    def add_item(self) -> Answer:
        return self._added("FolderUrl")

    @operation("AddItemUsingPath")
    def add_item_using_path(self) -> Answer:
        return self._added("FolderPath")

    def _added(self, place: str) -> Answer:
        """A new item, or the item of a new folder, in the list's root or a folder of it."""
        asked = self.call.values("parameters")
        where, leaf = asked.get(place), asked.get("LeafName")
        where = str((where.get("DecodedUrl") if isinstance(where, dict) else where) or self.holder.root)
        where = where.removeprefix(self.call.base.removesuffix(self.site.path))
        if where.startswith(f"{self.site.path}{self.site.path}/"):
            where = where.removeprefix(self.site.path)  # Office365-REST-Python-Client doubles the site's path
        folder = self.site.folders.get(where)
        if asked.get("UnderlyingObjectType") == FOLDER and leaf:
            item = self.site.folders.add_item(folder, str(leaf), self.holder, self.user)
        elif self.holder.library and leaf:
            item = self.site.documents.add(folder, str(leaf), b"", self.user, overwrite=False)
        else:
            item = self.site.items.add(self.holder, {}, self.user, folder.path)
        return ItemEntity(self.call, self.holder, item).made()

    @operation("AddValidateUpdateItem", "AddValidateUpdateItemUsingPath")
    def add_validated(self) -> Any:
        return form_values(self.call, self.holder, None)

    @operation("BulkValidateUpdateListItems")
    def bulk_validate_update(self) -> Any:
        """The same form-style write for many items; the answers of all, in their order."""
        items = [self.site.items.get(self.holder.id, number) for number in self.call.many("itemIds", int)]
        told = [form_values(self.call, self.holder, item)["results"] for item in items]
        return collection("SP.ListItemFormUpdateValue", [each for results in told for each in results])

    @operation("SaveAsNewView")
    def save_as_new_view(self) -> str:
        """A view under another name, with the old one's columns and query; the address of its page."""
        old = self.site.views.by_title(self.holder.id, self.call.text("oldName"))
        properties = old.properties | {"PersonalView": self.call.flag("privateView")}
        name = self.call.text("newName")
        view = self.site.views.add(self.holder.id, name, list(old.columns), False, self.user, **properties)
        return page(self.holder.root, view)

    @operation("GetItems")
    def get_items(self) -> Answer:
        return caml_items(self.call, self.holder)

    @operation("RenderListDataAsStream", "RenderListData")
    def render_list_data(self) -> Answer:
        return rendered(self.call, self.holder)

    @operation("GetChanges")
    def get_changes(self) -> list[Entity]:
        return changes(self.call, self.holder.id)

    @operation("ReserveListItemId")
    def reserve_item_id(self) -> int:
        return self.site.lists.next_item(self.holder.id)

    @operation("Recycle")
    def recycle(self) -> str:
        return self.site.bin.recycle_list(self.holder, self.user)

    @operation("DeleteObject")
    def delete_object(self) -> None:
        self.site.lists.remove(self.holder, self.user)


class ListCollection(Collection):
    """The lists of the site."""

    def members(self) -> list[Entity]:
        return [ListEntity(self.call, holder) for holder in self.site.lists.all()]

    def keyed(self, segment: Segment) -> ListEntity:
        key = str(segment.positional[0]) if segment.positional else str(next(iter(segment.named.values())))
        return ListEntity(self.call, self.site.lists.get(key))

    @path("GetByTitle")
    def get_by_title(self) -> ListEntity:
        return ListEntity(self.call, self.site.lists.by_title(self.call.text("title", 0)))

    @path("GetById")
    def get_by_id(self) -> ListEntity:
        return ListEntity(self.call, self.site.lists.get(self.call.text("id", 0)))

    def create(self) -> Answer:
        return self._made(self.call.values()).made()

    @operation("Add")
    def add(self) -> ListEntity:
        return self._made(self.call.values("parameters"))

    @operation("EnsureSiteAssetsLibrary")
    def ensure_site_assets(self) -> ListEntity:
        return self._ensured("Site Assets", LIBRARY, "SiteAssets")

    @operation("EnsureSitePagesLibrary")
    def ensure_site_pages(self) -> ListEntity:
        return self._ensured("Site Pages", SITE_PAGES, "SitePages")

    @operation("EnsureEventsList")
    def ensure_events(self) -> ListEntity:
        return self._ensured("Events", EVENTS, "Lists/Events")

    def _ensured(self, title: str, kind: int, root: str) -> ListEntity:
        held = [holder for holder in self.site.lists.all() if holder.root == f"{self.site.path}/{root}"]
        return ListEntity(self.call, held[0] if held else self.site.lists.add(title, kind, self.user, root=root))

    def _made(self, values: dict[str, Any]) -> ListEntity:
        values = {name: value for name, value in values.items() if name not in ("TemplateType", "Url") or value is None}
        title, template = values.get("Title"), values.get("BaseTemplate", 100)
        if not isinstance(title, str) or not title.strip():
            raise bad_query("A list needs a title.")
        if isinstance(template, bool) or not isinstance(template, int) or not 0 < template < 100_000:
            raise bad_query("The BaseTemplate of a list is a number.")
        return ListEntity(self.call, self.site.lists.add(title, template, self.user, settings(values)))
