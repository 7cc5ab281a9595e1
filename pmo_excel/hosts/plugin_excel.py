"""`pmo plugin install excel`: the add-in into Excel's start folder, and where this Python is into a file of the user's.

Nothing else is touched: no registry, no security setting. Excel trusts its start folder, so it asks nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pmo_excel.core.problems import Code
from pmo_excel.hosts.excel.addin import FILE, addin, addin_xlwings, excel_folder, generated_sources
from pmo_excel.hosts.excel.xlwings_module import PINNED, installed_version
from pmo_excel.hosts.plugin_command import Finding
from pmo_excel.workbook.refused import Refused, refused
from pmo_excel.workbook.save import create

_INSTALL: Final = "Run: pmo plugin install excel"


class Places:
    """Where Excel and xlwings look for things of a user; on Windows or macOS.

    Raises
    ------
    Refused
        There is no Excel for this system.
    """

    def __init__(self, system: str = sys.platform, home: Path | None = None) -> None:
        self.home = home or Path.home()
        if system == "win32":
            roaming = Path(os.environ.get("APPDATA") or self.home / "AppData" / "Roaming")
            self.start = roaming / "Microsoft" / "Excel" / "XLSTART"
            self.settings = self.home / ".pmo" / "pmo.conf"
            self.key, self.encoding = "INTERPRETER_WIN", "mbcs"  # VBA reads files in Windows' own code page
            self.script: Path | None = None
        elif system == "darwin":
            group = self.home / "Library" / "Group Containers" / "UBF8T346G9.Office"
            self.start = group / "User Content.localized" / "Startup.localized" / "Excel"
            self.settings = self.home / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / "pmo.conf"
            self.key, self.encoding = "INTERPRETER_MAC", "ascii"
            self.script = self.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
        else:
            raise refused(
                "Excel runs on Windows and macOS only",
                f"The add-in is {excel_folder() / FILE}; install it where Excel is. Here: LibreOffice, or Excel on the "
                "web with pmo serve.",
                code=Code.FILE,
            )

    @property
    def addin(self) -> Path:
        """The add-in in Excel's start folder."""
        return self.start / FILE


def install(places: Places | None = None, python: Path | None = None) -> list[str]:
    """Install the add-in for this user.

    Raises
    ------
    Refused
        There is no Excel for this system, xlwings is missing, not of a known version or where Excel does not find it,
        Excel holds the add-in open, or this Python's path cannot be written down for it.
    """
    places, python = places or Places(), python or Path(sys.executable)
    data = fitting_addin()
    library = _library(places, python)
    if not library.fine:
        raise refused(library.said, library.advice, code=Code.FILE)
    for folder in (places.start, places.settings.parent):
        folder.mkdir(parents=True, exist_ok=True)
    create(places.settings, _settings(places, python), replace=True)
    try:
        create(places.addin, data, replace=True)
    except Refused as error:
        raise refused(f"{places.addin} could not be written", "Close Excel, and try again.", code=Code.FILE) from error
    lines = [f"The add-in is {places.addin}.", f"It uses {python} ({places.settings})."]
    if places.script is not None:
        lines.append(f"Excel may start it through {_copy_script(places.script)}.")
    return [*lines, "Restart Excel: the tab PMO has the buttons. Check with: pmo plugin status excel"]


def fitting_addin() -> bytes:
    """The add-in that fits the installed xlwings: the one that was shipped, or one built now.

    Raises
    ------
    Refused
        xlwings is not installed, or of a version that the add-in does not know.
    """
    if installed_version() == PINNED:
        return (excel_folder() / FILE).read_bytes()
    return addin(generated_sources())


def _settings(places: Places, python: Path) -> bytes:
    """The user's file, with the line that says where Python is; other lines in it stay."""
    try:
        line = f'"{places.key}","{python}"'.encode(places.encoding)
    except UnicodeEncodeError as error:
        raise refused(
            f"Excel's add-in cannot read the path {python}",
            "Install pmo-excel into a folder whose name has plain letters only.",
            code=Code.FILE,
        ) from error
    held = places.settings.read_bytes().splitlines() if places.settings.is_file() else []
    others = [one for one in held if not one.upper().startswith(f'"{places.key}"'.encode())]
    return b"\r\n".join([*others, line]) + b"\r\n"


