"""SP.ListItem and SP.ListItemCollection: the rows of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode

from sharepoint.local.errors import bad_query, unknown_file
from sharepoint.local.model.conditions import Columns, Comparison, Condition, Not
from sharepoint.local.model.fields import Field
from sharepoint.local.model.item import Item
from sharepoint.local.model.kinds import shown
from sharepoint.local.model.lists import SiteList
from sharepoint.local.model.queries import Query, read
from sharepoint.local.rest import filters
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.attachments import AttachmentCollection
from sharepoint.local.rest.call import LONGEST_NUMBER, Answer, Call
from sharepoint.local.rest.contenttypes import ContentTypeEntity
from sharepoint.local.rest.forms import form_values
from sharepoint.local.rest.resource import Collection, Entity, Tree, collection, entity_json, operation, path, tree
from sharepoint.local.rest.versions import ItemVersionCollection

if TYPE_CHECKING:  # lists, files and folders lead back to items, so they are imported where they are used
    from sharepoint.local.rest.files import FileEntity
    from sharepoint.local.rest.folders import FolderEntity
    from sharepoint.local.rest.lists import ListEntity

LARGEST_PAGE = 5000
ONLY_SELECTED = {"FileLeafRef", "File_x0020_Size", "FSObjType"}


def json_value(field: Field, value: Any) -> Any:
    """A stored value in verbose JSON."""
    if field.kind.reference == "many":
        return collection("Edm.Int32", value or [])
    if isinstance(value, list):
        return collection("Edm.String", value)
    if isinstance(value, dict):
        return {"__metadata": {"type": "SP.FieldUrlValue"}, **value}
    return value


def check_type(call: Call, holder: SiteList) -> None:
    """Refuse a body that says it is of another list's type; a body may also say nothing, or ``SP.ListItem``."""
    metadata = call.json.get("__metadata")
    named = metadata.get("type") if isinstance(metadata, dict) else None
    if named not in (None, "SP.ListItem", "SP.Item", holder.entity_type):
        expected = holder.entity_type
        raise bad_query(f"An entry with type '{named}' was found, but it is not assignable to the type '{expected}'.")


class ItemEntity(Entity):
    """An item of a list, or the item behind a file or folder."""

    def __init__(self, call: Call, holder: SiteList, item: Item, columns: Columns | None = None) -> None:
        super().__init__(call)
        self.holder = holder
        self.item = item
        self.columns = columns or Columns(self.site, holder)

    def entity_type(self) -> str:
        return self.holder.entity_type

    def uri(self) -> str:
        return f"Web/Lists(guid'{self.holder.id}')/Items({self.item.id})"

    def etag(self) -> str:
        return self.item.etag

    def properties(self) -> dict[str, Any]:
        item = self.item
        values = {
            field.key: json_value(field, item.value(field.name))
            for field in self.columns.fields
            if not (field.properties["FromBaseType"] and field.properties["Hidden"]) and field.name not in ONLY_SELECTED
        }
        if not self.holder.library:
            values["Attachments"] = bool(
                self.site.store.number(
                    "SELECT count(*) FROM attachments WHERE list_id = ? AND item_id = ?", (item.list_id, item.id)
                )
            )
        return values | {
            "Id": item.id,
            "FileSystemObjectType": item.object_type,
            "ContentTypeId": item.content_type,
            "GUID": item.guid,
        }

    def on_demand(self) -> dict[str, Any]:
        item = self.item
        return {
            field.key: (lambda field=field: json_value(field, item.value(field.name))) for field in self.columns.fields
        } | {
            "ServerRedirectedEmbedUri": lambda: None,
            "ServerRedirectedEmbedUrl": lambda: "",
            "EffectiveBasePermissions": lambda: self.call.role.mask,
        }

    def expanded(self, name: str, select: Tree, expand: Tree) -> Any:
        field = self.columns.by_name.get(name)
        if field is None or not field.kind.reference:
            return super().expanded(name, select, expand)
        value = self.item.value(field.name)
        wanted = list(select) or ["Title", "Id"]
        many = field.kind.reference == "many"
        found = [self._referenced(field, number, wanted) for number in (value if many else [value]) or []]
        return {"results": found} if many else (found[0] if value else {"__deferred": {"uri": self.uri()}})

    def _referenced(self, field: Field, number: int, wanted: list[str]) -> dict[str, Any]:
        names = {name: self.columns.referenced(field, number, name) for name in wanted}
        return {"__metadata": {"type": "SP.Data.UserInfoItem" if "User" in field.kind.name else "SP.ListItem"}, **names}

    def update(self) -> Answer:
        self.item.check_etag(self.call.if_match)
        check_type(self.call, self.holder)
        changed = self.site.items.update(self.item, self.call.values(), self.user)
        return Answer(204, None, {"ETag": changed.etag})

    def delete(self) -> Answer:
        self.item.check_etag(self.call.if_match)
        self.site.documents.check_writable(self.item, self.user)
        self.site.items.remove(self.item, self.user)
        return Answer(200)

    @path("ParentList")
    def parent_list(self) -> ListEntity:
        from sharepoint.local.rest.lists import ListEntity

        return ListEntity(self.call, self.holder)

    @path("File")
    def file(self) -> FileEntity:
        from sharepoint.local.rest.files import FileEntity

        if not self.item.blob:
            raise unknown_file(self.item.path)
        return FileEntity(self.call, self.item)

    @path("Folder")
    def folder(self) -> FolderEntity:
        from sharepoint.local.rest.folders import FolderEntity

        return FolderEntity(self.call, self.site.folders.get(self.item.path))

    @path("AttachmentFiles")
    def attachment_files(self) -> AttachmentCollection:
        return AttachmentCollection(self.call, self.holder, self.item)

    @path("Versions")
    def versions(self) -> ItemVersionCollection:
        return ItemVersionCollection(self.call, self.holder, self.item)

    @path("FieldValuesAsText")
    def field_values_as_text(self) -> FieldValuesEntity:
        return FieldValuesEntity(self)

    @path("ContentType")
    def content_type(self) -> ContentTypeEntity:
        return ContentTypeEntity(
            self.call, "folder" if self.item.object_type else "document" if self.item.blob else "item"
        )

    @operation("Recycle")
    def recycle(self) -> str:
        return self.site.bin.recycle_item(self.item, self.user)

    @operation("DeleteObject")
    def delete_object(self) -> None:
        self.site.items.remove(self.item, self.user)

    @operation("ValidateUpdateListItem")
    def validate_update(self) -> Any:
        return form_values(self.call, self.holder, self.item)

    @operation("SystemUpdate", "UpdateOverwriteVersion")
    def update_in_place(self) -> ItemEntity:
        changed = self.site.items.update(self.item, self.call.values(), self.user, new_version=False)
        return ItemEntity(self.call, self.holder, changed)

    @operation("ShareLink")
    def share_link(self) -> dict[str, Any]:
        url = self.call.base.removesuffix(self.site.path) + quote(self.item.path)
        info = {"IsActive": True, "IsEditLink": False, "LinkKind": 2, "Url": url}
        return {"__metadata": {"type": "SP.Sharing.ShareLinkResponse"}, "sharingLinkInfo": info}

    @operation("GetComments", reads=True)
    def comments(self) -> list[Entity]:
        return []


