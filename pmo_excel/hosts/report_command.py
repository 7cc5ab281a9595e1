"""`pmo report`: status pages of workbooks as files, and an index of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Problem
from pmo_excel.hosts.books import Outcome, checked, workbooks
from pmo_excel.hosts.printing import progress
from pmo_excel.report.html import html
from pmo_excel.report.index_page import index_page
from pmo_excel.report.source import Source
from pmo_excel.report.status_page import StatusPage, status_page
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page that was written."""

    workbook: Path
    path: Path
    page: StatusPage


def page_of(outcome: Outcome, made: datetime) -> StatusPage | None:
    """The status page of a workbook that was computed; None where it could not be read."""
    if outcome.refresh is None:
        return None
    result = outcome.refresh
    source = Source(outcome.path.name, outcome.sha256[:12], instant(made))
    return status_page(result.tables, result.results, result.problems, source)


def write_pages(
    paths: Iterable[Path], folder: Path | None, made: datetime | Callable[[Path], datetime]
) -> tuple[list[PageFile], list[Problem]]:
    """Write a page for each workbook, beside it or into a folder, where an index of them comes too.

    Parameters
    ----------
    made
        The moment that the pages print, for all or by workbook.
    """
    found, problems = workbooks(paths)
    written: list[PageFile] = []
    with progress() as bar:
        for path in bar.track(found, description="Reporting"):
            outcome = checked(path)
            moment = made if isinstance(made, datetime) else made(path)
            page = page_of(outcome, moment)
            if page is None:
                problems += outcome.problems
                continue
            target = (folder or path.parent) / f"{path.stem} status.html"
            problems += _write(target, html(page))
            written.append(PageFile(path, target, page))
    if folder is not None and written:
        problems += _write(folder / INDEX, html(index_page([(p.page, p.path.name) for p in written])))
    return written, problems


def _write(target: Path, text: str) -> list[Problem]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        create(target, text.encode(), replace=True)
    except Refused as error:
        return list(error.problems)
    return []
