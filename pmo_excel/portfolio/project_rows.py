"""A project's rows on the sheets of the portfolio; where each comes from is in the tables' origins.

The origin of such a table is the project's sheet: its `cell` names the cell that a value was taken from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from pmo_excel.governance.ages import SETTLED_ISSUES
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.tables import (
    Assumptions,
    Benefits,
    Charter,
    Dependencies,
    Issues,
    Lessons,
    Settings,
    StageGates,
)
from pmo_excel.portfolio.register_row import GRAVE, Tables, gate_rows, of, span
from pmo_excel.portfolio.tables import (
    Financials,
    GatePipeline,
    LessonsLibrary,
    PortfolioBenefits,
    PortfolioChanges,
    PortfolioMilestones,
    PortfolioRaid,
)
from pmo_excel.risk.sizes import SETTLED
from pmo_excel.risk.tables import Risks
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
            made[sheet] = _copy(copied, source, copied.rows(source), project)
    for sheet, build in _BUILT.items():
        table = build(tables, project)
        if table is not None:
            made[sheet] = table
    return {sheet: table for sheet, table in made.items() if len(table)}


class _Copied(NamedTuple):
    """A sheet of the portfolio whose cells are cells of one sheet of the project."""

    made: type[Table]
    source: type[Table]
    fields: Mapping[str, str]
    rows: Callable[[Any], Rows]


def _copy(copied: _Copied, source: Table, rows: Rows, project: str, **more: NDArray[Any]) -> Table:
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


_COPIED: Final[Mapping[str, _Copied]] = {
    "Portfolio Milestones": _Copied(
        PortfolioMilestones,
        Milestones,
        {n: n for n in ("milestone_class", "baseline_date", "forecast_date", "rag")} | {"milestone": "name"},
        _named("name"),
    ),
    "Portfolio Benefits": _Copied(
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
    "Portfolio Changes": _Copied(
        PortfolioChanges,
        Changes,
        {"change_id": "id", "title": "title", "status": "status", "age": "age"},
        _named("id"),
    ),
    "Lessons Library": _Copied(
        LessonsLibrary,
        Lessons,
        {"lesson_id": "id"} | {name: name for name in columns(LessonsLibrary) if name in columns(Lessons)},
        _named("id"),
    ),
}


def raid_parts(tables: Tables) -> Iterator[tuple[str, Table, Rows, Mapping[str, str]]]:
    """The rows that concern the board: high risks, grave or escalated issues, late dependencies and assumptions."""
    risks, issues = of(tables, Risks), of(tables, Issues)
    dependencies, assumptions = of(tables, Dependencies), of(tables, Assumptions)
    if risks is not None:
        same_as = {"owner": "owner", "title": "title", "score": "current_score", "proximity": "proximity"}
        yield "Risk", risks, _risks(risks), {"id": "id", "exposure": "exposure_cost"} | same_as
    if issues is not None:
        same_as = {name: name for name in ("id", "title", "owner", "age", "escalated_to")}
        yield "Issue", issues, _issues(issues), same_as | {"score": "severity"}
    if assumptions is not None:
        late = [row for row, overdue in enumerate(assumptions.overdue.tolist()) if overdue]
        yield "Assumption", assumptions, late, {"id": "id", "title": "statement", "owner": "owner"}
    if dependencies is not None:
        states = zip(dependencies.rag.tolist(), dependencies.dependency_status.tolist(), strict=True)
        bad = [row for row, (rag, _) in enumerate(states) if rag in ("R", "A")]
        yield "Dependency", dependencies, bad, {"id": "id", "title": "what", "owner": "provider", "score": "rag"}


def _risks(risks: Risks) -> list[int]:
    rows = zip(risks.rating.tolist(), risks.response_type.tolist(), risks.status.tolist(), strict=True)
    return [
        row
        for row, (rating, response, state) in enumerate(rows)
        if state not in SETTLED and (rating == "High" or response == "Escalate")
    ]


def _issues(issues: Issues) -> list[int]:
    rows = zip(issues.severity.tolist(), issues.escalated_to.tolist(), issues.status.tolist(), strict=True)
    return [
        row
        for row, (severity, to, state) in enumerate(rows)
        if state not in SETTLED_ISSUES and (severity in GRAVE or to)
    ]


class RaidPart(NamedTuple):
    """Rows of one kind, with where they come from."""

    kind: str
    table: PortfolioRaid


def raid(tables: Tables, project: str) -> list[RaidPart]:
    """The project's rows of the portfolio's RAID by kind: each kind comes from a sheet of its own."""
    found = []
    for kind, source, rows, fields in raid_parts(tables):
        copied = _Copied(PortfolioRaid, source.__class__, fields, lambda _: ())
        made = _copy(copied, source, rows, project, kind=same(kind, len(rows)), score=_score(source, fields, rows))
        assert isinstance(made, PortfolioRaid)  # noqa: S101 -- as was asked for
        if len(made):
            found.append(RaidPart(kind, made))
    return found


def _score(source: Table, fields: Mapping[str, str], rows: Rows) -> NDArray[Any]:
    """The score of a risk as a number in words, beside the severity of an issue and the colour of a dependency."""
    made = np.full(len(rows), None, dtype=object)
    if "score" in fields:
        held = getattr(source, fields["score"])
        made[:] = [_words(held[row]) for row in rows]
    return made


def _words(value: Any) -> str | None:
    if value is None or value != value:
        return None
    return value if isinstance(value, str) else f"{value:g}"


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
    made = _copy(_Copied(GatePipeline, StageGates, fields, lambda _: ()), gates, firsts, project)
    made = made.replace(gate_date=days, outcome=outcomes)
    dated = [r for r in range(len(firsts)) if days[r] != NO_INSTANT or outcomes[r]]
    return taken(made, dated)


_BUILT: Final[Mapping[str, Callable[[Tables, str], Table | None]]] = {
    "Financials": _financials,
    "Gate Pipeline": _gates,
}
