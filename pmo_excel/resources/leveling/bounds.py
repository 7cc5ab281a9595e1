"""Lower bounds: no schedule can be shorter, so the distance to them says how good one is at least.

Source
------
Critical path and resource bounds: J. P. Stinson, E. W. Davis and B. M. Khumawala, Multiple resource-constrained
scheduling using branch and bound, AIIE Transactions 10 (1978), 252-259. Heads, bodies and tails: J. Carlier, The
one-machine sequencing problem, European Journal of Operational Research 11 (1982), 42-47.
"""

from __future__ import annotations

from pmo_excel.resources.leveling.problem import Problem
from pmo_excel.resources.leveling.rules import Times


def lower_bound(problem: Problem, at: Times) -> int:
    """The longest of the critical path and, by resource, of how long its work takes between the earliest start and the
    shortest tail of those that need it, for every set of activities that start late or have long tails.
    """
    best = at.span
    users: list[list[tuple[int, int, int]]] = [[] for _ in problem.capacity]
    for row, needs in enumerate(problem.needs):
        for resource, units in needs:
            if units and problem.duration[row]:
                after = at.tail[row] - problem.duration[row]
                users[resource].append((at.early[row], after, problem.duration[row] * units))
    for capacity, rows in zip(problem.capacity, users, strict=True):
        best = max(best, _workload_bound(rows, capacity))
    return best


def _workload_bound(rows: list[tuple[int, int, int]], capacity: int) -> int:
    """The largest head + work / capacity + tail over sets of (head, tail, work) with at least that head and tail."""
    best = 0
    rows.sort(key=lambda row: row[1], reverse=True)
    for head in sorted({row[0] for row in rows}):
        work = 0
        for own, tail, amount in rows:
            if own >= head:
                work += amount
                best = max(best, head - (-work // capacity) + tail)
    return best
