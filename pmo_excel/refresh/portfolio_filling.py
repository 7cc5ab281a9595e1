"""A portfolio workbook filled from what was collected, as a list of cell changes: computed cells only.

It goes by the rules of a refresh: a row keeps its place and what people typed beside it, a cell that a person typed
over is kept and said, and what is there already is not written. The sheet Lineage remembers what was written last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from pmo_excel.core.problems import Cell, Problem
from pmo_excel.core.tables import Table, columns
from pmo_excel.portfolio.tables import PortfolioFindings
from pmo_excel.refresh.changes import column_changes
from pmo_excel.refresh.ledger import CellChange, Ledger, typed_over
from pmo_excel.refresh.memory import TITLE, Memory
from pmo_excel.refresh.rows import row_changes
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_ref

MEMORY: Final = "Lineage"
"""The sheet beside whose table is remembered what was written."""
FINDINGS: Final = "Findings"
TYPED: Final = frozenset({"Resource Pool", "Skills"})
"""Sheets whose rows people type."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What filling a portfolio workbook would write.

    Attributes
    ----------
    changes
        The cells that change, in workbook order; those of the memory come last.
    left_out
        Sheets of the portfolio that the workbook does not have.
    problems
        Cells that were typed over and are kept.
    beside
        What is to be remembered beside the file, where the workbook has no sheet Lineage.
    """

    changes: Sequence[CellChange]
    growths: Sequence[Growth]
    left_out: Sequence[str]
    problems: Sequence[Problem]
    beside: Sequence[str]


def filling(book: Book, tables: Mapping[str, Table], beside: Sequence[str] = ()) -> Filling:
    """The cells that bring a portfolio workbook to what was collected."""
    ledger = Ledger(Memory.read([*_lines(book), *beside]))
    growths = []
    for sheet in (name for name in tables if name in book.places):
        if sheet in TYPED:
            table = tables[sheet]
            fields = [name for name, column in columns(type(table)).items() if not column.typed]
            column_changes(book, sheet, table, fields, ledger)
            continue
        numbers = _ranked(book, tables[sheet]) if sheet == FINDINGS else None
        rows = row_changes(book, sheet, tables[sheet], ledger, numbers)
        beyond = max(rows, default=0) - book.places[sheet].last_row
        if beyond > 0:
            growths.append(Growth(beyond, table=book.places[sheet].table))
    order = {sheet.name: at for at, sheet in enumerate(book.package.sheets)}
    changes = sorted(ledger.changes, key=lambda c: (order.get(c.cell.sheet, 0), c.cell.row or 0))
    lines = Memory(frozenset(ledger.remembered)).lines()
    changes += _memory_changes(book, lines)
    left_out = tuple(name for name in tables if name not in book.places)
    kept = () if MEMORY in book.places else tuple(lines)
    return Filling(changes, growths, left_out, tuple(typed_over(ledger.kept)), kept)


def _ranked(book: Book, listed: Table) -> list[int]:
    """A row for each finding, the worst on top; one that somebody has answered stays where the answer is."""
    table = book.tables[FINDINGS]
    assert isinstance(table, PortfolioFindings) and isinstance(listed, PortfolioFindings)  # noqa: S101, PT018
    there = zip(_findings(table), table.origin.rows, table.accept.tolist(), strict=True)
    answered = {finding: number for finding, number, answer in there if answer}
    taken = set(answered.values())
    free = (number for number in count(book.places[FINDINGS].first_row) if number not in taken)
    return [answered.pop(finding) if finding in answered else next(free) for finding in _findings(listed)]


def _findings(table: PortfolioFindings) -> list[tuple[Any, ...]]:
    """What makes each finding the same one next time."""
    names = ("project_id", "code", "place", "message")
    return list(zip(*(getattr(table, name).tolist() for name in names), strict=True))


def _place(book: Book) -> tuple[int, int] | None:
    """The row and the column of the heading of what is remembered."""
    place = book.places.get(MEMORY)
    return None if place is None else (place.header_row, place.last_column + 2)


def _lines(book: Book) -> list[str]:
    at = _place(book)
    if at is None:
        return []
    sheet = book.places[MEMORY].sheet
    rows = range(at[0] + 1, len(book.raw[sheet]) + 1)
    return [str(raw) for row in rows if (raw := book.raw_cell(sheet, row, at[1])) is not None]


def _memory_changes(book: Book, lines: Sequence[str]) -> list[CellChange]:
    at = _place(book)
    if at is None:
        return []
    sheet, (first, column) = book.places[MEMORY].sheet, at
    wanted = dict(enumerate([TITLE, *lines], start=first))
    last = max(first + len(lines), len(book.raw[sheet]))
    changes = []
    for row in range(first, last + 1):
        old, new = book.raw_cell(sheet, row, column), wanted.get(row)
        if old != new:
            because = "remembers what was collected"
            changes.append(CellChange(Cell(sheet, row, TITLE, cell_ref(row, column)), "", old, new, because))
    return changes
