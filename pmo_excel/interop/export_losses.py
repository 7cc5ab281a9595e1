"""What of a workbook a file of Microsoft Project does not hold: one problem for each kind of thing, with its count."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.imported import Row
from pmo_excel.interop.sheet_details import Rows, known_baseline, rows_by_id
from pmo_excel.interop.sheet_resources import longer_than_their_tasks, resource_uids
from pmo_excel.schedule.plan import Plan

CARRIED: Final[Mapping[str, Collection[str]]] = {
    "Charter": ("Project Name", "Project Manager", "Currency", "Planned Start", "Status Date"),
    "Schedule": (
        *("Task ID", "WBS", "Task Name", "Task Type", "Owner", "Predecessors", "Duration (wd)", "Effort (h)"),
        *("Calendar", "Constraint Type", "Constraint Date", "Deadline", "Priority (level)", "% Complete"),
        *("Actual Start", "Actual Finish", "Remaining Duration (wd)", "Notes"),
    ),
    "Calendars": (
        *("Calendar Name", "Mon (h)", "Tue (h)", "Wed (h)", "Thu (h)", "Fri (h)", "Sat (h)", "Sun (h)"),
        *("Start Time", "Base Calendar"),
    ),
    "Holidays": ("Calendar Name", "Date From", "Date To", "Hours", "Description"),
    "Resources": (
        *("Resource ID", "Resource Name", "Resource Type", "Team", "E-mail", "Capacity %", "Calendar"),
        *("Available From", "Available To", "Standard Rate"),
    ),
    "Assignments": (
        *("Assignment ID", "Task ID", "Resource ID", "Units %", "Work (h)", "Actual Work (h)", "Remaining Work (h)"),
    ),
    "Baselines": (
        *("Baseline No", "Task ID", "Baseline Start", "Baseline Finish", "Baseline Duration"),
        *("Baseline Work (h)", "Baseline Cost"),
    ),
}
"""The columns that go into the file, by sheet; all others stay in the workbook."""

_OWN: Final = frozenset({"Settings", "Findings", "Start", "Dashboard", "Audit", "Lists", "Template Level"})
"""Sheets and fields of the workbook itself, which no other program needs."""


def export_losses(plan: Plan, rows: Rows) -> list[Problem]:
    """What is left out, by sheet and column, then rows that refer to nothing."""
    return [*_columns(rows), *_rows(plan, rows)]


def _columns(rows: Rows) -> Iterator[Problem]:
    for sheet, listed in rows.items():
        if sheet in CARRIED:
            headers = dict.fromkeys(header for row in listed for header in row)
            for header in (h for h in headers if h not in CARRIED[sheet] and h not in _OWN):
                count = sum(header in row for row in listed)
                yield _left_out(f"{_counted(count, 'value')} of the column", Cell(sheet, None, header), Severity.INFO)
        elif listed and sheet not in _OWN:
            yield _left_out(f"{_counted(len(listed), 'row')} of the sheet", Cell(sheet), Severity.INFO)


def _rows(plan: Plan, rows: Rows) -> Iterator[Problem]:
    tasks, people = rows_by_id(plan), resource_uids(rows.get("Resources", ()))
    assigned, agreed = rows.get("Assignments", ()), rows.get("Baselines", ())
    yield from _some(
        [a for a in assigned if str(a.get("Task ID")) not in tasks or str(a.get("Resource ID")) not in people],
        "Assignments",
        "of a task or a resource that is not in its sheet",
    )
    yield from _some(
        [row for row in agreed if str(row.get("Task ID")) in tasks and not known_baseline(row)],
        "Baselines",
        "without a date, or with a number other than 0 to 10",
    )
    gone = [row for row in agreed if str(row.get("Task ID")) not in tasks]
    yield from _some(gone, "Baselines", "of tasks that are no longer there")
    longer = list(longer_than_their_tasks(assigned, plan, tasks))
    if longer:
        text = (
            f"{_counted(len(longer), 'assignment')} with more work than fits into the task, which may end later there"
        )
        fix = "Raise Units %, or lengthen the task."
        yield Problem(Code.NOT_CARRIED, text, Cell("Assignments", None, "Work (h)"), fix, Severity.LOW)


def _some(lost: Sequence[Row], sheet: str, why: str) -> Iterator[Problem]:
    if lost:
        yield _left_out(f"{_counted(len(lost), 'row')} {why}", Cell(sheet), Severity.LOW)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _left_out(what: str, cell: Cell, severity: Severity) -> Problem:
    text = f"{what} {'was' if what.startswith('1 ') else 'were'} not exported"
    return Problem(Code.NOT_CARRIED, text, cell, "It stays in the workbook.", severity)
