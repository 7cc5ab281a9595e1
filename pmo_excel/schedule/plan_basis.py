"""What a plan is scheduled by beside its tasks, and how two of them differ: start, status date, holidays, calendars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import iso_day
from pmo_excel.core.tables import rows_of
from pmo_excel.schedule.tables import Calendars, Holidays


@dataclass(frozen=True, slots=True)
class Basis:
    """What a plan is scheduled by; dates as instants."""

    start: int | None = None
    status_date: int | None = None
    holidays: Holidays | None = None
    calendars: Calendars | None = None


NO_BASIS: Final = Basis()
"""Nothing is known of it."""


class Changed(NamedTuple):
    """One thing that is different: what it is called, and what it was and is, None where there is nothing."""

    what: str
    before: str | None
    after: str | None


def differences(before: Basis, after: Basis) -> Iterator[Changed]:
    """What is different; of holidays and calendars only the rows that are."""
    for what, was, now in (
        ("Planned Start", before.start, after.start),
        ("Status Date", before.status_date, after.status_date),
    ):
        if was != now:
            yield Changed(what, _day(was), _day(now))
    yield from _of_rows("Holidays", _holidays(before.holidays), _holidays(after.holidays))
    yield from _of_rows("Calendars", _calendars(before.calendars), _calendars(after.calendars))


def _day(value: int | None) -> str | None:
    return None if value is None else iso_day(value)


def _of_rows(what: str, before: list[str], after: list[str]) -> Iterator[Changed]:
    gone, new = [row for row in before if row not in after], [row for row in after if row not in before]
    if gone or new:
        yield Changed(what, "; ".join(gone) or None, "; ".join(new) or None)


def _holidays(holidays: Holidays | None) -> list[str]:
    """`2026-04-03`, `2026-12-24 to 2026-12-31`, `2026-04-04 4 h (Night shift)`: one text for each row."""
    if holidays is None:
        return []
    columns = (holidays.date_from, holidays.date_to, holidays.hours, holidays.calendar)
    texts = []
    for first, last, hours, name in zip(*(c.tolist() for c in columns), strict=True):
        until = "" if is_empty(last) or last == first else f" to {iso_day(last)}"
        worked = f" {hours:g} h" if hours > 0 else ""
        texts.append(f"{iso_day(first)}{until}{worked}" + (f" ({name})" if name else ""))
    return texts


def _calendars(calendars: Calendars | None) -> list[str]:
    """`Night shift 8 8 8 8 8 0 0 22:00`: one text for each calendar."""
    return [] if calendars is None else [_row(row) for row in rows_of(calendars)]


def _row(row: tuple[object, ...]) -> str:
    return " ".join(str(value) for value in row if not is_empty(value))
