"""From the Schedule sheet to a plan: texts become links and durations, dates instants, names positions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pmo_excel.core.cells import digits
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import field_of
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.durations import duration
from pmo_excel.schedule.named_calendars import PROJECT
from pmo_excel.schedule.outline import parents
from pmo_excel.schedule.plan import NO_DURATION, Constraint, Link, Plan, Settings, plan_of
from pmo_excel.schedule.predecessors import predecessors
from pmo_excel.schedule.tables import Schedule

NEEDED: Final = ("Task ID", "Duration (wd)", "Predecessors")
FINISH_CONSTRAINTS: Final = frozenset({Constraint.FNET, Constraint.FNLT, Constraint.MFO})
UNDATED: Final = frozenset({Constraint.ASAP, Constraint.ALAP})
DATES_DEPEND_ON: Final = (
    "predecessors",
    "duration",
    "calendar",
    "constraint_type",
    "constraint_date",
    "percent_complete",
    "actual_start",
    "actual_finish",
    "remaining_duration",
    "task_type",
)
"""Columns whose unreadable cell leaves the task without dates."""


@dataclass(slots=True)
class _Draft:
    """A plan being made: its columns, links, and the rows that a wrong cell leaves without dates."""

    tasks: Schedule
    settings: Settings
    axes: list[Axis]
    calendar_rows: list[int]
    wrong: list[bool]
    problems: list[Problem] = field(default_factory=list)

    def problem(self, code: Code, text: str, name: str, row: int, fix: str, severity: Severity = Severity.HIGH) -> None:
        """Report a cell; a serious one leaves its task without dates."""
        self.problems.append(Problem(code, text, self.tasks.cell(name, row), fix, severity))
        if severity is Severity.HIGH:
            self.wrong[row] = True

    def axis(self, row: int) -> Axis:
        """The axis of a task's calendar."""
        return self.axes[max(self.calendar_rows[row], 0)]


def plan_from(tasks: Schedule, settings: Settings, calendars: Mapping[str, Calendar]) -> tuple[Plan, list[Problem]]:
    """The plan of a Schedule sheet and everything wrong in it.

    Parameters
    ----------
    tasks
        The sheet; only Task ID, Duration and Predecessors must be there.
    calendars
        By name in lower case, the project's under `standard`.
    """
    names = [PROJECT, *(name for name in calendars if name != PROJECT)]
    axes = [Axis(calendars[name], settings.start) for name in names]
    rows = len(tasks)
    draft = _Draft(tasks, settings, axes, [-1] * rows, [False] * rows)
    for name in DATES_DEPEND_ON:
        for row in tasks.wrong(name):
            draft.wrong[row] = True
    _calendars(draft, {name: at for at, name in enumerate(names)})
    parent = parents(tasks.wbs.tolist())
    summaries = {row for row in parent if row >= 0}
    milestone, length, elapsed = _durations(draft, summaries)
    constraint, constraint_date = _constraints(draft)
    ids = [str(key) if key is not None else "" for key in tasks.id.tolist()]
    columns: dict[str, Sequence[Any]] = {
        "name": [str(name or "") for name in tasks.name.tolist()],
        "duration": length,
        "elapsed": elapsed,
        "parent": parent,
        "milestone": milestone,
        "calendar": draft.calendar_rows,
        "constraint": constraint,
        "constraint_date": constraint_date,
        "deadline": _instants(draft, tasks.deadline.tolist(), Axis.last_finish),
        "actual_start": _actuals(draft, tasks.actual_start.tolist(), lambda row: milestone[row] and _waits(draft, row)),
        "actual_finish": _actuals(
            draft, tasks.actual_finish.tolist(), lambda row: not milestone[row] or _waits(draft, row)
        ),
        "remaining_duration": _remaining(draft),
        "percent_complete": _percent(draft, milestone),
    }
    links = _links(draft, ids)
    plan = plan_of(
        ids,
        replace(settings),
        links,
        [calendars[name] for name in names],
        wrong=draft.wrong,
        where=_where(tasks),
        **columns,
    )
    return plan, draft.problems


def _where(tasks: Schedule) -> Callable[[int, str], Cell]:
    return lambda row, header: tasks.cell(field_of(Schedule, header), row)


def _calendars(draft: _Draft, at: Mapping[str, int]) -> None:
    for row, name in enumerate(draft.tasks.calendar.tolist()):
        if name is None:
            continue
        place = at.get(str(name).casefold())
        if place is None:
            fix = "Use a name of the Calendars sheet, or leave it empty for the project's."
            draft.problem(Code.UNKNOWN_CALENDAR, f"no calendar is called {name!r}", "calendar", row, fix)
        else:
            draft.calendar_rows[row] = place


def _durations(draft: _Draft, summaries: set[int]) -> tuple[list[bool], list[int], list[bool]]:
    tasks = draft.tasks
    milestone, length, elapsed = [], [], []
    for row, (kind, typed) in enumerate(zip(tasks.task_type.tolist(), tasks.duration.tolist(), strict=True)):
        minutes, wall = 0, False
        is_milestone = kind == "Milestone"
        if row in summaries:
            minutes = 0
        elif typed is None and not is_milestone:
            minutes = _no_duration(draft, row)
        elif typed is not None:
            minutes, wall = _duration(draft, row, typed)
        milestone.append(is_milestone or (minutes == 0 and row not in summaries))
        length.append(minutes)
        elapsed.append(wall)
    return milestone, length, elapsed


