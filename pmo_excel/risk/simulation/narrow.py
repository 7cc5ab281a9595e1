"""Keys in 32 bits, so that twice as many runs are worked on at once: the same order and the same working time.

A key tells working time and how far it lies in the night after it. Of the nights only few moments occur in a plan, so
a rank of three bits does; and of the working time only what lies around the plan. A plan that is too long for that, or
has dates in more than six moments of its nights, keeps its keys of 64 bits.

Numbers that are too large are found, not wrapped unseen: every date is checked against `LIMIT` before it counts
(`kernel_sums`), and what one step adds to a date within it fits in 32 bits.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from pmo_excel.risk.simulation.model import Model, extremes
from pmo_excel.risk.simulation.program import Program
from pmo_excel.risk.simulation.tally import Bins
from pmo_excel.schedule import axis as wide
from pmo_excel.schedule.links import Ints

SHIFT: Final = 3
STARTS: Final = (1 << SHIFT) - 1
NO_KEY: Final = -(1 << 30)
LAST_KEY: Final = 1 << 30
LIMIT: Final = 1 << 27
LOWEST: Final = -LIMIT
_SOME: Final = 1 << 61
"""What lies beyond is no date."""


class Narrow(NamedTuple):
    """How keys are written in 32 bits.

    Attributes
    ----------
    base
        The position that becomes 0.
    offsets
        The offset of each rank, in order; the last is `axis.STARTS`, and 0 the first.
    """

    base: int
    offsets: Ints

    def keys(self, keys: Ints) -> Ints:
        """Keys in 32 bits."""
        dated = np.abs(keys) < _SOME
        position = (np.where(dated, keys, 0) >> wide.SHIFT) - self.base
        made = (position << SHIFT) | np.searchsorted(self.offsets, keys & wide.STARTS)
        found = np.where(dated, made, np.where(keys < 0, NO_KEY, LAST_KEY))
        return np.asarray(found).astype(np.int32)

    def lengths(self, lengths: Ints) -> Ints:
        """Differences of keys."""
        return np.asarray(lengths >> (wide.SHIFT - SHIFT)).astype(np.int32)

    def widened(self, keys: Ints) -> Ints:
        """Keys as the schedule has them."""
        found = keys.astype(np.int64)
        return np.asarray(((found >> SHIFT) + self.base << wide.SHIFT) | self.offsets[found & STARTS], np.int64)


class Wide(NamedTuple):
    """Keys as the schedule has them."""

    base: int = 0

    def keys(self, keys: Ints) -> Ints:
        """The same."""
        return keys

    def lengths(self, lengths: Ints) -> Ints:
        """The same."""
        return lengths

    def widened(self, keys: Ints) -> Ints:
        """The same."""
        return keys


def narrow(program: Program, model: Model, bins: Bins, planned: int) -> Narrow | None:
    """How the keys of a program can be written in 32 bits; None where they cannot."""
    p, days = program, bins.days[0]
    columns = (p.floor, p.ceiling, p.start, p.finish, p.status, p.late_start, np.array([planned]))
    keys = np.concatenate(columns)
    keys = keys[np.abs(keys) < _SOME]
    middle = np.unique(keys & wide.STARTS)
    middle = middle[(middle > 0) & (middle < wide.STARTS)]
    if len(middle) > STARTS - 1:
        return None
    unused = np.full(STARTS - 1 - len(middle), wide.STARTS - 1)
    offsets = np.concatenate(([0], middle, unused, [wide.STARTS]))
    positions = keys >> wide.SHIFT
    base = int(min(positions.min(), days.base))
    last = max(int(positions.max()), days.base + days.grain * len(days.of_grain)) - base
    moves = max((int(np.abs(each.weight).max(initial=0)) for each in (p.incoming, p.outgoing)), default=0)
    through = sum(int(np.abs(each.weight[each.first[len(p.length)] :]).sum()) for each in (p.incoming, p.outgoing))
    most = int(extremes(model)[1].max(initial=0)) + int(model.done.max(initial=0))
    at_end = int(np.abs(model.days.high[model.at_end]).sum() + np.abs(model.days.low[model.at_end]).sum())
    moved = max(moves, through, int(p.length.max(initial=0))) >> wide.SHIFT
    if max(last, moved, most, at_end) >= LIMIT >> SHIFT:
        return None
    return Narrow(base, offsets)
