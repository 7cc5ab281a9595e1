"""What is kept of the runs: for each task counts of days and exact sums, whose size does not grow with the runs; and of
the whole project the finish and the cost of each run, 16 bytes, from which percentiles are read exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.risk.simulation.axes import Days
from pmo_excel.risk.simulation.blocks import Block
from pmo_excel.risk.simulation.limits import OutOfRangeError
from pmo_excel.schedule.axis import SHIFT
from pmo_excel.schedule.links import Ints

_LOW: Final = (1 << 32) - 1


class Bins(NamedTuple):
    """One counter for each working day on which each row may finish, row after row.

    Attributes
    ----------
    rows
        The rows that are counted: those with known dates.
    axis
        By counted row, the number of its calendar.
    days
        The working days of each calendar.
    first, offset, width
        By counted row, the number of its first day, the place of its counter, and how many days there are.
    """

    rows: Ints
    axis: Ints
    days: list[Days]
    first: Ints
    offset: Ints
    width: Ints

    def numbers(self, finish: Ints) -> Ints:
        """(rows, b) the number of the working day of each finish."""
        if len(self.days) == 1:
            return self.days[0].numbers(finish[self.rows])
        found = np.empty((len(self.rows), finish.shape[1]), np.int64)
        for number, days in enumerate(self.days):
            mine = self.axis == number
            found[mine] = days.numbers(finish[self.rows[mine]])
        return found

    def counted(self, finish: Ints) -> Ints:
        """How many runs finish on each day."""
        at = self.numbers(finish) - self.first[:, None]
        if at.size and (int(at.min()) < 0 or (at >= self.width[:, None]).any()):
            raise OutOfRangeError("a task finishes outside of the days that are counted")
        return np.bincount((at + self.offset[:, None]).ravel(), minlength=int(self.width.sum()))


def bins_of(rows: Ints, axis: Ints, days: list[Days], earliest: Ints, latest: Ints, room: int) -> Bins:
    """Counters from the earliest to the latest finish [keys by row] of each row, and some days around."""
    ends = np.stack((earliest, latest), axis=1)
    probe = Bins(rows, axis[rows], days, *(np.zeros(0, np.int64),) * 3)
    numbers = probe.numbers(ends)
    first = numbers.min(axis=1) - room
    width = numbers.max(axis=1) + room + 1 - first
    return probe._replace(first=first, width=width, offset=np.cumsum(width) - width)


@dataclass(slots=True, eq=False)
class Tally:
    """The sums over the runs so far.

    Attributes
    ----------
    runs
        How many.
    bins, counts
        Runs by row and day of finish.
    critical
        (n,) runs in which the row is critical.
    sums
        (3, k) of each drawn task, over the runs: x, x² and x y, where x is how much longer it takes than planned and y
        how much later the target finishes [ticks]. Exact: the high and the low 32 bits are kept apart.
    target, cost
        (runs,) the finish asked for [key], and money without what depends on it.
    without
        (i, runs) the finish with each thing left out.
    """

    bins: Bins
    counts: Ints
    critical: Ints
    high: Ints
    low: Ints
    target: Ints
    cost: Numbers
    without: Ints
    runs: int = 0

    @property
    def sums(self) -> Numbers:
        """The sums as numbers, rounded once."""
        high = self.high + (self.low >> 32)
        return np.asarray(high * float(1 << 32) + (self.low & _LOW), np.float64)

    def part(self, block: Block, left: Ints, planned: Ints, planned_finish: int, cost: Numbers) -> Part:
        """What a block of runs adds."""
        longer = left - planned[:, None]
        later = (block.target >> SHIFT) - (planned_finish >> SHIFT)
        sums = np.stack((longer.sum(axis=1), (longer * longer).sum(axis=1), longer @ later))
        counts, critical = self.bins.counted(block.finish), block.critical.sum(axis=1)
        return Part(counts, critical, sums, block.target, cost, block.without)

    def take(self, part: Part) -> None:
        """Add what a block gave, in the order of the runs."""
        here = slice(self.runs, self.runs + len(part.target))
        if part.counts is not None:
            self.counts += part.counts
            self.critical += part.critical
        self.high += part.sums >> 32
        self.low += part.sums & _LOW
        self.target[here], self.cost[here], self.without[:, here] = part.target, part.cost, part.without
        self.runs = here.stop


class Part(NamedTuple):
    """What one block of runs adds to a tally; as there. Without counts they are added by who made it, at the end."""

    counts: Ints | None
    critical: Ints | int
    sums: Ints
    target: Ints
    cost: Numbers
    without: Ints


def empty_tally(bins: Bins, rows: int, drawn: int, without: int, runs: int) -> Tally:
    """A tally of no runs, with room for so many."""
    return Tally(
        bins=bins,
        counts=np.zeros(int(bins.width.sum()), np.int64),
        critical=np.zeros(rows, np.int64),
        high=np.zeros((3, drawn), np.int64),
        low=np.zeros((3, drawn), np.int64),
        target=np.empty(runs, np.int64),
        cost=np.empty(runs),
        without=np.empty((without, runs), np.int64),
    )
