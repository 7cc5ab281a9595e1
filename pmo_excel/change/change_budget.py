"""The change budget: what approved changes took of it, and whether what is asked for still fits."""

from __future__ import annotations

from typing import Annotated, Final

import numpy as np

from pmo_excel.change.states import UNDECIDED, agreed, state
from pmo_excel.change.tables import Changes
from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table

TOTAL: Final = "Change budget"


@table("Changes")
class ChangeBudget(Table):
    """Changes against the money set aside for them."""

    id: Annotated[Texts, Column("Change ID", "The change; Change budget for what is left in the end.")]
    status: Annotated[Texts, Column("Change Status", "Raised to Closed.", Type.CHOICE, choices="ChangeStatus")]
    cost: Annotated[Numbers, Column("Cost", "What it costs.", Type.MONEY, unit="currency")]
    before: Annotated[Numbers, Column("Left Before", "Of the budget, without it.", Type.MONEY, unit="currency")]
    after: Annotated[Numbers, Column("Left After", "Of the budget, with it.", Type.MONEY, unit="currency")]
    blocked: Annotated[Flags, Column("Blocked", "Yes where it costs more than is left.", Type.YES_NO)]
    message: Annotated[Texts, Column("Message", "Why it is blocked.", Type.LONG_TEXT)]


def change_budget(changes: Changes, cost: Numbers, budget: float) -> tuple[ChangeBudget, list[Problem]]:
    """The ledger in the order of the log, and last what is left.

    Approved changes take their cost in the order of their decisions. Each request is compared with what all of these
    leave. An approved change whose cost is not known leaves everything below it unknown.
    """
    count = len(changes)
    made = ChangeBudget.of(count + 1, id=np.array([*changes.id.tolist(), TOTAL], dtype=object))
    left = budget
    for row in _in_order(changes):
        made.before[row] = left
        left -= float(cost[row])
        made.after[row] = left
    made.before[count], made.after[count], made.cost[count] = budget, left, budget - left
    problems = []
    for row in range(count):
        made.status[row], made.cost[row] = state(changes, row), cost[row]
        if state(changes, row) not in UNDECIDED or changes.id[row] is None or cost[row] != cost[row] or left != left:
            continue
        made.before[row], made.after[row] = left, left - cost[row]
        made.blocked[row] = bool(cost[row] > max(left, 0))
        if made.blocked[row]:
            made.message[row] = f"{changes.id[row]} costs {cost[row]:,.6g}, and {_left(left, budget)}"
            problems.append(_problem(changes, row, made.message[row]))
    return made, problems


def _in_order(changes: Changes) -> list[int]:
    """Approved changes by the day of the decision, then as in the log; without a day last."""
    rows = [row for row in range(len(changes)) if changes.id[row] is not None and agreed(changes, row)]
    days = changes.decision_date.tolist()
    return sorted(rows, key=lambda row: (days[row] == NO_INSTANT, days[row], row))


def _left(left: float, budget: float) -> str:
    if left < 0:
        return f"the change budget of {budget:,.6g} is overspent by {-left:,.6g}"
    return f"{left:,.6g} of the change budget of {budget:,.6g} are left"


def _problem(changes: Changes, row: int, text: str) -> Problem:
    fix = "Ask for more change budget, make the change smaller, or reject it."
    return Problem(Code.CHANGE_BUDGET, text, changes.cell("id", row), fix, Severity.MEDIUM)
