"""A plan as the engine takes it: columns of tasks, links by row number, and how to schedule them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, MutableSequence, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, NamedTuple

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell
from pmo_excel.schedule.calendars import STANDARD, Calendar

NO_DURATION: Final = -1
"""An empty or unreadable duration."""


class LinkType(Enum):
    """Which end of the predecessor holds which end of the successor."""

    FS = "Finish to start"
    SS = "Start to start"
    FF = "Finish to finish"
    SF = "Start to finish"


class LagUnit(Enum):
    """How the lag of a link is counted."""

    WORKING = "working minutes"
    ELAPSED = "elapsed minutes"
    PERCENT = "percent of the predecessor's duration"
    ELAPSED_PERCENT = "percent of the predecessor's duration, as elapsed minutes"


PERCENTS: Final = frozenset({LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT})


class LagCalendar(Enum):
    """Whose calendar the working time of a lag is counted on."""

    SUCCESSOR = "The successor's, as Microsoft Project"
    PREDECESSOR = "The predecessor's, as Primavera P6 unless it is told otherwise"


class Constraint(Enum):
    """A date imposed on a task; the values are the words of the validation list `ConstraintType`."""

    ASAP = "As soon as possible"
    ALAP = "As late as possible"
    SNET = "Start no earlier than"
    SNLT = "Start no later than"
    FNET = "Finish no earlier than"
    FNLT = "Finish no later than"
    MSO = "Must start on"
    MFO = "Must finish on"


class StatusRule(Enum):
    """Where the work that is left lies in relation to the status date."""

    LEAVE = "Left where it is, as Microsoft Project does until told to reschedule uncompleted work"
    AFTER_STATUS_DATE = "After the status date, and after unfinished predecessors (retained logic), as Primavera P6"


class Link(NamedTuple):
    """A dependency between two rows, with its lag; a negative lag is a lead."""

    predecessor: int
    successor: int
    type: LinkType = LinkType.FS
    lag: float = 0
    unit: LagUnit = LagUnit.WORKING


class Assignment(NamedTuple):
    """A resource's work on a task, where it sets the task's dates.

    Attributes
    ----------
    row
        The task.
    calendar
        The resource's calendar, a position in `Plan.calendars`.
    duration
        Working minutes along that calendar from the first to the last work; 0: as long as the task.
    delay, leveling_delay
        Working and elapsed minutes between the task's start and the assignment's.
    """

    row: int
    calendar: int
    duration: float = 0
    delay: float = 0
    leveling_delay: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the plan is scheduled.

    Attributes
    ----------
    start
        The project's start; where scheduling goes from the finish, the earliest start is an outcome.
    finish
        The project's finish, where `schedule_from_finish`.
    status_date
        The end of the last day reported on; only read under `StatusRule.AFTER_STATUS_DATE`.
    honor_constraints
        Whether constraint dates win over links (in Microsoft Project "Tasks will always honor their constraint
        dates"). If not, early dates are driven by the network and a late constraint shows as negative float.
    deadline_caps_late_finish
        Whether a deadline lowers the float, as in Microsoft Project, or is only compared.
    critical_float_limit
        A task is critical when its total float [working minutes] is not more.
    multiple_critical_paths
        Every task without successors has its own finish as its late finish, so that each path has a critical chain.
    lag_calendar
        Whose calendar lags in working time are counted on.
    milestones_in_working_time
        Whether a milestone that its links put into non-working time waits for working time (Primavera P6), or is
        reached when what it waits for ends (Microsoft Project).
    """

    start: int
    finish: int = NO_INSTANT
    schedule_from_finish: bool = False
    status_date: int = NO_INSTANT
    status_rule: StatusRule = StatusRule.LEAVE
    honor_constraints: bool = False
    deadline_caps_late_finish: bool = False
    critical_float_limit: float = 0
    multiple_critical_paths: bool = False
    lag_calendar: LagCalendar = LagCalendar.SUCCESSOR
    milestones_in_working_time: bool = False
    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20


