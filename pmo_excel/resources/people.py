"""What the load means for each person and each assignment: the peak, the days over capacity, the cost."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import Table, table
from pmo_excel.resources.load import TOLERANCE, DailyLoad
from pmo_excel.resources.tables import Assignments, Resources
from pmo_excel.schedule.tables import Schedule


@table("Resources", key="id")
class PeakLoad(Table):
    """Resources with their busiest day."""

    id: Annotated[Texts, Column("Resource ID", "The resource.")]
    peak: Annotated[Numbers, Column("Peak Load %", "Utilisation on the busiest day.", Type.PERCENT, unit="1")]
    days: Annotated[Numbers, Column("Over-allocated Days", "Days over capacity.", Type.NUMBER, unit="days")]


@table("Assignments", key="id")
class PlacedAssignments(Table):
    """Assignments with their dates and cost."""

    id: Annotated[Texts, Column("Assignment ID", "The assignment.")]
    start: Annotated[Instants, Column("Start", "Start of its task.", Type.DATE)]
    finish: Annotated[Instants, Column("Finish", "Finish of its task.", Type.DATE)]
    cost: Annotated[Numbers, Column("Cost", "Hours times rate.", Type.MONEY, unit="currency")]
    overallocated: Annotated[Flags, Column("Over-allocated", "Falls on a day over capacity.", Type.YES_NO)]


def peak_load(daily: DailyLoad | None, resources: Resources) -> PeakLoad:
    """Utilisation on the busiest day with capacity, and days over capacity; empty without any booking."""
    count = len(resources)
    if daily is None:
        return PeakLoad.of(count, id=resources.id)
    over = daily.load > daily.capacity + TOLERANCE
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(daily.capacity > 0, daily.load / daily.capacity, 0.0)
    booked = (daily.load > 0).any(axis=1)
    return PeakLoad.of(
        count,
        id=resources.id,
        peak=np.where(booked, share.max(axis=1, initial=0.0), np.nan),
        days=np.where(booked, over.sum(axis=1), np.nan).astype(float),
    )


def placed_assignments(
    daily: DailyLoad | None,
    hard: DailyLoad | None,
    assignments: Assignments,
    resources: Resources,
    tasks: Schedule | None,
) -> PlacedAssignments:
    """Dates from the task, cost from hours and standard rate, and whether a day of it is over capacity.

    Over capacity counts confirmed bookings; an assignment without a rate has no cost.
    """
    count = len(assignments)
    made = PlacedAssignments.of(count, id=assignments.id)
    start, finish = made.start, made.finish
    rows = {str(key): row for row, key in enumerate(tasks.id.tolist()) if key is not None} if tasks is not None else {}
    for row, key in enumerate(assignments.task_id.tolist()):
        task = rows.get(str(key))
        if tasks is not None and task is not None:
            start[row], finish[row] = tasks.start[task], tasks.finish[task]
    if daily is not None:
        _hours(daily, hard, assignments, resources, made.cost, made.overallocated)
    known = (start != NO_INSTANT) & (finish != NO_INSTANT)
    made.cost[~known] = np.nan
    return made


def _hours(
    daily: DailyLoad,
    hard: DailyLoad | None,
    assignments: Assignments,
    resources: Resources,
    cost: Numbers,
    overallocated: Flags,
) -> None:
    """Fill in cost and over-allocation, booking by booking."""
    booked = daily.counted
    over = hard.load > hard.capacity + TOLERANCE if hard is not None and hard.days == daily.days else None
    for at, row in enumerate(booked.row.tolist()):
        who = int(booked.resource[at])
        first, last = int(booked.first[at]) - daily.days.first, int(booked.last[at]) - daily.days.first + 1
        hours = float(assignments.work[row])
        if hours != hours:
            hours = float(booked.units[at]) * float(daily.present[who, first:last].sum())
        cost[row] = hours * float(resources.standard_rate[who])
        overallocated[row] = bool(over[who, first:last].any()) if over is not None else False
