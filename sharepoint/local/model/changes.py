"""The change log: what was added, updated, deleted, renamed or restored, in order, and the tokens that mark a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from sharepoint.local.errors import bad_argument

if TYPE_CHECKING:
    import sqlite3

    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User


class ChangeType(IntEnum):
    """SharePoint's numbers for what happened."""

    ADD = 1
    UPDATE = 2
    DELETE = 3
    RENAME = 4
    RESTORE = 7


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log; ``object`` says what changed: "Item", "File", "Folder", "List", "Field", "View", …"""

    number: int
    at: str
    kind: ChangeType
    object: str
    list_id: str
    item_id: int | None
    guid: str
    editor: int


_EPOCH = datetime(1, 1, 1, tzinfo=UTC)


def ticks(at: str) -> int:
    """An instant in .NET ticks: 100 nanoseconds since the year 1."""
    return int((datetime.fromisoformat(at) - _EPOCH).total_seconds()) * 10_000_000


class Changes:
    """The log of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def note(self, kind: ChangeType, thing: str, list_id: str, guid: str, by: User, item_id: int | None = None) -> None:
        """Add an entry."""
        self.site.store.run(
            "INSERT INTO changes (at, kind, object, list_id, item_id, guid, editor) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self.site.now(), int(kind), thing, list_id, item_id, guid, by.id),
        )

    def token(self, list_id: str | None = None) -> str:
        """The token of this moment, for a list or for the whole site."""
        return self.token_at(self.site.store.number("SELECT max(number) FROM changes"), self.site.now(), list_id)

    def token_at(self, number: int, at: str, list_id: str | None) -> str:
        """``1;<3 list, 2 site>;<id>;<ticks>;<number>``."""
        scope = f"3;{list_id}" if list_id else f"2;{self.site.web_id}"
        return f"1;{scope};{ticks(at)};{number}"

    def since(self, start: str | None, end: str | None, list_id: str | None, limit: int) -> list[Change]:
        """The entries after one token and up to another, oldest first."""
        first, last = self._place(start, list_id), self._place(end, list_id) if end else 1 << 62
        rows = self.site.store.rows(
            "SELECT * FROM changes WHERE number > ? AND number <= ? AND (? IS NULL OR list_id = ?)"
            " ORDER BY number LIMIT ?",
            (first, last, list_id, list_id, limit),
        )
        return [_change(row) for row in rows]

    def _place(self, token: str | None, list_id: str | None) -> int:
        if not token:
            return 0
        parts = token.split(";")
        expected = list_id or self.site.web_id
        if len(parts) != 5 or parts[2].lower() != expected or not parts[4].isdecimal():
            raise bad_argument("The changeToken refers to another object, or is not a change token.")
        return int(parts[4])


def _change(row: sqlite3.Row) -> Change:
    kind = ChangeType(row["kind"])
    return Change(
        row["number"], row["at"], kind, row["object"], row["list_id"], row["item_id"], row["guid"], row["editor"]
    )
