"""What becomes of every element of a Microsoft Project file in a workbook: where it goes, or that it does not go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.imported import Fate, Part
from pmo_excel.interop.mspdi_xml import local_name

_TASK: Final = {
    "UID": "Task ID",
    "Name": "Task Name",
    "OutlineLevel": "WBS",
    "WBS": "WBS",
    "Milestone": "Task Type",
    "Summary": "Task Type",
    "Duration": "Duration (wd)",
    "DurationFormat": "Duration (wd)",
    "PredecessorLink/PredecessorUID": "Predecessors",
    "PredecessorLink/Type": "Predecessors",
    "PredecessorLink/LinkLag": "Predecessors",
    "PredecessorLink/LagFormat": "Predecessors",
    "CalendarUID": "Calendar",
    "ConstraintType": "Constraint Type",
    "ConstraintDate": "Constraint Date",
    "Manual": "Constraint Type",
    "ManualStart": "Constraint Date",
    "ExternalTask": "Constraint Type",
    "Deadline": "Deadline",
    "Priority": "Priority (level)",
    "PercentComplete": "% Complete",
    "ActualStart": "Actual Start",
    "ActualFinish": "Actual Finish",
    "RemainingDuration": "Remaining Duration (wd)",
    "Work": "Effort (h)",
    "Contact": "Owner",
    "Notes": "Notes",
}
_RESOURCE: Final = {
    "UID": "Resource ID",
    "Initials": "Resource ID",
    "Name": "Resource Name",
    "Type": "Resource Type",
    "IsCostResource": "Resource Type",
    "IsGeneric": "Resource Type",
    "Group": "Team",
    "EmailAddress": "E-mail",
    "MaxUnits": "Capacity %",
    "CalendarUID": "Calendar",
    "StandardRate": "Standard Rate",
    "StandardRateFormat": "Standard Rate",
    "AvailableFrom": "Available From",
    "AvailableTo": "Available To",
}
_ASSIGNMENT: Final = {
    "UID": "Assignment ID",
    "TaskUID": "Task ID",
    "ResourceUID": "Resource ID",
    "Units": "Units %",
    "Work": "Work (h)",
    "ActualWork": "Actual Work (h)",
    "RemainingWork": "Remaining Work (h)",
}
_BASELINE: Final = {
    "Number": "Baseline No",
    "Start": "Baseline Start",
    "Finish": "Baseline Finish",
    "Duration": "Baseline Duration",
    "Work": "Baseline Work (h)",
    "Cost": "Baseline Cost",
}
_CALENDAR: Final = {
    "UID": "Calendars!Calendar Name",
    "Name": "Calendars!Calendar Name",
    "BaseCalendarUID": "Calendars!Base Calendar",
    **{f"WeekDays/WeekDay/{name}": "Calendars!Mon (h) to Sun (h)" for name in ("DayType", "DayWorking")},
    **{f"WeekDays/WeekDay/WorkingTimes/WorkingTime/{end}Time": "Calendars!Start Time" for end in ("From", "To")},
    **{f"WeekDays/WeekDay/TimePeriod/{end}Date": "Holidays!Date From" for end in ("From", "To")},
    **{f"WorkWeeks/WorkWeek/TimePeriod/{end}Date": "Holidays!Date From" for end in ("From", "To")},
    **{f"WorkWeeks/WorkWeek/WeekDays/WeekDay/{name}": "Holidays!Hours" for name in ("DayType", "DayWorking")},
    **{
        f"WorkWeeks/WorkWeek/WeekDays/WeekDay/WorkingTimes/WorkingTime/{end}Time": "Holidays!Hours"
        for end in ("From", "To")
    },
    **{f"Exceptions/Exception/TimePeriod/{end}Date": "Holidays!Date From" for end in ("From", "To")},
    **{f"Exceptions/Exception/WorkingTimes/WorkingTime/{end}Time": "Holidays!Hours" for end in ("From", "To")},
    "Exceptions/Exception/DayWorking": "Holidays!Hours",
    "Exceptions/Exception/Name": "Holidays!Description",
    **{
        f"Exceptions/Exception/{name}": "Holidays!Date From"
        for name in (
            "EnteredByOccurrences",
            "Occurrences",
            "Type",
            "Period",
            "DaysOfWeek",
            "MonthItem",
            "MonthPosition",
            "Month",
            "MonthDay",
        )
    },
}
PLACES: Final = {
    "Name": "Charter!Project Name",
    "Title": "Charter!Project Name",
    "Manager": "Charter!Project Manager",
    "StartDate": "Charter!Planned Start",
    "StatusDate": "Charter!Status Date",
    "CurrencyCode": "Charter!Currency",
    "CalendarUID": "Calendars!Calendar Name",
    "HonorConstraints": "Settings!Constraints",
    "CriticalSlackLimit": "Settings!Critical float limit",
    **{f"Tasks/Task/{name}": f"Schedule!{header}" for name, header in _TASK.items()},
    **{f"Tasks/Task/Baseline/{name}": f"Baselines!{header}" for name, header in _BASELINE.items()},
    **{f"Resources/Resource/{name}": f"Resources!{header}" for name, header in _RESOURCE.items()},
    **{f"Assignments/Assignment/{name}": f"Assignments!{header}" for name, header in _ASSIGNMENT.items()},
    **{f"Calendars/Calendar/{name}": place for name, place in _CALENDAR.items()},
}

COMPUTED: Final = {
    *(f"Tasks/Task/{name}" for name in ("ID", "OutlineNumber", "Critical", "Start", "Finish", "ManualFinish")),
    *(f"Tasks/Task/{name}" for name in ("EarlyStart", "EarlyFinish", "LateStart", "LateFinish", "ActualDuration")),
    *(f"Tasks/Task/{name}" for name in ("FreeSlack", "TotalSlack", "StartSlack", "FinishSlack")),
    *(f"Tasks/Task/{name}" for name in ("StartVariance", "FinishVariance", "OverAllocated")),
    *(f"Resources/Resource/{name}" for name in ("ID", "PeakUnits", "OverAllocated")),
    *(f"Assignments/Assignment/{name}" for name in ("Start", "Finish", "Overallocated", "StartVariance")),
    "Assignments/Assignment/FinishVariance",
    "FinishDate",
    "MinutesPerDay",
    "MinutesPerWeek",
}
"""Results of the other program that a refresh computes from what is carried over."""


def parts(root: etree._Element) -> list[Part]:
    """Every kind of element that holds a value, how often it is there, and what becomes of it; by path."""
    counts: Counter[str] = Counter()
    values: dict[str, str] = {}
    for path, text in _leaves(root, ""):
        counts[path] += 1
        values[path] = text if values.get(path, text) == text else ""
    return [_part(path, counts[path], values[path]) for path in sorted(counts)]


def _leaves(element: etree._Element, path: str) -> Iterator[tuple[str, str]]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        own = f"{path}/{local_name(child)}" if path else local_name(child)
        if len(child):
            yield from _leaves(child, own)
        elif child.text and child.text.strip():
            yield own, child.text.strip()


def _part(path: str, count: int, same: str) -> Part:
    place = PLACES.get(path, "")
    fate = Fate.CARRIED if place else Fate.COMPUTED if path in COMPUTED else Fate.LEFT_OUT
    return Part(path, count, fate, place, same)


def not_carried(found: Iterable[Part]) -> list[Problem]:
    """What goes nowhere, one problem for each kind of element, with its count."""
    return [
        Problem(
            Code.NOT_CARRIED,
            f"{part.path}, {part.count} times{f', always {part.same!r}' if part.same else ''}, was not carried over",
            Cell("", None, part.path),
            "Keep the source file if you need it.",
            Severity.INFO,
        )
        for part in found
        if part.fate is Fate.LEFT_OUT
    ]
