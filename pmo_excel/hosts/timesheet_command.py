"""`pmo timesheets`: hours worked, from a CSV or Excel list, into a workbook's Timesheets sheet."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook

from pmo_excel.core.calling import as_json
from pmo_excel.core.cells import Conventions
from pmo_excel.core.headers import Grid
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.reading import read
from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.books import read_file, saved, with_rows, written
from pmo_excel.portfolio.stacking import stacked
from pmo_excel.refresh.compute import bound_arguments, computed
from pmo_excel.resources.actuals import Actuals
from pmo_excel.resources.tables import Timesheets
from pmo_excel.workbook.patch import Patched
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import Refused, refused

_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?")
LARGEST: Final = 64 * 2**20
"""Bytes of a list of hours that are read."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Hours that were taken in.

    Attributes
    ----------
    added, there
        Rows that are new, and rows that the workbook has already, which are left out.
    actuals
        Planned against actual hours with them.
    patched, copy
        The proof of the write and the backup; None in a dry run, or where nothing is new.
    """

    path: Path
    added: int
    there: int
    actuals: Actuals | None
    problems: tuple[Problem, ...]
    patched: Patched | None = None
    copy: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The import as programs read it."""
        return {
            "file": str(self.path),
            "added": self.added,
            "there_already": self.there,
            "actuals": None if self.actuals is None else as_json(CATALOGUE["ACTUALS"], self.actuals),
            "written": None if self.patched is None else written(self.patched),
            "backup": None if self.copy is None else str(self.copy),
            "problems": [problem.as_json() for problem in self.problems],
        }


def import_timesheets(path: Path, hours: Path, dry_run: bool, now: datetime) -> Imported:
    """Append the rows of a list of hours that a workbook does not have, after a backup; rows in error are left out.

    Raises
    ------
    Refused
        A file cannot be read or written, or the workbook has no Timesheets sheet.
    """
    package, book, memory = read_file(path)
    held = book.tables.get("Timesheets")
    if not isinstance(held, Timesheets):
        fix = f'Add it with: pmo upgrade "{path.name}".'
        raise refused(f"{path.name} has no sheet Timesheets", fix, code=Code.MISSING_TABLE, cell=Cell("Timesheets"))
    found, problems = read_hours(hours)
    good = [row for row in range(len(found)) if _whole(found, row)]
    before = {_key(held, row) for row in range(len(held))}
    fresh = [row for row in good if _key(found, row) not in before]
    names = ("resource_id", "task_id", "day", "hours", "comment")
    rows = Timesheets.of(len(fresh), **{name: getattr(found, name)[fresh] for name in names})
    both = stacked(Timesheets, [held, rows])
    made = Imported(path, len(fresh), len(good) - len(fresh), _actuals(book, both), tuple(problems))
    if dry_run or not fresh:
        return made
    patched = with_rows(package, book, "Timesheets", rows, f"from {hours.name}", now)
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    return replace(made, patched=patched, copy=copy)


def _whole(table: Timesheets, row: int) -> bool:
    """Whether a row says who, what, when and how long; what it lacks is among the problems."""
    known = table.resource_id[row] is not None and table.task_id[row] is not None
    return known and table.day[row] != NO_INSTANT and not np.isnan(table.hours[row])


def _key(table: Timesheets, row: int) -> tuple[str, str, int, float]:
    return str(table.resource_id[row]), str(table.task_id[row]), int(table.day[row]), round(float(table.hours[row]), 6)


def _actuals(book: Book, timesheets: Timesheets) -> Actuals | None:
    """Planned against actual hours of the workbook with these timesheets; None where it has no assignments."""
    conventions = Conventions(book.package.date1904)
    entry = CATALOGUE["ACTUALS"]
    tables = {**computed(book.tables, conventions).tables, "Timesheets": timesheets}
    if "Assignments" not in tables:
        return None
    bound = bound_arguments(entry, tables, conventions)
    got = entry.python(**bound)
    value = got.value if hasattr(got, "value") else got
    return value if isinstance(value, Actuals) else None


def read_hours(path: Path) -> tuple[Timesheets, list[Problem]]:
    """A list of hours: the first sheet of a workbook, or a CSV file with commas, semicolons or tabs.

    Raises
    ------
    Refused
        The file cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise _unreadable(path, f"has more than {LARGEST // 2**20} MiB")
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror}") from error
    cells = _sheet(path, data) if data.startswith((b"PK", b"\xd0\xcf")) else _csv(data)
    if not cells:
        raise _unreadable(path, "holds nothing")
    grid = Grid(path.name, cells[0], cells[1:], range(2, len(cells) + 1))
    table, problems = read(Timesheets, grid, ("Resource ID", "Task ID", "Date", "Hours"))
    missing = [problem for problem in problems if problem.code is Code.MISSING_COLUMN]
    if missing:
        raise Refused([replace(problem, severity=Severity.CRITICAL) for problem in missing])
    return table, [*problems, *_incomplete(table)]


def _incomplete(table: Timesheets) -> list[Problem]:
    found = []
    for name in ("resource_id", "task_id", "day", "hours"):
        values = getattr(table, name).tolist()
        empty = [row for row, value in enumerate(values) if value is None or value == NO_INSTANT or value != value]
        for row in empty:
            if row not in table.wrong(name):
                text, fix = "the cell is empty, so the row is left out", "Fill it in, and import the list again."
                found.append(Problem(Code.MISSING_VALUE, text, table.cell(name, row), fix))
    return found


def _sheet(path: Path, data: bytes) -> list[list[Any]]:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    except CalamineError as error:
        raise _unreadable(path, f"is no workbook that can be read: {error}") from error


def _csv(data: bytes) -> list[list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(StringIO(text), delimiter=delimiter)
    return [[_cell(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]


def _cell(text: str) -> str | float:
    """A plain number as a number, as there are only texts in a CSV file; 007 and 7,5 stay as they are."""
    return float(text) if _NUMBER.fullmatch(text.strip()) else text


def _unreadable(path: Path, message: str) -> Refused:
    return refused(f"{path.name} {message}", "Name a list of hours as .csv or .xlsx.", code=Code.FILE)
