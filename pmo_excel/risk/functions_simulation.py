"""The catalogue entries of the simulation."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, Shared, function, undefined
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.risk.scales import RiskSettings
from pmo_excel.risk.simulation import measures, tabulated
from pmo_excel.risk.simulation.analysis import Analysis, Wishes, analysis, costs_of
from pmo_excel.risk.simulation.results import (
    Percentiles,
    RiskAnalysisRows,
    RiskGains,
    Sensitivities,
    TaskPercentiles,
)
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.beside import BudgetLines
from pmo_excel.schedule.functions import CalendarRange, Constraints, HolidayRange, Start, StatusDate, Uncompleted
from pmo_excel.schedule.scheduling import Options, Scheduled, scheduled
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule

TaskRange = Annotated[
    Schedule,
    Arg(
        "The tasks, with ranges of durations",
        needs=("Task ID", "Duration (wd)", "Predecessors"),
        reads=("Cost (budget)",),
    ),
]
RiskRange = Annotated[Risks | None, Arg("The risk register", needs=("Risk ID",))]
Iterations = Annotated[float, Arg("How many runs, up to 50,000", source="Risk Analysis.Iterations")]
Seed = Annotated[float, Arg("A whole number; the same gives the same runs", source="Risk Analysis.Seed")]
Distribution = Annotated[
    str,
    Arg("Shape of the three-point estimates", choices=("Triangular", "BetaPERT"), source="Risk Analysis.Distribution"),
]
Target = Annotated[
    str, Arg("ID of the milestone asked for; empty: the finish", source="Risk Analysis.Target Milestone")
]
Correlation = Annotated[
    float, Arg("Correlation of any two tasks, 0 to 0.99", unit="ratio", source="Settings.Task correlation")
]
TimeCost = Annotated[
    float,
    Arg("Share of tasks' cost that grows with duration", unit="fraction", source="Settings.Time-dependent cost"),
]
DelayCost = Annotated[
    float, Arg("Cost of each working day beyond the plan", unit="currency", source="Settings.Cost per day late")
]
ClassRange = Annotated[RiskSettings | None, Arg("Settings, for what probability classes stand for")]
BudgetRange = Annotated[
    BudgetLines | None,
    Arg("Budget lines, where tasks have no cost", needs=("WBS / Task ID", "Budget")),
]
_EXAMPLE = "Schedule!A4:X60; Risks!A4:AU40; DATE(2026;3;2); Holidays!A4:E20"


def _scheduled(
    tasks: Schedule,
    start: int | None,
    calendars: tuple[Holidays | None, Calendars | None],
    status: tuple[int | None, str, str],
    shared: Shared | None = None,
) -> Scheduled:
    return scheduled(tasks, *calendars, Options(start, *status), shared)


def _problems(found: Analysis) -> list[Problem]:
    return [*found.done.problems, *found.problems]


def _reason(found: Analysis) -> Answer:
    """Why there is no answer: that the plan is not sound, or what is wrong in the wishes and the risks."""
    if found.complete:
        return Answer(None, _problems(found))
    answer = undefined(
        "the project's finish rests on something wrong", "Repair the problems of the plan and the risks."
    )
    return Answer(None, [*_problems(found), *answer.problems])


@function("SIMULATE", example=f"=PMO.SIMULATE({_EXAMPLE})", slow=True)
def simulate(
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
    target: Target = "",
    correlation: Correlation = 0,
    time_cost: TimeCost = 0,
    delay_cost: DelayCost = 0,
    settings: ClassRange = None,
    budget: BudgetRange = None,
) -> Percentiles | Answer:
    """Finish, duration and cost by percentile, from drawing the plan many times with its ranges and risks.

    The same network as SCHEDULE in every run: calendars, constraints, progress and all links. A percentile's date is
    the earliest working date by which so many of the runs have finished.
    """
    status = status_date, uncompleted_work, constraints
    done = _scheduled(tasks, start, (holidays, calendars), status)
    wishes = Wishes(iterations, seed, distribution, correlation, target, time_cost, delay_cost)
    found = analysis(tasks, done, risks, settings, wishes, costs_of(tasks, budget))
    made = tabulated.percentiles(found) if found.answered else None
    return Answer(made, _problems(found)) if made is not None else _reason(found)


@function("SENSITIVITY", example=f"=PMO.SENSITIVITY({_EXAMPLE})", slow=True)
def sensitivity(
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
    target: Target = "",
    correlation: Correlation = 0,
    settings: ClassRange = None,
) -> Sensitivities | Answer:
    """How much each task and risk matters: criticality, cruciality, SSI, and days gained without it at P80.

    Cruciality is Pearson's correlation. Days gained come from the same runs with the task as planned, or without the
    risk; in large plans for the tasks with the highest SSI only.
    """
    status = status_date, uncompleted_work, constraints
    done = _scheduled(tasks, start, (holidays, calendars), status)
    wishes = Wishes(iterations, seed, distribution, correlation, target)
    found = analysis(tasks, done, risks, settings, wishes)
    made = tabulated.sensitivities(tasks, found)
    return Answer(made, _problems(found)) if made is not None else _reason(found)


@function(
    "PFINISH", example="=PMO.PFINISH(Schedule!A4:X60; 80%; Risks!A4:AU40; DATE(2026;3;2); Holidays!A4:E20)", slow=True
)
def pfinish(
    tasks: TaskRange,
    percentile: Annotated[float, Arg("Share of the runs: 80%, or 80", unit="fraction")],
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
    target: Target = "",
    correlation: Correlation = 0,
    settings: ClassRange = None,
) -> Date | Answer:
    """The earliest working date by which the project has finished in that share of the runs."""
    share = percentile / 100 if percentile > 1 else percentile
    if not 0 < share < 1:
        text = f"{percentile:g} is no percentile"
        return Answer(None, [Problem(Code.OUT_OF_RANGE, text, Cell("percentile"), "Give a share such as 80%.")])
    status = status_date, uncompleted_work, constraints
    done = _scheduled(tasks, start, (holidays, calendars), status)
    wishes = Wishes(iterations, seed, distribution, correlation, target)
    found = analysis(tasks, done, risks, settings, wishes, left_out=False)
    if not found.complete or not found.answered:
        return _reason(found)
    day = measures.date_at(found.simulation, share) if found.simulation else tabulated.planned_day(found)
    return Answer(Date(day), _problems(found))


@function(
    "CONFIDENCE", unit="fraction", example="=PMO.CONFIDENCE(Schedule!A4:X60; DATE(2026;5;12); Risks!A4:AU40)", slow=True
)
def confidence(
    tasks: TaskRange,
    date: Annotated[Date, Arg("The date to finish by")],
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
    target: Target = "",
    correlation: Correlation = 0,
    settings: ClassRange = None,
) -> float | Answer:
    """Probability that the project finishes by a date: the share of the runs that do."""
    status = status_date, uncompleted_work, constraints
    done = _scheduled(tasks, start, (holidays, calendars), status)
    wishes = Wishes(iterations, seed, distribution, correlation, target)
    found = analysis(tasks, done, risks, settings, wishes, left_out=False)
    if not found.complete or not found.answered:
        return _reason(found)
    if found.simulation is None:
        return Answer(float(tabulated.planned_day(found) <= date), _problems(found))
    return Answer(measures.confidence(found.simulation, date), _problems(found))


@function(
    "JCL",
    unit="fraction",
    example="=PMO.JCL(Schedule!A4:X60; Risks!A4:AU40; DATE(2026;5;12); 95000; DATE(2026;3;2))",
    slow=True,
)
def jcl(
    tasks: TaskRange,
    risks: Annotated[Risks, Arg("The risk register", needs=("Risk ID",))],
    date: Annotated[Date, Arg("The date to finish by")],
    cost: Annotated[float, Arg("The cost to keep to", unit="currency")],
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    iterations: Iterations = 5000,
    seed: Seed = 1,
    distribution: Distribution = "Triangular",
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    target: Target = "",
    correlation: Correlation = 0,
    time_cost: TimeCost = 0,
    delay_cost: DelayCost = 0,
    settings: ClassRange = None,
    budget: BudgetRange = None,
) -> float | Answer:
    """Joint confidence level: probability that the project finishes by a date and costs no more than an amount.

    The cost of a run is that of the tasks (Cost), as far as it depends on time with what they took, and of the risks
    that happened.
    """
    status = status_date, uncompleted_work, constraints
    done = _scheduled(tasks, start, (holidays, calendars), status)
    wishes = Wishes(iterations, seed, distribution, correlation, target, time_cost, delay_cost)
    costs = costs_of(tasks, budget)
    found = analysis(tasks, done, risks, settings, wishes, costs, left_out=False)
    if not found.complete or not found.answered:
        return _reason(found)
    if tasks.wrong("cost"):
        return undefined("the cost of a task could not be read", "Repair it in the Budget or the Schedule.")
    if found.simulation is None:
        planned = 0.0 if costs is None else costs.total
        kept = tabulated.planned_day(found) <= date and planned <= cost
        return Answer(float(kept), _problems(found))
    return Answer(measures.joint_confidence(found.simulation, date, cost), _problems(found))


def _of_workbook(
    tasks: Schedule,
    risks: Risks | None,
    plan: tuple[int | None, Holidays | None, Calendars | None, tuple[int | None, str, str]],
    beside: tuple[RiskSettings | None, BudgetLines | None],
    wishes: Wishes,
    shared: Shared | None,
) -> Analysis:
    """One simulation for all columns of a workbook."""
    start, holidays, calendars, status = plan
    settings, budget = beside
    done = _scheduled(tasks, start, (holidays, calendars), status, shared)
    return analysis(tasks, done, risks, settings, wishes, costs_of(tasks, budget), shared=shared)


@function("TASKPERCENTILES", example=f"=PMO.TASKPERCENTILES({_EXAMPLE})", slow=True)
def taskpercentiles(
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
    target: Target = "",
    correlation: Correlation = 0,
    time_cost: TimeCost = 0,
    delay_cost: DelayCost = 0,
    settings: ClassRange = None,
    budget: BudgetRange = None,
    *,
    shared: Shared | None = None,
) -> TaskPercentiles | Answer:
    """Criticality index, P50 and P80 finish of every task; empty where nothing in the plan is uncertain."""
    plan = start, holidays, calendars, (status_date, uncompleted_work, constraints)
    wishes = Wishes(iterations, seed, distribution, correlation, target, time_cost, delay_cost)
    found = _of_workbook(tasks, risks, plan, (settings, budget), wishes, shared)
    return Answer(tabulated.task_percentiles(tasks, found), found.problems)


@function(
    "RISKGAINS", example="=PMO.RISKGAINS(Risks!A4:AU40; Schedule!A4:X60; DATE(2026;3;2); Holidays!A4:E20)", slow=True
)
def riskgains(
    risks: Annotated[Risks, Arg("The risk register", needs=("Risk ID",))],
    tasks: TaskRange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    iterations: Iterations = 5000,
    seed: Seed = 1,
    distribution: Distribution = "Triangular",
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    target: Target = "",
    correlation: Correlation = 0,
    time_cost: TimeCost = 0,
    delay_cost: DelayCost = 0,
    settings: ClassRange = None,
    budget: BudgetRange = None,
    *,
    shared: Shared | None = None,
) -> RiskGains | Answer:
    """Working days by which P80 of the finish is earlier without each risk, in the order of the register."""
    plan = start, holidays, calendars, (status_date, uncompleted_work, constraints)
    wishes = Wishes(iterations, seed, distribution, correlation, target, time_cost, delay_cost)
    found = _of_workbook(tasks, risks, plan, (settings, budget), wishes, shared)
    return Answer(tabulated.risk_gains(risks, found), found.problems)


@function("RISKANALYSIS", example=f"=PMO.RISKANALYSIS({_EXAMPLE})", slow=True)
def riskanalysis(
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
    target: Target = "",
    correlation: Correlation = 0,
    time_cost: TimeCost = 0,
    delay_cost: DelayCost = 0,
    settings: ClassRange = None,
    budget: BudgetRange = None,
    *,
    shared: Shared | None = None,
) -> RiskAnalysisRows | Answer:
    """The rows of the sheet Risk Analysis: the plan, its percentiles, and the tasks and risks that matter most."""
    plan = start, holidays, calendars, (status_date, uncompleted_work, constraints)
    wishes = Wishes(iterations, seed, distribution, correlation, target, time_cost, delay_cost)
    found = _of_workbook(tasks, risks, plan, (settings, budget), wishes, shared)
    made = tabulated.analysis_rows(tasks, risks, found)
    return Answer(made if made is not None else RiskAnalysisRows.of(0), found.problems)
