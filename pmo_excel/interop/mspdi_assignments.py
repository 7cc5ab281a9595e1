"""The work of resources in a Microsoft Project file, as far as their calendars set the dates of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from pmo_excel.interop.mspdi_xml import ELAPSED_FORMATS, children, exact_moment, fields, flag, minutes, number, whole

_WORK = "1"


class Work(NamedTuple):
    """What one work resource does on a task.

    Attributes
    ----------
    calendar
        The UID of the resource's calendar, -1 for none of its own.
    duration
        Minutes of work by units.
    delay, leveling_delay
        Minutes of working time, and elapsed minutes, between the task's start and this resource's.
    start, finish
        Where the work lay when the file was saved, instants: from first to last, with splits and contours that work
        and units do not tell of.
    """

    calendar: int
    duration: float
    delay: float
    leveling_delay: float
    start: float
    finish: float


def work_by_task(root: etree._Element) -> Mapping[str, list[Work]]:
    """The assignments of work resources by task UID; material and cost resources set no dates."""
    calendars = {}
    for element in children(root, "Resources", "Resource"):
        of = fields(element)
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
    delay, leveling = whole(of.get("Delay"), 0) / 10, whole(of.get("LevelingDelay"), 0) / 10
    elapsed = whole(of.get("LevelingDelayFormat"), 7) in ELAPSED_FORMATS
    return Work(
        calendar,
        (minutes(of.get("Work")) or 0) / units,
        delay if elapsed else delay + leveling,
        leveling if elapsed else 0,
        exact_moment(of.get("Start")),
        exact_moment(of.get("Finish")),
    )
