"""`pmo change apply`: an approved change written into the plan, with a new baseline that names it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from pmo_excel.change.simulation import Simulation, simulated
from pmo_excel.change.states import state
from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import DAY, NO_INSTANT, instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import columns
from pmo_excel.cost.tables import Budget
from pmo_excel.governance.tables import Charter
from pmo_excel.hosts.baseline_command import planned_rows
from pmo_excel.hosts.books import saved, written
from pmo_excel.hosts.change_book import ChangeBook, change_book, table_of
from pmo_excel.hosts.change_writing import Writing
from pmo_excel.hosts.log_file import log
from pmo_excel.hosts.who import who
from pmo_excel.refresh import CellChange, refreshed
from pmo_excel.refresh.audit_log import Stamp
from pmo_excel.resources.tables import Assignments
from pmo_excel.schedule.baseline_log import Approval, next_number, obstacles
from pmo_excel.schedule.baselines import agreed
from pmo_excel.schedule.tables import Baselines, Schedule
from pmo_excel.workbook.patch import Patched
from pmo_excel.workbook.refs import cell_ref
from pmo_excel.workbook.refused import Refused, refused


@dataclass(frozen=True)
class How:
    """What else is written: a baseline, and the change's cost as lines of Budget; and who writes it."""

    baseline: bool = True
    budget: bool = True
    by: str = ""


@dataclass(frozen=True)
class Applied:
    """A change in the plan: the cells, the baseline and its rows that name the change; no backup in a dry run."""

    path: Path
    change: str
    message: str
    cells: tuple[CellChange, ...]
    baseline: int | None
    changed_tasks: tuple[str, ...]
    remarks: tuple[Problem, ...]
    patched: Patched
    copy: Path | None

    def as_json(self) -> dict[str, Any]:
        """What was applied, as programs read it."""
        return {
            "file": str(self.path),
            "change": self.change,
            "message": self.message,
            "cells": [cell.as_json() for cell in self.cells],
            "baseline": self.baseline,
            "tasks": list(self.changed_tasks),
            "written": None if self.copy is None else written(self.patched),
            "backup": None if self.copy is None else str(self.copy),
            "problems": [problem.as_json() for problem in self.remarks],
        }


def apply_change(path: Path, change: str, now: datetime, how: How, dry_run: bool = False) -> Applied:
    """Write an approved change into its workbook: a backup, then everything in one step.

    The lines go into Schedule, its cost into Budget, its state becomes Implementing. Then a baseline is taken of the
    plan as it is now, whose rows that differ from the one before name the change; earlier baselines stay as they are.

    Raises
    ------
    Refused
        It is not approved, a line is wrong, or the workbook cannot be written; then nothing is.
    """
    held = change_book(path)
    row = held.row(change)
    key = str(held.changes.id[row])
    _approved(held, row)
    lines = held.lines_of(key)
    tried = simulated(held.asked.live, lines)
    if tried.after is None:
        raise Refused(list(tried.problems))
    writing = Writing(held.book, held.book)
    remarks = _plan_cells(held, tried, writing, key)
    if how.budget:
        remarks += _budget_lines(held, tried, writing, key)
    writing.set(held.changes, "status", row, "Implementing", f"{key} is in the plan")
    approved_by = str(held.changes.decided_by[row] or "")
    number, tasks = None, list(dict.fromkeys([*tried.edits.changed, *tried.edits.added]))
    if how.baseline:
        number, tasks = _baseline(held, row, writing, now)
    patched = writing.done(Stamp(how.by or approved_by or who(), instant(now), "pmo change apply"))
    copy = None
    if not dry_run:
        copy = saved(path, held.package, patched.data, held.memory, held.memory.fingerprints, now)
        log(path, now, "change applied", remarks, cells=len(patched.cells), backup=copy.name)
    said = "; ".join(tried.edits.said)
    return Applied(path, key, said, tuple(writing.changes), number, tuple(tasks), tuple(remarks), patched, copy)


def _approved(held: ChangeBook, row: int) -> None:
    """Refuse what is not approved."""
    said, decision = state(held.changes, row), held.changes.decision[row]
    wrong = row in held.changes.wrong("status") or row in held.changes.wrong("decision")
    if said == "Approved" and decision in (None, "Approve") and not wrong:
        return
    key = held.changes.id[row]
    text = f"{key} is {said}, not Approved" if said != "Approved" else f"the decision on {key} is {decision}"
    if wrong:
        text = f"the state or the decision of {key} cannot be read"
    fix = "Only an approved change comes into the plan. Record its decision: pmo change move FILE ID Approved."
    cell = held.changes.cell("status", row)
    raise Refused([Problem(Code.CHANGE_STATE, f"{text}; nothing was written", cell, fix, Severity.CRITICAL)])


