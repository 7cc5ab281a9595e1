"""What somebody may do on a site, as its permission mask says, and the words to ask for what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntFlag
from typing import Any, Final
from urllib.parse import urlsplit

from sharepoint.scopes import SELECTED
from sharepoint.tenant import GRAPHS, Tenant


class Right(IntFlag):
    """The rights that publishing needs (SP.PermissionKind, learn.microsoft.com)."""

    VIEW_LIST_ITEMS = 1 << 0
    ADD_LIST_ITEMS = 1 << 1
    EDIT_LIST_ITEMS = 1 << 2
    OPEN_ITEMS = 1 << 5
    MANAGE_LISTS = 1 << 11
    OPEN = 1 << 16


class Role(Enum):
    """What an app is granted on one site (microsoft.graph.permission, `roles`), and the rights that it gives."""

    READ = "read"
    PUBLISH = "write"
    PROVISION = "manage"

    @property
    def rights(self) -> Right:
        """The rights that the role must come with."""
        return _RIGHTS[self]

    def within(self, mask: int) -> bool:
        """Whether a permission mask holds all of them."""
        return mask & self.rights == self.rights


_READING: Final = Right.OPEN | Right.VIEW_LIST_ITEMS | Right.OPEN_ITEMS
_RIGHTS: Final[Mapping[Role, Right]] = {
    Role.READ: _READING,
    Role.PUBLISH: _READING | Right.ADD_LIST_ITEMS | Right.EDIT_LIST_ITEMS,
    Role.PROVISION: _READING | Right.ADD_LIST_ITEMS | Right.EDIT_LIST_ITEMS | Right.MANAGE_LISTS,
}


def mask_of(found: Mapping[str, Any]) -> int:
    """The 64 bits of an SP.BasePermissions: two halves, sent as texts."""
    return int(found["High"]) << 32 | int(found["Low"])


@dataclass(frozen=True, slots=True)
class Request:
    """A role that is missing, for whom and where."""

    role: Role
    site: str
    tenant: Tenant | None = None
    person: str = ""

    def words(self) -> str:
        """What to send to whoever grants it; several lines."""
        return self._for_person() if self.person or self.tenant is None else self._for_app(self.tenant)

    def _for_person(self) -> str:
        who = self.person or "me"
        if self.role is Role.PROVISION:
            return (
                f"To the owner of {self.site}: please give {who} the permission level Edit (it has Manage Lists), "
                "once, to make the lists. Contribute is enough from then on.\n"
                "If the owner finds it given already, the app lacks it: the delegated SharePoint permission "
                "AllSites.Manage, which reaches no more than the person who signs in."
            )
        level = "Contribute" if self.role is Role.PUBLISH else "Read"
        scope = "AllSites.Write" if self.role is Role.PUBLISH else "AllSites.Read"
        return (
            f"To the owner of {self.site}: please give {who} the permission level {level}.\n"
            f"If the owner finds it given already, the app lacks it: the delegated SharePoint permission {scope}, "
            "which reaches no more than the person who signs in."
        )

    def _for_app(self, tenant: Tenant) -> str:
        parts = urlsplit(self.site)
        graph = f"{GRAPHS.get(tenant.known_cloud, GRAPHS['global'])}/v1.0/sites"
        purpose = {
            Role.PROVISION: "once, to make lists and columns; `write` is enough from then on",
            Role.PUBLISH: "to add and change items and documents",
            Role.READ: "to read",
        }[self.role]
        application = f'{{"id": "{tenant.client_id}", "displayName": "pmo-excel"}}'
        body = f'{{"roles": ["{self.role.value}"], "grantedToIdentities": [{{"application": {application}}}]}}'
        site = parts.geturl().replace("'", "''")
        return "\n".join(
            (
                f"To the SharePoint administrator: the app {tenant.client_id} needs the permission {SELECTED}",
                "(of the API SharePoint, type Application, with consent; not the one of Microsoft Graph), and on",
                f"{self.site} the role `{self.role.value}`, {purpose}.",
                "It needs no other site and no other permission.",
                "With Microsoft Graph, as an app or administrator with Sites.FullControl.All:",
                f"    GET {graph}/{parts.hostname}:{parts.path or '/'}?$select=id",
                f"    POST {graph}/{{id}}/permissions",
                f"    {body}",
                "or, where the app has a role there already:",
                f"    PATCH {graph}/{{id}}/permissions/{{permission-id}}",
                f'    {{"roles": ["{self.role.value}"]}}',
                "or with PnP PowerShell:",
                f"    Connect-PnPOnline -Url '{site}' -Interactive -ClientId <your tenant's app for PnP PowerShell>",
                f"    Grant-PnPEntraIDAppSitePermission -AppId '{tenant.client_id}' -DisplayName 'pmo-excel' "
                f"-Site '{site}' -Permissions {self.role.value.capitalize()}",
            )
        )
