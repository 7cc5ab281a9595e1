"""SP.List and SP.ListCollection."""

from __future__ import annotations

from typing import Any

from sharepoint.local.errors import bad_query, unknown_property
from sharepoint.local.model.lists import LIBRARY, SETTINGS, SiteList
from sharepoint.local.model.names import encoded
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.changes import changes
from sharepoint.local.rest.contenttypes import ContentTypeCollection
from sharepoint.local.rest.fields import FieldCollection
from sharepoint.local.rest.folders import FolderEntity
from sharepoint.local.rest.forms import form_values
from sharepoint.local.rest.items import ItemCollection, ItemEntity
from sharepoint.local.rest.listdata import caml_items, rendered
from sharepoint.local.rest.resource import Collection, Entity, operation, path
from sharepoint.local.rest.views import ViewCollection, ViewEntity

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


class ListEntity(Entity):
    """A list or library."""

    type_name = "SP.List"

    def __init__(self, call: Call, holder: SiteList) -> None:
        super().__init__(call)
        self.holder = holder

    def uri(self) -> str:
        return f"Web/Lists(guid'{self.holder.id}')"

    def etag(self) -> str:
        return f'"{self.holder.version}"'

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
            "CurrentChangeToken": {
                "__metadata": {"type": "SP.ChangeToken"},
                "StringValue": self.site.changes.token(holder.id),
            },
        }

    def on_demand(self) -> dict[str, Any]:
        default = self.site.views.default(self.holder.id)
        return {
            "DefaultViewUrl": lambda: f"{self.holder.root}/{default.title.replace(' ', '')}.aspx",
            "IsSiteAssetsLibrary": lambda: False,
            "EffectiveBasePermissions": lambda: self.call.role.mask,
        }

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

    @operation("AddItem")
    def add_item(self) -> Answer:
        item = self.site.items.add(self.holder, {}, self.user)
        return ItemEntity(self.call, self.holder, item).made()

    @operation("AddValidateUpdateItem", "AddValidateUpdateItemUsingPath")
    def add_validated(self) -> Any:
        return form_values(self.call, self.holder, None)

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
        held = [holder for holder in self.site.lists.all() if holder.root == f"{self.site.path}/SiteAssets"]
        made = held or [self.site.lists.add("Site Assets", LIBRARY, self.user, root="SiteAssets")]
        return ListEntity(self.call, made[0])

    def _made(self, values: dict[str, Any]) -> ListEntity:
        values = {name: value for name, value in values.items() if name not in ("TemplateType", "Url") or value is None}
        title, template = values.get("Title"), values.get("BaseTemplate", 100)
        if not isinstance(title, str) or not title.strip():
            raise bad_query("A list needs a title.")
        if isinstance(template, bool) or not isinstance(template, int) or not 0 < template < 100_000:
            raise bad_query("The BaseTemplate of a list is a number.")
        return ListEntity(self.call, self.site.lists.add(title, template, self.user, settings(values)))
