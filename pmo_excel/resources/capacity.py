"""Capacity: how many hours each resource has on each day, from calendar, leave, part-time and availability dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Code, Problem
from pmo_excel.resources.tables import Leave, Resources
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
    resources: Resources, leave: Leave | None, calendars: Mapping[str, Calendar], default: Calendar, days: Days
) -> tuple[Capacity, list[Problem]]:
    """Hours by resource and day, and what is wrong in the names of calendars and resources.

    Source
    ------
    Capacity = calendar hours × availability % - leave (PMI, Practice Standard for Scheduling, resource calendars).
    """
    present, problems = _calendar_hours(resources, calendars, default, days)
    if leave is not None:
        problems += _take_leave(present, resources, leave, days)
    share = np.where(np.isnan(resources.capacity), 1.0, resources.capacity)
    hours = present * share[:, None]
    at = np.arange(days.first, days.first + days.count)
    start = np.where(resources.available_from == NO_INSTANT, days.first, resources.available_from // DAY)
    end = np.where(resources.available_to == NO_INSTANT, at[-1] if len(at) else 0, resources.available_to // DAY)
    hours[(at[None, :] < start[:, None]) | (at[None, :] > end[:, None])] = 0.0
    return Capacity(present, hours), problems


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
    rows = {str(key): row for row, key in enumerate(resources.id.tolist()) if key is not None}
    problems = []
    for row, key in enumerate(leave.resource_id.tolist()):
        start = int(leave.date_from[row])
        if key is None or start == NO_INSTANT:
            continue
        if str(key) not in rows:
            text = f"no resource has the ID {key!r}"
            fix = "Use an ID of the Resources sheet."
            problems.append(Problem(Code.UNKNOWN_RESOURCE, text, leave.cell("resource_id", row), fix))
            continue
        end = int(leave.date_to[row])
        last = start if end == NO_INSTANT else end
        low, high = max(start // DAY - days.first, 0), max(last // DAY - days.first + 1, 0)
        portion = float(leave.portion[row])
        present[rows[str(key)], low:high] *= 1.0 - (1.0 if portion != portion else portion)
    return problems
