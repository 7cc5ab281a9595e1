"""The catalogue entries of change control."""

from __future__ import annotations

from typing import Annotated, Any

from pmo_excel.change import ages, old_values
from pmo_excel.change.authority import Limits
from pmo_excel.change.beside import ChargedLines, CostRates
from pmo_excel.change.change_budget import change_budget
from pmo_excel.change.impact import CumulativeImpact, CumulativeUse, Impact, ReasonedImpact, cumulative, impact
from pmo_excel.change.lines import by_change, lines_of
from pmo_excel.change.log_impacts import LogImpacts, Rules, log_impacts
from pmo_excel.change.rates import Money, rates_of
from pmo_excel.change.simulation import LivePlan, simulated
from pmo_excel.change.states import contradictions
from pmo_excel.change.tables import ChangeLines, Changes
from pmo_excel.core.catalogue import Answer, Arg, Date, Shared, asks_as, function, undefined
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell
from pmo_excel.core.tables import Table
from pmo_excel.resources.tables import Assignments, Resources, Terms
from pmo_excel.schedule.baselines import agreed
from pmo_excel.schedule.functions import (
    CalendarRange,
    Constraints,
    FloatLimit,
    HolidayRange,
    Start,
    StatusDate,
    TaskRange,
    Uncompleted,
)
from pmo_excel.schedule.scheduling import Options, scheduled
from pmo_excel.schedule.tables import Baselines, Calendars, Holidays, Schedule
from pmo_excel.schedule.workdays import working_days_after

Lines = Annotated[ChangeLines, Arg("The lines of the changes", needs=("Key", "Field", "New Value"))]
LinesByChange = Annotated[
    ChangeLines, Arg("The lines of the changes", needs=("Change ID", "Key", "Field", "New Value"))
]
RateRange = Annotated[
    CostRates | None,
    Arg(
        "Cost of a working day by task, owner or resource; Prolongation: of the finish",
        needs=("Rate For", "Rate per wd"),
    ),
]
AssignmentRange = Annotated[
    Assignments | None, Arg("Who works on the tasks, for the cost", needs=("Task ID", "Resource ID"))
]
ResourceRange = Annotated[Resources | None, Arg("People and their rates", needs=("Resource ID", "Standard Rate"))]
TermRange = Annotated[Terms | None, Arg("Rates from a day on", needs=("Resource ID",))]
BudgetRange = Annotated[
    ChargedLines | None, Arg("Budget lines, for what tasks cost now", needs=("WBS / Task ID", "Budget"))
]
Prolongation = Annotated[
    float | None,
    Arg("Cost of a working day by which the project finishes later", "currency", source="Settings.Prolongation cost"),
]

Baseline = Annotated[
    Baselines | None, Arg("The baselines, for what was agreed", needs=("Task ID", "Baseline Start", "Baseline Finish"))
]
Log = Annotated[Changes, Arg("The change log", needs=("Change ID",))]
Tolerance = Annotated[
    float, Arg("Working days late before the board decides", "working days", source="Charter.Tolerance Time (wd)")
]
ManagerLimit = Annotated[
    float,
    Arg("Cost up to which the project manager decides", "currency", source="Settings.Project manager's change limit"),
]
AuthorityLimit = Annotated[
    float,
    Arg("Cost up to which the change authority decides", "currency", source="Settings.Change authority's change limit"),
]
SponsorLimit = Annotated[
    float, Arg("Cost up to which the sponsor decides", "currency", source="Settings.Sponsor's change limit")
]
BoardLimit = Annotated[
    float, Arg("Cost up to which the project board decides", "currency", source="Settings.Project board's change limit")
]
SetAside = Annotated[float, Arg("Money set aside for changes; 0 is none", "currency", source="Settings.Change budget")]


