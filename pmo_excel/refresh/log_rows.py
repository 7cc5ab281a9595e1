"""Rows appended to a sheet that is a log: below the last one that is there, whatever it holds."""

from __future__ import annotations

from pmo_excel.core.columns import is_empty
from pmo_excel.core.problems import Cell
from pmo_excel.core.tables import Table, columns
from pmo_excel.refresh.ledger import CellChange
from pmo_excel.refresh.values import cell_value
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_ref, column_number


def appended(book: Book, sheet: str, rows: Table, because: str) -> tuple[list[CellChange], list[Growth]]:
    """The cells of new rows in a declared sheet of the workbook, and the growth of its table that they need.

    Columns that the sheet does not have are left out.
    """
    table, place = book.tables[sheet], book.places[sheet]
    first = max(table.origin.rows, default=place.first_row - 1) + 1
    changes = []
    for at in range(len(rows)):
        number = first + at
        for name, column in columns(type(table)).items():
            value = getattr(rows, name)[at]
            if name in table.origin.letters and not is_empty(value):
                letters = table.origin.letters[name]
                cell = Cell(place.sheet, number, column.header, cell_ref(number, column_number(letters)))
                changes.append(CellChange(cell, "", None, cell_value(column, value), because))
    more = first + len(rows) - 1 - place.last_row
    return changes, [Growth(more, table=place.table)] if more > 0 and place.table else []
