"""The calendars of a workbook: named working weeks with their holidays, and which one is the project's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.schedule.calendars import (
    STANDARD,
    Calendar,
    CalendarException,
    Week,
    hours_from,
    week_from,
)
from pmo_excel.schedule.tables import Calendars, Holidays

PROJECT: Final = "standard"
"""The name, as compared, of the project's own calendar."""
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_STARTS: Final = 9 * 60
"""When a day of a named calendar starts, where it does not say."""


def project_calendar(holidays: Holidays | None, calendars: Calendars | None) -> Calendar:
    """The calendar that holds where nothing else is said: the one named Standard, or Monday to Friday, 8 hours."""
    return named_calendars(holidays, calendars)[0][PROJECT]


def named_calendars(
    holidays: Holidays | None, calendars: Calendars | None
) -> tuple[Mapping[str, Calendar], list[Problem]]:
    """Every calendar by its name in lower case, Standard always among them, and what is wrong in their names.

    A holiday without a calendar's name counts in all of them; one of a calendar counts in those based on it, too.
    """
    weeks: dict[str, Calendar] = {PROJECT: STANDARD}
    starts = {PROJECT: 8 * 60}
    bases: dict[str, str] = {}
    problems: list[Problem] = []
    if calendars is not None:
        _read_weeks(calendars, weeks, starts, bases, problems)
    days = _exceptions(holidays, weeks, starts, problems) if holidays is not None else {}
    return {name: _with_days(name, weeks, bases, days) for name in weeks}, problems


def _read_weeks(
    calendars: Calendars,
    weeks: dict[str, Calendar],
    starts: dict[str, int],
    bases: dict[str, str],
    problems: list[Problem],
) -> None:
    for row, name in enumerate(calendars.name.tolist()):
        if name is None:
            continue
        key = str(name).casefold()
        start = _minute(calendars.start_time[row])
        week = _week(calendars, row, start)
        made = Calendar(str(name), week)
        if not made.works:
            text = f"the calendar {name!r} has no working hours"
            problems.append(
                Problem(Code.NO_WORKING_TIME, text, calendars.cell("name", row), "Type hours for its working days.")
            )
            continue
        weeks[key], starts[key] = made, start
        if calendars.base_calendar[row]:
            bases[key] = str(calendars.base_calendar[row]).casefold()


def _minute(time: str | None) -> int:
    if not time:
        return _DAY_STARTS
    hour, _, minute = time.partition(":")
    return int(hour) * 60 + int(minute)


def _week(calendars: Calendars, row: int, start: int) -> Week:
    hours = [float(getattr(calendars, day)[row]) for day in _WEEKDAYS]
    return week_from(start, [0 if h != h else round(h * 60) for h in hours])


Days = Mapping[str, list[CalendarException]]


def _exceptions(
    holidays: Holidays, weeks: Mapping[str, Calendar], starts: Mapping[str, int], problems: list[Problem]
) -> Days:
    """Exceptions by calendar; those under the empty name count in every calendar."""
    found: dict[str, list[CalendarException]] = {}
    for row, name in enumerate(holidays.calendar.tolist()):
        first = int(holidays.date_from[row])
        if first == NO_INSTANT:
            continue
        key = str(name).casefold() if name else ""
        if key and key not in weeks:
            fix = "Use a name of the Calendars sheet, or leave it empty for all."
            cell = holidays.cell("calendar", row)
            text = f"no calendar is called {name!r}, so the holiday counts in none"
            problems.append(Problem(Code.UNKNOWN_CALENDAR, text, cell, fix, Severity.MEDIUM))
            continue
        last = int(holidays.date_to[row])
        hours = float(holidays.hours[row])
        intervals = hours_from(starts.get(key, starts[PROJECT]), 0 if hours != hours else round(hours * 60))
        end = first if last == NO_INSTANT else last
        found.setdefault(key, []).append(CalendarException(first // DAY, end // DAY, intervals))
    return found


def _with_days(name: str, weeks: Mapping[str, Calendar], bases: Mapping[str, str], days: Days) -> Calendar:
    """A calendar with the days of all, of those it is based on, and its own, the nearest last."""
    line = [name]
    while bases.get(line[-1]) in weeks and bases[line[-1]] not in line:
        line.append(bases[line[-1]])
    exceptions = [exception for key in ("", *reversed(line)) for exception in days.get(key, ())]
    return replace(weeks[name], exceptions=tuple(exceptions))
