"""The two cells of a status question, read as its kind says, and the sentence of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.instants import DAY, day_text
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.core.rag import rag
from pmo_excel.governance.reasons import (
    benefit_said,
    cost_said,
    count_said,
    driven_by,
    number_text,
    share_said,
    time_said,
)
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.workdays import working_days_after

Pair = tuple[float, float]

KINDS: Final = ("Time", "Cost", "Scope", "Quality", "Risk", "Resource", "Benefits", "Data")
_DATES: Final = frozenset({"Time", "Data"})
_SHARES: Final = {
    "Scope": ("value of undecided changes", "budget"),
    "Risk": ("exposure (EMV)", "contingency"),
    "Resource": ("work with nobody named:", "all asked for"),
}


def read_kind(kind: str, baseline: Any, forecast: Any) -> tuple[Pair | None, list[Problem]]:
    """Both cells as instants (Time, Data) or numbers; None and the problems where a cell is not readable.

    Quality counts from nothing, so its baseline may be empty.
    """
    values, problems = [], []
    for name, raw in (("baseline", baseline), ("forecast", forecast)):
        if kind == "Quality" and name == "baseline" and raw in (None, ""):
            raw = 0
        reading = cells.moment(raw, Conventions()) if kind in _DATES else cells.number(raw)
        if reading.value is None:
            fault = reading.fault
            message = fault.message if fault else "the cell is empty"
            suggestion = fault.suggestion if fault else ""
            problems.append(Problem(Code.ARGUMENT, message, Cell(name), suggestion))
        else:
            values.append(float(reading.value))
    return (values[0], values[1]) if len(values) == 2 else None, problems


def undefined_share(kind: str, baseline: float) -> str | None:
    """Why a kind that is a share has none; None where it has one."""
    if kind in ("Time", "Data", "Quality") or baseline > 0 or (kind == "Benefits" and baseline):
        return None
    return "BAC is 0, so the overrun has no share of it" if kind == "Cost" else f"the baseline of {kind} is 0"


def reason(kind: str, pair: Pair, tolerance: float, trigger: float, calendar: Calendar, drivers: Sequence[str]) -> str:
    """The sentence of a kind: its colour, value, baseline, variance, tolerance and drivers."""
    before, after = pair
    amber = trigger * tolerance
    if kind == "Time":
        variance = float(working_days_after(calendar, int(before), int(after)))
        said = time_said(int(before), int(after), variance, tolerance, trigger)
    elif kind == "Cost":
        variance, said = (after - before) / before, cost_said(before, after, tolerance, trigger)
    elif kind == "Quality":
        variance, said = after, count_said(after, "open defects and overdue reviews", tolerance, amber)
    elif kind == "Benefits":
        variance = (before - after) / abs(before)
        said = benefit_said("", after, before, variance, tolerance, amber)
    elif kind == "Data":
        variance = after // DAY - before // DAY
        said = (
            f"status of {day_text(int(before))} is {number_text(variance)} d old on {day_text(int(after))} "
            f"(tolerance {number_text(tolerance)}, amber > {number_text(amber)})"
        )
    else:
        what, of = _SHARES[kind]
        variance, said = after / before, share_said(what, after, of, before, tolerance, amber)
    return f"{kind} {rag(variance, tolerance, trigger).word}: {said}.{driven_by(drivers)}"