def _row_of_plan(row: int, column: str) -> Cell:
    return Cell("", row + 1, column)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Plan:
    """Work to schedule: plain lists of equal length, one entry per task in workbook order; build it with `plan_of`.

    Attributes
    ----------
    calendars
        The first is the project's.
    duration
        Working minutes, or elapsed minutes where `elapsed`; `NO_DURATION` where it is not known, which leaves the
        task and what depends on it without dates. Summaries take theirs from their children.
    parent
        The row of the summary above, -1 at the top level. A row that is some row's parent is a summary.
    calendar
        A position in `calendars`, -1 for the project's.
    constraint_date, deadline, actual_start, actual_finish, manual_start, manual_finish
        Instants; `NO_INSTANT` where empty. A finish given as a date only is the end of that day
        (`Axis.last_finish`), a start its beginning (`Axis.first_start`).
    resume
        When the remaining work of a started task goes on; empty: right after the completed part.
    remaining_duration
        Working minutes still to do; `NO_DURATION` to take it from `percent_complete` (0 to 1).
    manual
        The task stays at `manual_start` to `manual_finish` whatever its links say.
    active, external
        Inactive tasks keep out of the network; external ones stay at their manual dates.
    leveling_delay
        Elapsed minutes added to the start that the network gives.
    wrong
        Rows with a cell that could not be read: no dates for them and for what depends on them.
    links, assignments
        By row number.
    where
        The cell of a row and a column header, for messages.
    """

    settings: Settings
    calendars: Sequence[Calendar]
    id: Sequence[str]
    name: Sequence[str]
    duration: Sequence[float]
    elapsed: Sequence[bool]
    parent: Sequence[int]
    milestone: Sequence[bool]
    calendar: Sequence[int]
    constraint: Sequence[Constraint]
    constraint_date: Sequence[int]
    deadline: Sequence[int]
    actual_start: Sequence[float]
    actual_finish: Sequence[float]
    resume: Sequence[float]
    remaining_duration: Sequence[float]
    percent_complete: Sequence[float]
    manual: Sequence[bool]
    manual_start: Sequence[float]
    manual_finish: Sequence[float]
    active: Sequence[bool]
    external: Sequence[bool]
    leveling_delay: Sequence[float]
    wrong: Sequence[bool]
    links: Sequence[Link]
    assignments: Sequence[Assignment] = ()
    where: Callable[[int, str], Cell] = _row_of_plan

    def __len__(self) -> int:
        return len(self.id)

    def __post_init__(self) -> None:
        rows = len(self.id)
        for name in _DEFAULTS:
            if len(getattr(self, name)) != rows:
                raise ValueError(f"{name} has {len(getattr(self, name))} entries for {rows} tasks")

    def filled(self, column: str) -> list[int]:
        """The rows that have something in a column: mostly few or none, so that what is rare costs little."""
        values, empty = getattr(self, column), _DEFAULTS[column]
        if values.count(empty) == len(values):
            return []
        return [row for row, value in enumerate(values) if value != empty]

    def label(self, row: int) -> str:
        """The task as people name it: `3 Select supplier`."""
        return f"{self.id[row]} {self.name[row]}".rstrip()

    def replace(self, **columns: Any) -> Plan:
        """The same plan with some columns or settings changed: a what-if."""
        return dataclasses.replace(self, **columns)


_DEFAULTS: Final[dict[str, Any]] = {
    "name": "",
    "duration": NO_DURATION,
    "elapsed": False,
    "parent": -1,
    "milestone": False,
    "calendar": -1,
    "constraint": Constraint.ASAP,
    "constraint_date": NO_INSTANT,
    "deadline": NO_INSTANT,
    "actual_start": NO_INSTANT,
    "actual_finish": NO_INSTANT,
    "resume": NO_INSTANT,
    "remaining_duration": NO_DURATION,
    "percent_complete": 0.0,
    "manual": False,
    "manual_start": NO_INSTANT,
    "manual_finish": NO_INSTANT,
    "active": True,
    "external": False,
    "leveling_delay": 0,
    "wrong": False,
}


def plan_of(
    ids: Iterable[str],
    settings: Settings,
    links: Iterable[Link] = (),
    calendars: Sequence[Calendar] = (STANDARD,),
    **columns: Any,
) -> Plan:
    """A plan from the columns there are, as sequences or arrays; the others are empty.

    In a plan scheduled from its finish, tasks without a constraint column are as late as possible, as in
    Microsoft Project.
    """
    names = list(ids)
    other = {key: columns.pop(key) for key in ("assignments", "where") if key in columns}
    unknown = columns.keys() - _DEFAULTS.keys()
    if unknown:
        raise TypeError(f"a plan has no column {sorted(unknown)[0]!r}")
    empty = dict(_DEFAULTS)
    if settings.schedule_from_finish:
        empty["constraint"] = Constraint.ALAP
    filled: dict[str, Any] = {
        key: _listed(columns[key]) if key in columns else [value] * len(names) for key, value in empty.items()
    }
    kept = list(links) if isinstance(links, MutableSequence) or not isinstance(links, Sequence) else links
    return Plan(settings=settings, calendars=calendars, id=names, links=kept, **filled | other)


def _listed(values: Any) -> list[Any]:
    """A column as a list of plain Python values: loops over them are several times faster than over an array's."""
    listed: list[Any] = values.tolist() if hasattr(values, "tolist") else list(values)
    return listed
