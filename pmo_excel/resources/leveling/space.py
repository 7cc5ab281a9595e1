"""What a search works in: the problem as its loops read it, room for them, and the best schedule so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from pmo_excel.resources.leveling import kernel
from pmo_excel.resources.leveling.compiled import compiled
from pmo_excel.resources.leveling.problem import Problem, as_arrays

NONE: Final = 1 << 40
"""The cost of no schedule."""


@dataclass(frozen=True, slots=True)
class Goals:
    """What counts where it is not the span: how late some activities finish against a due period, times a weight."""

    activity: Sequence[int] = ()
    due: Sequence[int] = ()
    weight: Sequence[int] = ()


class Space:
    """Loops, columns and room, for compiled loops or plain ones.

    Attributes
    ----------
    sides
        The problem forward in time and mirrored.
    best, best_start
        The lowest cost so far, how often it was improved, and the starts.
    schedules
        How many were generated.
    """

    def __init__(self, problem: Problem, goals: Goals | None, state: int, plain: bool) -> None:
        loops = None if plain else compiled()
        self.problem, self.arrays, self.loops = problem, loops is not None, loops or kernel
        sides = problem.forward(), problem.mirrored()
        self.sides = tuple(as_arrays(side) for side in sides) if self.arrays else sides
        n, self.horizon = len(problem), problem.horizon
        self.zero, self.late = self.room(n), self.room(n)
        self.work = (self.room(n), self.room(self.horizon + 1), self.room(n), self.room(n), self.room(n))
        self.free = self.room(len(problem.capacity) * self.horizon)
        self.loops.cleared(self.sides[0], self.free, self.horizon, self.horizon)
        self.best, self.best_start = self.column([NONE, 0]), self.room(n)
        given = goals or Goals()
        self.goals = tuple(self.column(column) for column in (given.activity, given.due, given.weight))
        self.state = self.column([state])
        self.schedules = 0

    def column(self, values: Sequence[int]) -> Any:
        """Integers as the loops read them."""
        return np.array(values, np.int64) if self.arrays else list(values)

    def room(self, count: int) -> Any:
        """So many zeros."""
        return np.zeros(count, np.int64) if self.arrays else [0] * count

    def serial(self, order: Sequence[int], direction: int = 0) -> int:
        """Schedule an order; its span. The starts are in `work`."""
        side = self.sides[direction]
        span = self.loops.serial(side, self.column(order), 0, self.zero, self.free, self.horizon, self.work[0])
        return self._counted(int(span))

    def parallel(self, order: Sequence[int], direction: int = 0, release: Any = None) -> int:
        """Schedule whatever can start, period by period, in an order of rank; the span. The starts are in `work`."""
        start, _, waits, ready, queue = self.work
        rank = [0] * len(order)
        for place, activity in enumerate(order):
            rank[activity] = place
        side, ranked = self.sides[direction], self.column(rank)
        room = (self.horizon, self.free, start, waits, ready, queue)
        return self._counted(int(self.loops.parallel(side, ranked, self.zero if release is None else release, *room)))

    def turned(self, order: Sequence[int], direction: int, span: int) -> list[int]:
        """The order for the other direction of the schedule in `work`."""
        start, bucket, _, _, turn = self.work
        self.loops.turned(self.sides[direction], self.column(order), 0, start, span, bucket, turn, 0)
        return [int(activity) for activity in turn]

    def _counted(self, span: int) -> int:
        self.loops.cleared(self.sides[0], self.free, self.horizon, span)
        self.schedules += 1
        return span

    def keep(self, span: int) -> int:
        """Keep the forward schedule at hand where it is the best so far; its cost."""
        cost = int(self.loops.cost_of(self.sides[0], self.work[0], 0, span, *self.goals))
        if cost < self.best[0]:
            self.best[0] = cost
            self.best_start[:] = self.work[0]
        return cost
