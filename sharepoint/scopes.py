"""What a token allows, as it says itself: refused when it reaches more sites than were selected for the app (SP6).

An app that signs in for itself should hold `Sites.Selected` and nothing else; a person's token is bounded by the
person's own rights on the site, so only full control of everything is too much for it.

Source: "Permissions for SharePoint" in the Microsoft Graph and Office 365 SharePoint permission references.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sharepoint.errors import SharePointError

SELECTED: Final = "Sites.Selected"
BROAD_VARIABLE: Final = "PMO_ALLOW_BROAD"
_TOO_MUCH_FOR_PEOPLE: Final = frozenset({"AllSites.FullControl", "Sites.FullControl.All"})


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says of itself.

    Attributes
    ----------
    roles, scopes
        What the app may do for itself, and on behalf of the person who signed in.
    audience
        The address that the token is for.
    """

    roles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    audience: str = ""
    user: str = ""
    app: str = ""

    @property
    def broad(self) -> tuple[str, ...]:
        """The permissions that reach more than they need to."""
        all_sites = tuple(role for role in self.roles if role.startswith("Sites.") and role.endswith(".All"))
        return all_sites + tuple(scope for scope in self.scopes if scope in _TOO_MUCH_FOR_PEOPLE)


def claims(token: str) -> Claims:
    """The claims of a token, not verified: they serve to refuse and to explain, never to let in."""
    found = _payload(token)
    scopes = found.get("scp")
    roles = found.get("roles")
    user = next((found[name] for name in ("upn", "preferred_username", "unique_name") if found.get(name)), "")
    return Claims(
        tuple(str(role) for role in roles) if isinstance(roles, list) else (),
        tuple(scopes.split()) if isinstance(scopes, str) else (),
        str(found.get("aud") or ""),
        str(user),
        str(found.get("app_displayname") or found.get("appid") or ""),
    )


def _payload(token: str) -> Mapping[str, Any]:
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        found = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def refuse_broad(token: str) -> None:
    """Refuse a token that reaches all sites of the tenant.

    Raises
    ------
    SharePointError
        Names the permissions, and how to give the app less, or to allow it all the same.
    """
    broad = claims(token).broad
    if broad:
        raise SharePointError(
            f"The app may do more than it needs: {', '.join(broad)}; its token was not used",
            next_step=f"Ask an administrator to give it {SELECTED} and this site instead, or set {BROAD_VARIABLE}=1 "
            "if that is meant.",
        )
