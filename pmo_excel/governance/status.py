"""The project's status in one row: what it will finish on and cost, in which colour, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, NamedTuple

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Table, table
from pmo_excel.cost.tables import Budget
from pmo_excel.governance import reasons, rollup
from pmo_excel.governance.drivers import finish_drivers, last_task
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.workdays import working_days_after

TEMPLATE_VERSION: Final = "1"
"""Version of the project workbook that this release builds and expects."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: money, tolerances (working days; fraction of the budget), amber trigger and roll-up rule."""

    approved_budget: float | None
    tolerance_days: float
    tolerance_cost: float
    amber_trigger: float
    rule: str


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
    time_rag: Annotated[Texts, Column("Time RAG", "Status in time.", Type.RAG)]
    time_why: Annotated[Texts, Column("Time RAG Why", "Its reason.", Type.LONG_TEXT)]
    cost_rag: Annotated[Texts, Column("Cost RAG", "Status in cost.", Type.RAG)]
    cost_why: Annotated[Texts, Column("Cost RAG Why", "Its reason.", Type.LONG_TEXT)]
    overall: Annotated[Texts, Column("Overall RAG", "All statuses rolled up.", Type.RAG)]
    overall_why: Annotated[Texts, Column("Overall RAG Why", "Its reason.", Type.LONG_TEXT)]


class Judged(NamedTuple):
    """One dimension: its colour and reason, the numbers behind it, and what kept it from being judged."""

    colour: Rag
    why: str
    baseline: float | None = None
    forecast: float | None = None
    variance: float | None = None
    problem: Problem | None = None


def project_status(
    tasks: Schedule, budget: Budget | None, status_date: int | None, terms: Terms, calendar: Calendar
) -> Answer:
    """Status in time and cost from their tolerances, rolled up by the agreed rule.

    A dimension that cannot be judged is grey and says why; its numbers stay empty.
    """
    time = _time(tasks, terms, calendar)
    cost = _cost(budget, terms)
    overall = rollup.roll_up([time.colour, cost.colour], None, terms.rule, ["Time", "Cost"]) or Rag.GREY
    why = f"Overall {overall.word} by {terms.rule}: Time {time.colour.value}, Cost {cost.colour.value}."
    row = ProjectStatus.of(
        1,
        template_version=_text(TEMPLATE_VERSION),
        period_end=_instant(status_date),
        forecast_finish=_instant(time.forecast),
        baseline_finish=_instant(time.baseline),
        variance=_number(time.variance),
        estimate=_number(cost.forecast),
        time_rag=_text(time.colour.value),
        time_why=_text(time.why),
        cost_rag=_text(cost.colour.value),
        cost_why=_text(cost.why),
        overall=_text(overall.value),
        overall_why=_text(why),
    )
    return Answer(row, [judged.problem for judged in (time, cost) if judged.problem])


def _grey(dimension: str, why: str, suggestion: str) -> Judged:
    text = f"{dimension} GREY: {why}."
    return Judged(
        Rag.GREY, text, problem=Problem(Code.UNDEFINED, text, suggestion=suggestion, severity=Severity.MEDIUM)
    )


def _time(tasks: Schedule, terms: Terms, calendar: Calendar) -> Judged:
    finishes = tasks.finish
    unknown = int((finishes == NO_INSTANT).sum())
    if not len(tasks):
        return _grey("Time", "the schedule has no tasks", "Type the plan in the Schedule sheet.")
    if unknown:
        whose = "1 task has" if unknown == 1 else f"{unknown} tasks have"
        return _grey("Time", f"{whose} no computed finish", "Repair the findings of the Schedule sheet.")
    forecast = int(finishes.max())
    baselines = tasks.baseline_finish[tasks.baseline_finish != NO_INSTANT]
    if not len(baselines):
        judged = _grey("Time", "the plan has no baseline to compare with", "Set a baseline.")
        return judged._replace(forecast=forecast)
    baseline = int(baselines.max())
    late = working_days_after(calendar, baseline, forecast)
    drivers = finish_drivers(tasks, last_task(tasks)) if late > 0 else []
    colour, why = reasons.time_reason(baseline, forecast, late, terms.tolerance_days, terms.amber_trigger, drivers)
    return Judged(colour, why, baseline, forecast, late)


def _cost(budget: Budget | None, terms: Terms) -> Judged:
    if budget is None or not len(budget):
        return _grey("Cost", "no budget lines are given", "Type the budget lines in the Budget sheet.")
    if np.isnan(budget.estimate_at_completion).any():
        return _grey("Cost", "a budget line has no EAC", "Repair the findings of the Budget sheet.")
    estimate = float(budget.estimate_at_completion.sum())
    approved = terms.approved_budget or float(np.nansum(budget.budget))
    if approved <= 0:
        return _grey("Cost", "there is no approved budget", "Type the Approved Budget in the Charter.")
    over = budget.estimate_at_completion - np.nan_to_num(budget.budget)
    order = sorted(range(len(over)), key=lambda row: -over[row])
    drivers = (
        [_line(budget, row, float(over[row])) for row in order[:3] if over[row] > 0] if estimate > approved else []
    )
    colour, why = reasons.cost_reason(approved, estimate, terms.tolerance_cost, terms.amber_trigger, drivers)
    return Judged(colour, why, approved, estimate, estimate - approved)


def _line(budget: Budget, row: int, over: float) -> str:
    name = budget.description[row] or budget.category[row] or ""
    return f"{budget.id[row]} {name} +{reasons.number_text(over)}".replace("  ", " ")


def _text(value: str) -> Texts:
    return np.array([value], dtype=object)


def _instant(value: float | None) -> Instants:
    return np.array([NO_INSTANT if value is None else int(value)], dtype=np.int64)


def _number(value: float | None) -> Numbers:
    return np.array([np.nan if value is None else value])
