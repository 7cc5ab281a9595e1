"""Earned value management: estimates at completion from the four basic measures."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.catalogue import Answer, undefined

TYPICAL: Final = "Typical (BAC/CPI)"
ATYPICAL: Final = "Atypical"
COST_AND_SCHEDULE: Final = "CPI×SPI"
WEIGHTED: Final = "Weighted"


def ratio(above: float, below: float, name: str, because: str) -> Answer:
    """An index, empty with the reason where its denominator is zero."""
    if below == 0:
        return undefined(f"{because}, so {name} has no value")
    return Answer(above / below, [])


def estimate_at_completion(
    budget_at_completion: float,
    earned_value: float,
    actual_cost: float,
    planned_value: float | None,
    method: str,
    weight: float,
) -> Answer:
    """Estimate at completion (EAC) by a named assumption about the work that remains.

    Typical: as efficient as so far, AC + (BAC - EV) / CPI. Atypical: as planned, AC + (BAC - EV). CPI×SPI: cost and
    schedule efficiency together. Weighted: w CPI + (1 - w) SPI. Empty, with the reason, where an index it divides by is
    undefined or zero.

    Source
    ------
    ANSI/EIA-748; PMI, Practice Standard for Earned Value Management, 2nd ed., 2011, forecasting.
    """
    remaining = budget_at_completion - earned_value
    if method == ATYPICAL:
        return Answer(actual_cost + remaining, [])
    if method not in (TYPICAL, COST_AND_SCHEDULE, WEIGHTED):
        return undefined(f"the method {method!r} needs more than the basic measures", "Use the EVM table instead.")
    if actual_cost == 0:
        return undefined("AC is 0, so CPI and with it this EAC has no value", "The Atypical method needs no CPI.")
    cpi = earned_value / actual_cost
    if method == TYPICAL:
        return _divided(actual_cost, remaining, cpi, "CPI")
    if planned_value is None:
        return undefined(f"the method {method} needs the planned value", "Give planned_value.")
    if planned_value == 0:
        return undefined("PV is 0, so SPI and with it this EAC has no value", "The Typical method needs no SPI.")
    spi = earned_value / planned_value
    if method == COST_AND_SCHEDULE:
        return _divided(actual_cost, remaining, cpi * spi, "CPI×SPI")
    return _divided(actual_cost, remaining, weight * cpi + (1 - weight) * spi, "the weighted index")


def _divided(actual_cost: float, remaining: float, efficiency: float, name: str) -> Answer:
    if efficiency == 0:
        return undefined(f"{name} is 0: nothing is earned yet, so this EAC has no value")
    return Answer(actual_cost + remaining / efficiency, [])


def to_complete_performance_index(
    budget_at_completion: float, earned_value: float, actual_cost: float, target: float | None
) -> Answer:
    """TCPI: the cost efficiency the remaining work needs to end on the budget, or on an estimate at completion.

    Source
    ------
    PMI, Practice Standard for Earned Value Management, 2nd ed., 2011: (BAC - EV) / (target - AC).
    """
    goal = budget_at_completion if target is None else target
    if goal <= actual_cost:
        name = "BAC" if target is None else "EAC"
        return undefined(f"not achievable: {name} is spent already (AC {actual_cost:,.2f} of {goal:,.2f})")
    return Answer((budget_at_completion - earned_value) / (goal - actual_cost), [])
