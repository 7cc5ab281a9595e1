"""The catalogue entries of status and control."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, Series, Value, Words, function, undefined
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.core.rag import Rag
from pmo_excel.core.rag import rag as rag_rule
from pmo_excel.governance import ages, kinds, reasons, rollup, task_status
from pmo_excel.governance.tables import Actions, Issues
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule
from pmo_excel.schedule.workdays import working_days_after

Trigger = Annotated[
    float,
    Arg(
        "Share of the tolerance from which it is amber",
        "fraction",
        source="Charter.Amber Trigger (% of tolerance) | Settings.Amber trigger",
    ),
]
ToleranceDays = Annotated[
    float,
    Arg(
        "Tolerance in time",
        unit="working days",
        source="Charter.Tolerance Time (wd) | Settings.Time tolerance",
    ),
]
HolidayRange = Annotated[Holidays | None, Arg("Holidays, or a list of dates", needs=("Date From",))]
CalendarRange = Annotated[Calendars | None, Arg("Calendars by name", needs=("Calendar Name",))]


@function("RAG", example="=PMO.RAG(6; 10) is A")
def rag(
    variance: Annotated[float, Arg("The variance; adverse is positive")],
    tolerance: Annotated[float, Arg("The tolerance, in the unit of the variance")],
    amber_trigger: Trigger = 0.5,
) -> str:
    """Status of a variance against its tolerance: R beyond it, A beyond the trigger's share of it, else G."""
    return rag_rule(variance, tolerance, amber_trigger).value


@function("RAGTIME", example="=PMO.RAGTIME(DATE(2026;6;12); DATE(2026;6;26); 10) is A")
def ragtime(
    baseline_finish: Annotated[Date, Arg("Baseline finish")],
    forecast_finish: Annotated[Date, Arg("Forecast finish")],
    tolerance_days: Annotated[float, Arg("Tolerance in time", unit="working days")],
    amber_trigger: Trigger = 0.5,
    holidays: HolidayRange = None,
) -> str:
    """Status in time: working days from the baseline to the forecast finish against the tolerance."""
    late = working_days_after(project_calendar(holidays, None), baseline_finish, forecast_finish)
    return rag_rule(late, tolerance_days, amber_trigger).value


@function("RAGCOST", example="=PMO.RAGCOST(500000; 583333; 10%) is R")
def ragcost(
    budget_at_completion: Annotated[float, Arg("Budget at completion, BAC", unit="currency")],
    estimate_at_completion: Annotated[float, Arg("Estimate at completion, EAC", unit="currency")],
    tolerance: Annotated[float, Arg("Tolerance in cost", unit="fraction of the budget")],
    amber_trigger: Trigger = 0.5,
) -> str | Answer:
    """Status in cost: (EAC - BAC) / BAC against the tolerance."""
    if budget_at_completion <= 0:
        return undefined("BAC is 0, so the overrun has no share of it", "Give the approved budget.")
    over = (estimate_at_completion - budget_at_completion) / budget_at_completion
    return rag_rule(over, tolerance, amber_trigger).value


@function("RAGWHY", example='=PMO.RAGWHY("Time"; DATE(2026;6;12); DATE(2026;6;26); 10)')
def ragwhy(
    kind: Annotated[str, Arg("Which status", choices=kinds.KINDS)],
    baseline: Annotated[
        Value,
        Arg(
            "Baseline finish; or budget, contingency, work asked for, target, status date",
            also=("baseline_finish", "budget_at_completion"),
        ),
    ],
    forecast: Annotated[
        Value,
        Arg(
            "Forecast finish; or EAC, undecided changes, exposure, work with nobody named, forecast, day",
            also=("forecast_finish", "estimate_at_completion"),
        ),
    ],
    tolerance: Annotated[
        float, Arg("The tolerance: working days, a fraction, a count or days", also=("tolerance_days",))
    ],
    amber_trigger: Trigger = 0.5,
    holidays: HolidayRange = None,
    drivers: Annotated[Words | None, Arg("What drives it, as in `6 Fit-out +6`")] = None,
) -> str | Answer:
    """One sentence that says why the status is what it is, with its numbers."""
    pair, problems = kinds.read_kind(kind, baseline, forecast)
    if pair is None:
        return Answer(None, problems)
    why_not = kinds.undefined_share(kind, pair[0])
    if why_not is not None:
        return undefined(why_not, "Give the approved budget." if kind == "Cost" else "Give the baseline.")
    named = [d for d in drivers or [] if d]
    return kinds.reason(kind, pair, tolerance, amber_trigger, project_calendar(holidays, None), named)


