"""What the load means for each person and each assignment: the peak, the days over capacity, the cost."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import Table, table
from pmo_excel.resources.bookings import placed_dates
from pmo_excel.resources.load import TOLERANCE, DailyLoad
from pmo_excel.resources.rates import before_rates, costs, rates
from pmo_excel.resources.tables import Assignments, Resources, Terms
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
        share = np.where(daily.capacity == 0, 0.0, daily.load / daily.capacity)
    booked = (daily.load > 0).any(axis=1)
    known = ~np.isnan(share).any(axis=1)
    return PeakLoad.of(
        count,
        id=resources.id,
        peak=np.where(booked & known, share.max(axis=1, initial=0.0), np.nan),
        days=np.where(booked & known, over.sum(axis=1), np.nan).astype(float),
    )


def placed_assignments(
    daily: DailyLoad | None,
    hard: DailyLoad | None,
    assignments: Assignments,
    resources: Resources,
    tasks: Schedule | None,
    terms: Terms | None = None,
) -> tuple[PlacedAssignments, list[Problem]]:
    """Dates from the task, cost from hours and the rates of each day, and whether a day of it is over capacity.

    Over capacity counts confirmed bookings; an assignment without a rate has no cost.
    """
    made = PlacedAssignments.of(len(assignments), id=assignments.id)
    made.start[:], made.finish[:] = placed_dates(assignments, tasks)
    if daily is None:
        return made, []
    found = rates(resources, terms)
    made.cost[daily.counted.row] = costs(daily, assignments, found)
    problems = list(before_rates(resources, found, daily.counted.resource.tolist(), daily.counted.first.tolist()))
    over = hard.load > hard.capacity + TOLERANCE if hard is not None and hard.days == daily.days else None
    booked = daily.counted
    first, last = booked.first - daily.days.first, booked.last - daily.days.first + 1
    for row, who, low, high in zip(*(a.tolist() for a in (booked.row, booked.resource, first, last)), strict=True):
        made.overallocated[row] = bool(over[who, low:high].any()) if over is not None else False
    return made, problems
