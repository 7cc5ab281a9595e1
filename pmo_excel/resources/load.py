"""Load: hours booked by resource and day, across all assignments, against capacity; and where it is too much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, as_date, instant
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.resources.bookings import Bookings, bookings
from pmo_excel.resources.capacity import Capacity, Days, capacity
from pmo_excel.resources.tables import Assignments, Leave, Resources
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.tables import Schedule

TOLERANCE: Final = 1e-6
"""Hours by which a load may exceed capacity through rounding alone."""
SHARES: Final = 10**9
"""Parts of full time that shares are summed in: sums of integers come back to 0 exactly."""


@table("Resources", key="")
class Load(Table):
    """Load by resource and period."""

    resource: Annotated[Texts, Column("Resource ID", "The resource.")]
    period_start: Annotated[Instants, Column("Period Start", "First day of the period.", Type.DATE)]
    working_days: Annotated[Numbers, Column("Working Days", "Days with capacity.", Type.NUMBER, unit="days")]
    capacity: Annotated[Numbers, Column("Capacity (h)", "Hours there are.", Type.NUMBER, unit="hours")]
    load: Annotated[Numbers, Column("Load (h)", "Hours booked.", Type.NUMBER, unit="hours")]
    utilisation: Annotated[Numbers, Column("Utilisation", "Load over capacity; 1 is full.", Type.PERCENT, unit="1")]


@table("Resources", key="")
class Overallocations(Table):
    """Days on which a resource is booked for more than it has."""

    resource: Annotated[Texts, Column("Resource ID", "The resource.")]
    day: Annotated[Instants, Column("Date", "The day.", Type.DATE)]
    capacity: Annotated[Numbers, Column("Capacity (h)", "Hours there are.", Type.NUMBER, unit="hours")]
    load: Annotated[Numbers, Column("Load (h)", "Hours booked.", Type.NUMBER, unit="hours")]
    utilisation: Annotated[Numbers, Column("Utilisation", "Load over capacity; 1 is full.", Type.PERCENT, unit="1")]
    tasks: Annotated[Texts, Column("Tasks", "The tasks booked on that day.")]


@dataclass(frozen=True, slots=True)
class DailyLoad:
    """Hours by resource and day.

    Attributes
    ----------
    days
        The days looked at: whole periods around all assignments.
    present, capacity, load : (resources, days)
        Hours that somebody full time would be there, hours there are, and hours booked.
    counted
        The bookings that the load counts.
    """

    days: Days
    present: Numbers
    capacity: Numbers
    load: Numbers
    counted: Bookings


def daily_load(
    assignments: Assignments,
    resources: Resources,
    tasks: Schedule | None,
    leave: Leave | None,
    calendars: Mapping[str, Calendar],
    default: Calendar,
    booking: str,
    period: str,
) -> tuple[DailyLoad | None, list[Problem]]:
    """Hours booked and available by resource and day; None when no assignment has dates.

    Units are a share of full time: 60 % of a 7.5 hour day is 4.5 hours. Work is spread evenly over the hours that its
    resource is there between start and finish. Nobody is booked while away.
    """
    placed, problems = bookings(assignments, resources, tasks)
    if not len(placed.row):
        return None, problems
    days = _whole_periods(int(placed.first.min()), int(placed.last.max()), period)
    available, found = capacity(resources, leave, calendars, default, days)
    counted = _of_kind(placed, booking)
    load, left = _spread(counted, available, days, assignments)
    return DailyLoad(days, available.present, available.capacity, load, counted), [*problems, *found, *left]


def _of_kind(placed: Bookings, booking: str) -> Bookings:
    if booking == "All":
        return placed
    keep = placed.hard if booking == "Hard" else ~placed.hard
    return Bookings(
        placed.row[keep],
        placed.resource[keep],
        placed.first[keep],
        placed.last[keep],
        placed.units[keep],
        placed.work[keep],
        placed.hard[keep],
    )


def _spread(
    placed: Bookings, available: Capacity, days: Days, assignments: Assignments
) -> tuple[Numbers, list[Problem]]:
    """Hours by resource and day: each booking's share added where it starts, taken off after it ends, and summed."""
    start, end = placed.first - days.first, placed.last - days.first + 1
    total = np.zeros((available.present.shape[0], days.count + 1))
    np.cumsum(available.present, axis=1, out=total[:, 1:])
    hours = total[placed.resource, end] - total[placed.resource, start]
    nowhere = ~np.isnan(placed.work) & (placed.work > 0) & (hours <= 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(np.isnan(placed.work), placed.units, np.where(hours > 0, placed.work / hours, 0.0))
    steps = np.zeros((available.present.shape[0], days.count + 1), dtype=np.int64)
    whole = np.nan_to_num(np.round(share * SHARES)).astype(np.int64)
    np.add.at(steps, (placed.resource, start), whole)
    np.subtract.at(steps, (placed.resource, end), whole)
    load = np.cumsum(steps[:, :-1], axis=1) * available.present / SHARES
    problems = [
        Problem(
            Code.NO_WORKING_TIME,
            "the resource has no working hour between start and finish, so the work is on no day",
            assignments.cell("work", int(placed.row[at])),
            "Move the task, or change the leave or the resource.",
            Severity.MEDIUM,
        )
        for at in np.flatnonzero(nowhere).tolist()
    ]
    return load, problems


def _whole_periods(first: int, last: int, period: str) -> Days:
    start, end = as_date(first * DAY), as_date(last * DAY)
    if period == "Week":
        start -= timedelta(days=start.weekday())
        end += timedelta(days=6 - end.weekday())
    elif period == "Month":
        start = start.replace(day=1)
        end = (end.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return Days(instant(start) // DAY, (end - start).days + 1)


def load_table(daily: DailyLoad | None, resources: Resources, period: str) -> Load | Answer:
    """Capacity, load and utilisation by resource and period; utilisation is empty where there is no capacity."""
    if daily is None:
        return Load.of(0)
    starts = _starts(daily.days, period)
    cut = np.array([start - daily.days.first for start in starts], dtype=np.int64)
    available = np.add.reduceat(daily.capacity, cut, axis=1)
    booked = np.add.reduceat(daily.load, cut, axis=1)
    worked = np.add.reduceat((daily.capacity > 0).astype(float), cut, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(available > 0, booked / available, np.nan)
    made = Load.of(
        len(resources) * len(starts),
        resource=np.repeat(resources.id, len(starts)),
        period_start=np.tile(np.array(starts, dtype=np.int64) * DAY, len(resources)),
        working_days=worked.ravel(),
        capacity=available.ravel(),
        load=booked.ravel(),
        utilisation=share.ravel(),
    )
    return Answer(made, _no_capacity(made))


def _starts(days: Days, period: str) -> list[int]:
    last = days.first + days.count
    if period == "Day":
        return list(range(days.first, last))
    if period == "Week":
        return list(range(days.first, last, 7))
    starts, at = [], as_date(days.first * DAY)
    while instant(at) // DAY < last:
        starts.append(instant(at) // DAY)
        at = date(at.year + at.month // 12, at.month % 12 + 1, 1)
    return starts


def _no_capacity(made: Load) -> list[Problem]:
    rows = np.flatnonzero((made.capacity <= 0) & (made.load > 0)).tolist()
    text = "hours are booked where there is no capacity, so utilisation has no value"
    return [Problem(Code.UNDEFINED, text, made.cell("utilisation", row), "", Severity.INFO) for row in rows]


def overallocations(daily: DailyLoad | None, resources: Resources, assignments: Assignments) -> Overallocations:
    """Days on which a resource's load exceeds its capacity, by resource and day, with the tasks booked then.

    By day, because a week's average hides it: 110 % on two days and 60 % on two more is a week of 85 %.
    """
    if daily is None:
        return Overallocations.of(0)
    who, day = np.nonzero(daily.load > daily.capacity + TOLERANCE)
    hours, booked = daily.capacity[who, day], daily.load[who, day]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(hours > 0, booked / hours, np.nan)
    names = np.full(len(who), None, dtype=object)
    for at, (resource, place) in enumerate(zip(who.tolist(), day.tolist(), strict=True)):
        names[at] = "; ".join(_tasks_on(daily, assignments, resource, place + daily.days.first))
    return Overallocations.of(
        len(who),
        resource=resources.id[who],
        day=(day + daily.days.first) * DAY,
        capacity=hours,
        load=booked,
        utilisation=share,
        tasks=names,
    )


def _tasks_on(daily: DailyLoad, assignments: Assignments, resource: int, day: int) -> list[str]:
    booked = daily.counted
    on = (booked.resource == resource) & (booked.first <= day) & (day <= booked.last)
    keys = [assignments.task_id[row] or assignments.id[row] for row in booked.row[on].tolist()]
    return list(dict.fromkeys(str(key) for key in keys if key is not None))
