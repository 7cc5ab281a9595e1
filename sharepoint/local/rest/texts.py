"""SP.UserResource: a title or description in other languages."""

from __future__ import annotations

from typing import Any

from sharepoint.local.rest.call import Call
from sharepoint.local.rest.resource import Entity, operation


class UserResourceEntity(Entity):
    """A text of the site, with what people set for other languages; ``key`` is what it is kept under."""

    type_name = "SP.UserResource"

    def __init__(self, call: Call, key: str, text: str, owner: str) -> None:
        super().__init__(call)
        self.key = key
        self.text = text
        self.owner = owner

    def uri(self) -> str:
        return f"{self.owner}/{self.key.rpartition('/')[2].title()}Resource"

    def properties(self) -> dict[str, Any]:
        return {"Value": self.text}

    @operation("SetValueForUICulture")
    def set_value(self) -> None:
        culture, value = self.call.text("cultureName", 0), self.call.text("value", 1)
        self.site.set_setting(f"text/{self.key}/{culture.lower()}", value)

    @operation("GetValueForUICulture", reads=True)
    def get_value(self) -> str:
        return self.site.setting_or(f"text/{self.key}/{self.call.text('cultureName', 0).lower()}", self.text)
