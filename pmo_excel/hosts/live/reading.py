"""An open workbook as a file would hold it: a copy that the program makes, with every value as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pmo_excel.core.cells import ERROR_VALUES, NOT_CALCULATED
from pmo_excel.core.headers import Said
from pmo_excel.hosts.live.book import Block, LiveBook
from pmo_excel.hosts.live.values import alike, as_read
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.read import Book, read_book
from pmo_excel.workbook.refs import Range, cell_ref


@dataclass(frozen=True, slots=True)
class LiveReading:
    """What an open workbook holds: as a book like any other, and each sheet of its tables as it was read."""

    book: Book
    cells: Mapping[str, Block]

    def unchanged(self, live: LiveBook) -> bool:
        """Whether nobody has typed anything into these sheets since they were read."""
        for sheet, before in self.cells.items():
            now = live.read(sheet, _area(before))
            for at, (old_row, new_row) in enumerate(zip(before, now, strict=True), start=1):
                for column, (old, new) in enumerate(zip(old_row, new_row, strict=True), start=1):
                    if not alike(old, new, False) and not self.book.formulas_in(sheet, [at], column)[0]:
                        return False
        return True


def read_live(live: LiveBook, said: Mapping[str, Said]) -> LiveReading:
    """Read the tables of an open workbook, with values that are not saved yet.

    Raises
    ------
    Refused
        The program is busy, or what it gave is no workbook that can be read.
    """
    package = open_package(live.copy(), live.name)
    book = read_book(package, said)
    areas = {place.sheet: _used(book.raw[place.sheet]) for place in book.places.values()}
    cells = {sheet: live.read(sheet, area) for sheet, area in areas.items() if area is not None}
    newer = [edit for sheet, block in cells.items() for edit in _newer(book, sheet, block)]
    if newer:
        book = read_book(_with(package, newer), said)
    return LiveReading(book, cells)


def _with(package: Package, edits: list[Edit]) -> Package:
    return open_package(patch(package, edits).data, package.label)


def _newer(book: Book, sheet: str, block: Block) -> list[Edit]:
    """The typed cells that hold something else than the copy says."""
    found = []
    for number, values in enumerate(block, start=1):
        filed = book.raw[sheet][number - 1]
        for column, value in enumerate(values, start=1):
            before = filed[column - 1] if column <= len(filed) else ""
            before = "" if before is NOT_CALCULATED else before
            if value is None and before in ERROR_VALUES:
                continue  # not every program gives error values
            now = as_read(value, before, book.package.date1904)
            if now != before and not _covered(book, sheet, number, column):
                found.append(Edit(sheet, cell_ref(number, column), now if now != "" else None))
    return found


def _covered(book: Book, sheet: str, row: int, column: int) -> bool:
    """Whether a cell shows no value of its own: a formula, or a cell inside a merged area."""
    facts = book.facts[sheet]
    inside = any(m.holds(row, column) and (row, column) != (m.first_row, m.first_column) for m in facts.merged)
    return inside or (row, column) in facts.formulas


def _used(rows: Any) -> Range | None:
    width = max((len(row) for row in rows), default=0)
    return Range(1, 1, len(rows), width) if width else None


def _area(block: Block) -> Range:
    return Range(1, 1, len(block), len(block[0]))
