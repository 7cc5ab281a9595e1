"""Earned value of each task, and of summaries by what is below them."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table
from pmo_excel.cost.valuation import Valuation
from pmo_excel.schedule.outline import parents


@table("Schedule", key="id")
class TaskValues(Table):
    """Tasks with their money."""

    id: Annotated[Texts, Column("Task ID", "The task, as in the Schedule sheet.")]
    planned_value: Annotated[
        Numbers, Column("Planned Value", "Budget of the work planned so far.", Type.MONEY, unit="currency")
    ]
    earned_value: Annotated[Numbers, Column("Earned Value", "Budget of the work done.", Type.MONEY, unit="currency")]
    actual_cost: Annotated[
        Numbers, Column("Actual Cost", "Cost of the work done, with accruals.", Type.MONEY, unit="currency")
    ]
    cost: Annotated[Numbers, Column("Cost (budget)", "What was approved.", Type.MONEY, unit="currency")]


def task_values(valued: Valuation) -> TaskValues:
    """PV, EV, AC and budget by task; empty for a task that no money is for, and where a cell leaves it unknown.

    Without a baseline there is a budget and an actual cost, and nothing else.
    """
    money, there = valued.money, valued.phased.there
    above = parents(valued.tasks.wbs.tolist())
    funded = money.given | ~np.isnan(valued.phased.cost)
    timed = funded & there
    return TaskValues.of(
        len(valued.tasks),
        id=valued.tasks.id,
        planned_value=_rolled(valued.planned(valued.day), timed, above),
        earned_value=_rolled(valued.earned, timed, above),
        actual_cost=_rolled(money.actual, funded, above),
        cost=_rolled(money.budget, money.given, above),
    )


def _rolled(values: Numbers, has: Flags, above: list[int]) -> Numbers:
    """Own values and those of all tasks below; nan where there is neither."""
    total, filled = np.where(has, values, 0.0), has.copy()
    for row in np.flatnonzero(has).tolist():
        at = above[row]
        while at >= 0:
            total[at] += values[row]
            filled[at] = True
            at = above[at]
    return np.where(filled, total, np.nan)
