"""`pmo export`: the plan of a project workbook, with its dates, as a file of Microsoft Project (XML)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rich.markup import escape

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity, serious
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.hosts.books import opened
from pmo_excel.hosts.printing import console, print_json, print_problems, summary
from pmo_excel.hosts.replacing import put
from pmo_excel.hosts.workbook_plan import workbook_plan
from pmo_excel.interop.export_losses import CARRIED, export_losses
from pmo_excel.interop.imported import Row
from pmo_excel.interop.mspdi_write import write_mspdi
from pmo_excel.interop.sheet_details import sheet_details
from pmo_excel.schedule.plan import NO_DURATION, Plan
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import Refused

SUFFIX: Final = ".xml"
_FINE, _FINDINGS, _NOT_DONE = 0, 1, 2
_TYPED_DAYS: Final = {
    "constraint_date": "Constraint Date",
    "deadline": "Deadline",
    "actual_start": "Actual Start",
    "actual_finish": "Actual Finish",
}
_EVENING: Final = 17 * 60
"""When a day that was reported on ends, as Microsoft Project takes a status date."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written.

    Attributes
    ----------
    tasks, assignments
        How many are in it.
    copy
        What a file that was there before is kept as.
    """

    path: Path
    tasks: int
    assignments: int
    problems: Sequence[Problem]
    copy: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The outcome as programs read it."""
        return {
            "written": [str(self.path)],
            "backups": [] if self.copy is None else [str(self.copy)],
            "tasks": self.tasks,
            "assignments": self.assignments,
            "problems": [problem.as_json() for problem in self.problems],
        }


def export_file(book: Path, target: Path, force: bool, now: datetime) -> tuple[Exported | None, Sequence[Problem]]:
    """Write the plan of a workbook; the workbook is only read.

    Raises
    ------
    Refused
        The workbook cannot be read, or the target is there already or cannot be written.
    """
    _check(target, force)
    content = opened(book)
    done, problems = workbook_plan(content)
    if done is None:
        return None, problems
    rows = rows_of(content)
    plan = _as_written(done, rows.get("Schedule", ()))
    details = sheet_details(plan, rows)
    data, said = write_mspdi(plan, done.dates, details)
    copy = put(target, data, force, now)
    own = [p for p in problems if p.cell.sheet != "Charter" or p.cell.column in CARRIED["Charter"]]
    found = [*own, *said, *export_losses(done.plan, rows)]
    return Exported(target, len(plan), len(details.assignments), found, copy), found


def _check(target: Path, force: bool) -> None:
    cell, text, fix = Cell(target.name), "", ""
    if target.suffix.lower() != SUFFIX:
        text, fix = f"the name must end in {SUFFIX}, as Microsoft Project's XML does", "Choose another name with -o."
    elif target.exists() and not force:
        text, fix = "there is a file of that name", "Choose another with -o, or replace it with --force."
    if text:
        raise Refused([Problem(Code.FILE, text, cell, fix, Severity.CRITICAL)])


def _as_written(done: Scheduled, typed: Sequence[Row]) -> Plan:
    """The plan in the ways of Microsoft Project: summaries have no length of their own, a status date is an evening.

    Dates typed on days without work, which the engine takes for the next or the last working day, stay as typed.
    """
    plan, settings = done.plan, done.plan.settings
    summaries = set(plan.parent)
    status = settings.status_date
    if status != NO_INSTANT:
        settings = replace(settings, status_date=(status // DAY - 1) * DAY + _EVENING)
    lengths = [NO_DURATION if row in summaries else length for row, length in enumerate(plan.duration)]
    days = {
        name: [_on_day(value, row.get(header)) for value, row in zip(getattr(plan, name), typed, strict=True)]
        for name, header in _TYPED_DAYS.items()
    }
    return plan.replace(settings=settings, duration=lengths, **days)


def _on_day(value: float, typed: float | None) -> float:
    """The instant at its time of day on the day that was typed."""
    if value == NO_INSTANT or typed is None:
        return value
    return typed // DAY * DAY + value % DAY


def rows_of(book: Book) -> Mapping[str, list[Row]]:
    """What people typed, as rows by header: empty cells left out, dates as instants; no sheets computed as a whole."""
    return {sheet: _rows(table) for sheet, table in book.tables.items() if not declaration(type(table)).rows_from}


def _rows(table: Table) -> list[Row]:
    made: list[Row] = [{} for _ in range(len(table))]
    log = declaration(type(table)).layout == "log"
    for name, column in columns(type(table)).items():
        if column.typed or log:
            for row, value in zip(made, getattr(table, name).tolist(), strict=True):
                if value is not None and value == value and value != NO_INSTANT:
                    row[column.header] = value
    return made


def run_export(book: Path, target: Path | None, force: bool, as_json: bool) -> int:
    """Export a workbook, say what was done; the exit status."""
    try:
        done, problems = export_file(book, target or book.with_suffix(SUFFIX), force, datetime.now())
    except Refused as error:
        done, problems = None, error.problems
    if as_json:
        print_json(done.as_json() if done else {"written": [], "problems": [p.as_json() for p in problems]})
    elif done is None:
        print_problems(problems)
    else:
        _print(book, done)
    return _NOT_DONE if done is None else _FINDINGS if any(serious(p) for p in problems) else _FINE


def _print(book: Path, done: Exported) -> None:
    what = f"{done.tasks} tasks, {done.assignments} assignments"
    console.print(f"[bold]{escape(book.name)}[/] → {escape(str(done.path))}: {what}")
    if done.copy is not None:
        console.print(f"  what was there before is {escape(str(done.copy))}")
    counted = summary(done.problems)
    if counted:
        console.print(f"Findings: {counted}")
        print_problems(done.problems)
