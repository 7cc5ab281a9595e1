"""What lines of a change come to: an edited sheet, cells to write, and effects on the money."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pmo_excel.core.problems import Problem
from pmo_excel.schedule.tables import Schedule


class Effect(NamedTuple):
    """What a line does to the money: so many working days, hours or units of currency more on a task, or a booking."""

    change: str
    task: str
    owner: str
    kind: str
    amount: float
    booking: str = ""


class CellEdit(NamedTuple):
    """A cell of the Schedule sheet that a change sets: the task's row before the change, the column, the value."""

    row: int
    name: str
    value: Any


class BookingEdit(NamedTuple):
    """A cell of the Assignments sheet that a change sets."""

    row: int
    name: str
    value: float


@dataclass(slots=True)
class Edits:
    """The edited sheet and what was edited.

    Attributes
    ----------
    tasks
        The whole sheet with the lines in it.
    changed, added, removed
        IDs of the tasks that the lines edit, bring and take away.
    effects
        What it does to the money.
    cells, bookings
        The cells of tasks that stay, and of assignments, to be written when the change is applied.
    said
        What each line does, in words: `4 Duration (wd) 12 → 18`.
    """

    tasks: Schedule
    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    cells: list[CellEdit] = field(default_factory=list)
    bookings: list[BookingEdit] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
