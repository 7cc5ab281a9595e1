"""The sheet of earned value."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table

_FROM = "EVMPERIODS"


def _money(header: str, help_: str, also: tuple[str, ...] = (), width: float = 13) -> Column:
    return Column(header, help_, Type.MONEY, unit="currency", also=also, computed=_FROM, width=width)


def _number(header: str, help_: str, unit: str, also: tuple[str, ...] = ()) -> Column:
    return Column(header, help_, Type.NUMBER, unit=unit, also=also, computed=_FROM, width=9)


@table(
    "EVM",
    "tblEVM",
    "Earned value by period: the whole project first, then each part of the breakdown.",
    key="period_end+wbs",
    rows_from=_FROM,
)
class EarnedValue(Table):
    """Earned value: one row per period end, for the whole project and for each part of the first level."""

    period_end: Annotated[
        Instants,
        Column(
            "Period End",
            "The month's end, or the status date of a report. Read by whoever follows the curve.",
            Type.DATE,
            also=("Period", "As of"),
            computed=_FROM,
            width=12,
        ),
    ]
    wbs: Annotated[
        Texts,
        Column("WBS", "The part of the breakdown; Project is all of it. Read by sponsor and finance.", computed=_FROM),
    ]
    planned_value: Annotated[
        Numbers,
        _money("Planned Value (PV)", "Budget of the work planned up to that day.", ("PV", "Planned Value", "BCWS")),
    ]
    earned_value: Annotated[
        Numbers, _money("Earned Value (EV)", "Budget of the work that is done.", ("EV", "Earned Value", "BCWP"))
    ]
    actual_cost: Annotated[
        Numbers, _money("Actual Cost (AC)", "What that work has cost, with accruals.", ("AC", "Actual Cost", "ACWP"))
    ]
    budget_at_completion: Annotated[
        Numbers, _money("BAC", "Budget at completion: what the baseline allows for all work.", ("Budget",))
    ]
    schedule_variance: Annotated[Numbers, _money("SV", "EV less PV; minus is behind plan.", ("Schedule Variance",), 12)]
    cost_variance: Annotated[Numbers, _money("CV", "EV less AC; minus is over cost.", ("Cost Variance",), 12)]
    spi: Annotated[Numbers, _number("SPI", "EV / PV: below 1 is behind plan.", "ratio")]
    cpi: Annotated[Numbers, _number("CPI", "EV / AC: below 1 is over cost.", "ratio")]
    earned_schedule: Annotated[
        Numbers,
        _number("Earned Schedule (ES)", "Months after the start at which this EV was planned.", "months", ("ES",)),
    ]
    time_variance: Annotated[Numbers, _number("SV(t)", "ES less the months that have passed; minus is late.", "months")]
    time_index: Annotated[Numbers, _number("SPI(t)", "ES / months passed: below 1 is late, up to the end.", "ratio")]
    eac_typical: Annotated[
        Numbers, _money("EAC typical", "What it will cost if the rest goes as so far: BAC / CPI.", ("EAC 1",))
    ]
    eac_atypical: Annotated[
        Numbers, _money("EAC atypical", "What it will cost if the rest goes as planned.", ("EAC 2",))
    ]
    eac_cost_and_schedule: Annotated[
        Numbers,
        _money("EAC cost & schedule", "What it will cost if being late costs too: with CPI and SPI.", ("EAC 3",)),
    ]
    eac_chosen: Annotated[Numbers, _money("EAC chosen", "The estimate of the chosen method. Read by all.", ("EAC",))]
    estimate_to_complete: Annotated[Numbers, _money("ETC", "The chosen EAC less AC: still to be spent.")]
    variance_at_completion: Annotated[Numbers, _money("VAC", "BAC less the chosen EAC; minus is an overrun.")]
    to_complete_index: Annotated[
        Numbers, _number("TCPI", "Cost efficiency that the rest needs to end on the BAC.", "ratio")
    ]
    finish_estimate: Annotated[
        Instants,
        Column(
            "EAC(t) finish",
            "Finish if the rest takes as long as so far: start and planned duration / SPI(t).",
            Type.DATE,
            computed=_FROM,
            width=12,
        ),
    ]
    eac_method: Annotated[
        Texts,
        Column(
            "EAC method",
            "How the chosen EAC is found, from here on; empty: as in Settings. Read by sponsor.",
            Type.CHOICE,
            choices="EACMethod",
            width=16,
        ),
    ]
    reason: Annotated[
        Texts,
        Column(
            "Reason if blank",
            "Why a measure of this row has no value. Read by whoever asks.",
            Type.LONG_TEXT,
            computed=_FROM,
            width=60,
        ),
    ]
