"""The catalogue entries of resources."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pmo_excel.core.catalogue import Answer, Arg, Date, function
from pmo_excel.core.columns import Numbers
from pmo_excel.core.problems import Problem
from pmo_excel.resources import load as loads
from pmo_excel.resources import people
from pmo_excel.resources.load import DailyLoad, PlacedLoad
from pmo_excel.resources.tables import Assignments, Leave, Resources, Terms
from pmo_excel.schedule.named_calendars import named_calendars, project_calendar
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule
from pmo_excel.schedule.workdays import day_minutes

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
Status = Annotated[
    Date | None,
    Arg(
        "Status date: actual work lies before it, remaining work after it; empty: work as planned",
        source="Charter.Status Date",
    ),
]
Booking = Annotated[
    str,
    Arg("Hard, Soft, All, or Expected: soft by its probability", choices=("Hard", "Soft", "All", "Expected")),
]


class Sheets(NamedTuple):
    """The arguments that the functions of loads have in common."""

    assignments: Assignments
    resources: Resources
    tasks: Schedule | None
    leave: Leave | None
    holidays: Holidays | None
    calendars: Calendars | None
    terms: Terms | None
    status_date: int | None = None

    def daily(self, booking: str, period: str = "Day") -> tuple[DailyLoad | None, list[Problem]]:
        """Hours booked and available by day."""
        named, problems = named_calendars(self.holidays, self.calendars)
        default = project_calendar(self.holidays, self.calendars)
        made, found = loads.daily_load(*self[:4], named, default, booking, period, self.terms, self.status_date)
        return made, [*problems, *found]

    def placed(self, period: str) -> tuple[PlacedLoad | None, Numbers | None, list[Problem]]:
        """The bookings on days, and the hours of a full-time day by day."""
        named, problems = named_calendars(self.holidays, self.calendars)
        default = project_calendar(self.holidays, self.calendars)
        placed, found = loads.placed_load(*self[:4], named, default, period, self.terms, self.status_date)
        standard = None if placed is None else day_minutes(default, placed.days.first, placed.days.count) / 60
        return placed, standard, [*problems, *found]


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
    status_date: Status = None,
) -> loads.Load | Answer:
    """Capacity, load and utilisation of each resource by day, week or month."""
    sheets = Sheets(assignments, resources, tasks, leave, holidays, calendars, terms, status_date)
    booked, problems = sheets.daily(booking, period)
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
    status_date: Status = None,
) -> loads.Overallocations | Answer:
    """Days on which a resource is booked for more hours than it has, with the tasks; always by day."""
    sheets = Sheets(assignments, resources, tasks, leave, holidays, calendars, terms, status_date)
    booked, problems = sheets.daily(booking, period)
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
    status_date: Status = None,
) -> people.PeakLoad | Answer:
    """Each resource's busiest day and how many days it is over-allocated, counting confirmed bookings."""
    sheets = Sheets(assignments, resources, tasks, leave, holidays, calendars, terms, status_date)
    booked, problems = sheets.daily("Hard")
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
    status_date: Status = None,
) -> people.PlacedAssignments | Answer:
    """Dates, cost and over-allocation of each assignment, in the order of the assignments."""
    sheets = Sheets(assignments, resources, tasks, leave, holidays, calendars, terms)
    booked, problems = sheets.daily("All")
    hard, _ = sheets._replace(status_date=status_date).daily("Hard")
    made, found = people.placed_assignments(booked, hard, assignments, resources, tasks, terms)
    return Answer(made, [*problems, *found])
