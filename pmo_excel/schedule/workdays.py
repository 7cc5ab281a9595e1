"""Working days: counted, added, and as hours by day."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.instants import DAY
from pmo_excel.schedule.calendars import Calendar

_FURTHEST: Final = 400 * 366
"""Days searched for working time: the 400 years after which the Gregorian calendar repeats itself."""


def day_minutes(calendar: Calendar, first: int, count: int) -> NDArray[np.float64]:
    """Working minutes of each of so many days, from a first day given as days since 1970."""
    days = calendar.days(first, first + count - 1) if count > 0 else []
    return np.array([float(sum(to - start for start, to in day)) for day in days])


def working_days(calendar: Calendar, date_from: int, date_to: int) -> int:
    """Days with working time from one date to another, both included; 0 when the second is earlier."""
    first, last = date_from // DAY, date_to // DAY
    return sum(1 for day in calendar.days(first, last) if day) if last >= first else 0


def working_days_after(calendar: Calendar, before: int, after: int) -> int:
    """Working days by which one date lies after another; negative when it lies before.

    From Friday to Monday is 1, as a finish that moves from the one to the other is one working day late.
    """
    if after >= before:
        return working_days(calendar, before + DAY, after)
    return -working_days(calendar, after + DAY, before)


def add_working_days(calendar: Calendar, date: int, days: int) -> int | None:
    """The date so many working days after (before, when negative) another; None where the calendar has no such day.

    Like WORKDAY of the spreadsheets: 1 from a Friday is Monday; 0 is the date itself.
    """
    at, left, step = date // DAY, abs(days), 1 if days > 0 else -1
    searched = 0
    while left and searched < _FURTHEST:
        block = range(at + step, at + step * 367, step)
        found = calendar.days(min(block), max(block))
        for day, intervals in zip(block, found if step > 0 else reversed(found), strict=True):
            left -= bool(intervals)
            if not left:
                return day * DAY
        at, searched = at + step * 366, searched + 366
    return None if left else at * DAY
