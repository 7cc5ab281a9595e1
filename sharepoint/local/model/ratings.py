"""Ratings and likes of items: one of each per person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User


class Ratings:
    """The ratings and likes of a site; ``item`` is a list and a number, "<list>/<number>"."""

    def __init__(self, site: Site) -> None:
        self.store = site.store

    def rate(self, item: str, by: User, rating: int) -> float:
        """Keep a person's rating; the average of all."""
        self.store.run("INSERT OR REPLACE INTO ratings VALUES (?, ?, ?)", (item, by.id, rating))
        row = self.store.row("SELECT avg(rating) FROM ratings WHERE item = ?", (item,))
        return float(row[0]) if row else 0.0

    def like(self, item: str, by: User, liked: bool) -> int:
        """Keep or take back a person's like; the number of likes."""
        self.store.run("DELETE FROM likes WHERE item = ? AND user_id = ?", (item, by.id))
        if liked:
            self.store.run("INSERT INTO likes VALUES (?, ?)", (item, by.id))
        return self.likes(item)

    def likes(self, item: str) -> int:
        """How many people like an item."""
        return self.store.number("SELECT count(*) FROM likes WHERE item = ?", (item,))

    def liked(self, item: str, by: User) -> bool:
        """Whether a person likes an item."""
        return self.store.row("SELECT 1 FROM likes WHERE item = ? AND user_id = ?", (item, by.id)) is not None
