"""The calendars of a Microsoft Project file: week days, base calendars, exceptions and work weeks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from lxml import etree

from pmo_excel.core.instants import DAY, NO_INSTANT, as_date
from pmo_excel.interop.mspdi_xml import children, fields, flag, minute_of_day, moment, whole
from pmo_excel.schedule.calendars import (
    DAY_OFF,
    STANDARD,
    Calendar,
    CalendarException,
    Intervals,
    Week,
    WorkWeek,
    joined,
)

_LONGEST: Final = 999
"""Occurrences of a recurring exception that are read: as many as Microsoft Project keeps."""

_EPOCH: Final = date(1970, 1, 1)


class _Raw(NamedTuple):
    name: str
    base: int
    week: dict[int, Intervals]
    exceptions: tuple[CalendarException, ...]
    work_weeks: tuple[WorkWeek, ...]


def calendars(root: etree._Element) -> dict[int, Calendar]:
    """Every calendar of the file by its UID; a calendar has what its base calendar has where it says nothing."""
    raw = {}
    for element in children(root, "Calendars", "Calendar"):
        of = fields(element)
        raw[whole(of.get("UID"), -1)] = _Raw(
            of.get("Name", ""),
            whole(of.get("BaseCalendarUID"), -1),
            dict(_week_days(element)),
            tuple(_exceptions(element)),
            tuple(_work_weeks(element)),
        )
    return {uid: _resolved(raw, uid, ()) for uid in raw}


def _resolved(raw: dict[int, _Raw], uid: int, seen: tuple[int, ...]) -> Calendar:
    own = raw[uid]
    base = STANDARD if own.base not in raw or own.base in (uid, *seen) else _resolved(raw, own.base, (uid, *seen))
    inherits = own.base in raw
    days = [own.week.get(day, base.week[day] if inherits or not own.week else DAY_OFF) for day in range(7)]
    week: Week = (days[0], days[1], days[2], days[3], days[4], days[5], days[6])
    return Calendar(own.name, week, base.exceptions + own.exceptions, base.work_weeks + own.work_weeks)


def _week_days(element: etree._Element) -> Iterator[tuple[int, Intervals]]:
    """(weekday from Monday 0, working times); day types run from Sunday 1 to Saturday 7."""
    for day in children(element, "WeekDays", "WeekDay"):
        of = fields(day)
        kind = whole(of.get("DayType"), 0)
        if 1 <= kind <= 7:
            yield (kind - 2) % 7, _working_times(day) if flag(of.get("DayWorking")) else DAY_OFF


def _working_times(element: etree._Element) -> Intervals:
    """The working times of a day; a time to 00:00 is the day's end."""
    spans = []
    for span in children(element, "WorkingTimes", "WorkingTime"):
        of = fields(span)
        start, finish = minute_of_day(of.get("FromTime")), minute_of_day(of.get("ToTime"))
        if start is None or finish is None:
            continue
        finish = finish or DAY
        if start < finish:
            spans.append((start, finish))
    return joined(spans)


def _span(element: etree._Element) -> tuple[int, int] | None:
    """The first and the last day of a time period."""
    for period in children(element, "TimePeriod"):
        of = fields(period)
        start, finish = moment(of.get("FromDate")), moment(of.get("ToDate"))
        if start != NO_INSTANT and finish != NO_INSTANT:
            return start // DAY, finish // DAY
    return None


def _exceptions(element: etree._Element) -> Iterator[CalendarException]:
    """Exceptions; from files of Project 2003, which has no element for them, the week days of type 0."""
    listed = list(children(element, "Exceptions", "Exception"))
    if not listed:
        listed = [d for d in children(element, "WeekDays", "WeekDay") if fields(d).get("DayType") == "0"]
    for exception in listed:
        span = _span(exception)
        if span is None:
            continue
        of = fields(exception)
        times = _working_times(exception) if flag(of.get("DayWorking")) else DAY_OFF
        kind = whole(of.get("Type"), 1)
        if kind in (1, 9) and whole(of.get("Period"), 1) <= 1:
            yield CalendarException(*span, times)
        else:
            for day in _recurring(of, kind, span):
                yield CalendarException(day, day, times)


def day_names(root: etree._Element) -> Mapping[tuple[int, int], str]:
    """What the days apart are called in the file, by their first and last day; the first name that a file gives."""
    found: dict[tuple[int, int], str] = {}
    for exception in children(root, "Calendars", "Calendar", "Exceptions", "Exception"):
        of, span = fields(exception), _span(exception)
        if span is not None and of.get("Name"):
            days = [span, *((day, day) for day in _recurring(of, whole(of.get("Type"), 1), span))]
            for each in days:
                found.setdefault(each, of["Name"])
    return found


def _recurring(of: dict[str, str], kind: int, span: tuple[int, int]) -> Iterator[int]:
    """The days of a recurring exception.

    Source
    ------
    Microsoft, Project XML Data Interchange Schema, Exception: Type 2 and 3 yearly, 4 and 5 monthly, 6 weekly (days of
    the week as bits from Sunday 1 to Saturday 64), 7 every so many days.
    """
    limit = min(whole(of.get("Occurrences"), _LONGEST) or _LONGEST, _LONGEST)
    if not flag(of.get("EnteredByOccurrences")):
        limit = _LONGEST
    period = max(whole(of.get("Period"), 1), 1)
    first, last = as_date(span[0] * DAY), as_date(span[1] * DAY)
    found = 0
    for day in _candidates(of, kind, first, last, period):
        if first <= day <= last:
            yield (day - _EPOCH).days
            found += 1
            if found >= limit:
                return


def _candidates(of: dict[str, str], kind: int, first: date, last: date, period: int) -> Iterator[date]:
    if kind in (2, 3, 4, 5):
        step = 12 if kind in (2, 3) else period
        month = first.year * 12 + (whole(of.get("Month"), 0) if kind in (2, 3) else first.month - 1)
        while month // 12 <= last.year:
            day = _in_month(of, kind, month // 12, month % 12 + 1)
            if day is not None:
                yield day
            month += step
        return
    bits = whole(of.get("DaysOfWeek"), 0)
    sunday = first - timedelta(days=(first.weekday() + 1) % 7)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if kind == 6:
            if (day - sunday).days // 7 % period == 0 and bits >> (day.weekday() + 1) % 7 & 1:
                yield day
        elif number % period == 0:
            yield day


def _in_month(of: dict[str, str], kind: int, year: int, month: int) -> date | None:
    """The day of a month by number; or by position (first to last) among days, working days, or one weekday."""
    days = [date(year, month, 1) + timedelta(days=number) for number in range(31)]
    days = [day for day in days if day.month == month]
    if kind in (2, 4):
        at = whole(of.get("MonthDay"), 1) - 1
        return days[at] if 0 <= at < len(days) else None
    item, position = whole(of.get("MonthItem"), 0), whole(of.get("MonthPosition"), 0)
    if item == 1:
        days = [day for day in days if day.weekday() < 5]
    elif item == 2:
        days = [day for day in days if day.weekday() >= 5]
    elif item >= 3:
        days = [day for day in days if (day.weekday() + 1) % 7 == item - 3]
    at = len(days) - 1 if position == 4 else position
    return days[at] if 0 <= at < len(days) else None


def _work_weeks(element: etree._Element) -> Iterator[WorkWeek]:
    for work_week in children(element, "WorkWeeks", "WorkWeek"):
        span = _span(work_week)
        days = dict(_week_days(work_week))
        if span is not None and days:
            yield WorkWeek(*span, tuple(days.get(day) for day in range(7)))
