"""Planned work over time: the share of each task that its baseline has planned up to a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.columns import Flags, Instants, Numbers
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.schedule.baselines import agreed
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.named_calendars import PROJECT
from pmo_excel.schedule.outline import parents
from pmo_excel.schedule.tables import Baselines, Schedule
from pmo_excel.schedule.workdays import day_minutes

Days = NDArray[np.int64]
"""Days since 1970."""


@dataclass(frozen=True, slots=True)
class Phasing:
    """When each task was agreed to be worked on.

    Attributes
    ----------
    first, last
        First and last day of each task; meaningful where `there` is true.
    there
        Whether the task has baseline dates.
    cost
        Baseline cost, nan where the baseline has none.
    rows, worked
        By calendar: its tasks with a baseline, and its working minutes from the origin to the beginning of each day.
    """

    first: Days
    last: Days
    there: Flags
    cost: Numbers
    calendars: Mapping[str, Calendar]
    rows: Mapping[str, Flags]
    origin: int
    worked: Mapping[str, Numbers]

    @property
    def start(self) -> int:
        """The first day of all; only where there is a baseline."""
        return int(self.first[self.there].min())

    @property
    def finish(self) -> int:
        """The last day of all; only where there is a baseline."""
        return int(self.last[self.there].max())

    @property
    def minutes(self) -> Numbers:
        """Baseline working time of each task, 0 where it has none."""
        return self._between(self.first, self.last + 1)

    def share(self, day: int) -> Numbers:
        """Share of each task's baseline working time that lies up to the end of a day; nan without baseline.

        What has no working time, a milestone or a task on days off, is planned as a whole on its last day.
        """
        until = np.clip(day + 1, self.first, self.last + 1)
        total, done = self.minutes, self._between(self.first, until)
        at_once = (self.last <= day).astype(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(total > 0, done / total, at_once)
        return np.where(self.there, share, np.nan)

    def _between(self, first: Days, until: Days) -> Numbers:
        """Working minutes of each task's calendar from one day up to, not including, another."""
        minutes = np.zeros(len(self.first))
        for name, mine in self.rows.items():
            worked = self.worked[name]
            minutes[mine] = worked[until[mine] - self.origin] - worked[first[mine] - self.origin]
        return minutes


def phasing(tasks: Schedule, baselines: Baselines | None, calendars: Mapping[str, Calendar]) -> Phasing:
    """The baseline of each task: the newest one given, or the tasks' own baseline dates where none is given.

    A summary without a baseline of its own spans that of the tasks below it.

    Source
    ------
    PMI, Practice Standard for Earned Value Management, 2nd ed., 2011: time-phased over the work's baseline.
    """
    return phased_between(tasks, *_dates(tasks, baselines), calendars)


def phased_between(
    tasks: Schedule, first: Instants, last: Instants, cost: Numbers, calendars: Mapping[str, Calendar]
) -> Phasing:
    """Tasks phased over the working time between any dates; a summary without dates spans those below it."""
    _span_summaries(tasks, first, last)
    there = (first != NO_INSTANT) & (last != NO_INSTANT) & (last >= first)
    days, ends = np.where(there, first // DAY, 0), np.where(there, last // DAY, 0)
    named = [str(name or PROJECT).casefold() for name in tasks.calendar.tolist()]
    names = np.array([name if name in calendars else PROJECT for name in named], dtype=object)
    origin, end = (int(days[there].min()), int(ends[there].max())) if there.any() else (0, 0)
    worked = {
        name: np.concatenate([[0.0], np.cumsum(day_minutes(calendars[name], origin, end - origin + 1))])
        for name in sorted({*names.tolist(), PROJECT})
    }
    rows = {name: (names == name) & there for name in worked}
    return Phasing(days, ends, there, cost, calendars, rows, origin, worked)


def _dates(tasks: Schedule, baselines: Baselines | None) -> tuple[Instants, Instants, Numbers]:
    cost = np.full(len(tasks), np.nan)
    if baselines is None or not len(baselines):
        return tasks.baseline_start.copy(), tasks.baseline_finish.copy(), cost
    first, last = (np.full(len(tasks), NO_INSTANT, dtype=np.int64) for _ in range(2))
    known = agreed(baselines)
    for row, key in enumerate(tasks.id.tolist()):
        was = known.get(str(key))
        if was is not None:
            first[row], last[row], cost[row] = was.start, was.finish, was.cost
    return first, last, cost


def _span_summaries(tasks: Schedule, first: Instants, last: Instants) -> None:
    above = parents(tasks.wbs.tolist())
    own = (first != NO_INSTANT) & (last != NO_INSTANT)
    for row in np.flatnonzero(own).tolist():
        at = above[row]
        while at >= 0:
            if not own[at]:
                first[at] = first[row] if first[at] == NO_INSTANT else min(first[at], first[row])
                last[at] = max(last[at], last[row])
            at = above[at]
