"""Plans to time: made the same way for every size, from a fixed seed, so that everyone schedules the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.instants import DAY, instant
from pmo_excel.schedule.calendars import STANDARD, Calendar, Intervals, hours_from, week_of
from pmo_excel.schedule.links import LinkColumns
from pmo_excel.schedule.plan import Plan, Settings, plan_of

SHAPES: Final = ("wide", "deep", "mixed", "calendars")
START: Final = datetime(2026, 3, 2, 8)
_YEARS: Final = 8  # that a plan of any size takes, about: a longer chain has shorter tasks
_WORKING_MINUTES: Final = _YEARS * 250 * 480
_HOLIDAYS: Final = ((1, 1), (4, 3), (5, 1), (8, 15), (12, 25), (12, 26))

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Columns:
    """A plan as arrays: a row per task, a row per link; durations and lags in working minutes.

    Attributes
    ----------
    type
        0 finish to start, 1 start to start, 2 finish to finish, 3 start to finish.
    calendar
        A position in `calendars`, -1 for the project's.
    """

    calendars: tuple[Calendar, ...]
    duration: Ints
    calendar: Ints
    predecessor: Ints
    successor: Ints
    type: Ints
    lag: Ints

    @property
    def plain(self) -> bool:
        """Whether float is the longest path's alone: one calendar, finish to start, no lag."""
        return len(self.calendars) == 1 and not self.type.any() and not self.lag.any()


def columns(shape: str, tasks: int, seed: int = 2026) -> Columns:
    """A plan of a shape.

    wide: ten layers, each task after one or two of the layer before.

    deep: one chain.

    mixed: one to three predecessors within the last thirty or so tasks, one of them finish to start and the others of
    all types, lags and leads, a tenth of milestones, and rows that are not in the order of the links.

    calendars: the same, with a fourteenth of the tasks on two other calendars, and without milestones: one in another
    calendar's night stays there in Microsoft Project and here, but not in MPXJ, so that dates could not be compared.
    """
    random = np.random.default_rng(seed)
    if shape in ("wide", "deep"):
        before, after = _layers(random, tasks) if shape == "wide" else _chain(tasks)
        steps = 10 if shape == "wide" else tasks
        none = np.zeros(len(before), np.int64)
        empty = np.full(tasks, -1)
        return Columns((_project(),), _durations(random, tasks, steps), empty, before, after, none, none)
    if shape not in SHAPES:
        raise ValueError(f"shape {shape!r}: choose among {', '.join(SHAPES)}")
    return _mixed(random, tasks, several=shape == "calendars")


