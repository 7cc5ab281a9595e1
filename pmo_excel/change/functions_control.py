"""The catalogue entries of deciding on changes: authority, budget, states, figures, whom they touch."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.change import authority, measures, states, touched
from pmo_excel.change import notices as told
from pmo_excel.change.assessment import Assessment, assessment
from pmo_excel.change.beside import Promised, Register, Roles, Told
from pmo_excel.change.change_budget import ChangeBudget, change_budget
from pmo_excel.change.functions import (
    AuthorityLimit,
    BoardLimit,
    LinesByChange,
    ManagerLimit,
    SetAside,
    SponsorLimit,
    Tolerance,
    live_plan,
)
from pmo_excel.change.lines import by_change, lines_of
from pmo_excel.change.rates import Money
from pmo_excel.change.simulation import simulated
from pmo_excel.change.tables import Changes
from pmo_excel.core.catalogue import Answer, Arg, Date, function, undefined
from pmo_excel.core.instants import DAY
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.resources.tables import Resources
from pmo_excel.schedule.functions import (
    CalendarRange,
    Constraints,
    HolidayRange,
    Start,
    StatusDate,
    TaskRange,
    Uncompleted,
)
from pmo_excel.schedule.scheduling import Options

_SIMULATED = ("Impact Time (wd) simulated", "Impact Cost simulated", "People Affected")
State = Arg("State of a change", choices="ChangeStatus")
CostedLog = Annotated[
    Changes,
    Arg("The change log with its costs", needs=("Change ID", "Change Status"), reads=("Impact Cost simulated",)),
]
StakeholderRange = Annotated[Register | None, Arg("The stakeholder register", needs=("Stakeholder ID",))]
Expectations = Annotated[Promised | None, Arg("Promises to stakeholders", needs=("Stakeholder ID", "Linked ID"))]


@function("AUTHORITY", example='=PMO.AUTHORITY(2750; 1) is "Project Manager"')
def authority_function(
    cost: Annotated[float, Arg("Cost of the change", unit="currency")],
    days_late: Annotated[float, Arg("Finish after what was agreed, with the change", unit="working days")] = 0,
    tolerance_days: Tolerance = 10,
    manager_limit: ManagerLimit = 5_000,
    authority_limit: AuthorityLimit = 20_000,
    sponsor_limit: SponsorLimit = 50_000,
    board_limit: BoardLimit = 250_000,
) -> str:
    """Who may decide a change: by its cost; the project board where the finish goes beyond the tolerance."""
    limits = authority.Limits(manager_limit, authority_limit, sponsor_limit, board_limit)
    return authority.authority(cost, days_late, tolerance_days, limits).level


@function("CHANGEBUDGET", example="=PMO.CHANGEBUDGET(Changes!A4:AF40; 20000)")
def changebudget(changes: CostedLog, budget: SetAside) -> ChangeBudget | Answer:
    """What approved changes took of the change budget, what is left, and which requests it does not cover."""
    if budget <= 0:
        return undefined("no change budget is set", "Type Change budget in Settings.", Cell("budget"))
    return Answer(*change_budget(changes, changes.impact_cost, budget))


@function("CHANGESTATE", example='=PMO.CHANGESTATE("Raised"; "Under assessment") is "Under assessment"')
def changestate(current: Annotated[str, State], wanted: Annotated[str, State]) -> str | Answer:
    """The new state of a change where the move is allowed; empty, with what may come next, where it is not."""
    why = states.refusal(current, wanted)
    if not why:
        return wanted
    return Answer(None, [Problem(Code.CHANGE_STATE, why, Cell("wanted"), "Take the steps in their order.")])


@function("CHANGEASSESSMENT", example="=PMO.CHANGEASSESSMENT(Changes!A4:AF40)")
def changeassessment(
    changes: Annotated[Changes, Arg("The change log", needs=("Change ID",), reads=_SIMULATED)],
) -> Assessment:
    """What is known of each change on each dimension; Not assessed, and never 0, where nothing is."""
    return assessment(changes)


@function("CHANGEMEASURES", example="=PMO.CHANGEMEASURES(Changes!A4:AF40; DATE(2026;3;31))")
def changemeasures(
    changes: Annotated[
        Changes, Arg("The change log", needs=("Change ID", "Date Raised"), reads=("Impact Cost simulated",))
    ],
    status_date: Annotated[Date, Arg("Status date", source="Charter.Status Date")],
    budget_at_completion: Annotated[
        float | None, Arg("Budget at completion, BAC", "currency", source="Charter.Approved Budget")
    ] = None,
) -> measures.ChangeMeasures:
    """Open changes, the oldest, the median time to a decision, their value, and counts by type and by state."""
    return measures.change_measures(changes, status_date, budget_at_completion)


@function("CHANGETREND", example="=PMO.CHANGETREND(Changes!A4:AF40; DATE(2026;3;31))")
def changetrend(
    changes: Annotated[Changes, Arg("The change log", needs=("Date Raised",))],
    status_date: Annotated[Date, Arg("Status date", source="Charter.Status Date")],
) -> measures.ChangeTrend:
    """Changes raised and decided in each month, how many are open at its end, and how long decisions took."""
    return measures.change_trend(changes, status_date)


@function(
    "DISRUPTION",
    example="=PMO.DISRUPTION(Schedule!A4:X60; 'Change Lines'!A4:F20; DATE(2026;3;2); Holidays!A4:E20)",
)
def disruption(
    tasks: TaskRange,
    change_lines: LinesByChange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    expectations: Expectations = None,
    stakeholders: StakeholderRange = None,
    weeks: Annotated[float, Arg("Weeks ahead that are soon", "weeks", source="Settings.Disruption weeks")] = 4,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
) -> touched.Disruption | Answer:
    """How many tasks, owners, milestones and promises each change touches, in all and in the weeks ahead.

    The index is the number of owners and milestones in the weeks from the status date, or from the plan's start.
    """
    live = live_plan(tasks, holidays, calendars, Options(start, status_date, uncompleted_work, constraints), Money())
    first = live.done.dates.project_start if status_date is None else status_date
    made, problems = touched.disruption(
        live, by_change(lines_of(change_lines)), expectations, first // DAY * DAY, weeks, stakeholders
    )
    obstacle = live.obstacle()
    return Answer(made, [*([obstacle] if obstacle else []), *live.done.problems, *problems])


@function(
    "CHANGENOTICES",
    example="=PMO.CHANGENOTICES(Schedule!A4:X60; 'Change Lines'!A4:F20; DATE(2026;3;2); Holidays!A4:E20)",
)
def changenotices(
    tasks: TaskRange,
    change_lines: LinesByChange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    expectations: Expectations = None,
    stakeholders: StakeholderRange = None,
    raci: Annotated[Roles | None, Arg("Responsibilities", needs=("Activity / Deliverable",))] = None,
    communications: Annotated[Told | None, Arg("The communications plan", needs=("Audience", "Information"))] = None,
    resources: Annotated[Resources | None, Arg("People, for their e-mail", needs=("Resource ID",))] = None,
    sponsor: Annotated[str, Arg("Sponsor", source="Charter.Sponsor")] = "",
    project_manager: Annotated[str, Arg("Project manager", source="Charter.Project Manager")] = "",
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
) -> told.Notices | Answer:
    """Who is to be told of each change, and why: owners of what moves, people with a promise, roles, audiences.

    Owners of the tasks that the change edits carry it out, and are not listed for that.
    """
    live = live_plan(tasks, holidays, calendars, Options(start, status_date, uncompleted_work, constraints), Money())
    audience = told.Audience(expectations, stakeholders, raci, communications, resources, sponsor, project_manager)
    parts, problems = [], list(live.done.problems)
    for change, lines in by_change(lines_of(change_lines)).items():
        tried = simulated(live, lines)
        problems += tried.problems
        if tried.after is not None:
            parts.append(told.notices(change, tried, audience))
    obstacle = live.obstacle()
    return Answer(told.joined(parts), [*([obstacle] if obstacle else []), *problems])
