"""Baselines: what was agreed, and how many working days the dates of today lie after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NamedTuple

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.beside import BudgetLines, TaskAssignments
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.named_calendars import PROJECT
from pmo_excel.schedule.tables import Baselines, Schedule
from pmo_excel.schedule.workdays import working_days_after


@table("Schedule", key="id")
class BaselineVariance(Table):
    """Tasks with their baseline."""

    id: Annotated[Texts, Column("Task ID", "The task, as in the Schedule sheet.")]
    baseline_start: Annotated[Instants, Column("Baseline Start", "Start as agreed.", Type.DATE)]
    baseline_finish: Annotated[Instants, Column("Baseline Finish", "Finish as agreed.", Type.DATE)]
    start_variance: Annotated[
        Numbers, Column("Start Variance (wd)", "Start after the baseline.", Type.NUMBER, unit="working days")
    ]
    finish_variance: Annotated[
        Numbers, Column("Finish Variance (wd)", "Finish after the baseline.", Type.NUMBER, unit="working days")
    ]
    work_variance: Annotated[
        Numbers, Column("Work Variance (h)", "Work above the baseline.", Type.NUMBER, unit="hours")
    ]
    cost_variance: Annotated[Numbers, Column("Cost Variance", "Cost above the baseline.", Type.MONEY, unit="currency")]


class Agreed(NamedTuple):
    """What a baseline says of one task; nan where it says nothing.

    Start and finish are instants, work is in hours, the duration in working days.
    """

    start: int
    finish: int
    work: float
    cost: float
    days: float


def agreed(baselines: Baselines, number: float | None = None) -> dict[str, Agreed]:
    """The baseline with a number, by task; without a number, the newest: the one with the highest.

    Where the rows have no numbers, the last row of a task counts.
    """
    numbers = np.nan_to_num(baselines.baseline_number, nan=-1.0)
    wanted = numbers.max(initial=-1.0) if number is None else number
    return {
        str(key): Agreed(
            int(baselines.baseline_start[row]),
            int(baselines.baseline_finish[row]),
            float(baselines.baseline_work[row]),
            float(baselines.baseline_cost[row]),
            float(baselines.baseline_duration[row]),
        )
        for row, key in enumerate(baselines.task_id.tolist())
        if key is not None and numbers[row] == wanted
    }


def baseline_variance(
    tasks: Schedule,
    baselines: Baselines | None,
    calendars: Mapping[str, Calendar],
    number: float | None = None,
    assignments: TaskAssignments | None = None,
    budget: BudgetLines | None = None,
) -> BaselineVariance:
    """Baseline dates and variances by task, in the order of the tasks; empty where there is no baseline or no date.

    A variance counts the working days of the task's calendar from the baseline date to the date, and is negative for a
    date before its baseline. Work is that of the assignments, or the task's own effort; cost is that of the budget.
    """
    known = agreed(baselines, number) if baselines is not None else {}
    work, cost = task_work(tasks, assignments), task_cost(tasks, budget)
    made = BaselineVariance.of(len(tasks), id=tasks.id)
    for row, key in enumerate(tasks.id.tolist()):
        was = known.get(str(key))
        if was is None:
            continue
        calendar = calendars.get(str(tasks.calendar[row] or PROJECT).casefold(), calendars[PROJECT])
        made.baseline_start[row], made.baseline_finish[row] = was.start, was.finish
        made.start_variance[row] = _variance(calendar, was.start, int(tasks.start[row]))
        made.finish_variance[row] = _variance(calendar, was.finish, int(tasks.finish[row]))
        made.work_variance[row], made.cost_variance[row] = work[row] - was.work, cost[row] - was.cost
    return made


def _variance(calendar: Calendar, before: int, after: int) -> float:
    if NO_INSTANT in (before, after):
        return float(np.nan)
    return float(working_days_after(calendar, before, after))


def task_work(tasks: Schedule, assignments: TaskAssignments | None) -> Numbers:
    """Hours of work by task: those of its assignments where each says its hours, else the effort typed; or nan."""
    work = tasks.effort.astype(float)
    if assignments is None:
        return work
    hours: dict[str, float] = {}
    for key, own in zip(assignments.task_id.tolist(), assignments.work.tolist(), strict=True):
        hours[str(key)] = hours.get(str(key), 0) + own
    assigned = np.array([hours.get(str(key), np.nan) for key in tasks.id.tolist()], dtype=float)
    return np.where(np.isnan(assigned), work, assigned)


def task_cost(tasks: Schedule, budget: BudgetLines | None) -> Numbers:
    """Approved cost by task: the budget lines that name its ID, else its WBS code; nan where none does."""
    lines: dict[str, float] = {}
    if budget is not None:
        for key, amount in zip(budget.wbs_or_task.tolist(), budget.budget.tolist(), strict=True):
            if key is not None:  # a line of no task is no task's, not even one without a WBS code
                lines[str(key)] = lines.get(str(key), 0) + amount
    pairs = zip(tasks.id.tolist(), tasks.wbs.tolist(), strict=True)
    ids = {str(key) for key in tasks.id.tolist()}
    found = [lines.get(str(key), np.nan if str(wbs) in ids else lines.get(str(wbs), np.nan)) for key, wbs in pairs]
    return np.array(found, dtype=float)
