"""SP.ContentType: the built-in content types, and those people add to the site."""

from __future__ import annotations

from typing import Any

from sharepoint.local.errors import bad_argument, unknown_resource
from sharepoint.local.model.contenttypes import ContentType
from sharepoint.local.model.item import CONTENT_TYPES
from sharepoint.local.model.lists import SiteList
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.resource import Collection, Entity, operation, path
from sharepoint.local.rest.texts import UserResourceEntity


class ContentTypeEntity(Entity):
    """A content type."""

    type_name = "SP.ContentType"

    def __init__(self, call: Call, kind: ContentType) -> None:
        super().__init__(call)
        self.kind = kind

    def uri(self) -> str:
        return f"Web/ContentTypes('{self.kind.id}')"

    def properties(self) -> dict[str, Any]:
        kind = self.kind
        return {
            "Id": {"__metadata": {"type": "SP.ContentTypeId"}, "StringValue": kind.id},
            "StringId": kind.id,
            "Name": kind.name,
            "Description": kind.description,
            "Group": kind.family,
            "Hidden": False,
            "ReadOnly": False,
            "Sealed": False,
            "Scope": self.site.path,
        }

    def update(self) -> Answer:
        values = self.call.values()
        name, description = values.get("Name", self.kind.name), values.get("Description", self.kind.description)
        family = values.get("Group", self.kind.family)
        self.site.content_types.change(self.kind, str(name), str(description or ""), str(family or ""), self.user)
        return Answer(204)

    @operation("Update")
    def update_object(self) -> None:
        """Change it and, as asked, the types derived from it; the site derives none."""
        self.update()

    def delete(self) -> Answer:
        self.site.content_types.remove(self.kind, self.user)
        return Answer(200)

    @operation("DeleteObject")
    def delete_object(self) -> None:
        self.delete()

    @path("NameResource")
    def name_resource(self) -> UserResourceEntity:
        return UserResourceEntity(self.call, f"contenttype/{self.kind.id}/name", self.kind.name, self.uri())

    @path("DescriptionResource")
    def description_resource(self) -> UserResourceEntity:
        key = f"contenttype/{self.kind.id}/description"
        return UserResourceEntity(self.call, key, self.kind.description, self.uri())


class ContentTypeCollection(Collection):
    """The content types of a list, or of the site where there is no ``holder``."""

    def __init__(self, call: Call, holder: SiteList | None) -> None:
        super().__init__(call)
        self.holder = holder

    def members(self) -> list[Entity]:
        kinds = self.site.content_types.all()
        if self.holder:
            shown = {CONTENT_TYPES["document" if self.holder.library else "item"], CONTENT_TYPES["folder"]}
            kinds = [kind for kind in kinds if kind.id in shown]
        return [ContentTypeEntity(self.call, kind) for kind in kinds]

    def keyed(self, segment: Segment) -> ContentTypeEntity:
        return self._found(str(segment.positional[0]))

    @path("GetById")
    def get_by_id(self) -> ContentTypeEntity:
        return self._found(self.call.text("contentTypeId", 0))

    def _found(self, number: str) -> ContentTypeEntity:
        kinds = self.site.content_types.all()
        for kind in kinds:
            if kind.id.lower() == number.lower():
                return ContentTypeEntity(self.call, kind)
        raise unknown_resource(f"ContentTypes('{number}')")

    def create(self) -> Answer:
        if self.holder:
            raise bad_argument("Content types are added to the site, not to a list.")
        values = self.call.values("parameters")
        sent = values.get("Id")
        number = sent.get("StringValue") if isinstance(sent, dict) else sent
        made = self.site.content_types.add(
            str(values.get("Name") or ""),
            str(values.get("Description") or ""),
            str(values.get("Group") or "Custom Content Types"),
            str(number) if number else None,
            self.user,
        )
        return ContentTypeEntity(self.call, made).made()

    @operation("Add")
    def add(self) -> Answer:
        return self.create()
