"""Priority rules: in which order activities get what they need; lower values go first.

Source
------
R. Kolisch, Efficient priority rules for the resource-constrained project scheduling problem, Journal of Operations
Management 14 (1996), 179-192.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Final, NamedTuple

from pmo_excel.resources.leveling.problem import Problem


class Times(NamedTuple):
    """By activity: early start, late start for the shortest span without limits of resources, and who waits for it.

    Attributes
    ----------
    tail
        Periods from its start to the end of everything that waits for it.
    followers
        How many activities wait for it, directly or not.
    direct
        Those that wait for it directly.
    span
        The shortest span without limits of resources: the critical path.
    """

    early: list[int]
    late: list[int]
    tail: list[int]
    followers: list[int]
    direct: list[list[int]]
    span: int


def times(problem: Problem) -> Times:
    """Both passes of the critical path method over the links."""
    n = len(problem)
    out: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    for before, after, gap in problem.links:
        out[before].append((after, gap))
    order = problem.order()
    early, tail = [0] * n, list(problem.duration)
    reached = [0] * n
    for row in order:
        for after, gap in out[row]:
            early[after] = max(early[after], early[row] + gap)
    for row in reversed(order):
        for after, gap in out[row]:
            tail[row] = max(tail[row], gap + tail[after])
            reached[row] |= reached[after] | 1 << after
    span = max((e + t for e, t in zip(early, tail, strict=True)), default=0)
    late = [span - t for t in tail]
    direct = [list(dict.fromkeys(after for after, _ in row)) for row in out]
    return Times(early, late, tail, [r.bit_count() for r in reached], direct, span)


def _lst(problem: Problem, at: Times) -> Sequence[float]:
    return at.late


def _lft(problem: Problem, at: Times) -> Sequence[float]:
    return [late + own for late, own in zip(at.late, problem.duration, strict=True)]


def _mts(problem: Problem, at: Times) -> Sequence[float]:
    return [-count for count in at.followers]


def _grpw(problem: Problem, at: Times) -> Sequence[float]:
    return [-problem.duration[k] - sum(problem.duration[j] for j in at.direct[k]) for k in range(len(problem))]


def _mslk(problem: Problem, at: Times) -> Sequence[float]:
    return [late - early for late, early in zip(at.late, at.early, strict=True)]


def _spt(problem: Problem, at: Times) -> Sequence[float]:
    return problem.duration


RULES: Final[Mapping[str, Callable[[Problem, Times], Sequence[float]]]] = {
    "LST": _lst,
    "LFT": _lft,
    "MTS": _mts,
    "GRPW": _grpw,
    "MSLK": _mslk,
    "SPT": _spt,
}
"""Latest start, latest finish, most total successors, greatest rank positional weight, minimum slack, shortest task."""


def by_weight(problem: Problem, at: Times, goals: Sequence[int], weight: Sequence[int]) -> Iterator[list[float]]:
    """Where goals count: what the heaviest goal waits for first; then the same, blended with latest start."""
    heaviest = [0] * len(problem)
    for goal, own in zip(goals, weight, strict=True):
        heaviest[goal] = max(heaviest[goal], int(own))
    for row in reversed(problem.order()):
        heaviest[row] = max([heaviest[row], *(heaviest[after] for after in at.direct[row])])
    most = max(heaviest, default=0) or 1
    for share in (4.0, 1.0, 0.5):
        yield [late - share * at.span * own / most for late, own in zip(at.late, heaviest, strict=True)]


def in_order(problem: Problem, at: Times, value: Sequence[float]) -> list[int]:
    """Activities by value, each after its predecessors; among equals by their number."""
    waits = [0] * len(problem)
    for following in at.direct:
        for after in following:
            waits[after] += 1
    ready = [(value[k], k) for k, count in enumerate(waits) if not count]
    heapify(ready)
    order = []
    while ready:
        _, row = heappop(ready)
        order.append(row)
        for after in at.direct[row]:
            waits[after] -= 1
            if not waits[after]:
                heappush(ready, (value[after], after))
    return order
