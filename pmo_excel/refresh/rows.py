"""Sheets whose rows are computed: which row of the sheet each row of the result goes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import numpy as np

from pmo_excel.core.columns import empty_values
from pmo_excel.core.tables import Table, columns, field_of
from pmo_excel.refresh.changes import keys_of
from pmo_excel.refresh.ledger import Ledger
from pmo_excel.refresh.settling import Target, settle
from pmo_excel.workbook.read import Book, Place
from pmo_excel.workbook.refs import column_number


def row_changes(
    book: Book, sheet: str, result: Table, ledger: Ledger, numbers: Sequence[int] | None = None
) -> list[int]:
    """Changes that put a result's rows into its sheet; gives the row number that each of them has there.

    A row that is there already keeps its place, and with it what people typed beside it. New rows fill the empty ones
    from the top. A row whose key is gone loses its computed cells; what was typed beside them stays.

    Parameters
    ----------
    numbers
        The row number of each row, where that is not told by the key.
    """
    table, place = book.tables[sheet], book.places[sheet]
    numbers = list(_numbers(book, table, place, result) if numbers is None else numbers)
    gone = _gone(table, numbers)
    rows = [*numbers, *(number for number, _ in gone)]
    keys = [*keys_of(result), *(key for _, key in gone)]
    for name, column in columns(type(table)).items():
        if not column.computed or name not in table.origin.letters:
            continue
        at, header = column_number(table.origin.letters[name]), table.origin.headers[name]
        source = getattr(result, field_of(type(result), column.result or column.header))
        target = Target(place.sheet, header, column, at, rows, keys, [f"PMO.{column.computed}"] * len(rows))
        settle(book, ledger, target, np.concatenate([source, empty_values(column, len(gone))]))
    return numbers


def as_sheet(table: Table, result: Table, numbers: list[int]) -> Table:
    """The sheet as it is with the result's rows in it, in the result's order; what was typed beside them stays."""
    cls = type(table)
    rows = {number: row for row, number in enumerate(table.origin.rows)}
    headers = {c.header: n for n, c in columns(type(result)).items()}
    values = {}
    for name, column in columns(cls).items():
        if column.computed:
            source = headers.get(column.result or column.header)
            fresh = getattr(result, source) if source else empty_values(column, len(result))
        else:
            fresh = empty_values(column, len(result))
            for at, number in enumerate(numbers):
                if number in rows:
                    fresh[at] = getattr(table, name)[rows[number]]
        values[name] = fresh
    return cls.of(len(result), replace(table.origin, rows=tuple(numbers), wrong={}), **values)


def in_rows(book: Book, sheet: str, result: Table) -> Table:
    """A sheet of a workbook with a result's rows in the places that they will have."""
    table = book.tables[sheet]
    return as_sheet(table, result, _numbers(book, table, book.places[sheet], result))


def blank_row(book: Book, place: Place, number: int) -> bool:
    """Whether a row of a plain range is free: no total, no note, nothing of a person's."""
    columns_there = range(place.first_column, place.last_column + 1)
    return all(book.raw_cell(place.sheet, number, at) is None for at in columns_there)


def _numbers(book: Book, table: Table, place: Place, result: Table) -> list[int]:
    """The row number of each row of the result."""
    there: dict[str, list[int]] = {}
    for number, key in zip(table.origin.rows, keys_of(table), strict=True):
        there.setdefault(key, []).append(number)
    used = {number for numbers in there.values() for number in numbers}
    free = (n for n in count(place.first_row) if n not in used and (place.table or blank_row(book, place, n)))
    numbers = []
    for key in keys_of(result):
        kept = there.get(key)
        numbers.append(kept.pop(0) if kept else next(free))
    return numbers


def _gone(table: Table, numbers: list[int]) -> list[tuple[int, str]]:
    """The rows of the sheet that are none of the result's, with their keys."""
    kept = set(numbers)
    return [one for one in zip(table.origin.rows, keys_of(table), strict=True) if one[0] not in kept]
