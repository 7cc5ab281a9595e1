"""The sentence behind every colour: value, baseline, variance, tolerance, rule and drivers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pmo_excel.core.instants import day_text
from pmo_excel.core.rag import Rag


def number_text(value: float) -> str:
    """A number as sentences print it: no decimals where there are none, at most two."""
    return f"{value:,.0f}" if abs(value - round(value)) < 5e-7 else f"{value:,.2f}".rstrip("0").rstrip(".")


def percent_text(value: float) -> str:
    """A fraction as a percentage with at most two decimals."""
    return f"{number_text(round(value * 100, 2))} %"


FAVOURABLE: Final = "more than the tolerance to the good: ask why"
"""Said of a variance beyond the tolerance on the good side: green, but worth a question."""


def time_said(baseline_finish: int, forecast_finish: int, variance: float, tolerance: float, trigger: float) -> str:
    """What the reason of a status in time says, from finishes as instants and a variance in working days.

    `forecast finish 26-Jun-26 is 10 wd after baseline 12-Jun-26 (tolerance 10, amber > 5)`
    """
    how = (
        f"{number_text(abs(variance))} wd {'after' if variance > 0 else 'before'} baseline"
        if variance
        else "on baseline"
    )
    return (
        f"forecast finish {day_text(forecast_finish)} is {how} {day_text(baseline_finish)} "
        f"(tolerance {number_text(tolerance)}, amber > {number_text(trigger * tolerance)}{_good(variance, tolerance)})"
    )


def cost_said(budget: float, estimate: float, tolerance: float, trigger: float) -> str:
    """What the reason of a status in cost says; the tolerance is a fraction of the budget."""
    share = (estimate - budget) / budget
    how = f"{percent_text(abs(share))} {'over' if share > 0 else 'under'} budget" if share else "on budget"
    return (
        f"EAC {number_text(estimate)} is {how} {number_text(budget)} "
        f"(tolerance {percent_text(tolerance)}, amber > {percent_text(trigger * tolerance)}{_good(share, tolerance)})"
    )


def share_said(what: str, value: float, of: str, base: float, red: float, amber: float) -> str:
    """`exposure (EMV) 21,000 is 140 % of contingency 15,000 (red > 100 %, amber > 80 %)`."""
    return (
        f"{what} {number_text(value)} is {percent_text(value / base)} of {of} {number_text(base)} "
        f"(red > {percent_text(red)}, amber > {percent_text(amber)})"
    )


def count_said(count: float, what: str, red: float, amber: float) -> str:
    """`open severe defects: 2 (red > 1, amber > 0)`."""
    return f"{what}: {number_text(count)} (red > {number_text(red)}, amber > {number_text(amber)})"


def benefit_said(name: str, forecast: float, target: float, short: float, tolerance: float, amber: float) -> str:
    """`forecast 80 of B-01 Rent saved is 20 % short of target 100 (tolerance 10 %, amber > 5 %)`."""
    of = f" of {name}" if name else ""
    how = f"{percent_text(abs(short))} {'short of' if short > 0 else 'better than'} target" if short else "on target"
    return (
        f"forecast {number_text(forecast)}{of} is {how} {number_text(target)} "
        f"(tolerance {percent_text(tolerance)}, amber > {percent_text(amber)})"
    )


def _good(variance: float, tolerance: float) -> str:
    return f"; {FAVOURABLE}" if favourable(variance, tolerance) else ""


def favourable(variance: float, tolerance: float) -> bool:
    """Whether a variance is beyond the tolerance on the good side: a matter to ask about, not green by itself.

    Source
    ------
    Management by exception: a saving outside tolerance is reported as an overrun is.
    """
    return tolerance > 0 and variance < -tolerance


def driven_by(drivers: Sequence[str]) -> str:
    """The last half-sentence: ` Driven by 6 Fit-out +6, 8 Test +4.`; empty without drivers."""
    return f" Driven by {', '.join(drivers)}." if drivers else ""


_LETTERS = {"r": Rag.RED, "a": Rag.AMBER, "g": Rag.GREEN} | {r.name.casefold(): r for r in Rag}


def rag_of(said: str) -> Rag | None:
    """The status that a letter or word names, in any case."""
    return _LETTERS.get(said.strip().casefold())
