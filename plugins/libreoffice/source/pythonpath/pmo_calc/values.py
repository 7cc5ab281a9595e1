"""Cell values as LibreOffice passes them, and answers as it takes them."""

import datetime
import math

EXCEL_ZERO = datetime.date(1899, 12, 30)
ZERO_1904 = datetime.date(1904, 1, 1)


def argument(value, is_range):
    """An argument as JSON. A range comes as rows; a single cell where a range is wanted is a range of one."""
    if hasattr(value, "getDataArray"):
        return cells(value)
    if isinstance(value, tuple):
        rows = [[plain(cell) for cell in row] for row in value]
        if not is_range and len(rows) == 1 and len(rows[0]) == 1:
            return rows[0][0]
        return rows
    return plain(value)


def cells(area):
    """A range of cells as rows; error values as their text."""
    rows = []
    for at, row in enumerate(area.getDataArray()):
        here = [plain(value) for value in row]
        for column, value in enumerate(row):
            if value is None:  # an empty cell is an empty text
                said = area.getCellByPosition(column, at).String
                here[column] = said if said.startswith("#") else "#VALUE!"  # Err:502 and its like
        rows.append(here)
    return rows


def plain(value):
    """One cell; what has no value in JSON, as an error value, is said to be one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        number = float(value)
        if not math.isfinite(number):
            return "#NUM!"
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    return str(value)


def shown(function, value, zero):
    """An answer as cells: a number, a text, or rows; dates as the numbers that cells hold, nothing as an empty text."""
    if function["matrix"]:
        if not value:
            return (("",),)
        dated = [header in function["date_columns"] for header in value[0]]
        rows = [[_cell(v, is_date, zero) for v, is_date in zip(row, dated)] for row in value[1:]]
        return tuple(tuple(row) for row in [[str(header) for header in value[0]], *rows])
    return _cell(value, function["date"], zero)


def _cell(value, is_date, zero):
    if value is None:
        return ""
    if is_date and isinstance(value, str):
        return serial(value, zero)
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int):
        return float(value)
    return value


def serial(text, zero=EXCEL_ZERO):
    """The number that a cell holds for a day, 2026-03-02, or a moment, 2026-03-02T08:00, counted from day zero."""
    moment = datetime.datetime.fromisoformat(text)
    return (moment - datetime.datetime(zero.year, zero.month, zero.day)) / datetime.timedelta(days=1)
