"""The buttons of the add-in: each function is what one of them does with the active workbook.

Called by xlwings' `RunPython` with nothing but the name, so each ends in one message, and none raises. While it works
the status bar says what is being done.
"""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import xlwings

from pmo_excel.core.problems import Problem, serious
from pmo_excel.hosts.excel import messages
from pmo_excel.hosts.live.excel import ExcelBook
from pmo_excel.hosts.live.reading import read_live
from pmo_excel.hosts.live.refreshing import memory_place, refresh_live, undone
from pmo_excel.hosts.live.snapshot import snapshot_live
from pmo_excel.hosts.log_file import log_crash
from pmo_excel.hosts.memory_file import remember, remembered
from pmo_excel.workbook.refused import Refused, refused

TITLE: Final = "PMO"


@dataclass(frozen=True, slots=True)
class Said:
    """What a button says in the end."""

    text: str
    critical: bool = False


def refresh() -> None:
    """Refresh: the cells that `pmo refresh --dry-run` lists, written into the open workbook."""
    _press("refreshing", _refresh)


def check() -> None:
    """Check: what is wrong, and the first cell of it selected; nothing is written."""
    _press("checking", _check)


def undo() -> None:
    """Undo: the last write of ours taken back."""
    _press("taking the last write back", lambda live: Said(messages.undone(undone(live).cells)))


def snapshot() -> None:
    """Snapshot: the figures of the status date kept in History."""
    _press("keeping the figures", _snapshot)


def what_if(days: float) -> None:
    """What-if: single changes that finish the project so many working days earlier, or part of them."""
    _press("trying changes on a copy of the plan", lambda live: _what_if(live, days))


def report() -> None:
    """Report: the status page, beside the workbook, opened in the browser."""
    _press("making the status page", _report)


def publish(site: str) -> None:
    """Publish: the plan shown, and then applied exactly so."""
    _press(f"reading {site}", lambda live: _publish(live, site))


def _press(doing: str, button: Callable[[ExcelBook], Said]) -> None:
    """Do what a button does, and say what came of it."""
    live = ExcelBook(xlwings.Book.caller())
    said = done(live, doing, button)
    live.book.app.alert(said.text, title=TITLE, mode="critical" if said.critical else "info")


def done(live: ExcelBook, doing: str, button: Callable[[ExcelBook], Said]) -> Said:
    """What a button says; also where it was refused or failed."""
    try:
        with _status(live.book.app, f"PMO: {doing} …"):
            return button(live)
    except Refused as error:
        return Said(messages.refusal(error.problems), critical=True)
    except Exception as error:  # noqa: BLE001 -- the outermost call: Excel would show a traceback
        return Said(messages.crash(error, log_crash(error, datetime.now())), critical=True)


@contextmanager
def _status(app: Any, text: str) -> Iterator[None]:
    app.status_bar = text
    try:
        yield
    finally:
        app.status_bar = False


def _refresh(live: ExcelBook) -> Said:
    outcome = refresh_live(live, datetime.now())
    return Said(messages.refreshed(outcome), critical=outcome.failed)


def _check(live: ExcelBook) -> Said:
    outcome = refresh_live(live, datetime.now(), dry_run=True)
    if not outcome.failed:
        _go_to(live, outcome.problems)
    return Said(messages.findings(outcome.problems), critical=outcome.failed)


def _go_to(live: ExcelBook, problems: Any) -> None:
    """Select the cell of the first finding that matters and has one."""
    placed = [p for p in problems if p.cell.ref and p.cell.sheet in live.book.sheet_names]
    first = next((p for p in placed if serious(p)), placed[0] if placed else None)
    if isinstance(first, Problem):
        sheet = live.book.sheets[first.cell.sheet]
        sheet.activate()
        sheet.range(first.cell.ref).select()


def _snapshot(live: ExcelBook) -> Said:
    taken, figures = snapshot_live(live, datetime.now())
    return Said(messages.kept(taken, figures))


def _what_if(live: ExcelBook, days: float) -> Said:
    from pmo_excel.hosts.live.what_if import single_changes

    with _file(live) as path:
        return Said(single_changes(path, days))


def _report(live: ExcelBook) -> Said:
    from pmo_excel.hosts.books import checked
    from pmo_excel.hosts.report_command import page_of
    from pmo_excel.report.html import html
    from pmo_excel.workbook.save import create

    with _file(live) as path:
        outcome = checked(path)
        page = page_of(outcome, datetime.now())
    if page is None:
        return Said(messages.refusal(outcome.problems), critical=True)
    folder = live.path.parent if live.path is not None else Path.home()
    target = folder / f"{Path(live.name).stem} status.html"
    create(target, html(page).encode(), replace=True)
    webbrowser.open(target.as_uri())
    return Said(f"The status page is {target}.")


def _publish(live: ExcelBook, site: str) -> Said:
    from pmo_excel.hosts.excel.publishing import publish_open

    if live.windows and not live.book.api.Saved:
        raise refused(f"{live.name} has changes that are not saved", "Save it, so that what is published is kept.")
    with _file(live) as path:
        return Said(*publish_open(live, path, site))


@contextmanager
def _file(live: ExcelBook) -> Iterator[Path]:
    """The open workbook as a file of its own, with what is not saved yet, and with what is remembered of it."""
    memory = remembered(memory_place(live))
    data = read_live(live, memory.said).book.package.data
    with TemporaryDirectory(prefix="pmo-") as folder:
        path = Path(folder) / live.name
        path.write_bytes(data)
        if live.path is not None:  # a page is made anew only when the workbook was saved
            os.utime(path, (live.path.stat().st_atime, live.path.stat().st_mtime))
        remember(path, memory)
        yield path
