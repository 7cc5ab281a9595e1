"""A plan as Microsoft Project's XML (MSPDI): calendars, tasks, links, progress, and what came with it from a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.elements import Element, element, unwritable_in, xml_of
from pmo_excel.interop.mspdi_details import Details
from pmo_excel.interop.mspdi_schema import ASSIGNMENT, NAMESPACE, PROJECT, RESOURCE, TASK
from pmo_excel.interop.mspdi_values import date_text, flag_text, time_text
from pmo_excel.interop.mspdi_write_calendars import calendar_elements, placed_calendars
from pmo_excel.interop.mspdi_write_tasks import TaskWriting, outline_order, task_elements
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.critical_path import Dates
from pmo_excel.schedule.plan import Plan, Settings, StatusRule

_SAVED_AS: Final = "14"
"""The version of the format, that of Project 2010 and later."""
_NO_DETAILS: Final = Details()


def write_mspdi(plan: Plan, dates: Dates | None = None, details: Details = _NO_DETAILS) -> tuple[bytes, list[Problem]]:
    """A plan as a file that Microsoft Project opens, and what of it the format does not hold.

    Parameters
    ----------
    dates
        Dates and floats to write as computed; Microsoft Project computes them again. Without them only what was
        entered is written, and reading the file gives an equal plan.
    details
        What goes with the plan: `mspdi_details.details` of the file it came from, or `sheet_details.sheet_details`.

    Problems
    --------
    NOT_CARRIED, one for each kind of thing, with its count.
    """
    calendars, uids = placed_calendars(plan, details.calendars)
    order = outline_order(plan.parent)
    writing = TaskWriting(plan, dates, details, uids, task_uids(plan.id))
    fields = _project(plan.settings, plan.calendars[0], uids[0], details)
    if dates is not None and "FinishDate" not in fields:
        fields["FinishDate"] = date_text(dates.project_finish)
    head = element("Project", fields, details.definitions)
    lists = (
        calendar_elements(calendars, details.day_names),
        task_elements(writing, order),
        Element("Resources", children=tuple(r.in_order(RESOURCE) for r in details.resources)),
        Element("Assignments", children=tuple(a.in_order(ASSIGNMENT) for a in details.assignments)),
    )
    root = Element("Project", children=(*head.children, *lists)).in_order(PROJECT)
    return xml_of(root, NAMESPACE), list(_not_carried(plan, order, writing.uids, details))


def task_uids(ids: Sequence[str]) -> list[str]:
    """A whole number for each task: its ID where every ID is one of its own, else its row."""
    plain = all(key.isascii() and key.isdigit() and key == str(int(key)) and int(key) > 0 for key in ids)
    if plain and len(set(ids)) == len(ids):
        return list(ids)
    return [str(row) for row in range(1, len(ids) + 1)]


def _project(settings: Settings, calendar: Calendar, calendar_uid: int, details: Details) -> dict[str, str | None]:
    """The properties of the project: the file's own, with what the plan says instead."""
    day = next((day for day in calendar.week if day), ((480, 1020),))
    kept = details.project
    own: dict[str, str | None] = {
        "SaveVersion": _SAVED_AS,
        "ScheduleFromStart": flag_text(not settings.schedule_from_finish),
        "StartDate": date_text(settings.start),
        "FinishDate": date_text(settings.finish),
        "CriticalSlackLimit": str(round(settings.critical_float_limit / settings.minutes_per_day)),
        "CalendarUID": str(calendar_uid),
        "DefaultStartTime": kept.get("DefaultStartTime", time_text(day[0][0])),
        "DefaultFinishTime": kept.get("DefaultFinishTime", time_text(day[-1][1])),
        "MinutesPerDay": str(settings.minutes_per_day),
        "MinutesPerWeek": str(settings.minutes_per_week),
        "DaysPerMonth": str(settings.days_per_month),
        "HonorConstraints": flag_text(settings.honor_constraints),
        "MultipleCriticalPaths": flag_text(settings.multiple_critical_paths),
        "StatusDate": date_text(settings.status_date),
    }
    return {name: text for name, text in {**kept, **own}.items() if text is not None}


def _not_carried(plan: Plan, order: Sequence[int], uids: Sequence[str], details: Details) -> Iterator[Problem]:
    rows = range(len(plan))
    if list(order) != list(rows):
        yield _said(f"{len(order)} tasks were put in the order of their outline, which Microsoft Project asks for")
    if list(uids) != list(plan.id):
        yield _said(f"{len(uids)} task IDs became numbers, which Microsoft Project asks for; Text30 holds the IDs")
    broken = [row for row in rows if not round(plan.percent_complete[row] * 100, 9).is_integer()]
    if broken:
        yield _said(f"% complete of {len(broken)} tasks was rounded to whole percent; the remaining duration is exact")
    if plan.settings.status_rule is StatusRule.AFTER_STATUS_DATE:
        yield _said("work that is left is not moved after the status date; Microsoft Project does so when told to")
    if not plan.settings.deadline_caps_late_finish and any(day != NO_INSTANT for day in plan.deadline):
        yield _said("deadlines lower the float in Microsoft Project; here they are only compared")
    limit = plan.settings.critical_float_limit / plan.settings.minutes_per_day
    if not float(limit).is_integer():
        yield _said(f"the critical float limit of {limit:g} days was rounded to whole days")
    if plan.assignments and not details.assignments:
        yield _said(f"{len(plan.assignments)} assignments were left out, as their resources are not known")
    for name in dict.fromkeys(details.others):
        yield _said(f"{name} is not part of the format and was left out")
    unwritable = sum(unwritable_in(name) for name in plan.name)
    if unwritable:
        yield _said(f"the names of {unwritable} tasks hold control characters, which were left out")
    for parts, known, what in (
        (details.tasks.values(), TASK, "Tasks/Task"),
        (details.resources, RESOURCE, "Resources/Resource"),
        (details.assignments, ASSIGNMENT, "Assignments/Assignment"),
    ):
        unknown = [child.name for part in parts for child in part.children if child.name not in known]
        for name in dict.fromkeys(unknown):
            yield _said(f"{what}/{name}, {unknown.count(name)} times, is not part of the format and was left out")


def _said(text: str) -> Problem:
    return Problem(Code.NOT_CARRIED, text, Cell("Schedule"), "Check it after opening the file.", Severity.LOW)
