"""The search for a good schedule: priority rules first, then populations that breed until time or patience ends."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from pmo_excel.resources.leveling import kernel
from pmo_excel.resources.leveling.bounds import lower_bound
from pmo_excel.resources.leveling.populations import justified, two_directions, walk, walk_to_goals
from pmo_excel.resources.leveling.problem import Problem
from pmo_excel.resources.leveling.rules import RULES, Times, by_weight, in_order, times
from pmo_excel.resources.leveling.space import NONE, Goals, Space

FIRST: Final = 16
"""Orders in the first population, which has an answer soon."""
LATER: Final = 96
"""Orders in the later ones, which find better answers."""
MANY: Final = 400
"""Activities from which one schedule is made better: a population would have too few children in the time there is."""
FIRST_STEPS: Final = 60
PATIENCE: Final = 120
"""Steps without a better schedule after which another population begins."""
NOISE: Final = 0.35
"""By how much of the critical path the first orders differ from latest start."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When the search ends: whatever comes first. Without any it ends at the lower bound only.

    Attributes
    ----------
    seconds
        By `clock`.
    schedules
        How many may be generated, but for those of the step at hand; the same seed and number give the same answer.
    cancelled
        Asked between steps.
    """

    seconds: float | None = None
    schedules: int | None = None
    cancelled: Callable[[], bool] | None = None
    clock: Callable[[], float] = time.perf_counter


@dataclass(frozen=True, slots=True)
class Solution:
    """A schedule and how it was found.

    Attributes
    ----------
    start
        By activity.
    cost
        The span; with goals how late they are, weighted.
    bound
        No cost can be lower.
    """

    start: tuple[int, ...]
    cost: int
    bound: int
    schedules: int
    seconds: float

    @property
    def optimal(self) -> bool:
        """Whether nothing can be better."""
        return self.cost <= self.bound


def solve(
    problem: Problem,
    limits: Limits,
    seed: int = 0,
    goals: Goals | None = None,
    progress: Callable[[Solution], None] | None = None,
    plain: bool = False,
) -> Solution:
    """The best schedule found within limits; always one, however short the time.

    Parameters
    ----------
    goals
        Without them the span counts.
    progress
        Called with each better schedule.
    plain
        Without compiled loops; the answer for a number of schedules is the same.
    """
    began = limits.clock()
    drawn = random.Random(seed)  # noqa: S311 (no secret)
    space = Space(problem, goals, drawn.randrange(1, kernel.WORD), plain)
    at = times(problem)
    bound, told = 0 if goals else at.span, NONE
    for number, _ in enumerate(_steps(space, at, drawn) if len(problem) else ()):
        better = space.best[0] < told
        told = int(space.best[0])
        if better and progress:
            progress(_solution(space, bound, limits.clock() - began))
        if number == 0 and not goals and told > bound:
            bound = lower_bound(problem, at)
        if told <= bound or _ended(limits, began, space):
            break
    return _solution(space, bound, limits.clock() - began)


def _ended(limits: Limits, began: float, space: Space) -> bool:
    if limits.schedules is not None and space.schedules >= limits.schedules:
        return True
    if limits.seconds is not None and limits.clock() - began >= limits.seconds:
        return True
    return limits.cancelled is not None and limits.cancelled()


def _solution(space: Space, bound: int, seconds: float) -> Solution:
    cost = int(space.best[0]) if len(space.problem) else 0
    return Solution(tuple(int(s) for s in space.best_start), cost, bound, space.schedules, seconds)


def _steps(space: Space, at: Times, drawn: random.Random) -> Iterator[None]:
    """The search, step by step: at each there is a schedule."""
    yield from _by_rules(space, at)
    if len(space.problem) > MANY:
        order = in_order(space.problem, at, [float(start) for start in space.best_start])
        goals = len(space.goals[0])
        for _ in walk_to_goals(space, at, order, drawn) if goals else walk(space, order, drawn):
            yield
    size = FIRST
    while True:
        orders = _first_orders(space, at, size, drawn)
        bred = justified(space, orders) if len(space.goals[0]) else two_directions(space, orders)
        best, waited = NONE, 0
        for lowest in bred:
            yield
            waited = waited + 1 if NONE > lowest >= best else 0
            best = min(best, lowest)
            if waited > (FIRST_STEPS if size == FIRST else PATIENCE):
                break
        size = LATER


def _by_rules(space: Space, at: Times) -> Iterator[None]:
    """Each rule with serial and with parallel schedule generation."""
    given = [rule(space.problem, at) for rule in RULES.values()]
    goals, _, weight = space.goals
    if len(goals):
        given += by_weight(space.problem, at, goals, weight)
    for value in given:
        order = in_order(space.problem, at, value)
        for scheduled in (space.serial, space.parallel):
            space.keep(scheduled(order))
            yield


def _first_orders(space: Space, at: Times, size: int, drawn: random.Random) -> list[list[int]]:
    """Orders by latest start, the more disturbed the later they come; in half of the cases with the best so far."""
    noise = at.span * NOISE
    values = [[late + drawn.random() * noise * min(1.0, 2 * k / size) for late in at.late] for k in range(size)]
    if size == FIRST or drawn.random() < 1 / 2:
        values[-1] = [float(start) for start in space.best_start]
    return [in_order(space.problem, at, value) for value in values]
