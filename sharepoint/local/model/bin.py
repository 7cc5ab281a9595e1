"""The recycle bin: what went there, and its way back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sharepoint.local.errors import file_exists, list_exists, unknown_resource
from sharepoint.local.model.changes import ChangeType
from sharepoint.local.model.item import Item, from_row
from sharepoint.local.model.names import fold

if TYPE_CHECKING:
    import sqlite3

    from sharepoint.local.model.folders import Folder
    from sharepoint.local.model.lists import SiteList
    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User

_ENTRIES = "SELECT bin.*, second_stage.id IS NOT NULL AS second FROM bin LEFT JOIN second_stage USING (id)"
FILE, ITEM, LIST, FOLDER = 1, 3, 4, 5  # SharePoint's RecycleBinItemType


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the recycle bin."""

    id: str
    kind: int
    title: str
    folder: str
    list_id: str
    item_id: int | None
    size: int
    by: int
    at: str
    stage: int = 1  # 2 for what was deleted from the site's bin and only an administrator still sees


class RecycleBin:
    """The recycle bin of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.store = site.store

    def all(self) -> list[Entry]:
        """Everything in the bin, newest first."""
        return [_entry(row) for row in self.store.rows(f"{_ENTRIES} ORDER BY at DESC, bin.rowid DESC")]

    def first_stage(self) -> list[Entry]:
        """What people see in the site's own bin, newest first."""
        return [entry for entry in self.all() if entry.stage == 1]

    def to_second_stage(self, entry: Entry) -> None:
        """Take an entry out of the site's own bin; an administrator can still restore it."""
        self.store.run("INSERT OR IGNORE INTO second_stage VALUES (?)", (entry.id,))

    def get(self, entry_id: str) -> Entry:
        """The entry with this id."""
        row = self.store.row(f"{_ENTRIES} WHERE bin.id = ?", (entry_id.strip("{}").lower(),))
        if row is None:
            raise unknown_resource(f"RecycleBin/GetById('{entry_id}')")
        return _entry(row)

    def recycle_item(self, item: Item, by: User) -> str:
        """Put an item, file or folder into the bin, a folder with all that is in it."""
        self.site.documents.check_writable(item, by)
        kind = FOLDER if item.object_type == 1 else FILE if item.blob else ITEM
        title = str(item.data.get("Title") or item.name) if kind == ITEM else item.name
        entry = self._enter(kind, title, item.path.rpartition("/")[0], item.list_id, item.id, item.length, by)
        for each in self._together(item):
            self.site.keys.remove(each)
            self.store.run("UPDATE items SET recycled = ? WHERE guid = ?", (entry, each.guid))
            self.store.run("UPDATE folders SET recycled = ? WHERE guid = ?", (entry, each.guid))
        self.site.lists.touch(item.list_id)
        thing = {FOLDER: "Folder", FILE: "File", ITEM: "Item"}[kind]
        self.site.changes.note(ChangeType.DELETE, thing, item.list_id, item.guid, by, item.id)
        return entry

    def _together(self, item: Item) -> list[Item]:
        if item.object_type == 0:
            return [item]
        inside = self.store.rows(
            "SELECT * FROM items WHERE list_id = ? AND substr(folded, 1, ?) = ? AND recycled IS NULL",
            (item.list_id, len(fold(item.path)) + 1, fold(item.path) + "/"),
        )
        return [item, *map(from_row, inside)]

    def recycle_folder(self, folder: Folder, by: User) -> str:
        """Put a folder into the bin."""
        return self.recycle_item(self.site.items.by_guid(folder.guid), by)

    def recycle_list(self, present: SiteList, by: User) -> str:
        """Put a whole list into the bin."""
        entry = self._enter(LIST, present.title, present.root.rpartition("/")[0], present.id, None, 0, by)
        self.store.run("UPDATE lists SET recycled = ? WHERE id = ?", (entry, present.id))
        self.store.run("UPDATE folders SET recycled = ? WHERE list_id = ? AND recycled IS NULL", (entry, present.id))
        self.store.run("UPDATE items SET recycled = ? WHERE list_id = ? AND recycled IS NULL", (entry, present.id))
        self.site.changes.note(ChangeType.DELETE, "List", present.id, present.id, by)
        return entry

    def _enter(self, kind: int, title: str, folder: str, list_id: str, item_id: int | None, size: int, by: User) -> str:
        entry = str(uuid.uuid4())
        self.store.run(
            "INSERT INTO bin VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (entry, kind, title, folder, list_id, item_id, size, by.id, self.site.now()),
        )
        return entry

    def restore(self, entry: Entry, by: User) -> None:
        """Bring something back to where it was; its place and its unique values must be free."""
        if entry.kind == LIST:
            self._restore_list(entry, by)
        else:
            self._restore_items(entry, by)
        self.store.run("DELETE FROM bin WHERE id = ?", (entry.id,))

    def _restore_list(self, entry: Entry, by: User) -> None:
        if self.store.row("SELECT 1 FROM lists WHERE folded = ? AND recycled IS NULL", (fold(entry.title),)):
            raise list_exists()
        for table in ("lists", "folders", "items"):
            self.store.run(f"UPDATE {table} SET recycled = NULL WHERE recycled = ?", (entry.id,))  # noqa: S608
        self.site.changes.note(ChangeType.RESTORE, "List", entry.list_id, entry.list_id, by)

    def _restore_items(self, entry: Entry, by: User) -> None:
        for item in map(
            from_row, self.store.rows("SELECT * FROM items WHERE recycled = ? ORDER BY folded", (entry.id,))
        ):
            self._check_place(item)
            self.site.keys.restore(item)
            self.store.run("UPDATE items SET recycled = NULL WHERE guid = ?", (item.guid,))
            self.store.run("UPDATE folders SET recycled = NULL WHERE guid = ?", (item.guid,))
            thing = "Folder" if item.object_type == 1 else "File" if item.blob else "Item"
            self.site.changes.note(ChangeType.RESTORE, thing, item.list_id, item.guid, by, item.id)
        self.site.lists.touch(entry.list_id)

    def _check_place(self, item: Item) -> None:
        """The folder must still be there, and the name free."""
        self.site.folders.get(item.path.rpartition("/")[0])
        if self.store.row("SELECT 1 FROM items WHERE folded = ? AND recycled IS NULL", (fold(item.path),)):
            raise file_exists(item.path)

    def remove(self, entry: Entry) -> None:
        """Delete something in the bin for good."""
        if entry.kind == LIST:
            self.site.lists.forget(entry.list_id)
        for table in ("items", "folders", "lists"):
            self.store.run(f"DELETE FROM {table} WHERE recycled = ?", (entry.id,))  # noqa: S608 - fixed names
        self.store.run("DELETE FROM bin WHERE id = ?", (entry.id,))


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        row["id"],
        row["kind"],
        row["title"],
        row["folder"],
        row["list_id"],
        row["item_id"],
        row["size"],
        row["by"],
        row["at"],
        2 if row["second"] else 1,
    )
