"""What everybody may do on the site: SharePoint's permission levels as one role for all, and what each refuses."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any
from urllib.parse import unquote

from sharepoint.local.errors import access_denied

_READ = 0x0000_0030_0803_1061  # view and open items, versions and pages; open the site; browse people, use clients
_WRITE = _READ | 0b1110  # and add, edit and delete items
_MANAGE = _WRITE | 1 << 11 | 1 << 18  # and manage lists, add and customise pages
_FULL = 0x7FFF_FFFF_FFFF_FFFF


class AppRole(StrEnum):
    """The permission levels Read, Contribute, Edit and Full Control, by the roles that apps are granted."""

    READ = "read"
    WRITE = "write"
    MANAGE = "manage"
    FULL_CONTROL = "fullcontrol"

    @property
    def mask(self) -> dict[str, Any]:
        """The role as an SP.BasePermissions."""
        bits = {AppRole.READ: _READ, AppRole.WRITE: _WRITE, AppRole.MANAGE: _MANAGE, AppRole.FULL_CONTROL: _FULL}[self]
        return {
            "__metadata": {"type": "SP.BasePermissions"},
            "High": str(bits >> 32),
            "Low": str(bits & 0xFFFF_FFFF),
        }


_LITERAL = re.compile(r"'(?:[^']|'')*'")
_READING = {
    "contextinfo",
    "getitems",
    "getchanges",
    "getlistitemchangessincetoken",
    "renderlistdataasstream",
    "renderlistdata",
    "ensureuser",
}
_STRUCTURE = {"fields", "views", "defaultview", "getview", "contenttypes"}
_CHOOSING = {"web", "site", "rootweb", "lists", "getbytitle", "getbyid", "getlist"}


def check(role: AppRole, method: str, target: str) -> None:
    """Refuse a request that the role does not allow.

    Parameters
    ----------
    method
        The verb meant, tunnelled or not.
    target
        The address behind ``_api/``, percent-encoded.
    """
    if role is AppRole.FULL_CONTROL or method == "GET":
        return
    path = _LITERAL.sub("", unquote(target)).partition("?")[0].lower()
    segments = [segment.partition("(")[0] for segment in path.strip("/").split("/")]
    if segments[-1] in _READING:
        return
    rest = [segment for segment in segments if segment not in _CHOOSING]
    structure = "lists" in segments and (not rest or rest[0] in _STRUCTURE or rest == ["recycle"])
    settings = not rest and "lists" not in segments
    if role is AppRole.READ or (role is AppRole.WRITE and structure) or settings:
        raise access_denied()
