"""Sites below the site: their names and addresses; they hold no lists of their own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sharepoint.local.errors import bad_argument, unknown_resource
from sharepoint.local.model.changes import ChangeType
from sharepoint.local.model.names import check_name, fold

if TYPE_CHECKING:
    import sqlite3

    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User


@dataclass(frozen=True, slots=True)
class SubWeb:
    """A site below the site; ``leaf`` is the last part of its address."""

    id: str
    leaf: str
    title: str
    description: str
    created: str


class Webs:
    """The sites below the site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def all(self) -> list[SubWeb]:
        """All of them, by address."""
        return [_web(row) for row in self.site.store.rows("SELECT * FROM webs ORDER BY folded")]

    def get(self, key: str) -> SubWeb:
        """The one with this last part of the address, or this id."""
        row = self.site.store.row("SELECT * FROM webs WHERE folded = ? OR id = ?", (fold(key), key.strip("{}").lower()))
        if row is None:
            raise unknown_resource(f"Webs('{key}')")
        return _web(row)

    def add(self, leaf: str, title: str, description: str, by: User) -> SubWeb:
        """A new one; its address must be free."""
        check_name(leaf)
        path = f"{self.site.path}/{leaf}"
        taken = self.site.store.row("SELECT 1 FROM webs WHERE folded = ?", (fold(leaf),))
        if taken or self.site.folders.find(path):
            raise bad_argument(f'The Web site address "{path}" is already in use.')
        web = SubWeb(str(uuid.uuid4()), leaf, title or leaf, description, self.site.now())
        self.site.store.run(
            "INSERT INTO webs VALUES (?, ?, ?, ?, ?, ?)",
            (web.id, leaf, fold(leaf), web.title, description, web.created),
        )
        self.site.changes.note(ChangeType.ADD, "Web", "", web.id, by)
        return web

    def change(self, web: SubWeb, title: str, description: str, by: User) -> None:
        """Another title or description."""
        self.site.store.run(
            "UPDATE webs SET title = ?, description = ? WHERE id = ?", (title or web.title, description, web.id)
        )
        self.site.changes.note(ChangeType.UPDATE, "Web", "", web.id, by)

    def remove(self, web: SubWeb, by: User) -> None:
        """Delete one."""
        self.site.store.run("DELETE FROM webs WHERE id = ?", (web.id,))
        self.site.changes.note(ChangeType.DELETE, "Web", "", web.id, by)


def _web(row: sqlite3.Row) -> SubWeb:
    return SubWeb(row["id"], row["leaf"], row["title"], row["description"], row["created"])
