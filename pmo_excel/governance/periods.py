"""Reporting periods: which period a day is in, and the day so many periods on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from pmo_excel.core.instants import DAY

_EPOCH: Final = date(1970, 1, 1)
_DAYS: Final = {"Daily": 1, "Weekly": 7, "Fortnightly": 14}
_MONTHS: Final = {"Quarterly": 3}
MONTHLY: Final = "Monthly"


def period_of(instant: int, frequency: str | None) -> str:
    """The period of a day: `2026-03`, `2026-Q1`, `2026-W14`, or the day itself; without a frequency, the month's.

    Weeks begin on Monday (ISO 8601), and fortnights with the first week of 1970. Reports per stage or ad hoc have the
    day as their period.
    """
    day = _date(instant)
    if frequency in ("Daily", "Per stage", "Ad hoc"):
        return day.isoformat()
    if frequency in ("Weekly", "Fortnightly"):
        monday = day - timedelta(days=day.weekday())
        weeks = (monday - date(1969, 12, 29)).days // 7
        if frequency == "Fortnightly" and weeks % 2:
            monday -= timedelta(days=7)
        year, week, _ = monday.isocalendar()
        return f"{year}-W{week:02d}" + ("/2" if frequency == "Fortnightly" else "")
    if frequency == "Quarterly":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return f"{day.year}-{day.month:02d}"


def periods_on(instant: int, frequency: str | None, count: float) -> int:
    """The day so many periods later; a month on from the 31st is the month's last day."""
    days = _DAYS.get(frequency or MONTHLY)
    if days is not None:
        return instant // DAY * DAY + int(days * count) * DAY
    day = _date(instant)
    months = day.month - 1 + int(_MONTHS.get(frequency or MONTHLY, 1) * count)
    year, month = day.year + months // 12, months % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    ends = day.day == (date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)).day
    return (date(year, month, last if ends else min(day.day, last)) - _EPOCH).days * DAY


def _date(instant: int) -> date:
    return _EPOCH + timedelta(days=instant // DAY)
