"""A project's rows on the sheets of the portfolio; where each comes from is in the tables' origins.

The origin of such a table is the project's sheet: its `cell` names the cell that a value was taken from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from pmo_excel.change.tables import Changes
from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import empty_values
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Origin, Table, columns
from pmo_excel.cost.cash_flow import NO_DATE, cash_flow, fiscal
from pmo_excel.cost.tables import Budget
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.tables import (
    Benefits,
    Charter,
    Lessons,
    Settings,
    StageGates,
)
from pmo_excel.portfolio.register_row import Tables, gate_rows, of, span
from pmo_excel.portfolio.tables import (
    Financials,
    GatePipeline,
    LessonsLibrary,
    PortfolioBenefits,
    PortfolioChanges,
    PortfolioMilestones,
)
from pmo_excel.schedule.named_calendars import named_calendars
from pmo_excel.schedule.tables import Calendars, Holidays, Milestones, Schedule

T = TypeVar("T", bound=Table)
Rows = Sequence[int]


def project_rows(tables: Tables, project: str) -> dict[str, Table]:
    """The rows of one project by sheet of the portfolio; sheets for which it has none are left out."""
    made: dict[str, Table] = {}
    for sheet, copied in _COPIED.items():
        source = of(tables, copied.source)
        if source is not None:
            made[sheet] = copy(copied, source, copied.rows(source), project)
    for sheet, build in _BUILT.items():
        table = build(tables, project)
        if table is not None:
            made[sheet] = table
    return {sheet: table for sheet, table in made.items() if len(table)}


class Copied(NamedTuple):
    """A sheet of the portfolio whose cells are cells of one sheet of the project."""

    made: type[Table]
    source: type[Table]
    fields: Mapping[str, str]
    rows: Callable[[Any], Rows]


def copy(copied: Copied, source: Table, rows: Rows, project: str, **more: NDArray[Any]) -> Table:
    """Some rows of a project's table as rows of the portfolio's."""
    at = np.array(rows, dtype=np.int64)
    values = {field: getattr(source, name)[at] for field, name in copied.fields.items()}
    return copied.made.of(
        len(at), _origin(source, rows, copied.fields), project_id=same(project, len(at)), **(values | more)
    )


def same(value: str, rows: int) -> NDArray[Any]:
    """A column that says the same in each row."""
    column = np.full(rows, None, dtype=object)
    column[:] = value
    return column


def _origin(source: Table, rows: Rows, fields: Mapping[str, str]) -> Origin:
    """Where these rows stand in the project's workbook, by the portfolio's fields."""
    origin = source.origin
    numbers = tuple(source.cell(next(iter(fields.values())), row).row or 0 for row in rows)
    letters = {field: origin.letters[name] for field, name in fields.items() if name in origin.letters}
    headers = {field: origin.headers[name] for field, name in fields.items() if name in origin.headers}
    return Origin(source.cell(next(iter(fields.values())), 0).sheet if rows else "", numbers, letters, headers)


def _named(name: str) -> Callable[[Any], Rows]:
    return lambda table: [row for row, value in enumerate(getattr(table, name).tolist()) if value]


_COPIED: Final[Mapping[str, Copied]] = {
    "Portfolio Milestones": Copied(
        PortfolioMilestones,
        Milestones,
        {"milestone": "name"} | {name: name for name in columns(PortfolioMilestones) if name in columns(Milestones)},
        _named("name"),
    ),
    "Portfolio Benefits": Copied(
        PortfolioBenefits,
        Benefits,
        {
            "benefit": "name",
            "owner": "benefit_owner",
            "target": "target_value",
            "forecast": "forecast_value",
            "realised": "realised_value",
            "rag": "rag",
        },
        _named("name"),
    ),
    "Portfolio Changes": Copied(
        PortfolioChanges,
        Changes,
        {
            "change_id": "id",
            "title": "title",
            "status": "status",
            "time": "impact_time",
            "cost": "impact_cost",
            "age": "age",
            "authority_required": "authority_required",
        },
        _named("id"),
    ),
    "Lessons Library": Copied(
        LessonsLibrary,
        Lessons,
        {"lesson_id": "id"} | {name: name for name in columns(LessonsLibrary) if name in columns(Lessons)},
        _named("id"),
    ),
}


def _financials(tables: Tables, project: str) -> Table | None:
    """Money by month of the fiscal year; what is spent stands in the month of the status date."""
    tasks, lines, charter = of(tables, Schedule), of(tables, Budget), of(tables, Charter)
    unread = lines is None or any(lines.wrong(n) for n in ("budget", "actual_to_date", "commitment", "accrual"))
    if tasks is None or lines is None or charter is None or unread or not len(lines):
        return None
    day = int(charter.status_date[0])
    start = int(setting_values(of(tables, Settings))[0]["First fiscal month"])
    named, _ = named_calendars(of(tables, Holidays), of(tables, Calendars))
    got = cash_flow(tasks, lines, None if day == NO_INSTANT else day, named, start, "Month")
    flow = got.value if isinstance(got, Answer) else got
    periods = [
        _period(year, number)
        for year, number in zip(flow.fiscal_year.tolist(), flow.fiscal_period.tolist(), strict=True)
    ]
    spent = float(np.nansum(lines.actual_to_date) + np.nansum(lines.accrual))
    now = NO_DATE if day == NO_INSTANT else _period(*fiscal(day // DAY, start, "Month"))
    if spent and now not in periods:
        periods.append(now)
    size, held = len(periods), len(flow)
    actual = np.zeros(size)
    if spent:
        actual[periods.index(now)] = spent
    budget, forecast, commitment = (
        np.concatenate([getattr(flow, name), np.zeros(size - held)]) for name in ("budget", "forecast", "commitment")
    )
    kept = [r for r in range(size) if budget[r] or forecast[r] or commitment[r] or actual[r]]
    made = Financials.of(
        size,
        _whole(lines),
        project_id=same(project, size),
        fiscal_period=np.array(periods, dtype=object),
        budget=budget,
        actual=actual,
        forecast=forecast,
        commitment=commitment,
        variance=_without_noise(budget - actual - forecast),
        contingency_left=_contingency(charter, lines, size, periods, now),
    )
    return taken(made, kept)


def _without_noise(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums that are 0 but for how computers add."""
    return np.where(np.abs(values) < 1e-6, 0.0, values)


