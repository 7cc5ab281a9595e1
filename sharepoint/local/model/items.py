"""Items of a list: reading one, writing with the rules of its columns, versions."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sharepoint.local.errors import too_many_drafts, unknown_item, unknown_property
from sharepoint.local.model.changes import ChangeType
from sharepoint.local.model.item import MAJOR, Item, from_row
from sharepoint.local.model.names import fold

if TYPE_CHECKING:
    from sharepoint.local.model.fields import Field
    from sharepoint.local.model.lists import SiteList
    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User

# Properties a client may send that SharePoint takes without complaint and does not write.
IGNORED = {"__metadata", "Id", "ID", "ContentTypeId", "Attachments", "FileSystemObjectType"}


@dataclass(frozen=True, slots=True)
class Version:
    """A past or present state of an item or file."""

    label: int
    data: dict[str, Any]
    modified: str
    editor: int
    blob: str | None
    length: int
    comment: str
    current: bool


class Items:
    """The items of every list of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.store = site.store

    def get(self, list_id: str, number: int) -> Item:
        """The item with this number."""
        row = self.store.row("SELECT * FROM items WHERE list_id = ? AND id = ? AND recycled IS NULL", (list_id, number))
        if row is None:
            raise unknown_item()
        return from_row(row)

    def by_guid(self, guid: str) -> Item:
        """The item with this unique id."""
        key = guid.strip("{}").lower()
        row = self.store.row("SELECT * FROM items WHERE guid = ? AND recycled IS NULL", (key,))
        if row is None:
            raise unknown_item()
        return from_row(row)

    def at(self, path: str) -> Item:
        """The item, file or folder at a server relative path."""
        row = self.store.row("SELECT * FROM items WHERE folded = ? AND recycled IS NULL", (fold(path),))
        if row is None:
            raise unknown_item()
        return from_row(row)

    def add(self, holder: SiteList, properties: dict[str, Any], by: User, folder: str = "") -> Item:
        """Add an item to a list, in its root or in a folder of it."""
        fields = self.site.fields.of(holder.id)
        data = self._defaults(fields) | self._values(holder, fields, properties)
        self.site.keys.check_unique(holder.id, 0, fields, data)
        guid = str(uuid.uuid4())
        number = self.insert_node(holder, guid, "", 0, by, data, folder=folder)
        self.site.changes.note(ChangeType.ADD, "Item", holder.id, guid, by, number)
        return self.get(holder.id, number)

    def insert_node(
        self,
        holder: SiteList,
        guid: str,
        path: str,
        object_type: int,
        by: User,
        data: dict[str, Any] | None = None,
        blob: str | None = None,
        length: int = 0,
        folder: str = "",
    ) -> int:
        """Write the row of a new item, file or folder; an item without a path gets the one SharePoint gives it."""
        number = self.site.lists.next_item(holder.id)
        place = path or f"{folder or holder.root}/{number}_.000"
        label = 1 if holder.settings["EnableMinorVersions"] and blob else MAJOR
        now = self.site.now()
        self.store.run(
            "INSERT INTO items (list_id, id, guid, version, label, object_type, folder, path, folded, data, created,"
            " modified, author, editor, blob, length) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                holder.id,
                number,
                guid,
                label,
                object_type,
                fold(place.rpartition("/")[0]),
                place,
                fold(place),
                json.dumps(data or {}),
                now,
                now,
                by.id,
                by.id,
                blob,
                length,
            ),
        )
        self.site.keys.enter(holder.id, number, self.site.fields.of(holder.id), data or {})
        self.site.lists.touch(holder.id)
        return number

    def update(self, item: Item, properties: dict[str, Any], by: User, new_version: bool = True) -> Item:
        """Write values into an item."""
        holder = self.site.lists.get(item.list_id)
        fields = self.site.fields.of(item.list_id)
        self.site.documents.check_writable(item, by)
        data = item.data | self._values(holder, fields, properties)
        self.site.keys.check_unique(item.list_id, item.id, fields, data)
        name = properties.get("FileLeafRef")
        if holder.library and isinstance(name, str) and name != item.name:
            self.site.documents.rename(item, name, by)
        self.write(item, by, data=data, new_version=new_version)
        self.site.keys.enter(item.list_id, item.id, fields, data)
        self.note_update(item, by)
        return self.get(item.list_id, item.id)

    def write(
        self,
        item: Item,
        by: User,
        *,
        data: dict[str, Any] | None = None,
        blob: str | None = None,
        length: int | None = None,
        comment: str = "",
        new_version: bool = True,
    ) -> None:
        """Change a row; the state before becomes a version where the list keeps versions."""
        holder = self.site.lists.get(item.list_id)
        label = item.label
        if new_version and item.checked_out is None and holder.settings["EnableVersioning"]:
            self._keep_version(item, holder)
            minor = holder.settings["EnableMinorVersions"] and item.blob
            if minor and item.label % MAJOR >= self.site.limits.minor_versions:
                raise too_many_drafts(self.site.limits.minor_versions)
            label = item.label + 1 if minor else (item.label // MAJOR + 1) * MAJOR
        self.store.run(
            "UPDATE items SET version = version + 1, label = ?, data = ?, modified = ?, editor = ?, blob = ?,"
            " length = ?, comment = ? WHERE list_id = ? AND id = ?",
            (
                label,
                json.dumps(item.data if data is None else data),
                self.site.now(),
                by.id,
                blob or item.blob,
                item.length if length is None else length,
                comment,
                item.list_id,
                item.id,
            ),
        )
        self.site.lists.touch(item.list_id)

    def restore_trace(self, item: Item) -> None:
        """Say of an item that it was last changed when and by whom it was before."""
        self.store.run(
            "UPDATE items SET modified = ?, editor = ? WHERE list_id = ? AND id = ?",
            (item.modified, item.editor, item.list_id, item.id),
        )

    def note_update(self, item: Item, by: User) -> None:
        """Enter an update of an item, file or folder into the change log."""
        thing = "Folder" if item.object_type == 1 else "File" if item.blob else "Item"
        self.site.changes.note(ChangeType.UPDATE, thing, item.list_id, item.guid, by, item.id)

    def _keep_version(self, item: Item, holder: SiteList) -> None:
        self.store.run(
            "INSERT OR REPLACE INTO item_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item.list_id,
                item.id,
                item.label,
                json.dumps(item.data),
                item.modified,
                item.editor,
                item.blob,
                item.length,
                item.comment,
            ),
        )
        self.store.run(
            "DELETE FROM item_versions WHERE list_id = ? AND item_id = ? AND label NOT IN"
            " (SELECT label FROM item_versions WHERE list_id = ? AND item_id = ? ORDER BY label DESC LIMIT ?)",
            (item.list_id, item.id, item.list_id, item.id, max(0, int(holder.settings["MajorVersionLimit"]) - 1)),
        )

    def versions(self, item: Item) -> list[Version]:
        """The present state and those before it, newest first."""
        rows = self.store.rows(
            "SELECT * FROM item_versions WHERE list_id = ? AND item_id = ? ORDER BY label DESC", (item.list_id, item.id)
        )
        present = Version(item.label, item.data, item.modified, item.editor, item.blob, item.length, item.comment, True)
        past = (
            Version(
                row["label"],
                json.loads(row["data"]),
                row["modified"],
                row["editor"],
                row["blob"],
                row["length"],
                row["comment"],
                False,
            )
            for row in rows
        )
        return [present, *past]

    def remove_version(self, item: Item, label: int) -> None:
        """Forget a past version."""
        self.store.run(
            "DELETE FROM item_versions WHERE list_id = ? AND item_id = ? AND label = ?", (item.list_id, item.id, label)
        )

    def remove(self, item: Item, by: User) -> None:
        """Delete an item for good."""
        for table in ("item_versions", "attachments", "keys"):
            statement = f"DELETE FROM {table} WHERE list_id = ? AND item_id = ?"  # noqa: S608 - fixed names
            self.store.run(statement, (item.list_id, item.id))
        self.store.run("DELETE FROM items WHERE list_id = ? AND id = ?", (item.list_id, item.id))
        self.site.lists.touch(item.list_id)
        self.site.changes.note(ChangeType.DELETE, "File" if item.blob else "Item", item.list_id, item.guid, by, item.id)

    def _defaults(self, fields: list[Field]) -> dict[str, Any]:
        given = {field: field.properties["DefaultValue"] for field in fields if field.properties["DefaultValue"]}
        return {field.name: _default(field, text, self.site) for field, text in given.items()}

    def _values(self, holder: SiteList, fields: list[Field], properties: dict[str, Any]) -> dict[str, Any]:
        known = {field.key: field for field in fields}
        values: dict[str, Any] = {}
        for name, value in properties.items():
            if name in IGNORED:
                continue
            field = known.get(name)
            if field is None:
                raise unknown_property(name, holder.entity_type)
            if field.writable and field.name != "FileLeafRef":
                values[field.name] = field.stored(value, self.site)
        return values


def _default(field: Field, text: str, site: Site) -> Any:
    """A column's default value, which the protocol holds as text."""
    name = field.kind.name
    if name == "Boolean":
        return text in ("1", "true", "TRUE")
    if name == "DateTime" and text.lower() in ("[today]", "=today()"):
        return field.stored(site.now(), site)
    return field.stored([text] if name == "MultiChoice" else text, site)