@function("ROLLUP", example='=PMO.ROLLUP(B2:G2; ; "Worst-of")')
def rollup_function(
    colours: Annotated[Words, Arg("The statuses: R, A, G, Grey or Blue")],
    weights: Annotated[Series | None, Arg("A weight for each, in the same order")] = None,
    rule: Annotated[str, Arg("How they are rolled up", choices="RollUpRule")] = rollup.WORST_OF,
    dimensions: Annotated[Words | None, Arg("What each status is about: Time, Cost, …")] = None,
) -> str | Answer:
    """One status from several, by the worst, by weighted points or by counting. Empty cells do not count."""
    problems = _lengths(colours, weights, dimensions)
    kept = [i for i, c in enumerate(colours) if c]
    known, unknown = _colours([(i, str(colours[i])) for i in kept])
    problems += unknown
    if problems:
        return Answer(None, problems)
    shares = [float(weights[i] or 0.0) for i in kept] if weights else None
    names = [str(dimensions[i] or "") for i in kept] if dimensions else None
    result = rollup.roll_up(known, shares, rule, names)
    return undefined("no status is given") if result is None else result.value


def _colours(given: list[tuple[int, str]]) -> tuple[list[Rag], list[Problem]]:
    known, problems = [], []
    for place, said in given:
        letter = reasons.rag_of(said)
        if letter is None:
            cell = Cell("colours", place + 1)
            problems.append(Problem(Code.NOT_A_CHOICE, f"{said!r} is not a status", cell, "Use R, A, G, Grey or Blue."))
        else:
            known.append(letter)
    return known, problems


def _lengths(colours: Words, weights: Series | None, dimensions: Words | None) -> list[Problem]:
    return [
        Problem(Code.ARGUMENT, f"{len(colours)} statuses but {len(given)} {name}", Cell(name), "Give one for each.")
        for name, given in (("weights", weights), ("dimensions", dimensions))
        if given is not None and len(given) != len(colours)
    ]


@function("TASKRAG", example="=PMO.TASKRAG(Schedule!A4:AK60)")
def taskrag(
    tasks: Annotated[
        Schedule,
        Arg("The schedule", needs=("Task ID", "Finish", "Baseline Finish"), reads=("Finish", "Finish Variance (wd)")),
    ],
    tolerance_days: ToleranceDays = 10,
    amber_trigger: Trigger = 0.5,
) -> task_status.TaskStatus:
    """Status in time of each task against the project's tolerance, and why; blue when complete."""
    return task_status.task_status(tasks, tolerance_days, amber_trigger)


@function("ISSUEAGES", example="=PMO.ISSUEAGES(Issues!A4:S40; DATE(2026;3;31))")
def issueages(
    issues: Annotated[Issues, Arg("The issue register", needs=("Issue ID", "Date Raised"))],
    status_date: Annotated[Date, Arg("Status date", source="Charter.Status Date")],
) -> ages.IssueAges:
    """Age in days of each issue, and whether an open one is past its due date."""
    return ages.issue_ages(issues, status_date)


@function("ACTIONAGES", example="=PMO.ACTIONAGES(Actions!A4:K40; DATE(2026;3;31))")
def actionages(
    actions: Annotated[Actions, Arg("The action log", needs=("Action ID", "Due Date"))],
    status_date: Annotated[Date, Arg("Status date", source="Charter.Status Date")],
) -> ages.ActionAges:
    """Days by which each open action is overdue; empty when it is not."""
    return ages.action_ages(actions, status_date)
