"""Computed values as cells hold them, and whether a cell holds one already."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pmo_excel.core.columns import NUMERIC, TEMPORAL, Column, Type, is_empty
from pmo_excel.core.instants import as_date, as_datetime, day_text, instant, iso, iso_day

CellValue = str | bool | int | float | date | datetime | None
"""What a cell can be given; None empties it."""


def cell_value(column: Column, value: Any) -> CellValue:
    """A computed value as its cell holds it."""
    if is_empty(value):
        return None
    if column.type is Type.DATE:
        return as_date(int(value))
    if column.type is Type.DATETIME:
        return as_datetime(int(value))
    if column.type is Type.YES_NO:
        return "Yes" if value else "No"
    if column.type in NUMERIC:
        number = float(value)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    return str(value)


def same(column: Column, found: Any, value: Any) -> bool:
    """Whether what was read from a cell is the computed value; numbers to the precision that a file keeps."""
    if is_empty(found) or is_empty(value):
        return is_empty(found) and is_empty(value)
    if column.type in NUMERIC:
        return bool(abs(float(found) - float(value)) <= 1e-9 * max(1.0, abs(float(value))))
    if column.type in TEMPORAL:
        return canonical(column, found) == canonical(column, value)
    return str(found) == str(value)  # a check number 1 is written, and read again, as text


def canonical(column: Column, value: Any) -> str:
    """A value as its fingerprint sees it: the same whether it was just computed or read from the cell."""
    if is_empty(value):
        return ""
    if column.type in TEMPORAL:
        return (iso_day if column.type is Type.DATE else iso)(int(value)) or ""
    if column.type in NUMERIC:
        return f"{float(value):.9g}"
    return str(value)


def as_json_value(value: CellValue) -> Any:
    """A cell's value as JSON holds it; dates as ISO text."""
    return value.isoformat() if isinstance(value, date) else value


def shown(value: Any) -> str:
    """A cell's value as a list of changes prints it."""
    if value is None:
        return "(empty)"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return day_text(instant(value))
    return f"{value:g}" if isinstance(value, float) else str(value)
