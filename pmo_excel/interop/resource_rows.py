"""Resources, assignments and baselines of a Microsoft Project file as rows of their sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from pmo_excel.core.instants import NO_INSTANT, as_date
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.elements import Element
from pmo_excel.interop.imported import Row
from pmo_excel.interop.mspdi_xml import flag, minutes, moment, number

_KINDS: Final = {"0": "Material", "1": "Person", "2": "Cost"}
_PER_HOUR: Final = "2"
HIGHEST_UNITS: Final = 2.0
"""The largest share of a day that the sheet Assignments takes."""
_CENTS: Final = 100
"""Microsoft Project's XML holds costs in hundredths of the currency."""


def resource_ids(resources: Sequence[Element]) -> dict[str, str]:
    """The ID of each named resource in the workbook, by UID: its initials if each has its own, else R and the UID."""
    named = [r.fields for r in resources if r.fields.get("Name")]
    initials = [of.get("Initials", "").casefold() for of in named]
    own = all(initials) and len(set(initials)) == len(initials)
    return {of["UID"]: of["Initials"] if own else f"R{of['UID']}" for of in named if "UID" in of}


def resource_rows(resources: Sequence[Element], ids: Mapping[str, str], calendar_of: Mapping[str, str]) -> list[Row]:
    """A row for each named resource; `calendar_of` names the calendars, by UID, that are not the project's."""
    rows = []
    by_uid = {r.fields.get("UID", ""): r.fields for r in reversed(resources) if r.fields.get("Name")}
    for of in (by_uid[uid] for uid in ids):
        row: Row = {
            "Resource ID": ids[of["UID"]],
            "Resource Name": of["Name"],
            "Resource Type": _kind(of),
            "Team": of.get("Group"),
            "E-mail": of.get("EmailAddress"),
            "Capacity %": _capacity(of),
            "Calendar": calendar_of.get(of.get("CalendarUID", "")),
            "Available From": _day(of.get("AvailableFrom")),
            "Available To": _day(of.get("AvailableTo")),
            "Standard Rate": _rate(of),
        }
        rows.append({header: value for header, value in row.items() if value is not None})
    return rows


def _kind(of: Mapping[str, str]) -> str | None:
    if flag(of.get("IsCostResource")):
        return "Cost"
    if flag(of.get("IsGeneric")):
        return "Role (generic)"
    return _KINDS.get(of.get("Type", "1"))


def _capacity(of: Mapping[str, str]) -> float | None:
    units = number(of.get("MaxUnits"), 1.0)
    return None if units in (0.0, 1.0) or of.get("Type") == "0" or not 0 < units <= HIGHEST_UNITS else units


def beyond_the_sheet(resources: Sequence[Element], assignments: Sequence[Element]) -> list[Problem]:
    """Units above what the sheets Resources and Assignments take, which are left empty there."""
    work = {r.fields.get("UID") for r in resources if r.fields.get("Type", "1") != "0"}
    capacities = sum(r.fields.get("UID") in work and _above(r.fields.get("MaxUnits")) for r in resources)
    units = sum(a.fields.get("ResourceUID") in work and _above(a.fields.get("Units")) for a in assignments)
    found = []
    for count, sheet, header in ((capacities, "Resources", "Capacity %"), (units, "Assignments", "Units %")):
        if count:
            text = f"{count} values above {HIGHEST_UNITS:.0%}, the most that the column takes, were left empty"
            fix = "List each person as a resource of their own."
            found.append(Problem(Code.NOT_CARRIED, text, Cell(sheet, None, header), fix, Severity.MEDIUM))
    return found


def _above(units: str | None) -> bool:
    return number(units, 1.0) > HIGHEST_UNITS


def _rate(of: Mapping[str, str]) -> float | None:
    """The rate by the hour; other formats belong to materials."""
    rate = number(of.get("StandardRate"), 0.0)
    return rate if rate and of.get("StandardRateFormat", _PER_HOUR) == _PER_HOUR else None


def _day(text: str | None) -> date | None:
    value = moment(text)
    return None if value == NO_INSTANT else as_date(value)


def hours(text: str | None) -> float | None:
    """Hours of work, from `PT8H0M0S`; None where there are none."""
    found = minutes(text)
    return round(found / 60, 6) if found else None


def assignment_rows(
    assignments: Sequence[Element], task_ids: Mapping[str, str], resources: Mapping[str, str], kinds: Mapping[str, str]
) -> list[Row]:
    """A row for each assignment of a known resource to a task of the workbook.

    Units and hours are those of people and equipment; materials and costs take no hours of anybody.
    """
    rows: list[Row] = []
    for of in (assignment.fields for assignment in assignments):
        task, resource = task_ids.get(of.get("TaskUID", "")), resources.get(of.get("ResourceUID", ""))
        if task is None or resource is None:
            continue
        row: Row = {"Assignment ID": f"A{of.get('UID', len(rows) + 1)}", "Task ID": task, "Resource ID": resource}
        units = number(of.get("Units"), 1.0)
        if kinds.get(of.get("ResourceUID", "")) in ("Material", "Cost"):
            row["Work (h)"] = 0
        else:
            row["Units %"] = units if 0 < units <= HIGHEST_UNITS else None
            worked = minutes(of.get("Work"))
            row["Work (h)"] = (None if row["Units %"] else 0) if worked is None else round(worked / 60, 6)
            row["Actual Work (h)"] = hours(of.get("ActualWork"))
            row["Remaining Work (h)"] = hours(of.get("RemainingWork")) if row["Actual Work (h)"] else None
        rows.append({header: value for header, value in row.items() if value is not None})
    return rows


def baseline_rows(tasks: Mapping[str, Element], task_ids: Mapping[str, str], minutes_per_day: int) -> list[Row]:
    """A row for each baseline of each task, by number and then in the order of the tasks."""
    rows: list[Row] = []
    for uid, task_id in task_ids.items():
        parts = tasks[uid].parts("Baseline") if uid in tasks else []
        for of in (part.fields for part in parts):
            length = minutes(of.get("Duration"))
            row: Row = {
                "Baseline No": int(number(of.get("Number"), 0)),
                "Task ID": task_id,
                "Baseline Start": _day(of.get("Start")),
                "Baseline Finish": _day(of.get("Finish")),
                "Baseline Duration": None if length is None else round(length / minutes_per_day, 6),
                "Baseline Work (h)": hours(of.get("Work")),
                "Baseline Cost": number(of.get("Cost"), 0.0) / _CENTS or None,
            }
            if row["Baseline Start"] or row["Baseline Finish"]:
                rows.append({header: value for header, value in row.items() if value is not None})
    return sorted(rows, key=lambda row: row["Baseline No"])
