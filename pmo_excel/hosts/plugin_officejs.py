"""`pmo plugin install officejs`: the Office add-in's manifest where this user's Excel looks for it.

Excel for Mac reads manifests from a folder of its own, Excel for Windows from a value of the user's registry (both as
Microsoft's office-addin-dev-settings 3.0.3 does it); Excel on the web takes the file by hand. No administrator is
needed.
"""

from __future__ import annotations

import re
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from pmo_excel.core.problems import Code
from pmo_excel.hosts.officejs.generated import ADD_IN, LOCAL, manifest
from pmo_excel.hosts.plugin_command import Finding
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.save import create

KEY: Final = r"SOFTWARE\Microsoft\Office\16.0\Wef\Developer"
"""Of the user's registry: add-ins to be loaded, each by its ID with the path of its manifest."""
_INSTALL: Final = "Run: pmo plugin install officejs"
_SERVE: Final = "Run: pmo serve --https, and leave it running while you use Excel."
_VERSION = re.compile(r"<Version>([\d.]+)</Version>")


class Registry(Protocol):
    """The values of one key of the user's registry."""

    def get(self, name: str) -> str:
        """A value; empty where there is none."""

    def put(self, name: str, value: str) -> None:
        """Write a value."""


class UsersRegistry:
    """Windows' own."""

    def __init__(self) -> None:
        import winreg

        self._winreg: Any = winreg

    def get(self, name: str) -> str:
        """A value; empty where there is none."""
        with suppress(OSError), self._winreg.OpenKey(self._winreg.HKEY_CURRENT_USER, KEY) as key:
            return str(self._winreg.QueryValueEx(key, name)[0])
        return ""

    def put(self, name: str, value: str) -> None:
        """Write a value."""
        with self._winreg.CreateKey(self._winreg.HKEY_CURRENT_USER, KEY) as key:
            self._winreg.SetValueEx(key, name, 0, self._winreg.REG_SZ, value)


class Place:
    """Where the manifest goes on this system, and how Excel learns of it."""

    def __init__(self, system: str = sys.platform, home: Path | None = None, registry: Registry | None = None) -> None:
        self.registry = UsersRegistry() if registry is None and system == "win32" else registry
        folder = state_folder() / "officejs"
        if system == "darwin":
            documents = (home or Path.home()) / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / "Documents"
            folder = documents / "wef"
        self.file = folder / f"{ADD_IN}.pmo.xml"
        self.by_hand = system not in ("win32", "darwin")


def install(place: Place | None = None) -> list[str]:
    """Put the manifest of the server on this computer where Excel finds it; one that is there is replaced.

    Raises
    ------
    Refused
        The file or the registry cannot be written.
    """
    place = place or Place()
    try:
        place.file.parent.mkdir(parents=True, exist_ok=True)
        create(place.file, manifest(LOCAL).encode(), replace=True)
        if place.registry is not None:
            place.registry.put(ADD_IN, str(place.file))
    except OSError as error:
        raise refused(
            f"{place.file} could not be written: {error}", "Close Excel, and try again.", code=Code.FILE
        ) from error
    lines = [f"The add-in's manifest is {place.file}; it names {LOCAL}.", _SERVE]
    if place.by_hand:
        return [*lines, "In Excel on the web: Add-ins, More add-ins, My add-ins, Upload my add-in: this file."]
    return [*lines, "Restart Excel: the tab PMO is there. For Excel on the web, upload the same file there."]


def status(place: Place | None = None) -> list[Finding]:
    """Whether the manifest is there, of this version, known to Excel, and whether its server answers."""
    place = place or Place()
    said = place.file.read_text(encoding="utf-8") if place.file.is_file() else ""
    there, wanted = _version(said), _version(manifest(LOCAL))
    fits = there == wanted
    found = [Finding(fits, "manifest", f"version {there}" if there else "not installed", "" if fits else _INSTALL)]
    if place.registry is not None:
        known = place.registry.get(ADD_IN)
        right = known == str(place.file)
        found.append(Finding(right, "Excel", known or "does not know of it", "" if right else _INSTALL))
    served = _listening()
    found.append(Finding(served or None, "server", LOCAL if served else "not running", "" if served else _SERVE))
    return found


def _version(text: str) -> str:
    said = _VERSION.search(text)
    return said[1] if said else ""


def _listening() -> bool:
    """Whether anything answers at the address that the manifest names."""
    address = urlsplit(LOCAL)
    with suppress(OSError), socket.create_connection((str(address.hostname), int(address.port or 443)), timeout=1):
        return True
    return False
