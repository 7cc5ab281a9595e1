"""The work of resources in a Microsoft Project file, as far as their calendars set the dates of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from pmo_excel.interop.mspdi_xml import children, fields, flag, minutes, number, whole

_WORK = "1"


class Work(NamedTuple):
    """What one work resource does on a task.

    Attributes
    ----------
    calendar
        The UID of the resource's calendar, -1 for none of its own.
    duration, remaining
        Minutes of work for one full-time unit of the assignment: work by units.
    delay
        Minutes of working time between the task's start and this resource's.
    leveling_delay
        Elapsed minutes added to that.
    """

    calendar: int
    duration: float
    remaining: float
    delay: float
    leveling_delay: float


def work_by_task(root: etree._Element) -> Mapping[str, list[Work]]:
    """The assignments of work resources by task UID; material and cost resources set no dates."""
    calendars = {}
    for resource in children(root, "Resources", "Resource"):
        of = fields(resource)
        if of.get("Type", _WORK) == _WORK and not flag(of.get("IsCostResource")):
            calendars[of.get("UID", "")] = whole(of.get("CalendarUID"), -1)
    found: dict[str, list[Work]] = {}
    for assignment in children(root, "Assignments", "Assignment"):
        of = fields(assignment)
        resource = of.get("ResourceUID", "")
        if resource in calendars:
            found.setdefault(of.get("TaskUID", ""), []).append(_work(of, calendars[resource]))
    return found


def _work(of: dict[str, str], calendar: int) -> Work:
    units = number(of.get("Units"), 1.0) or 1.0
    return Work(
        calendar,
        (minutes(of.get("Work")) or 0) / units,
        (minutes(of.get("RemainingWork")) or 0) / units,
        whole(of.get("Delay"), 0) / 10,
        whole(of.get("LevelingDelay"), 0) / 10,
    )
