"""Workbook files as the command line handles them: opened, checked, refreshed, saved with a backup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pmo_excel.functions  # noqa: F401 -- fills the catalogue and declares the sheets
from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity, serious
from pmo_excel.core.tables import Table
from pmo_excel.governance.audit import Line, broken
from pmo_excel.governance.tables import Audit
from pmo_excel.hosts.log_file import log
from pmo_excel.hosts.memory_file import Remembered, Step, remember, remembered
from pmo_excel.hosts.older_template import template_findings
from pmo_excel.hosts.who import who
from pmo_excel.hosts.workbook_endings import WORKBOOKS
from pmo_excel.refresh import CellChange, Refreshed, mark_cell, refreshed
from pmo_excel.refresh.audit_log import Stamp, audit_changes, audited, head
from pmo_excel.refresh.log_rows import appended
from pmo_excel.workbook.added_sheet import with_sheets
from pmo_excel.workbook.current_mark import marked
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.patch import Edit, Patched, patch, patch_showing_dates
from pmo_excel.workbook.read import Book, read_book
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import backup, save

LONG_LOG = 1000
"""Lines of the audit log from which a refresh moves older ones beside the workbook."""


@dataclass(frozen=True, slots=True)
class WrittenLive:
    """What was written into an open workbook: by which program, how many cells, in how many blocks."""

    program: str
    cells: int
    blocks: int

    def as_json(self) -> dict[str, Any]:
        """The proof as programs read it."""
        return {"program": self.program, "cells": self.cells, "blocks": self.blocks}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one workbook.

    Attributes
    ----------
    path
        The file.
    refresh
        What was computed; None where the file could not be read.
    problems
        Every finding, or why the file was refused.
    patched, copy
        The proof of what was written and the backup; None in a dry run, when nothing changed, or when refused.
    sha256
        Fingerprint of the file as it was read.
    live
        What was written into a workbook that is open, and not into its file.
    """

    path: Path
    refresh: Refreshed | None
    problems: Sequence[Problem]
    patched: Patched | None = None
    copy: Path | None = None
    sha256: str = ""
    live: WrittenLive | None = None

    @property
    def failed(self) -> bool:
        """Whether the file could not be done."""
        return self.refresh is None

    @property
    def serious(self) -> bool:
        """Whether there are findings of severity High or Critical."""
        return any(serious(problem) for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The outcome as programs read it."""
        changes = self.refresh.seen if self.refresh else ()
        return {
            "file": str(self.path),
            "done": not self.failed,
            "changes": [change.as_json() for change in changes],
            "problems": [problem.as_json() for problem in self.problems],
            "written": self._written(),
            "backup": None if self.copy is None else str(self.copy),
        }

    def _written(self) -> dict[str, Any] | None:
        if self.live is not None:
            return self.live.as_json()
        return None if self.patched is None else written(self.patched)


def written(patched: Patched) -> dict[str, Any]:
    """The proof of a write: members changed, and how many are byte for byte as they were."""
    return {
        "cells": len(patched.cells),
        "members_changed": list(patched.changed),
        "members_removed": list(patched.removed),
        "members_identical": patched.identical,
    }


def workbooks(paths: Iterable[Path]) -> tuple[list[Path], list[Problem]]:
    """The workbook files that these paths name; a folder stands for the workbooks in it."""
    found: list[Path] = []
    problems = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in WORKBOOKS and p.name[0] not in "~.")
            found += inside
            problems += [_open(file) for file in sorted(path.iterdir()) if file.name.startswith("~$")]
            if not inside:
                problems.append(_file_problem(path, "the folder holds no workbook", "Name a folder with .xlsx files."))
        elif path.exists():
            found.append(path)
        else:
            problems.append(_file_problem(path, "there is no such file", "Check the name and the folder."))
    return found, problems


def _open(lock: Path) -> Problem:
    text = f"{lock.name[2:]} is open in Excel somewhere, or was when Excel stopped; {lock.name} is no workbook"
    return Problem(Code.FILE_LOCKED, text, Cell(str(lock)), "What is read is its last saved state.", Severity.INFO)


def _file_problem(path: Path, message: str, suggestion: str) -> Problem:
    return Problem(Code.FILE, message, Cell(str(path)), suggestion, Severity.CRITICAL)


def opened(path: Path) -> Book:
    """A workbook, read.

    Raises
    ------
    Refused
        It is not a workbook that can be read; the problem says why.
    """
    return read_file(path)[1]


def read_file(path: Path) -> tuple[Package, Book, Remembered]:
    """A workbook file, what it holds as it was said to be understood, and what else is remembered of it.

    Raises
    ------
    Refused
        It is not a workbook that can be read; the problem says why.
    """
    package, memory = open_package(path), remembered(path)
    return package, read_book(package, memory.said), memory


def checked(path: Path, results: str = "") -> Outcome:
    """Read and compute a workbook without writing anything: findings, and the changes a refresh would make."""
    try:
        package, memory = open_package(path), remembered(path)
    except Refused as error:
        return Outcome(path, None, error.problems)
    return checked_package(path, package, replace(memory, results=results or memory.results))[0]


def checked_package(path: Path, package: Package, memory: Remembered) -> tuple[Outcome, Book | None]:
    """The same for a workbook that is in memory, as one that is open in Excel is; and what it holds."""
    try:
        book = read_book(package, memory.said)
        result = refreshed(book, memory.fingerprints, memory.results == "sheet")
    except Refused as error:
        return Outcome(path, None, error.problems), None
    log = book.tables.get("Audit")
    chain = broken(log) if isinstance(log, Audit) else []
    found = [*result.problems, *template_findings(book), *chain]
    return Outcome(path, result, found, sha256=package.sha256), book


def refresh_file(path: Path, now: datetime, results: str = "") -> Outcome:
    """Refresh a workbook in place: a backup, then only the cells that change, in one step.

    Parameters
    ----------
    results
        Where results go that have no column: `sheet` adds sheets for them, `columns` leaves them out; empty: as was
        said the last time, else `columns`.
    """
    try:
        package, book, memory = read_file(path)
        if _long_log(book):
            from pmo_excel.hosts.audit_command import roll  # it saves the workbook with what is here

            roll(path, now)
            package, book, memory = read_file(path)
        memory = replace(memory, results=results or memory.results)
        result = refreshed(book, memory.fingerprints, memory.results == "sheet")
        if not result.writes:
            return Outcome(path, result, result.problems, sha256=package.sha256)
        result = audited(book, result, Stamp(who(), instant(now), "pmo refresh"))
        patched = applied(package, result)
        place = mark_cell(book)
        if place is not None:
            patched = marked(patched, package.label, *place)
        copy = saved(path, package, patched.data, memory, result.beside, now)
    except Refused as error:
        log(path, now, "refresh refused", error.problems)
        return Outcome(path, None, error.problems)
    done = {
        "cells": len(patched.cells),
        "parts": len(patched.changed),
        "accepted": len(result.accepted),
        "audit": head(book, result.changes),
    }
    log(path, now, "refresh", result.problems, backup=copy.name, **done)
    return Outcome(path, result, result.problems, patched, copy, package.sha256)


def _long_log(book: Book) -> bool:
    """Whether the audit log has grown so long that its older lines are moved out of the sheet."""
    log = book.tables.get("Audit")
    return isinstance(log, Audit) and len(log) > LONG_LOG


def applied(package: Package, result: Refreshed) -> Patched:
    """The workbook with a refresh's cell changes written into it."""
    with_results = with_sheets(package, result.sheets)
    edits = [edit(change) for change in result.changes]
    return patch_showing_dates(with_results, edits, result.growths, result.links, since=package)


def saved(
    path: Path, package: Package, data: bytes, memory: Remembered, fingerprints: Sequence[str], now: datetime
) -> Path:
    """Save a workbook after a backup, and remember the step so that it can be undone; gives the backup."""
    copy = backup(path, now)
    save(path, data, sha256=package.sha256)
    step = Step(copy.name, sha256(data).hexdigest(), memory.fingerprints)
    remember(path, replace(memory, fingerprints=tuple(fingerprints)).with_step(step))
    return copy


def edit(change: CellChange) -> Edit:
    """A cell change as the file writer takes it."""
    return Edit(change.cell.sheet, change.cell.ref, change.new)


def with_rows(
    package: Package,
    book: Book,
    sheet: str,
    rows: Table,
    because: str,
    now: datetime | None = None,
    more: Sequence[Line] = (),
) -> Patched:
    """The workbook with rows appended to a sheet that is a log, with what a refresh computes from them, and logged.

    Parameters
    ----------
    because
        The command, as the audit log names it.
    more
        Lines of the audit log that come before those of the cells.
    """
    stamp = Stamp(who(), instant(now or datetime.now()), because)
    changes, growths = appended(book, sheet, rows, because)
    return with_changes(package, book, changes, growths, stamp, more)


def with_changes(
    package: Package,
    book: Book,
    changes: Sequence[CellChange],
    growths: Sequence[Growth],
    stamp: Stamp,
    more: Sequence[Line] = (),
) -> Patched:
    """The workbook with changed cells and grown tables, with what a refresh computes from them, and logged."""
    edits = [edit(change) for change in changes]
    grown = open_package(patch(package, edits, growths).data, package.label)
    after = refreshed(read_book(grown, book.said))
    logged, log_growths = audit_changes(book, [*changes, *after.changes], stamp, more)
    all_edits = [*edits, *(edit(c) for c in [*after.changes, *logged])]
    return patch_showing_dates(package, all_edits, [*growths, *after.growths, *log_growths], after.links)