def live_plan(
    tasks: Schedule,
    holidays: Holidays | None,
    calendars: Calendars | None,
    options: Options,
    money: Money,
    shared: Shared | None = None,
) -> LivePlan:
    """The plan as it is, scheduled once in a refresh."""
    done = scheduled(tasks, holidays, calendars, options, shared)
    return LivePlan(tasks, holidays, calendars, options, done, rates_of(tasks, done, money))


@function(
    "IMPACTREASONS",
    example="=PMO.IMPACTREASONS(Schedule!A4:X60; 'Change Lines'!A4:F20; DATE(2026;3;2); Holidays!A4:E20)",
)
def impactreasons(
    tasks: TaskRange,
    change_lines: Lines,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    cost_rates: RateRange = None,
    assignments: AssignmentRange = None,
    resources: ResourceRange = None,
    resource_terms: TermRange = None,
    budget: BudgetRange = None,
    prolongation: Prolongation = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    critical_float: FloatLimit = 0,
) -> ReasonedImpact | Answer:
    """What the lines of a change would do, as IMPACT, with the unit of each difference and how it comes about."""
    options = Options(start, status_date, uncompleted_work, constraints, critical_float)
    money = Money(cost_rates, prolongation, assignments, resources, resource_terms, budget)
    live = live_plan(tasks, holidays, calendars, options, money)
    lines = lines_of(change_lines)
    if not lines:
        return undefined("there are no lines, so there is nothing to try", "List the edits.", Cell("change_lines"))
    tried = simulated(live, lines)
    obstacle = live.obstacle()
    said = [*([obstacle] if obstacle else []), *live.done.problems, *live.rates.remarks(), *tried.problems]
    if tried.after is None:
        return Answer(None, said)
    amount, why, _ = tried.cost
    if amount is None:
        said += undefined(f"Cost: {why}", "Give the rate in cost_rates.", Cell("cost_rates")).problems
    return Answer(impact(tried), said)


@function("IMPACT", example="=PMO.IMPACT(Schedule!A4:X60; 'Change Lines'!A4:F20; DATE(2026;3;2); Holidays!A4:E20)")
@asks_as(impactreasons)
def impact_function(**given: Any) -> Impact | Answer:
    """What the lines of a change would do, tried on a copy of the plan: finish, path, float, cost, milestones, tasks.

    All lines that are given count together. A wrong line is a problem at its cell, and nothing is simulated.
    """
    return _narrowed(impactreasons(**given), Impact)


def _narrowed(found: Any, cls: type[Table]) -> Answer:
    """An answer with the columns of a table that it adds some to."""
    value, problems = found if isinstance(found, Answer) else (found, [])
    return Answer(None if value is None else value.only(cls), problems)


@function(
    "CUMULATIVEFLOAT",
    example="=PMO.CUMULATIVEFLOAT(Schedule!A4:X60; 'Change Lines'!A4:F20; DATE(2026;3;2); Holidays!A4:E20)",
)
def cumulativefloat(
    tasks: TaskRange,
    change_lines: LinesByChange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    critical_float: FloatLimit = 0,
) -> CumulativeUse | Answer:
    """What changes do to the finish, as CUMULATIVEIMPACT, and the float of its tasks that each uses up."""
    options = Options(start, status_date, uncompleted_work, constraints, critical_float)
    live = live_plan(tasks, holidays, calendars, options, Money())
    obstacle = live.obstacle()
    made, problems = cumulative(live, by_change(lines_of(change_lines)))
    return Answer(made, [*([obstacle] if obstacle else []), *live.done.problems, *problems])


@function(
    "CUMULATIVEIMPACT",
    example="=PMO.CUMULATIVEIMPACT(Schedule!A4:X60; 'Change Lines'!A4:F20; DATE(2026;3;2); Holidays!A4:E20)",
)
@asks_as(cumulativefloat)
def cumulativeimpact(**given: Any) -> CumulativeImpact | Answer:
    """Working days by which changes move the finish: each alone, each on top of all the others, and all together.

    Marginal is what would be gained if only this change were refused. Numbers of several changes to one task add up.
    """
    return _narrowed(cumulativefloat(**given), CumulativeImpact)


