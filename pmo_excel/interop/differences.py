"""Where the dates of an imported plan differ from those of the program it came from, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pmo_excel.core.instants import DAY, NO_INSTANT, iso_day
from pmo_excel.interop.imported import Imported, Reason, SourceDates, SourceTask, Stage
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.workdays import working_days_after

_NONE: Final = (NO_INSTANT, NO_INSTANT)


@dataclass(frozen=True, slots=True)
class Difference:
    """A task whose start or finish falls on another day here.

    Attributes
    ----------
    source_start, our_start, source_finish, our_finish
        Instants, `NO_INSTANT` where there is none.
    start_later, finish_later
        Working days of the project's calendar that ours is later, minus where earlier; None where a date is missing.
    detail
        What the reason adds: the tasks that it comes from, and why theirs differ.
    """

    id: str
    name: str
    source_start: float
    our_start: float
    source_finish: float
    our_finish: float
    start_later: int | None
    finish_later: int | None
    reason: Reason
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """The difference as programs read it."""
        return {
            "id": self.id,
            "name": self.name,
            "source_start": day(self.source_start),
            "our_start": day(self.our_start),
            "start_later_days": self.start_later,
            "source_finish": day(self.source_finish),
            "our_finish": day(self.our_finish),
            "finish_later_days": self.finish_later,
            "reason": self.reason.name,
            "because": self.because,
        }

    @property
    def because(self) -> str:
        """The reason in a sentence."""
        return f"{self.reason.value}{self.detail}."


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome: tasks that the source dates, those that differ, and how well the plan in full agrees.

    Attributes
    ----------
    to_the_minute
        Tasks whose dates agree to the minute when all of the file is read, as `pmo schedule` does; None where the
        format holds no whole plan.
    """

    compared: int
    differing: Sequence[Difference]
    to_the_minute: int | None = None

    @property
    def by_reason(self) -> dict[Reason, int]:
        """How many tasks differ for each reason, in the order of the reasons."""
        counts = Counter(d.reason for d in self.differing)
        return {reason: counts[reason] for reason in Reason if counts[reason]}

    def as_json(self) -> dict[str, Any]:
        """The outcome as programs read it."""
        return {
            "compared": self.compared,
            "differing": len(self.differing),
            "to_the_minute_in_full": self.to_the_minute,
            "by_reason": {reason.name: count for reason, count in self.by_reason.items()},
            "tasks": [d.as_json() for d in self.differing],
        }


def day(value: float) -> str | None:
    """`2026-03-02`, the day of an instant."""
    return None if value == NO_INSTANT else iso_day(int(value // 1))


def compared(imported: Imported, ours: SourceDates, calendar: Calendar) -> Comparison:
    """Compare days, as a workbook's dates are days. A task without dates in the source is not compared.

    Parameters
    ----------
    ours
        The dates of the refreshed workbook.
    calendar
        The project's, by which days between are counted.
    """
    dated = [task for task in imported.tasks if (task.start, task.finish) != _NONE]
    source = {task.id: (task.start, task.finish) for task in dated}
    reasons = _Reasons(imported.stages, source, ours)
    off = [task for task in dated if not reasons.same(task.id, ours)]
    reasons.off = {task.id for task in off}
    exact = (
        sum(_to_the_minute(source[t.id], imported.stages[0].dates.get(t.id, _NONE)) for t in dated)
        if imported.stages
        else None
    )
    return Comparison(len(dated), [_difference(task, ours, calendar, reasons) for task in off], exact)


def _difference(task: SourceTask, ours: SourceDates, calendar: Calendar, reasons: _Reasons) -> Difference:
    start, finish = ours.get(task.id, _NONE)
    reason, detail = reasons.of(task)
    return Difference(
        task.id,
        task.name,
        task.start,
        start,
        task.finish,
        finish,
        _later(calendar, task.start, start),
        _later(calendar, task.finish, finish),
        reason,
        detail,
    )


def _later(calendar: Calendar, source: float, ours: float) -> int | None:
    if NO_INSTANT in (source, ours):
        return None
    return working_days_after(calendar, int(source // DAY) * DAY, int(ours // DAY) * DAY)


def _to_the_minute(source: tuple[float, float], own: tuple[float, float]) -> bool:
    return all(there == NO_INSTANT or there // 1 == here for there, here in zip(source, own, strict=True))


class _Reasons:
    """Reasons of differences: the last stage at which the days of a task leave those of the source."""

    def __init__(self, stages: Sequence[Stage], source: SourceDates, ours: SourceDates) -> None:
        self._stages = [*stages, Stage(Reason.TIME_OF_DAY if stages else Reason.UNEXPLAINED, ours)]
        self._source = source
        self.off: set[str] = set()

    def same(self, key: str, dates: SourceDates) -> bool:
        """Whether the dates of a task fall on the days of the source."""
        pairs = zip(self._source[key], dates.get(key, _NONE), strict=True)
        return all(there == NO_INSTANT or (own != NO_INSTANT and there // DAY == own // DAY) for there, own in pairs)

    def of(self, task: SourceTask) -> tuple[Reason, str]:
        """The reason of one task, and what it comes from."""
        at = self._parting(task.id)
        stage = self._stages[at]
        if task.id in stage.own:
            return stage.reason, ""
        below = [key for key in task.below if key in self.off]
        if below:
            return Reason.BELOW, f": {_listed(below)}"
        before: Mapping[str, tuple[float, float]] = self._stages[at - 1].dates if at else self._source
        moved = [key for key in task.linked if key in before and _moved(before[key], stage.dates.get(key, _NONE), at)]
        if moved:
            why = "" if stage.reason is Reason.UNEXPLAINED else f" ({_WORDS[stage.reason]})"
            return Reason.UPSTREAM, f": {_listed(moved)}{why}"
        if stage.reason is Reason.UNEXPLAINED and task.idle:
            return Reason.NOT_WORKING, ""
        return stage.reason, ""

    def _parting(self, key: str) -> int:
        """The first of the last stages that all have other days than the source."""
        at = len(self._stages) - 1
        while at and not self.same(key, self._stages[at - 1].dates):
            at -= 1
        return at


def _moved(before: tuple[float, float], after: tuple[float, float], at: int) -> bool:
    """Whether dates moved from one stage to the next; from the source to the first stage, by a minute at least."""
    return not _to_the_minute(before, after) if not at else before != after


_WORDS: Final = {
    Reason.SPLIT: "split work",
    Reason.LEVELING: "leveling delay",
    Reason.RESOURCE: "calendars of resources",
    Reason.MANUAL: "dates typed by hand",
    Reason.EXTERNAL: "another plan",
    Reason.FROM_FINISH: "scheduling from the finish",
    Reason.CALENDAR: "calendar",
    Reason.PROJECT_START: "start of the project",
    Reason.CONSTRAINT: "constraint",
    Reason.MILESTONE: "milestones in working time",
    Reason.LAG_CALENDAR: "lags on the predecessor's calendar",
    Reason.PROGRESS: "actual dates",
    Reason.TIME_OF_DAY: "times of day",
}
"""Reasons in a word or two, beside the tasks that a difference comes from."""


def _listed(keys: Sequence[str], most: int = 5) -> str:
    more = f" and {len(keys) - most} more" if len(keys) > most else ""
    return ", ".join(keys[:most]) + more
