"""Links as columns: what the network reads whole, where a large plan would spend its time on one link after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any, Final, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from pmo_excel.schedule.plan import LagUnit, Link, LinkType

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

TYPES: Final = tuple(LinkType)
"""The number of a type in a column is its position here: FS 0, SS 1, FF 2, SF 3."""

UNITS: Final = tuple(LagUnit)
"""The number of a lag's unit in a column is its position here."""


class LinkColumns(Sequence[Link]):
    """Links in workbook order, kept as columns of equal length; as a sequence it gives each as a `Link`.

    Parameters
    ----------
    predecessor, successor
        Row numbers.
    type, unit
        Positions in `TYPES` and `UNITS`; without them all are finish to start, and lags are working time.
    lag
        Minutes or percent, as `unit` says.
    """

    __slots__ = ("lag", "predecessor", "successor", "type", "unit")

    def __init__(self, predecessor: Any, successor: Any, type: Any = 0, lag: Any = 0, unit: Any = 0) -> None:
        self.predecessor: Ints = np.asarray(predecessor, np.int64)
        self.successor: Ints = np.asarray(successor, np.int64)
        links = self.predecessor.shape
        self.type: Ints = np.broadcast_to(np.asarray(type, np.int64), links)
        self.lag: NDArray[np.float64] = np.broadcast_to(np.asarray(lag, float), links)
        self.unit: Ints = np.broadcast_to(np.asarray(unit, np.int64), links)
        if self.successor.shape != links:
            raise ValueError(f"{self.successor.size} successors for {self.predecessor.size} predecessors")

    def __len__(self) -> int:
        return len(self.predecessor)

    @overload
    def __getitem__(self, number: int) -> Link: ...
    @overload
    def __getitem__(self, number: slice) -> list[Link]: ...
    def __getitem__(self, number: int | slice) -> Link | list[Link]:
        if isinstance(number, slice):
            return [self[each] for each in range(len(self))[number]]
        before, after = int(self.predecessor[number]), int(self.successor[number])
        return Link(before, after, TYPES[self.type[number]], float(self.lag[number]), UNITS[self.unit[number]])

    def __iter__(self) -> Iterator[Link]:
        columns = (self.predecessor, self.successor, self.type, self.lag, self.unit)
        for before, after, kind, lag, unit in zip(*(column.tolist() for column in columns), strict=True):
            yield Link(before, after, TYPES[kind], lag, UNITS[unit])

    @property
    def from_finish(self) -> Flags:
        """Whether the predecessor's finish holds the successor, as in FS and FF; else it is its start."""
        even: Flags = self.type % 2 == 0
        return even

    @property
    def holds_finish(self) -> Flags:
        """Whether the successor's finish is held, as in FF and SF; else it is its start."""
        later: Flags = self.type >= 2
        return later


def link_columns(links: Sequence[Link]) -> LinkColumns:
    """Links as columns; those that are columns already stay as they are."""
    if isinstance(links, LinkColumns):
        return links
    if not links:
        return LinkColumns([], [])
    before, after, kind, lag, unit = (list(map(itemgetter(at), links)) for at in range(5))
    return LinkColumns(before, after, _positions(kind, TYPES), lag, _positions(unit, UNITS))


def _positions(members: Sequence[Any], among: Sequence[Any]) -> Ints:
    """Where each member stands; members of an enumeration exist once, so that their identity tells them apart."""
    if members.count(among[0]) == len(members):
        return np.zeros(len(members), np.int64)
    which = np.fromiter(map(id, members), np.int64, len(members))
    return np.select([which == id(member) for member in among], range(len(among)))
