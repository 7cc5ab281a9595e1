"""Lower bounds: no schedule can be shorter, so the distance to them says how good one is at least.

Source
------
Critical path and resource bounds: J. P. Stinson, E. W. Davis and B. M. Khumawala, Multiple resource-constrained
scheduling using branch and bound, AIIE Transactions 10 (1978), 252-259. Heads, bodies and tails: J. Carlier, The
one-machine sequencing problem, European Journal of Operational Research 11 (1982), 42-47. Dual feasible functions, by
which what cannot go beside each other counts in full: S. P. Fekete and J. Schepers, New classes of fast lower bounds
for bin packing problems, Mathematical Programming 91 (2001), 11-31. Odd sets of resources: J. Edmonds, Maximum matching
and a polyhedron with 0,1-vertices, Journal of Research of the National Bureau of Standards 69B (1965), 125-130.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pmo_excel.resources.leveling.problem import Problem
from pmo_excel.resources.leveling.rules import Times

Column = NDArray[np.int64]
MOST_HEADS: Final = 256
"""Earliest starts that are looked at; any of them give a bound."""
MOST_THRESHOLDS: Final = 4
SPLITS: Final = (2, 3, 4)
TRIPLES: Final = 12
"""Sets of three resources that are looked at, those that most work needs two of."""


class Users(NamedTuple):
    """Activities that need a resource: earliest start, shortest time after them, duration, and units."""

    head: Column
    tail: Column
    length: Column
    units: Column


def lower_bound(problem: Problem, at: Times) -> int:
    """The longest of the critical path and, by resource, of how long its work takes between the earliest start and the
    shortest tail of those that need it, for every set of activities that start late or have long tails.

    Work is counted as it is, and as what it takes where some of it cannot go beside other; for a resource, and for
    sets of three of which activities need more than half of two.
    """
    best = at.span
    for capacity, users in _by_resource(problem, at):
        for amount, whole in _counted(users.units, capacity):
            best = max(best, _workload_bound(users, amount * users.length, whole))
    for users in _triples(problem, at):
        best = max(best, _workload_bound(users, users.length, 1))
    return best


def _by_resource(problem: Problem, at: Times) -> Iterator[tuple[int, Users]]:
    found: list[list[tuple[int, int, int, int]]] = [[] for _ in problem.capacity]
    for row, needs in enumerate(problem.needs):
        for resource, units in needs:
            if units and problem.duration[row]:
                found[resource].append((*_place(problem, at, row), units))
    for capacity, rows in zip(problem.capacity, found, strict=True):
        if rows:
            yield capacity, Users(*np.array(rows, dtype=np.int64).T)


def _place(problem: Problem, at: Times, row: int) -> tuple[int, int, int]:
    return at.early[row], at.tail[row] - problem.duration[row], problem.duration[row]


def _counted(units: Column, capacity: int) -> Iterator[tuple[Column, int]]:
    """Ways to count units of a capacity, each with the capacity that it counts against, so that no bound is too high.

    Units as they are. Those over a threshold short of the whole as the whole, those below the threshold as nothing.
    Units as how many of so many equal parts they fill.
    """
    yield units, capacity
    large = np.unique(units[units * 2 <= capacity])
    for threshold in large[-MOST_THRESHOLDS:].tolist():
        kept = np.where(units < threshold, 0, units)
        yield np.where(units > capacity - threshold, capacity, kept), capacity
    if (units * 2 > capacity).any():
        yield np.where(units * 2 > capacity, 1, 0), 1
    for parts in SPLITS:
        filled = parts * units
        even = filled % capacity == 0
        yield np.where(even, units * (parts - 1), filled // capacity * capacity), (parts - 1) * capacity


def _triples(problem: Problem, at: Times) -> Iterator[Users]:
    """Activities that need more than half of two of three resources: no two of them go beside each other."""
    large = [
        frozenset(r for r, units in needs if 2 * units > problem.capacity[r]) if length else frozenset[int]()
        for needs, length in zip(problem.needs, problem.duration, strict=True)
    ]
    pairs = Counter[tuple[int, int]]()
    for row, held in enumerate(large):
        for pair in combinations(sorted(held), 2):
            pairs[pair] += problem.duration[row]
    resources = sorted({resource for pair in pairs for resource in pair})
    weights = {
        triple: weight
        for triple in combinations(resources, 3)
        if (weight := sum(pairs.get(pair, 0) for pair in combinations(triple, 2)))
    }
    for triple in sorted(weights, key=lambda each: (-weights[each], each))[:TRIPLES]:
        rows = [_place(problem, at, row) for row, held in enumerate(large) if len(held & set(triple)) > 1]
        yield Users(*np.array([(*row, 1) for row in rows], dtype=np.int64).T)


def _workload_bound(users: Users, work: Column, capacity: int) -> int:
    """The largest head + work / capacity + tail over sets of activities with at least that head and tail."""
    order = np.argsort(-users.tail, kind="stable")
    head, tail, work = users.head[order], users.tail[order], work[order]
    heads = np.unique(head)
    if len(heads) > MOST_HEADS:
        heads = heads[np.linspace(0, len(heads) - 1, MOST_HEADS).astype(np.int64)]
    among = head >= heads[:, None]
    done = np.cumsum(np.where(among, work, 0), axis=1)
    ends = heads[:, None] - (-done // capacity) + tail
    return int(np.where(among, ends, 0).max())
