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
from pmo_excel.resources.bookings import Bookings, Marks, Positions, bookings, unplaced
from pmo_excel.resources.capacity import Capacity, Days, capacity
from pmo_excel.resources.progress import StatusDates, in_progress
from pmo_excel.resources.tables import Assignments, Leave, Resources, Terms
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.tables import Schedule

TOLERANCE: Final = 1e-6
"""Hours by which a load may exceed capacity through rounding alone."""
LONGEST: Final = 36_525
"""Days that loads are computed for at once: a hundred years, beyond which some date is a slip."""
SHARES: Final = 10**9
"""Parts of full time that shares are summed in: sums of whole numbers come back to 0 exactly."""


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

    def within(self, days: Days) -> Numbers:
        """The load on other days: 0 on those that are not looked at."""
        found = np.zeros((self.load.shape[0], days.count))
        low, high = max(days.first, self.days.first), min(days.first + days.count, self.days.first + self.days.count)
        if low < high:
            mine, theirs = self.days.first, days.first
            found[:, low - theirs : high - theirs] = self.load[:, low - mine : high - mine]
        return found


def daily_load(
    assignments: Assignments,
    resources: Resources,
    tasks: Schedule | None,
    leave: Leave | None,
    calendars: Mapping[str, Calendar],
    default: Calendar,
    booking: str,
    period: str,
    terms: Terms | None = None,
    status_dates: StatusDates = None,
) -> tuple[DailyLoad | None, list[Problem]]:
    """Hours booked and available by resource and day; None when no assignment has dates.

    Units are a share of full time: 60 % of a 7.5 hour day is 4.5 hours. Work is spread evenly over the hours that its
    resource is there between start and finish. Nobody is booked while away. Expected counts soft bookings by how likely
    they are. Work in progress is what was worked up to the status date, and what is left after it. Where an
    assignment's amount or dates cannot be read, its resource's load is nan on those days.
    """
    placed, problems = placed_load(
        assignments, resources, tasks, leave, calendars, default, period, terms, status_dates
    )
    if placed is None:
        return None, problems
    counted = placed.counted(booking)
    load = placed.hours(booking)
    return DailyLoad(placed.days, placed.available.present, placed.available.capacity, load, counted), problems


@dataclass(frozen=True, slots=True)
class PlacedLoad:
    """Bookings on days, before it is said which of them count.

    Attributes
    ----------
    days
        The days looked at: whole periods around all assignments.
    available
        Hours by resource and day.
    bookings
        Every booking, and `share`, of the hours that its resource is there, nan where the amount could not be read.
    unplaced
        Resources with an assignment that could not be placed on days.
    """

    days: Days
    available: Capacity
    bookings: Bookings
    share: Numbers
    unplaced: Positions

    def counted(self, booking: str) -> Bookings:
        """The bookings of a kind: Hard, Soft, or all of them."""
        return self.bookings.of(self._of_kind(booking))

    def hours(self, booking: str) -> Numbers:
        """Hours booked by resource and day; Expected counts soft bookings by their probability."""
        keep = self._of_kind(booking)
        share = self.share * self.bookings.probability if booking == "Expected" else self.share
        load = spread(share[keep], self.bookings.of(keep), self.available.present, self.days)
        load[self.unplaced] = np.nan
        return load

    def _of_kind(self, booking: str) -> Marks:
        if booking in ("All", "Expected"):
            return np.ones(len(self.share), dtype=bool)
        return self.bookings.hard if booking == "Hard" else ~self.bookings.hard


def placed_load(
    assignments: Assignments,
    resources: Resources,
    tasks: Schedule | None,
    leave: Leave | None,
    calendars: Mapping[str, Calendar],
    default: Calendar,
    period: str,
    terms: Terms | None = None,
    status_dates: StatusDates = None,
) -> tuple[PlacedLoad | None, list[Problem]]:
    """Every booking on its days, with the hours there are; None when no assignment has dates."""
    planned, problems = bookings(assignments, resources, tasks)
    if not len(planned.row):
        return None, problems
    days = whole_periods(int(planned.first.min()), int(planned.last.max()), period)
    if days.count > LONGEST:
        return None, [*problems, _too_far(assignments, planned)]
    placed = in_progress(planned, assignments, status_dates)
    available, found = capacity(resources, leave, calendars, default, days, terms)
    share, left = booked_shares(placed, available, days, assignments)
    lost = unplaced(assignments, resources, planned)
    return PlacedLoad(days, available, placed, share, lost), [*problems, *found, *left]


