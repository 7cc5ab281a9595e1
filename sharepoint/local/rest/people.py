"""SP.User and SP.Group: people and groups of people."""

from __future__ import annotations

from typing import Any

from sharepoint.local.errors import wrong_type
from sharepoint.local.model.permissions import FIRST_GROUP, Group
from sharepoint.local.model.users import User
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.resource import Collection, Entity, operation, path


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
            "UserPrincipalName": self.person.login.rpartition("|")[2],
            "PrincipalType": 1,
            "IsSiteAdmin": False,
            "IsHiddenInUI": False,
            "IsEmailAuthenticationGuestUser": False,
            "IsShareByEmailGuestUser": False,
            "UserId": {
                "__metadata": {"type": "SP.UserIdInfo"},
                "NameId": f"{self.person.id:016x}",
                "NameIdIssuer": "urn:federation:microsoftonline",
            },
        }

    def update(self) -> Answer:
        values = self.call.values()
        for name in ("Title", "Email"):
            if not isinstance(values.get(name, ""), str):
                raise wrong_type(name, "Edm.String", values[name])
        title, email = values.get("Title", self.person.title), values.get("Email", self.person.email)
        self.site.users.change(self.person, str(title), str(email), self.user)
        return Answer(204)

    @path("Groups")
    def groups(self) -> GroupCollection:
        return GroupCollection(self.call, self.site.permissions.groups_of(self.person))


class UserCollection(Collection):
    """Everybody the site knows, or the people in a group."""

    def __init__(self, call: Call, group: Group | None = None) -> None:
        super().__init__(call)
        self.group = group

    def members(self) -> list[Entity]:
        people = self.site.permissions.members(self.group) if self.group else self.site.users.all()
        return [UserEntity(self.call, person) for person in people]

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

    def create(self) -> Answer:
        login = self.call.values().get("LoginName")
        if not isinstance(login, str) or not login.strip():
            raise wrong_type("LoginName", "Edm.String", login)
        person = self.site.users.ensure(login)
        if self.group:
            self.site.permissions.join(self.group, person)
        return UserEntity(self.call, person).made()

    @operation("RemoveById")
    def remove_by_id(self) -> None:
        if self.group:
            self.site.permissions.leave(self.group, self.call.number("id", 0))

    @operation("RemoveByLoginName")
    def remove_by_login(self) -> None:
        person = self.site.users.by_login(self.call.text("loginName", 0))
        if self.group:
            self.site.permissions.leave(self.group, person.id)


class GroupEntity(Entity):
    """A group."""

    type_name = "SP.Group"

    def __init__(self, call: Call, group: Group) -> None:
        super().__init__(call)
        self.group = group

    def uri(self) -> str:
        return f"Web/SiteGroups/GetById({self.group.id})"

    def properties(self) -> dict[str, Any]:
        return {
            "Id": self.group.id,
            "Title": self.group.title,
            "LoginName": self.group.title,
            "Description": self.group.description,
            "PrincipalType": 8,
            "IsHiddenInUI": False,
            "AllowMembersEditMembership": False,
            "AllowRequestToJoinLeave": False,
            "AutoAcceptRequestToJoinLeave": False,
            "OnlyAllowMembersViewMembership": False,
            "OwnerTitle": self._owner().properties()["Title"],
            "RequestToJoinLeaveEmailSetting": "",
        }

    def _owner(self) -> Entity:
        number = self.group.owner
        if number >= FIRST_GROUP:
            return GroupEntity(self.call, self.site.permissions.group(number))
        return UserEntity(self.call, self.site.users.get(number))

    def update(self) -> Answer:
        values = self.call.values()
        title = str(values.get("Title") or self.group.title)
        description = str(values.get("Description", self.group.description) or "")
        self.site.permissions.change_group(self.group, title, description, self.user)
        return Answer(204)

    @path("Users")
    def users(self) -> UserCollection:
        return UserCollection(self.call, self.group)

    @path("Owner")
    def owner(self) -> Entity:
        return self._owner()

    @operation("SetUserAsOwner")
    def set_owner(self) -> None:
        number = self.call.number("ownerId", 0)
        if number < FIRST_GROUP:
            self.site.users.get(number)
        else:
            self.site.permissions.group(number)
        self.site.permissions.set_owner(self.group, number)


class GroupCollection(Collection):
    """The groups of the site, or those a person is in."""

    def __init__(self, call: Call, groups: list[Group] | None = None) -> None:
        super().__init__(call)
        self.groups = call.site.permissions.groups() if groups is None else groups

    def members(self) -> list[Entity]:
        return [GroupEntity(self.call, group) for group in self.groups]

    def keyed(self, segment: Segment) -> GroupEntity:
        return self.get_by_id()

    @path("GetById")
    def get_by_id(self) -> GroupEntity:
        return GroupEntity(self.call, self.site.permissions.group(self.call.number("id", 0)))

    @path("GetByName")
    def get_by_name(self) -> GroupEntity:
        return GroupEntity(self.call, self.site.permissions.group_by_name(self.call.text("name", 0)))

    def create(self) -> Answer:
        values = self.call.values("parameters")
        title, description = str(values.get("Title") or ""), str(values.get("Description") or "")
        return GroupEntity(self.call, self.site.permissions.add_group(title, description, self.user)).made()

    @operation("RemoveById")
    def remove_by_id(self) -> None:
        self.site.permissions.remove_group(self.site.permissions.group(self.call.number("id", 0)), self.user)

    @operation("RemoveByLoginName")
    def remove_by_name(self) -> None:
        group = self.site.permissions.group_by_name(self.call.text("loginName", 0))
        self.site.permissions.remove_group(group, self.user)


def principals(call: Call, users: list[User]) -> dict[str, Any]:
    """SP.PrincipalInfo of people, as utilities answer them."""
    found = [
        {
            "DisplayName": user.title,
            "Email": user.email,
            "LoginName": user.login,
            "PrincipalId": user.id,
            "PrincipalType": 1,
        }
        for user in users
    ]
    return {"__metadata": {"type": "Collection(SP.PrincipalInfo)"}, "results": found}
