"""What is drawn in each run: durations, risks and money, as columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.risk.simulation.events import NOTHING, UNCHANGED, Event, Triple
from pmo_excel.risk.simulation.shapes import beta_pert
from pmo_excel.risk.simulation.streams import stream
from pmo_excel.schedule.axis import TICKS
from pmo_excel.schedule.links import Ints
from pmo_excel.schedule.plan import Plan
from pmo_excel.schedule.progress import completed, finished, remaining

TRIANGULAR: Final = "Triangular"
BETA_PERT: Final = "BetaPERT"
CERTAIN, BY_FORMULA, BY_TABLE = 0, 1, 2


class Draws(NamedTuple):
    """Quantities drawn from three points each.

    Attributes
    ----------
    low, mode, high
        In the unit of the quantity.
    shape
        `CERTAIN` (the mode), `BY_FORMULA` (triangular) or `BY_TABLE`.
    table
        A row of `Model.tables`.
    """

    low: Numbers
    mode: Numbers
    high: Numbers
    shape: Ints
    table: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Everything that a run draws, for k tasks and j risks.

    Attributes
    ----------
    rows
        (k,) the rows whose duration is drawn, in workbook order.
    done
        (k,) ticks of the duration that are done already; the rest is drawn.
    left
        (k,) ticks that are left in the plan as it is: the value without any risk.
    length
        Ticks that are left, from the range of the task itself.
    task_stream, risk_stream, size_stream, common_stream
        Where each stream of random numbers begins; a risk has one for whether it happens, and one for how hard.
    first, hits
        The risks of task k are hits[first[k]] to hits[first[k + 1] - 1].
    chance, days, factor, cost
        (j,) of each risk: ticks added, factor of the duration, money.
    at_end
        (j,) whether its days are added to the end of the project.
    rate, delay_rate, fixed_cost
        Money per tick of each drawn task, per tick that the project takes longer, and all the rest.
    correlation
        Of the draws of any two tasks, 0 to below 1.
    tables
        (t, m) tables of quantiles.
    """

    plan: Plan
    seed: int
    events: tuple[Event, ...]
    rows: Ints
    done: Numbers
    left: Numbers
    length: Draws
    task_stream: NDArray[np.uint64]
    risk_stream: NDArray[np.uint64]
    size_stream: NDArray[np.uint64]
    common_stream: int
    first: Ints
    hits: Ints
    chance: Numbers
    days: Draws
    factor: Draws
    cost: Draws
    at_end: NDArray[np.bool_]
    rate: Numbers
    delay_rate: float
    fixed_cost: float
    correlation: float
    tables: Numbers

    @property
    def uncertain(self) -> bool:
        """Whether two runs can differ."""
        return bool((self.length.low < self.length.high).any()) or bool(self.events)


class Money(NamedTuple):
    """What the project costs, by how it comes about.

    Attributes
    ----------
    task_cost
        By row, as planned; nan where there is none.
    total
        Of the whole project, as planned.
    by_time
        The part of it that grows with the task's duration, 0 to 1.
    per_day
        What each working day costs that the project takes longer than planned.
    """

    task_cost: Numbers
    total: float = 0.0
    by_time: float = 0.0
    per_day: float = 0.0


def model_of(
    plan: Plan,
    three: Sequence[Triple | None],
    events: Sequence[Event],
    money: Money,
    *,
    seed: int = 1,
    distribution: str = TRIANGULAR,
    correlation: float = 0.0,
) -> Model:
    """The quantities to draw.

    Parameters
    ----------
    three
        By row, optimistic, most likely and pessimistic duration [working minutes]; None where it is certain. Of a task
        that has begun, what is left is drawn in the same proportions.
    correlation
        Of the draws of any two tasks: a Gaussian copula with one common factor, beside the risks that they share.
    """
    hit = {row for event in events if event.factor != UNCHANGED or event.days != NOTHING for row in event.rows}
    summaries = set(plan.parent)
    rows = [
        row
        for row in range(len(plan))
        if (three[row] is not None or row in hit) and row not in summaries and _open(plan, row)
    ]
    left = np.array([round(remaining(plan, row) * TICKS) for row in rows], float)
    points = [_left_points(plan, row, three[row], own) for row, own in zip(rows, left.tolist(), strict=True)]
    tables = _Tables(distribution)
    names = _names(plan)
    hits = [[j for j, event in enumerate(events) if row in event.rows] for row in rows]
    day = plan.settings.minutes_per_day * TICKS
    cost = np.nan_to_num(money.task_cost)
    whole = np.array([max(plan.duration[row], 0) * TICKS for row in rows], float)
    own_rate = money.by_time * cost[rows] / np.where(whole > 0, whole, 1) * (whole > 0)
    made = {
        "length": tables.draws(points),
        "days": tables.draws([_times(event.days, day) for event in events]),
        "factor": tables.draws([event.factor for event in events]),
        "cost": tables.draws([event.cost for event in events]),
    }
    return Model(
        plan=plan,
        seed=seed,
        events=tuple(events),
        rows=np.array(rows, np.int64),
        done=np.array([round(completed(plan, row) * TICKS) for row in rows], float),
        left=left,
        task_stream=_streams(seed, [f"task {names[row]}" for row in rows]),
        risk_stream=_streams(seed, [f"risk {event.id}" for event in events]),
        size_stream=_streams(seed, [f"size {event.id}" for event in events]),
        common_stream=stream(seed, "all tasks"),
        first=np.cumsum([0, *(len(each) for each in hits)]),
        hits=np.array([j for each in hits for j in each], np.int64),
        chance=np.array([event.chance for event in events], float),
        at_end=np.array([not event.rows for event in events], bool),
        rate=own_rate,
        delay_rate=money.per_day / day,
        fixed_cost=money.total - float((own_rate * left).sum()),
        correlation=correlation,
        tables=tables.all(),
        **made,
    )


