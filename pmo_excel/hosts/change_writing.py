"""What a change writes into its workbook, gathered stage by stage and written in one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pmo_excel.core.columns import Column, Type
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns
from pmo_excel.hosts.books import edit
from pmo_excel.refresh import CellChange, refreshed
from pmo_excel.refresh.audit_log import Stamp, audit_changes
from pmo_excel.refresh.log_rows import appended
from pmo_excel.refresh.values import CellValue, cell_value
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Patched, patch_showing_dates
from pmo_excel.workbook.read import Book, read_book
from pmo_excel.workbook.refs import cell_at
from pmo_excel.workbook.refused import Refused


@dataclass
class Writing:
    """Cell changes of a workbook in the order in which they are made, and the tables that grow for them.

    Attributes
    ----------
    book
        The workbook as it is with everything so far in it.
    changes
        The cells that a person asked to change, in order.
    """

    start: Book
    book: Book
    changes: list[CellChange] = field(default_factory=list)
    growths: dict[str, int] = field(default_factory=dict)

    def set(self, table: Table, name: str, row: int, value: Any, why: str) -> None:
        """Set one typed cell of a table.

        Raises
        ------
        Refused
            The workbook has no such column, or its cell holds a formula.
        """
        cell = table.cell(name, row)
        if not cell.ref:
            text = f"{cell.sheet} has no column {columns(type(table))[name].header!r}, which the change edits"
            raise Refused([_refusal(Code.MISSING_COLUMN, text, cell, "Add the column, or take the line out.")])
        place = cell_at(cell.ref)
        if self.start.formulas_in(cell.sheet, [place[0]], place[1])[0]:
            text = "the cell holds a formula, which is not overwritten"
            raise Refused([_refusal(Code.ODD_FORMULA, text, cell, "Replace the formula by its value first.")])
        old = self.start.raw_cell(cell.sheet, *place)
        self._add([CellChange(cell, "", old, as_cell(columns(type(table))[name], value), why)])

    def clear(self, sheet: str, row: int, first: int, last: int, refs: Iterable[str], why: str) -> None:
        """Empty a row of a table."""
        for column, ref in zip(range(first, last + 1), refs, strict=True):
            old = self.start.raw_cell(sheet, row, column)
            if old is not None:
                self._add([CellChange(Cell(sheet, row, "", ref), "", old, None, why)])

    def append(self, sheet: str, rows: Table, why: str) -> None:
        """Add rows below the last one of a sheet."""
        self._add(*appended(self.book, sheet, rows, why))

    def _add(self, changes: Iterable[CellChange], growths: Iterable[Growth] = ()) -> None:
        self.changes.extend(changes)
        self._grow(growths)

    def _grow(self, growths: Iterable[Growth]) -> None:
        for growth in growths:
            self.growths[growth.table] = self.growths.get(growth.table, 0) + growth.rows

    def written_so_far(self) -> Book:
        """The workbook with everything so far in it, read again."""
        edits = [edit(change) for change in self.changes]
        growths = [Growth(rows, table=name) for name, rows in self.growths.items()]
        package = self.start.package
        data = patch_showing_dates(package, edits, growths).data
        self.book = read_book(open_package(data, package.label), self.start.said)
        return self.book

    def done(self, stamp: Stamp) -> Patched:
        """The workbook with all of it, with what a refresh computes from it, and logged."""
        after = refreshed(self.written_so_far())
        logged, log_growths = audit_changes(self.start, [*self.changes, *after.changes], stamp)
        self._grow([*after.growths, *log_growths])
        edits = [edit(change) for change in [*self.changes, *after.changes, *logged]]
        growths = [Growth(rows, table=name) for name, rows in self.growths.items()]
        return patch_showing_dates(self.start.package, edits, growths, after.links)


def as_cell(column: Column, value: Any) -> CellValue:
    """A value as its cell holds it; durations are numbers of days, or text."""
    if column.type is Type.DURATION and isinstance(value, (int, float)):
        return int(value) if float(value).is_integer() else float(value)
    return cell_value(column, value)


def _refusal(code: Code, text: str, cell: Cell, fix: str) -> Problem:
    return Problem(code, text, cell, fix, Severity.CRITICAL)
