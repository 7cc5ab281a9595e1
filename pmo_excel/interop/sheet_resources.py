"""Resources and assignments of a workbook as elements of Microsoft Project's XML: the reverse of `resource_rows`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pmo_excel.interop.elements import Element, element
from pmo_excel.interop.imported import Row
from pmo_excel.interop.mspdi_details import FileCalendar
from pmo_excel.interop.mspdi_values import date_text, duration_text, flag_text
from pmo_excel.schedule.plan import NO_DURATION, Plan

_WORK, _MATERIAL = "1", "0"
_NOT_WORK: Final = frozenset({"Material", "Cost"})
_PER_HOUR: Final = "2"
_NUMBERED: Final = re.compile("A(0|[1-9][0-9]{0,8})")


def resource_uids(resources: Sequence[Row]) -> dict[str, str]:
    """A UID for each resource by its ID; the first row of an ID counts."""
    ids = dict.fromkeys(str(row["Resource ID"]) for row in resources if "Resource ID" in row)
    return {key: str(uid) for uid, key in enumerate(ids, start=1)}


def calendar_uids(
    resources: Sequence[Row], uids: Mapping[str, str], bases: Sequence[FileCalendar]
) -> dict[str, FileCalendar]:
    """The calendar of each person by resource ID, which only names its base; Microsoft Project wants one for each."""
    named = {base.calendar.name.casefold(): base for base in bases}
    made: dict[str, FileCalendar] = {}
    for row in resources:
        key = str(row.get("Resource ID", ""))
        if key not in uids or key in made or row.get("Resource Type") in _NOT_WORK:
            continue
        base = named.get(str(row.get("Calendar", "")).casefold(), bases[0])
        times = replace(base.calendar, name=str(row.get("Resource Name", key)))
        made[key] = FileCalendar(len(bases) + len(made) + 1, times, base.uid, is_base=False)
    return made


def resource_elements(
    resources: Sequence[Row], uids: Mapping[str, str], calendars: Mapping[str, FileCalendar]
) -> list[Element]:
    """The resources, in the order of the sheet."""
    first = {str(row.get("Resource ID", "")): row for row in reversed(resources)}
    return [_resource(key, uid, first[key], calendars.get(key)) for key, uid in uids.items()]


def _resource(key: str, uid: str, row: Row, calendar: FileCalendar | None) -> Element:
    kind = row.get("Resource Type", "Person")
    start, end = row.get("Available From"), row.get("Available To")
    rate = row.get("Standard Rate")
    work = kind not in _NOT_WORK
    fields: dict[str, str | None] = {
        "UID": uid,
        "ID": uid,
        "Name": str(row.get("Resource Name", key)),
        "Type": _WORK if work else _MATERIAL,
        "IsNull": "0",
        "Initials": key,
        "Group": str(row["Team"]) if "Team" in row else None,
        "EmailAddress": str(row["E-mail"]) if "E-mail" in row else None,
        "MaxUnits": f"{row.get('Capacity %', 1.0):.10g}" if work else None,
        "AvailableFrom": None if start is None else date_text(start),
        "AvailableTo": None if end is None else date_text(end),
        "StandardRate": None if rate is None else f"{rate:.10g}",
        "StandardRateFormat": None if rate is None else _PER_HOUR,
        "CalendarUID": None if calendar is None else str(calendar.uid),
        "IsGeneric": flag_text(kind == "Role (generic)"),
        "IsCostResource": flag_text(kind == "Cost"),
    }
    return element("Resource", fields)


def assignment_elements(
    assignments: Sequence[Row], plan: Plan, at: Mapping[str, int], task: Sequence[str], resource: Mapping[str, str]
) -> list[Element]:
    """The assignments of resources to tasks that are both there.

    Parameters
    ----------
    at
        The row of the plan by task ID.
    task
        The UID of each row.
    resource
        The UID by resource ID.
    """
    made = []
    for uid, row in zip(_assignment_uids(assignments), assignments, strict=True):
        place, who = at.get(str(row.get("Task ID", ""))), resource.get(str(row.get("Resource ID", "")))
        if place is not None and who is not None:
            ends = {"UID": uid, "TaskUID": task[place], "ResourceUID": who}
            made.append(element("Assignment", ends | _assignment(row, plan, place)))
    return made


def _assignment_uids(assignments: Sequence[Row]) -> list[str]:
    """The numbers of the IDs `A1`, `A2`, … that an import gives; else places."""
    found = [_NUMBERED.fullmatch(str(row.get("Assignment ID", ""))) for row in assignments]
    numbers = [match[1] for match in found if match]
    if len(set(numbers)) == len(assignments):
        return numbers
    return [str(place) for place in range(1, len(assignments) + 1)]


def _assignment(row: Row, plan: Plan, place: int) -> dict[str, str | None]:
    units, work = row.get("Units %"), row.get("Work (h)")
    done, left = row.get("Actual Work (h)"), row.get("Remaining Work (h)")
    length = plan.duration[place]
    if work is None and units is not None and length != NO_DURATION:
        work = units * length / 60
    elif units is None and work and length > 0:
        units = work * 60 / length
    return {
        "Units": f"{1.0 if units is None else units:.10g}",
        "Work": None if work is None else duration_text(work * 60),
        "ActualWork": None if done is None else duration_text(done * 60),
        "RemainingWork": None if left is None else duration_text(left * 60),
    }


def longer_than_their_tasks(assignments: Sequence[Row], plan: Plan, at: Mapping[str, int]) -> Iterator[Row]:
    """Assignments whose work takes longer than their task at their units, which Microsoft Project lets set its end."""
    for row in assignments:
        place = at.get(str(row.get("Task ID", "")))
        units, work = row.get("Units %", 1.0), row.get("Work (h)")
        length = NO_DURATION if place is None else plan.duration[place]
        if work and units and length != NO_DURATION and work * 60 / units > length + 1:
            yield row