def _too_far(assignments: Assignments, placed: Bookings) -> Problem:
    at = int(placed.last.argmax())
    first, last = int(placed.first.min()) * DAY, int(placed.last[at]) * DAY
    text = f"assignments from {as_date(first):%Y} to {as_date(last):%Y} are too far apart, so no load is computed"
    cell = assignments.cell("finish", int(placed.row[at]))
    return Problem(Code.OUT_OF_RANGE, text, cell, "Correct the date that is meant otherwise.", Severity.CRITICAL)


def hours_before(present: Numbers) -> Numbers:
    """Hours from the first day up to each day: (resources, days + 1)."""
    total = np.zeros((present.shape[0], present.shape[1] + 1))
    np.cumsum(present, axis=1, out=total[:, 1:])
    return total


def booked_shares(
    placed: Bookings, available: Capacity, days: Days, assignments: Assignments
) -> tuple[Numbers, list[Problem]]:
    """Each booking's share of the hours that its resource is there; nan where its amount could not be read."""
    share = placed.units.copy()
    by_work = np.flatnonzero(~np.isnan(placed.work))
    total, row = hours_before(available.present).ravel(), placed.resource[by_work] * (days.count + 1) - days.first
    hours = total[row + placed.last[by_work] + 1] - total[row + placed.first[by_work]]
    work = placed.work[by_work]
    share[by_work] = np.divide(work, hours, out=np.zeros(len(work)), where=hours > 0)
    nowhere = by_work[(work > 0) & (hours <= 0)]
    problems = [
        Problem(
            Code.NO_WORKING_TIME,
            "the resource has no working hour between start and finish, so the work is on no day",
            assignments.cell("work", int(placed.row[at])),
            "Move the task, or change the leave or the resource.",
            Severity.MEDIUM,
        )
        for at in nowhere.tolist()
    ]
    return share, problems


def spread(share: Numbers, placed: Bookings, present: Numbers, days: Days) -> Numbers:
    """Hours by resource and day: each booking's share added where it starts, taken off after it ends, and summed.

    Shares are summed as whole parts of full time, which float64 holds exactly, so that they come back to 0. Columns are
    changed in place, as making large ones is what takes long.
    """
    end = placed.resource * (days.count + 1)
    end -= days.first
    start = end + placed.first
    end += placed.last
    end += 1
    whole = share * SHARES
    np.round(whole, out=whole)
    unread = np.flatnonzero(np.isnan(whole))
    whole[unread] = 0.0
    load = _running(start, end, whole, present.shape)
    load *= present
    load /= SHARES
    if len(unread):
        load[_running(start[unread], end[unread], np.ones(len(unread)), present.shape) > 0] = np.nan
    return load


def _running(start: Positions, end: Positions, amount: Numbers, shape: tuple[int, ...]) -> Numbers:
    """Sums by row and day of whole amounts that begin and end, in one array.

    One sum runs through all rows: what begins in a row ends in it, so each row starts from 0 again.
    """
    rows, width = shape[0], shape[1] + 1
    steps = np.zeros(rows * width)
    np.add.at(steps, start, amount)
    np.subtract.at(steps, end, amount)
    return np.cumsum(steps, out=steps).reshape(rows, width)[:, :-1]


def whole_periods(first: int, last: int, period: str) -> Days:
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
    starts = period_starts(daily.days, period)
    cut = np.array([start - daily.days.first for start in starts], dtype=np.int64)
    available = np.add.reduceat(daily.capacity, cut, axis=1)
    booked = np.add.reduceat(daily.load, cut, axis=1)
    worked = np.add.reduceat(np.where(np.isnan(daily.capacity), np.nan, daily.capacity > 0), cut, axis=1)
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


def period_starts(days: Days, period: str) -> list[int]:
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
