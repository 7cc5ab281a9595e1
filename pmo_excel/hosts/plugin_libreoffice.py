"""`pmo plugin install libreoffice`: the extension into LibreOffice for this user, and where `pmo` is into a file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pmo_excel import __version__
from pmo_excel.core.problems import Code
from pmo_excel.hosts.libreoffice.configuration import IDENTIFIER
from pmo_excel.hosts.libreoffice.extension import NAME, plugin_folder
from pmo_excel.hosts.libreoffice.settings import remember_setting, setting, settings_file
from pmo_excel.hosts.plugin_command import Finding
from pmo_excel.workbook.refused import refused

MANAGER: Final = "unopkg"
"""LibreOffice's own program for extensions."""
SECONDS: Final = 180
_ELSEWHERE: Final = (
    Path("/Applications/LibreOffice.app/Contents/MacOS"),
    Path(os.environ.get("PROGRAMFILES", "C:/Program Files")) / "LibreOffice" / "program",
    Path("/usr/lib/libreoffice/program"),
)
_INSTALL: Final = "Run: pmo plugin install libreoffice"


def install() -> list[str]:
    """Install the extension for this user; one that is there already is replaced.

    Raises
    ------
    Refused
        LibreOffice is not here, runs as root, or did not take the extension.
    """
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        raise refused(
            "LibreOffice installs no extension for root", "Run this as the user who works with it.", code=Code.FILE
        )
    manager = _manager()
    words = _own_command()
    remember_setting("command", words)
    done = _run(manager, "add", "--force", "--suppress-license", str(plugin_folder() / NAME))
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise refused(
            f"LibreOffice did not take the extension: {said[-1] if said else 'it does not say why'}",
            "Close LibreOffice, and try again.",
            code=Code.FILE,
        )
    return [
        f"The extension {__version__} is installed.",
        f"It uses {' '.join(words)} ({settings_file()}).",
        "Restart LibreOffice: Calc has the menu PMO. Check with: pmo plugin status libreoffice",
    ]


def status() -> list[Finding]:
    """Whether LibreOffice is here, has the extension of this version, and knows where `pmo` is.

    Raises
    ------
    Refused
        LibreOffice is not here.
    """
    manager = _manager()
    found = [Finding(True, "LibreOffice", str(manager.parent))]
    version = installed_version(_run(manager, "list").stdout)
    fits = version == __version__
    found.append(Finding(fits, "extension", version or "not installed", "" if fits else _INSTALL))
    words = setting("command") or []
    runs = bool(words) and shutil.which(words[0]) is not None
    said = " ".join(words) or "not said; the PATH is searched"
    found.append(Finding(runs if words else None, "pmo", said, "" if runs or not words else _INSTALL))
    return found


def installed_version(listed: str) -> str:
    """The version of our extension in what `unopkg list` prints; empty where it is not in there."""
    entry = re.search(
        rf"^Identifier: {re.escape(IDENTIFIER)}$(.*?)(?=^Identifier:|\Z)", listed, re.MULTILINE | re.DOTALL
    )
    version = re.search(r"^\s*Version: (\S+)", entry[1], re.MULTILINE) if entry else None
    return version[1] if version else ""


def _manager() -> Path:
    found = shutil.which(MANAGER) or next(filter(None, (shutil.which(MANAGER, path=str(p)) for p in _ELSEWHERE)), None)
    if found is None:
        raise refused("LibreOffice was not found", "Install it: https://www.libreoffice.org/download", code=Code.FILE)
    return Path(found)


def _own_command() -> list[str]:
    """The words that start this very `pmo`."""
    beside = shutil.which("pmo", path=str(Path(sys.executable).parent))
    return [beside] if beside else [sys.executable, "-m", "pmo_excel.hosts.cli"]


def _run(manager: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run LibreOffice's program; what it said comes back, also where it failed."""
    try:
        return subprocess.run(  # noqa: S603 -- LibreOffice's own program, with words of ours
            [str(manager), *words],
            env=environment(os.environ),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise refused(
            f"{manager} did not answer: {error}", "Close LibreOffice, and try again.", code=Code.FILE
        ) from error


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """Without our Python: LibreOffice would take its standard library for that of its own, and fail with bad_alloc."""
    ours = Path(sys.executable).parent
    path = [folder for folder in own.get("PATH", "").split(os.pathsep) if folder and Path(folder) != ours]
    hidden = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    return {**{k: v for k, v in own.items() if k not in hidden}, "PATH": os.pathsep.join(path)}
