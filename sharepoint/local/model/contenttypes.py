"""Content types: the built-in ones, and those people add to the site."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sharepoint.local.errors import bad_argument
from sharepoint.local.model.changes import ChangeType
from sharepoint.local.model.item import CONTENT_TYPES

if TYPE_CHECKING:
    from sharepoint.local.model.site import Site
    from sharepoint.local.model.users import User

_ID = re.compile(r"0x[0-9a-fA-F]{2,1022}")


@dataclass(frozen=True, slots=True)
class ContentType:
    """A content type; ``id`` begins with the id of the one it is derived from, ``family`` is its group."""

    id: str
    name: str
    description: str
    family: str


BUILT_IN = (
    ContentType("0x01", "Item", "Create a new list item.", "List Content Types"),
    ContentType("0x0101", "Document", "Create a new document.", "Document Content Types"),
    ContentType("0x0120", "Folder", "Create a new folder.", "Folder Content Types"),
)


class ContentTypes:
    """The content types of the site."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def all(self) -> list[ContentType]:
        """The site's own after the built-in ones and the forms these take in lists."""
        in_lists = {"item": BUILT_IN[0], "document": BUILT_IN[1]}
        taken_over = [
            ContentType(CONTENT_TYPES[name], kind.name, kind.description, kind.family)
            for name, kind in in_lists.items()
        ]
        rows = self.site.store.rows("SELECT id, name, description, family FROM content_types ORDER BY name")
        return [*BUILT_IN, *taken_over, *(ContentType(*row) for row in rows)]

    def of_item(self, name: str) -> ContentType:
        """The content type of an "item", a "document" or a "folder"."""
        return next(kind for kind in self.all() if kind.id == CONTENT_TYPES[name])

    def add(self, name: str, description: str, family: str, number: str | None, by: User) -> ContentType:
        """A new content type, derived from Item unless its id says otherwise."""
        if not name.strip():
            raise bad_argument("A content type needs a name.")
        present = self.all()
        made = ContentType(number or f"0x0100{uuid.uuid4().hex.upper()}", name.strip(), description, family)
        if any(kind.name.casefold() == made.name.casefold() for kind in present):
            raise bad_argument(f'A content type named "{made.name}" already exists.')
        if not _ID.fullmatch(made.id) or any(kind.id.lower() == made.id.lower() for kind in present):
            raise bad_argument(f'The content type id "{made.id}" is taken, or is not one.')
        self.site.store.run("INSERT INTO content_types VALUES (?, ?, ?, ?)", (made.id, made.name, description, family))
        self.site.changes.note(ChangeType.ADD, "ContentType", "", made.id, by)
        return made

    def change(self, kind: ContentType, name: str, description: str, family: str, by: User) -> None:
        """Another name, description or group."""
        self._check_own(kind)
        self.site.store.run(
            "UPDATE content_types SET name = ?, description = ?, family = ? WHERE id = ?",
            (name or kind.name, description, family, kind.id),
        )
        self.site.changes.note(ChangeType.UPDATE, "ContentType", "", kind.id, by)

    def remove(self, kind: ContentType, by: User) -> None:
        """Delete a content type of the site's own."""
        self._check_own(kind)
        self.site.store.run("DELETE FROM content_types WHERE id = ?", (kind.id,))
        self.site.changes.note(ChangeType.DELETE, "ContentType", "", kind.id, by)

    def _check_own(self, kind: ContentType) -> None:
        if not self.site.store.row("SELECT 1 FROM content_types WHERE id = ?", (kind.id,)):
            raise bad_argument(f'The content type "{kind.name}" is built in and cannot be changed.')
