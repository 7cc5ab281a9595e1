"""A project's row of the portfolio's register: each value with the cell, or the cells, that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

import numpy as np

from pmo_excel.change.tables import Changes
from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import Table, declaration
from pmo_excel.cost.evm_rows import WHOLE
from pmo_excel.cost.tables import Budget
from pmo_excel.cost.tables.earned_value import EarnedValue
from pmo_excel.governance.ages import SETTLED_ISSUES
from pmo_excel.governance.tables import Charter, Issues, StageGates, Status
from pmo_excel.risk.sizes import SETTLED
from pmo_excel.risk.tables import RiskAnalysis, Risks
from pmo_excel.schedule.named_calendars import PROJECT, named_calendars, project_calendar
from pmo_excel.schedule.plan import NO_DURATION, Settings
from pmo_excel.schedule.plan_table import plan_from
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule
from pmo_excel.schedule.workdays import working_days_after

T = TypeVar("T", bound=Table)
Tables = Mapping[str, Table]
Found = tuple[Any, str]
"""A value, and its cell or cells."""

UNDECIDED: Final = frozenset({"Raised", "Under assessment", "Awaiting decision"})
GRAVE: Final = frozenset({"High", "Critical"})
FROM_CHARTER: Final = (
    "id",
    "name",
    "programme",
    "sponsor",
    "project_manager",
    "pmo_coordinator",
    "project_type",
    "methodology",
    "lifecycle_status",
    "current_stage",
    "forecast_finish",
    "approved_budget",
    "estimate_at_completion",
    "status_date",
)
"""Fields that the register and the charter call the same."""
FROM_STATUS: Final[Mapping[str, str]] = {
    "time_rag": "time_rag",
    "cost_rag": "cost_rag",
    "scope_rag": "scope_rag",
    "risk_rag": "risk_rag",
    "resource_rag": "resource_rag",
    "benefits_rag": "benefits_rag",
    "trend": "overall_rag_trend",
    "overall_rag_computed": "overall_rag",
    "overall_rag_reported": "reported_rag",
}
EXPECTED_FROM: Final = (
    "probability",
    "probability_percent",
    "cost_impact_min",
    "cost_impact_most_likely",
    "cost_impact_max",
)
"""Fields of a risk that its expected cost rests on."""
PLAN_FIELDS: Final = frozenset(
    {"id", "wbs", "task_type", "duration", "calendar", "percent_complete"}
    | {"actual_start", "actual_finish", "remaining_duration", "effort"}
)
"""Fields of a task that say how much of the plan is done; links and dates do not."""


def of(tables: Tables, cls: type[T]) -> T | None:
    """The sheet of a class, where the workbook has it."""
    found = tables.get(declaration(cls).sheet)
    return found if isinstance(found, cls) else None


def register_row(tables: Tables) -> dict[str, Found]:
    """The values of one project by field of the register; what the workbook does not say is not among them."""
    row: dict[str, Found] = {}
    parts: tuple[tuple[type[Table], Callable[..., Iterator[tuple[str, Found]]]], ...] = (
        (Charter, _charter),
        (Status, _status),
        (Budget, _budget),
        (Risks, _risks),
        (Issues, _issues),
        (Changes, _changes),
        (StageGates, _gates),
        (EarnedValue, _earned),
        (RiskAnalysis, _simulated),
    )
    for cls, values in parts:
        table = of(tables, cls)
        if table is not None and len(table):
            row |= dict(values(table))
    row |= dict(_plan(tables, row))
    row |= dict(_overrun(row))
    return {name: found for name, found in row.items() if not is_empty(found[0])}


def _cell(table: Table, name: str, row: int = 0) -> Found:
    value = getattr(table, name)[row]
    return (value.item() if isinstance(value, np.generic) else value), table.cell(name, row).address


def span(table: Table, name: str, *, first: int = 0, last: int | None = None) -> str:
    """The cells of a column, as in `Budget!I5:I9`."""
    if not len(table):
        return ""
    top, bottom = table.cell(name, first), table.cell(name, len(table) - 1 if last is None else last)
    return top.address if top.ref == bottom.ref or not bottom.ref else f"{top.address}:{bottom.ref}"


def _charter(charter: Charter) -> Iterator[tuple[str, Found]]:
    for name in FROM_CHARTER:
        yield name, _cell(charter, name)
    yield "overall_rag_computed", _cell(charter, "overall_rag")  # also where there is no sheet of the status


def _status(status: Status) -> Iterator[tuple[str, Found]]:
    for name, source in FROM_STATUS.items():
        yield name, _cell(status, source)


def _budget(budget: Budget) -> Iterator[tuple[str, Found]]:
    """What is spent; not known while one of its cells cannot be read."""
    if not budget.wrong("actual_to_date") and not np.isnan(budget.actual_to_date).all():
        yield "actual_to_date", (float(np.nansum(budget.actual_to_date)), span(budget, "actual_to_date"))


def _risks(risks: Risks) -> Iterator[tuple[str, Found]]:
    scores = risks.current_score.tolist()
    rows = [r for r, s in enumerate(risks.status.tolist()) if s not in SETTLED and (risks.id[r] or risks.title[r])]
    scored = [r for r in rows if scores[r] == scores[r]]
    if scored:
        top = max(scored, key=lambda r: (scores[r], -r))
        text = f"{risks.id[top] or ''} {risks.title[top] or ''}".strip()
        yield "top_risk", (f"{text} ({scores[top]:g})", risks.cell("title", top).address)
    expected = risks.exposure_cost[rows]
    if rows and not any(risks.wrong(name) for name in EXPECTED_FROM) and not np.isnan(expected).all():
        yield "exposure", (float(np.nansum(expected)), span(risks, "exposure_cost"))


def _issues(issues: Issues) -> Iterator[tuple[str, Found]]:
    if not issues.wrong("severity") and not issues.wrong("status"):
        both = zip(issues.severity.tolist(), issues.status.tolist(), strict=True)
        count = sum(severity in GRAVE and state not in SETTLED_ISSUES for severity, state in both)
        yield "open_issues_high", (float(count), span(issues, "severity"))


def _changes(changes: Changes) -> Iterator[tuple[str, Found]]:
    if not changes.wrong("status"):
        count = sum(state in UNDECIDED for state in changes.status.tolist())
        yield "open_changes", (float(count), span(changes, "status"))


def _gates(gates: StageGates) -> Iterator[tuple[str, Found]]:
    """The first gate to come that has no outcome; gates without a day come after those with one, in their order.

    A checklist as the template brings it, without any day or outcome, is not in use: it names no next gate.
    """
    if not (gates.gate_date != NO_INSTANT).any() and not any(gates.gate_outcome.tolist()):
        return
    waiting = [
        (rows[0], day) for rows in gate_rows(gates).values() if not _outcome(gates, rows) for day in [_day(gates, rows)]
    ]
    if not waiting:
        return
    row, day_row = min(waiting, key=lambda one: (one[1] is None, 0 if one[1] is None else gates.gate_date[one[1]]))
    yield "next_gate", _cell(gates, "gate", row)
    if day_row is not None:
        yield "next_gate_date", _cell(gates, "gate_date", day_row)
    yield "gate_readiness_percent", _cell(gates, "readiness_percent", row)


def gate_rows(gates: StageGates) -> dict[str, list[int]]:
    """The rows of each gate, in the order of the checklist."""
    found: dict[str, list[int]] = {}
    for row, gate in enumerate(gates.gate.tolist()):
        if gate:
            found.setdefault(str(gate), []).append(row)
    return found


def _outcome(gates: StageGates, rows: list[int]) -> bool:
    return any(gates.gate_outcome[row] not in (None, "Not held") for row in rows)


def _day(gates: StageGates, rows: list[int]) -> int | None:
    """The row that says when a gate is held."""
    return next((row for row in rows if gates.gate_date[row] != NO_INSTANT), None)


def _earned(earned: EarnedValue) -> Iterator[tuple[str, Found]]:
    """The indices of the whole project at the last status date that has some."""
    rows = [row for row, part in enumerate(earned.wbs.tolist()) if part == WHOLE]
    for name, source in (("cpi", "cpi"), ("spi_t", "time_index")):
        values = getattr(earned, source)
        known = [r for r in rows if values[r] == values[r] and earned.period_end[r] != NO_INSTANT]
        if known:
            yield name, _cell(earned, source, max(known, key=lambda r: (earned.period_end[r], r)))


def _simulated(analysis: RiskAnalysis) -> Iterator[tuple[str, Found]]:
    """The finish that 80 % of the runs reach; a simulation of one milestone says nothing of the whole project."""
    rows = [row for row, result in enumerate(analysis.result.tolist()) if result == "P80"]
    if rows and not any(analysis.target_milestone.tolist()):
        yield "p80_finish", _cell(analysis, "finish", rows[0])


def _plan(tables: Tables, row: Mapping[str, Found]) -> Iterator[tuple[str, Found]]:
    """What the schedule says of the whole: the agreed dates, and how much is done by duration."""
    tasks, holidays, calendars = of(tables, Schedule), of(tables, Holidays), of(tables, Calendars)
    if tasks is None or not len(tasks):
        return
    starts, finishes = tasks.baseline_start != NO_INSTANT, tasks.baseline_finish != NO_INSTANT
    if starts.any():
        yield "baseline_start", (int(tasks.baseline_start[starts].min()), span(tasks, "baseline_start"))
    if finishes.any():
        agreed = int(tasks.baseline_finish[finishes].max())
        yield "baseline_finish", (agreed, span(tasks, "baseline_finish"))
        forecast = row.get("forecast_finish", (NO_INSTANT, ""))[0]
        if not is_empty(forecast):
            late = working_days_after(project_calendar(holidays, calendars), agreed, int(forecast))
            yield "schedule_variance", (float(late), f"{span(tasks, 'baseline_finish')}; {row['forecast_finish'][1]}")
    done = _complete(tasks, holidays, calendars)
    if done is not None:
        yield "percent_complete", (done, span(tasks, "percent_complete"))


def _complete(tasks: Schedule, holidays: Holidays | None, calendars: Calendars | None) -> float | None:
    """How much of the plan is done, by the durations of the tasks that are no summaries; None where one is not known.

    As Microsoft Project counts the project summary task; a plan of milestones only counts these.
    """
    named, _ = named_calendars(holidays, calendars)
    per_day = named[PROJECT].minutes_per_day
    origin = replace(tasks.origin, wrong={n: rows for n, rows in tasks.origin.wrong.items() if n in PLAN_FIELDS})
    done = Schedule.of(len(tasks), origin, **{name: getattr(tasks, name) for name in PLAN_FIELDS})
    plan, _ = plan_from(done, Settings(start=0, minutes_per_day=per_day, minutes_per_week=5 * per_day), named)
    parents = {parent for parent in plan.parent if parent >= 0}
    rows = [row for row in range(len(plan)) if row not in parents and plan.active[row]]
    if not rows or any(plan.wrong[row] or plan.duration[row] == NO_DURATION for row in rows):
        return None
    whole = sum(plan.duration[row] for row in rows)
    if not whole:
        return sum(plan.percent_complete[row] for row in rows) / len(rows)
    return sum(plan.duration[row] * plan.percent_complete[row] for row in rows) / whole


def _overrun(row: Mapping[str, Found]) -> Iterator[tuple[str, Found]]:
    """The estimate above the budget, as a share of it."""
    budget, estimate = row.get("approved_budget", (None, "")), row.get("estimate_at_completion", (None, ""))
    if not is_empty(budget[0]) and not is_empty(estimate[0]) and budget[0]:
        yield "cost_variance_percent", ((estimate[0] - budget[0]) / budget[0], f"{estimate[1]}; {budget[1]}")