def _open(plan: Plan, row: int) -> bool:
    """Whether something of a task is left that can take longer."""
    fixed = plan.manual[row] or plan.external[row] or not plan.active[row]
    return not (finished(plan, row) or fixed or plan.elapsed[row] or plan.wrong[row] or plan.duration[row] < 0)


def _left_points(plan: Plan, row: int, three: Triple | None, left: float) -> Triple:
    """The range of what is left of a task [ticks]: of all of it before it starts, then in the same proportions."""
    if three is None:
        return left, left, left
    whole = plan.duration[row]
    begun = plan.actual_start[row] != NO_INSTANT or plan.percent_complete[row] > 0
    scale = (left / whole if whole else 0.0) if begun else TICKS
    return three[0] * scale, three[1] * scale, three[2] * scale


def _times(three: Triple, unit: float) -> Triple:
    return three[0] * unit, three[1] * unit, three[2] * unit


def _names(plan: Plan) -> list[str]:
    """A name for the stream of each row: its ID, and which one of that ID it is."""
    seen: dict[str, int] = {}
    names = []
    for key in plan.id:
        seen[key] = seen.get(key, 0) + 1
        names.append(key if seen[key] == 1 else f"{key}\0{seen[key]}")
    return names


def _streams(seed: int, names: Sequence[str]) -> NDArray[np.uint64]:
    return np.array([stream(seed, name) for name in names], np.uint64)


class _Tables:
    """Tables of quantiles, one for each shape that occurs."""

    def __init__(self, distribution: str) -> None:
        self._by_table = distribution == BETA_PERT
        self._ratios: dict[float, int] = {}

    def draws(self, points: Sequence[Triple]) -> Draws:
        low, mode, high = (np.array([three[at] for three in points], float) for at in range(3))
        span = high - low
        certain = span <= 0
        ratio = np.where(certain, 0.0, (mode - low) / np.where(certain, 1.0, span))
        shape = np.where(certain, CERTAIN, BY_TABLE if self._by_table else BY_FORMULA)
        used = [
            self._ratios.setdefault(each, len(self._ratios)) if self._by_table and not fixed else 0
            for each, fixed in zip(ratio.round(9).tolist(), certain.tolist(), strict=True)
        ]
        return Draws(low, mode, high, shape.astype(np.int64), np.array(used, np.int64))

    def all(self) -> Numbers:
        return np.array([beta_pert(ratio) for ratio in self._ratios]) if self._ratios else np.zeros((1, 1))


def extremes(model: Model) -> tuple[Numbers, Numbers]:
    """(k,) the least and the most that can be left of each drawn task [ticks]."""
    low, high = model.length.low.copy(), model.length.high.copy()
    for k in np.flatnonzero(np.diff(model.first)).tolist():
        risks = model.hits[model.first[k] : model.first[k + 1]]
        low[k] *= np.prod(np.minimum(model.factor.low[risks], 1.0))
        high[k] *= np.prod(np.maximum(model.factor.high[risks], 1.0))
        low[k] += np.minimum(model.days.low[risks], 0.0).sum()
        high[k] += np.maximum(model.days.high[risks], 0.0).sum()
    return np.rint(np.maximum(np.minimum(low, model.left), 0)), np.rint(np.maximum(high, model.left))
