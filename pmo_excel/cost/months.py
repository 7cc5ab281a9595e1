"""Time in months: how many months, and which part of one, lie between days; a month runs along its working time."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import DAY, as_date, instant
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.workdays import day_minutes


def month_of(day: int) -> int:
    """The month of a day, counted from January of year 0; days count from 1970."""
    at = as_date(day * DAY)
    return at.year * 12 + at.month - 1


def first_day(month: int) -> int:
    """The first day of a month."""
    return instant(date(month // 12, month % 12 + 1, 1)) // DAY


def last_day(month: int) -> int:
    """The last day of a month."""
    return first_day(month) + monthrange(month // 12, month % 12 + 1)[1] - 1


@dataclass(frozen=True, slots=True)
class Months:
    """Months from the morning of a first day on, along the working time of a calendar.

    The part of a month that has passed by the end of a day is the part of its working time; in a month without any, the
    part of its days.
    """

    calendar: Calendar
    start: int
    _worked: dict[int, Numbers] = field(default_factory=dict, repr=False)

    def at(self, day: int) -> float:
        """Months from the start to the end of a day."""
        return self._place(day) - self._place(self.start - 1)

    def day(self, months: float) -> int:
        """The day on which so many months since the start have passed."""
        place = self._place(self.start - 1) + months
        month = int(place)
        part = place - month
        if part < 1e-9:
            return last_day(month - 1)
        worked = self._month(month)
        return first_day(month) + int(np.searchsorted(worked, part * worked[-1] - 1e-6)) - 1

    def ends(self, finish: int) -> list[int]:
        """The last days of the months from the start to the one that a day lies in."""
        return [last_day(month) for month in range(month_of(self.start), month_of(finish) + 1)]

    def _place(self, day: int) -> float:
        month = month_of(day)
        worked = self._month(month)
        return month + float(worked[day - first_day(month) + 1] / worked[-1])

    def _month(self, month: int) -> Numbers:
        """Working minutes of a month up to the end of each day, 0 first."""
        if month not in self._worked:
            first, count = first_day(month), last_day(month) - first_day(month) + 1
            minutes = day_minutes(self.calendar, first, count)
            minutes = minutes if minutes.sum() > 0 else np.ones(count)
            self._worked[month] = np.concatenate([[0.0], np.cumsum(minutes)])
        return self._worked[month]
