"""The catalogue entries of plan health: the checks, float paths, roadblocks and ways to recover."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Shared, function, undefined
from pmo_excel.core.problems import Code
from pmo_excel.schedule import float_paths, health_checks, recovery, roadblocks
from pmo_excel.schedule.beside import Absences, BudgetLines, GateSlots, People, Promises, TaskAssignments
from pmo_excel.schedule.functions import (
    CalendarRange,
    HolidayRange,
    SnapshotRange,
    Start,
    StatusDate,
    TaskRange,
    Uncompleted,
)
from pmo_excel.schedule.health import Compared, Health, examined, health
from pmo_excel.schedule.health_limits import HealthLimits
from pmo_excel.schedule.health_trend import HealthFindings, HealthTrend, health_findings, health_trend
from pmo_excel.schedule.recovery_team import Team
from pmo_excel.schedule.roadblocks_outside import Outside
from pmo_excel.schedule.scheduling import Options, scheduled
from pmo_excel.schedule.tables import Baselines

BaselineRange = Annotated[
    Baselines | None,
    Arg("Baselines; the newest counts", needs=("Task ID", "Baseline Finish"), also=("baselines",)),
]
AssignmentRange = Annotated[TaskAssignments | None, Arg("Who works on what", needs=("Task ID",))]
BudgetRange = Annotated[BudgetLines | None, Arg("Budget lines, for what has a cost", needs=("WBS / Task ID", "Budget"))]
LimitRange = Annotated[
    HealthLimits | None, Arg("Settings, for thresholds other than the guideline's", needs=("Setting", "Value"))
]
NearCritical = Annotated[
    float,
    Arg("Tasks with this float or less are nearly critical", "working days", source="Settings.Near-critical threshold"),
]


@function("HEALTH", example="=PMO.HEALTH(Schedule!A4:AK60; Baselines!A4:K200; Assignments!A4:M40)")
def health_function(
    tasks: TaskRange,
    baseline: BaselineRange = None,
    assignments: AssignmentRange = None,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    budget: BudgetRange = None,
    limits: LimitRange = None,
) -> Health | Answer:
    """The DCMA's fourteen checks of a schedule, and a few more: count, result, threshold and the tasks to look at.

    HEALTHCHECKS gives the definition of each. A check that cannot be made is empty, and a problem says why. Check 12
    really schedules a copy of the plan with 600 working days more.
    """
    done = scheduled(tasks, holidays, calendars, Options(start, status_date, uncompleted_work))
    compared = Compared(baseline, assignments, budget, status_date)
    made, undefined_checks = health(tasks, done, compared, limits)
    return Answer(made, [*done.problems, *undefined_checks])


@function("HEALTHTREND", example="=PMO.HEALTHTREND(Schedule!A4:AK60; History!A4:H400; Baselines!A4:K200)")
def healthtrend(
    tasks: TaskRange,
    history: SnapshotRange = None,
    baseline: BaselineRange = None,
    assignments: AssignmentRange = None,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    budget: BudgetRange = None,
    limits: LimitRange = None,
    *,
    shared: Shared | None = None,
) -> HealthTrend | Answer:
    """HEALTH with each check's definition and its result at the last snapshot: better, the same or worse.

    The newest snapshot before the status date counts. Why a check has no result
    stands in its definition.
    """
    done = scheduled(tasks, holidays, calendars, Options(start, status_date, uncompleted_work), shared)
    compared = Compared(baseline, assignments, budget, status_date)
    found, remarks = examined(tasks, done, compared, limits, shared)
    wrong_limits = [problem for problem in remarks if problem.code is not Code.UNDEFINED]
    return Answer(health_trend(found, done.plan.id, history, status_date), [*done.problems, *wrong_limits])


@function("HEALTHFINDINGS", example="=PMO.HEALTHFINDINGS(Schedule!A4:AK60; Baselines!A4:K200; Assignments!A4:M40)")
def healthfindings(
    tasks: TaskRange,
    baseline: BaselineRange = None,
    assignments: AssignmentRange = None,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    budget: BudgetRange = None,
    *,
    shared: Shared | None = None,
) -> HealthFindings | Answer:
    """The DCMA's checks that name each task, as in `DCMA1; DCMA7`; empty where none does.

    A task is named for what it is itself, also where the plan as a whole passes the check.
    """
    done = scheduled(tasks, holidays, calendars, Options(start, status_date, uncompleted_work), shared)
    found, _ = examined(tasks, done, Compared(baseline, assignments, budget, status_date), shared=shared)
    return Answer(health_findings(tasks, found), done.problems)


@function("HEALTHCHECKS", example="=PMO.HEALTHCHECKS()")
def healthchecks() -> health_checks.CheckList:
    """How each check of HEALTH is defined, when it passes, and which of the GAO's ten practices it serves."""
    return health_checks.check_list()


