"""What the Field of a change line may be: columns of the Schedule sheet, work, cost, and tasks that come or go."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from pmo_excel.core.headers import plain_header
from pmo_excel.core.tables import columns
from pmo_excel.schedule.tables import Schedule

NEW, REMOVE, COST, WORK = "New task", "Remove task", "Cost", "Work (h)"
DURATION, PREDECESSORS = "duration", "predecessors"
UNITS: Final = "Units %"
"""Of an assignment, by its ID; so is Work (h)."""
SET: Final = (
    "name",
    "wbs",
    "task_type",
    "owner",
    "calendar",
    "constraint_type",
    "constraint_date",
    "deadline",
)
"""Columns whose cell is simply set to the new value."""
_ALSO: Final = {
    NEW: ("new task", "add task"),
    REMOVE: ("remove task", "delete task"),
    COST: ("cost", "budget", "cost (budget)"),
    UNITS: ("units %", "units", "allocation %"),
    WORK: ("work (h)", "work", "effort (h)"),
}
ALLOWED: Final = "Duration (wd), Predecessors, Work (h), Cost, New task, Remove task, Owner, Calendar or a constraint"
"""What a message says that a field may be."""


@cache
def fields() -> Mapping[str, str]:
    """What each spelling means: a column of the Schedule sheet by its name in Python, or one of the four words."""
    found: dict[str, str] = {}
    for name in (DURATION, PREDECESSORS, *SET):
        column = columns(Schedule)[name]
        found |= {plain_header(word): name for word in (column.header, *column.also)}
    return found | {plain_header(word): meant for meant, spellings in _ALSO.items() for word in spellings}
