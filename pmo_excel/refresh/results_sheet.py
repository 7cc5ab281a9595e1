"""Results on sheets of their own, for a user's template that has no columns for them: one sheet beside each table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pmo_excel.core.columns import TEMPORAL, Column, is_empty
from pmo_excel.core.problems import Cell
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.refresh.changes import Ledger, found_cells, key_of, settle
from pmo_excel.refresh.graph import computing
from pmo_excel.workbook.added_sheet import NewSheet
from pmo_excel.workbook.read import Book, Place
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
        if declared.layout != "rows" or declared.rows_from or not declared.key or not computing(name):
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
    rows = list(_rows(book, sheet, table))
    place = Place(sheet.name, "", 1, 2, max(rows, default=2), 1, len(sheet.headers))
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
        found = found_cells(book, place, column, rows, at)
        for row, number in enumerate(rows):
            cell = Cell(sheet.name, number, header, cell_ref(number, at))
            because = f"PMO.{column.computed}" if column.computed else f"from {table.origin.sheet}"
            settle(ledger, cell, key_of(table, row), column, found[row], getattr(table, field)[row], because)
    if not new:
        _clear_gone(book, sheet, table, place, ledger)


def _clear_gone(book: Book, sheet: NewSheet, table: Table, place: Place, ledger: Ledger) -> None:
    """Rows whose key is gone from the table lose what was computed for them."""
    keys = {key_of(table, row) for row in range(len(table))}
    by_header = {column.header: column for column in columns(type(table)).values()}
    for number in range(2, len(book.raw[sheet.name]) + 1):
        raw = book.raw_cell(sheet.name, number, 1)
        key = _key(raw)
        if raw is None or key in keys:
            continue
        for at, header in enumerate(sheet.headers, start=1):
            if header in by_header:
                found = found_cells(book, place, by_header[header], [number], at)[0]
                cell = Cell(sheet.name, number, header, cell_ref(number, at))
                settle(ledger, cell, key, by_header[header], found, None, "its row is gone")


def _rows(book: Book, sheet: NewSheet, table: Table) -> Iterator[int]:
    """The row number of each row of the table on the sheet of results."""
    there: dict[str, list[int]] = {}
    last = 1
    for number in range(2, len(book.raw.get(sheet.name, ())) + 1):
        raw = book.raw_cell(sheet.name, number, 1)
        if raw is not None:
            there.setdefault(_key(raw), []).append(number)
            last = number
    for row in range(len(table)):
        kept = there.get(key_of(table, row))
        if kept:
            yield kept.pop(0)
        else:
            last += 1
            yield last


def _key(raw: object) -> str:
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw or "")


def _with_empty(book: Book, sheet: NewSheet) -> Book:
    return replace(book, raw={**book.raw, sheet.name: [list(sheet.headers)]})
