"""A Microsoft Project file as the content of a project workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.instants import NO_INSTANT, as_date
from pmo_excel.core.lists import LISTS
from pmo_excel.core.problems import Problem
from pmo_excel.interop.calendar_rows import PROJECT_NAME, CalendarRows, calendar_rows
from pmo_excel.interop.carried import not_carried, parts
from pmo_excel.interop.elements import Element
from pmo_excel.interop.import_stages import stages
from pmo_excel.interop.imported import Imported, Row, Total
from pmo_excel.interop.mspdi import read
from pmo_excel.interop.mspdi_details import Details, FileCalendar, details_of
from pmo_excel.interop.mspdi_xml import flag, minutes, moment, root_of
from pmo_excel.interop.resource_rows import (
    assignment_rows,
    baseline_rows,
    beyond_the_sheet,
    hours,
    resource_ids,
    resource_rows,
)
from pmo_excel.interop.settings_rows import settings_rows
from pmo_excel.interop.source_tasks import source_tasks
from pmo_excel.interop.task_rows import TaskSheet, outline_codes, task_rows, with_extras
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.outline import parents
from pmo_excel.schedule.plan import NO_DURATION, Plan, StatusRule

PROGRAM: Final = "Microsoft Project XML"
ID_FIELD: Final = "188744016"
"""Text30, which holds the IDs of tasks that are no numbers in files that we write."""
ID_ALIAS: Final = "Task ID"


def import_mspdi(
    source: Path | str | bytes,
    program: str = PROGRAM,
    *,
    adapted: Callable[[Plan], Plan] = lambda plan: plan,
    ids: Mapping[str, str] | None = None,
) -> tuple[Imported | None, list[Problem]]:
    """The plan in a Microsoft Project file as rows of a workbook; None, and why, where it cannot be read.

    Parameters
    ----------
    adapted
        Makes of the plan that is read the one to schedule, where the file was made from one of another program.
    ids
        The IDs of the tasks in that program, by UID.
    """
    root = root_of(source)
    if isinstance(root, Problem):
        return None, [root]
    plan, problems = read(source)
    if plan is None:
        return None, problems
    plan = adapted(plan)
    details, found = details_of(root), parts(root)
    content, made = _content(plan, details, ids or {})
    beyond = beyond_the_sheet(details.resources, details.assignments)
    imported = Imported(
        program=program,
        content=content,
        tasks=source_tasks(plan, details, made.ids),
        stages=stages(plan, made.ids, made.calendars),
        totals=list(_totals(plan, details, content)),
        parts=found,
        problems=[*problems, *made.calendars.problems, *beyond, *not_carried(found)],
        saved=details.project.get("LastSaved", ""),
    )
    return imported, list(imported.problems)


@dataclass(frozen=True, slots=True)
class _Made:
    ids: Sequence[str]
    calendars: CalendarRows


def _content(plan: Plan, details: Details, given: Mapping[str, str]) -> tuple[dict[str, Sequence[Row]], _Made]:
    used, resource_places = _used_calendars(plan, details)
    calendars = calendar_rows(used, details.day_names)
    ids = [given.get(uid, uid) for uid in plan.id] if given else _task_ids(plan, details)
    per_day = plan.calendars[0].minutes_per_day or plan.settings.minutes_per_day
    origin = dates(plan).project_start if plan.settings.start == NO_INSTANT else plan.settings.start
    sheet = TaskSheet(
        ids, calendars.names, per_day, [Axis(c, max(origin, 0)) for c in plan.calendars], _codes(plan, details)
    )
    rows = task_rows(plan, sheet)
    kept = {plan.id[at]: ids[at] for at, row in enumerate(rows) if row is not None}
    resources = resource_ids(details.resources)
    calendar_of = {uid: calendars.names[place] for uid, place in resource_places.items() if place}
    people = resource_rows(details.resources, resources, calendar_of)
    kinds = {uid: row.get("Resource Type", "") for uid, row in zip(resources, people, strict=True)}
    schedule = [_extended(row, details.tasks.get(plan.id[at])) for at, row in enumerate(rows) if row is not None]
    named = {PROJECT_NAME, *(row.get("Calendar") for row in (*schedule, *people))}
    content: dict[str, Sequence[Row]] = {
        "Charter": [_charter(plan, details, sheet)],
        "Schedule": schedule,
        "Calendars": [row for row in calendars.calendars if row["Calendar Name"] in named],
        "Holidays": [row for row in calendars.holidays if row["Calendar Name"] in named],
        "Resources": people,
        "Assignments": assignment_rows(details.assignments, kept, resources, kinds),
        "Baselines": baseline_rows(details.tasks, kept, sheet.minutes_per_day),
        "Settings": settings_rows(_settings(plan)),
    }
    return content, _Made(ids, calendars)


def _used_calendars(plan: Plan, details: Details) -> tuple[list[Calendar], dict[str, int]]:
    """The project's calendar, those of tasks, and those of resources, with the place of each of these by UID.

    The plan's own order is kept, so that its places stay; calendars that only join a resource's time and a task's are
    not named anywhere, so that no sheet lists them.
    """
    bases = [c.calendar for c in details.calendars if c.is_base and c.calendar.name]
    used = [next((base for base in bases if base.same_times(own)), own) for own in plan.calendars]
    places: dict[str, int] = {}
    known = {str(c.uid): c for c in details.calendars}
    for resource in details.resources:
        uid = resource.fields.get("CalendarUID", "")
        calendar = _named(known, uid)
        if calendar is None or not calendar.works or not resource.fields.get("Name"):
            continue
        same = [at for at, c in enumerate(used) if c.same_times(calendar)]
        if not same:
            used.append(calendar)
        places[uid] = same[0] if same else len(used) - 1
    return used, places


def _named(known: Mapping[str, FileCalendar], uid: str) -> Calendar | None:
    """The calendar of a resource; the one that it is based on where it changes nothing, which has the better name."""
    found = known.get(uid)
    while found is not None and not found.is_base:
        base = known.get(str(found.base))
        if base is None or not base.calendar.same_times(found.calendar):
            break
        found = base
    return None if found is None else found.calendar


def _task_ids(plan: Plan, details: Details) -> list[str]:
    """The IDs of the tasks: UIDs, or those in Text30 of a file that `pmo export` wrote."""
    ours = any(
        of.fields.get("FieldID") == ID_FIELD and of.fields.get("Alias") == ID_ALIAS
        for definition in details.definitions
        for of in definition.children
    )
    if not ours:
        return list(plan.id)
    kept = [_own_id(details.tasks.get(uid)) for uid in plan.id]
    return kept if all(kept) and len(set(kept)) == len(kept) else list(plan.id)


def _codes(plan: Plan, details: Details) -> list[str]:
    """The WBS codes of the file where they say the same outline as its levels do; else codes from the outline."""
    own = [of.fields.get("WBS", "") if (of := details.tasks.get(uid)) else "" for uid in plan.id]
    if all(own) and len(set(own)) == len(own) and parents(own) == list(plan.parent):
        return own
    return outline_codes(plan.parent)


def _own_id(task: Element | None) -> str:
    attributes = [of.fields for of in task.parts("ExtendedAttribute")] if task else []
    return next((of.get("Value", "") for of in attributes if of.get("FieldID") == ID_FIELD), "")


def _extended(row: Row, task: Element | None) -> Row:
    if task is None:
        return row
    work = None if row.get("Task Type") == "Summary" else hours(task.fields.get("Work"))
    return with_extras(row, task.fields, work)


def _charter(plan: Plan, details: Details, sheet: TaskSheet) -> Row:
    of, settings = details.project, plan.settings
    start = settings.start
    if settings.schedule_from_finish or start == NO_INSTANT:
        start = dates(plan).project_start
    currency = of.get("CurrencyCode", "")
    row: Row = {
        "Project Name": of.get("Title") or of.get("Name", "").removesuffix(".xml").removesuffix(".mpp") or None,
        "Project Manager": of.get("Manager"),
        "Currency": currency if currency in LISTS["Currency"] else None,
        "Planned Start": None if start == NO_INSTANT else sheet.start_day(0, start),
        "Status Date": None if moment(of.get("StatusDate")) == NO_INSTANT else as_date(moment(of.get("StatusDate"))),
    }
    return {header: value for header, value in row.items() if value is not None}


def _settings(plan: Plan) -> Mapping[str, Any]:
    """Schedule as the plan says: where work that is left lies; dates go first where the plan or a hand says so."""
    settings = plan.settings
    held = settings.honor_constraints or any(plan.manual) or any(plan.external)
    values: dict[str, Any] = {
        "Uncompleted work": "Leave in place" if settings.status_rule is StatusRule.LEAVE else "After status date",
        "Constraints": "Dates first" if held else "Links first",
    }
    if settings.critical_float_limit:
        values["Critical float limit"] = settings.critical_float_limit / settings.minutes_per_day
    return values


def _totals(plan: Plan, details: Details, content: Mapping[str, Sequence[Row]]) -> Iterator[Total]:
    """What the file holds of each kind, and how much of it is left out, and why."""
    inactive = {row for row in range(len(plan)) if not plan.active[row]}
    links = [link for link in plan.links if link.predecessor in inactive or link.successor in inactive]
    summaries = set(plan.parent)
    work = [max(d, 0) if d != NO_DURATION and row not in summaries else 0 for row, d in enumerate(plan.duration)]
    lost = sum(work[row] for row in inactive)
    yield Total("Tasks", len(plan), len(inactive), "inactive")
    yield Total("Links", len(plan.links), len(links), "of inactive tasks")
    yield Total("Duration of tasks (h)", round(sum(work) / 60, 3), round(lost / 60, 3), "inactive")
    yield Total("Calendars used", len(content["Calendars"]))
    named = [r for r in details.resources if r.fields.get("Name")]
    yield Total("Resources", len(details.resources), len(details.resources) - len(named), "without a name")
    held, rest = len(details.assignments), len(content["Assignments"])
    yield Total("Assignments", held, held - rest, "of nobody, of blank rows or of inactive tasks")
    hours_of = [_work_hours(a, details) for a in details.assignments]
    carried = sum(row.get("Work (h)", 0) for row in content["Assignments"])
    yield Total(
        "Work assigned (h)", round(sum(hours_of), 3), round(sum(hours_of) - carried, 3), "of nobody or inactive"
    )
    baselines = sum(len(t.parts("Baseline")) for t in details.tasks.values())
    left = baselines - len(content["Baselines"])
    yield Total("Baseline rows", baselines, left, "without dates, of the project's own summary or of inactive tasks")


def _work_hours(assignment: Element, details: Details) -> float:
    """Hours of people and equipment."""
    uid = assignment.fields.get("ResourceUID")
    of = next((r.fields for r in details.resources if r.fields.get("UID") == uid), {})
    if of.get("Type", "1") != "1" or flag(of.get("IsCostResource")):
        return 0
    return round((minutes(assignment.fields.get("Work")) or 0) / 60, 6)
