"""SP.SecurableObject, SP.RoleAssignment and SP.RoleDefinition: permissions of the site, a list or an item."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from sharepoint.local.errors import bad_query, wrong_type
from sharepoint.local.model.permissions import FIRST_GROUP, Role
from sharepoint.local.rest.addresses import Segment
from sharepoint.local.rest.call import Answer, Call
from sharepoint.local.rest.people import GroupEntity, UserEntity
from sharepoint.local.rest.resource import Collection, Entity, operation, path

FULL_HIGH, FULL_LOW = 2_147_483_647, 4_294_967_295


def permissions_json(high: int = FULL_HIGH, low: int = FULL_LOW) -> dict[str, Any]:
    """SP.BasePermissions: the two halves of the mask, as texts; everything unless said otherwise."""
    return {"__metadata": {"type": "SP.BasePermissions"}, "High": str(high), "Low": str(low)}


def mask_of(value: Any) -> tuple[int, int]:
    """The halves of a mask that a client sends."""
    halves = [value.get(half) for half in ("High", "Low")] if isinstance(value, dict) else []
    texts = [str(half) for half in halves if half is not None]
    if len(texts) != 2 or not all(text.isdecimal() and len(text) <= 10 for text in texts):
        raise wrong_type("BasePermissions", "SP.BasePermissions", value)
    return int(texts[0]), int(texts[1])


class RoleDefinitionEntity(Entity):
    """A permission level."""

    type_name = "SP.RoleDefinition"

    def __init__(self, call: Call, role: Role) -> None:
        super().__init__(call)
        self.role = role

    def uri(self) -> str:
        return f"Web/RoleDefinitions({self.role.id})"

    def properties(self) -> dict[str, Any]:
        role = self.role
        return {
            "Id": role.id,
            "Name": role.name,
            "Description": role.description,
            "Hidden": role.kind == 1,
            "Order": role.position,
            "RoleTypeKind": role.kind,
            "BasePermissions": permissions_json(role.high, role.low),
        }

    def delete(self) -> Answer:
        self.site.permissions.remove_role(self.role)
        return Answer(200)

    @operation("DeleteObject")
    def delete_object(self) -> None:
        self.delete()


class RoleDefinitionCollection(Collection):
    """The permission levels of the site, or those assigned to somebody."""

    def __init__(self, call: Call, roles: list[Role] | None = None) -> None:
        super().__init__(call)
        self.roles = call.site.permissions.roles() if roles is None else roles

    def members(self) -> list[Entity]:
        return [RoleDefinitionEntity(self.call, role) for role in self.roles]

    def keyed(self, segment: Segment) -> RoleDefinitionEntity:
        return self.get_by_id()

    @path("GetById")
    def get_by_id(self) -> RoleDefinitionEntity:
        return RoleDefinitionEntity(self.call, self.site.permissions.role(self.call.number("id", 0)))

    @path("GetByName")
    def get_by_name(self) -> RoleDefinitionEntity:
        return RoleDefinitionEntity(self.call, self.site.permissions.role_by_name(self.call.text("name", 0)))

    @path("GetByType")
    def get_by_type(self) -> RoleDefinitionEntity:
        return RoleDefinitionEntity(self.call, self.site.permissions.role_by_kind(self.call.number("roleType", 0)))

    def create(self) -> Answer:
        values = self.call.values("parameters")
        order = values.get("Order")
        role = self.site.permissions.add_role(
            str(values.get("Name") or ""),
            str(values.get("Description") or ""),
            order if isinstance(order, int) else 0,
            mask_of(values.get("BasePermissions")),
        )
        return RoleDefinitionEntity(self.call, role).made()

    @operation("Add")
    def add(self) -> Answer:
        return self.create()


class RoleAssignmentEntity(Entity):
    """The permission levels of one person or group."""

    type_name = "SP.RoleAssignment"

    def __init__(self, call: Call, owner: SecurableEntity, principal: int) -> None:
        super().__init__(call)
        self.owner = owner
        self.principal = principal

    def uri(self) -> str:
        return f"{self.owner.uri()}/RoleAssignments/GetByPrincipalId({self.principal})"

    def properties(self) -> dict[str, Any]:
        return {"PrincipalId": self.principal}

    def delete(self) -> Answer:
        self.site.permissions.withdraw(self.owner.scope(), self.principal)
        return Answer(200)

    @path("Member")
    def member(self) -> Entity:
        if self.principal >= FIRST_GROUP:
            return GroupEntity(self.call, self.site.permissions.group(self.principal))
        return UserEntity(self.call, self.site.users.get(self.principal))

    @path("RoleDefinitionBindings")
    def bindings(self) -> RoleDefinitionCollection:
        roles = self.site.permissions.assigned_to(self.owner.effective_scope(), self.principal)
        return RoleDefinitionCollection(self.call, roles)


class RoleAssignmentCollection(Collection):
    """Who may do what with something."""

    def __init__(self, call: Call, owner: SecurableEntity) -> None:
        super().__init__(call)
        self.owner = owner

    def members(self) -> list[Entity]:
        assigned = self.site.permissions.assigned(self.owner.effective_scope())
        return [RoleAssignmentEntity(self.call, self.owner, principal) for principal in assigned]

    def keyed(self, segment: Segment) -> RoleAssignmentEntity:
        return self.get_by_principal()

    @path("GetByPrincipalId")
    def get_by_principal(self) -> RoleAssignmentEntity:
        number = self.call.number("principalId", 0)
        self.site.permissions.assigned_to(self.owner.effective_scope(), number)
        return RoleAssignmentEntity(self.call, self.owner, number)

    def _sent(self) -> tuple[str, int, int]:
        if not self.site.permissions.unique(self.owner.scope()):
            raise bad_query("This operation is not allowed on an object that inherits permissions.")
        role = self.site.permissions.role(self.call.number("roleDefId", 1))
        return self.owner.scope(), self.call.number("principalId", 0), role.id

    @operation("AddRoleAssignment")
    def add(self) -> None:
        self.site.permissions.assign(*self._sent())

    @operation("RemoveRoleAssignment")
    def remove(self) -> None:
        self.site.permissions.withdraw(*self._sent())


class SecurableEntity(Entity, ABC):
    """Something that can have permissions of its own, or its parent's."""

    @abstractmethod
    def scope(self) -> str:
        """What its permissions are kept under."""

    def parent_scope(self) -> str:
        """Where its permissions come from while it has none of its own."""
        return self.site.web_id

    def effective_scope(self) -> str:
        """The nearest scope, from here upward, with permissions of its own."""
        scopes = (self.scope(), self.parent_scope())
        return next((scope for scope in scopes if self.site.permissions.unique(scope)), self.site.web_id)

    def on_demand(self) -> dict[str, Any]:
        return {
            "HasUniqueRoleAssignments": lambda: self.site.permissions.unique(self.scope()),
            "EffectiveBasePermissions": lambda: self.call.role.mask,
        }

    @path("RoleAssignments")
    def role_assignments(self) -> RoleAssignmentCollection:
        return RoleAssignmentCollection(self.call, self)

    @operation("BreakRoleInheritance")
    def break_role_inheritance(self) -> None:
        copied = self.call.flag("copyRoleAssignments", 0)
        self.site.permissions.separate(self.scope(), self.parent_scope(), copied, self.user)

    @operation("ResetRoleInheritance")
    def reset_role_inheritance(self) -> None:
        self.site.permissions.inherit(self.scope())

    @operation("GetUserEffectivePermissions", reads=True)
    def user_effective_permissions(self) -> dict[str, Any]:
        self.site.users.by_login(self.call.text("userName", 0))
        return permissions_json()

    @operation("DoesUserHavePermissions", reads=True)
    def does_user_have_permissions(self) -> bool:
        mask_of(self.call.argument("permissionMask", 0))
        return True
