"""Leveling a real plan: several passes with different rules, of which the best is kept."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.resources.capacity import Days
from pmo_excel.resources.leveling.demand import Demand
from pmo_excel.resources.leveling.diary import Availability
from pmo_excel.resources.leveling.grid import searched
from pmo_excel.resources.leveling.placing import Key, Passes, Placed, Rules, days_of_work
from pmo_excel.resources.leveling.search import Limits, Solution
from pmo_excel.schedule.dates import Dates
from pmo_excel.schedule.plan import Plan

USUAL_PRIORITY: Final = 500
MOST_PASSES: Final = 40
PLACED_AT_MOST: Final = 20_000
"""Tasks that all passes together place, about: their number depends on the plan alone, so that the answer does too."""
LONGEST: Final = 3660
"""Days that are looked at, at most."""
_NOISE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Leveled:
    """The best pass, and what it was made from.

    Attributes
    ----------
    priority
        By row, 0 to 1000.
    passes
        How many were made.
    search
        The schedule on the grid of days that an order came from; None where no search was needed.
    """

    placed: Placed
    priority: Sequence[float]
    passes: int
    search: Solution | None = None


def horizon(plan: Plan, dates: Dates, demands: Mapping[int, Sequence[Demand]]) -> Days:
    """The days that leveling may need: those of the plan, and after them all work, one task after the other."""
    known = [row for row in range(len(plan)) if dates.known[row]]
    first = min((dates.start[row] for row in known), default=0) // DAY
    last = max((dates.finish[row] for row in known), default=0) // DAY
    more = sum(days_of_work(plan, row) for row in demands)
    return Days(first, min(last - first + 1 + more + 60, max(LONGEST, last - first + 1)))


def level(
    plan: Plan,
    dates: Dates,
    demands: Mapping[int, Sequence[Demand]],
    priority: Sequence[float],
    people: Availability,
    rules: Rules,
    limits: Limits,
    optimal: bool = False,
) -> Leveled:
    """Move tasks until nobody is booked for more than there is, as little as possible.

    A higher priority goes first; among equals several rules are tried, then disturbed ones, then, where the project
    finishes later, the order that the search finds on a grid of days. The pass with the earliest
    finish of the project is best, then the one with the least delay, weighted by priority. How many there are depends
    on the plan, or on the number of schedules that limits give; their time, where they have one, is an upper limit.

    Raises
    ------
    MissingSolverError
        The optimum is asked for without OR-Tools.
    """
    clock = limits.clock
    began = clock()
    if not demands:
        return Leveled(Placed(list(dates.start), list(dates.finish)), priority, 0)
    passes = Passes(plan, dates, demands, people, rules)
    best: Placed | None = None
    lowest: tuple[float, ...] = ()
    count = 0
    for keys in islice(_keys(plan, dates, priority), min(MOST_PASSES, max(1, PLACED_AT_MOST // len(plan)))):
        placed = passes.run(keys)
        cost = _cost(plan, dates, priority, placed)
        if rules.within_float:
            cost = (cost[1], cost[0], cost[2])
        count += 1
        if best is None or cost < lowest:
            best, lowest = placed, cost
        if not any(cost) or (limits.seconds is not None and clock() - began > limits.seconds):
            break
    left = None if limits.seconds is None else limits.seconds - (clock() - began)
    found = None
    if not rules.within_float and lowest[1] > 0 and (left is None or left > 0):
        within = Limits(left, limits.schedules, limits.cancelled, clock)
        starts, found = searched(plan, dates, demands, people, within, optimal)
        placed = passes.run([(-priority[row], starts[row], row) for row in range(len(plan))])
        count += 1
        if _cost(plan, dates, priority, placed) < lowest:
            best = placed
    if rules.within_float and best is not None and _cost(plan, dates, priority, best)[1] > 0:
        best = passes.run([(-priority[row], row) for row in range(len(plan))], all_stay=True)
    return Leveled(best or Placed(list(dates.start), list(dates.finish)), priority, count, found)


def _cost(plan: Plan, dates: Dates, priority: Sequence[float], placed: Placed) -> tuple[float, ...]:
    """Conflicts that are left, how much later the project finishes, and how much later tasks do, by priority."""
    late = [
        (finish - before) * (1 + priority[row])
        for row, (before, finish) in enumerate(zip(dates.finish, placed.finish, strict=True))
        if before != NO_INSTANT and finish != NO_INSTANT
    ]
    finish = max((f for f in placed.finish if f != NO_INSTANT), default=0)
    before = max((f for f in dates.finish if f != NO_INSTANT), default=0)
    return (len(placed.left), finish - before, sum(late))


def _keys(plan: Plan, dates: Dates, priority: Sequence[float]) -> Iterator[list[Key]]:
    """Keys of urgency for one pass after the other: late start, late finish, float, early start; then disturbed."""
    n = len(plan)
    late = [dates.late_start[row] if dates.float_known[row] else dates.start[row] for row in range(n)]
    ends = [dates.late_finish[row] if dates.float_known[row] else dates.finish[row] for row in range(n)]
    for column in (late, ends, dates.total_float, dates.start, dates.finish, plan.duration):
        yield [(-priority[row], float(column[row]), row) for row in range(n)]
    drawn = random.Random(0)  # noqa: S311 (no secret; the same plan gives the same answer)
    spread = (max(late) - min(late)) * _NOISE
    while True:
        yield [(-priority[row], late[row] + drawn.random() * spread, row) for row in range(n)]
