"""Values as Microsoft Project's XML writes them: dates, durations, times of day; the reverse of `mspdi_xml`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT

TENTHS: Final = 10
"""Microsoft Project counts lags, delays and slack in tenths of a minute."""

_EPOCH: Final = datetime(1970, 1, 1)


def date_text(value: float) -> str | None:
    """`2026-03-02T08:00:00`; None where empty."""
    if value == NO_INSTANT:
        return None
    return (_EPOCH + timedelta(seconds=round(value * 60))).isoformat(timespec="seconds")


def duration_text(minutes: float) -> str:
    """`PT8H30M0S`, to the second."""
    seconds = round(abs(minutes) * 60)
    hours, rest = divmod(seconds, 3600)
    sign = "-" if minutes < 0 and seconds else ""
    return f"{sign}PT{hours}H{rest // 60}M{rest % 60}S"


def time_text(minute: int) -> str:
    """`08:00:00`, from minutes after midnight; the end of the day is `00:00:00`."""
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}:00"


def tenths(minutes: float) -> str:
    """Minutes as whole tenths."""
    return str(round(minutes * TENTHS))


def flag_text(value: bool) -> str:
    """`1` or `0`."""
    return "1" if value else "0"
