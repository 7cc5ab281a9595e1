"""The sentence behind every colour: value, baseline, variance, tolerance, rule and drivers."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_excel.core.instants import day_text
from pmo_excel.core.rag import Rag, rag


def number_text(value: float) -> str:
    """A number as sentences print it: no decimals where there are none, at most two."""
    return f"{value:,.0f}" if abs(value - round(value)) < 5e-7 else f"{value:,.2f}".rstrip("0").rstrip(".")


def percent_text(value: float) -> str:
    """A fraction as a percentage with at most two decimals."""
    return f"{number_text(round(value * 100, 2))} %"


def time_reason(
    baseline_finish: int,
    forecast_finish: int,
    variance: float,
    tolerance: float,
    trigger: float,
    drivers: Sequence[str],
) -> tuple[Rag, str]:
    """Status in time and why, from finishes as instants and a variance in working days.

    `Time AMBER: forecast finish 26-Jun-26 is 10 wd after baseline 12-Jun-26 (tolerance 10, amber > 5). Driven by …`
    """
    colour = rag(variance, tolerance, trigger)
    how = (
        f"{number_text(abs(variance))} wd {'after' if variance > 0 else 'before'} baseline"
        if variance
        else "on baseline"
    )
    text = (
        f"Time {colour.word}: forecast finish {day_text(forecast_finish)} is {how} {day_text(baseline_finish)} "
        f"(tolerance {number_text(tolerance)}, amber > {number_text(trigger * tolerance)})."
    )
    return colour, text + driven_by(drivers)


def cost_reason(
    budget: float, estimate: float, tolerance: float, trigger: float, drivers: Sequence[str]
) -> tuple[Rag, str]:
    """Status in cost and why, from the budget and the estimate at completion; the tolerance is a fraction."""
    share = (estimate - budget) / budget
    colour = rag(share, tolerance, trigger)
    how = f"{percent_text(abs(share))} {'over' if share > 0 else 'under'} budget" if share else "on budget"
    text = (
        f"Cost {colour.word}: EAC {number_text(estimate)} is {how} {number_text(budget)} "
        f"(tolerance {percent_text(tolerance)}, amber > {percent_text(trigger * tolerance)})."
    )
    return colour, text + driven_by(drivers)


def driven_by(drivers: Sequence[str]) -> str:
    """The last half-sentence: ` Driven by 6 Fit-out +6, 8 Test +4.`; empty without drivers."""
    return f" Driven by {', '.join(drivers)}." if drivers else ""


_LETTERS = {"r": Rag.RED, "a": Rag.AMBER, "g": Rag.GREEN} | {r.name.casefold(): r for r in Rag}


def rag_of(said: str) -> Rag | None:
    """The status that a letter or word names, in any case."""
    return _LETTERS.get(said.strip().casefold())
