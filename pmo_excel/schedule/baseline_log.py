"""Taking a baseline: the plan as it stands, as rows that are appended to the baselines and never changed."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.schedule.baselines import task_cost, task_work
from pmo_excel.schedule.beside import BudgetLines, TaskAssignments
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.durations import duration
from pmo_excel.schedule.plan import Settings
from pmo_excel.schedule.tables import Baselines, Schedule
from pmo_excel.schedule.workdays import working_days

LAST: Final = 10
"""The highest number: eleven baselines, 0 to 10, as in Microsoft Project."""


class Approval(NamedTuple):
    """What a baseline is called and who agreed it; the date is an instant."""

    number: int
    name: str
    date: int
    by: str
    change_id: str = ""


def next_number(baselines: Baselines) -> int:
    """The number after the highest one that is used; 0 for the first."""
    used = baselines.baseline_number[~np.isnan(baselines.baseline_number)]
    return int(used.max()) + 1 if used.size else 0


def obstacles(tasks: Schedule, baselines: Baselines, approval: Approval) -> list[Problem]:
    """Why a baseline cannot be taken; empty when it can."""
    found = []
    number = approval.number
    if not 0 <= number <= LAST:
        text = f"a baseline's number is 0 to {LAST}, not {number}"
        found.append(Problem(Code.ARGUMENT, text, Cell("number"), "Start a new workbook, or copy old ones elsewhere."))
    elif number in baselines.baseline_number.tolist():
        row = baselines.baseline_number.tolist().index(number)
        text = f"there is a baseline {number} already, {baselines.baseline_name[row]!r}; baselines are kept for good"
        found.append(Problem(Code.DUPLICATE_KEY, text, baselines.cell("baseline_number", row), "Use another number."))
    without = [row for row in _rows(tasks) if NO_INSTANT in (tasks.start[row], tasks.finish[row])]
    if without or not _rows(tasks):
        what = f"{len(without)} tasks have no dates" if without else "there are no tasks"
        cell = tasks.cell("id", without[0]) if without else Cell("Schedule")
        text = f"{what}, so there is no plan to agree"
        found.append(Problem(Code.DEPENDS_ON_ERROR, text, cell, "Repair what `pmo check` lists, then try again."))
    return found


def baseline_rows(
    tasks: Schedule,
    approval: Approval,
    calendar: Calendar,
    assignments: TaskAssignments | None = None,
    budget: BudgetLines | None = None,
) -> Baselines:
    """One row per task with the dates, duration, work and cost that are agreed.

    The duration is the one typed; of a summary, the working days from its start to its finish.
    """
    rows = _rows(tasks)
    made = Baselines.of(
        len(rows),
        task_id=tasks.id[rows],
        baseline_start=tasks.start[rows],
        baseline_finish=tasks.finish[rows],
        baseline_duration=np.array([_duration(tasks, row, calendar) for row in rows], dtype=float),
        baseline_work=task_work(tasks, assignments)[rows],
        baseline_cost=task_cost(tasks, budget)[rows],
    )
    made.baseline_number[:], made.baseline_date[:] = approval.number, approval.date
    made.baseline_name[:], made.approved_by[:] = approval.name or None, approval.by or None
    made.change_id[:] = approval.change_id or None
    return made


def _rows(tasks: Schedule) -> list[int]:
    return [row for row, key in enumerate(tasks.id.tolist()) if key is not None]


def _duration(tasks: Schedule, row: int, calendar: Calendar) -> float:
    """Working days."""
    settings = Settings(start=0, minutes_per_day=calendar.minutes_per_day or 480)
    typed = tasks.duration[row]
    read = None if typed is None else duration(typed, settings)
    if read is None or read.elapsed:
        return float(working_days(calendar, int(tasks.start[row]), int(tasks.finish[row])))
    return read.minutes / settings.minutes_per_day
