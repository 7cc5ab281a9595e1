"""What MPXJ (16.10) leaves out of a GanttProject file: the name, notes, and links from tasks inside of others."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from pmo_excel.core.problems import Cell, Code, Problem, Severity

_TYPES: Final = {"1": "START_START", "2": "FINISH_START", "3": "FINISH_FINISH", "4": "START_FINISH"}


def complete(bridge: Any, project: Any, content: bytes, sheet: str) -> list[Problem]:
    """Add to a plan (`org.mpxj.ProjectFile`) what the file says beyond it; problems for what has no place.

    Source
    ------
    `GanttProjectReader` of MPXJ, whose `readRelationships` does not go down into tasks; the element `depend` stands in
    the predecessor and names the successor.
    """
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if root.get("name"):
        project.getProjectProperties().setProjectTitle(root.get("name"))
    for notes in root.iterfind(".//task/notes"):
        task = _task(bridge, project, notes.getparent())
        if task is not None and notes.text:
            task.setNotes(notes.text)
    for depend in root.iterfind(".//task/task/depend"):
        before, after = _task(bridge, project, depend.getparent()), _task(bridge, project, depend)
        if before is not None and after is not None:
            after.addPredecessor(_relation(bridge, before, depend))
    vacations = len(root.findall("./vacations/vacation"))
    if not vacations:
        return []
    text = f"{vacations} days off of people were not carried over"
    return [Problem(Code.NOT_CARRIED, text, Cell(sheet, None, "vacations"), "Enter them in Holidays.", Severity.MEDIUM)]


def _relation(bridge: Any, before: Any, depend: Any) -> Any:
    days = float(depend.get("difference") or 0)
    lag = bridge.JClass("org.mpxj.Duration").getInstance(days, bridge.JClass("org.mpxj.TimeUnit").DAYS)
    kind = getattr(bridge.JClass("org.mpxj.RelationType"), _TYPES.get(depend.get("type", "2"), "FINISH_START"))
    return bridge.JClass("org.mpxj.Relation$Builder")().predecessorTask(before).type(kind).lag(lag)


def _task(bridge: Any, project: Any, element: Any) -> Any:
    """MPXJ's task of an element: its unique ID is one more than the ID in the file."""
    number = element.get("id", "") if element is not None else ""
    return project.getTaskByUniqueID(bridge.JInt(int(number) + 1)) if number.isdecimal() else None
