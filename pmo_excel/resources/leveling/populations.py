"""How orders get better: populations that breed, of both directions for the span, of justified ones for how late goals
are; and, where there are many activities, a walk from one schedule to the next.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Final

from pmo_excel.resources.leveling.rules import Times, in_order
from pmo_excel.resources.leveling.space import NONE, Space

MUTATION: Final = 30
"""Percentage of children that are shaken."""
AT_ONCE: Final = 20_000
"""Activities that are placed, about, before time is looked at again."""


def two_directions(space: Space, orders: Sequence[Sequence[int]]) -> Iterator[int]:
    """Breed left-justified orders into right-justified ones and back; yields the lowest span of the population.

    Each order is first justified to the right and to the left.
    """
    n, size = len(space.problem), len(orders)
    kept = space.room(size * n), space.room(size * n)
    costs = space.column([NONE] * size), space.column([NONE] * size)
    for k, order in enumerate(orders):
        kept[0][k * n : (k + 1) * n] = space.column(order)
    for direction in (0, 1, 0):
        for k in range(size):
            order = kept[direction][k * n : (k + 1) * n]
            span = space.serial(order, direction)
            if direction == 0:
                space.keep(span)
            to = 1 - direction
            start, bucket = space.work[:2]
            space.loops.turned(space.sides[direction], order, 0, start, span, bucket, kept[to], k * n)
            costs[to][k] = span
            yield NONE
    direction, step = 1, max(1, AT_ONCE // n)
    none = space.column([-1, 0])
    while True:
        to = 1 - direction
        best = none if direction else space.best
        for first in range(0, size, step):
            count = min(step, size - first)
            side, room = space.sides[direction], (space.zero, space.horizon, space.free, space.work)
            where = kept[direction], costs[direction], kept[to], costs[to], first, count, MUTATION
            space.loops.bred(side, *where, *room, best, space.best_start, space.state)
            space.schedules += count
            yield int(min(costs[1]))
        direction = to


def justified(space: Space, orders: Sequence[Sequence[int]]) -> Iterator[int]:
    """Breed orders whose schedules are justified to the right and left, each goal no later; yields the lowest cost."""
    n, size = len(space.problem), len(orders)
    kept, costs = space.room(size * n), space.column([NONE] * size)
    room = (space.zero, space.late, *space.goals, space.horizon, space.free, space.work)
    for k, order in enumerate(orders):
        column = space.column(order)
        costs[k] = space.loops.justified(*space.sides, column, *room)
        kept[k * n : (k + 1) * n] = column
        space.schedules += 3
        if costs[k] < space.best[0]:
            space.best[0] = costs[k]
            space.best_start[:] = space.work[0]
        yield NONE
    step = max(1, AT_ONCE // (3 * n))
    while True:
        for first in range(0, size, step):
            count = min(step, size - first)
            where = kept, costs, first, count, MUTATION
            space.loops.raised(*space.sides, *where, *room, space.best, space.best_start, space.state)
            space.schedules += 3 * count
            yield int(min(costs))


NEAR: Final = (0.5, 2.0, 1.0, 4.0)
"""By how many usual durations starts are disturbed, step after step."""


SHIFTED: Final = 0.5
"""Share of steps in which all that one goal waits for is moved together."""


def walk(space: Space, order: Sequence[int], drawn: random.Random) -> Iterator[int]:
    """Schedule in parallel, to the right, and to the left again; go on from what is no worse; yields the span."""
    usual = sum(space.problem.duration) / len(order)
    lowest, step, starts = NONE, 0, list[int]()
    while True:
        best = NONE
        for direction in (0, 1, 0):
            span = space.parallel(order, direction)
            if direction == 0:
                best = min(best, space.keep(span))
            if direction == 0 and best <= lowest:
                lowest, starts = best, [int(start) for start in space.work[0]]
            order = space.turned(order, direction, span)
            yield lowest
        key = _disturbed(starts, usual * NEAR[step % len(NEAR)], drawn)
        order = sorted(range(len(key)), key=key.__getitem__)
        step += 1


def walk_to_goals(space: Space, at: Times, order: Sequence[int], drawn: random.Random) -> Iterator[int]:
    """Schedule, to the right as far as no goal finishes later, and to the left again; yields how late they are."""
    usual = sum(space.problem.duration) / len(order)
    leading = _leading_to(space)
    room = (space.zero, space.late, *space.goals, space.horizon, space.free, space.work)
    lowest, step, starts = NONE, 0, list[int]()
    while True:
        cost = int(space.loops.justified(*space.sides, space.column(order), *room))
        space.schedules += 3
        if cost < space.best[0]:
            space.best[0] = cost
            space.best_start[:] = space.work[0]
        if cost <= lowest:
            lowest, starts = cost, [int(start) for start in space.work[0]]
        yield lowest
        key = _disturbed(starts, usual * NEAR[step % len(NEAR)], drawn)
        step += 1
        if drawn.random() < SHIFTED:
            shift = (2 * drawn.random() - 1) * max(starts) / 2
            for activity in leading[drawn.randrange(len(leading))]:
                key[activity] += shift
        order = in_order(space.problem, at, key)


def _disturbed(starts: Sequence[int], noise: float, drawn: random.Random) -> list[float]:
    return [start + (2 * drawn.random() - 1) * noise for start in starts]


def _leading_to(space: Space) -> list[list[int]]:
    """By goal: the activities that it waits for, and itself."""
    side, found = space.sides[0], []
    for goal in space.goals[0]:
        reached, queue = {int(goal)}, [int(goal)]
        while queue:
            activity = queue.pop()
            before = side.before[side.first[activity] : side.first[activity + 1]]
            new = {int(each) for each in before} - reached
            reached |= new
            queue += sorted(new)
        found.append(sorted(reached))
    return found
