"""A plan from elsewhere: the rows of the workbook that it becomes, its own dates, and what came over.

Every reader of another program's files gives an `Imported`; what `pmo import` does with it knows no format.
"""

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

    SPLIT = "Its work is split or resumes later there; a workbook does not split work"
    LEVELING = "It has a leveling delay there; a workbook does not keep the delay"
    RESOURCE = "Its dates follow the calendar or the delay of a resource there; here the task's calendar counts"
    MANUAL = "Its dates were typed by hand there; here its start is held and its finish is computed"
    EXTERNAL = "It belongs to another plan; here its start is held"
    FROM_FINISH = "The plan is scheduled from its finish there; here from its start"
    CALENDAR = "Its calendar has times of day or breaks that the sheet Calendars does not keep"
    PROJECT_START = "The project starts within a day there; here when its first working day begins"
    CONSTRAINT = "Its constraint holds from a time of day there; here from the morning or to the evening of the day"
    MILESTONE = "A milestone waits for working time there; here it is reached when what it waits for ends"
    LAG_CALENDAR = "A lag before it is counted on the calendar of the predecessor there; here on its own"
    PROGRESS = "It has begun; its actual dates have times of day there, and are whole days here"
    UPSTREAM = "It is linked to tasks whose dates differ"
    BELOW = "It is a summary of tasks whose dates differ"
    TIME_OF_DAY = "Times within a day, which a workbook does not keep"
    NOT_WORKING = "It stands in non-working time there; here in working time"
    UNEXPLAINED = "Not known: the plan read in full, with its times of day, gives another date than the file"


@dataclass(frozen=True, slots=True)
class SourceTask:
    """A task as the other program dates it.

    Attributes
    ----------
    start, finish
        Instants; `NO_INSTANT` where the file has none.
    idle
        Whether the source has it start in non-working time.
    linked, below
        The IDs of the tasks that its links hold it to, those of its summary included, and of the tasks under it.
    """

    id: str
    name: str
    start: float = NO_INSTANT
    finish: float = NO_INSTANT
    idle: bool = False
    linked: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


SourceDates = Mapping[str, tuple[float, float]]
"""Start and finish by task ID, instants; `NO_INSTANT` where there is none."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The plan with one thing more left out that a workbook does not keep, and the dates that it has then.

    The first stage is the plan read in full; where a format holds no whole plan, there are none.

    Attributes
    ----------
    reason
        What the stage leaves out.
    own
        The tasks that have what it leaves out; the dates of others follow from theirs.
    """

    reason: Reason
    dates: SourceDates
    own: frozenset[str] = frozenset()


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
        The tasks as the other program dates them, in order; empty where it gives no dates.
    stages
        From the plan in full to the plan of the workbook: where the dates of a task part, is the reason.
    saved
        When the other program saved it, as the file says; empty where it does not.
    """

    program: str
    content: Mapping[str, Sequence[Row]]
    tasks: Sequence[SourceTask] = ()
    stages: Sequence[Stage] = ()
    totals: Sequence[Total] = ()
    parts: Sequence[Part] = ()
    problems: Sequence[Problem] = field(default_factory=list)
    saved: str = ""
