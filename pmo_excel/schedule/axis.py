"""The working-time axis of a calendar: instants to working minutes and back, and dates as integers that can be added.

A *key* is an instant on an axis: the working minutes before it, shifted left by `SHIFT` bits, plus how far it lies in
the non-working time that follows them. So keys sort as their instants do, working time is added by integer addition,
and both ends of a night stay apart: 17:00 has offset 0 and the next 08:00 has offset `STARTS`, at the same position.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

import numpy as np

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.schedule.calendars import Calendar

SHIFT: Final = 28
STARTS: Final = (1 << SHIFT) - 1
"""The offset of the start of a working period, after all non-working time before it."""

NO_KEY: Final = -(1 << 62)
"""Earlier than every key."""

LAST_KEY: Final = 1 << 62
"""Later than every key."""

_FIRST_DAY, _LAST_DAY = -25567, 84005  # 1900-01-01 and 2200-01-01: no plan goes beyond


class Axis:
    """Working time of one calendar, in minutes before or after an origin; it grows when asked about later times.

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
        self._arrays: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
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
        starts, ends, before = self.starts, self.ends, self.before
        position = before[-1] + ends[-1] - starts[-1] if starts else 0
        for at, intervals in enumerate(self.calendar.days(self._last_day + 1, last), self._last_day + 1):
            midnight = at * DAY
            for start, end in intervals:
                if ends and ends[-1] == midnight + start:
                    ends[-1] = midnight + end
                else:
                    starts.append(midnight + start)
                    ends.append(midnight + end)
                    before.append(position)
                position += end - start
        self._last_day, self._arrays = last, None

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

    def _covers(self, instant: int) -> int:
        """The instant, with the axis grown to it; at most the first or last time that is kept."""
        while instant >= self.ends[-1] and self._last_day < _LAST_DAY:
            self._grow_forward(min(2 * self._last_day - self._first_day + 1, _LAST_DAY))
        while instant < self.starts[0] and self._first_day > _FIRST_DAY:
            self._grow_back(max(2 * self._first_day - self._last_day - 1, _FIRST_DAY))
        return min(max(instant, _FIRST_DAY * DAY), _LAST_DAY * DAY)

    def _reaches(self, low: int, high: int) -> None:
        """Grow until the working periods around both positions are on the axis, as far as there are any."""
        while self.before[-1] <= high and self._last_day < _LAST_DAY:
            self._grow_forward(min(2 * self._last_day - self._first_day + 1, _LAST_DAY))
        while self.before[0] >= low and self._first_day > _FIRST_DAY:
            self._grow_back(max(2 * self._first_day - self._last_day - 1, _FIRST_DAY))

    def key(self, instant: int) -> int:
        """An instant as a key of this axis."""
        if not self.starts[0] <= instant < self.ends[-1]:
            instant = self._covers(instant)
        at = bisect_right(self.starts, instant) - 1
        if at < 0:
            return ((self.before[0] - 1) << SHIFT) + 1
        start, end = self.starts[at], self.ends[at]
        if instant == start:
            return self.before[at] << SHIFT | STARTS
        if instant < end:
            return (self.before[at] + instant - start) << SHIFT
        return ((self.before[at] + end - start) << SHIFT) + instant - end

    def position(self, instant: int) -> int:
        """Working minutes between the origin and an instant."""
        return self.key(instant) >> SHIFT

    def instant(self, key: int) -> int:
        """The instant of a key; `NO_INSTANT` where the calendar's working time does not reach so far."""
        position, offset = key >> SHIFT, key & STARTS
        if not self.before[0] < position < self.before[-1]:
            self._reaches(position, position)
        if offset == STARTS:
            at = bisect_right(self.before, position) - 1
            offset = 0
        else:
            at = bisect_left(self.before, position) - 1
        if at < 0:
            return NO_INSTANT
        instant = self.starts[at] + position - self.before[at]
        return instant + offset if instant <= self.ends[at] else NO_INSTANT

    def instants(self, keys: Sequence[int]) -> list[int]:
        """The instants of many keys at once; `NO_KEY` and `LAST_KEY` give `NO_INSTANT`."""
        column = np.asarray(keys, np.int64)
        if not column.size:
            return []
        real = (column > NO_KEY) & (column < LAST_KEY)
        position, offset = np.where(real, column >> SHIFT, self.before[0] + 1), column & STARTS
        self._reaches(int(position.min()), int(position.max()))
        starts, ends, before = self._as_arrays()
        opens = offset == STARTS
        at = np.searchsorted(before, position + opens) - 1
        found = starts[at] + position - before[at]
        sound = real & (at >= 0) & (found <= ends[at])
        instants: list[int] = np.where(sound, found + np.where(opens, 0, offset), NO_INSTANT).tolist()
        return instants

    def _as_arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        if self._arrays is None:
            self._arrays = np.array(self.starts), np.array(self.ends), np.array(self.before)
        return self._arrays

    def next_start(self, instant: int) -> int:
        """The instant itself in working time, else the start of the next working period: 17:00 becomes 08:00."""
        return self.instant(self.key(instant) | STARTS)

    def previous_finish(self, instant: int) -> int:
        """The instant itself in working time, else the end of the last working period: 08:00 becomes 17:00."""
        return self.instant(self.key(instant) & ~STARTS)

    def add(self, instant: int, minutes: int) -> int:
        """The instant after so many working minutes, landing at the end of a period, never at the next start.

        Nothing added changes nothing; negative minutes go back and land at the start of a period.
        """
        if minutes == 0:
            return instant
        position = self.position(instant) + minutes
        return self.instant(position << SHIFT if minutes > 0 else position << SHIFT | STARTS)

    def between(self, start: int, finish: int) -> int:
        """Working minutes from one instant to another; negative when the second is earlier."""
        return self.position(finish) - self.position(start)

    def first_start(self, day: int) -> int:
        """When work begins on a day (days since 1970-01-01), or on the next working day: a start given as a date."""
        return self.next_start(day * DAY)

    def last_finish(self, day: int) -> int:
        """When work ends on a day (days since 1970-01-01), or before it: a finish given as a date."""
        return self.previous_finish((day + 1) * DAY)


def moved(key: int, minutes: int) -> int:
    """A key with working time added, at the end of a working period; or taken off, at the start of one."""
    if minutes == 0:
        return key
    moved_key = (key >> SHIFT) + minutes << SHIFT
    return moved_key if minutes > 0 else moved_key | STARTS
