"""Instants: integer minutes since 1970-01-01 00:00 in the project's local time; dates and serials only at the edges."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

DAY: Final = 1440
"""Minutes of a day."""

NO_INSTANT: Final = -(2**63)
"""An empty cell in a column of instants (the smallest int64), so that the column stays a plain integer array."""

_EPOCH: Final = datetime(1970, 1, 1)
_SERIAL_1970: Final = 25569  # 1970-01-01 in the 1900 date system, whose day 60 (29-Feb-1900) never was
_SHIFT_1904: Final = 1462  # days between the two date systems (ECMA-376 part 1, 18.17.4.1)


def instant(value: date | datetime) -> int:
    """The instant of a date (its midnight) or a date and time; seconds are dropped, zones are ignored."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return int((value.replace(tzinfo=None) - _EPOCH) // timedelta(minutes=1))


def as_datetime(value: int) -> datetime:
    """The date and time of an instant."""
    return _EPOCH + timedelta(minutes=int(value))


def as_date(value: int) -> date:
    """The day that an instant falls on."""
    return as_datetime(value).date()


def iso(value: int) -> str | None:
    """`2026-03-02T08:00`, or None for an empty instant."""
    return None if value == NO_INSTANT else as_datetime(value).isoformat(timespec="minutes")


def iso_day(value: int) -> str | None:
    """`2026-03-02`, or None for an empty instant."""
    return None if value == NO_INSTANT else as_date(value).isoformat()


def day_text(value: int) -> str:
    """`02-Mar-26`, the date as reports and messages print it, in every locale alike; `–` for an empty instant."""
    if value == NO_INSTANT:
        return "–"
    day = as_date(value)
    return f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year % 100:02d}"


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def from_serial(serial: float, date1904: bool = False) -> int:
    """The instant of a spreadsheet's serial date, in the 1900 or the 1904 date system; to the nearest minute."""
    days = serial + (_SHIFT_1904 if date1904 else 0) - _SERIAL_1970
    if serial < 60 and not date1904:
        days += 1  # before the day that never was, serials run one behind
    return round(days * DAY)


def to_serial(value: int, date1904: bool = False) -> float:
    """The serial date of an instant; whole when the instant is a midnight."""
    days = value / DAY + _SERIAL_1970 - (_SHIFT_1904 if date1904 else 0)
    if days < 61 and not date1904:
        days -= 1
    return int(days) if days == int(days) else days
