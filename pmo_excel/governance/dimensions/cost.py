"""Status in cost: the estimate at completion against the approved budget, and what is earned for what is spent."""

from __future__ import annotations

import numpy as np

from pmo_excel.core.rag import rag
from pmo_excel.cost.tables import Budget
from pmo_excel.governance.dimensions.basis import Basis
from pmo_excel.governance.dimensions.indices import index_measure
from pmo_excel.governance.judged import Cited, Judged, Measure, address, grey, judged, span
from pmo_excel.governance.reasons import cost_said, number_text, percent_text

SHOWN = 3
"""Drivers that a sentence names."""


def cost_status(basis: Basis) -> Judged:
    """Status in cost; grey where no budget, or the EAC of a line, is known."""
    budget = basis.sheets.budget
    if budget is None or not len(budget):
        return grey("Cost", "no budget lines are given", "Type the budget lines in the Budget sheet.")
    if np.isnan(budget.estimate_at_completion).any():
        return grey("Cost", "a budget line has no EAC", "Repair the findings of the Budget sheet.")
    estimate = float(budget.estimate_at_completion.sum())
    approved = approved_budget(basis)
    if approved.value <= 0:
        return grey("Cost", "there is no approved budget", "Type the Approved Budget in the Charter.")
    measure = _estimate(basis, budget, estimate, approved)
    found = judged("Cost", [measure, *index_measure(basis, "CPI")])
    return found._replace(baseline=approved.value, forecast=estimate)


def approved_budget(basis: Basis) -> Cited:
    """The approved budget: of the charter, else the sum of the lines; 0 where there is none."""
    typed, lines = basis.agreed.approved_budget, basis.sheets.budget
    if typed:
        return basis.cited_term("Approved Budget", typed, percent=False)
    total = 0.0 if lines is None else float(np.nansum(lines.budget))
    return Cited("Budget", number_text(total), total, "" if lines is None else span(lines, "budget"))


def _estimate(basis: Basis, budget: Budget, estimate: float, approved: Cited) -> Measure:
    terms = basis.agreed
    share = (estimate - approved.value) / approved.value
    drivers = _drivers(budget) if share > 0 else []
    tolerance = basis.cited_term("Tolerance Cost (%)", terms.tolerance_cost, True, "Cost tolerance")
    trigger = basis.cited_term("Amber Trigger (% of tolerance)", terms.amber_trigger, True, "Amber trigger")
    amber = terms.amber_trigger * terms.tolerance_cost
    cited = (
        Cited("EAC", number_text(estimate), estimate, span(budget, "estimate_at_completion")),
        Cited("Over budget", percent_text(abs(share)), abs(share)),
        approved,
        tolerance,
        Cited("Amber from", percent_text(amber), amber),
        trigger,
        *(_cited_line(budget, row, over) for row, over in drivers),
    )
    said = cost_said(approved.value, estimate, terms.tolerance_cost, terms.amber_trigger)
    colour = rag(share, terms.tolerance_cost, terms.amber_trigger)
    return Measure(said, colour, share, terms.tolerance_cost, cited, tuple(_line(budget, *one) for one in drivers))


def _drivers(budget: Budget) -> list[tuple[int, float]]:
    """The lines that are most over their budget, and by how much."""
    over = (budget.estimate_at_completion - np.nan_to_num(budget.budget)).tolist()
    order = sorted(range(len(over)), key=lambda row: -over[row])
    return [(row, over[row]) for row in order[:SHOWN] if over[row] > 0]


def _cited_line(budget: Budget, row: int, over: float) -> Cited:
    cells = [address(budget, name, row) for name in ("estimate_at_completion", "budget")]
    cell = f"={cells[0]}-{cells[1]}" if all(cells) else cells[0]
    return Cited(f"Driver {budget.id[row]}", number_text(over), over, cell)


def _line(budget: Budget, row: int, over: float) -> str:
    name = budget.description[row] or budget.category[row] or ""
    return f"{budget.id[row]} {name} +{number_text(over)}".replace("  ", " ")