class FieldValuesEntity(Entity):
    """An item's values as texts for people."""

    type_name = "SP.FieldStringValues"

    def __init__(self, owner: ItemEntity) -> None:
        super().__init__(owner.call)
        self.owner = owner

    def uri(self) -> str:
        return self.owner.uri() + "/FieldValuesAsText"

    def properties(self) -> dict[str, Any]:
        item = self.owner.item
        return {field.key: shown(item.value(field.name)) for field in self.owner.columns.fields}


class ItemCollection(Collection):
    """The items of a list."""

    def __init__(self, call: Call, holder: SiteList) -> None:
        super().__init__(call)
        self.holder = holder

    def keyed(self, segment: Segment) -> ItemEntity:
        key = segment.positional[0] if segment.positional else None
        if not isinstance(key, int):
            raise bad_query(f"The key of an item is a number, not {key!r}.")
        return ItemEntity(self.call, self.holder, self.site.items.get(self.holder.id, key))

    @path("GetById")
    def get_by_id(self) -> ItemEntity:
        return ItemEntity(self.call, self.holder, self.site.items.get(self.holder.id, self.call.number("id", 0)))

    def create(self) -> Answer:
        check_type(self.call, self.holder)
        item = self.site.items.add(self.holder, self.call.values(), self.user)
        return ItemEntity(self.call, self.holder, item).made()

    def read(self) -> Answer:
        options = self.call.options
        columns = Columns(self.site, self.holder)
        where = filters.parse(options["$filter"]) if options.get("$filter") else None
        expand = tree(options.get("$expand"))
        check_expanded(where, expand)
        top = self.call.option_number("$top", self.site.limits.page)
        if top > LARGEST_PAGE:
            raise bad_query(f"The $top query option must be at most {LARGEST_PAGE}.")
        query = Query(where, _order(options.get("$orderby", "")), top, _after(options.get("$skiptoken", "")))
        page = read(self.site, self.holder, query)
        select = tree(options.get("$select"))
        rows = [entity_json(ItemEntity(self.call, self.holder, item, columns), select, expand) for item in page.items]
        found: dict[str, Any] = {"results": rows}
        if page.more and page.items:
            found["__next"] = self._next_page(page.items[-1].id)
        return Answer(200, {"d": found})

    def _next_page(self, last: int) -> str:
        kept = {name: value for name, value in self.call.options.items() if name not in ("$skiptoken", "$skip")}
        query = urlencode({"$skiptoken": f"Paged=TRUE&p_ID={last}", **kept}, quote_via=quote)
        return f"{self.call.base}/_api/Web/Lists(guid'{self.holder.id}')/Items?{query}"


def _order(text: str) -> tuple[tuple[str, bool], ...]:
    found = []
    for part in [part.strip() for part in text.split(",") if part.strip()]:
        name, _, direction = part.partition(" ")
        if direction.strip().lower() not in ("", "asc", "desc"):
            raise bad_query(f"The $orderby expression '{part}' is not valid.")
        found.append((name, direction.strip().lower() == "desc"))
    return tuple(found)


def _after(token: str) -> int:
    """The number of the item a page ended with, from ``Paged=TRUE&p_ID=7``."""
    number = dict(parse_qsl(token)).get("p_ID", "0")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        raise bad_query(f"The $skiptoken '{token}' is not valid.")
    return int(number)


def check_expanded(condition: Condition | None, expand: Tree) -> None:
    """Refuse a filter by ``Owner/EMail`` without ``$expand=Owner``."""
    if condition is None:
        return
    if isinstance(condition, Comparison):
        head, _, rest = condition.column.partition("/")
        if rest and head not in expand:
            raise bad_query(
                f"The query to field '{condition.column}' is not valid. The $expand query option must contain "
                f"the field '{head}'."
            )
        return
    for part in (condition.part,) if isinstance(condition, Not) else condition.parts:
        check_expanded(part, expand)
