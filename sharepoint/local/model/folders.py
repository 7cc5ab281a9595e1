"""Folders: those that only hold (root folders, ``Lists``, ``Forms``) and those of a library, which are items too."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sharepoint.local.errors import bad_argument, bad_name, file_exists, unknown_folder
from sharepoint.local.model.changes import ChangeType
from sharepoint.local.model.names import check_name, check_path, fold

if TYPE_CHECKING:
    import sqlite3

    from sharepoint.local.model.item import Item
    from sharepoint.local.model.lists import SiteList
    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder; ``item_id`` is the library item that stands for it, None where there is none."""

    guid: str
    path: str
    list_id: str | None
    item_id: int | None
    created: str
    modified: str

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]


class Folders:
    """The folders of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def ensure_root(self) -> None:
        """The folder of the site itself, and the one that holds its lists."""
        for path in (self.site.path, f"{self.site.path}/Lists"):
            self.add(path, None)

    def get(self, path: str) -> Folder:
        """The folder at this server relative path."""
        found = self.find(path)
        if found is None:
            raise unknown_folder(path)
        return found

    def find(self, path: str) -> Folder | None:
        """The folder at this path, None where there is none; paths compare without case."""
        key = fold(path.rstrip("/"))
        row = self.site.store.row("SELECT * FROM folders WHERE folded = ? AND recycled IS NULL", (key,))
        return _folder(row) if row else None

    def by_id(self, guid: str) -> Folder:
        """The folder with this unique id."""
        key = guid.strip("{}").lower()
        row = self.site.store.row("SELECT * FROM folders WHERE guid = ? AND recycled IS NULL", (key,))
        if row is None:
            raise unknown_folder(guid)
        return _folder(row)

    def inside(self, path: str) -> list[Folder]:
        """The folders directly in a folder, by name."""
        rows = self.site.store.rows(
            "SELECT * FROM folders WHERE parent = ? AND recycled IS NULL ORDER BY folded", (fold(path),)
        )
        return [_folder(row) for row in rows]

    def add(self, path: str, list_id: str | None, item_id: int | None = None, guid: str | None = None) -> Folder:
        """Put a folder at a path, without rules: names are checked by :meth:`ensure`."""
        now = self.site.now()
        folder = Folder(guid or str(uuid.uuid4()), path, list_id, item_id, now, now)
        self.site.store.run(
            "INSERT INTO folders VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (folder.guid, path, fold(path), fold(folder.parent), list_id, item_id, now, now),
        )
        return folder

    def ensure(self, parent: Folder, name: str, by: User) -> Folder:
        """The folder of this name in another; made where there is none, and an item too if it is in a library."""
        path = f"{parent.path}/{name}"
        found = self.find(path)
        if found:
            return found
        holder = self.site.lists.get(parent.list_id) if parent.list_id else None
        check_name(name, at_library_root=bool(holder and holder.library and fold(holder.root) == fold(parent.path)))
        check_path(path)
        if self.site.documents.find(path):
            raise bad_name(name, "is taken by a file")
        if holder is None or not holder.library:
            return self.add(path, parent.list_id)
        self.add_item(parent, name, holder, by)
        return self.get(path)

    def add_item(self, parent: Folder, name: str, holder: SiteList, by: User) -> Item:
        """A folder that is an item of its list, as all folders of libraries are."""
        path = f"{parent.path}/{name}"
        check_name(name)
        check_path(path)
        if self.find(path):
            raise file_exists(path)
        guid = str(uuid.uuid4())
        number = self.site.items.insert_node(holder, guid, path, 1, by)
        self.add(path, holder.id, number, guid)
        self.site.changes.note(ChangeType.ADD, "Folder", holder.id, guid, by, number)
        return self.site.items.get(holder.id, number)

    def item(self, folder: Folder) -> Item:
        """The item that stands for a folder of a library."""
        if folder.list_id is None or folder.item_id is None:
            raise bad_argument(f"The folder {folder.path} is not an item of a library.")
        return self.site.items.get(folder.list_id, folder.item_id)

    def ensure_path(self, parent: Folder, relative: str, by: User) -> Folder:
        """The folder at a path of one or more names below another."""
        for name in [step for step in relative.split("/") if step]:
            parent = self.ensure(parent, name, by)
        return parent

    def count(self, path: str) -> int:
        """How many files and folders are directly in a folder."""
        key = fold(path)
        files = self.site.store.number(
            "SELECT count(*) FROM items WHERE object_type = 0 AND blob IS NOT NULL AND recycled IS NULL AND folder = ?",
            (key,),
        )
        return files + len(self.inside(path))


def _folder(row: sqlite3.Row) -> Folder:
    return Folder(row["guid"], row["path"], row["list_id"], row["item_id"], row["created"], row["modified"])
