"""SP.ContentType: the built-in content types every list has."""

from __future__ import annotations

from typing import Any

from sharepoint.local.model.item import CONTENT_TYPES
from sharepoint.local.model.lists import SiteList
from sharepoint.local.rest.call import Call
from sharepoint.local.rest.resource import Collection, Entity


class ContentTypeEntity(Entity):
    """A content type."""

    type_name = "SP.ContentType"

    def __init__(self, call: Call, name: str) -> None:
        super().__init__(call)
        self.name = name

    def properties(self) -> dict[str, Any]:
        return {
            "StringId": CONTENT_TYPES[self.name],
            "Name": self.name.title(),
            "Description": "",
            "Group": "",
            "Hidden": False,
        }


class ContentTypeCollection(Collection):
    """The content types of a list."""

    def __init__(self, call: Call, holder: SiteList) -> None:
        super().__init__(call)
        self.holder = holder

    def members(self) -> list[Entity]:
        return [
            ContentTypeEntity(self.call, name) for name in ("document" if self.holder.library else "item", "folder")
        ]
