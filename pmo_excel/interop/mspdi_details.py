"""What a Microsoft Project file holds beside its schedule: resources, assignments, baselines, notes, own fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from pmo_excel.core.problems import Problem
from pmo_excel.interop.elements import Element, element_of
from pmo_excel.interop.mspdi_calendars import calendars, day_names
from pmo_excel.interop.mspdi_schema import PROJECT
from pmo_excel.interop.mspdi_xml import children, fields, flag, local_name, root_of, whole
from pmo_excel.schedule.calendars import Calendar

_DEFINITIONS: Final = ("OutlineCodes", "WBSMasks", "ExtendedAttributes")


@dataclass(frozen=True, slots=True)
class FileCalendar:
    """A calendar of the file.

    Attributes
    ----------
    calendar
        Its working times, with what it has from its base calendar.
    base
        The UID of the base calendar; -1 without one.
    is_base
        Whether it stands for itself; the calendar of a resource does not.
    source
        The element as the file has it, with the names of exceptions and how they recur; None for a new calendar.
    """

    uid: int
    calendar: Calendar
    base: int = -1
    is_base: bool = True
    source: Element | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What goes with a plan from and to Microsoft Project, as its elements; a plan alone has none of it.

    Attributes
    ----------
    project
        The properties of the project by element name.
    definitions
        The file's own fields, outline codes and WBS masks.
    tasks
        The task elements by UID in the order of the file, also those that are no part of the schedule.
    day_names
        What holidays are called, by their first and last day since 1970-01-01.
    others
        The names of what else the file holds, such as Views, which is not written again.
    """

    project: Mapping[str, str] = field(default_factory=dict)
    definitions: Sequence[Element] = ()
    calendars: Sequence[FileCalendar] = ()
    tasks: Mapping[str, Element] = field(default_factory=dict)
    resources: Sequence[Element] = ()
    assignments: Sequence[Element] = ()
    others: Sequence[str] = ()
    day_names: Mapping[tuple[int, int], str] = field(default_factory=dict)


def details(source: Path | str | bytes) -> Details | Problem:
    """The details of an MSPDI file; or why it is not read."""
    root = root_of(source)
    return root if isinstance(root, Problem) else details_of(root)


def details_of(root: etree._Element) -> Details:
    """The details of a parsed MSPDI file."""
    tasks = [element_of(task) for task in children(root, "Tasks", "Task")]
    return Details(
        project={name: text for name, text in fields(root).items() if text and name in PROJECT},
        definitions=[element_of(part) for name in _DEFINITIONS for part in children(root, name)],
        calendars=_calendars(root),
        tasks={task.fields.get("UID", ""): task for task in tasks},
        resources=[element_of(resource) for resource in children(root, "Resources", "Resource")],
        assignments=[element_of(assignment) for assignment in children(root, "Assignments", "Assignment")],
        day_names=day_names(root),
        others=[local_name(child) for child in root if local_name(child) not in PROJECT],
    )


def _calendars(root: etree._Element) -> list[FileCalendar]:
    known = calendars(root)
    found = []
    for made in children(root, "Calendars", "Calendar"):
        of = fields(made)
        uid, base = whole(of.get("UID"), -1), whole(of.get("BaseCalendarUID"), -1)
        stands = flag(of.get("IsBaseCalendar", "1"))
        found.append(FileCalendar(uid, known[uid], base if base in known else -1, stands, element_of(made)))
    return found