def _copy_script(folder: Path) -> Path:
    """xlwings' script, by which a sandboxed Excel may start another program; a user puts it there, so do we."""
    found = find_spec("xlwings")
    if found is None or found.origin is None:
        raise refused("xlwings is not installed", f"pip install xlwings=={PINNED}", code=Code.FILE)
    source = Path(found.origin).parent / f"xlwings-{installed_version()}.applescript"
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(source, folder))


def status(places: Places | None = None, python: Path | None = None) -> list[Finding]:
    """Whether the add-in, xlwings and Python are there and fit each other.

    Raises
    ------
    Refused
        There is no Excel for this system.
    """
    places, python = places or Places(), python or Path(sys.executable)
    found = [_addin_there(places), _versions(places), _library(places, python), _interpreter(places, python)]
    if places.script is not None:
        script = places.script / f"xlwings-{installed_version()}.applescript"
        there = script.is_file()
        found.append(Finding(there, "script", f"{script}{'' if there else ' is missing'}", "" if there else _INSTALL))
    return found


def _addin_there(places: Places) -> Finding:
    if not places.addin.is_file():
        return Finding(False, "add-in", f"{places.addin} is not there", _INSTALL)
    try:
        same = places.addin.read_bytes() == fitting_addin()
    except Refused as error:
        return Finding(False, "add-in", error.problem.message, error.problem.suggestion)
    if not same:
        return Finding(False, "add-in", f"{places.addin} is of another version of pmo-excel", _INSTALL)
    return Finding(True, "add-in", str(places.addin))


def _versions(places: Places) -> Finding:
    """Whether the library that the add-in loads by its name, which holds the version, is the installed one."""
    here = installed_version()
    if not here:
        return Finding(False, "xlwings", "xlwings is not installed", f"pip install xlwings=={PINNED}")
    if not places.addin.is_file():
        return Finding(True, "xlwings", f"version {here}")
    try:
        wanted = addin_xlwings(places.addin.read_bytes())
    except (zipfile.BadZipFile, KeyError, OSError):
        return Finding(False, "xlwings", f"{places.addin} cannot be read", _INSTALL)
    if wanted != here:
        said = f"the add-in asks for xlwings {wanted or 'of an unknown version'}, and {here} is installed"
        return Finding(False, "xlwings", said, f"{_INSTALL}; it makes the add-in anew for {here}.")
    return Finding(True, "xlwings", f"version {here}, as the add-in asks for")


def _library(places: Places, python: Path) -> Finding:
    """Whether the library is where the add-in looks: in Python's folder, or in the one above (XLPyLoadDLL in VBA)."""
    if places.key != "INTERPRETER_WIN":
        return Finding(True, "library", "none is needed here")
    names = [f"xlwings{bits}-{installed_version()}.dll" for bits in (64, 32)]
    there = [folder / name for name in names for folder in python.parents[:2] if (folder / name).is_file()]
    if there:
        return Finding(True, "library", str(there[0]))
    said = f"{names[0]} is neither in {python.parent} nor above it, where Excel's add-in looks for it"
    return Finding(False, "library", said, "Install pmo-excel into a virtual environment, and run it from there.")


def _interpreter(places: Places, python: Path) -> Finding:
    text = places.settings.read_bytes().decode(places.encoding, "replace") if places.settings.is_file() else ""
    lines = dict(line.replace('"', "").split(",", 1) for line in text.splitlines() if "," in line)
    said = {key.upper(): value for key, value in lines.items()}.get(places.key, "")
    if not said:
        return Finding(False, "Python", f"{places.settings} does not say where it is", _INSTALL)
    if not Path(said).is_file():
        return Finding(False, "Python", f"{said} is not there any more", _INSTALL)
    if Path(said) != python:
        return Finding(False, "Python", f"Excel uses {said}, and this is {python}", f"{_INSTALL} where you want it.")
    return Finding(True, "Python", said)
