"""Plans that several tests share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from pmo_excel.core.instants import DAY, NO_INSTANT, as_datetime, instant
from pmo_excel.schedule.calendars import STANDARD, Calendar
from pmo_excel.schedule.plan import Link, Plan, Settings, plan_of
from pmo_excel.schedule.predecessors import predecessors

START = datetime(2026, 3, 2, 8)
HOLIDAYS = (date(2026, 4, 3), date(2026, 4, 6))
OFFICE = """
1|Approve charter|0|
2|Requirements|10|1
3|Select supplier|15|2
4|Design layout|12|2FS-2d
5|Network design|8|4SS+3d
6|Fit-out|20|3; 4
7|Cabling|10|5; 6SS+5d
8|Test & snag|5|6; 7FF+2d
9|Staff comms|15|3FS+5d
10|Move weekend|0|8; 9
"""


def standard_with_holidays(*days: date) -> Calendar:
    """The Standard calendar without some days."""
    return STANDARD.without_working_time(instant(day) // DAY for day in days)


def made(text: str, project: Calendar = STANDARD, settings: dict[str, Any] | None = None, **columns: Any) -> Plan:
    """A plan from lines of ID | name | duration | predecessors; columns are given by ID: deadline={"10": ...}."""
    chosen = Settings(**{"start": instant(START)} | (settings or {}))
    rows = [line.split("|") for line in text.strip().splitlines()]
    at = {row[0]: number for number, row in enumerate(rows)}
    links = [
        Link(at[typed.task], number, typed.type, typed.lag, typed.unit)
        for number, row in enumerate(rows)
        for typed in predecessors(row[3], chosen, at)[0]
    ]
    filled = {name: _filled(name, values, at, chosen) for name, values in columns.items()}
    duration = [int(float(row[2]) * 480) for row in rows]
    filled.setdefault("duration", duration)
    return plan_of(list(at), chosen, links, filled.pop("calendars", [project]), name=[row[1] for row in rows], **filled)


def _filled(name: str, values: Any, at: dict[str, int], settings: Settings) -> Any:
    if not isinstance(values, dict):
        return values
    empty = plan_of(["x"], settings)
    column = [getattr(empty, name)[0]] * len(at)
    for key, value in values.items():
        column[at[key]] = instant(value) if isinstance(value, datetime) else value
    return column


@pytest.fixture
def plan() -> Callable[..., Plan]:
    """Makes a plan from lines of ID | name | duration in days | predecessors."""
    return made


@pytest.fixture
def office() -> Callable[..., Plan]:
    """The office move FX-OFFICE, with some durations or predecessors changed."""

    def build(
        durations: dict[str, int] | None = None,
        typed: dict[str, str] | None = None,
        holidays: tuple[date, ...] = HOLIDAYS,
        **columns: Any,
    ) -> Plan:
        lines = []
        for line in OFFICE.strip().splitlines():
            key, name, days, before = line.split("|")
            days = str((durations or {}).get(key, days))
            lines.append("|".join((key, name, days, (typed or {}).get(key, before))))
        return made("\n".join(lines), standard_with_holidays(*holidays), **columns)

    return build


@pytest.fixture
def when() -> Callable[[int], datetime | None]:
    """An instant as a date and time; None when empty."""
    return lambda value: None if value == NO_INSTANT else as_datetime(value)
