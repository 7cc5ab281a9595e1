"""The project's status in one row: each dimension's colour, why, and its trend; rolled up, and as reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.problems import Problem
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Table, columns, field_of, table
from pmo_excel.governance.currency import currency_status
from pmo_excel.governance.dimensions.basis import Basis
from pmo_excel.governance.dimensions.benefits import benefits_status
from pmo_excel.governance.dimensions.cost import cost_status
from pmo_excel.governance.dimensions.quality import quality_status
from pmo_excel.governance.dimensions.resource import resource_status
from pmo_excel.governance.dimensions.risk import risk_status
from pmo_excel.governance.dimensions.scope import scope_status
from pmo_excel.governance.dimensions.time import time_status
from pmo_excel.governance.judged import Judged
from pmo_excel.governance.overall import overall_status
from pmo_excel.governance.override import Reported, reported
from pmo_excel.governance.status_history import RAG, VARIANCE, kept, last_periods, trend
from pmo_excel.governance.tables import Status
from pmo_excel.schedule.snapshots import Snapshots

TEMPLATE_VERSION: Final = "1"
"""Version of the project workbook that this release builds and expects."""

_JUDGES: Final = (
    time_status,
    cost_status,
    scope_status,
    quality_status,
    risk_status,
    resource_status,
    benefits_status,
)


def _rag(name: str) -> Column:
    return Column(f"{name} RAG", f"Status of {name.lower()}; empty where it is not kept.", Type.RAG)


def _why(name: str) -> Column:
    return Column(f"{name} RAG Why", "Its reason.", Type.LONG_TEXT)


def _trend(name: str) -> Column:
    return Column(f"{name} RAG Trend", "▲ better, ► the same, ▼ worse than at the last snapshot.", Type.ARROW)


def _last(name: str) -> Column:
    return Column(f"{name} RAG Last Periods", "Colours of the last snapshots, oldest first.")


def _cells(name: str) -> Column:
    return Column(f"{name} RAG Cells", "The cells that the reason rests on.", Type.LONG_TEXT)


@table("Status")
class ProjectStatus(Table):
    """A project's status, in one row."""

    template_version: Annotated[Texts, Column("Template Version", "Version of the project workbook.")]
    period_end: Annotated[Instants, Column("Period End", "The status date.", Type.DATE)]
    forecast_finish: Annotated[Instants, Column("Forecast Finish", "Latest finish of all tasks.", Type.DATE)]
    baseline_finish: Annotated[Instants, Column("Baseline Finish", "Latest baseline finish.", Type.DATE)]
    variance: Annotated[
        Numbers, Column("Finish Variance (wd)", "Forecast after baseline.", Type.NUMBER, unit="working days")
    ]
    estimate: Annotated[
        Numbers, Column("Estimate at Completion (EAC)", "Sum of the budget lines.", Type.MONEY, unit="currency")
    ]
    time_rag: Annotated[Texts, _rag("Time")]
    time_why: Annotated[Texts, _why("Time")]
    cost_rag: Annotated[Texts, _rag("Cost")]
    cost_why: Annotated[Texts, _why("Cost")]
    scope_rag: Annotated[Texts, _rag("Scope")]
    scope_why: Annotated[Texts, _why("Scope")]
    quality_rag: Annotated[Texts, _rag("Quality")]
    quality_why: Annotated[Texts, _why("Quality")]
    risk_rag: Annotated[Texts, _rag("Risk")]
    risk_why: Annotated[Texts, _why("Risk")]
    resource_rag: Annotated[Texts, _rag("Resource")]
    resource_why: Annotated[Texts, _why("Resource")]
    benefits_rag: Annotated[Texts, _rag("Benefits")]
    benefits_why: Annotated[Texts, _why("Benefits")]
    data_rag: Annotated[Texts, Column("Data RAG", "Age of the status, where a day is given.", Type.RAG)]
    data_why: Annotated[Texts, _why("Data")]
    overall: Annotated[Texts, Column("Overall RAG", "All statuses rolled up.", Type.RAG)]
    overall_why: Annotated[Texts, _why("Overall")]
    reported: Annotated[
        Texts, Column("Colour Reported", "The computed colour, or the one that overrules it.", Type.RAG)
    ]
    reported_why: Annotated[Texts, Column("Reported RAG Why", "Whether the overruling colour counts.", Type.LONG_TEXT)]
    changes: Annotated[Texts, Column("Changes since Last", "Figures unlike the last snapshot's.", Type.LONG_TEXT)]
    time_trend: Annotated[Texts, _trend("Time")]
    cost_trend: Annotated[Texts, _trend("Cost")]
    scope_trend: Annotated[Texts, _trend("Scope")]
    quality_trend: Annotated[Texts, _trend("Quality")]
    risk_trend: Annotated[Texts, _trend("Risk")]
    resource_trend: Annotated[Texts, _trend("Resource")]
    benefits_trend: Annotated[Texts, _trend("Benefits")]
    overall_trend: Annotated[Texts, _trend("Overall")]
    time_last: Annotated[Texts, _last("Time")]
    cost_last: Annotated[Texts, _last("Cost")]
    scope_last: Annotated[Texts, _last("Scope")]
    quality_last: Annotated[Texts, _last("Quality")]
    risk_last: Annotated[Texts, _last("Risk")]
    resource_last: Annotated[Texts, _last("Resource")]
    benefits_last: Annotated[Texts, _last("Benefits")]
    overall_last: Annotated[Texts, _last("Overall")]
    time_cells: Annotated[Texts, _cells("Time")]
    cost_cells: Annotated[Texts, _cells("Cost")]
    scope_cells: Annotated[Texts, _cells("Scope")]
    quality_cells: Annotated[Texts, _cells("Quality")]
    risk_cells: Annotated[Texts, _cells("Risk")]
    resource_cells: Annotated[Texts, _cells("Resource")]
    benefits_cells: Annotated[Texts, _cells("Benefits")]


