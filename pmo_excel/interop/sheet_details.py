"""What stands beside the plan of a workbook, as elements of Microsoft Project's XML: the reverse of `mspdi_import`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.interop.elements import Element, element
from pmo_excel.interop.imported import Row
from pmo_excel.interop.mspdi_details import Details, FileCalendar
from pmo_excel.interop.mspdi_import import ID_ALIAS, ID_FIELD
from pmo_excel.interop.mspdi_values import date_text, duration_text, flag_text
from pmo_excel.interop.mspdi_write import task_uids
from pmo_excel.interop.sheet_resources import assignment_elements, calendar_uids, resource_elements, resource_uids
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.plan import Plan

Rows = Mapping[str, Sequence[Row]]
"""The rows of each sheet by header; empty cells are left out, dates are instants."""

MOST_BASELINES: Final = 11
"""Microsoft Project has the baselines 0 to 10."""
_FIXED_DURATION: Final = "1"
_CENTS: Final = 100


def sheet_details(plan: Plan, rows: Rows) -> Details:
    """People, assignments, baselines, notes and IDs of a workbook, to be written with its plan."""
    uids = task_uids(plan.id)
    bases = [FileCalendar(at, calendar) for at, calendar in enumerate(plan.calendars, start=1)]
    people = resource_uids(rows.get("Resources", ()))
    own = calendar_uids(rows.get("Resources", ()), people, bases)
    tasks = _tasks(plan, rows, uids)
    return Details(
        project=_project(rows),
        definitions=[] if list(plan.id) == uids else [_id_definition()],
        calendars=[*bases, *own.values()],
        tasks=tasks,
        resources=resource_elements(rows.get("Resources", ()), people, own),
        assignments=assignment_elements(rows.get("Assignments", ()), plan, rows_by_id(plan), uids, people),
        day_names=_day_names(rows.get("Holidays", ())),
    )


def rows_by_id(plan: Plan) -> dict[str, int]:
    """The row of each task ID; the first of several."""
    return {key: at for at, key in reversed(list(enumerate(plan.id)))}


def _project(rows: Rows) -> dict[str, str]:
    charter = next(iter(rows.get("Charter", ())), {})
    fields = {"Title": "Project Name", "Manager": "Project Manager", "CurrencyCode": "Currency"}
    found = {name: str(charter[header]) for name, header in fields.items() if header in charter}
    return found | {"NewTasksAreManual": "0"}


def _id_definition() -> Element:
    fields = {"FieldID": ID_FIELD, "FieldName": "Text30", "Alias": ID_ALIAS}
    return Element("ExtendedAttributes", children=(element("ExtendedAttribute", fields),))


def _day_names(holidays: Sequence[Row]) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for row in holidays:
        if "Description" in row and "Date From" in row:
            first = int(row["Date From"])
            last = int(row.get("Date To") or first)
            found.setdefault((first // DAY, last // DAY), str(row["Description"]))
    return found


def _tasks(plan: Plan, rows: Rows, uids: Sequence[str]) -> dict[str, Element]:
    """The task elements by UID; the rows of the sheet are those of the plan."""
    agreed: dict[str, list[Row]] = {}
    for row in rows.get("Baselines", ()):
        agreed.setdefault(str(row.get("Task ID", "")), []).append(row)
    axes = [Axis(calendar, max(plan.settings.start, 0)) for calendar in plan.calendars]
    made = {}
    for at, row in enumerate(rows.get("Schedule", ())):
        axis = axes[max(plan.calendar[at], 0)]
        baselines = (_baseline(each, axis, plan.settings.minutes_per_day) for each in agreed.get(plan.id[at], ()))
        parts = [part for part in baselines if part is not None]
        if uids[at] != plan.id[at]:
            parts.append(element("ExtendedAttribute", {"FieldID": ID_FIELD, "Value": plan.id[at]}))
        made[uids[at]] = element("Task", _task(row, uids[at]), parts)
    return made


def _task(row: Row, uid: str) -> dict[str, str | None]:
    """The fields of a task that no plan has. Its duration is fixed, as in a workbook: work does not change it."""
    effort, priority = row.get("Effort (h)"), row.get("Priority (level)")
    return {
        "UID": uid,
        "Type": _FIXED_DURATION,
        "EffortDriven": "0",
        "Estimated": "0",
        "WBS": _text(row, "WBS"),
        "Priority": None if priority is None else str(round(priority)),
        "Contact": _text(row, "Owner"),
        "Notes": _text(row, "Notes"),
        "Work": None if effort is None else duration_text(effort * 60),
    }


def _text(row: Row, header: str) -> str | None:
    return str(row[header]) if header in row else None


def known_baseline(row: Row) -> bool:
    """Whether a row of the sheet Baselines has a number that Microsoft Project has, and a date."""
    number = row.get("Baseline No", -1)
    return number in range(MOST_BASELINES) and ("Baseline Start" in row or "Baseline Finish" in row)


def _baseline(row: Row, axis: Axis, per_day: int) -> Element | None:
    if not known_baseline(row):
        return None
    start, finish = (int(row.get(f"Baseline {end}", NO_INSTANT)) for end in ("Start", "Finish"))
    length, work, cost = (row.get(f"Baseline {what}") for what in ("Duration", "Work (h)", "Cost"))
    fields = {
        "Number": str(int(row["Baseline No"])),
        "Interim": flag_text(False),
        "Start": None if start == NO_INSTANT else date_text(axis.first_start(start // DAY)),
        "Finish": None if finish == NO_INSTANT else date_text(axis.last_finish(finish // DAY)),
        "Duration": None if length is None else duration_text(length * per_day),
        "DurationFormat": None if length is None else "7",
        "Work": None if work is None else duration_text(work * 60),
        "Cost": None if cost is None else f"{cost * _CENTS:.10g}",
    }
    return element("Baseline", fields)
