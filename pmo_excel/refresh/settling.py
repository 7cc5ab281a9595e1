"""One computed column settled: which of its cells are written, which are left, and which a person typed over.

What its cells hold and what is computed for them are compared as arrays; objects are made only of cells that change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.cells import Conventions
from pmo_excel.core.column_reading import read_column
from pmo_excel.core.columns import Column
from pmo_excel.core.problems import Cell
from pmo_excel.refresh.ledger import CellChange, Kept, Ledger
from pmo_excel.refresh.memory import fingerprints
from pmo_excel.refresh.values import CellValue, agreeing, canonical, cell_values, empties
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_ref

Mask = NDArray[np.bool_]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Target:
    """The cells of one computed column of a sheet, and whose they are.

    Attributes
    ----------
    header, at
        The column's header as found, and its number in the sheet.
    rows, keys, because
        Of each cell: its row number, the row's key as a person knows it, and why it holds what is computed for it.
    """

    sheet: str
    header: str
    column: Column
    at: int
    rows: Sequence[int]
    keys: Sequence[str]
    because: Sequence[str]

    def cell(self, row: int) -> Cell:
        """The place of one of them."""
        return Cell(self.sheet, self.rows[row], self.header, cell_ref(self.rows[row], self.at))

    def fingerprints(self, rows: Mask, texts: Sequence[str]) -> list[bytes]:
        """The fingerprints of some of them, if they held these texts."""
        keys, held = (list(_where(rows, items)) for items in (self.keys, texts))
        return fingerprints(self.sheet, self.column.header, keys, held)


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """What the cells hold: as found, and what that means; empty where it cannot be read."""

    raws: list[Any]
    values: NDArray[Any]
    blank: Mask
    formula: Mask


def settle(book: Book, ledger: Ledger, target: Target, values: NDArray[Any]) -> None:
    """Leave each cell as it is, write it, or keep what a person typed there and say so.

    Parameters
    ----------
    values
        What is computed for each of them.
    """
    held, column = _held(book, target), target.column
    filled, agrees = ~empties(values), agreeing(column, held.values, values)
    ours = (held.blank | agrees) & ~held.formula
    written = held.blank & filled & ~held.formula
    other = ~(ours | held.formula)
    if other.any():
        known = _written_before(ledger, target, held, other)
        ours, written, other = ours | known, written | known, other & ~known
    ledger.remembered.update(target.fingerprints(ours & filled, canonical(column, values)))
    ledger.changes += _changes(target, written, cell_values(column, held.values[written]), values)
    ledger.kept += _kept(target, other | (held.formula & ~agrees), held, values)


def _changes(target: Target, rows: Mask, before: Sequence[CellValue], values: NDArray[Any]) -> Iterator[CellChange]:
    after = cell_values(target.column, values[rows])
    for row, old, new in zip(np.flatnonzero(rows).tolist(), before, after, strict=True):
        yield CellChange(target.cell(row), target.keys[row], old, new, target.because[row])


def _kept(target: Target, rows: Mask, held: _Held, values: NDArray[Any]) -> Iterator[Kept]:
    for row, value in zip(np.flatnonzero(rows).tolist(), cell_values(target.column, values[rows]), strict=True):
        yield Kept(target.cell(row), held.raws[row], value, "a formula" if held.formula[row] else "")


def _held(book: Book, target: Target) -> _Held:
    raws = book.raw_column(target.sheet, target.rows, target.at)
    read = read_column(target.column, raws, Conventions(book.package.date1904))
    blank = np.array([raw is None for raw in raws], dtype=bool)
    formula = np.array(book.formulas_in(target.sheet, target.rows, target.at), dtype=bool)
    return _Held(raws, read.values, blank, formula)


def _written_before(ledger: Ledger, target: Target, held: _Held, rows: Mask) -> Mask:
    """Which of these cells hold what Refresh wrote there the last time."""
    found = canonical(target.column, held.values)
    texts = [text or f"text {raw}" for text, raw in zip(found, held.raws, strict=True)]
    known = rows.copy()
    known[rows] = [one in ledger.memory.known for one in target.fingerprints(rows, texts)]
    return known


def _where(rows: Mask, items: Sequence[T]) -> Iterator[T]:
    return (items[row] for row in np.flatnonzero(rows).tolist())
