"""SP.ListTemplate and SP.WebTemplate: what new lists and sites are made from."""

from __future__ import annotations

from typing import Any

from sharepoint.local.errors import unknown_resource
from sharepoint.local.model.templates import TEMPLATES, ListTemplate
from sharepoint.local.rest.call import Call
from sharepoint.local.rest.resource import Collection, Entity, path

WEB_TEMPLATES = {"STS#3": "Team site (no Microsoft 365 group)", "GLOBAL#0": "Global template", "STS#0": "Team site"}


class ListTemplateEntity(Entity):
    """What a list is made from."""

    type_name = "SP.ListTemplate"

    def __init__(self, call: Call, template: ListTemplate) -> None:
        super().__init__(call)
        self.template = template

    def uri(self) -> str:
        return f"Web/ListTemplates('{self.template.name}')"

    def properties(self) -> dict[str, Any]:
        template = self.template
        return {
            "Name": template.name,
            "InternalName": template.name.replace(" ", "").lower(),
            "Description": template.description,
            "ListTemplateTypeKind": template.number,
            "BaseType": 1 if template.library else 0,
            "Hidden": template.hidden,
            "AllowsFolderCreation": template.library,
            "IsCustomTemplate": False,
            "Unique": template.hidden,
        }


class ListTemplateCollection(Collection):
    """Every list template of the site."""

    def members(self) -> list[Entity]:
        return [ListTemplateEntity(self.call, template) for template in TEMPLATES.values()]

    @path("GetByName")
    def get_by_name(self) -> ListTemplateEntity:
        name = self.call.text("name", 0)
        for template in TEMPLATES.values():
            if template.name.casefold() == name.casefold():
                return ListTemplateEntity(self.call, template)
        raise unknown_resource(f"ListTemplates('{name}')")


class WebTemplateEntity(Entity):
    """What a site is made from."""

    type_name = "SP.WebTemplate"

    def __init__(self, call: Call, name: str) -> None:
        super().__init__(call)
        self.name = name

    def uri(self) -> str:
        return f"Web/GetAvailableWebTemplates('{self.name}')"

    def properties(self) -> dict[str, Any]:
        return {"Name": self.name, "Title": WEB_TEMPLATES[self.name], "Lcid": 1033, "IsHidden": False}


class WebTemplateCollection(Collection):
    """Every site template."""

    def members(self) -> list[Entity]:
        return [WebTemplateEntity(self.call, name) for name in WEB_TEMPLATES]

    @path("GetByName")
    def get_by_name(self) -> WebTemplateEntity:
        name = self.call.text("name", 0)
        if name not in WEB_TEMPLATES:
            raise unknown_resource(f"WebTemplates('{name}')")
        return WebTemplateEntity(self.call, name)
