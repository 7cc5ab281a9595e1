"""The working-time axis of a calendar: instants to working time and back, and dates as integers that can be added.

Inside, time is counted in *ticks* of a tenth of a minute, the resolution of Microsoft Project.

A *key* is an instant on an axis: the working ticks before it, shifted left by `SHIFT` bits, plus how far it lies in
the non-working time that follows them. So keys sort as their instants do, working time is added by integer addition,
and both ends of a night stay apart: 17:00 has offset 0 and the next 08:00 has offset `STARTS`, at the same position.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.schedule.calendars import Calendar

TICKS: Final = 10
"""Ticks of a minute."""

SHIFT: Final = 28
STARTS: Final = (1 << SHIFT) - 1
"""The offset of the start of a working period, after all non-working time before it."""

NO_KEY: Final = -(1 << 62)
"""Earlier than every key."""

LAST_KEY: Final = 1 << 62
"""Later than every key."""

_FIRST_DAY, _LAST_DAY = -25567, 84005  # 1900-01-01 and 2200-01-01: no plan goes beyond
_DAY: Final = DAY * TICKS


class Axis:
    """Working time of one calendar, in ticks before or after an origin; it grows when asked about other times.

    Parameters
    ----------
    calendar
        Must have some working time (`Calendar.works`).
    origin
        An instant near the plan's start; position 0 lies before it.
    """

    __slots__ = ("_arrays", "_first_day", "_last_day", "before", "calendar", "ends", "starts")

    def __init__(self, calendar: Calendar, origin: int) -> None:
        if not calendar.works:
            raise ValueError(f"calendar {calendar.name!r} has no working time")
        self.calendar = calendar
        day = min(max(origin // DAY, _FIRST_DAY + 400), _LAST_DAY - 800)
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.before: list[int] = []
        self._arrays: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]] | None = None
        self._first_day = day - 35
        self._last_day = self._first_day - 1
        self._grow_forward(day + 400)
        while not self.starts:
            self._grow()

    def _grow(self) -> bool:
        """Twice the horizon, later first; False when both ends of the time we keep are reached."""
        span = self._last_day - self._first_day + 1
        if self._last_day < _LAST_DAY:
            self._grow_forward(min(self._last_day + span, _LAST_DAY))
        elif self._first_day > _FIRST_DAY:
            self._grow_back(max(self._first_day - span, _FIRST_DAY))
        else:
            return False
        return True

    def _grow_forward(self, last: int) -> None:
        starts, ends = _periods(self.calendar, self._last_day + 1, last)
        self._last_day, self._arrays = last, None
        if not starts.size:
            return
        if self.ends and self.ends[-1] == starts[0]:
            starts[0] = self.starts.pop()
            self.ends.pop()
            position = self.before.pop()
        else:
            position = self.before[-1] + self.ends[-1] - self.starts[-1] if self.starts else 0
        lengths = ends - starts
        self.starts += starts.tolist()
        self.ends += ends.tolist()
        self.before += (position + np.cumsum(lengths) - lengths).tolist()

    def _grow_back(self, first: int) -> None:
        earlier = Axis.__new__(Axis)
        earlier.calendar, earlier.starts, earlier.ends, earlier.before = self.calendar, [], [], []
        earlier._last_day = first - 1
        earlier._grow_forward(self._first_day - 1)
        if earlier.starts:
            total = earlier.before[-1] + earlier.ends[-1] - earlier.starts[-1]
            shift = (self.before[0] if self.before else 0) - total
            earlier.before = [position + shift for position in earlier.before]
            if self.starts and earlier.ends[-1] == self.starts[0]:
                self.starts[0], self.before[0] = earlier.starts.pop(), earlier.before.pop()
                earlier.ends.pop()
            self.starts[:0], self.ends[:0], self.before[:0] = earlier.starts, earlier.ends, earlier.before
        self._first_day, self._arrays = first, None

    def _covers(self, tick: int) -> int:
        """The tick, with the axis grown to it; at most the first or last time that is kept."""
        while tick >= self.ends[-1] and self._last_day < _LAST_DAY:
            self._grow_forward(min(2 * self._last_day - self._first_day + 1, _LAST_DAY))
        while tick < self.starts[0] and self._first_day > _FIRST_DAY:
            self._grow_back(max(2 * self._first_day - self._last_day - 1, _FIRST_DAY))
        return min(max(tick, _FIRST_DAY * _DAY), _LAST_DAY * _DAY)

    def reaches(self, low: int, high: int) -> None:
        """Grow until the working periods around both positions are on the axis, as far as there are any."""
        while self.before[-1] <= high and self._last_day < _LAST_DAY:
            self._grow_forward(min(2 * self._last_day - self._first_day + 1, _LAST_DAY))
        while self.before[0] >= low and self._first_day > _FIRST_DAY:
            self._grow_back(max(2 * self._first_day - self._last_day - 1, _FIRST_DAY))

    def key_at(self, tick: int) -> int:
        """A tick since 1970 as a key of this axis."""
        if not self.starts[0] <= tick < self.ends[-1]:
            tick = self._covers(tick)
        at = bisect_right(self.starts, tick) - 1
        if at < 0:
            return ((self.before[0] - 1) << SHIFT) + 1
        start, end = self.starts[at], self.ends[at]
        if tick == start:
            return self.before[at] << SHIFT | STARTS
        if tick < end:
            return (self.before[at] + tick - start) << SHIFT
        return ((self.before[at] + end - start) << SHIFT) + tick - end

    def tick(self, key: int) -> int:
        """The tick of a key; `NO_INSTANT` where the calendar's working time does not reach so far."""
        position, offset = key >> SHIFT, key & STARTS
        if not self.before[0] < position < self.before[-1]:
            self.reaches(position, position)
        if offset == STARTS:
            at = bisect_right(self.before, position) - 1
            offset = 0
        else:
            at = bisect_left(self.before, position) - 1
        if at < 0:
            return NO_INSTANT
        tick = self.starts[at] + position - self.before[at]
        return tick + offset if tick <= self.ends[at] else NO_INSTANT

    def key(self, instant: float) -> int:
        """An instant as a key of this axis."""
        return self.key_at(round(instant * TICKS))

    def instant(self, key: int) -> int:
        """The instant of a key, the minute it lies in; `NO_INSTANT` where the working time does not reach so far."""
        tick = self.tick(key)
        return tick if tick == NO_INSTANT else tick // TICKS

    def instants(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """The instants of many keys at once; `NO_KEY` and `LAST_KEY` give `NO_INSTANT`."""
        if not keys.size:
            return keys
        real = (keys > NO_KEY) & (keys < LAST_KEY)
        position, offset = np.where(real, keys >> SHIFT, self.before[0] + 1), keys & STARTS
        self.reaches(int(position.min()), int(position.max()))
        starts, ends, before = self.as_arrays()
        opens = offset == STARTS
        at = np.searchsorted(before, position + opens) - 1
        found = starts[at] + position - before[at]
        sound = real & (at >= 0) & (found <= ends[at])
        return np.where(sound, (found + np.where(opens, 0, offset)) // TICKS, NO_INSTANT)

    def as_arrays(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        if self._arrays is None:
            self._arrays = np.array(self.starts), np.array(self.ends), np.array(self.before)
        return self._arrays

    def next_start(self, instant: int) -> int:
        """The instant itself in working time, else the start of the next working period: 17:00 becomes 08:00."""
        return self.instant(self.key(instant) | STARTS)

    def previous_finish(self, instant: int) -> int:
        """The instant itself in working time, else the end of the last working period: 08:00 becomes 17:00."""
        return self.instant(self.key(instant) & ~STARTS)

    def add(self, instant: int, minutes: float) -> int:
        """The instant after so many working minutes, landing at the end of a period, never at the next start.

        Nothing added changes nothing; negative minutes go back and land at the start of a period.
        """
        return self.instant(moved(self.key(instant), ticks(minutes)))

    def between(self, start: int, finish: int) -> int:
        """Working minutes from one instant to another; negative when the second is earlier."""
        return ((self.key(finish) >> SHIFT) - (self.key(start) >> SHIFT)) // TICKS

    def first_start(self, day: int) -> int:
        """When work begins on a day (days since 1970-01-01), or on the next working day: a start given as a date."""
        return self.next_start(day * DAY)

    def last_finish(self, day: int) -> int:
        """When work ends on a day (days since 1970-01-01), or before it: a finish given as a date."""
        return self.previous_finish((day + 1) * DAY)


def _periods(calendar: Calendar, first: int, last: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and ends [ticks] of the working periods from one day to another; a night that is worked joins two days."""
    days = calendar.days(first, last)
    midnight = np.arange(first, last + 1) * _DAY
    which = np.fromiter(map(id, days), np.int64, len(days))
    starts, ends = [midnight[:0]], [midnight[:0]]
    for number, intervals in {id(day): day for day in days}.items():
        at = midnight[which == number]
        starts += [at + from_minute * TICKS for from_minute, _ in intervals]
        ends += [at + to_minute * TICKS for _, to_minute in intervals]
    start, end = np.sort(np.concatenate(starts)), np.sort(np.concatenate(ends))
    apart = start[1:] != end[:-1]
    return start[np.append(True, apart)[: start.size]], end[np.append(apart, True)[: end.size]]


def key_array(keys: Sequence[int]) -> NDArray[np.int64]:
    """Keys as an array; those beyond all time that is kept are `NO_KEY` or `LAST_KEY`."""
    try:
        return np.array(keys, np.int64)
    except OverflowError:
        return np.array([min(max(key, NO_KEY), LAST_KEY) for key in keys], np.int64)


def ticks(minutes: float) -> int:
    """Minutes as ticks."""
    return round(minutes * TICKS)


def moved(key: int, working_ticks: int) -> int:
    """A key with working time added, at the end of a working period; or taken off, at the start of one."""
    if working_ticks == 0:
        return key
    moved_key = (key >> SHIFT) + working_ticks << SHIFT
    return moved_key if working_ticks > 0 else moved_key | STARTS
