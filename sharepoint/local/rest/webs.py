"""SP.Web of the sites below the site, and SP.WebInformation."""

from __future__ import annotations

from typing import Any

from sharepoint.local.model.webs import SubWeb
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.resource import Collection, Entity, operation, path


class SubWebEntity(Entity):
    """A site below the site."""

    type_name = "SP.Web"

    def __init__(self, call: Call, web: SubWeb) -> None:
        super().__init__(call)
        self.web = web

    def uri(self) -> str:
        return f"Web/Webs('{self.web.leaf}')"

    def properties(self) -> dict[str, Any]:
        web = self.web
        return {
            "Id": web.id,
            "Title": web.title,
            "Url": f"{self.call.base}/{web.leaf}",
            "ServerRelativeUrl": f"{self.site.path}/{web.leaf}",
            "Created": web.created,
            "Description": web.description,
            "Language": 1033,
            "WebTemplate": "STS",
            "Configuration": 0,
        }

    def update(self) -> Answer:
        values = self.call.values()
        title, description = values.get("Title", self.web.title), values.get("Description", self.web.description)
        self.site.webs.change(self.web, str(title), str(description or ""), self.user)
        return Answer(204)

    def delete(self) -> Answer:
        self.site.webs.remove(self.web, self.user)
        return Answer(200)

    @operation("DeleteObject")
    def delete_object(self) -> None:
        self.delete()

    @path("Webs")
    def webs(self) -> NoWebs:
        return NoWebs(self.call)


class NoWebs(Collection):
    """Below a site below the site there is none."""


class WebCollection(Collection):
    """The sites below the site."""

    def members(self) -> list[Entity]:
        return [SubWebEntity(self.call, web) for web in self.site.webs.all()]

    def keyed(self, segment: Segment) -> SubWebEntity:
        return SubWebEntity(self.call, self.site.webs.get(str(segment.positional[0])))

    def create(self) -> Answer:
        values = self.call.values("parameters")
        title, description = str(values.get("Title") or ""), str(values.get("Description") or "")
        web = self.site.webs.add(str(values.get("Url") or ""), title, description, self.user)
        return SubWebEntity(self.call, web).made()

    @operation("Add")
    def add(self) -> Answer:
        return self.create()


class WebInformationEntity(Entity):
    """What everybody may know of a site below the site."""

    type_name = "SP.WebInformation"

    def __init__(self, call: Call, web: SubWeb) -> None:
        super().__init__(call)
        self.web = web

    def uri(self) -> str:
        return f"Web/WebInfos('{self.web.id}')"

    def properties(self) -> dict[str, Any]:
        known = SubWebEntity(self.call, self.web).properties()
        return known | {"LastItemModifiedDate": self.web.created, "WebTemplateId": 1}


class WebInformationCollection(Collection):
    """The sites below the site, as information."""

    def members(self) -> list[Entity]:
        return [WebInformationEntity(self.call, web) for web in self.site.webs.all()]
