"""Values of a Microsoft Project file that cannot be read, and tasks that cannot be told apart: a problem for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from lxml import etree

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.mspdi_xml import (
    LARGEST_COUNT,
    YEARS,
    children,
    exact_moment,
    fields,
    flag,
    minute_of_day,
    minutes,
    number,
    whole,
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DATES: Final = _names(
    """
    StartDate FinishDate StatusDate Start Finish ConstraintDate Deadline ActualStart ActualFinish Resume ManualStart
    ManualFinish FromDate ToDate AvailableFrom AvailableTo
    """
)
_DURATIONS: Final = _names("Duration RemainingDuration Work ActualWork RemainingWork ManualDuration")
_TIMES: Final = _names("FromTime ToTime")
_COUNTS: Final = _names(
    """
    UID CalendarUID BaseCalendarUID TaskUID ResourceUID PredecessorUID OutlineLevel Type ConstraintType DurationFormat
    LinkLag LagFormat LevelingDelay Delay Number DayType MinutesPerDay MinutesPerWeek DaysPerMonth CriticalSlackLimit
    Occurrences Period DaysOfWeek Month MonthDay MonthItem MonthPosition
    """
)
_NUMBERS: Final = _names("PercentComplete Units MaxUnits Cost StandardRate")


class _Reader(NamedTuple):
    names: frozenset[str]
    readable: Callable[[str], bool]
    code: Code
    expected: str


_READERS: Final = (
    _Reader(
        _DATES,
        lambda text: exact_moment(text) != NO_INSTANT,
        Code.NOT_A_DATE,
        f"a date as 2026-03-02T08:00:00, in the years {YEARS.start} to {YEARS.stop - 1}",
    ),
    _Reader(_DURATIONS, lambda text: minutes(text) is not None, Code.NOT_A_NUMBER, "a duration as PT8H0M0S"),
    _Reader(_TIMES, lambda text: minute_of_day(text) is not None, Code.NOT_A_NUMBER, "a time of day as 08:00:00"),
    _Reader(
        _COUNTS,
        lambda text: whole(text, 0) == whole(text, 1),
        Code.NOT_A_NUMBER,
        f"a number below {LARGEST_COUNT:,.0f}",
    ),
    _Reader(_NUMBERS, lambda text: number(text, 0) == number(text, 1), Code.NOT_A_NUMBER, "a number"),
)
_LISTS: Final = (("Tasks", "Task"), ("Calendars", "Calendar"), ("Resources", "Resource"), ("Assignments", "Assignment"))
_BY_NAME: Final = {name: reader for reader in _READERS for name in reader.names}
_SKIPPED: Final = ("ExtendedAttribute", "OutlineCode", "TimephasedData")
"""Parts whose values are never read."""
_SHOWN: Final = 40
"""Characters of a wrong value that a message shows."""


def wrong_values(root: etree._Element, sheet: str) -> Iterator[Problem]:
    """Dates, durations, times and numbers that cannot be read; each is taken as empty."""
    for name, text in fields(root).items():
        yield from _wrong(name, text, Cell(sheet, None, name), "the project")
    for path in _LISTS:
        for at, element in enumerate(children(root, *path), start=1):
            of = fields(element)
            row = whole(of.get("ID"), at) if path[0] == "Tasks" else at
            who = f"the {path[1].lower()} {of.get('Name') or of.get('UID', '')!s}".rstrip()
            for name, text in _leaves(element):
                yield from _wrong(name, text, Cell(sheet, row, f"{path[1]}/{name}"), who)


def _leaves(element: etree._Element) -> Iterator[tuple[str, str]]:
    yield from fields(element).items()
    for child in element:
        if len(child) and isinstance(child.tag, str) and not child.tag.endswith(_SKIPPED):
            yield from _leaves(child)


def _wrong(name: str, text: str, cell: Cell, who: str) -> Iterator[Problem]:
    if not text or name not in _BY_NAME:
        return
    reader = _BY_NAME[name]
    if not reader.readable(text):
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        found = f"{name} of {who} is {shown!r}, not {reader.expected}; it is taken as empty"
        yield Problem(reader.code, found, cell, "Correct it in the source, or type it here.", Severity.MEDIUM)


def untold(tasks: list[Mapping[str, str]], sheet: str) -> Iterator[tuple[int, Problem]]:
    """Tasks that no link can name, with their place: without a UID, or with that of a task before."""
    seen: set[str] = set()
    for at, of in enumerate(tasks):
        uid = of.get("UID", "")
        if flag(of.get("IsNull")) or uid == "0":
            continue
        if not uid or uid in seen:
            what = f"has the UID {uid} of a task before it" if uid else "has no UID"
            cell = Cell(sheet, whole(of.get("ID"), at + 1), "UID")
            text = f"the task {of.get('Name', '')!r} {what}, so that it was left out"
            yield at, Problem(Code.DUPLICATE_KEY, text, cell, "Give it a UID of its own in the source.", Severity.HIGH)
        seen.add(uid)