@dataclass(frozen=True, slots=True)
class Standing:
    """A project's status before it is a row: the dimensions, the overall colour, and the one that is reported."""

    dimensions: tuple[Judged, ...]
    overall: Judged
    reported: Reported

    def of(self, name: str) -> Judged:
        """One dimension."""
        return next(d for d in self.dimensions if d.dimension == name)

    @property
    def problems(self) -> list[Problem]:
        """What kept a colour from being known or from being overruled, and what is worth a question."""
        found = (problem for one in (*self.dimensions, self.overall) for problem in one.problems)
        return [*found, *self.reported.problems]


def standing(basis: Basis, status: Status | None = None, today: int | None = None) -> Standing:
    """Every dimension judged and rolled up by the agreed rule.

    A dimension that should be judged and cannot be is grey and says why; one of which nothing is kept has no colour and
    does not count.

    Parameters
    ----------
    status
        The sheet on which a person may overrule the colour.
    today
        The day on which the status is read, for its age; without it the age does not count.
    """
    dimensions = [judge(basis) for judge in _JUDGES]
    charter = basis.sheets.charter
    frequency = str(charter.reporting_frequency[0] or "") if charter is not None and len(charter) else ""
    age = currency_status(basis.status_date, today, frequency, basis.limits)
    dimensions += [age] if age is not None else []
    overall = overall_status(dimensions, basis.agreed.rule, basis.limits)
    colour = overall.colour or Rag.GREY
    said = reported(colour, status, charter, basis.limits, basis.status_date)
    return Standing(tuple(dimensions), overall, said)


def project_status(
    basis: Basis, found: Standing, history: Snapshots | None = None, changes: str | None = None
) -> ProjectStatus:
    """The status as a row, with trends and the colours of the last periods where snapshots were kept."""
    time, cost = found.of("Time"), found.of("Cost")
    values: dict[str, Any] = {
        "Template Version": TEMPLATE_VERSION,
        "Period End": basis.status_date,
        "Forecast Finish": time.forecast,
        "Baseline Finish": time.baseline,
        "Finish Variance (wd)": time.variance,
        "Estimate at Completion (EAC)": cost.forecast,
        "Colour Reported": found.reported.colour.value,
        "Reported RAG Why": found.reported.said,
        "Changes since Last": changes,
    }
    colours, variances = (kept(history, measure, basis.status_date) for measure in (RAG, VARIANCE))
    for one in (*found.dimensions, found.overall):
        header, past = f"{one.dimension} RAG", colours.get(one.dimension, {})
        share = basis.limit("Trend threshold")
        values |= {
            header: one.colour.value if one.colour else None,
            f"{header} Why": one.why,
            f"{header} Trend": trend(one, variances.get(one.dimension, {}), past, share),
            f"{header} Last Periods": last_periods(past, basis.limit("Trend periods")),
            f"{header} Cells": one.cells or None,
        }
    return _row(values)


def _row(values: dict[str, Any]) -> ProjectStatus:
    known = {c.header for c in columns(ProjectStatus).values()}
    made = ProjectStatus.of(1)
    for header, value in values.items():
        if header in known and value is not None:
            getattr(made, field_of(ProjectStatus, header))[0] = value
    return made
