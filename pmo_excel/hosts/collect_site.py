"""The workbooks in a library of a SharePoint site, to be collected; nothing is written there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.collect_files import Found
from pmo_excel.hosts.site_connection import connected, no_site
from pmo_excel.hosts.state_folder import state_folder
from pmo_excel.hosts.workbook_endings import WORKBOOKS
from pmo_excel.workbook.package import LARGEST_FILE
from pmo_excel.workbook.refused import Refused, refused
from sharepoint.errors import SharePointError
from sharepoint.site import Site
from sharepoint.workbook_files import SiteFile, content_of, files_of


def on_site(url: str, library: str, state: Path | None = None) -> list[Found]:
    """The workbooks of a library; each is fetched when its turn comes.

    Raises
    ------
    Refused
        The site or the library cannot be read.
    """
    try:
        site = connected(url, state or state_folder())
        files = [file for file in files_of(site, library) if _workbook(file)]
    except SharePointError as error:
        raise Refused([no_site(url, error)]) from error
    host = "://".join(urlsplit(url)[:2])
    return [
        Found(
            file.path,
            f"{host}{file.url}",
            instant(file.modified.astimezone()),  # as the files of this computer are dated
            partial(_content, site, file),
            version=file.version,
        )
        for file in sorted(files, key=lambda one: one.path)
    ]


def _workbook(file: SiteFile) -> bool:
    parts = file.path.split("/")
    return Path(parts[-1]).suffix.lower() in WORKBOOKS and not any(part[:1] in ("~", ".", "_") for part in parts)


def _content(site: Site, file: SiteFile) -> bytes:
    if file.length > LARGEST_FILE:
        message = f"{file.path} is {file.length / 1e6:,.0f} MB, over {LARGEST_FILE / 1e6:,.0f} MB"
        raise refused(message, "Split it, or remove what is not used.")
    try:
        return content_of(site, file)
    except SharePointError as error:
        problem = Problem(Code.SHAREPOINT, error.fact, Cell(file.path), error.next_step, Severity.CRITICAL)
        raise Refused([problem]) from error
