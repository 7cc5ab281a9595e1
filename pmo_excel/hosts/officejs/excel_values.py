"""Values as Office.js passes them: dates are serial numbers, and an empty cell is an empty text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from pmo_excel.core.calling import as_json
from pmo_excel.core.catalogue import Function, Kind
from pmo_excel.core.cells import NotCalculated
from pmo_excel.core.columns import TEMPORAL, Column, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, instant, to_serial
from pmo_excel.core.tables import Table, columns

EMPTY: Final = ""
"""What empties a cell. Excel shows a null that a function answers as 0 (office-js issue 1503)."""
_DAY: Final = timedelta(days=1)


def function_value(entry: Function, value: Any, date1904: bool) -> Any:
    """A function's answer for cells: one value, or rows with the headers first."""
    if isinstance(value, Table):
        declared = list(columns(type(value)).items())
        parts = [_column(getattr(value, name).tolist(), column, date1904) for name, column in declared]
        return [[column.header for _, column in declared], *map(list, zip(*parts, strict=True))]
    if entry.returns is Kind.DATE and value is not None:
        return _day(int(value), date1904)
    return EMPTY if value is None else as_json(entry, value)


def _column(values: list[Any], column: Column, date1904: bool) -> list[Any]:
    if column.type in TEMPORAL:
        serial = to_serial if column.type is Type.DATETIME else _day
        return [EMPTY if value == NO_INSTANT else serial(value, date1904) for value in values]
    return [EMPTY if value is None or value != value or value == NO_INSTANT else value for value in values]


def _day(value: int, date1904: bool) -> float:
    """The serial number of an instant's day: a task that ends at 17:00 finishes on that day."""
    return to_serial(value // DAY * DAY, date1904)


def cell_value(value: Any, date1904: bool) -> Any:
    """What a cell holds, or is to hold, as `Range.values` has it.

    Parameters
    ----------
    value
        As read from a file or as a refresh computed it: text, number, truth, date, time, None.
    """
    if value is None or isinstance(value, NotCalculated):
        return EMPTY
    if isinstance(value, (datetime, date)):
        return to_serial(instant(value), date1904)
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return value / _DAY if isinstance(value, timedelta) else value
