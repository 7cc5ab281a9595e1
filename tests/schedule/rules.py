"""Plans of one rule each, and their dates as dates.

The project starts on Monday 2-Mar-2026; days have 8 hours, 08:00-12:00 and 13:00-17:00.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pmo_excel.core.instants import as_datetime
from pmo_excel.schedule.critical_path import Dates
from pmo_excel.schedule.plan import Plan

Made = Callable[..., Plan]
HONOR = {"honor_constraints": True}


def day(number: int, hour: int = 8) -> datetime:
    return datetime(2026, 3, number, hour)


def span(found: Dates, row: int) -> tuple[datetime, datetime]:
    return as_datetime(found.start[row]), as_datetime(found.finish[row])


def late(found: Dates, row: int) -> tuple[datetime, datetime]:
    return as_datetime(found.late_start[row]), as_datetime(found.late_finish[row])
