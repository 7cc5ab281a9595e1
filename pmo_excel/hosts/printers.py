"""Printing pages as PDF by a program that is there: a browser of the Chromium family, or LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pmo_excel.core.problems import Code
from pmo_excel.hosts.plugin_libreoffice import environment
from pmo_excel.workbook.refused import Refused, refused

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""Names on the path, tried in this order."""
_INSTALLED: Final = (
    r"{ProgramFiles}\Google\Chrome\Application\chrome.exe",
    r"{ProgramFiles(x86)}\Microsoft\Edge\Application\msedge.exe",
    r"{ProgramFiles}\Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
"""Where installers put them without putting them on the path."""
_OFFICE: Final = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
SECONDS: Final = 120
"""How long a page may take to print."""


def browser() -> str | None:
    """The browser that prints; the one that `PMO_BROWSER` names before all others."""
    return _first((os.environ.get("PMO_BROWSER", ""), *BROWSERS, *_installed()))


def office() -> str | None:
    """LibreOffice, where it is."""
    return _first((*_OFFICE, *_installed((r"{ProgramFiles}\LibreOffice\program\soffice.exe",))))


def printed_page(page: str, slides: bytes) -> bytes:
    """A report as PDF: its page printed by a browser; where there is none, its slides printed by LibreOffice.

    Raises
    ------
    Refused
        Neither is there, or it did not print.
    """
    with tempfile.TemporaryDirectory(prefix="pmo-print-") as name:
        folder = Path(name)
        program = browser()
        if program:
            (folder / "report.html").write_text(page, "utf-8")
            return _ran(_by_browser(program, folder), folder)
        program = office()
        if program:
            (folder / "report.pptx").write_bytes(slides)
            return _ran(_by_office(program, folder), folder)
    text = "neither a browser of the Chromium family nor LibreOffice is there to print with"
    advice = "Install Chromium, Chrome, Edge or LibreOffice, or open the HTML page and print it (Ctrl+P)."
    raise refused(text, advice, code=Code.FILE)


def _by_browser(program: str, folder: Path) -> list[str]:
    """A browser without a window, profile or network: the page loads nothing."""
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [
        program,
        "--headless",
        *root,
        "--disable-gpu",
        "--no-first-run",
        f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={folder / 'report.pdf'}",
        (folder / "report.html").as_uri(),
    ]


def _by_office(program: str, folder: Path) -> list[str]:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    given = str(folder / "report.pptx")
    return [program, profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder), given]


def _ran(command: Sequence[str], folder: Path) -> bytes:
    """What a program printed."""
    made = folder / "report.pdf"
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env=environment(os.environ))  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(command[0], str(error)) from error
    if not made.is_file() or not made.stat().st_size:
        raise _failed(command[0], done.stderr.decode(errors="replace").strip()[-200:] or "it wrote nothing")
    return made.read_bytes()


def _failed(program: str, why: str) -> Refused:
    text = f"{Path(program).name} did not print the page: {why}"
    return refused(text, "Open the HTML page in a browser and print it (Ctrl+P).", code=Code.FILE)


def _installed(places: Sequence[str] = _INSTALLED) -> list[str]:
    known = {name: value for name, value in os.environ.items() if name.startswith("ProgramFiles")}
    found = []
    for place in places:
        try:
            found.append(place.format_map(known))
        except KeyError:
            continue  # not a Windows system
    return found


def _first(names: Sequence[str]) -> str | None:
    return next((path for name in names if name and (path := shutil.which(name))), None)