def _no_duration(draft: _Draft, row: int) -> int:
    if row not in draft.tasks.wrong("duration"):
        what = "a summary without tasks under it" if draft.tasks.task_type[row] == "Summary" else "the task"
        fix = "Type working days, as in 10; 0 for a milestone."
        draft.problem(Code.MISSING_DURATION, f"{what} has no duration", "duration", row, fix)
    return NO_DURATION


def _duration(draft: _Draft, row: int, typed: str | float) -> tuple[int, bool]:
    found = duration(typed, draft.settings)
    if found is None:
        text = f"{typed!r} is not a duration"
        draft.problem(Code.DURATION_TEXT, text, "duration", row, "Type working days, as in 10, 2w, 16h or 10 (8-18).")
        return NO_DURATION, False
    if found.minutes < 0:
        text = f"{typed if isinstance(typed, str) else digits(typed)} is a negative duration"
        draft.problem(Code.NEGATIVE_DURATION, text, "duration", row, "Type 0 or more; a lead belongs in Predecessors.")
        return NO_DURATION, False
    if not found.in_order:
        text = f"{typed!r}: the most likely duration lies outside of its range"
        fix = "Type it as most likely (best-worst), as in 10 (8-18)."
        draft.problem(Code.DURATION_RANGE, text, "duration", row, fix, Severity.MEDIUM)
    return found.minutes, found.elapsed


def _constraints(draft: _Draft) -> tuple[list[Constraint], list[int]]:
    tasks = draft.tasks
    kinds, dates = [], []
    for row, (word, day) in enumerate(zip(tasks.constraint_type.tolist(), tasks.constraint_date.tolist(), strict=True)):
        kind = Constraint(word) if word else Constraint.ASAP
        if kind not in UNDATED and day == NO_INSTANT and row not in tasks.wrong("constraint_date"):
            fix = "Type the date, or choose As soon as possible."
            text = f"{kind.value!r} needs a date"
            draft.problem(Code.CONSTRAINT_DATE, text, "constraint_date", row, fix)
        kinds.append(kind)
        to_end = kind in FINISH_CONSTRAINTS
        axis = draft.axis(row)
        dates.append(NO_INSTANT if day == NO_INSTANT else _instant(axis, day, to_end))
    return kinds, dates


def _instant(axis: Axis, day: int, to_end: bool) -> int:
    return axis.last_finish(day // DAY) if to_end else axis.first_start(day // DAY)


def _instants(draft: _Draft, days: Sequence[int], convert: Callable[[Axis, int], int]) -> list[int]:
    return [NO_INSTANT if day == NO_INSTANT else convert(draft.axis(row), day // DAY) for row, day in enumerate(days)]


def _actuals(draft: _Draft, days: Sequence[int], to_end: Callable[[int], bool]) -> list[int]:
    """Actual dates: a start is the beginning of its day, a finish the end.

    A milestone is at the end of its day when it waits for something that is finished then, else at the beginning.
    """
    return [
        NO_INSTANT if day == NO_INSTANT else _instant(draft.axis(row), day, to_end(row)) for row, day in enumerate(days)
    ]


def _waits(draft: _Draft, row: int) -> bool:
    return draft.tasks.predecessors[row] is not None


def _remaining(draft: _Draft) -> list[int]:
    day = draft.settings.minutes_per_day
    return [NO_DURATION if d != d else round(d * day) for d in draft.tasks.remaining_duration.tolist()]


def _percent(draft: _Draft, milestone: Sequence[bool]) -> list[float]:
    done = [0.0 if p != p else p for p in draft.tasks.percent_complete.tolist()]
    return [1.0 if p > 0 and m and p >= 1 else p for p, m in zip(done, milestone, strict=True)]


def _links(draft: _Draft, ids: Sequence[str]) -> list[Link]:
    """Links by row; every predecessor that is not clear is reported and leaves its task without dates."""
    counts = Counter(key.casefold() for key in ids if key)
    rows = {key.casefold(): row for row, key in reversed(list(enumerate(ids))) if key}
    known = frozenset(ids)
    links = []
    for row, text in enumerate(draft.tasks.predecessors.tolist()):
        if text is None:
            continue
        typed, unreadable = predecessors(str(text), draft.settings, known)
        for piece in unreadable:
            fix = "Type a task's ID, with link and lag where needed: 3, 4SS, 3FS+2d."
            draft.problem(Code.PREDECESSOR_TEXT, f"{piece!r} is not a predecessor", "predecessors", row, fix)
        for link in typed:
            key = link.task.casefold()
            if counts[key] == 1 and rows[key] != row:
                links.append(Link(rows[key], row, link.type, link.lag, link.unit))
            else:
                _unclear(draft, row, link.task, counts[key])
    return links


def _unclear(draft: _Draft, row: int, said: str, count: int) -> None:
    if count == 0:
        fix = "Use an ID that exists in the Schedule sheet."
        draft.problem(Code.UNKNOWN_TASK, f"no task has the ID {said!r}", "predecessors", row, fix)
    elif count == 1:
        draft.problem(Code.SELF_LINK, "the task is its own predecessor", "predecessors", row, "Remove the link.")
    else:
        fix = "Give each task an ID of its own."
        draft.problem(Code.AMBIGUOUS_TASK, f"{count} tasks have the ID {said!r}", "predecessors", row, fix)
