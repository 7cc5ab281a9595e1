"""One roadblock, and the words and figures that all kinds of them share."""

from __future__ import annotations

from typing import NamedTuple

from pmo_excel.core.instants import DAY
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.plan import Plan
from pmo_excel.schedule.scheduling import Scheduled


class Roadblock(NamedTuple):
    """What stops a row: of which kind, on which day, and in one sentence."""

    row: int
    kind: str
    date: int
    text: str


def days_of_float(done: Scheduled, row: int) -> float:
    """Total float [working days]; nan where it is not known."""
    known = done.dates.float_known[row]
    return done.dates.total_float[row] / done.plan.settings.minutes_per_day if known else float("nan")


def spare(days: float) -> str:
    """`, 0 float`; nothing where the float is not known."""
    return "" if days != days else f", {days:g} float"


def day_of(instant: float) -> int:
    """The midnight of an instant's day."""
    return int(instant) // DAY * DAY


def calendar_of(plan: Plan, row: int) -> Calendar:
    """The calendar that a row works on."""
    return plan.calendars[max(plan.calendar[row], 0)]
