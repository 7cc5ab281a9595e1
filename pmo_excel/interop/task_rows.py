"""Tasks of a plan as rows of the sheet Schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pmo_excel.core.instants import NO_INSTANT, as_date
from pmo_excel.interop.imported import Row
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.durations import amount_text
from pmo_excel.schedule.plan import NO_DURATION, Constraint, Link, LinkType, Plan
from pmo_excel.schedule.plan_table import FINISH_CONSTRAINTS
from pmo_excel.schedule.predecessors import lag_text
from pmo_excel.schedule.progress import started

LONGEST_NOTE: Final = 32_000
"""Characters of a note; a cell holds 32,767."""


@dataclass(frozen=True, slots=True)
class TaskSheet:
    """How the rows are written: IDs and WBS codes, the names of the calendars, minutes of a working day."""

    ids: Sequence[str]
    calendar_names: Sequence[str]
    minutes_per_day: int
    axes: Sequence[Axis]
    codes: Sequence[str]

    def start_day(self, calendar: int, value: float) -> date:
        """The day on which work starts that may start at an instant: the next one, after the end of a working day."""
        return as_date(self.axes[max(calendar, 0)].next_start(int(value // 1)))


def task_rows(plan: Plan, sheet: TaskSheet) -> list[Row | None]:
    """The row of each task; None for inactive ones, which no workbook keeps."""
    summaries = set(plan.parent) - {-1}
    links: dict[int, list[str]] = {}
    for link in plan.links:
        if plan.active[link.predecessor]:
            links.setdefault(link.successor, []).append(_predecessor(link, sheet))
    rows: list[Row | None] = []
    for row in range(len(plan)):
        if not plan.active[row]:
            rows.append(None)
            continue
        made: Row = {
            "Task ID": sheet.ids[row],
            "WBS": sheet.codes[row],
            "Task Name": plan.name[row] or f"(no name) {sheet.ids[row]}",
            "Predecessors": "; ".join(links.get(row, ())) or None,
        }
        made |= {"Task Type": "Summary"} if row in summaries else _work(plan, row, sheet)
        made |= _dates(plan, row, row in summaries, sheet)
        rows.append({header: value for header, value in made.items() if value is not None})
    return rows


def outline_codes(parents: Sequence[int]) -> list[str]:
    """A WBS code for each row, from its place in the outline."""
    counts: dict[int, int] = {}
    codes: list[str] = []
    for row, parent in enumerate(parents):
        counts[parent] = counts.get(parent, 0) + 1
        above = f"{codes[parent]}." if 0 <= parent < row else ""
        codes.append(f"{above}{counts[parent]}")
    return codes


def _work(plan: Plan, row: int, sheet: TaskSheet) -> Row:
    """Type, duration and progress of a task that is no summary."""
    length, left = plan.duration[row], plan.remaining_duration[row]
    made: Row = {"Task Type": "Milestone" if plan.milestone[row] else None}
    if length != NO_DURATION:
        made["Duration (wd)"] = _duration(length, plan.elapsed[row], sheet.minutes_per_day)
    if plan.percent_complete[row]:
        made["% Complete"] = round(plan.percent_complete[row], 6)
    if started(plan, row) and left not in (NO_DURATION, 0) and plan.actual_finish[row] == NO_INSTANT:
        made["Remaining Duration (wd)"] = _days(left, sheet.minutes_per_day)
    made["Actual Start"] = _day(plan.actual_start[row])
    made["Actual Finish"] = _day(plan.actual_finish[row])
    return made


def _dates(plan: Plan, row: int, summary: bool, sheet: TaskSheet) -> Row:
    """Calendar, constraint and deadline. Dates typed by hand become a start that must be kept."""
    made: Row = {"Deadline": _day(plan.deadline[row])}
    if plan.calendar[row] > 0:
        made["Calendar"] = sheet.calendar_names[plan.calendar[row]]
    kind, value = plan.constraint[row], float(plan.constraint_date[row])
    if (plan.manual[row] or plan.external[row]) and plan.manual_start[row] != NO_INSTANT:
        kind, value = Constraint.SNET if summary else Constraint.MSO, plan.manual_start[row]
    starts = kind not in FINISH_CONSTRAINTS and value != NO_INSTANT and plan.duration[row] > 0
    day = sheet.start_day(plan.calendar[row], value) if starts else _day(value)
    if kind is not Constraint.ASAP and (day is not None or kind is Constraint.ALAP):
        made["Constraint Type"] = kind.value
        made["Constraint Date"] = None if kind is Constraint.ALAP else day
    return made


def _day(value: float) -> date | None:
    return None if value == NO_INSTANT else as_date(int(value // 1))


def _days(minutes: float, per_day: int) -> float:
    days = round(minutes / per_day, 6)
    return int(days) if days.is_integer() else days


def _duration(minutes: float, elapsed: bool, per_day: int) -> str | float:
    """Working days as a number; what is no whole number of quarter days, and elapsed time, as text."""
    if elapsed:
        return amount_text(minutes, per_day, elapsed)
    if minutes * 4 % per_day == 0:
        return _days(minutes, per_day)
    return amount_text(minutes, per_day)


def _predecessor(link: Link, sheet: TaskSheet) -> str:
    """`3`, `3SS+2d`, `3FS+50%`, `3FS+2ed`."""
    task = sheet.ids[link.predecessor]
    if link.type is LinkType.FS and not link.lag:
        return task
    space = "" if task[-1:].isdigit() else " "
    return f"{task}{space}{link.type.name}{lag_text(link.lag, link.unit, sheet.minutes_per_day)}"


def with_extras(row: Row, fields: Mapping[str, str], effort: float | None) -> Row:
    """The row with what the file says beside the schedule: effort [hours], priority, owner, notes."""
    priority = fields.get("Priority", "")
    extra: Row = {
        "Effort (h)": effort or None,
        "Priority (level)": int(priority) if priority.isdecimal() and priority != "500" else None,
        "Owner": fields.get("Contact"),
        "Notes": fields.get("Notes", "")[:LONGEST_NOTE] or None,
    }
    return row | {header: value for header, value in extra.items() if value is not None}
