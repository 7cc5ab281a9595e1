"""The budget by line: what each will cost at completion, and how that stands against its budget."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.rag import rag
from pmo_excel.core.tables import Table, table
from pmo_excel.cost.tables import Budget


@table("Budget", key="id")
class CostLines(Table):
    """Budget lines with what they will cost at completion."""

    id: Annotated[Texts, Column("Cost Line ID", "The line, as in the Budget sheet.")]
    estimate_at_completion: Annotated[
        Numbers, Column("EAC", "Actual, accrual and forecast to complete.", Type.MONEY, unit="currency")
    ]
    variance_at_completion: Annotated[
        Numbers,
        Column("Variance at Completion", "Budget less EAC; negative is an overrun.", Type.MONEY, unit="currency"),
    ]
    cost_rag: Annotated[Texts, Column("Cost RAG", "Status against the cost tolerance.", Type.RAG)]


def cost_lines(budget: Budget, tolerance: float, amber_trigger: float) -> Answer:
    """EAC of each line: actual to date, accrual and forecast to complete.

    Where no forecast is typed, the rest of the budget is taken, so an overspent line never comes out below what it has
    cost already. A line with a cell that cannot be read stays empty.

    Source
    ------
    PMI, Practice Standard for Earned Value Management, 2nd ed., 2011: EAC = AC + ETC; the default ETC is BAC - AC.
    """
    eac = line_estimates(budget)
    over = eac - budget.budget
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(budget.budget > 0, over / budget.budget, np.where(over > 0, np.inf, 0.0))
    known = ~np.isnan(over)
    letters = [
        rag(s, tolerance, amber_trigger).value if k else None
        for s, k in zip(share.tolist(), known.tolist(), strict=True)
    ]
    made = CostLines.of(
        len(budget),
        id=budget.id,
        estimate_at_completion=eac,
        variance_at_completion=-over,
        cost_rag=np.array(letters, dtype=object),
    )
    return Answer(made, _without_budget(budget))


def line_estimates(budget: Budget) -> Numbers:
    """EAC of each line; nan where a cell of it cannot be read, or nothing tells what is still to be spent."""
    spent = np.nan_to_num(budget.actual_to_date) + np.nan_to_num(budget.accrual)
    rest = np.maximum(budget.budget - spent, 0.0)
    to_complete = np.where(np.isnan(budget.forecast_to_complete), rest, budget.forecast_to_complete)
    eac = np.asarray(spent + to_complete, dtype=float)
    for name in ("budget", "actual_to_date", "accrual", "forecast_to_complete"):
        eac[list(budget.wrong(name))] = np.nan
    return eac


def _without_budget(budget: Budget) -> list[Problem]:
    return [
        Problem(
            Code.MISSING_VALUE,
            "the line has no budget, so its variance is empty",
            budget.cell("budget", row),
            "Type the budget; 0 where there is none.",
            Severity.MEDIUM,
        )
        for row in np.flatnonzero(np.isnan(budget.budget)).tolist()
        if row not in budget.wrong("budget")
    ]
