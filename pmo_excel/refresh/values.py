"""Computed values as cells hold them, and whether a cell holds one already."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.columns import NUMERIC, TEMPORAL, Column, Type, is_empty
from pmo_excel.core.instants import DAY, NO_INSTANT, as_date, as_datetime, day_text, instant

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


def cell_values(column: Column, values: NDArray[Any]) -> list[CellValue]:
    """A column of computed values as its cells hold them."""
    if column.type in TEMPORAL:
        days = column.type is Type.DATE
        found: list[CellValue] = _moments(values).astype("datetime64[D]" if days else "datetime64[m]").tolist()
        return found
    return [cell_value(column, value) for value in values.tolist()]


def same(column: Column, found: Any, value: Any) -> bool:
    """Whether what was read from a cell is the computed value; numbers to the precision that a file keeps."""
    if is_empty(found) or is_empty(value):
        return is_empty(found) and is_empty(value)
    if column.type in NUMERIC:
        return bool(abs(float(found) - float(value)) <= 1e-9 * max(1.0, abs(float(value))))
    if column.type in TEMPORAL:
        step = DAY if column.type is Type.DATE else 1
        return int(found) // step == int(value) // step
    return str(found) == str(value)  # a check number 1 is written, and read again, as text


def agreeing(column: Column, found: NDArray[Any], values: NDArray[Any]) -> NDArray[np.bool_]:
    """`same`, for each cell of a column."""
    neither, either = empties(found) & empties(values), empties(found) | empties(values)
    if column.type in NUMERIC:
        here, there = _numbers(found), _numbers(values)
        close = np.abs(here - there) <= 1e-9 * np.maximum(1.0, np.abs(there))
    elif column.type in TEMPORAL:
        step = DAY if column.type is Type.DATE else 1
        close = found // step == values // step
    else:
        pairs = zip(found.tolist(), values.tolist(), strict=True)
        close = np.array([str(one) == str(other) for one, other in pairs], dtype=bool)
    agree: NDArray[np.bool_] = np.where(either, neither, close)
    return agree


def empties(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values of a column are empty cells."""
    if values.dtype.kind == "f":
        return np.asarray(np.isnan(values))
    if values.dtype.kind in "iu":
        return np.asarray(values == NO_INSTANT)
    return np.array([is_empty(value) for value in values.tolist()], dtype=bool)


def canonical(column: Column, values: NDArray[Any]) -> list[str]:
    """Values as their fingerprints see them: the same whether they were just computed or read from the cell."""
    if column.type in TEMPORAL:
        texts = np.datetime_as_string(_moments(values), unit="D" if column.type is Type.DATE else "m").tolist()
    elif column.type in NUMERIC:
        texts = [f"{value:.9g}" for value in _numbers(values).tolist()]
    else:
        texts = [str(value) for value in values.tolist()]
    return ["" if empty else text for text, empty in zip(texts, empties(values).tolist(), strict=True)]


def _moments(instants: NDArray[Any]) -> NDArray[np.datetime64]:
    """Instants as numpy's own, which are minutes since 1970 too, with the same number for the empty one."""
    return instants.astype(np.int64).view("datetime64[m]")


def _numbers(values: NDArray[Any]) -> NDArray[np.float64]:
    return np.where(empties(values), np.nan, values).astype(np.float64)


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
