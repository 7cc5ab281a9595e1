"""The catalogue entries of resources."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, function
from pmo_excel.core.problems import Problem
from pmo_excel.resources import load as loads
from pmo_excel.resources import people
from pmo_excel.resources.load import DailyLoad
from pmo_excel.resources.tables import Assignments, Leave, Resources, Terms
from pmo_excel.schedule.named_calendars import named_calendars, project_calendar
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule

AssignmentRange = Annotated[Assignments, Arg("The assignments", needs=("Resource ID",))]
ResourceRange = Annotated[Resources, Arg("The resources", needs=("Resource ID",))]
TaskRange = Annotated[
    Schedule | None,
    Arg("Tasks with their dates", needs=("Task ID", "Start", "Finish"), reads=("Start", "Finish")),
]
LeaveRange = Annotated[Leave | None, Arg("Leave", needs=("Resource ID", "From"))]
HolidayRange = Annotated[Holidays | None, Arg("Holidays, or a list of dates", needs=("Date From",))]
CalendarRange = Annotated[Calendars | None, Arg("Calendars by name", needs=("Calendar Name",))]
Period = Annotated[str, Arg("Day, Week or Month", choices=("Day", "Week", "Month"))]
TermRange = Annotated[
    Terms | None, Arg("Rates and capacity from a day on", needs=("Resource ID",), also=("rates", "rate_bands"))
]
Booking = Annotated[
    str,
    Arg("Hard, Soft, All, or Expected: soft by its probability", choices=("Hard", "Soft", "All", "Expected")),
]


def daily(
    assignments: Assignments,
    resources: Resources,
    tasks: Schedule | None,
    leave: Leave | None,
    holidays: Holidays | None,
    calendars: Calendars | None,
    booking: str,
    period: str = "Day",
    terms: Terms | None = None,
) -> tuple[DailyLoad | None, list[Problem]]:
    """Hours booked and available by day, from the arguments that the entries have in common."""
    named, problems = named_calendars(holidays, calendars)
    default = project_calendar(holidays, calendars)
    made, found = loads.daily_load(assignments, resources, tasks, leave, named, default, booking, period, terms)
    return made, [*problems, *found]


@function("LOAD", example='=PMO.LOAD(Assignments!A4:M40; Resources!A4:P20; Schedule!A4:AK60; ; ; ; "Week")')
def load(
    assignments: AssignmentRange,
    resources: ResourceRange,
    tasks: TaskRange = None,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    period: Period = "Week",
    booking: Booking = "Hard",
    terms: TermRange = None,
) -> loads.Load | Answer:
    """Capacity, load and utilisation of each resource by day, week or month."""
    booked, problems = daily(assignments, resources, tasks, leave, holidays, calendars, booking, period, terms)
    made = loads.load_table(booked, resources, period)
    return Answer(made.value, [*problems, *made.problems]) if isinstance(made, Answer) else Answer(made, problems)


@function("OVERALLOCATIONS", example="=PMO.OVERALLOCATIONS(Assignments!A4:M40; Resources!A4:P20; Schedule!A4:AK60)")
def overallocations(
    assignments: AssignmentRange,
    resources: ResourceRange,
    tasks: TaskRange = None,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    period: Period = "Week",
    booking: Booking = "Hard",
    terms: TermRange = None,
) -> loads.Overallocations | Answer:
    """Days on which a resource is booked for more hours than it has, with the tasks; always by day."""
    booked, problems = daily(assignments, resources, tasks, leave, holidays, calendars, booking, period, terms)
    return Answer(loads.overallocations(booked, resources, assignments), problems)


@function("PEAKLOAD", example="=PMO.PEAKLOAD(Assignments!A4:M40; Resources!A4:P20; Schedule!A4:AK60)")
def peakload(
    assignments: AssignmentRange,
    resources: ResourceRange,
    tasks: TaskRange = None,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    terms: TermRange = None,
) -> people.PeakLoad | Answer:
    """Each resource's busiest day and how many days it is over-allocated, counting confirmed bookings."""
    booked, problems = daily(assignments, resources, tasks, leave, holidays, calendars, "Hard", terms=terms)
    return Answer(people.peak_load(booked, resources), problems)


@function("ASSIGNMENTS", example="=PMO.ASSIGNMENTS(Assignments!A4:M40; Resources!A4:P20; Schedule!A4:AK60)")
def assignments_function(
    assignments: AssignmentRange,
    resources: ResourceRange,
    tasks: TaskRange = None,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    terms: TermRange = None,
) -> people.PlacedAssignments | Answer:
    """Dates, cost and over-allocation of each assignment, in the order of the assignments."""
    booked, problems = daily(assignments, resources, tasks, leave, holidays, calendars, "All", terms=terms)
    hard, _ = daily(assignments, resources, tasks, leave, holidays, calendars, "Hard", terms=terms)
    made, found = people.placed_assignments(booked, hard, assignments, resources, tasks, terms)
    return Answer(made, [*problems, *found])
