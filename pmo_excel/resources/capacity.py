"""Capacity: how many hours each resource has on each day, from calendar, leave, part-time and availability dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Code, Problem
from pmo_excel.resources.bookings import rows_by_key
from pmo_excel.resources.tables import Leave, Resources, Terms
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.workdays import day_minutes


@dataclass(frozen=True, slots=True)
class Days:
    """The days looked at: the first as days since 1970, and how many."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """Hours by resource and day.

    Attributes
    ----------
    present : (resources, days)
        Hours that a person working full time would be there: the calendar's hours less leave.
    capacity : (resources, days)
        Hours that this resource has: present, times Capacity %, between its availability dates.
    """

    present: Numbers
    capacity: Numbers


def capacity(
    resources: Resources,
    leave: Leave | None,
    calendars: Mapping[str, Calendar],
    default: Calendar,
    days: Days,
    terms: Terms | None = None,
) -> tuple[Capacity, list[Problem]]:
    """Hours by resource and day, and what is wrong in the names of calendars and resources.

    Terms change the share of the calendar from a day on: somebody who grows into the work, or goes part time. A
    resource with a cell of these that cannot be read has nan hours.

    Source
    ------
    Capacity = calendar hours × availability % - leave (PMI, Practice Standard for Scheduling, resource calendars).
    """
    present, problems = _calendar_hours(resources, calendars, default, days)
    if leave is not None:
        problems += _take_leave(present, resources, leave, days)
    share, found = _share_by_day(resources, terms, days)
    hours = present * share
    at = np.arange(days.first, days.first + days.count)
    start = np.where(resources.available_from == NO_INSTANT, days.first, resources.available_from // DAY)
    end = np.where(resources.available_to == NO_INSTANT, at[-1] if len(at) else 0, resources.available_to // DAY)
    hours[(at[None, :] < start[:, None]) | (at[None, :] > end[:, None])] = 0.0
    for name in ("capacity", "available_from", "available_to"):
        hours[list(resources.wrong(name))] = np.nan
    return Capacity(present, hours), [*problems, *found]


def _share_by_day(resources: Resources, terms: Terms | None, days: Days) -> tuple[Numbers, list[Problem]]:
    """Share of the calendar by resource and day; each of the terms holds until the next of the same resource."""
    full = np.where(np.isnan(resources.capacity), 1.0, resources.capacity)
    share = np.repeat(full[:, None], days.count, axis=1)
    if terms is None:
        return share, []
    rows = rows_by_key(terms.resource_id, resources.id)
    problems = [_unknown(terms, row) for row in np.flatnonzero(rows < 0).tolist() if terms.resource_id[row] is not None]
    for row in np.argsort(terms.valid_from, kind="stable").tolist():
        unread = row in terms.wrong("capacity") or row in terms.wrong("valid_from")
        if rows[row] < 0 or (np.isnan(terms.capacity[row]) and not unread):
            continue
        from_day = terms.valid_from[row]
        low = 0 if from_day == NO_INSTANT else min(max(int(from_day) // DAY - days.first, 0), days.count)
        share[rows[row], low:] = np.nan if unread else terms.capacity[row]
    return share, problems


def _unknown(table: Terms | Leave, row: int) -> Problem:
    text = f"no resource has the ID {table.resource_id[row]!r}"
    return Problem(Code.UNKNOWN_RESOURCE, text, table.cell("resource_id", row), "Use an ID of the Resources sheet.")


def _calendar_hours(
    resources: Resources, calendars: Mapping[str, Calendar], default: Calendar, days: Days
) -> tuple[Numbers, list[Problem]]:
    made: dict[str | None, NDArray[np.float64]] = {None: day_minutes(default, days.first, days.count) / 60}
    problems = []
    hours = np.zeros((len(resources), days.count))
    for row, name in enumerate(resources.calendar.tolist()):
        if name is not None and name not in made:
            calendar = calendars.get(name.casefold())
            if calendar is None:
                text = f"no calendar is called {name!r}; the project's calendar is used"
                fix = "Use a name of the Calendars sheet."
                problems.append(Problem(Code.UNKNOWN_CALENDAR, text, resources.cell("calendar", row), fix))
                made[name] = made[None]
            else:
                made[name] = day_minutes(calendar, days.first, days.count) / 60
        hours[row] = made[name]
    return hours, problems


def _take_leave(present: Numbers, resources: Resources, leave: Leave, days: Days) -> list[Problem]:
    """Take the hours away: half days add up; a row that is there twice, as in two workbooks, is taken once."""
    rows = rows_by_key(leave.resource_id, resources.id)
    away = np.zeros_like(present)
    unread = leave.wrong("date_from") | leave.wrong("date_to") | leave.wrong("portion")
    problems = []
    taken: set[tuple[int, int, int, float]] = set()
    for row, who in enumerate(rows.tolist()):
        start, end = int(leave.date_from[row]), int(leave.date_to[row])
        if who < 0:
            problems += [_unknown(leave, row)] if leave.resource_id[row] is not None and start != NO_INSTANT else []
        elif row in unread:
            away[who] = np.nan
        elif start != NO_INSTANT:
            last = start if end == NO_INSTANT else end
            low, high = (min(max(day // DAY - days.first, 0), days.count) for day in (start, last + DAY))
            portion = float(leave.portion[row])
            portion = 1.0 if portion != portion else portion
            if (who, low, high, portion) not in taken:
                taken.add((who, low, high, portion))
                away[who, low:high] += portion
    present *= 1.0 - np.minimum(away, 1.0)
    return problems
