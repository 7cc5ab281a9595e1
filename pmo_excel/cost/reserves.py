"""The budget as a ledger: base budget, contingency and management reserve apart, and what was drawn by which change."""

from __future__ import annotations

from typing import Annotated, Final

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.cost.drawdowns import ChangeStates, drawdowns
from pmo_excel.cost.ledger import line_estimates
from pmo_excel.cost.tables import Budget

_CENT: Final = 0.01


@table("Budget ledger")
class BudgetLedger(Table):
    """The money of the project by what it is."""

    measure: Annotated[Texts, Column("Measure", "What the amount is.")]
    amount: Annotated[Numbers, Column("Amount", "In the project's currency.", Type.MONEY, unit="currency")]
    because: Annotated[Texts, Column("Because", "How it comes about.")]


@table("Budget by group", key="group")
class BudgetGroups(Table):
    """Budget lines summed up by what they have in common; the last row is the total."""

    group: Annotated[Texts, Column("Group", "What the lines have in common.")]
    budget: Annotated[Numbers, Column("Budget", "Approved.", Type.MONEY, unit="currency")]
    commitment: Annotated[Numbers, Column("Commitment", "Ordered, not invoiced.", Type.MONEY, unit="currency")]
    actual: Annotated[Numbers, Column("Actual Cost", "Spent, with accruals.", Type.MONEY, unit="currency")]
    to_complete: Annotated[Numbers, Column("Forecast to Complete", "Still to spend.", Type.MONEY, unit="currency")]
    estimate: Annotated[Numbers, Column("EAC", "Estimate at completion.", Type.MONEY, unit="currency")]
    variance: Annotated[Numbers, Column("Variance at Completion", "Budget - EAC.", Type.MONEY, unit="currency")]


GROUPS: Final = {
    "Cost Category": "category",
    "WBS / Task ID": "wbs_or_task",
    "Supplier": "supplier",
    "CapEx/OpEx": "capex_opex",
    "Finance Code": "finance_code",
    "Change ID": "change_id",
}
"""What lines can be summed up by, and their fields."""


def budget_ledger(
    budget: Budget, approved: float | None, contingency: float, reserve: float, changes: ChangeStates | None
) -> BudgetLedger | Answer:
    """Base budget and contingency make the approved budget; management reserve is beside it and in no measure.

    Source
    ------
    PMI, PMBOK Guide, 6th ed., 2017, 7.3: cost baseline with contingency reserve; management reserve is added to it.
    """
    base, drawn = _sum(budget, "budget"), _sum(budget, "contingency_drawn")
    spent = _sum(budget, "actual_to_date") + _sum(budget, "accrual")
    estimate = float(line_estimates(budget).sum())
    total = base + contingency
    given = total if approved is None else approved
    rows: list[tuple[str, float, str]] = [
        ("Base budget", base, "sum of the budget lines"),
        ("Contingency", contingency, "Charter"),
        ("Approved budget", given, "base budget and contingency" if approved is None else "Charter"),
        ("Not allocated", given - total, "approved, less base budget and contingency"),
        ("Contingency drawn", drawn, "sum of the budget lines"),
        ("Contingency left", contingency - drawn, "contingency, less what is drawn"),
        ("Management reserve", reserve, "Charter; not in the approved budget"),
        ("Commitment", _sum(budget, "commitment"), "ordered, not invoiced; not in the actual cost"),
        ("Actual cost", spent, "actual to date and accrual"),
        ("EAC", estimate, "actual cost and forecast to complete"),
        ("Variance at completion", base - estimate, "base budget, less EAC"),
    ]
    problems = list(drawdowns(budget, changes))
    if drawn > contingency + _CENT:
        text = f"{drawn:,.2f} is drawn from a contingency of {contingency:,.2f}"
        problems.append(Problem(Code.DRAWDOWN, text, Cell("contingency"), "Ask for more, or draw less."))
    if abs(given - total) > _CENT:
        text = f"approved {given:,.2f} is not base {base:,.2f} and contingency {contingency:,.2f}"
        fix = "Allocate the rest, or have the budget approved anew."
        problems.append(Problem(Code.DRAWDOWN, text, Cell("approved_budget"), fix, Severity.LOW))
    names, amounts, whys = zip(*rows, strict=True)
    made = BudgetLedger.of(len(rows), measure=_texts(names), amount=np.array(amounts), because=_texts(whys))
    return Answer(made, problems)


def budget_groups(budget: Budget, by: str) -> BudgetGroups:
    """Sums of the lines by what they have in common, in the order in which they come; the last row is the total."""
    keys = [str(key) if key else "(none)" for key in getattr(budget, GROUPS[by]).tolist()]
    groups = list(dict.fromkeys(keys))
    estimate = line_estimates(budget)
    spent = _amounts(budget, "actual_to_date") + _amounts(budget, "accrual")
    columns = {
        "budget": _amounts(budget, "budget"),
        "commitment": _amounts(budget, "commitment"),
        "actual": spent,
        "to_complete": estimate - spent,
        "estimate": estimate,
        "variance": _amounts(budget, "budget") - estimate,
    }
    made = BudgetGroups.of(len(groups) + 1, group=_texts([*groups, "Total"]))
    for name, values in columns.items():
        mine = [values[[key == group for key in keys]].sum() for group in groups]
        getattr(made, name)[:] = [*mine, values.sum()]
    return made


def _amounts(budget: Budget, name: str) -> Numbers:
    """The amounts of a column: an empty cell is 0, and one that cannot be read is not known."""
    amounts = np.nan_to_num(getattr(budget, name))
    amounts[list(budget.wrong(name))] = np.nan
    return np.asarray(amounts, dtype=float)


def _sum(budget: Budget, name: str) -> float:
    return float(_amounts(budget, name).sum())


def _texts(values: object) -> Texts:
    return np.array(values, dtype=object)
