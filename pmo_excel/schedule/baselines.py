"""Baselines: what was agreed, and how many working days the dates of today lie after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import Table, table
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


def baseline_variance(
    tasks: Schedule, baselines: Baselines | None, calendars: Mapping[str, Calendar]
) -> BaselineVariance:
    """Baseline dates and variances by task, in the order of the tasks; empty where there is no baseline or no date.

    A variance counts the working days of the task's calendar from the baseline date to the date, and is negative for a
    date before its baseline.
    """
    agreed = _newest(baselines) if baselines is not None else {}
    made = BaselineVariance.of(len(tasks), id=tasks.id)
    for row, key in enumerate(tasks.id.tolist()):
        dates = agreed.get(str(key))
        if dates is None:
            continue
        calendar = calendars.get(str(tasks.calendar[row] or PROJECT).casefold(), calendars[PROJECT])
        made.baseline_start[row], made.baseline_finish[row] = dates
        made.start_variance[row] = _variance(calendar, dates[0], int(tasks.start[row]))
        made.finish_variance[row] = _variance(calendar, dates[1], int(tasks.finish[row]))
    return made


def _variance(calendar: Calendar, before: int, after: int) -> float:
    if NO_INSTANT in (before, after):
        return float(np.nan)
    return float(working_days_after(calendar, before, after))


def _newest(baselines: Baselines) -> dict[str, tuple[int, int]]:
    """Start and finish by task, in the baseline with the highest number; without numbers, the last row counts."""
    numbers = np.nan_to_num(baselines.baseline_number, nan=-1.0)
    newest = numbers.max(initial=-1.0)
    return {
        str(key): (int(baselines.baseline_start[row]), int(baselines.baseline_finish[row]))
        for row, key in enumerate(baselines.task_id.tolist())
        if key is not None and numbers[row] == newest
    }
