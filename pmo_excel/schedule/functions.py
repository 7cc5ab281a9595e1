"""The catalogue entries of the schedule."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, Shared, function, undefined
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.schedule import baselines, milestones
from pmo_excel.schedule.beside import BudgetLines, TaskAssignments
from pmo_excel.schedule.dated import CriticalTasks, DatedTasks, critical_tasks, dated_tasks, project_finish
from pmo_excel.schedule.named_calendars import PROJECT, named_calendars, project_calendar
from pmo_excel.schedule.scheduling import Options, scheduled
from pmo_excel.schedule.snapshots import Snapshots
from pmo_excel.schedule.tables import Baselines, Calendars, Holidays, Schedule
from pmo_excel.schedule.why import why
from pmo_excel.schedule.workdays import add_working_days, working_days

TaskRange = Annotated[Schedule, Arg("The tasks", needs=("Task ID", "Duration (wd)", "Predecessors"))]
SnapshotRange = Annotated[
    Snapshots | None,
    Arg("History, for the last snapshot", needs=("Status Date", "Object", "Key", "Measure", "Value")),
]
Start = Annotated[Date | None, Arg("Start of the project", source="Charter.Planned Start")]
HolidayRange = Annotated[Holidays | None, Arg("Holidays, or a list of dates", needs=("Date From",))]
CalendarRange = Annotated[Calendars | None, Arg("Calendars by name", needs=("Calendar Name",))]
StatusDate = Annotated[
    Date | None,
    Arg("Status date: work that is left lies after it; empty: leave it", source="Charter.Status Date"),
]
Uncompleted = Annotated[
    str,
    Arg(
        "Where work that is left goes",
        choices=("After status date", "Leave in place"),
        source="Settings.Uncompleted work",
    ),
]
Constraints = Annotated[
    str,
    Arg(
        "What wins where a date and a link disagree",
        choices=("Links first", "Dates first"),
        source="Settings.Constraints",
    ),
]
FloatLimit = Annotated[
    float, Arg("Tasks with this float or less are critical", "working days", source="Settings.Critical float limit")
]


@function("SCHEDULE", example="=PMO.SCHEDULE(Schedule!A4:X60; DATE(2026;3;2); Holidays!A4:E20)")
def schedule(
    tasks: TaskRange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    critical_float: FloatLimit = 0,
    *,
    shared: Shared | None = None,
) -> DatedTasks | Answer:
    """Dates, float, criticality and driving predecessor of every task, by the critical path method.

    A milestone after a finish-to-start link carries its predecessor's finish day. Lags count in the successor's
    calendar.
    """
    options = Options(start, status_date, uncompleted_work, constraints, critical_float)
    done = scheduled(tasks, holidays, calendars, options, shared)
    return Answer(dated_tasks(tasks, done), done.problems)


@function("FINISH", example="=PMO.FINISH(Schedule!A4:X60; DATE(2026;3;2); Holidays!A4:E20)")
def finish(
    tasks: TaskRange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
) -> Date | Answer:
    """The project's finish: the latest finish of all tasks. Empty while a task has no dates."""
    done = scheduled(tasks, holidays, calendars, Options(start, status_date, uncompleted_work, constraints))
    return Answer(project_finish(done), done.problems)


@function("CRITICALPATH", example="=PMO.CRITICALPATH(Schedule!A4:X60; DATE(2026;3;2); Holidays!A4:E20)")
def criticalpath(
    tasks: TaskRange,
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
) -> CriticalTasks | Answer:
    """The critical tasks in the order in which they start."""
    done = scheduled(tasks, holidays, calendars, Options(start, status_date, uncompleted_work, constraints))
    return Answer(critical_tasks(tasks, done), done.problems)


@function("WHYDATE", example='=PMO.WHYDATE(Schedule!A4:X60; "8"; DATE(2026;3;2); Holidays!A4:E20)')
def whydate(
    tasks: TaskRange,
    task_id: Annotated[str, Arg("The task's ID")],
    start: Start = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
) -> str | Answer:
    """What sets a task's date, and the chain of what drives it back to the start."""
    done = scheduled(tasks, holidays, calendars, Options(start, status_date, uncompleted_work, constraints))
    rows = [row for row, key in enumerate(done.plan.id) if key.casefold() == task_id.casefold()]
    if len(rows) != 1:
        count = "no task has" if not rows else f"{len(rows)} tasks have"
        problem = Problem(Code.UNKNOWN_TASK, f"{count} the ID {task_id!r}", Cell("task_id"), "Use an ID of the tasks.")
        return Answer(None, [problem, *done.problems])
    if not done.dates.known[rows[0]]:
        answer = undefined("the task has no dates", "Repair the problems of the plan.")
        return Answer(None, [*answer.problems, *done.problems])
    return Answer(why(done.plan, done.dates, rows[0]), done.problems)


