"""The catalogue entries of leveling, fair share and smoothing."""

from __future__ import annotations

from typing import Annotated, Final

from pmo_excel.core.catalogue import Answer, Arg, Date, function
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.resources.functions import AssignmentRange, LeaveRange, ResourceRange, TermRange
from pmo_excel.resources.leveling.fair_share import FairShare, fair_share
from pmo_excel.resources.leveling.held_dates import as_held
from pmo_excel.resources.leveling.leveled_table import LeveledTasks, Wishes, basis_of, leveled_tasks
from pmo_excel.resources.leveling.optimum import MissingSolverError
from pmo_excel.resources.leveling.smoothing import Smoothing, smoothing
from pmo_excel.schedule.functions import CalendarRange, Constraints, HolidayRange, Start, StatusDate, Uncompleted
from pmo_excel.schedule.named_calendars import named_calendars
from pmo_excel.schedule.scheduling import Options, scheduled
from pmo_excel.schedule.tables import Schedule

TaskRange = Annotated[Schedule, Arg("The tasks", needs=("Task ID", "Duration (wd)", "Predecessors"))]
Seconds = Annotated[
    float | None, Arg("Time for it, at most; empty: as many schedules as the plan's size asks for", unit="seconds")
]
Schedules = Annotated[
    float | None, Arg("Schedules that the search makes, whatever time they take: the same number, the same answer")
]
Bookings = Annotated[str, Arg("Bookings that count", choices=("Hard", "Soft", "All"))]
ACROSS: Final = "Across projects"


@function(
    "LEVEL",
    example="=PMO.LEVEL(Schedule!A4:X60; Assignments!A4:M40; Resources!A4:P20; ; Holidays!A4:E20; ; DATE(2026;3;2))",
    slow=True,
)
def level(
    tasks: TaskRange,
    assignments: AssignmentRange,
    resources: ResourceRange,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    start: Start = None,
    within_float: Annotated[bool, Arg("Only as far as the project's finish stays")] = False,
    seconds: Seconds = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    date_from: Annotated[Date | None, Arg("First day on which too much is put right; empty: any")] = None,
    date_to: Annotated[Date | None, Arg("Last such day; empty: any")] = None,
    booking: Bookings = "Hard",
    terms: TermRange = None,
    schedules: Schedules = None,
    optimal: Annotated[bool, Arg("Look for the optimum and say how far off the plan is; needs OR-Tools")] = False,
    levelled_dates: Annotated[
        str,
        Arg(
            "Whose people count; the dates of leveling across projects stay as the tasks have them",
            choices=("This workbook", ACROSS),
            source="Settings.Levelled dates",
        ),
    ] = "This workbook",
) -> LeveledTasks | Answer:
    """Dates on which everybody has the time, with the delay of each task, why it moved and which task went first.

    Tasks that have begun, or are fixed by hand, stay. A higher priority goes first; then the pass of several rules that
    finishes the project soonest is taken. Too much is counted by day, as in OVERALLOCATIONS.
    """
    named, _ = named_calendars(holidays, calendars)
    done = scheduled(tasks, holidays, calendars, Options(start, status_date, uncompleted_work, constraints))
    if levelled_dates == ACROSS:
        held, said = as_held(tasks, done)
        return Answer(held, said)
    count = int(schedules) if schedules else None
    wishes = Wishes(within_float, seconds, count, optimal, booking, date_from, date_to)
    try:
        made, problems = leveled_tasks(tasks, done, assignments, resources, leave, named, wishes, terms)
    except MissingSolverError as missing:
        return Answer(None, [Problem(Code.OPTIMUM, str(missing), Cell("optimal"), missing.fix)])
    return Answer(made, [*done.problems, *problems])


@function(
    "FAIRSHARE",
    example="=PMO.FAIRSHARE(Schedule!A4:X60; Assignments!A4:M40; Resources!A4:P20; ; Holidays!A4:E20)",
    slow=True,
)
def fairshare(
    tasks: TaskRange,
    assignments: AssignmentRange,
    resources: ResourceRange,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    start: Start = None,
    seconds: Seconds = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
) -> FairShare | Answer:
    """What each request, a task with soft bookings, would cost the others: adding PRJ-C → PRJ-A +3 d, PRJ-B 0.

    The plan is leveled with the confirmed bookings, then once for each request with its soft ones as well.
    """
    named, _ = named_calendars(holidays, calendars)
    done = scheduled(tasks, holidays, calendars, Options(start, status_date, uncompleted_work, constraints))
    basis, problems = basis_of(tasks, done, assignments, resources, leave, named, "All")
    made, found = fair_share(tasks, basis, Wishes(seconds=seconds))
    return Answer(made, [*done.problems, *problems, *found])


@function(
    "SMOOTHING",
    example="=PMO.SMOOTHING(Schedule!A4:X60; Assignments!A4:M40; Resources!A4:P20; ; Holidays!A4:E20)",
)
def smoothing_function(
    tasks: TaskRange,
    assignments: AssignmentRange,
    resources: ResourceRange,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    start: Start = None,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    booking: Bookings = "Hard",
) -> Smoothing | Answer:
    """Ways out of each week's overload that leave the finish where it is: hours to move within float, people to swap.

    The task with the most float gives the hours. Each suggestion stands for itself.
    """
    named, _ = named_calendars(holidays, calendars)
    done = scheduled(tasks, holidays, calendars, Options(start, status_date, uncompleted_work, constraints))
    basis, problems = basis_of(tasks, done, assignments, resources, leave, named, booking)
    return Answer(smoothing(basis, resources), [*done.problems, *problems])
