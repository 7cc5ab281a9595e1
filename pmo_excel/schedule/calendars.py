"""Calendars: the working week, its exceptions and other weeks for a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from pmo_excel.core.instants import DAY

Intervals: TypeAlias = tuple[tuple[int, int], ...]
"""Working times of one day as half-open (from, to) minutes after midnight, in order, not touching each other."""

Week: TypeAlias = tuple[Intervals, Intervals, Intervals, Intervals, Intervals, Intervals, Intervals]
"""Working times from Monday to Sunday."""

DAY_OFF: Final[Intervals] = ()
_LONGEST_SPAN: Final = 3660  # days of one exception that are looked at when two calendars are combined
_WITHOUT_BREAK: Final = 300
_OFFICE_DAY: Final[Intervals] = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))


@dataclass(frozen=True, slots=True)
class CalendarException:
    """Days with other working times than the week says: a holiday, a half day, a working Saturday.

    Attributes
    ----------
    first, last
        The first and the last day, as days since 1970-01-01, both included.
    """

    first: int
    last: int
    intervals: Intervals = DAY_OFF


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """Another working week for a time: summer hours. A weekday that is None keeps the calendar's own times."""

    first: int
    last: int
    week: tuple[Intervals | None, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """When work is done: a week pattern, other weeks for a time, and single exceptions.

    Exceptions go before work weeks, work weeks before the week pattern; among their own kind the later one wins.
    """

    name: str
    week: Week
    exceptions: tuple[CalendarException, ...] = ()
    work_weeks: tuple[WorkWeek, ...] = ()

    @property
    def endless(self) -> bool:
        """Whether working time never ends, because the week pattern has some."""
        return any(self.week)

    @property
    def works(self) -> bool:
        """Whether there is any working time at all."""
        return (
            self.endless
            or any(e.intervals for e in self.exceptions)
            or any(day for w in self.work_weeks for day in w.week)
        )

    @property
    def minutes_per_day(self) -> int:
        """Working minutes of the longest weekday; 0 when the week has none."""
        return max(sum(to - start for start, to in day) for day in self.week)

    def same_times(self, other: Calendar) -> bool:
        """Whether both calendars have the same times, whatever their names."""
        return replace(self, name=other.name) == other

    def with_exceptions(self, exceptions: Iterable[CalendarException]) -> Calendar:
        """The same calendar with more exceptions, which win over its own."""
        return replace(self, exceptions=(*self.exceptions, *exceptions))

    def without_working_time(self, days: Iterable[int]) -> Calendar:
        """The same calendar with these days off (days since 1970-01-01)."""
        return self.with_exceptions(CalendarException(day, day) for day in days)

    def days(self, first: int, last: int) -> list[Intervals]:
        """The working times of each day from first to last (included), as days since 1970-01-01."""
        count = last - first + 1
        shift = weekday(first)
        found = list((self.week[shift:] + self.week[:shift]) * (count // 7 + 1))[:count]
        for work_week in self.work_weeks:
            for at in range(max(work_week.first - first, 0), min(work_week.last - first + 1, count)):
                day = work_week.week[(shift + at) % 7]
                if day is not None:
                    found[at] = day
        for exception in self.exceptions:
            for at in range(max(exception.first - first, 0), min(exception.last - first + 1, count)):
                found[at] = exception.intervals
        return found


def common_time(one: Calendar, other: Calendar) -> Calendar:
    """The calendar of the times that both calendars have: a task's with a resource's."""
    week = [_overlap(a, b) for a, b in zip(one.week, other.week, strict=True)]
    spans = [(e.first, e.last) for each in (one, other) for e in each.exceptions]
    spans += [(w.first, w.last) for each in (one, other) for w in each.work_weeks]
    special = {day for first, last in spans for day in range(first, min(last, first + _LONGEST_SPAN) + 1)}
    exceptions = [
        CalendarException(day, day, _overlap(one.days(day, day)[0], other.days(day, day)[0])) for day in sorted(special)
    ]
    name = f"{one.name} and {other.name}"
    return Calendar(name, (week[0], week[1], week[2], week[3], week[4], week[5], week[6]), tuple(exceptions))


def _overlap(one: Intervals, other: Intervals) -> Intervals:
    spans = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple(sorted((start, finish) for start, finish in spans if start < finish))


def weekday(day: int) -> int:
    """Monday 0 to Sunday 6, of a day since 1970-01-01, which was a Thursday."""
    return (day + 3) % 7


def week_of(day: Intervals, working_days: int = 5) -> Week:
    """A week with the same times on its first working days, counted from Monday, and the rest off."""
    at = [day if weekday_number < working_days else DAY_OFF for weekday_number in range(7)]
    return (at[0], at[1], at[2], at[3], at[4], at[5], at[6])


def hours_from(start: int, minutes: int) -> Intervals:
    """Working times of one day that starts at a minute and has so many working minutes.

    More than five hours are interrupted by an hour's break after four, as in the Standard calendar, where it fits. What
    would go past midnight starts so much earlier.
    """
    minutes = min(minutes, DAY)
    if minutes <= 0:
        return DAY_OFF
    if start + minutes > DAY:
        return ((DAY - minutes, DAY),)
    if minutes <= _WITHOUT_BREAK or start + minutes + 60 > DAY:
        return ((start, start + minutes),)
    return _with_break(start, minutes)


def week_from(start: int, minutes: Sequence[int]) -> Week:
    """A week whose days start at a minute and have so many working minutes, from Monday to Sunday.

    A shift that goes past midnight goes on in the morning of the next day, as in the Night Shift calendar of
    Microsoft Project.
    """
    days: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for weekday_number, wanted in enumerate(minutes):
        length = min(wanted, DAY)
        past_midnight = start + length > DAY
        breaks = past_midnight and _WITHOUT_BREAK < length <= DAY - 60
        spans = _with_break(start, length) if breaks else ((start, start + length),)
        for from_minute, to_minute in spans if past_midnight else hours_from(start, length):
            for day, shift in ((weekday_number, 0), ((weekday_number + 1) % 7, DAY)):
                first, last = max(from_minute - shift, 0), min(to_minute - shift, DAY)
                if first < last:
                    days[day].append((first, last))
    at = [joined(spans) for spans in days]
    return (at[0], at[1], at[2], at[3], at[4], at[5], at[6])


def _with_break(start: int, minutes: int) -> Intervals:
    return ((start, start + 240), (start + 300, start + minutes + 60))


def joined(spans: Iterable[tuple[int, int]]) -> Intervals:
    """Times in order, those that touch each other as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


STANDARD: Final = Calendar("Standard", week_of(_OFFICE_DAY))
"""Monday to Friday, 08:00-12:00 and 13:00-17:00: the Standard calendar of Microsoft Project."""

ALWAYS: Final = Calendar("24 Hours", week_of(((0, DAY),), working_days=7))
"""Every minute is working time; along it elapsed durations are counted."""
