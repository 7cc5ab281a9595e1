"""The schedule of a plan as columns: dates, float, what is critical and what drives each start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Problem


class Driver(Enum):
    """Why a task starts when it does."""

    LINK = "a predecessor"
    SUMMARY_LINK = "a predecessor of its summary"
    PROJECT_START = "the project's start"
    PROJECT_FINISH = "the latest date that delays nothing"
    CONSTRAINT = "its constraint"
    SUMMARY_DATE = "a date of its summary"
    ACTUAL = "its actual start"
    ACTUAL_FINISH = "its actual finish, less its duration"
    MANUAL = "dates typed by hand"
    EXTERNAL = "its own plan, as it is a task of another one"
    INACTIVE = "nothing, as it is inactive: its dates are kept"
    RESOURCES = "the calendars of its resources"
    STATUS_DATE = "the status date"
    LEVELING = "its leveling delay"
    TASKS = "the tasks below it"
    UNKNOWN = "something wrong in the plan"


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """The schedule of a plan: plain lists, one entry per row of the plan.

    Attributes
    ----------
    start, finish
        When the task is scheduled; instants, `NO_INSTANT` where they rest on something wrong.
    early_start, early_finish, late_start, late_finish
        From both passes.
    total_float, free_float, start_float, finish_float
        Working minutes on the task's calendar; `NO_FLOAT` where unknown.
    critical
        Not finished, and total float not above the limit; False where the float is unknown.
    driving_predecessor, driving_link
        The row of the predecessor that holds the start, and the number of its link; -1 where none does. A task that
        waits with its summary has the summary's.
    driver
        What sets the start.
    rest_link
        The number of the link that holds the work that is left of a started task; -1 where none does.
    known, float_known
        Whether the dates, and whether late dates and floats, rest on sound cells only.
    project_start, project_finish
        Of all tasks; where some are unknown, of the others (`complete` says so).
    problems
        Everything found, in the order of the checks.
    """

    start: Sequence[int]
    finish: Sequence[int]
    early_start: Sequence[int]
    early_finish: Sequence[int]
    late_start: Sequence[int]
    late_finish: Sequence[int]
    total_float: Sequence[float]
    free_float: Sequence[float]
    start_float: Sequence[float]
    finish_float: Sequence[float]
    critical: Sequence[bool]
    driving_predecessor: Sequence[int]
    driving_link: Sequence[int]
    driver: Sequence[Driver]
    rest_link: Sequence[int]
    known: Sequence[bool]
    float_known: Sequence[bool]
    project_start: int
    project_finish: int
    complete: bool
    problems: Sequence[Problem]


def last_day(finish: int) -> int:
    """A finish, within the day that it ends: midnight is the end of the day before."""
    return finish - 1 if finish % DAY == 0 and finish != NO_INSTANT else finish
