"""A plan from elsewhere: the rows of the workbook that it becomes, its own dates, and what came over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Problem

Row = dict[str, Any]
"""One row of a sheet, by header."""


class Reason(Enum):
    """Why the date of a task can differ from the one in the program it came from."""

    MANUAL = "Its dates were typed by hand there; here its start is held and its links are kept"
    EXTERNAL = "It belongs to another plan; here its start is held"
    SPLIT = "Its work is split or resumes later there; a workbook does not split work"
    LEVELING = "It has a leveling delay there; a workbook does not keep the delay"
    RESOURCE = "Its dates follow the calendar or the delay of a resource there; here the task's calendar counts"
    CONSTRAINT = "It has a date constraint; here it holds from the morning or to the evening of its day"
    CALENDAR = "Its calendar has times of day or breaks that the sheet Calendars does not keep"
    PROGRESS = "It has begun; here actual dates are whole days"
    FROM_FINISH = "The plan is scheduled from its finish there; here from its start"
    NOT_WORKING = "It stands in non-working time there; here on a working day"
    UPSTREAM = "It follows tasks whose dates differ"
    BELOW = "It is a summary; dates of tasks below it differ"
    PROJECT_START = "The project starts within a day there; here in the morning of its first working day"
    TIME_OF_DAY = "It rests on times within a day, which a workbook does not keep"
    UNEXPLAINED = "None of the known reasons"


@dataclass(frozen=True, slots=True)
class SourceTask:
    """A task as the other program dates it.

    Attributes
    ----------
    start, finish
        Instants; `NO_INSTANT` where the file has none.
    reasons
        What can make its dates differ here, the weightiest first.
    exact
        Whether the plan gives the source's dates when all of the file is read, as `pmo schedule` does.
    after, below
        The IDs of its predecessors, and of the tasks under it.
    """

    id: str
    name: str
    start: float = NO_INSTANT
    finish: float = NO_INSTANT
    reasons: tuple[Reason, ...] = ()
    exact: bool = False
    after: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


class Fate(Enum):
    """What becomes of a part of the source."""

    CARRIED = "carried over"
    COMPUTED = "computed again"
    LEFT_OUT = "not carried over"


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of element or a column of the source, and what becomes of it.

    Attributes
    ----------
    path
        Where it stands: `Tasks/Task/Name`, or a column's header.
    count
        How often it is there with a value.
    place
        Where it goes, as in `Schedule!Task Name`; empty where it goes nowhere.
    same
        The one value it always has; empty where values differ.
    """

    path: str
    count: int
    fate: Fate
    place: str = ""
    same: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """A count or a sum of one kind of thing in the source, and what of it is left out, with the reason."""

    entity: str
    found: float
    left_out: float = 0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A plan from elsewhere, read.

    Attributes
    ----------
    program
        What it came from, in words.
    content
        The rows of each sheet by header, as `workbook.build` takes them.
    tasks
        The tasks as the other program dates them, in order.
    """

    program: str
    content: Mapping[str, Sequence[Row]]
    tasks: Sequence[SourceTask] = ()
    totals: Sequence[Total] = ()
    parts: Sequence[Part] = ()
    problems: Sequence[Problem] = field(default_factory=list)
