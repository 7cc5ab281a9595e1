"""Baselines: what was agreed, and how many working days the dates of today lie after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NamedTuple

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.named_calendars import PROJECT
from pmo_excel.schedule.people import TaskAssignments
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
    """What a baseline says of one task: start and finish as instants, work [hours] and cost, nan where empty."""

    start: int
    finish: int
    duration: float
    work: float
    cost: float


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
            float(baselines.baseline_duration[row]),
            float(baselines.baseline_work[row]),
            float(baselines.baseline_cost[row]),
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
) -> BaselineVariance:
    """Baseline dates and variances by task, in the order of the tasks; empty where there is no baseline or no date.

    A variance counts the working days of the task's calendar from the baseline date to the date, and is negative for a
    date before its baseline. Work and cost are those of the assignments, or the task's own effort.
    """
    known = agreed(baselines, number) if baselines is not None else {}
    work, cost = task_work(tasks, assignments)
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


def task_work(tasks: Schedule, assignments: TaskAssignments | None) -> tuple[Numbers, Numbers]:
    """Hours of work and cost by task, nan where nothing says: summed over the assignments, else the effort typed."""
    work, cost = tasks.effort.astype(float), np.full(len(tasks), np.nan)
    if assignments is None:
        return work, cost
    rows: dict[str, list[int]] = {}
    for at, key in enumerate(assignments.task_id.tolist()):
        rows.setdefault(str(key), []).append(at)
    for row, key in enumerate(tasks.id.tolist()):
        own = rows.get(str(key), [])
        if own and not np.isnan(assignments.work[own]).any():
            work[row] = assignments.work[own].sum()
        if own and not np.isnan(assignments.cost[own]).any():
            cost[row] = assignments.cost[own].sum()
    return work, cost
