"""The workbooks in a library of a SharePoint site, to be collected; nothing is written there."""

from __future__ import annotations

from pmo_excel.hosts.collect_files import Found


def on_site(url: str, library: str) -> list[Found]:
    """The workbooks of the library."""
    raise NotImplementedError(url, library)
