"""Results on sheets of their own, for a user's template that has no columns for them: one sheet beside each table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pmo_excel.core.columns import TEMPORAL, Column, empty_values, is_empty
from pmo_excel.core.problems import Cell
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.refresh.changes import keys_of
from pmo_excel.refresh.graph import computing
from pmo_excel.refresh.ledger import Ledger
from pmo_excel.refresh.settling import Target, settle
from pmo_excel.workbook.added_sheet import NewSheet
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_ref

SUFFIX: Final = " results"
WIDTH: Final = 12.0


def results_sheets(book: Book, tables: dict[str, Table], ledger: Ledger) -> list[NewSheet]:
    """Put what is computed and has no column into sheets of results; gives the sheets that this takes.

    A row stands where its key stood before; new ones come below. What a person typed there stays.
    """
    made = []
    for name, table in tables.items():
        declared = declaration(type(table))
        if declared.layout != "rows" or declared.rows_from or not declared.key or not computing(name, book.kind):
            continue
        fields = [field for field, column in columns(type(table)).items() if _wanted(table, field, column)]
        if fields and len(table):
            sheet = _sheet(book, name, table, fields)
            _settle(book, sheet, table, fields, ledger)
            made.append(sheet)
    return made


def _wanted(table: Table, field: str, column: Column) -> bool:
    """Whether a computed column has no place in the sheet, and something to show."""
    computed = bool(column.computed) and not table.has(field)
    return computed and not all(is_empty(value) for value in getattr(table, field).tolist())


def _sheet(book: Book, name: str, table: Table, fields: list[str]) -> NewSheet:
    """The sheet as it has to be: its key and name first, then what it has already, then what is new."""
    key = declaration(type(table)).key.split("+")[0]
    declared = columns(type(table))
    lead = [key] + (["name"] if "name" in declared and key != "name" and table.has("name") else [])
    named = {declared[field].header: field for field in [*lead, *fields]}
    there = [str(h) for h in (book.raw.get(name + SUFFIX) or [[]])[0] if h not in (None, "")]
    headers = list(dict.fromkeys([*there, *named]))
    dates = tuple(header in named and declared[named[header]].type in TEMPORAL for header in headers)
    widths = tuple(max(declared[named[h]].width if h in named else 0.0, WIDTH, len(h) + 2.0) for h in headers)
    return NewSheet(name + SUFFIX, tuple(headers), dates, widths)


def _settle(book: Book, sheet: NewSheet, table: Table, fields: list[str], ledger: Ledger) -> None:
    declared = columns(type(table))
    by_header = {column.header: field for field, column in declared.items()}
    new = sheet.name not in book.raw
    rows, keys = list(_rows(book, sheet, table)), keys_of(table)
    if new:
        book = _with_empty(book, sheet)
    first_headers = [] if new else list(book.raw[sheet.name][0])
    for at, header in enumerate(sheet.headers, start=1):
        field = by_header.get(header)
        if field is None:
            continue
        if not new and at > len(first_headers):
            ledger.add_text(Cell(sheet.name, 1, header, cell_ref(1, at)), header)
        column = declared[field]
        because = f"PMO.{column.computed}" if column.computed else f"from {table.origin.sheet}"
        target = Target(sheet.name, header, column, at, rows, keys, [because] * len(rows))
        settle(book, ledger, target, getattr(table, field))
    if not new:
        _clear_gone(book, sheet, table, ledger)


def _clear_gone(book: Book, sheet: NewSheet, table: Table, ledger: Ledger) -> None:
    """Rows whose key is gone from the table lose what was computed for them."""
    numbers = range(2, len(book.raw[sheet.name]) + 1)
    first = book.raw_column(sheet.name, numbers, 1)
    here = set(keys_of(table))
    gone = {n: _key(raw) for n, raw in zip(numbers, first, strict=True) if raw is not None and _key(raw) not in here}
    by_header = {column.header: column for column in columns(type(table)).values()}
    rows, keys, because = list(gone), list(gone.values()), ["its row is gone"] * len(gone)
    for at, header in enumerate(sheet.headers, start=1):
        if gone and header in by_header:
            column = by_header[header]
            target = Target(sheet.name, header, column, at, rows, keys, because)
            settle(book, ledger, target, empty_values(column, len(rows)))


def _rows(book: Book, sheet: NewSheet, table: Table) -> Iterator[int]:
    """The row number of each row of the table on the sheet of results."""
    there: dict[str, list[int]] = {}
    last = 1
    for number in range(2, len(book.raw.get(sheet.name, ())) + 1):
        raw = book.raw_cell(sheet.name, number, 1)
        if raw is not None:
            there.setdefault(_key(raw), []).append(number)
            last = number
    for key in keys_of(table):
        kept = there.get(key)
        if kept:
            yield kept.pop(0)
        else:
            last += 1
            yield last


def _key(raw: object) -> str:
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw or "")


def _with_empty(book: Book, sheet: NewSheet) -> Book:
    return replace(book, raw={**book.raw, sheet.name: [list(sheet.headers)]})
