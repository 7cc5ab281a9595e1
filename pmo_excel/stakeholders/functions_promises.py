"""The catalogue entries of who does what, and of what was promised."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Shared, function
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Problem
from pmo_excel.cost.tables import Budget
from pmo_excel.schedule.functions import (
    CalendarRange,
    Constraints,
    HolidayRange,
    SnapshotRange,
    Start,
    StatusDate,
    Uncompleted,
)
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.scheduling import Options, Scheduled, scheduled
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule
from pmo_excel.stakeholders import expectations as ledger
from pmo_excel.stakeholders.engagement import THRESHOLD
from pmo_excel.stakeholders.functions import Threshold
from pmo_excel.stakeholders.promised import P80, BenefitForecasts, deliveries
from pmo_excel.stakeholders.raci import ACCOUNTABLE_LIMIT, CONSULTED_LIMIT, RaciChecks, raci_checks
from pmo_excel.stakeholders.tables import Expectations, Raci, Stakeholders

Register = Annotated[Stakeholders | None, Arg("The stakeholder register", needs=("Stakeholder ID",))]
PromiseRange = Annotated[Expectations, Arg("What was promised", needs=("Expectation ID",))]
TaskRange = Annotated[Schedule, Arg("The tasks", needs=("Task ID",), reads=("Finish", *P80))]
CostRange = Annotated[
    Budget | None, Arg("The budget lines, for promised costs", needs=("Cost Line ID", "EAC"), reads=("EAC",))
]
BenefitRange = Annotated[
    BenefitForecasts | None, Arg("The benefits, for promised benefits", needs=("Benefit ID", "Forecast Value"))
]
Wanted = Annotated[
    float, Arg("Chance of a date below which there is a warning", "fraction", source="Settings.Confidence wanted")
]


@function("RACICHECK", example="=PMO.RACICHECK(RACI!A4:G30)")
def racicheck(
    raci: Annotated[
        Raci, Arg("The RACI chart: activities and a column for each role", needs=("Activity / Deliverable",))
    ],
    stakeholders: Register = None,
    accountable_limit: Annotated[
        float, Arg("Rows that one role may answer for", "rows", source="Settings.Accountable limit")
    ] = ACCOUNTABLE_LIMIT,
    consulted_limit: Annotated[
        float, Arg("Roles that may be consulted in a row", "roles", source="Settings.Consulted limit")
    ] = CONSULTED_LIMIT,
) -> RaciChecks | Answer:
    """Checks a RACI chart: one A in each row, one R or more (A/R is both), no role that answers for too much."""
    return Answer(*raci_checks(raci, stakeholders, accountable_limit, consulted_limit))


@function("EXPECTATIONS", example="=PMO.EXPECTATIONS(Expectations!A4:K20; Schedule!A4:X60; DATE(2026;3;2))")
def expectations_function(
    expectations: PromiseRange,
    tasks: TaskRange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    stakeholders: Register = None,
    budget: CostRange = None,
    benefits: BenefitRange = None,
    history: SnapshotRange = None,
    confidence_wanted: Wanted = ledger.WANTED,
    threshold: Threshold = THRESHOLD,
) -> ledger.ExpectationStatus | Answer:
    """How each promise stands against what is forecast now: kept so far, at risk, missed, met or withdrawn, and why."""
    dates = Options(start, status_date, uncompleted_work, constraints)
    beside = ledger.Beside(budget, benefits, stakeholders, history, confidence_wanted, threshold)
    made, problems = _standing(expectations, tasks, (holidays, calendars), dates, beside)
    return Answer(made.only(ledger.ExpectationStatus), problems)


@function("EXPECTATIONLEDGER", example="=PMO.EXPECTATIONLEDGER(Expectations!A4:K20; Schedule!A4:X60; DATE(2026;3;2))")
def expectationledger(
    expectations: PromiseRange,
    tasks: TaskRange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    stakeholders: Register = None,
    budget: CostRange = None,
    benefits: BenefitRange = None,
    history: SnapshotRange = None,
    confidence_wanted: Wanted = ledger.WANTED,
    threshold: Threshold = THRESHOLD,
    *,
    shared: Shared | None = None,
) -> ledger.ExpectationFigures | Answer:
    """How each promise stands, as EXPECTATIONS, with its gap and its confidence: the ledger's computed columns.

    The gap is how much worse than promised: working days for a date, the value for a cost or a benefit.
    """
    dates = Options(start, status_date, uncompleted_work, constraints)
    beside = ledger.Beside(budget, benefits, stakeholders, history, confidence_wanted, threshold)
    return Answer(*_standing(expectations, tasks, (holidays, calendars), dates, beside, shared))


def _standing(
    promises: Expectations,
    tasks: Schedule,
    calendars: tuple[Holidays | None, Calendars | None],
    dates: Options,
    beside: ledger.Beside,
    shared: Shared | None = None,
) -> tuple[ledger.ExpectationFigures, list[Problem]]:
    """The ledger beside the plan, which is scheduled only where tasks have no finish yet."""
    if not len(promises):
        return ledger.ExpectationFigures.of(0), []
    done: Scheduled | None = None
    if tasks.has("duration") and ((tasks.finish == NO_INSTANT) & (tasks.actual_finish == NO_INSTANT)).any():
        done = scheduled(tasks, *calendars, dates, shared)
    now = ledger.Now(
        deliveries(tasks, done), beside, calendar=project_calendar(*calendars), status_date=dates.status_date
    )
    made, problems = ledger.expectations(promises, now)
    return made, [*(done.problems if done else ()), *problems]


@function("EXPECTATIONSATRISK", example="=PMO.EXPECTATIONSATRISK(Stakeholders!A4:X30; Expectations!A4:O20)")
def expectationsatrisk(
    stakeholders: Annotated[Stakeholders, Arg("The stakeholder register", needs=("Stakeholder ID",))],
    expectations: Annotated[
        Expectations,
        Arg(
            "What was promised, with its status",
            needs=("Stakeholder ID", "Expectation Status"),
            reads=("Expectation Status",),
        ),
    ],
) -> ledger.AtRisk:
    """How many of the promises to each stakeholder are at risk; empty where nothing was promised."""
    return ledger.at_risk(stakeholders, expectations)
