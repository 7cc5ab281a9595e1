"""Files of libraries: writing, check-out, publishing, moving and copying."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from sharepoint.local.errors import (
    Refusal,
    bad_argument,
    bad_name,
    checked_out,
    file_exists,
    unknown_file,
    unknown_folder,
)
from sharepoint.local.model.changes import ChangeType
from sharepoint.local.model.item import MAJOR, Item, from_row
from sharepoint.local.model.names import check_name, check_path, fold

if TYPE_CHECKING:
    from sharepoint.local.model.folders import Folder
    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User


class Documents:
    """The files of a site; each is an item of the library it is in."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.store = site.store

    def find(self, path: str) -> Item | None:
        """The file at this server relative path, None where there is none; paths compare without case."""
        row = self.store.row(
            "SELECT * FROM items WHERE folded = ? AND object_type = 0 AND blob IS NOT NULL AND recycled IS NULL",
            (fold(path),),
        )
        return from_row(row) if row else None

    def get(self, path: str) -> Item:
        """The file at this server relative path."""
        found = self.find(path)
        if found is None:
            raise unknown_file(path)
        return found

    def by_id(self, guid: str) -> Item:
        """The file with this unique id."""
        row = self.store.row(
            "SELECT * FROM items WHERE guid = ? AND blob IS NOT NULL AND recycled IS NULL", (guid.strip("{}").lower(),)
        )
        if row is None:
            raise unknown_file(guid)
        return from_row(row)

    def inside(self, path: str) -> list[Item]:
        """The files directly in a folder, by name."""
        rows = self.store.rows(
            "SELECT * FROM items WHERE folder = ? AND object_type = 0 AND blob IS NOT NULL AND recycled IS NULL"
            " ORDER BY folded",
            (fold(path),),
        )
        return [from_row(row) for row in rows]

    def add(self, folder: Folder, name: str, content: bytes, by: User, overwrite: bool) -> Item:
        """Put a file into a folder; an existing one gets a new version, or the request is refused."""
        path = f"{folder.path}/{name}"
        present = self.find(path)
        if present:
            if not overwrite:
                raise file_exists(path)
            return self.save(present, content, by)
        check_name(name)
        check_path(path)
        holder = self.site.lists.get(folder.list_id) if folder.list_id else None
        if holder is None or not holder.library:
            raise unknown_folder(folder.path)
        if self.site.folders.find(path):
            raise bad_name(name, "is taken by a folder")
        guid = str(uuid.uuid4())
        number = self.site.items.insert_node(holder, guid, path, 0, by, {}, self.store.keep(content), len(content))
        self.site.changes.note(ChangeType.ADD, "File", holder.id, guid, by, number)
        return self.site.items.get(holder.id, number)

    def save(self, item: Item, content: bytes, by: User) -> Item:
        """A new content for a file."""
        self.check_writable(item, by)
        self.site.items.write(item, by, blob=self.store.keep(content), length=len(content))
        self.site.items.note_update(item, by)
        return self.site.items.get(item.list_id, item.id)

    def content(self, item: Item) -> bytes:
        """What a file holds."""
        return self.store.content(item.blob) if item.blob else b""

    def check_writable(self, item: Item, by: User) -> None:
        """Refuse a write to a file that somebody else has checked out."""
        if item.checked_out not in (None, by.id):
            raise checked_out(item.name, self.site.users.get(item.checked_out or 0).title)

    def check_out(self, item: Item, by: User) -> None:
        """Reserve a file; what it was is kept until the check-in."""
        if item.checked_out is not None:
            raise checked_out(item.name, self.site.users.get(item.checked_out).title)
        kept = json.dumps({"data": item.data, "blob": item.blob, "length": item.length, "comment": item.comment})
        self._set(item, "checked_out = ?, kept = ?, version = version + 1", by.id, kept)

    def check_in(self, item: Item, comment: str, major: bool, by: User) -> None:
        """Give a file back as a new version."""
        self._check_mine(item, by)
        row = self.store.row("SELECT kept FROM items WHERE list_id = ? AND id = ?", (item.list_id, item.id))
        kept = json.loads(row["kept"]) if row else {}
        self.undo_check_out(item, by)
        before = self.site.items.get(item.list_id, item.id)
        changed = (item.data, item.blob) != (kept["data"], kept["blob"])
        self.site.items.write(
            before, by, data=item.data, blob=item.blob, length=item.length, comment=comment, new_version=changed
        )
        if major:
            self._make_major(self.site.items.get(item.list_id, item.id))
        self.site.items.note_update(item, by)

    def undo_check_out(self, item: Item, by: User) -> None:
        """Give a file back as it was."""
        self._check_mine(item, by)
        row = self.store.row("SELECT kept FROM items WHERE list_id = ? AND id = ?", (item.list_id, item.id))
        kept = json.loads(row["kept"]) if row else {}
        self._set(
            item,
            "checked_out = NULL, kept = NULL, data = ?, blob = ?, length = ?, comment = ?",
            json.dumps(kept["data"]),
            kept["blob"],
            kept["length"],
            kept.get("comment", ""),
        )

    def _check_mine(self, item: Item, by: User) -> None:
        if item.checked_out is None:
            raise Refusal(
                400, -2147467259, "Microsoft.SharePoint.SPException", f"The file {item.path} is not checked out."
            )
        self.check_writable(item, by)

    def publish(self, item: Item, comment: str, by: User) -> None:
        """Make the present draft a major version; only where the library keeps minor versions."""
        self._check_minor(item)
        self._make_major(item)
        self._set(item, "comment = ?", comment)
        self.site.items.note_update(item, by)

    def unpublish(self, item: Item, comment: str, by: User) -> None:
        """Make the present major version a draft again."""
        self._check_minor(item)
        self._set(item, "label = ?, comment = ?", max(1, item.label - MAJOR + 1), comment)
        self.site.items.note_update(item, by)

    def _check_minor(self, item: Item) -> None:
        if not self.site.lists.get(item.list_id).settings["EnableMinorVersions"]:
            raise Refusal(
                400,
                -2147467259,
                "Microsoft.SharePoint.SPException",
                "You can only publish, unpublish documents in a minor version enabled list.",
            )

    def _make_major(self, item: Item) -> None:
        if item.label % MAJOR:
            self._set(item, "label = ?", (item.label // MAJOR + 1) * MAJOR)

    def _set(self, item: Item, change: str, *values: object) -> None:
        self.store.run(f"UPDATE items SET {change} WHERE list_id = ? AND id = ?", (*values, item.list_id, item.id))  # noqa: S608

    def rename(self, item: Item, name: str, by: User) -> None:
        """Another name in the same folder, for a file or a folder."""
        self.move(item, f"{item.path.rpartition('/')[0]}/{name}", by, overwrite=False)

    def move(self, item: Item, path: str, by: User, overwrite: bool) -> None:
        """Another place in the same library; the unique id stays, and what is in a folder moves along."""
        parent, _, name = path.rpartition("/")
        check_name(name)
        check_path(path)
        target = self.site.folders.get(parent)
        if target.list_id != item.list_id:
            raise bad_argument("Moving to another library is not supported; copy and recycle instead.")
        if item.object_type == 1 and fold(path).startswith(fold(item.path) + "/"):
            raise bad_argument("A folder cannot be moved into itself.")
        self._make_room(item, path, by, overwrite)
        if item.object_type == 1:
            self._move_below(item.path, path)
            self.store.run(
                "UPDATE folders SET path = ?, folded = ?, parent = ? WHERE guid = ?",
                (path, fold(path), fold(parent), item.guid),
            )
        self._set(item, "path = ?, folded = ?, folder = ?", path, fold(path), fold(parent))
        thing = "Folder" if item.object_type == 1 else "File"
        self.site.changes.note(ChangeType.RENAME, thing, item.list_id, item.guid, by, item.id)

    def _make_room(self, item: Item, path: str, by: User, overwrite: bool) -> None:
        other = self.find(path)
        if other and other.guid != item.guid:
            if not overwrite:
                raise file_exists(path)
            self.site.bin.recycle_item(other, by)
        folder = self.site.folders.find(path)
        if folder and folder.guid != item.guid:
            raise file_exists(path)

    def _move_below(self, old: str, new: str) -> None:
        for table, column in (("items", "folder"), ("folders", "parent")):
            find = f"SELECT guid, path FROM {table} WHERE substr(folded, 1, ?) = ?"  # noqa: S608 - fixed names
            change = f"UPDATE {table} SET path = ?, folded = ?, {column} = ? WHERE guid = ?"  # noqa: S608 - fixed names
            for row in self.store.rows(find, (len(fold(old)) + 1, fold(old) + "/")):
                path = new + row["path"][len(old) :]
                self.store.run(change, (path, fold(path), fold(path.rpartition("/")[0]), row["guid"]))

    def copy(self, item: Item, path: str, by: User, overwrite: bool) -> Item:
        """A copy of a file, with its values, as a file of its own."""
        parent, _, name = path.rpartition("/")
        made = self.add(self.site.folders.get(parent), name, self.content(item), by, overwrite)
        if made.list_id == item.list_id:
            self.store.run(
                "UPDATE items SET data = ? WHERE list_id = ? AND id = ?", (json.dumps(item.data), made.list_id, made.id)
            )
        return made

    def copy_folder(self, folder: Folder, path: str, by: User) -> Folder:
        """A copy of a folder with everything in it; what is at the place already stays and gets newer files."""
        if fold(path + "/").startswith(fold(folder.path) + "/"):
            raise bad_argument("A folder cannot be copied into itself.")
        parent, _, name = path.rpartition("/")
        made = self.site.folders.ensure(self.site.folders.get(parent), name, by)
        for item in self.inside(folder.path):
            self.copy(item, f"{made.path}/{item.name}", by, overwrite=True)
        for inner in self.site.folders.inside(folder.path):
            self.copy_folder(inner, f"{made.path}/{inner.name}", by)
        return made

    def free_path(self, path: str) -> str:
        """The path itself, or with the first free number behind the name: "Plan1.xlsx"."""
        folder, _, name = path.rpartition("/")
        stem, dot, suffix = name.rpartition(".")
        base, ending = (stem, dot + suffix) if stem else (name, "")
        candidates = (path, *(f"{folder}/{base}{number}{ending}" for number in range(1, 10_000)))
        return next(each for each in candidates if not self.find(each) and not self.site.folders.find(each))

    def measured(self, path: str) -> tuple[int, int, str | None]:
        """How many files are below a folder, at any depth, their bytes, and when the newest was written."""
        row = self.store.row(
            "SELECT count(*), sum(length), max(modified) FROM items WHERE blob IS NOT NULL AND recycled IS NULL"
            " AND substr(folded, 1, ?) = ?",
            (len(fold(path)) + 1, fold(path) + "/"),
        )
        return (int(row[0]), int(row[1] or 0), row[2]) if row else (0, 0, None)
