"""The catalogue entries of who does what, and of what was promised."""

from __future__ import annotations

from typing import Annotated, Any, cast

from pmo_excel.core.catalogue import Answer, Arg, Shared, asks_as, function
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.cost.tables import Budget
from pmo_excel.risk.functions_simulation import (
    ClassRange,
    Correlation,
    DelayCost,
    Distribution,
    Iterations,
    RiskRange,
    Seed,
    Target,
    TimeCost,
)
from pmo_excel.risk.simulation.analysis import Wishes, analysis, costs_of
from pmo_excel.risk.simulation.measures import finishes
from pmo_excel.schedule.beside import BudgetLines
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
from pmo_excel.schedule.tables import Schedule
from pmo_excel.stakeholders import expectations as ledger
from pmo_excel.stakeholders.engagement import THRESHOLD
from pmo_excel.stakeholders.functions import Threshold
from pmo_excel.stakeholders.promised import P80, BenefitForecasts, Finishes, Simulated, deliveries
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


@function(
    "EXPECTATIONLEDGER",
    example="=PMO.EXPECTATIONLEDGER(Expectations!A4:K20; Schedule!A4:X60; Risks!A4:AU40; DATE(2026;3;2))",
    slow=True,
)
def expectationledger(
    expectations: PromiseRange,
    tasks: TaskRange,
    risks: RiskRange = None,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    iterations: Iterations = 5000,
    seed: Seed = 1,
    distribution: Distribution = "Triangular",
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    stakeholders: Register = None,
    budget: CostRange = None,
    benefits: BenefitRange = None,
    history: SnapshotRange = None,
    confidence_wanted: Wanted = ledger.WANTED,
    threshold: Threshold = THRESHOLD,
    target: Target = "",
    correlation: Correlation = 0,
    time_cost: TimeCost = 0,
    delay_cost: DelayCost = 0,
    settings: ClassRange = None,
    *,
    shared: Shared | None = None,
) -> ledger.ExpectationFigures | Answer:
    """How each promise stands, as EXPECTATIONS, with its gap and its confidence: the ledger's computed columns.

    The gap is how much worse than promised: working days for a date, the value for a cost or a benefit.
    """
    if not len(expectations):
        return ledger.ExpectationFigures.of(0)
    done: Scheduled | None = None
    simulated: Simulated = {}
    if tasks.has("duration") and (expectations.promised_date != NO_INSTANT).any():
        dates = Options(start, status_date, uncompleted_work, constraints)
        done = scheduled(tasks, holidays, calendars, dates, shared)
        wishes = Wishes(iterations, seed, distribution, correlation, target, time_cost, delay_cost)
        costs = costs_of(tasks, cast(BudgetLines, budget))  # as the columns of the plan, so that the runs are theirs
        found = analysis(tasks, done, risks, settings, wishes, costs, left_out=False, shared=shared)
        if found.simulation is not None:
            simulated = {key: Finishes(*said) for key, said in finishes(found.simulation).items()}
    beside = ledger.Beside(budget, benefits, stakeholders, history, confidence_wanted, threshold)
    calendar = project_calendar(holidays, calendars)
    now = ledger.Now(deliveries(tasks, done), beside, simulated, calendar, status_date)
    made, problems = ledger.expectations(expectations, now)
    return Answer(made, [*(done.problems if done else ()), *problems])


@function(
    "EXPECTATIONS",
    example="=PMO.EXPECTATIONS(Expectations!A4:K20; Schedule!A4:X60; Risks!A4:AU40; DATE(2026;3;2))",
    slow=True,
)
@asks_as(expectationledger)
def expectations_function(**given: Any) -> ledger.ExpectationStatus | Answer:
    """How each promise stands against what is forecast now: kept so far, at risk, missed, met or withdrawn, and why."""
    found = expectationledger(**given)
    if isinstance(found, Answer):
        return Answer(found.value.only(ledger.ExpectationStatus), found.problems)
    return found.only(ledger.ExpectationStatus)


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
