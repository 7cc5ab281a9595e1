"""Refresh: every computed column of a workbook, as a list of cell changes that is read, or applied, or both.

Which function computes which column is declared; the order is derived; the result is a value. A dry run prints the
list, the file writer and the live writers of each spreadsheet program apply the same list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Cell, Problem
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.refresh.changes import column_changes
from pmo_excel.refresh.compute import computed
from pmo_excel.refresh.findings import NAME, SHEET, findings
from pmo_excel.refresh.graph import computing
from pmo_excel.refresh.ledger import CellChange, Ledger, typed_over
from pmo_excel.refresh.memory import TITLE, Memory, memory_cell
from pmo_excel.refresh.results_sheet import results_sheets
from pmo_excel.refresh.rows import as_sheet, row_changes
from pmo_excel.workbook.added_sheet import NewSheet
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.read import Book, Place
from pmo_excel.workbook.refs import cell_ref

MEMORY_SHEET = "Audit"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh found and would write.

    Attributes
    ----------
    changes
        The cells that change, in workbook order; those of Refresh's own memory come last.
    problems
        Every finding: of the cells, of the computations, and of cells typed over.
    tables
        Every sheet with its computed columns filled, for reports and for publishing.
    results
        Each function's result table; None where it could not run.
    growths
        The tables that must get rows first, and how many.
    sheets
        The sheets of results that must be there first.
    beside
        What is to be remembered beside the file, where the workbook has no Audit sheet that does.
    """

    changes: tuple[CellChange, ...]
    problems: tuple[Problem, ...]
    tables: Mapping[str, Table]
    results: Mapping[str, Table | None]
    growths: tuple[Growth, ...]
    sheets: tuple[NewSheet, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def seen(self) -> tuple[CellChange, ...]:
        """The changes that people see: all but those of Refresh's own memory."""
        return tuple(change for change in self.changes if not memory_cell(change.cell))


def refreshed(book: Book, beside: Sequence[str] = (), results_on_sheets: bool = False) -> Refreshed:
    """Compute every computed column of a workbook and compare it with what the cells hold.

    Parameters
    ----------
    beside
        What is remembered beside the file of the last refresh, where the workbook has no Audit sheet that does.
    results_on_sheets
        Whether what is computed and has no column goes to sheets of results.
    """
    done = computed(book.tables, Conventions(book.package.date1904))
    ledger = Ledger(Memory.read([*_memory_lines(book), *beside]))
    growths: list[Growth] = []
    results = dict(done.results)
    for sheet, table in book.tables.items():
        rows_from = declaration(type(table)).rows_from
        if rows_from and rows_from != NAME:
            result = results.get(rows_from)
            if result is not None:
                numbers = row_changes(book, sheet, result, ledger)
                growths += _growth(book.places[sheet], numbers)
                done.tables[sheet] = as_sheet(table, result, numbers)
        for name in computing(sheet):
            if name in results and name != rows_from:
                fields = [f for f, c in columns(type(table)).items() if c.computed == name]
                column_changes(book, sheet, done.tables[sheet], fields, ledger)
    added = results_sheets(book, done.tables, ledger) if results_on_sheets else []
    found = [*book.problems, *done.problems, *ledger.problems, *typed_over(ledger.kept)]
    problems = tuple(dict.fromkeys(found))
    if SHEET in book.tables:
        listed = findings(problems)
        numbers = row_changes(book, SHEET, listed, ledger)
        growths += _growth(book.places[SHEET], numbers)
        done.tables[SHEET] = as_sheet(book.tables[SHEET], listed, numbers)
    order = {sheet.name: at for at, sheet in enumerate(book.package.sheets)}
    changes = sorted(ledger.changes, key=lambda c: (order.get(c.cell.sheet, 0), c.cell.row or 0))
    memory = Memory(frozenset(ledger.remembered))
    changes += _memory_changes(book, memory)
    lines = () if MEMORY_SHEET in book.places else tuple(memory.lines())
    return Refreshed(tuple(changes), problems, done.tables, results, tuple(growths), tuple(added), lines)


def _growth(place: Place, numbers: Sequence[int]) -> list[Growth]:
    """The rows that an Excel Table needs for rows of these numbers."""
    beyond = max(numbers, default=0) - place.last_row
    return [Growth(beyond, table=place.table)] if beyond > 0 and place.table else []


def _memory_column(book: Book) -> int | None:
    place = book.places.get(MEMORY_SHEET)
    return place.last_column + 2 if place else None


def _memory_lines(book: Book) -> list[str]:
    at = _memory_column(book)
    if at is None:
        return []
    place = book.places[MEMORY_SHEET]
    rows = range(place.first_row, len(book.raw[place.sheet]) + 1)
    return [str(raw) for row in rows if (raw := book.raw_cell(place.sheet, row, at)) is not None]


def _memory_changes(book: Book, memory: Memory) -> list[CellChange]:
    at = _memory_column(book)
    if at is None:
        return []
    place = book.places[MEMORY_SHEET]
    lines = memory.lines()
    last = max(place.header_row + len(lines), len(book.raw[place.sheet]))
    wanted = {place.header_row: TITLE} | {place.first_row + i: line for i, line in enumerate(lines)}
    changes = []
    for row in range(place.header_row, last + 1):
        old, new = book.raw_cell(place.sheet, row, at), wanted.get(row)
        if old != new:
            cell = Cell(place.sheet, row, TITLE, cell_ref(row, at))
            changes.append(CellChange(cell, "", old, new, "remembers what Refresh wrote"))
    return changes


__all__ = ["CellChange", "Refreshed", "memory_cell", "refreshed"]
