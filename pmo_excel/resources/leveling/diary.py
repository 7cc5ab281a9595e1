"""The diary: who is booked on which day, and whether one more task fits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.columns import Numbers
from pmo_excel.resources.leveling.demand import Demand

PARTS: Final = 10**6
"""Parts of full time that shares are counted in: sums of integers come back to 0 exactly."""


def parts(share: float) -> int:
    """A share in `PARTS`, rounded down: three thirds are not more than one."""
    return math.floor(share * PARTS + 1e-3)


class Conflict(NamedTuple):
    """A resource that does not have what is needed on a day; `away` where it is absent then."""

    resource: int
    day: int
    away: bool = False


@dataclass(frozen=True, slots=True)
class Availability:
    """By resource and day from `first` on.

    Attributes
    ----------
    limit
        The share of full time that there is, in `PARTS`; -1 on days without any hour, on which nobody is booked.
    away
        Whether leave takes the whole of a day that would be worked.
    hours
        Hours before each day, summed: one column more.
    most
        By resource: the largest share on any day.
    """

    first: int
    limit: list[list[int]]
    away: list[list[bool]]
    hours: list[list[float]]
    most: list[int]

    @property
    def days(self) -> int:
        """How many there are."""
        return len(self.limit[0]) if self.limit else 0


def availability(first: int, present: Numbers, capacity: Numbers, without_leave: Numbers) -> Availability:
    """From hours by resource and day: those that it is there, those that it has, and those without leave."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where((present > 0) & ~np.isnan(capacity), np.round(capacity / present * PARTS), -1)
    total = np.zeros((present.shape[0], present.shape[1] + 1))
    np.cumsum(present, axis=1, out=total[:, 1:])
    limit: NDArray[np.int64] = share.astype(np.int64)
    away: NDArray[np.bool_] = (present <= 0) & (without_leave > 0)
    return Availability(first, limit.tolist(), away.tolist(), total.tolist(), limit.max(axis=1, initial=-1).tolist())


@dataclass(slots=True)
class Diary:
    """Bookings on top of each other.

    A task books its share on every day from the first to the last that its people have hours on, as the load counts
    it. It does not begin on a day on which one of them is away, nor lie where one is away for more than half of it:
    it waits.

    Attributes
    ----------
    window
        The days, both included, on which too much is to be put right; others are left as they are.
    """

    people: Availability
    window: tuple[int, int]
    used: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.used = [[0] * self.people.days for _ in self.people.limit]

    def share(self, demand: Demand, first: int, last: int) -> int:
        """What a demand books on each day, in `PARTS`; -1 where hours are to be done and there are none."""
        if demand.hours != demand.hours:
            return parts(demand.share)
        total = self.people.hours[demand.resource]
        there = total[last + 1 - self.people.first] - total[first - self.people.first]
        if there > 0:
            return parts(demand.hours / there)
        return -1 if demand.hours > 0 else 0

    def covers(self, first: int, last: int) -> bool:
        """Whether these days are among those known."""
        return first >= self.people.first and last < self.people.first + self.people.days

    def conflict(self, needs: Sequence[Demand], first: int, last: int) -> Conflict | None:
        """What keeps a task from these days: the latest day on which one of its people lacks the time."""
        for demand in needs:
            found = self._away(demand.resource, first, last) or self._full(demand, first, last)
            if found and self.window[0] <= found.day <= self.window[1]:
                return found
        return None

    def _away(self, resource: int, first: int, last: int) -> Conflict | None:
        start, end = first - self.people.first, last - self.people.first + 1
        away = self.people.away[resource]
        if away[start]:
            return Conflict(resource, first, True)
        absent = sum(away[start:end])
        if absent and 2 * absent > absent + sum(limit >= 0 for limit in self.people.limit[resource][start:end]):
            return Conflict(resource, first, True)
        return None

    def _full(self, demand: Demand, first: int, last: int) -> Conflict | None:
        origin, resource = self.people.first, demand.resource
        share = self.share(demand, first, last)
        if share < 0:
            return Conflict(resource, first, True)
        limit, used = self.people.limit[resource], self.used[resource]
        low, high = max(first, self.window[0]) - origin, min(last, self.window[1]) - origin
        for day in range(high, low - 1, -1):
            if 0 <= limit[day] < used[day] + share and share:
                return Conflict(resource, day + origin)
        return None

    def last_full(self, needs: Sequence[Demand], conflict: Conflict) -> Conflict:
        """The last of the days from a conflict on, one after the other, on which a share needed is not there."""
        shares = [(need.resource, parts(need.share)) for need in needs if need.share == need.share]
        limit, used = self.people.limit, self.used
        at = conflict.day - self.people.first + 1
        while at < self.people.days:
            full = [r for r, share in shares if 0 <= limit[r][at] < used[r][at] + share]
            if not full or at + self.people.first > self.window[1]:
                break
            conflict = Conflict(full[0], at + self.people.first)
            at += 1
        return conflict

    def most(self, demand: Demand) -> int:
        """The largest share that the resource ever has."""
        return self.people.most[demand.resource]

    def book(self, needs: Sequence[Demand], first: int, last: int, sign: int = 1) -> None:
        """Add what a task needs on these days, or take it off."""
        for demand in needs:
            share = max(self.share(demand, first, last), 0) * sign
            used, limit = self.used[demand.resource], self.people.limit[demand.resource]
            for day in range(first - self.people.first, last - self.people.first + 1):
                if limit[day] >= 0:
                    used[day] += share
