"""Resource-constrained scheduling as arrays: activities, what must lie between them, and what each one needs.

Both directions are kept: forward in time, and mirrored (time runs from the end, predecessors become successors), so
that one schedule generator builds left-justified and right-justified schedules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

Columns = Any
"""A list of integers, or an int64 array where the loops are compiled."""


class Side(NamedTuple):
    """The problem in one direction, as the loops of `kernel` read it; times are whole periods from 0.

    Attributes
    ----------
    duration
        By activity.
    first, before, gap
        Links into activity k are those from first[k] to first[k + 1]: it starts no sooner than `gap` after the start
        of `before`.
    then, after
        Activities that wait for k: `after` from then[k] to then[k + 1].
    need, resource, units
        Activity k uses `units` of `resource` from need[k] to need[k + 1].
    capacity
        By resource.
    """

    duration: Columns
    first: Columns
    before: Columns
    gap: Columns
    then: Columns
    after: Columns
    need: Columns
    resource: Columns
    units: Columns
    capacity: Columns


class Link(NamedTuple):
    """`successor` starts no sooner than `gap` periods after the start of `predecessor`."""

    predecessor: int
    successor: int
    gap: int


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Activities that compete for resources.

    Attributes
    ----------
    duration
        Periods, by activity; 0 for a milestone.
    links
        What must lie between starts. A gap is neither negative nor lets the successor finish before its predecessor.
    needs
        By activity: (resource, units), each resource once.
    capacity
        By resource: units that there are in every period.

    Raises
    ------
    ValueError
        An activity needs more than there is, a link is unknown or too short, or links form a loop.
    """

    duration: Sequence[int]
    links: Sequence[Link]
    needs: Sequence[Sequence[tuple[int, int]]]
    capacity: Sequence[int]

    def __post_init__(self) -> None:
        for row, needs in enumerate(self.needs):
            for resource, units in needs:
                if not 0 <= units <= self.capacity[resource]:
                    message = (
                        f"activity {row} needs {units} of resource {resource}, which has {self.capacity[resource]}"
                    )
                    raise ValueError(message)
        for before, after, gap in self.links:
            if gap < max(0, self.duration[before] - self.duration[after]):
                raise ValueError(f"gap {gap} between {before} and {after} is too short for a schedule in order")
        if len(self.order()) != len(self):
            raise ValueError("the links form a loop")

    def __len__(self) -> int:
        return len(self.duration)

    def order(self) -> list[int]:
        """Activities, each after its predecessors; shorter where the links form a loop."""
        waits = [0] * len(self)
        following: list[list[int]] = [[] for _ in waits]
        for link in self.links:
            waits[link.successor] += 1
            following[link.predecessor].append(link.successor)
        found = [row for row, count in enumerate(waits) if not count]
        for row in found:
            for after in following[row]:
                waits[after] -= 1
                if not waits[after]:
                    found.append(after)
        return found

    @property
    def horizon(self) -> int:
        """Periods in which every schedule that leaves no period empty without cause ends."""
        longest = [0] * len(self)
        for link in self.links:
            longest[link.predecessor] = max(longest[link.predecessor], link.gap)
        return 1 + sum(max(own, gap) for own, gap in zip(self.duration, longest, strict=True))

    def forward(self) -> Side:
        """As it is."""
        return _side(self, self.links)

    def mirrored(self) -> Side:
        """With time running from the end: starts become finishes, so a gap grows by the difference of durations."""
        links = [Link(b, a, gap + self.duration[b] - self.duration[a]) for a, b, gap in self.links]
        return _side(self, links)


def finish_to_start(duration: Sequence[int], pairs: Iterable[tuple[int, int]]) -> list[Link]:
    """Links after which a successor starts when its predecessor has finished."""
    return [Link(before, after, duration[before]) for before, after in pairs]


def as_arrays(side: Side) -> Side:
    """The same, as compiled loops read it."""
    return Side(*(np.array(column, np.int64) for column in side))


def _side(problem: Problem, links: Sequence[Link]) -> Side:
    n = len(problem)
    into: list[list[Link]] = [[] for _ in range(n)]
    out: list[list[int]] = [[] for _ in range(n)]
    for link in links:
        into[link.successor].append(link)
        out[link.predecessor].append(link.successor)
    needs = [[(r, u) for r, u in row if u] for row in problem.needs]
    return Side(
        list(problem.duration),
        _firsts(into),
        [link.predecessor for row in into for link in row],
        [link.gap for row in into for link in row],
        _firsts(out),
        [after for row in out for after in row],
        _firsts(needs),
        [resource for row in needs for resource, _ in row],
        [units for row in needs for _, units in row],
        list(problem.capacity),
    )


def _firsts(groups: Sequence[Sequence[object]]) -> list[int]:
    first = [0]
    for group in groups:
        first.append(first[-1] + len(group))
    return first
