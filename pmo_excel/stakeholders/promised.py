"""What each promise hangs on, as it is forecast now: the task or product, the cost lines, the benefit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Table, columns, field_of, table
from pmo_excel.cost.tables import Budget
from pmo_excel.schedule.dated import at_end_of_day
from pmo_excel.schedule.dates import last_day
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule


class Finishes(NamedTuple):
    """When a task finishes in the runs of a simulation: days as instants, the earliest first, and runs by day."""

    days: NDArray[np.int64]
    runs: NDArray[np.int64]

    def confidence(self, day: int) -> float:
        """The share of the runs that finish by a day."""
        return float(self.runs[self.days <= day].sum() / self.runs.sum())

    def day_of(self, share: float) -> int:
        """The first day by which so many of the runs have finished."""
        return int(self.days[np.searchsorted(self.runs.cumsum(), share * self.runs.sum() - 1e-9)])


Simulated: TypeAlias = Mapping[str, Finishes]
"""By task ID in lower case; empty without a simulation."""


P80: Final = tuple(c.header for c in columns(Schedule).values() if c.header == "P80 Finish")
"""The header of the day that is kept with 80 % confidence, where plans have one: those that are simulated."""


@table("Benefits")
class BenefitForecasts(Table):
    """What benefits are expected to be worth."""

    id: Annotated[Texts, Column("Benefit ID", "The benefit.")]
    benefit_type: Annotated[Texts, Column("Benefit Type", "Disbenefit where less is better.")]
    baseline_value: Annotated[Numbers, Column("Baseline Value", "The value before.", Type.NUMBER)]
    target_value: Annotated[Numbers, Column("Target Value", "The value promised.", Type.NUMBER)]
    forecast_value: Annotated[Numbers, Column("Forecast Value", "The value now expected.", Type.NUMBER)]
    realised_value: Annotated[Numbers, Column("Realised Value", "The value measured so far.", Type.NUMBER)]


class Delivery(NamedTuple):
    """When something is delivered: the day that is forecast, whether it is done, and its day of 80 % confidence.

    Days are instants; None where nothing is known.
    """

    day: int | None
    done: bool = False
    p80: int | None = None


class Amount(NamedTuple):
    """A value that is forecast, what of it is real already, and whether less of it is better."""

    forecast: float
    real: float
    less_is_better: bool = True


def deliveries(tasks: Schedule, done: Scheduled | None) -> Mapping[str, Delivery]:
    """By ID in lower case: the tasks, and the products, which are delivered with the last of their tasks.

    Parameters
    ----------
    done
        The plan scheduled, for tasks whose Finish is empty; None where nothing is to be added to what the cells hold.
    """
    found: dict[str, Delivery] = {}
    parts: dict[str, list[Delivery]] = {}
    p80 = None if not P80 else getattr(tasks, field_of(Schedule, P80[0]))
    for row, key in enumerate(tasks.id.tolist()):
        if key is None:
            continue
        late = NO_INSTANT if p80 is None else int(p80[row])
        one = _delivery(tasks, done, row)._replace(p80=None if late == NO_INSTANT else late // DAY * DAY)
        found.setdefault(str(key).casefold(), one)
        product = tasks.deliverable_id[row]
        if product is not None:
            parts.setdefault(str(product).casefold(), []).append(one)
    return {**{key: _last(several) for key, several in parts.items()}, **found}


def _delivery(tasks: Schedule, done: Scheduled | None, row: int) -> Delivery:
    actual, finish = int(tasks.actual_finish[row]), int(tasks.finish[row])
    if actual != NO_INSTANT:
        return Delivery(actual // DAY * DAY, True)
    if finish == NO_INSTANT and done is not None and done.dates.known[row]:
        finish = _last_day(done, row)
    if finish == NO_INSTANT or row in tasks.wrong("finish"):
        return Delivery(None)
    return Delivery(finish // DAY * DAY, bool(tasks.percent_complete[row] >= 1))


def _last_day(done: Scheduled, row: int) -> int:
    start, finish = done.dates.start[row], done.dates.finish[row]
    return last_day(finish) if finish > start or at_end_of_day(done, row) else finish


def _last(parts: Sequence[Delivery]) -> Delivery:
    """A product is there when the last of its tasks is; not known while one of them has no date."""
    days = [part.day for part in parts]
    known = [day for day in days if day is not None]
    return Delivery(max(known) if len(known) == len(days) else None, all(part.done for part in parts))


def cost_of(budget: Budget, linked: str | None) -> Amount | None:
    """The estimate at completion of a cost line, of a task's lines, or of all; None where there is no such line."""
    rows = list(range(len(budget)))
    if linked is not None:
        wanted = linked.casefold()
        of_line = [row for row in rows if str(budget.id[row] or "").casefold() == wanted]
        rows = of_line or [row for row in rows if str(budget.wbs_or_task[row] or "").casefold() == wanted]
    if not rows:
        return None
    actual = float(np.nansum(budget.actual_to_date[rows]))
    return Amount(float(budget.estimate_at_completion[rows].sum()), actual)


def benefit_of(benefits: BenefitForecasts, linked: str | None) -> Amount | None:
    """A benefit's forecast; less is better of a disbenefit, and where the target lies below the baseline."""
    keys = [str(key or "").casefold() for key in benefits.id.tolist()]
    if linked is None or linked.casefold() not in keys:
        return None
    row = keys.index(linked.casefold())
    falls = bool(benefits.target_value[row] < benefits.baseline_value[row])
    less = benefits.benefit_type[row] == "Disbenefit" or falls
    return Amount(float(benefits.forecast_value[row]), float(benefits.realised_value[row]), less)
