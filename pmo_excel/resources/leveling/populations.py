"""Populations of orders that breed: of both directions for the span, of justified ones for how late goals are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

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