@function("WORKDAYS", unit="working days", example="=PMO.WORKDAYS(DATE(2026;3;2); DATE(2026;5;12); Holidays!A4:E20)")
def workdays(
    date_from: Annotated[Date, Arg("First date")],
    date_to: Annotated[Date, Arg("Last date")],
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    calendar: Annotated[str, Arg("Name of the calendar; empty: the project's")] = PROJECT,
) -> float | Answer:
    """Working days from one date to another, both included."""
    named, problems = named_calendars(holidays, calendars)
    chosen = named.get(calendar.casefold())
    if chosen is None:
        return Answer(None, [*problems, _no_calendar(calendar)])
    return Answer(float(working_days(chosen, date_from, date_to)), problems)


@function("ADDWORKDAYS", example="=PMO.ADDWORKDAYS(DATE(2026;3;2); 10; Holidays!A4:E20)")
def addworkdays(
    date: Annotated[Date, Arg("The date to count from")],
    days: Annotated[float, Arg("Working days to add; negative goes back", unit="working days")],
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    calendar: Annotated[str, Arg("Name of the calendar; empty: the project's")] = PROJECT,
) -> Date | Answer:
    """The date so many working days after another: 1 from a Friday is Monday."""
    named, problems = named_calendars(holidays, calendars)
    chosen = named.get(calendar.casefold())
    if chosen is None:
        return Answer(None, [*problems, _no_calendar(calendar)])
    if not days.is_integer():
        return undefined(f"{days:g} is not a whole number of days", "Give whole working days.")
    return Answer(add_working_days(chosen, date, int(days)), problems)


def _no_calendar(name: str) -> Problem:
    text = f"no calendar is called {name!r}"
    return Problem(Code.UNKNOWN_CALENDAR, text, Cell("calendar"), "Use a name of the calendars.")


@function("BASELINEVARIANCE", example="=PMO.BASELINEVARIANCE(Schedule!A4:AK60; Baselines!A4:K200; Holidays!A4:E20)")
def baselinevariance(
    tasks: Annotated[
        Schedule, Arg("The tasks with their dates", needs=("Task ID", "Start", "Finish"), reads=("Start", "Finish"))
    ],
    baselines_range: Annotated[
        Baselines | None,
        Arg("The baselines", needs=("Task ID", "Baseline Start", "Baseline Finish"), also=("baselines", "baseline")),
    ] = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    baseline_no: Annotated[float | None, Arg("Number of the baseline to compare with; empty: the newest")] = None,
    assignments: Annotated[TaskAssignments | None, Arg("Assignments, for the work", needs=("Task ID",))] = None,
    budget: Annotated[BudgetLines | None, Arg("Budget lines, for the cost", needs=("WBS / Task ID", "Budget"))] = None,
) -> baselines.BaselineVariance | Answer:
    """Baseline dates of each task and how far its dates, work and cost lie above them.

    The newest baseline counts, or the one that is asked for by its number.
    """
    named, problems = named_calendars(holidays, calendars)
    if baseline_no is not None and not _has_baseline(baselines_range, baseline_no):
        text = f"there is no baseline {baseline_no:g}"
        problems = [*problems, Problem(Code.UNDEFINED, text, Cell("baseline_no"), "Use a number of the baselines.")]
    made = baselines.baseline_variance(tasks, baselines_range, named, baseline_no, assignments, budget)
    return Answer(made, problems)


def _has_baseline(range_: Baselines | None, number: float) -> bool:
    return range_ is not None and number in range_.baseline_number.tolist()


@function("MILESTONES", example="=PMO.MILESTONES(Schedule!A4:AK60)")
def milestones_function(
    tasks: Annotated[
        Schedule,
        Arg(
            "The tasks with their dates",
            needs=("Task ID", "Finish"),
            reads=("Finish", "Baseline Finish", "Finish Variance (wd)", "P80 Finish"),
        ),
    ],
    tolerance_days: Annotated[
        float, Arg("Tolerance in time", "working days", source="Charter.Tolerance Time (wd) | Settings.Time tolerance")
    ] = 10,
    amber_trigger: Annotated[
        float,
        Arg(
            "Share of it from which it is amber",
            "fraction",
            source="Charter.Amber Trigger (% of tolerance) | Settings.Amber trigger",
        ),
    ] = 0.5,
    history: SnapshotRange = None,
    status_date: Annotated[Date | None, Arg("Snapshots from before it count", source="Charter.Status Date")] = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
) -> milestones.MilestoneList:
    """The milestones of the plan: baseline, forecast, P80 and actual date, variance, status, in the plan's order.

    The trend is that since the newest snapshot before the status date.
    """
    calendar = project_calendar(holidays, calendars)
    return milestones.milestone_list(tasks, tolerance_days, amber_trigger, history, status_date, calendar)
