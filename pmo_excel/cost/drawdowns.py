"""Contingency that budget lines draw: each drawdown needs an approved change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Texts
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.cost.tables import Budget

APPROVED: Final = frozenset({"Approved", "Implementing", "Implemented", "Closed"})


@table("Changes")
class ChangeStates(Table):
    """Changes and whether they are approved."""

    id: Annotated[Texts, Column("Change ID", "The change.", also=("CR",))]
    status: Annotated[Texts, Column("Change Status", "Approved once it is.")]


def drawdowns(budget: Budget, changes: ChangeStates | None) -> Iterator[Problem]:
    """Contingency that is drawn without a change, or with one that is not approved."""
    states = {}
    if changes is not None:
        states = dict(zip(changes.id.tolist(), changes.status.tolist(), strict=True))
    for row in np.flatnonzero(np.nan_to_num(budget.contingency_drawn) > 0).tolist():
        drawn, change = float(budget.contingency_drawn[row]), budget.change_id[row]
        cell = budget.cell("contingency_drawn", row)
        if not change:
            text = f"{drawn:,.2f} is drawn from contingency without a change"
            yield Problem(Code.DRAWDOWN, text, cell, "Type the ID of the approved change.", Severity.MEDIUM)
        elif changes is not None and states.get(change) not in APPROVED:
            state = f"is {states[change] or 'without a status'}" if change in states else "is not in Changes"
            text = f"{drawn:,.2f} is drawn from contingency with {change}, which {state}"
            yield Problem(Code.DRAWDOWN, text, cell, "Draw with an approved change.", Severity.MEDIUM)
