"""Many keys at once: as ticks since 1970, on another calendar, and as working days."""

from __future__ import annotations

from math import gcd
from typing import Final, NamedTuple

import numpy as np

from pmo_excel.core.instants import DAY
from pmo_excel.risk.simulation.limits import OutOfRangeError
from pmo_excel.schedule.axis import SHIFT, STARTS, TICKS, Axis
from pmo_excel.schedule.links import Ints

_DAY: Final = DAY * TICKS


def moved(keys: Ints, ticks: Ints | int) -> Ints:
    """Keys with working time added or taken off, as `axis.moved`."""
    shifted = ((keys >> SHIFT) + ticks) << SHIFT
    back = np.where(np.less(ticks, 0), np.bitwise_or(shifted, STARTS), shifted)
    found: Ints = np.array(np.where(np.equal(ticks, 0), keys, back), np.int64)
    return found


def ticks_of(axis: Axis, keys: Ints) -> Ints:
    """Keys as ticks since 1970, as `Axis.tick`."""
    position, offset = keys >> SHIFT, keys & STARTS
    axis.reaches(int(position.min()), int(position.max()))
    starts, _, before = axis.as_arrays()
    opens = offset == STARTS
    at = np.searchsorted(before, position + opens) - 1
    found: Ints = starts[at] + position - before[at] + np.where(opens, 0, offset)
    return found


def keys_of(axis: Axis, ticks: Ints) -> Ints:
    """Ticks since 1970 as keys, as `Axis.key_at`."""
    axis.key_at(int(ticks.min()))
    axis.key_at(int(ticks.max()))
    starts, ends, before = axis.as_arrays()
    at = np.searchsorted(starts, ticks, side="right") - 1
    if (at < 0).any():
        raise OutOfRangeError("a date before all working time")
    start, end, position = starts[at], ends[at], before[at]
    inside = (position + ticks - start) << SHIFT
    after = ((position + end - start) << SHIFT) + ticks - end
    return np.where(ticks == start, position << SHIFT | STARTS, np.where(ticks < end, inside, after))


class Days(NamedTuple):
    """The working days of an axis, in order, and which of them each working time lies in.

    Attributes
    ----------
    grain
        Ticks that divide every working day: what lies in the same grain lies on the same day.
    base
        The position of the first working day's beginning.
    of_grain
        The number of the working day, by grain from `base`.
    day
        Days since 1970-01-01, by number.
    """

    grain: int
    base: int
    of_grain: Ints
    day: Ints

    def numbers(self, keys: Ints) -> Ints:
        """The number of the working day on which each finish lies; one outside of working time counts for the next."""
        position = (keys >> SHIFT) + ((keys & STARTS) > 0) - self.base
        at = ((position + (self.grain - 1)) + 0.5) * (1.0 / self.grain)
        grains = at.astype(np.int64) - 1
        if grains.size and (int(grains.min()) < 0 or int(grains.max()) >= len(self.of_grain)):
            raise OutOfRangeError("a date beyond the days that were looked at")
        return self.of_grain[grains]


def days_of(axis: Axis, first: int, last: int) -> Days:
    """The working days between two keys, with some room on both sides."""
    low, high = axis.tick(first), axis.tick(last)
    span = max((high - low) // 4, 60 * _DAY)
    axis.key_at(low - span)
    axis.key_at(high + span)
    starts, ends, before = axis.as_arrays()
    taken = (ends > low - span) & (starts < high + span)
    starts, ends, before = starts[taken], ends[taken], before[taken]
    pieces: list[int] = []
    lengths: list[int] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        while start < end:
            day = start // _DAY
            until = min(end, (day + 1) * _DAY)
            pieces.append(day)
            lengths.append(until - start)
            start = until
    day, at = np.unique(np.array(pieces, np.int64), return_inverse=True)
    length = np.bincount(at, weights=np.array(lengths, float)).astype(np.int64)
    grain = gcd(*length.tolist())
    return Days(grain, int(before[0]), np.repeat(np.arange(len(day)), length // grain), day)