def _period(year: str | None, number: str | None) -> str:
    return " ".join(part for part in (year, number) if part)


def _contingency(charter: Charter, lines: Budget, rows: int, periods: list[str], now: str) -> NDArray[np.float64]:
    """What is left of the contingency, in the month of the status date; drawn is what the budget lines say."""
    left = np.full(rows, np.nan)
    if now in periods and not lines.wrong("contingency_drawn"):
        left[periods.index(now)] = float(charter.contingency[0]) - float(np.nansum(lines.contingency_drawn))
    return left


def _whole(source: Table) -> Origin:
    """Rows that come from all rows of a sheet: in place of letters stand the cells of the columns."""
    names = {"budget": "budget", "actual": "actual_to_date", "forecast": "forecast_to_complete"}
    names |= {"commitment": "commitment"}
    held = {field: span(source, name) for field, name in names.items() if name in source.origin.letters}
    return Origin(source.origin.sheet, (), held, {})


def taken(table: T, rows: Rows) -> T:
    """Some rows of a table of the portfolio."""
    at = np.array(rows, dtype=np.int64)
    values = {name: getattr(table, name)[at] for name in columns(type(table))}
    numbers = table.origin.rows
    kept = tuple(numbers[row] for row in rows) if len(numbers) == len(table) else numbers
    return type(table).of(len(rows), replace(table.origin, rows=kept, wrong={}), **values)


def _gates(tables: Tables, project: str) -> Table | None:
    """One row for each gate: its day, how ready the project is, and the outcome."""
    gates = of(tables, StageGates)
    if gates is None:
        return None
    by_gate = gate_rows(gates)
    firsts = [rows[0] for rows in by_gate.values()]
    fields = {n: n for n in ("gate", "gate_date", "readiness_percent", "missing_mandatory")}
    days = empty_values(columns(GatePipeline)["gate_date"], len(firsts))
    outcomes = np.full(len(firsts), None, dtype=object)
    for at, rows in enumerate(by_gate.values()):
        days[at] = next((gates.gate_date[r] for r in rows if gates.gate_date[r] != NO_INSTANT), NO_INSTANT)
        outcomes[at] = next((gates.gate_outcome[r] for r in rows if gates.gate_outcome[r]), None)
    made = copy(Copied(GatePipeline, StageGates, fields, lambda _: ()), gates, firsts, project)
    made = made.replace(gate_date=days, outcome=outcomes)
    dated = [r for r in range(len(firsts)) if days[r] != NO_INSTANT or outcomes[r]]
    return taken(made, dated)


_BUILT: Final[Mapping[str, Callable[[Tables, str], Table | None]]] = {
    "Financials": _financials,
    "Gate Pipeline": _gates,
}
