"""Who may do what: roles of people as the Settings name them. A workbook's own rules guide; they are no lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

OTHERS: Final = "*"
NOBODY: Final = "Viewer"
"""The role of somebody whom nobody gave one, where roles are used."""


def role_of(person: str, settings: Mapping[str, Any]) -> str | None:
    """The role of a person, by name or account; None where roles are not used."""
    said = str(settings.get("Roles") or "")
    pairs = [part.partition(":")[::2] for part in said.split(";") if ":" in part]
    roles = {name.strip().casefold(): role.strip() for name, role in pairs}
    if not roles:
        return None
    return roles.get(person.strip().casefold(), roles.get(OTHERS, NOBODY))


def forbidden(person: str, what: str, settings: Mapping[str, Any]) -> str | None:
    """Why a person may not do something, naming the role; None where they may.

    Parameters
    ----------
    what
        As the setting says it after *May*: `publish`, `override`, `close a period`.
    """
    role = role_of(person, settings)
    may = [one.strip() for one in str(settings.get(f"May {what}") or "").split(";") if one.strip()]
    if role is None or role.casefold() in {one.casefold() for one in may}:
        return None
    return f"{person} has the role {role}, which may not {what}; {' or '.join(may) or 'nobody'} may"
