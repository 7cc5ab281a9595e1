"""`pmo baseline`: the plan of a workbook, agreed: appended to its baselines, and everything computed against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pmo_excel.core.instants import NO_INSTANT, day_text, instant
from pmo_excel.core.problems import Cell, Code
from pmo_excel.core.tables import Table, declaration
from pmo_excel.cost.tables import Budget
from pmo_excel.governance.tables import Charter
from pmo_excel.hosts.books import read_file, saved, with_rows, written
from pmo_excel.refresh import refreshed
from pmo_excel.resources.tables import Assignments
from pmo_excel.schedule.baseline_log import Approval, baseline_rows, next_number, obstacles
from pmo_excel.schedule.beside import BudgetLines, TaskAssignments
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.tables import Baselines, Calendars, Holidays, Schedule
from pmo_excel.workbook.patch import Patched
from pmo_excel.workbook.refused import Refused, refused

T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for; without a number the next one, without a date the workbook's status date or today."""

    name: str
    by: str
    number: int | None = None
    date: datetime | None = None
    change_id: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A baseline that was taken: what it is, its rows, the proof of the write and the backup."""

    path: Path
    approval: Approval
    rows: int
    patched: Patched
    copy: Path

    def as_json(self) -> dict[str, Any]:
        """The baseline as programs read it."""
        return {
            "file": str(self.path),
            "number": self.approval.number,
            "name": self.approval.name,
            "tasks": self.rows,
            "written": written(self.patched),
            "backup": str(self.copy),
        }

    def __str__(self) -> str:
        said = f"{self.path.name}: baseline {self.approval.number}, {self.approval.name}, of {self.rows} tasks"
        return f"{said}, agreed by {self.approval.by} for {day_text(self.approval.date)}"


def take_baseline(path: Path, request: Request, now: datetime) -> Taken:
    """Take a baseline of a workbook in place: a backup, then the new rows and what is computed from them, in one step.

    Raises
    ------
    Refused
        The workbook cannot be read or written, has no baselines or no plan, or has that number already.
    """
    package, book, memory = read_file(path)
    result = refreshed(book, memory.fingerprints)
    tasks, baselines = _tables(result.tables, path)
    approval = _approval(result.tables, baselines, request, now)
    found = obstacles(tasks, baselines, approval)
    if found:
        raise Refused(found)
    rows = planned_rows(result.tables, tasks, approval)
    patched = with_rows(package, book, "Baselines", rows, "pmo baseline", now)
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    return Taken(path, approval, len(rows), patched, copy)


def planned_rows(tables: Mapping[str, Table], tasks: Schedule, approval: Approval) -> Baselines:
    """The rows of a baseline of a computed workbook."""
    calendar = project_calendar(_table(tables, Holidays), _table(tables, Calendars))
    return baseline_rows(tasks, approval, calendar, _assignments(tables), _budget(tables))


def _tables(tables: Mapping[str, Table], path: Path) -> tuple[Schedule, Baselines]:
    tasks, baselines = _table(tables, Schedule), _table(tables, Baselines)
    if tasks is None or baselines is None:
        sheet = "Schedule" if tasks is None else "Baselines"
        fix = "Copy the sheet from a new workbook: pmo new project."
        raise refused(f"{path.name} has no sheet {sheet!r}", fix, code=Code.MISSING_TABLE, cell=Cell(sheet))
    return tasks, baselines


def _table(tables: Mapping[str, Table], cls: type[T]) -> T | None:
    found = tables.get(declaration(cls).sheet)
    return found if isinstance(found, cls) else None


def _assignments(tables: Mapping[str, Table]) -> TaskAssignments | None:
    """The assignments as the schedule reads them."""
    found = _table(tables, Assignments)
    return None if found is None else TaskAssignments.of(len(found), task_id=found.task_id, work=found.work)


def _budget(tables: Mapping[str, Table]) -> BudgetLines | None:
    """The budget as the schedule reads it."""
    found = _table(tables, Budget)
    return None if found is None else BudgetLines.of(len(found), wbs_or_task=found.wbs_or_task, budget=found.budget)


def _approval(tables: Mapping[str, Table], baselines: Baselines, request: Request, now: datetime) -> Approval:
    """Number and date as asked for; else the next number, and the workbook's status date or today."""
    charter = _table(tables, Charter)
    status = int(charter.status_date[0]) if charter is not None and len(charter) else NO_INSTANT
    today = status if status != NO_INSTANT else instant(now.date())
    date = instant(request.date.date()) if request.date is not None else today
    number = next_number(baselines) if request.number is None else request.number
    return Approval(number, request.name, date, request.by, request.change_id)
