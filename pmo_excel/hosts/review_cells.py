"""Where a question's value stands in a workbook, and how the site's value, or a typed one, is written there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from pmo_excel.core.cells import Conventions
from pmo_excel.core.column_reading import read_column
from pmo_excel.core.columns import TEMPORAL, Column, Type
from pmo_excel.core.problems import Cell
from pmo_excel.core.tables import Table, columns, field_of
from pmo_excel.governance.tables import Charter, Status
from pmo_excel.refresh.values import CellValue, cell_value
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_at
from sharepoint.fields import Field
from sharepoint.lists import PROJECTS, PUBLISHED
from sharepoint.questions import Question
from sharepoint.values import UnpublishableError, Value, from_cell, key, text

TABLE_OF: Final[Mapping[str, type[Table]]] = {spec.title: cls for cls, spec in PUBLISHED.items()}
"""The table behind each list of rows, by the list's title."""


class UnusableError(ValueError):
    """A value cannot be taken into the workbook; the text says why, `suggestion` what to do."""

    def __init__(self, reason: str, suggestion: str) -> None:
        super().__init__(reason)
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Spot:
    """One typed cell of a workbook."""

    column: Column
    cell: Cell


@dataclass(frozen=True, slots=True)
class Taken:
    """A value as the workbook's cell holds it, as both sides compare it, and as the table's array holds it."""

    cell: CellValue
    value: Value
    held: Any = None


def spot(book: Book, question: Question) -> Spot:
    """The cell of a question's value.

    Raises
    ------
    UnusableError
        The workbook computes it, or has no such column.
    """
    for table, row in _rows(book, question):
        try:
            name = field_of(type(table), question.header)
        except KeyError:
            continue
        column = columns(type(table))[name]
        if not table.has(name):
            break
        cell = table.cell(name, row)
        if not column.typed or (cell.ref and _has_formula(book, cell)):
            raise UnusableError(
                f"{question.title} is computed in the workbook",
                "Choose Keep workbook, or change what it is computed from.",
            )
        if not cell.ref:
            break
        return Spot(column, cell)
    raise UnusableError(
        f"the workbook has no cell for {question.title}", "Choose Keep workbook, or add the column to the sheet."
    )


def _has_formula(book: Book, cell: Cell) -> bool:
    row, column = cell_at(cell.ref)
    return book.formulas_in(cell.sheet, [row], column)[0]


def _rows(book: Book, question: Question) -> list[tuple[Table, int]]:
    """The tables that may hold the value, each with the row in question."""
    if question.spec.title == PROJECTS.title:
        found = [table for table in book.tables.values() if isinstance(table, Charter | Status)]
        return [(table, 0) for table in found if len(table)]
    cls = TABLE_OF.get(question.spec.title)
    table = next((one for one in book.tables.values() if type(one) is cls), None)
    if table is None:
        return []
    ids = getattr(table, field_of(type(table), question.spec.key)).tolist()
    return [(table, row) for row, one in enumerate(ids) if key(question.project, text(one or "") or "") == question.key]


def from_site(column: Column, field: Field, value: Value, date1904: bool) -> Taken:
    """The site's value as the workbook holds it.

    Raises
    ------
    UnusableError
        The column does not take it.
    """
    raw: Any = value
    if isinstance(value, str) and column.type in TEMPORAL:
        raw = date.fromisoformat(value[:10]) if column.type is Type.DATE else datetime.fromisoformat(value)
    elif isinstance(value, bool):
        raw = "Yes" if value else "No"
    elif isinstance(value, list):
        raw = "; ".join(value)
    return typed(column, field, raw, date1904)


def typed(column: Column, field: Field, raw: Any, date1904: bool) -> Taken:
    """A raw value, read as the column's cells are read.

    Raises
    ------
    UnusableError
        The column does not take it, here or on the site.
    """
    if raw is None:
        return Taken(None, None)
    read = read_column(column, [raw], Conventions(date1904))
    if read.wrong:
        fault = read.faults[0][1]
        raise UnusableError(f"{column.header}: {fault.message}", fault.suggestion)
    value = read.values.tolist()[0]
    try:
        canonical = from_cell(field, value)
    except UnpublishableError as refused:
        raise UnusableError(f"{column.header}: {refused.reason}", refused.suggestion) from refused
    number = column.type is Type.DURATION and isinstance(value, int | float)
    return Taken(value if number else cell_value(column, value), canonical, value)
