"""Indexed columns: what finds an item by a value, and what keeps unique values unique.

The base columns (ID, Created, Modified, Author, Editor) are read from the items themselves and never entered here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sharepoint.local.errors import duplicate_value
from sharepoint.local.model.item import BASE, Item, from_row
from sharepoint.local.model.kinds import comparable

if TYPE_CHECKING:
    from sharepoint.local.model.fields import Field
    from sharepoint.local.model.site import Site

EMPTY = (None, "")


class Keys:
    """The indexes of every list of a site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.store = site.store

    def build(self, field: Field) -> None:
        """Enter every item's value in a column that was indexed, or drop the index of one that no longer is."""
        self.store.run("DELETE FROM keys WHERE list_id = ? AND field = ?", (field.list_id, field.name))
        if field.indexed:
            rows = self.store.rows("SELECT * FROM items WHERE list_id = ? AND recycled IS NULL", (field.list_id,))
            for item in map(from_row, rows):
                self._enter(item.list_id, item.id, field, item.data)

    def enter(self, list_id: str, number: int, fields: list[Field], data: dict[str, Any]) -> None:
        """Enter an item's present values."""
        for field in fields:
            if field.indexed:
                place = (list_id, number, field.name)
                self.store.run("DELETE FROM keys WHERE list_id = ? AND item_id = ? AND field = ?", place)
                self._enter(list_id, number, field, data)

    def _enter(self, list_id: str, number: int, field: Field, data: dict[str, Any]) -> None:
        value = data.get(field.name)
        if value not in EMPTY and field.name not in BASE:
            key = (list_id, field.name, comparable(value), number)
            self.store.run("INSERT OR REPLACE INTO keys VALUES (?, ?, ?, ?)", key)

    def restore(self, item: Item) -> None:
        """Enter an item that came back; refuse it where one of its unique values was taken meanwhile."""
        fields = self.site.fields.of(item.list_id)
        self.check_unique(item.list_id, item.id, fields, item.data)
        self.enter(item.list_id, item.id, fields, item.data)

    def remove(self, item: Item) -> None:
        """Take out an item that went away."""
        self.store.run("DELETE FROM keys WHERE list_id = ? AND item_id = ?", (item.list_id, item.id))

    def check_unique(self, list_id: str, number: int, fields: list[Field], data: dict[str, Any]) -> None:
        """Refuse values that another item holds in a column with unique values; empty values may repeat."""
        taken = [
            field.title
            for field in fields
            if field.unique
            and data.get(field.name) not in EMPTY
            and self.store.row(
                "SELECT 1 FROM keys WHERE list_id = ? AND field = ? AND value = ? AND item_id <> ?",
                (list_id, field.name, comparable(data[field.name]), number),
            )
        ]
        if taken:
            raise duplicate_value(taken)