@function("FLOATPATHS", example="=PMO.FLOATPATHS(Schedule!A4:X60; DATE(2026;3;2); Holidays!A4:E20; ; ; 3; 5)")
def floatpaths(
    tasks: TaskRange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    paths: Annotated[float, Arg("How many paths to number", unit="paths")] = 10,
    near_critical: NearCritical = 5,
) -> float_paths.FloatPaths | Answer:
    """Total float of every task, its band (critical, near-critical, …) and the float path that it lies on.

    Path 1 is the critical path, path 2 the next most critical one, as Primavera P6 numbers them.
    """
    done = scheduled(tasks, holidays, calendars, Options(start, status_date))
    return Answer(float_paths.float_paths(tasks, done, round(paths), near_critical), done.problems)


@function("ROADBLOCKS", example="=PMO.ROADBLOCKS(Schedule!A4:AK60; Leave!A4:E20; Resources!A4:P20; Assignments!A4:M40)")
def roadblocks_function(
    tasks: TaskRange,
    leave: Annotated[Absences | None, Arg("When people are away", needs=("Resource ID", "From"))] = None,
    resources: Annotated[People | None, Arg("People and roles", needs=("Resource ID",))] = None,
    assignments: Annotated[TaskAssignments | None, Arg("Who works on what", needs=("Task ID", "Resource ID"))] = None,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    near_critical: NearCritical = 5,
    dependencies: Annotated[
        Promises | None, Arg("What others deliver", needs=("Linked Task ID", "Promised Date"))
    ] = None,
    gates: Annotated[GateSlots | None, Arg("When gates are held", needs=("Gate", "Gate Date (planned)"))] = None,
) -> roadblocks.Roadblocks | Answer:
    """What will stop a task, before it does: the least float first.

    Dates that will not be kept, work that should have begun, slips that have used up the float, imposed dates near the
    critical path, owners and others who are away, roles that nobody fills, deliveries that come too late, gates that
    miss their board. Leave names people by Resource ID or by the name in Owner; a gate is a milestone with its code.
    """
    done = scheduled(tasks, holidays, calendars, Options(start, status_date))
    staffing = roadblocks.Staffing(leave, resources, assignments)
    outside = Outside(dependencies, gates)
    return Answer(roadblocks.roadblocks(tasks, done, staffing, outside, near_critical), done.problems)


@function("RECOVERY", slow=True, example="=PMO.RECOVERY(Schedule!A4:X60; 2; DATE(2026;3;2); Holidays!A4:E20)")
def recovery_function(
    tasks: TaskRange,
    days: Annotated[float, Arg("How much earlier the project must finish", unit="working days")],
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    assignments: Annotated[TaskAssignments | None, Arg("Who works on what", needs=("Task ID", "Resource ID"))] = None,
    resources: Annotated[People | None, Arg("People and roles", needs=("Resource ID",))] = None,
) -> recovery.Recovery | Answer:
    """Single changes that bring the finish forward, each tried on a copy of the plan: the greatest gain first.

    Crash shortens a critical task, fast-track overlaps two, drop lag takes away a wait, swap resource gives a task to
    somebody of the same role who is free and has more time. A task with float is no option.
    """
    if days <= 0:
        return undefined(f"{days:g} working days are nothing to gain", "Give the working days to gain, as in 2.")
    done = scheduled(tasks, holidays, calendars, Options(start, status_date))
    made, remarks = recovery.recovery(tasks, done, days, Team(assignments, resources))
    return Answer(made, [*done.problems, *remarks])
