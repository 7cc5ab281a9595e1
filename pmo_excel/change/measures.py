"""How change goes: what is open and how old, how long decisions take, what it adds up to, and month by month."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated

import numpy as np

from pmo_excel.change.ages import change_ages
from pmo_excel.change.states import UNDECIDED, agreed, state
from pmo_excel.change.tables import Changes
from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT, as_date, instant
from pmo_excel.core.lists import LISTS
from pmo_excel.core.tables import Table, table

Row = tuple[str, float, str]


@table("Changes")
class ChangeMeasures(Table):
    """The change log in figures."""

    measure: Annotated[Texts, Column("Measure", "What is counted.")]
    value: Annotated[Numbers, Column("Value", "How much; empty where there is nothing to tell.", Type.NUMBER)]
    unit: Annotated[Texts, Column("Unit", "Changes, days, currency or fraction.")]


@table("Changes")
class ChangeTrend(Table):
    """Changes month by month."""

    month: Annotated[Instants, Column("Month", "Its first day.", Type.DATE)]
    raised: Annotated[Numbers, Column("Raised", "Asked for in it.", Type.NUMBER, unit="changes")]
    decided: Annotated[Numbers, Column("Decided", "Decided in it.", Type.NUMBER, unit="changes")]
    open: Annotated[Numbers, Column("Open at End", "Not decided at its end.", Type.NUMBER, unit="changes")]
    lead_time: Annotated[
        Numbers, Column("Median Decision (d)", "Days from raised to decided.", Type.NUMBER, unit="days")
    ]


def change_measures(changes: Changes, status_date: int, budget_at_completion: float | None) -> ChangeMeasures:
    """Open changes and their age, time to a decision, value, and counts by type and by state.

    Open is what is not decided yet. Ages and times are calendar days, as in `CHANGEAGES`.
    """
    rows = list(_rows(changes, status_date, budget_at_completion))
    names, values, units = ([row[at] for row in rows] for at in range(3))
    return ChangeMeasures.of(
        len(rows),
        measure=np.array(names, dtype=object),
        value=np.array(values, dtype=float),
        unit=np.array(units, dtype=object),
    )


def _rows(changes: Changes, status_date: int, budget_at_completion: float | None) -> Iterator[Row]:
    there = [row for row in range(len(changes)) if changes.id[row] is not None]
    waiting = [row for row in there if state(changes, row) in UNDECIDED]
    decided = [row for row in there if changes.decision_date[row] != NO_INSTANT]
    ages = change_ages(changes, status_date).age
    yield "Open", float(len(waiting)), "changes"
    yield "Oldest open", max((age for age in ages[waiting] if age == age), default=np.nan), "days"
    yield "Median decision", _median([float(age) for age in ages[decided]]), "days"
    cost = changes.impact_cost
    yield "Value of open changes", _sum(cost, waiting), "currency"
    approved = _sum(cost, [row for row in there if agreed(changes, row)])
    yield "Value of approved changes", approved, "currency"
    share = approved / budget_at_completion if budget_at_completion else np.nan
    yield "Approved changes of BAC", share, "fraction"
    for kind in (*LISTS["IssueType"], None):
        count = sum(changes.change_type[row] == kind for row in there)
        if kind is not None or count:
            yield f"Type: {kind or 'not given'}", float(count), "changes"
    for name in LISTS["ChangeStatus"]:
        yield f"State: {name}", float(sum(state(changes, row) == name for row in there)), "changes"


def _sum(cost: Numbers, rows: list[int]) -> float:
    """The sum; nan while one of them is not known, for a part would pass for the whole."""
    return float(np.sum(cost[rows])) if rows else 0.0


def _median(values: list[float]) -> float:
    known = [value for value in values if value == value]
    return float(np.median(known)) if known else float("nan")


def change_trend(changes: Changes, status_date: int) -> ChangeTrend:
    """A row for each month from the first change to the status date."""
    raised, decided = changes.date_raised.tolist(), changes.decision_date.tolist()
    days = [day for day in raised if day != NO_INSTANT]
    months = _months(min(days), status_date) if days and min(days) <= status_date else []
    made = ChangeTrend.of(max(len(months) - 1, 0))
    ages = change_ages(changes, status_date).age
    for at, (first, after) in enumerate(pairwise(months)):
        now = [row for row, day in enumerate(decided) if first <= day < after and day != NO_INSTANT]
        made.month[at] = first
        made.raised[at] = sum(first <= day < after for day in raised)
        made.decided[at] = len(now)
        made.open[at] = sum(
            NO_INSTANT != begun < after and (end == NO_INSTANT or end >= after)
            for begun, end in zip(raised, decided, strict=True)
        )
        made.lead_time[at] = _median([float(ages[row]) for row in now])
    return made


def _months(first: int, last: int) -> list[int]:
    """The first days of the months from one date to another, and of the month after."""
    day, end = as_date(first).replace(day=1), as_date(last)
    found = [day]
    while found[-1] <= end:
        number = found[-1].year * 12 + found[-1].month
        found.append(day.replace(year=number // 12, month=number % 12 + 1))
    return [instant(each) for each in found]