def _mixed(random: np.random.Generator, tasks: int, several: bool) -> Columns:
    before, after = _near(random, tasks)
    links = len(before)
    kind = np.where(random.random(links) < 0.8, 0, random.integers(1, 4, links))
    kind[np.unique(after, return_index=True)[1]] = 0
    duration = _durations(random, tasks, max(tasks // 8, 1))
    if not several:
        duration[random.random(tasks) < 0.1] = 0
    most = int(duration.max())
    lag = np.where(random.random(links) < 0.8, 0, random.integers(-(most // 4), most // 2 + 1, links))
    calendar = np.full(tasks, -1)
    if several:
        calendar[random.random(tasks) < 0.05] = 1
        calendar[random.random(tasks) < 0.025] = 2
    row = np.argsort(np.argsort(np.arange(tasks) + random.uniform(0, 40, tasks)))
    order = np.argsort(row[after], kind="stable")
    by_row = np.argsort(row)
    return Columns(
        (_project(), *_others()) if several else (_project(),),
        duration[by_row],
        calendar[by_row],
        row[before][order],
        row[after][order],
        kind[order],
        lag[order],
    )


def _durations(random: np.random.Generator, tasks: int, steps: int) -> Ints:
    """Half days to a fortnight; in a plan of many steps, shorter ones."""
    longest = _WORKING_MINUTES / max(steps, 1) * 2
    if longest >= 4800:
        return random.integers(1, 21, tasks) * 240
    return random.integers(1, max(int(longest), 2), tasks)


def _layers(random: np.random.Generator, tasks: int) -> tuple[Ints, Ints]:
    size = max(tasks // 10, 1)
    waiting = np.arange(size, tasks)
    before, after = [], []
    for chosen in (waiting, waiting[random.random(len(waiting)) < 0.5]):
        before.append((chosen // size - 1) * size + random.integers(0, size, len(chosen)))
        after.append(chosen)
    return _in_order(np.concatenate(before), np.concatenate(after))


def _chain(tasks: int) -> tuple[Ints, Ints]:
    return np.arange(tasks - 1), np.arange(1, tasks)


def _near(random: np.random.Generator, tasks: int) -> tuple[Ints, Ints]:
    count = random.choice([1, 1, 2, 3], tasks)
    count[: max(tasks // 100, 1)] = 0
    after = np.repeat(np.arange(tasks), count)
    return _in_order(np.maximum(after - 1 - random.exponential(30, len(after)).astype(np.int64), 0), after)


def _in_order(before: Ints, after: Ints) -> tuple[Ints, Ints]:
    order = np.argsort(after, kind="stable")
    return before[order], after[order]


def _holidays() -> list[date]:
    return [date(START.year + year, *day) for year in range(2 * _YEARS) for day in _HOLIDAYS]


def _project() -> Calendar:
    return STANDARD.without_working_time(instant(day) // DAY for day in _holidays())


def _others() -> tuple[Calendar, ...]:
    """Early shifts from Monday to Saturday, and four days of ten hours."""
    shifts = Calendar("Shifts", week_of(hours_from(6 * 60, 8 * 60), working_days=6))
    four_days = Calendar("Four days", week_of(hours_from(7 * 60, 10 * 60), working_days=4))
    return tuple(each.with_exceptions(_project().exceptions) for each in (shifts, four_days))


def plan(given: Columns) -> Plan:
    """The plan of these columns."""
    return plan_of(
        [str(number) for number in range(1, len(given.duration) + 1)],
        Settings(start=instant(START)),
        LinkColumns(given.predecessor, given.successor, given.type, given.lag),
        given.calendars,
        duration=given.duration,
        calendar=given.calendar,
    )


_TYPES = ("", "SS", "FF", "SF")


def ranges(given: Columns) -> dict[str, Any]:
    """The same plan as the arguments of `PMO.SCHEDULE`: rows of cells with their headers, as people type them."""
    return {
        "tasks": _rows(given),
        "start": START.date().isoformat(),
        "holidays": [["Date From"], *([day.isoformat()] for day in _holidays())],
        "calendars": [
            ["Calendar Name", *_WEEKDAYS, "Start Time"],
            *([each.name, *map(_hours, each.week), _starts(each)] for each in given.calendars[1:]),
        ],
    }


_WEEKDAYS: Final = ("Mon (h)", "Tue (h)", "Wed (h)", "Thu (h)", "Fri (h)", "Sat (h)", "Sun (h)")


def _hours(day: Intervals) -> float:
    return sum(finish - start for start, finish in day) / 60


def _starts(calendar: Calendar) -> str:
    return f"{calendar.week[0][0][0] // 60:02d}:00"


def _rows(given: Columns) -> list[list[Any]]:
    typed: list[list[str]] = [[] for _ in given.duration]
    links = zip(*(c.tolist() for c in (given.predecessor, given.successor, given.type, given.lag)), strict=True)
    for before, after, kind, lag in links:
        said = f"{before + 1}{_TYPES[kind] or ('FS' if lag else '')}"
        typed[after].append(f"{said}{lag:+d}m" if lag else said)
    names = ["" if at < 0 else given.calendars[at].name for at in given.calendar.tolist()]
    body = [
        [number, f"Task {number}", f"{minutes}m", "; ".join(before), name]
        for number, (minutes, before, name) in enumerate(
            zip(given.duration.tolist(), typed, names, strict=True), start=1
        )
    ]
    return [["Task ID", "Task Name", "Duration (wd)", "Predecessors", "Calendar"], *body]
