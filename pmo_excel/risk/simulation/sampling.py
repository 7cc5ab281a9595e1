"""What a block of runs draws: durations, delays at the end, and money, as arrays of task by run."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.risk.simulation.model import BY_FORMULA, CERTAIN, Draws, Model
from pmo_excel.risk.simulation.shapes import correlated, looked_up, normal_tables, triangular
from pmo_excel.risk.simulation.streams import uniforms
from pmo_excel.schedule.links import Ints


class Without(NamedTuple):
    """What is left out: the drawn tasks that take as long as planned, and the risks that do not happen."""

    tasks: frozenset[int] = frozenset()
    risks: frozenset[int] = frozenset()


class Drawn(NamedTuple):
    """One block of b runs.

    Attributes
    ----------
    first
        The number of the first run.
    left
        (k, b) ticks left of each drawn task.
    factor, days
        (j, b) what each risk does to the duration of its tasks: times, and ticks more; 1 and 0 where it does not.
    at_end
        (b,) ticks added to the end of the project.
    cost
        (b,) money that does not depend on the project's finish.
    """

    first: int
    left: Ints
    factor: Numbers
    days: Numbers
    at_end: Ints
    cost: Numbers


def drawn(model: Model, first: int, count: int) -> Drawn:
    """Draw runs `first` to `first + count - 1`."""
    size = len(model.chance)
    factor, days = np.ones((size, count)), np.zeros((size, count))
    cost = np.full(count, model.fixed_cost)
    at_end = np.zeros(count)
    for j in range(size):
        happens = uniforms(int(model.risk_stream[j]), first, count) < model.chance[j]
        hard = uniforms(int(model.size_stream[j]), first, count)
        factor[j] = np.where(happens, _quantity(model, model.factor, j, hard), 1.0)
        days[j] = np.where(happens, _quantity(model, model.days, j, hard), 0.0)
        cost += np.where(happens, _quantity(model, model.cost, j, hard), 0.0)
        if model.at_end[j]:
            at_end += days[j]
    left = np.empty((len(model.rows), count), np.int64)
    common = _common(model, first, count)
    for k in range(len(model.rows)):
        left[k] = _left(model, k, _length(model, k, first, count, common), factor, days)
        if model.rate[k]:
            cost += model.rate[k] * left[k]
    return Drawn(first, left, factor, days, np.rint(at_end).astype(np.int64), cost)


def left_out(model: Model, block: Drawn, without: Without) -> tuple[Ints, Ints, Ints]:
    """The same runs without something: which drawn tasks are other, their ticks left, and the ticks at the end."""
    count = block.left.shape[1]
    factor, days, at_end = block.factor.copy(), block.days.copy(), block.at_end.astype(float)
    gone = sorted(without.risks)
    factor[gone], days[gone] = 1.0, 0.0
    if gone:
        at_end = np.zeros(count)
        for j in np.flatnonzero(model.at_end).tolist():
            at_end += days[j]
    tasks = touched(model, without)
    left = np.empty((len(tasks), count), np.int64)
    common = _common(model, block.first, count)
    for at, k in enumerate(tasks):
        length = np.full(count, model.left[k]) if k in without.tasks else _length(model, k, block.first, count, common)
        left[at] = _left(model, k, length, factor, days)
    return np.array(tasks, np.int64), left, np.rint(at_end).astype(np.int64)


def touched(model: Model, without: Without) -> list[int]:
    """The drawn tasks that are other when something is left out."""
    hit = np.isin(model.hits, sorted(without.risks))
    owner = np.repeat(np.arange(len(model.rows)), np.diff(model.first))
    return sorted(without.tasks | set(owner[hit].tolist()))


def _left(model: Model, k: int, length: Numbers, factor: Numbers, days: Numbers) -> Ints:
    """Ticks left of a task after its risks: stretched by each, then delayed by each; never below 0."""
    risks = model.hits[model.first[k] : model.first[k + 1]].tolist()
    for j in risks:
        length = length * factor[j]
    for j in risks:
        length = length + days[j]
    return np.rint(np.maximum(length, 0.0)).astype(np.int64)


def _common(model: Model, first: int, count: int) -> Numbers | None:
    """The normal number that all tasks share in each run, where they are correlated."""
    if not model.correlation:
        return None
    return looked_up(normal_tables()[1], uniforms(model.common_stream, first, count))


def _length(model: Model, k: int, first: int, count: int, common: Numbers | None) -> Numbers:
    if model.length.shape[k] == CERTAIN:
        return np.full(count, model.length.mode[k])
    u = uniforms(int(model.task_stream[k]), first, count)
    if common is not None:
        u = correlated(u, common, model.correlation**0.5, (1.0 - model.correlation) ** 0.5)
    return _quantity(model, model.length, k, u)


def _quantity(model: Model, draws: Draws, at: int, u: Numbers) -> Numbers:
    """Quantiles of one quantity."""
    low, mode, high = float(draws.low[at]), float(draws.mode[at]), float(draws.high[at])
    if draws.shape[at] == CERTAIN:
        return np.full(len(u), mode)
    if draws.shape[at] == BY_FORMULA:
        return triangular(u, low, mode, high)
    return low + (high - low) * looked_up(model.tables[draws.table[at]], u)
