"""The catalogue entries that balance people: capacity, demand, candidates, strain, hours worked."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.catalogue import Answer, Arg, Date, function
from pmo_excel.core.instants import DAY
from pmo_excel.core.problems import Problem
from pmo_excel.resources import actuals as hours_worked
from pmo_excel.resources import balance, demand, skills, strain
from pmo_excel.resources.capacity import Days
from pmo_excel.resources.capacity import capacity as hours_there
from pmo_excel.resources.functions import (
    AssignmentRange,
    Booking,
    CalendarRange,
    HolidayRange,
    LeaveRange,
    Period,
    ResourceRange,
    Sheets,
    Status,
    TaskRange,
    TermRange,
)
from pmo_excel.resources.load import PlacedLoad
from pmo_excel.resources.rates import rates
from pmo_excel.resources.tables import Assignments, Resources, Timesheets
from pmo_excel.schedule.named_calendars import named_calendars, project_calendar
from pmo_excel.schedule.workdays import add_working_days

By = Annotated[str, Arg("Person, Role or Team", choices=("Person", "Role", "Team"))]


@function(
    "CAPACITY", example='=PMO.CAPACITY(Assignments!A4:M40; Resources!A4:P20; Schedule!A4:AK60; ; ; ; "Week"; "Role")'
)
def capacity(
    assignments: AssignmentRange,
    resources: ResourceRange,
    tasks: TaskRange = None,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    period: Period = "Week",
    by: By = "Person",
    booking: Booking = "All",
    terms: TermRange = None,
    status_date: Status = None,
) -> balance.Balance | Answer:
    """Capacity, hard and soft bookings, gap, utilisation, peak day and band, by person, role or team and period."""
    sheets = Sheets(assignments, resources, tasks, leave, holidays, calendars, terms, status_date)
    placed, standard, problems = sheets.placed(period)
    labels = assignments.task_id.tolist()
    return Answer(balance.balance(placed, assignments, resources, standard, period, by, booking, labels), problems)


@function("DEMAND", example="=PMO.DEMAND(Assignments!A4:M40; Resources!A4:P20; Schedule!A4:AK60)")
def demand_function(
    assignments: AssignmentRange,
    resources: ResourceRange,
    tasks: TaskRange = None,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    period: Period = "Week",
    terms: TermRange = None,
    status_date: Status = None,
) -> demand.RoleDemand | Answer:
    """Hours and full-time people that are asked for by role, how many are named, and the gap."""
    sheets = Sheets(assignments, resources, tasks, leave, holidays, calendars, terms, status_date)
    placed, standard, problems = sheets.placed(period)
    return Answer(demand.role_demand(placed, assignments, resources, standard, period), problems)


@function(
    "CANDIDATES", example='=PMO.CANDIDATES("Cabling:3"; 10; DATE(2026;4;15); Resources!A4:P20; Assignments!A4:M40)'
)
def candidates(
    skill: Annotated[str, Arg("Skills and levels needed, as in Cabling:3; Wi-Fi:2")],
    days: Annotated[float, Arg("Effort", unit="working days")],
    date_from: Annotated[Date, Arg("The first day")],
    resources: ResourceRange,
    assignments: Annotated[Assignments | None, Arg("What they are booked for", needs=("Resource ID",))] = None,
    tasks: TaskRange = None,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    date_to: Annotated[Date | None, Arg("The last day; empty: as many working days as the effort")] = None,
    role: Annotated[str, Arg("Only people with this role")] = "",
    booking: Booking = "All",
    terms: TermRange = None,
    status_date: Status = None,
) -> skills.Candidates | Answer:
    """People with the skills at the level, who has the time first, then by cost, each with the reason."""
    named, problems = named_calendars(holidays, calendars)
    default = project_calendar(holidays, calendars)
    first = int(date_from) // DAY
    last = add_working_days(default, (first - 1) * DAY, max(1, int(np.ceil(days)))) if date_to is None else int(date_to)
    window = Days(first, max(0, (first if last is None else last // DAY) - first + 1))
    there, found = hours_there(resources, leave, named, default, window, terms)
    free = there.capacity
    if assignments is not None:
        sheets = Sheets(assignments, resources, tasks, leave, holidays, calendars, terms, status_date)
        load, more = sheets.daily(booking)
        found = [*found, *more]
        free = np.maximum(there.capacity - (0.0 if load is None else load.within(window)), 0.0)
    bands = rates(resources, terms)
    hours = days * default.minutes_per_day / 60
    work = skills.Work(skills.skills_of(skill), role, hours, window)
    got = skills.candidates(work, resources, free, there.capacity, bands)
    return Answer(got.value, [*dict.fromkeys([*problems, *found]), *got.problems])


@function("SINGLEPOINTS", example="=PMO.SINGLEPOINTS(Resources!A4:P20; 2)")
def singlepoints(
    resources: Annotated[Resources, Arg("The resources", needs=("Resource ID", "Skills"))],
    level: Annotated[float, Arg("The level from which somebody can stand in", unit="0-3")] = 2,
) -> skills.SinglePoints:
    """Skills that one person at most has at a level: who holds them, and who comes next."""
    return skills.single_points(resources, level)


@function("BURNOUT", example="=PMO.BURNOUT(Assignments!A4:M40; Resources!A4:P20; Schedule!A4:AK60)")
def burnout(
    assignments: AssignmentRange,
    resources: ResourceRange,
    tasks: TaskRange = None,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    weeks: Annotated[float, Arg("Length of the run that is looked at", unit="weeks")] = 6,
    over: Annotated[float, Arg("Weeks of it that must be over the limit", unit="weeks")] = 4,
    limit: Annotated[float, Arg("Utilisation above which a week is over", unit="fraction")] = 1.0,
    booking: Booking = "Hard",
    terms: TermRange = None,
    status_date: Status = None,
) -> strain.Burnout | Answer:
    """People who are booked above the limit in too many weeks of a run of weeks, with the weeks."""
    sheets = Sheets(assignments, resources, tasks, leave, holidays, calendars, terms, status_date)
    load, problems = sheets.daily(booking, "Week")
    return Answer(strain.burnout(load, resources, max(1, int(weeks)), max(1, int(over)), limit), problems)


@function("UTILISATION", example="=PMO.UTILISATION(Assignments!A4:M40; Resources!A4:P20; Schedule!A4:AK60; ; ; ; 85%)")
def utilisation(
    assignments: AssignmentRange,
    resources: ResourceRange,
    tasks: TaskRange = None,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    target: Annotated[float, Arg("Utilisation aimed at", unit="fraction")] = 0.85,
    booking: Booking = "Hard",
    terms: TermRange = None,
    status_date: Status = None,
) -> strain.Utilisation | Answer:
    """Load against capacity of each resource over all weeks with bookings, and the hours to the target."""
    sheets = Sheets(assignments, resources, tasks, leave, holidays, calendars, terms, status_date)
    load, problems = sheets.daily(booking, "Week")
    return Answer(strain.utilisation(load, resources, target), problems)


@function("ACTUALS", example="=PMO.ACTUALS(Assignments!A4:M40; Timesheets!A4:E200; Resources!A4:P20; Schedule!A4:AK60)")
def actuals(
    assignments: AssignmentRange,
    timesheets: Annotated[Timesheets | None, Arg("Hours worked", needs=("Resource ID", "Task ID", "Hours"))] = None,
    resources: Annotated[
        Resources | None, Arg("The resources, where hours come from units", needs=("Resource ID",))
    ] = None,
    tasks: TaskRange = None,
    leave: LeaveRange = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    terms: TermRange = None,
) -> hours_worked.Actuals | Answer:
    """Planned, actual and remaining hours of each assignment; hours that nobody planned come last."""
    placed: PlacedLoad | None = None
    problems: list[Problem] = []
    if resources is not None:
        dated = np.isnan(assignments.work).any()
        placed, _, problems = (
            Sheets(assignments, resources, tasks, leave, holidays, calendars, terms).placed("Day")
            if dated
            else (None, None, [])
        )
    made, found = hours_worked.actuals(placed, assignments, timesheets)
    return Answer(made, [*problems, *found])
