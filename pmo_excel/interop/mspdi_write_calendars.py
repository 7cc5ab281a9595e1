"""Calendars as elements of Microsoft Project's XML: weeks, exceptions, work weeks; those of the file and new ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from pmo_excel.core.instants import DAY
from pmo_excel.interop.elements import Element, element
from pmo_excel.interop.mspdi_details import FileCalendar
from pmo_excel.interop.mspdi_schema import CALENDAR
from pmo_excel.interop.mspdi_values import date_text, flag_text, time_text
from pmo_excel.schedule.calendars import Calendar, CalendarException, Intervals, WorkWeek
from pmo_excel.schedule.plan import Plan


def placed_calendars(plan: Plan, known: Sequence[FileCalendar]) -> tuple[list[FileCalendar], dict[int, int]]:
    """The calendars to write, and the UID of each, by its place in the plan, that the project or a task names.

    The file's own are kept with their UIDs; one that is not among them, by its times, is added under a name of its own.
    Calendars that only join a resource's time and a task's have no name anywhere and are not written.
    """
    written = list(known)
    uids: dict[int, int] = {}
    for place in sorted({0, *plan.calendar} - {-1}):
        calendar = plan.calendars[place]
        found = _found(calendar, written)
        if found is None:
            uid = max((c.uid for c in written), default=0) + 1
            found = FileCalendar(uid, replace(calendar, name=_free_name(calendar.name, written)))
            written.append(found)
        uids[place] = found.uid
    return written, uids


def _found(calendar: Calendar, known: Sequence[FileCalendar]) -> FileCalendar | None:
    """The same calendar, else one of another name with the same times."""
    same = [c for c in known if c.calendar.same_times(calendar)]
    return min(same, key=lambda c: (c.calendar.name != calendar.name, not c.is_base), default=None)


def _free_name(name: str, known: Sequence[FileCalendar]) -> str:
    """A name that no other calendar has, as Microsoft Project asks."""
    taken = {c.calendar.name.casefold() for c in known}
    wanted = name or "Calendar"
    free, number = wanted, 2
    while free.casefold() in taken:
        free, number = f"{wanted} {number}", number + 1
    return free


DayNames: TypeAlias = Mapping[tuple[int, int], str]
"""What holidays are called, by their first and last day."""


def calendar_elements(calendars: Sequence[FileCalendar], names: DayNames) -> Element:
    """The Calendars element."""
    by_uid = {c.uid: c for c in calendars}
    return Element("Calendars", children=tuple(_calendar(c, by_uid.get(c.base), names) for c in calendars))


def _calendar(of: FileCalendar, base: FileCalendar | None, names: DayNames) -> Element:
    if of.source is not None:
        return of.source.in_order(CALENDAR)
    calendar = of.calendar
    inherited = base.calendar if base is not None else None
    own = _own(calendar, inherited)
    fields = {
        "UID": str(of.uid),
        "Name": calendar.name or None,
        "IsBaseCalendar": flag_text(of.is_base),
        "IsBaselineCalendar": "0",
        "BaseCalendarUID": str(of.base),
    }
    parts = [
        Element("WeekDays", children=tuple(_days(calendar.week, inherited.week if inherited else None))),
        Element("Exceptions", children=tuple(_exception(e, names) for e in own.exceptions)),
        Element("WorkWeeks", children=tuple(_work_week(w) for w in own.work_weeks)),
    ]
    return element("Calendar", fields, [part for part in parts if part.children])


def _own(calendar: Calendar, base: Calendar | None) -> Calendar:
    """What the calendar adds to its base."""
    if base is None:
        return calendar
    exceptions = calendar.exceptions[len(base.exceptions) :]
    return replace(calendar, exceptions=exceptions, work_weeks=calendar.work_weeks[len(base.work_weeks) :])


def _days(week: Sequence[Intervals | None], base: Sequence[Intervals] | None = None) -> Iterator[Element]:
    """The week days from Sunday, which is day type 1; those that are as in the base are left to it."""
    for day_type in range(1, 8):
        at = (day_type - 2) % 7
        times = week[at]
        if times is not None and (base is None or base[at] != times):
            fields = {"DayType": str(day_type), "DayWorking": flag_text(bool(times))}
            yield element("WeekDay", fields, _working_times(times))


def _working_times(times: Intervals) -> list[Element]:
    if not times:
        return []
    spans = (element("WorkingTime", {"FromTime": time_text(start), "ToTime": time_text(to)}) for start, to in times)
    return [Element("WorkingTimes", children=tuple(spans))]


def _period(first: int, last: int) -> Element:
    end = (last + 1) * DAY - 1
    return element("TimePeriod", {"FromDate": date_text(first * DAY), "ToDate": date_text(end)})


def _exception(of: CalendarException, names: DayNames) -> Element:
    head = Element("EnteredByOccurrences", "0")
    rest = element(
        "",
        {
            "Occurrences": str(of.last - of.first + 1),
            "Name": names.get((of.first, of.last)),
            "Type": "1",
            "DayWorking": flag_text(bool(of.intervals)),
        },
        _working_times(of.intervals),
    )
    return Element("Exception", children=(head, _period(of.first, of.last), *rest.children))


def _work_week(of: WorkWeek) -> Element:
    days = Element("WeekDays", children=tuple(_days(of.week)))
    return Element("WorkWeek", children=(_period(of.first, of.last), days))
