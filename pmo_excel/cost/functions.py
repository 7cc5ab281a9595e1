"""The catalogue entries of cost and earned value."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, function
from pmo_excel.cost import evm, ledger
from pmo_excel.cost.drawdowns import ChangeStates, drawdowns
from pmo_excel.cost.tables import Budget

EarnedValue = Annotated[float, Arg("Earned value, EV", unit="currency")]
PlannedValue = Annotated[float, Arg("Planned value, PV", unit="currency")]
ActualCost = Annotated[float, Arg("Actual cost, AC", unit="currency")]
BudgetAtCompletion = Annotated[float, Arg("Budget at completion, BAC", unit="currency")]
OptionalPlannedValue = Annotated[float | None, Arg("Planned value, PV, where the method uses it", unit="currency")]
Method = Annotated[str, Arg("What is assumed about the work that remains", choices="EACMethod")]
Weight = Annotated[float, Arg("Share of CPI in the weighted method", unit="fraction")]


@function("SV", unit="currency", example="=PMO.SV(180000; 200000) is -20,000")
def sv(earned_value: EarnedValue, planned_value: PlannedValue) -> float:
    """Schedule variance in money: EV - PV; negative is behind plan."""
    return earned_value - planned_value


@function("CV", unit="currency", example="=PMO.CV(180000; 210000) is -30,000")
def cv(earned_value: EarnedValue, actual_cost: ActualCost) -> float:
    """Cost variance: EV - AC; negative is over cost."""
    return earned_value - actual_cost


@function("SPI", unit="ratio", example="=PMO.SPI(180000; 200000) is 0.9")
def spi(earned_value: EarnedValue, planned_value: PlannedValue) -> float | Answer:
    """Schedule performance index: work earned per unit of work planned, EV / PV. Empty while PV is 0."""
    return evm.ratio(earned_value, planned_value, "SPI", "PV is 0")


@function("CPI", unit="ratio", example="=PMO.CPI(180000; 210000) is 0.857")
def cpi(earned_value: EarnedValue, actual_cost: ActualCost) -> float | Answer:
    """Cost performance index: work earned per unit of cost spent, EV / AC. Empty while AC is 0."""
    return evm.ratio(earned_value, actual_cost, "CPI", "AC is 0")


@function("EAC", unit="currency", example="=PMO.EAC(500000; 180000; 210000) is 583,333.33")
def eac(
    budget_at_completion: BudgetAtCompletion,
    earned_value: EarnedValue,
    actual_cost: ActualCost,
    planned_value: OptionalPlannedValue = None,
    method: Method = evm.TYPICAL,
    weight: Weight = 0.8,
) -> float | Answer:
    """Estimate at completion, by a named assumption about the work that remains."""
    return evm.estimate_at_completion(budget_at_completion, earned_value, actual_cost, planned_value, method, weight)


@function("ETC", unit="currency", example="=PMO.ETC(500000; 180000; 210000) is 373,333.33")
def etc(
    budget_at_completion: BudgetAtCompletion,
    earned_value: EarnedValue,
    actual_cost: ActualCost,
    planned_value: OptionalPlannedValue = None,
    method: Method = evm.TYPICAL,
    weight: Weight = 0.8,
) -> float | Answer:
    """Estimate to complete: EAC - AC."""
    got = evm.estimate_at_completion(budget_at_completion, earned_value, actual_cost, planned_value, method, weight)
    return got if got.value is None else Answer(got.value - actual_cost, got.problems)


@function("VAC", unit="currency", example="=PMO.VAC(500000; 180000; 210000) is -83,333.33")
def vac(
    budget_at_completion: BudgetAtCompletion,
    earned_value: EarnedValue,
    actual_cost: ActualCost,
    planned_value: OptionalPlannedValue = None,
    method: Method = evm.TYPICAL,
    weight: Weight = 0.8,
) -> float | Answer:
    """Variance at completion: BAC - EAC; negative is an overrun."""
    got = evm.estimate_at_completion(budget_at_completion, earned_value, actual_cost, planned_value, method, weight)
    return got if got.value is None else Answer(budget_at_completion - got.value, got.problems)


@function("TCPI", unit="ratio", example="=PMO.TCPI(500000; 180000; 210000) is 1.103")
def tcpi(
    budget_at_completion: BudgetAtCompletion,
    earned_value: EarnedValue,
    actual_cost: ActualCost,
    estimate_at_completion: Annotated[
        float | None, Arg("The EAC to end on; empty: the budget", unit="currency")
    ] = None,
) -> float | Answer:
    """To-complete performance index: the cost efficiency that the remaining work needs."""
    return evm.to_complete_performance_index(budget_at_completion, earned_value, actual_cost, estimate_at_completion)


@function("COSTLINES", example="=PMO.COSTLINES(Budget!A4:R40)")
def costlines(
    budget: Annotated[Budget, Arg("The budget lines", needs=("Cost Line ID", "Budget"))],
    tolerance: Annotated[
        float,
        Arg(
            "Cost tolerance",
            unit="fraction of the budget",
            source="Charter.Tolerance Cost (%) | Settings.Cost tolerance",
        ),
    ] = 0.1,
    amber_trigger: Annotated[
        float,
        Arg(
            "Share of the tolerance from which it is amber",
            source="Charter.Amber Trigger (% of tolerance) | Settings.Amber trigger",
        ),
    ] = 0.5,
    changes: Annotated[ChangeStates | None, Arg("Changes, for drawdowns", needs=("Change ID", "Change Status"))] = None,
) -> ledger.CostLines | Answer:
    """EAC, variance at completion and RAG of each budget line, in the order of the lines.

    Contingency that a line draws without an approved change is told.
    """
    got = ledger.cost_lines(budget, tolerance, amber_trigger)
    return Answer(got.value, [*got.problems, *drawdowns(budget, changes)])
