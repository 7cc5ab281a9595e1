"""Earned value by WBS: a row for each part of the breakdown with every measure, and why one is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Table, columns, table
from pmo_excel.cost import evm
from pmo_excel.cost.earned_schedule import earned_time, time_performance
from pmo_excel.cost.measures import NAN, Basics, Reasons, in_words, measures
from pmo_excel.cost.months import Months
from pmo_excel.cost.past_values import PastValues
from pmo_excel.cost.valuation import Valuation
from pmo_excel.schedule.named_calendars import PROJECT as STANDARD

WHOLE: Final = "Project"
"""What stands in WBS for the whole project."""
NO_CODE: Final = "(no WBS)"


def _money(header: str, help_: str) -> Column:
    return Column(header, help_, Type.MONEY, unit="currency")


def _ratio(header: str, help_: str) -> Column:
    return Column(header, help_, Type.NUMBER, unit="ratio")


def _share(header: str, help_: str) -> Column:
    return Column(header, help_, Type.PERCENT, unit="fraction")


def _months(header: str, help_: str) -> Column:
    return Column(header, help_, Type.NUMBER, unit="months")


@table("EVM", key="period_end+wbs")
class EarnedValues(Table):
    """Earned value: a row for each part of the breakdown, and for each period where there are several."""

    period_end: Annotated[Instants, Column("Period End", "The day that the figures are true of.", Type.DATE)]
    wbs: Annotated[Texts, Column("WBS", "The part of the breakdown; Project is all of it.")]
    planned_value: Annotated[Numbers, _money("Planned Value (PV)", "Budget of the work planned to that day.")]
    earned_value: Annotated[Numbers, _money("Earned Value (EV)", "Budget of the work done.")]
    actual_cost: Annotated[Numbers, _money("Actual Cost (AC)", "Cost of the work done, with accruals.")]
    budget_at_completion: Annotated[Numbers, _money("BAC", "Budget at completion.")]
    schedule_variance: Annotated[Numbers, _money("SV", "EV - PV.")]
    cost_variance: Annotated[Numbers, _money("CV", "EV - AC.")]
    schedule_variance_share: Annotated[Numbers, _share("SV%", "SV / PV.")]
    cost_variance_share: Annotated[Numbers, _share("CV%", "CV / EV.")]
    spi: Annotated[Numbers, _ratio("SPI", "EV / PV.")]
    cpi: Annotated[Numbers, _ratio("CPI", "EV / AC.")]
    percent_complete: Annotated[Numbers, _share("% Complete", "EV / BAC.")]
    percent_spent: Annotated[Numbers, _share("% Spent", "AC / BAC.")]
    earned_schedule: Annotated[Numbers, _months("Earned Schedule (ES)", "When the EV was planned to be earned.")]
    actual_time: Annotated[Numbers, _months("Actual Time (AT)", "Time since the baseline start.")]
    time_variance: Annotated[Numbers, _months("SV(t)", "ES - AT.")]
    time_index: Annotated[Numbers, _ratio("SPI(t)", "ES / AT.")]
    time_estimate: Annotated[Numbers, _months("EAC(t)", "Duration at completion, PD / SPI(t).")]
    to_complete_time: Annotated[Numbers, _ratio("TSPI", "(PD - ES) / (PD - AT).")]
    eac_typical: Annotated[Numbers, _money("EAC typical", "As efficient as so far: BAC / CPI.")]
    eac_atypical: Annotated[Numbers, _money("EAC atypical", "The rest as planned: AC + BAC - EV.")]
    eac_cost_and_schedule: Annotated[Numbers, _money("EAC cost & schedule", "AC + (BAC - EV) / (CPI SPI).")]
    eac_weighted: Annotated[Numbers, _money("EAC weighted", "AC + (BAC - EV) / (w CPI + (1 - w) SPI).")]
    eac_recent: Annotated[Numbers, _money("EAC last 3 periods", "As efficient as in the last three periods.")]
    eac_bottom_up: Annotated[Numbers, _money("EAC bottom-up", "AC and what the owners forecast.")]
    eac_chosen: Annotated[Numbers, _money("EAC chosen", "The one of the chosen method.")]
    eac_method: Annotated[Texts, Column("EAC method", "The chosen method.")]
    estimate_to_complete: Annotated[Numbers, _money("ETC", "EAC chosen - AC.")]
    variance_at_completion: Annotated[Numbers, _money("VAC", "BAC - EAC chosen.")]
    variance_at_completion_share: Annotated[Numbers, _share("VAC%", "VAC / BAC.")]
    to_complete_index: Annotated[Numbers, _ratio("TCPI", "(BAC - EV) / (BAC - AC).")]
    to_complete_index_eac: Annotated[Numbers, _ratio("TCPI (EAC)", "(BAC - EV) / (EAC - AC).")]
    finish_estimate: Annotated[Instants, Column("EAC(t) finish", "Baseline start and EAC(t).", Type.DATE)]
    effort_share: Annotated[Numbers, _share("LOE Share", "Part of the BAC that is level of effort.")]
    reason: Annotated[Texts, Column("Reason if blank", "Why a measure has no value.", Type.LONG_TEXT)]


@dataclass(frozen=True, slots=True)
class Forecasting:
    """How estimates at completion are chosen: the method, the weight of CPI, and what the past was.

    Attributes
    ----------
    shown
        The measures whose reasons are told; None: of all.
    """

    method: str = evm.TYPICAL
    weight: float = 0.8
    past: PastValues | None = None
    shown: frozenset[str] | None = None


Row = Mapping[str, Any]


def parts(wbs: Sequence[str | None], level: int) -> dict[str, list[int]]:
    """The rows of each part of the breakdown down to a level, in order; level 0 is the whole project."""
    if level <= 0:
        return {WHOLE: list(range(len(wbs)))}
    found: dict[str, list[int]] = {}
    for row, code in enumerate(wbs):
        key = ".".join(code.strip().strip(".").split(".")[:level]) if code else NO_CODE
        found.setdefault(key, []).append(row)
    return found


def evm_row(valued: Valuation, key: str, rows: Sequence[int], how: Forecasting) -> Row:
    """Every measure of some tasks at the status date, by header."""
    whole, at = key == WHOLE, list(rows)
    why = valued.unknown(at, whole)
    known = not why
    budget = float(valued.budget[at].sum()) if known else NAN
    basics = Basics(
        float(valued.planned(valued.day)[at].sum()) if known else NAN,
        float(valued.earned[at].sum()) if known else NAN,
        NAN if whole and valued.money.stray else float(valued.money.actual[at].sum()),
        budget,
        float(valued.money.to_complete[at].sum()) if valued.money.given[at].any() else NAN,
        how.past.periods_ago(key, valued.day, 3) if how.past else None,
    )
    found, reasons = measures(basics, how.method, how.weight)
    timed, time_reasons = _time(valued, at, basics) if known else ({}, {})
    effort = float(valued.level_of_effort[at].sum()) / budget if budget else NAN
    said = [*why, *in_words(reasons, how.shown), *in_words(time_reasons, how.shown)]
    return {
        "Period End": valued.day * DAY,
        "WBS": key,
        **found,
        **timed,
        "EAC method": how.method,
        "LOE Share": effort,
        "Reason if blank": "; ".join(said) or None,
    }


def as_table(rows: Sequence[Row]) -> EarnedValues:
    """Rows by header as a table."""
    made = EarnedValues.of(len(rows))
    for name, column in columns(EarnedValues).items():
        values = getattr(made, name)
        for at, row in enumerate(rows):
            value = row.get(column.header)
            if value is not None and value == value:
                values[at] = value
    return made


def _time(valued: Valuation, rows: list[int], basics: Basics) -> tuple[dict[str, float], Reasons]:
    """Earned schedule in months since the baseline start, measured along the project's calendar."""
    phased = valued.phased
    funded = [row for row in rows if valued.budget[row] != 0 and phased.there[row]]
    if not funded:
        return {}, {"nothing is planned": _TIMED}
    start, finish = int(phased.first[funded].min()), int(phased.last[funded].max())
    months = Months(phased.calendars[STANDARD], start)
    complete = valued.finished_on(rows) if basics.earned_value >= basics.budget - 0.005 else None
    actual_time = months.at(valued.day if complete is None else complete)
    ends = [day for day in months.ends(finish) if day < finish] + [finish]
    times = [0.0, *(months.at(day) for day in ends)]
    planned = [0.0, *(float(valued.planned(day)[rows].sum()) for day in ends)]
    earned = earned_time(times, planned, basics.earned_value)
    if earned is None or actual_time <= 0:
        return {}, {"the baseline has not begun": _TIMED}
    figures, reasons = time_performance(earned, actual_time, times[-1])
    names = ("Earned Schedule (ES)", "SV(t)", "SPI(t)", "EAC(t)", "TSPI")
    found = dict(zip(names, figures, strict=True)) | {"Actual Time (AT)": actual_time}
    estimate = figures[3]
    within = estimate == estimate and estimate < _FURTHEST
    return found | {"EAC(t) finish": months.day(estimate) * DAY if within else NO_INSTANT}, reasons


_TIMED: Final = ["Earned Schedule (ES)", "SV(t)", "SPI(t)", "EAC(t)", "TSPI", "EAC(t) finish"]
_FURTHEST: Final = 12 * 100.0
"""Months after which no date is told: an estimate of more than a century says only that nothing gets done."""