@function("CHANGEAGES", example="=PMO.CHANGEAGES(Changes!A4:X40; DATE(2026;3;31))")
def changeages(
    changes: Annotated[Changes, Arg("The change log", needs=("Change ID", "Date Raised"))],
    status_date: Annotated[Date, Arg("Status date", source="Charter.Status Date")],
) -> ages.ChangeAges:
    """Days from when each change was raised to its decision, or to the status date while it is open."""
    return ages.change_ages(changes, status_date)


@function("CHANGEIMPACTS", example="=PMO.CHANGEIMPACTS(Changes!A4:AF40; 'Change Lines'!A4:F60; Schedule!A4:X60)")
def changeimpacts(
    changes: Log,
    change_lines: LinesByChange,
    tasks: TaskRange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    cost_rates: RateRange = None,
    assignments: AssignmentRange = None,
    resources: ResourceRange = None,
    resource_terms: TermRange = None,
    budget: BudgetRange = None,
    prolongation: Prolongation = None,
    baselines: Baseline = None,
    tolerance_days: Tolerance = 10,
    manager_limit: ManagerLimit = 5_000,
    authority_limit: AuthorityLimit = 20_000,
    sponsor_limit: SponsorLimit = 50_000,
    board_limit: BoardLimit = 250_000,
    change_budget_set: SetAside = 0,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    critical_float: FloatLimit = 0,
    *,
    shared: Shared | None = None,
) -> LogImpacts | Answer:
    """What each change in the log would do, tried on a copy of the plan, and who may decide it.

    Also checked: states without the decision that they need, and requests that the change budget does not cover.
    """
    lines = lines_of(change_lines, changes)
    said = list(contradictions(changes))
    if not lines:
        return Answer(LogImpacts.of(len(changes), id=changes.id), said)
    options = Options(start, status_date, uncompleted_work, constraints, critical_float)
    money = Money(cost_rates, prolongation, assignments, resources, resource_terms, budget)
    live = live_plan(tasks, holidays, calendars, options, money, shared)
    limits = Limits(manager_limit, authority_limit, sponsor_limit, board_limit)
    rules = Rules(limits, tolerance_days, late_already(live, baselines))
    out = log_impacts(changes, lines, live, rules, budget)
    obstacle = live.obstacle()
    said += [*([obstacle] if obstacle else []), *live.rates.remarks(), *out.problems]
    if change_budget_set:
        said += change_budget(changes, out.table.cost, change_budget_set)[1]
    return Answer(out.table, said)


def late_already(live: LivePlan, baselines: Baselines | None) -> float:
    """Working days by which the plan finishes after the newest baseline; 0 without one, and where it is earlier."""
    known = agreed(baselines).values() if baselines is not None else ()
    last = max((was.finish for was in known if was.finish != NO_INSTANT), default=None)
    if last is None or live.finish is None:
        return 0.0
    return float(max(working_days_after(live.done.plan.calendars[0], last, live.finish), 0))


@function("CHANGELINES", example="=PMO.CHANGELINES('Change Lines'!A4:F60; Schedule!A4:X60)")
def changelines(
    change_lines: Annotated[ChangeLines, Arg("The lines of the changes", needs=("Key", "Field"))],
    tasks: TaskRange,
    assignments: AssignmentRange = None,
    budget: BudgetRange = None,
    resources: ResourceRange = None,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    critical_float: FloatLimit = 0,
    *,
    shared: Shared | None = None,
) -> old_values.OldValues:
    """What the plan holds now in each cell that the lines would edit."""
    if not len(change_lines):
        return old_values.OldValues.of(0)
    options = Options(start, status_date, uncompleted_work, constraints, critical_float)
    money = Money(assignments=assignments, resources=resources, budget=budget)
    live = live_plan(tasks, holidays, calendars, options, money, shared)
    return old_values.old_values(change_lines, tasks, live.rates)
