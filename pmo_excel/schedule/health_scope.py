"""What the checks of schedule health look at: the plan, its dates, and which tasks and links count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import nan

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Code
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.plan import NO_DURATION, Link, Plan
from pmo_excel.schedule.progress import finished, remaining
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.what_if import days_later

LINKS_UNKNOWN = frozenset({Code.PREDECESSOR_TEXT, Code.UNKNOWN_TASK, Code.AMBIGUOUS_TASK, Code.SELF_LINK})
"""Problems after which it is not known which links the plan has."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: count and denominator, and the rows to look at; or why it has no result."""

    count: float = 0
    denominator: float = 0
    rows: tuple[int, ...] = ()
    undefined: str = ""

    @property
    def result(self) -> float:
        """Count ÷ denominator; nan where it is undefined."""
        return nan if self.undefined else self.count / self.denominator


@dataclass(frozen=True)
class Scope:
    """A plan under examination.

    Attributes
    ----------
    baseline
        Baseline finish by row, as the instant of a day; rows without one are not in it.
    baseline_days
        Baseline duration by row [working days], where it is known.
    resourced
        IDs of the tasks with a resource or a cost, in lower case; None where there are no assignments at all.
    status_date
        The day reported on; None where it is not known.
    """

    tasks: Schedule
    done: Scheduled
    baseline: Mapping[int, int]
    baseline_days: Mapping[int, float]
    resourced: frozenset[str] | None
    status_date: int | None

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.done.plan

    @property
    def calendar(self) -> Calendar:
        """The project's calendar."""
        return self.plan.calendars[0]

    @cached_property
    def every(self) -> list[int]:
        """Rows of all tasks, without summaries."""
        parents = set(self.plan.parent)
        kinds = self.tasks.task_type.tolist()
        return [row for row in range(len(self.plan)) if row not in parents and kinds[row] != "Summary"]

    @cached_property
    def unfinished(self) -> list[int]:
        """Rows of the tasks that are not finished."""
        return [row for row in self.every if not finished(self.plan, row)]

    def work(self, rows: Iterable[int]) -> list[int]:
        """The rows that are work of their own: neither milestones nor level of effort."""
        kinds = self.tasks.task_type.tolist()
        return [row for row in rows if not self.plan.milestone[row] and kinds[row] != "Level of effort"]

    @cached_property
    def links(self) -> list[Link]:
        """The links to unfinished tasks; to a summary they count, too."""
        done = {row for row in self.every if finished(self.plan, row)}
        return [link for link in self.plan.links if link.successor not in done]

    @cached_property
    def links_known(self) -> str:
        """Empty, or why it is not known which links there are."""
        wrong = sum(problem.code in LINKS_UNKNOWN for problem in self.done.problems)
        wrong += len(self.tasks.wrong("predecessors"))
        return f"{wrong} predecessors cannot be read" if wrong else ""

    @cached_property
    def durations_known(self) -> str:
        """Empty, or why not every duration is known."""
        plan = self.plan
        wrong = sum(plan.duration[row] == NO_DURATION for row in self.every if not plan.milestone[row])
        return f"{wrong} durations cannot be read" if wrong else ""

    @cached_property
    def constraints_known(self) -> str:
        """Empty, or why not every constraint is known."""
        wrong = len(self.tasks.wrong("constraint_type"))
        return f"{wrong} constraints cannot be read" if wrong else ""

    @cached_property
    def dates_known(self) -> str:
        """Empty, or why not every date is known."""
        dates = self.done.dates
        without = sum(not (dates.known[row] and dates.float_known[row]) for row in self.every)
        return f"{without} tasks have no dates" if without else ""

    @cached_property
    def last(self) -> int | None:
        """The row of the last task: the latest finish; a milestone before a task, then the lowest in the sheet."""
        finish = self.done.dates.finish
        return max(self.every, key=lambda row: (finish[row], self.plan.milestone[row], row), default=None)

    def days_left(self, row: int) -> float:
        """Working days that a task still takes; of an elapsed duration, the working time that lies in it."""
        left = remaining(self.plan, row)
        if left and self.plan.elapsed[row]:
            finish = self.done.dates.finish[row]
            return left / DAY if finish == NO_INSTANT else days_later(self.plan, int(finish - left), int(finish))
        return self.days(left)

    def days(self, minutes: float) -> float:
        """Minutes as working days."""
        return minutes / self.plan.settings.minutes_per_day

    def share(self, rows: Iterable[int], fails: Callable[[int], bool]) -> Finding:
        """The rows that fail among those given; undefined where none are given."""
        looked_at = list(rows)
        if not looked_at:
            return Finding(undefined="there is no task to count")
        failed = tuple(row for row in looked_at if fails(row))
        return Finding(len(failed), len(looked_at), failed)


def day(instant: float) -> int:
    """The midnight of an instant's day; an empty one stays empty."""
    return NO_INSTANT if instant == NO_INSTANT else int(instant) // DAY * DAY
