"""SP.User: people."""

from __future__ import annotations

from typing import Any

from sharepoint.local.model.users import User
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Call
from sharepoint.local.rest.resource import Collection, Entity, path


class UserEntity(Entity):
    """A person."""

    type_name = "SP.User"

    def __init__(self, call: Call, person: User) -> None:
        super().__init__(call)
        self.person = person

    def uri(self) -> str:
        return f"Web/GetUserById({self.person.id})"

    def properties(self) -> dict[str, Any]:
        return {
            "Id": self.person.id,
            "LoginName": self.person.login,
            "Title": self.person.title,
            "Email": self.person.email,
            "UserPrincipalName": self.person.email,
            "PrincipalType": 1,
            "IsSiteAdmin": False,
            "IsHiddenInUI": False,
            "IsEmailAuthenticationGuestUser": False,
            "IsShareByEmailGuestUser": False,
        }


class UserCollection(Collection):
    """Everybody the site knows."""

    def members(self) -> list[Entity]:
        return [UserEntity(self.call, person) for person in self.site.users.all()]

    def keyed(self, segment: Segment) -> UserEntity:
        key = segment.positional[0] if segment.positional else ""
        people = self.site.users
        return UserEntity(self.call, people.get(key) if isinstance(key, int) else people.by_login(str(key)))

    @path("GetById")
    def get_by_id(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.get(self.call.number("id", 0)))

    @path("GetByEmail")
    def get_by_email(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.by_email(self.call.text("emailAddress", 0)))

    @path("GetByLoginName", "GetByName")
    def get_by_login(self) -> UserEntity:
        return UserEntity(self.call, self.site.users.by_login(self.call.text("loginName", 0)))
