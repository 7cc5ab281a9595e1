"""Earned value of past status dates, as snapshots keep it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, Self

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import field_of
from pmo_excel.cost.estimate_changes import Estimate
from pmo_excel.cost.tables import Budget, EarnedValue
from pmo_excel.schedule.snapshots import Figure, Snapshots

COST: Final = "Cost"
"""The kind of object that these figures are kept under; its key is the part of the breakdown."""
KEPT: Final = ("Planned Value (PV)", "Earned Value (EV)", "Actual Cost (AC)", "BAC", "EAC chosen")
"""The measures that a snapshot keeps."""


class PastValues(NamedTuple):
    """Kept measures by day, part of the breakdown and measure."""

    days: dict[int, dict[str, dict[str, float]]]

    @classmethod
    def of(cls, history: Snapshots | None, before: int) -> Self:
        """The kept measures of the status dates before a day."""
        days: dict[int, dict[str, dict[str, float]]] = {}
        for at, key, measure, value in _kept(history):
            if at < before:
                days.setdefault(at, {}).setdefault(key, {})[measure] = value
        return cls(dict(sorted(days.items())))

    def periods_ago(self, key: str, day: int, count: int) -> tuple[float, float] | None:
        """EV and AC of a part so many snapshots before a day; None where there are fewer."""
        dated = [at for at, parts in self.days.items() if at < day and {KEPT[1], KEPT[2]} <= parts.get(key, {}).keys()]
        if len(dated) < count:
            return None
        then = self.days[dated[-count]][key]
        return then[KEPT[1]], then[KEPT[2]]


def figures_of(values: EarnedValue, status_date: int) -> Iterator[Figure]:
    """The figures of the EVM sheet on a status date, to keep."""
    for row, day in enumerate(values.period_end.tolist()):
        for measure in KEPT if day // DAY == status_date // DAY else ():
            value = float(getattr(values, field_of(type(values), measure))[row])
            if value == value:
                yield Figure(COST, str(values.wbs[row]), measure, f"{value:.2f}")


def _kept(history: Snapshots | None) -> Iterator[tuple[int, str, str, float]]:
    if history is None:
        return
    columns = (history.status_date, history.object, history.key, history.measure, history.value)
    for date, kind, key, measure, value in zip(*(c.tolist() for c in columns), strict=True):
        if kind == COST and measure in KEPT and key and date != NO_INSTANT:
            try:
                yield date // DAY, str(key), str(measure), float(value)
            except (TypeError, ValueError):
                continue


ESTIMATE: Final = ("EAC", "Budget", "Change ID")
"""What a snapshot keeps of each cost line."""


def line_figures(budget: Budget) -> Iterator[Figure]:
    """The figures of the cost lines to keep, so that it can be told later what moved the estimate."""
    columns = (budget.id, budget.estimate_at_completion, budget.budget, budget.change_id)
    for key, estimate, approved, change in zip(*(column.tolist() for column in columns), strict=True):
        if key and estimate == estimate:
            yield Figure(COST, str(key), "EAC", f"{estimate:.2f}")
            if approved == approved:
                yield Figure(COST, str(key), "Budget", f"{approved:.2f}")
            if change:
                yield Figure(COST, str(key), "Change ID", str(change))


def estimates_before(history: Snapshots | None, status_date: int | None) -> dict[str, Estimate] | None:
    """The estimates of the newest snapshot before the status date; None where there is none."""
    if history is None:
        return None
    columns = (history.status_date, history.object, history.key, history.measure, history.value)
    rows = [row for row in zip(*(c.tolist() for c in columns), strict=True) if row[1] == COST and row[3] in ESTIMATE]
    dates = [row[0] for row in rows if row[0] != NO_INSTANT and (status_date is None or row[0] < status_date)]
    if not dates:
        return None
    kept: dict[str, dict[str, str]] = {}
    for date, _, key, measure, value in rows:
        if date == max(dates):
            kept.setdefault(str(key), {})[measure] = str(value)
    return {
        key: Estimate(_number(found.get("EAC")), _number(found.get("Budget")), found.get("Change ID", ""))
        for key, found in kept.items()
    }


def _number(text: str | None) -> float:
    try:
        return float(text or "nan")
    except ValueError:
        return float("nan")