def _plan_cells(held: ChangeBook, tried: Simulation, writing: Writing, key: str) -> list[Problem]:
    """The lines as cells of Schedule: of tasks that stay, that are new, and that go."""
    tasks = held.asked.live.tasks
    for cell in tried.edits.cells:
        writing.set(tasks, cell.name, cell.row, None if is_empty(cell.value) else cell.value, key)
    booked = table_of(held.result, Assignments)
    for one in tried.edits.bookings:
        if booked is not None:
            writing.set(booked, one.name, one.row, one.value, key)
    if tried.edits.added:
        made = tried.edits.tasks
        rows = [row for row, task in enumerate(made.id.tolist()) if task in tried.edits.added]
        typed = [name for name, column in columns(Schedule).items() if column.typed]
        writing.append("Schedule", Schedule.of(len(rows), **{name: getattr(made, name)[rows] for name in typed}), key)
    place = held.book.places["Schedule"]
    for task in tried.edits.removed:
        number = tasks.origin.rows[held.asked.live.version.rows[task]]
        refs = [cell_ref(number, column) for column in range(place.first_column, place.last_column + 1)]
        writing.clear(place.sheet, number, place.first_column, place.last_column, refs, key)
    return _booked(held, tried)


def _booked(held: ChangeBook, tried: Simulation) -> list[Problem]:
    """Assignments with hours of their own, which the change leaves as they are: a person says who does more."""
    booked = table_of(held.result, Assignments)
    if booked is None:
        return []
    touched = {*tried.edits.changed, *tried.edits.removed}
    set_now = {one.row for one in tried.edits.bookings}
    found = []
    for row, task in enumerate(booked.task_id.tolist()):
        gone = task in tried.edits.removed
        if row not in set_now and task in touched and (gone or booked.work[row] == booked.work[row]):
            who = booked.resource_id[row]
            text = f"{who} is booked on {task}, which the change {'removes' if gone else 'edits'}; the hours stay"
            fix = "Delete the booking." if gone else "Type the hours that it takes now."
            found.append(Problem(Code.NOT_CARRIED, text, booked.cell("work", row), fix, Severity.LOW))
    return found


def _budget_lines(held: ChangeBook, tried: Simulation, writing: Writing, key: str) -> list[Problem]:
    """The cost as a line of Budget for each task, unless the change has lines there already."""
    budget = table_of(held.result, Budget)
    cost = tried.cost
    if budget is None or key in budget.change_id.tolist() or cost.amount == 0:
        return []
    if cost.amount is None:
        fix = "Type the lines in Budget, with the Change ID."
        text = f"{cost.why}, so nothing was added to Budget"
        return [Problem(Code.NOT_CARRIED, text, Cell("Budget"), fix, Severity.MEDIUM)]
    sums: dict[str, float] = defaultdict(float)
    whys: dict[str, list[str]] = defaultdict(list)
    for part in cost.parts:
        sums[part.task] += part.amount
        whys[part.task].append(part.why)
    first = next(iter([*tried.edits.changed, *tried.edits.added]), None)  # what is late is late because of it
    rows = Budget.of(len(sums))
    for at, (task, amount) in enumerate(sums.items()):
        rows.id[at], rows.wbs_or_task[at] = f"{key}-{at + 1}", task or first
        rows.description[at] = f"{key}: {'; '.join(whys[task])}"
        rows.budget[at], rows.change_id[at] = amount, key
    writing.append("Budget", rows, key)
    return []


def _baseline(held: ChangeBook, row: int, writing: Writing, now: datetime) -> tuple[int, list[str]]:
    """The plan with the change as a new baseline; rows that differ from the baseline before name the change."""
    result = refreshed(writing.written_so_far())
    baselines, tasks = table_of(result, Baselines), table_of(result, Schedule)
    if baselines is None or tasks is None:
        fix = "Add it: pmo upgrade FILE; or apply with --no-baseline."
        raise refused("the workbook has no sheet 'Baselines'", fix, code=Code.MISSING_TABLE, cell=Cell("Baselines"))
    key, title = str(held.changes.id[row]), str(held.changes.title[row] or "")
    approval = Approval(
        next_number(baselines),
        f"{key} {title}".strip(),
        _day(held, row, now),
        str(held.changes.decided_by[row] or ""),
        key,
    )
    found = obstacles(tasks, baselines, approval)
    if found:
        raise Refused(found)
    rows = planned_rows(result.tables, tasks, approval)
    before = agreed(baselines)
    changed = [at for at, task in enumerate(rows.task_id.tolist()) if _differs(before, rows, at, str(task))]
    rows.change_id[:] = None
    rows.change_id[changed] = key
    writing.append("Baselines", rows, key)
    writing.written_so_far()
    return approval.number, [str(rows.task_id[at]) for at in changed]


def _day(held: ChangeBook, row: int, now: datetime) -> int:
    """The day of the decision, else the status date, else today."""
    decided = int(held.changes.decision_date[row])
    charter = table_of(held.result, Charter)
    status = int(charter.status_date[0]) if charter is not None and len(charter) else NO_INSTANT
    today = (now.date() - datetime(1970, 1, 1).date()).days * DAY
    return next(day for day in (decided, status, today) if day != NO_INSTANT)


def _differs(before: Any, rows: Baselines, at: int, task: str) -> bool:
    """Whether a task is not in the baseline before, or is there with another date, duration, work or cost."""
    was = before.get(task)
    if was is None:
        return True
    dates = int(rows.baseline_start[at]) // DAY, int(rows.baseline_finish[at]) // DAY
    figures = rows.baseline_work[at], rows.baseline_cost[at], rows.baseline_duration[at]
    same = np.isclose(figures, (was.work, was.cost, was.days), equal_nan=True).all()
    return dates != (was.start // DAY, was.finish // DAY) or not same
