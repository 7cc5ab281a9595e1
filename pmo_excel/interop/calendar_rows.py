"""Calendars as rows of the sheets Calendars and Holidays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pmo_excel.core.instants import DAY, as_date
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.imported import Row
from pmo_excel.schedule.calendars import (
    Calendar,
    CalendarException,
    Intervals,
    WorkWeek,
    hours_from,
    week_from,
    weekday,
)

PROJECT_NAME: Final = "Standard"
"""The name of the project's own calendar in a workbook."""
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NO_NAMES: Final[Mapping[tuple[int, int], str]] = {}
_LONGEST: Final = 3660
"""Days of a work week that are written out one by one."""


@dataclass(slots=True)
class CalendarRows:
    """The rows of calendars, the project's first.

    Attributes
    ----------
    names
        The name in the workbook of each calendar, in the order given.
    rough
        Names whose times of day or breaks the sheet does not keep.
    """

    calendars: list[Row] = field(default_factory=list)
    holidays: list[Row] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    rough: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def calendar_rows(used: Sequence[Calendar], day_names: Mapping[tuple[int, int], str] = _NO_NAMES) -> CalendarRows:
    """The rows of some calendars; the first is the project's and is called Standard in the workbook.

    `day_names` are what holidays are called, by their first and last day.
    """
    made = CalendarRows()
    shared = _days_apart(used[0]) if used else []
    for at, calendar in enumerate(used):
        name = _name(made, calendar) if at else PROJECT_NAME
        made.names.append(name)
        days = _days_apart(calendar)
        based = bool(at and shared) and days[: len(shared)] == shared
        made.calendars.append(_row(name, calendar) | ({"Base Calendar": PROJECT_NAME} if based else {}))
        own = days[len(shared) :] if based else days
        made.holidays += [_holiday(name, exception, day_names) for exception in own]
        _check(made, name, calendar, days)
    return made


def _name(made: CalendarRows, calendar: Calendar) -> str:
    taken = {name.casefold() for name in made.names}
    wanted = calendar.name or "Calendar"
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def day_start(calendar: Calendar) -> int:
    """The minute at which the first working day of the week begins; another where its hours would pass midnight."""
    wanted = next((day[0][0] for day in calendar.week if day), 8 * 60)
    weeks = [day for week in calendar.work_weeks for day in week.week if day]
    longest = max(_minutes(day) for day in (*calendar.week, *weeks, *(e.intervals for e in calendar.exceptions)))
    return next(start for start in (wanted, 8 * 60, 0) if not start or _minutes(hours_from(start, longest)) == longest)


def kept_calendar(of: Calendar) -> Calendar:
    """The calendar as it is read from its rows: every day from the same minute, with the break of the sheet."""
    start = day_start(of)
    days = tuple(replace(e, intervals=hours_from(start, _minutes(e.intervals))) for e in _days_apart(of))
    return Calendar(of.name, week_from(start, _shifts(of)), days)


def _minutes(day: Intervals) -> int:
    return sum(to - start for start, to in day)


def _shifts(of: Calendar) -> list[int]:
    """The working minutes of the shift that begins on each weekday.

    Where shifts go past midnight, the morning of the next day belongs to them.
    """
    start = day_start(of)
    evening = [sum(to - max(begin, start) for begin, to in day if to > start) for day in of.week]
    nights = [late + _minutes(of.week[(day + 1) % 7]) - evening[(day + 1) % 7] for day, late in enumerate(evening)]
    return nights if week_from(start, nights) == of.week else [_minutes(day) for day in of.week]


def _row(name: str, calendar: Calendar) -> Row:
    start = day_start(calendar)
    hours = {f"{day} (h)": _number(m / 60) for day, m in zip(_WEEKDAYS, _shifts(calendar), strict=True)}
    return {"Calendar Name": name, **hours, "Start Time": f"{start // 60:02d}:{start % 60:02d}"}


def _number(value: float) -> float:
    return int(value) if value == int(value) else round(value, 6)


def _days_apart(calendar: Calendar) -> list[CalendarException]:
    """The work weeks day by day, then the exceptions, which win over them."""
    found = [e for week in calendar.work_weeks for e in _written_out(calendar, week)]
    return [*found, *calendar.exceptions]


def _written_out(calendar: Calendar, of: WorkWeek) -> Iterator[CalendarException]:
    """The days of a work week whose times differ from the calendar's own; days with the same times together."""
    first: int | None = None
    times: Intervals | None = None
    last = min(of.last, of.first + _LONGEST)
    for day in range(of.first, last + 2):
        own = of.week[weekday(day)] if day <= last else None
        changed = own if own is not None and own != calendar.week[weekday(day)] else None
        if first is not None and changed != times:
            yield CalendarException(first, day - 1, times or ())
            first = None
        if changed is not None and first is None:
            first = day
        times = changed


def _holiday(name: str, of: CalendarException, day_names: Mapping[tuple[int, int], str]) -> Row:
    row: Row = {"Calendar Name": name, "Date From": as_date(of.first * DAY)}
    if of.last != of.first:
        row["Date To"] = as_date(of.last * DAY)
    if of.intervals:
        row["Hours"] = _number(_minutes(of.intervals) / 60)
    if (of.first, of.last) in day_names:
        row["Description"] = day_names[of.first, of.last]
    return row


def _check(made: CalendarRows, name: str, calendar: Calendar, days: Sequence[CalendarException]) -> None:
    """Note times of day that hours and a start do not say."""
    start = day_start(calendar)
    other_days = any(e.intervals != hours_from(start, _minutes(e.intervals)) for e in days)
    if other_days or week_from(start, _shifts(calendar)) != calendar.week:
        made.rough.add(name)
        text = f"the calendar {name!r} keeps the hours of each day, but not their breaks and other starting times"
        cell = Cell("Calendars", None, "Calendar Name")
        made.problems.append(Problem(Code.NOT_CARRIED, text, cell, "Compare the dates.", Severity.LOW))
    if any(week.last - week.first > _LONGEST for week in calendar.work_weeks):
        text = f"a work week of the calendar {name!r} was carried over for its first {_LONGEST} days only"
        made.problems.append(Problem(Code.NOT_CARRIED, text, Cell("Holidays"), "Add the days after.", Severity.MEDIUM))
