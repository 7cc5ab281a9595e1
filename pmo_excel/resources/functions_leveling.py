"""The catalogue entry of leveling."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, function
from pmo_excel.resources.functions import AssignmentRange, LeaveRange, ResourceRange
from pmo_excel.resources.leveling.leveled_table import LeveledTasks, Wishes, leveled_tasks
from pmo_excel.schedule.functions import CalendarRange, Constraints, HolidayRange, Start, StatusDate, Uncompleted
from pmo_excel.schedule.named_calendars import named_calendars
from pmo_excel.schedule.scheduling import Options, scheduled
from pmo_excel.schedule.tables import Schedule


@function(
    "LEVEL",
    example="=PMO.LEVEL(Schedule!A4:X60; Assignments!A4:M40; Resources!A4:P20; ; Holidays!A4:E20; ; DATE(2026;3;2))",
    slow=True,
)
def level(
    tasks: Annotated[Schedule, Arg("The tasks", needs=("Task ID", "Duration (wd)", "Predecessors"))],
    assignments: AssignmentRange,
    resources: ResourceRange,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    start: Start = None,
    within_float: Annotated[bool, Arg("Only as far as the project's finish stays")] = False,
    seconds: Annotated[float, Arg("Time for it, at most", unit="seconds")] = 2,
    status_date: StatusDate = None,
    uncompleted_work: Uncompleted = "After status date",
    constraints: Constraints = "Links first",
    date_from: Annotated[Date | None, Arg("First day on which too much is put right; empty: any")] = None,
    date_to: Annotated[Date | None, Arg("Last such day; empty: any")] = None,
    booking: Annotated[str, Arg("Bookings that count", choices=("Hard", "Soft", "All"))] = "Hard",
) -> LeveledTasks | Answer:
    """Dates on which everybody has the time, with the delay of each task, why it moved and which task went first.

    Tasks that have begun, or are fixed by hand, stay. A higher priority goes first; then the pass of several rules that
    finishes the project soonest is taken. Too much is counted by day, as in OVERALLOCATIONS.
    """
    named, _ = named_calendars(holidays, calendars)
    done = scheduled(tasks, holidays, calendars, Options(start, status_date, uncompleted_work, constraints))
    wishes = Wishes(within_float, seconds, booking, date_from, date_to)
    made, problems = leveled_tasks(tasks, done, assignments, resources, leave, named, wishes)
    return Answer(made, [*done.problems, *problems])
