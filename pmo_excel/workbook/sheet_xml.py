"""A worksheet's XML as bytes: where its rows and cells are, found without parsing those nobody asks for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from pmo_excel.workbook.markup import attribute, start_tag
from pmo_excel.workbook.refs import LAST_COLUMN, Range, cell_at, cell_ref, column_number, range_at
from pmo_excel.workbook.refused import damaged, refused

_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")


class Row(NamedTuple):
    """A row: its place in the sheet's XML, its start tag (empty when it is not there), and the XML of its cells."""

    number: int
    start: int
    end: int
    tag: bytes
    cells: bytes


class Spot(NamedTuple):
    """Where a cell is, or would have to be (`start` = `end`), in its row's cells."""

    start: int
    end: int


class SheetXml:
    """A worksheet's XML and an index of its rows.

    Raises
    ------
    Refused
        It is no worksheet, or its rows are not in order.
    """

    def __init__(self, xml: bytes, name: str, label: str) -> None:
        self.xml = xml
        self.name = name
        self.label = label
        opening = start_tag("sheetData").search(xml)
        if opening is None:
            raise refused(f"{label}: {name} is no worksheet; it has no cells", "Choose a sheet with cells.")
        self.data_tag = opening[0]
        self.prefix = self.data_tag[1 : self.data_tag.index(b"sheetData")]
        self.head_end, self.rows_start = opening.span()
        self.rows_end = self.rows_start
        if not self.data_tag.endswith(b"/>"):
            self.rows_end = xml.find(b"</%bsheetData" % self.prefix, self.rows_start)
            if self.rows_end < 0:
                raise damaged(label, f"sheet {name!r} ends in the middle of its cells")
        self._cell_open = b"<%bc " % self.prefix
        self._cell_close = b"</%bc>" % self.prefix
        self._row_close = b"</%brow>" % self.prefix
        self._cell_tag = re.compile(rb'<%bc(?=[\s/>])(?: r="([A-Z]{1,3})\d+")?[^>]*>' % self.prefix)
        self.numbers, self._starts = self._index()

    @property
    def head(self) -> bytes:
        """What stands before the cells."""
        return self.xml[: self.head_end]

    @cached_property
    def has_formulas(self) -> bool:
        """Whether any of its cells holds a formula."""
        formula = re.compile(rb"<%bf[\s>/]" % self.prefix)
        return formula.search(self.xml, self.rows_start, self.rows_end) is not None

    @cached_property
    def has_marked_formulas(self) -> bool:
        """Whether any formula has attributes, as shared, array and data table formulas do."""
        return self.has_formulas and b"<%bf " % self.prefix in self.xml

    @cached_property
    def usual_cells(self) -> bool:
        """Whether every cell begins with its reference, `<c r="F12"`, as all usual programs write them."""
        cells, usual = b"<%bc" % self.prefix, b'%br="' % self._cell_open
        count = self.xml.count
        return count(cells, self.rows_start, self.rows_end) == count(usual, self.rows_start, self.rows_end)

    @property
    def tail(self) -> bytes:
        """What stands after the cells."""
        return self.xml[self.rows_end :]

    def row(self, number: int) -> Row:
        """The row of that number, or where it would have to be."""
        at = bisect_left(self.numbers, number)
        if at == len(self.numbers) or self.numbers[at] != number:
            place = self._starts[at] if at < len(self._starts) else self.rows_end
            return Row(number, place, place, b"", b"")
        start = self._starts[at]
        tag_end = self.xml.find(b">", start) + 1
        tag = self.xml[start:tag_end]
        if tag.endswith(b"/>"):
            return Row(number, start, tag_end, tag, b"")
        close = self.xml.find(self._row_close, tag_end, self.rows_end)
        if close < 0:
            raise damaged(self.label, f"row {number} of sheet {self.name!r} does not end")
        return Row(number, start, close + len(self._row_close), tag, self.xml[tag_end:close])

    def numbers_in(self, first: int, last: int) -> list[int]:
        """The rows that are there from one number to another."""
        return self.numbers[bisect_left(self.numbers, first) : bisect_right(self.numbers, last)]

    def row_number_at(self, place: int) -> int:
        """The number of the row that holds this place of the XML."""
        at = bisect_right(self._starts, place)
        if at == 0:
            raise damaged(self.label, f"sheet {self.name!r} has cells outside of its rows")
        return self.numbers[at - 1]

    def area(self, ref: str) -> Range:
        """The rectangle that a reference in the sheet's own XML stands for."""
        try:
            return range_at(ref)
        except ValueError as error:
            raise damaged(self.label, f"sheet {self.name!r} has an area called {ref!r}") from error

    def cell_around(self, place: int) -> tuple[int, int]:
        """Row and column of the cell that holds this place of the XML."""
        row = self.row(self.row_number_at(place))
        offset = place - row.start - len(row.tag)
        return row.number, max((column for column, start in self.scan(row) if start <= offset), default=1)

    def cell(self, row: Row, column: int) -> bytes | None:
        """The XML of one cell, or None."""
        spot = self.spots(row, [column])[0]
        return row.cells[spot.start : spot.end] or None

    def there(self, number: int, columns: Iterable[int]) -> list[Spot] | None:
        """Where the cells of these columns are in the sheet's own XML; None when one is not there as usually spelt."""
        at = bisect_left(self.numbers, number)
        if at == len(self.numbers) or self.numbers[at] != number:
            return None
        start = self._starts[at]
        end = self._starts[at + 1] if at + 1 < len(self._starts) else self.rows_end
        found = []
        for column in columns:
            start = self.xml.find(b'%br="%b"' % (self._cell_open, cell_ref(number, column).encode()), start, end)
            if start < 0:
                return None
            spot = self.cell_from(self.xml, start)
            if spot.end > end:
                return None
            found.append(spot)
            start = spot.end
        return found

    def lacks(self, number: int, column: int) -> bool:
        """Whether it is sure, without a look at the other cells of its row, that a cell is not there."""
        if not self.usual_cells:
            return False
        at = bisect_left(self.numbers, number)
        if at == len(self.numbers) or self.numbers[at] != number:
            return True
        end = self._starts[at + 1] if at + 1 < len(self._starts) else self.rows_end
        ref = b'%br="%b"' % (self._cell_open, cell_ref(number, column).encode())
        return self.xml.find(ref, self._starts[at], end) < 0

    def spots(self, row: Row, columns: Iterable[int]) -> list[Spot]:
        """Where the cells of these columns, from left to right, are or would have to be."""
        wanted = list(columns)
        found = []
        for column in wanted:
            spot = self._quickly(row.cells, cell_ref(row.number, column).encode())
            if spot is None:
                return self._by_scan(row, wanted)
            found.append(spot)
        return found

    def scan(self, row: Row) -> Iterator[tuple[int, int]]:
        """Every cell of a row: its column, and where it starts.

        Cells may leave their reference out; they follow the one before.
        """
        column = 0
        for found in self._cell_tag.finditer(row.cells):
            if found[1]:
                column = _column(found[1])
            else:
                ref = attribute(found[0], "r")
                column = self._cell_at(ref)[1] if ref else column + 1
            yield column, found.start()

    def cell_from(self, cells: bytes, start: int) -> Spot:
        """The cell that starts there."""
        close = cells.find(b">", start)
        if cells[close - 1] == 0x2F:  # />
            return Spot(start, close + 1)
        end = cells.find(self._cell_close, close)
        if end < 0:
            raise damaged(self.label, f"a cell of sheet {self.name!r} does not end")
        return Spot(start, end + len(self._cell_close))

    def _index(self) -> tuple[list[int], list[int]]:
        opening = re.compile(rb"<%brow(?:\s+r=\"(\d+)\")?(?=[\s/>])([^>]*)>" % self.prefix)
        numbers, starts, last = [], [], 0
        for found in opening.finditer(self.xml, self.rows_start, self.rows_end):
            given = found[1] or attribute(found[0], "r") or last + 1
            try:
                number = int(given)
            except ValueError as error:
                raise damaged(self.label, f"sheet {self.name!r} has a row called {given!r}") from error
            if number <= last:
                raise damaged(self.label, f"row {number} of sheet {self.name!r} comes after row {last}")
            numbers.append(number)
            starts.append(found.start())
            last = number
        return numbers, starts

    def _quickly(self, cells: bytes, ref: bytes) -> Spot | None:
        """The cell with that reference, without looking at the others; text may hold the same bytes, so look back."""
        wanted = b' r="%b"' % ref
        at = cells.find(wanted)
        while at >= 0:
            start = cells.rfind(b"<", 0, at)
            if cells.startswith(self._cell_open, start) and cells.find(b">", start, at) < 0:
                return self.cell_from(cells, start)
            at = cells.find(wanted, at + 1)
        return None

    def _by_scan(self, row: Row, columns: list[int]) -> list[Spot]:
        end = len(row.cells)
        beyond = (LAST_COLUMN + 1, end)
        cells = self.scan(row) if self._last_column(row) >= columns[0] else iter(())
        found = []
        column, start = 0, 0
        for wanted in columns:
            while column < wanted:
                column, start = next(cells, beyond)
            found.append(self.cell_from(row.cells, start) if column == wanted else Spot(start, start))
        return found

    def _last_column(self, row: Row) -> int:
        """The column of the last cell; the last possible one when the cell does not say it in the usual way."""
        start = row.cells.rfind(self._cell_open)
        if start < 0:
            return LAST_COLUMN if row.cells else 0
        found = self._cell_tag.match(row.cells, start)
        last = self._cell_tag.search(row.cells, start + 1) is None
        return _column(found[1]) if last and found is not None and found[1] else LAST_COLUMN

    def _cell_at(self, ref: str) -> tuple[int, int]:
        try:
            return cell_at(ref)
        except ValueError as error:
            raise damaged(self.label, f"sheet {self.name!r} has a cell called {ref!r}") from error


def cell_style(cell: bytes) -> bytes | None:
    """The style number of a cell's XML."""
    found = _STYLE.search(cell, 0, cell.index(b">"))
    return found[1] if found else None


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    return column_number(letters.decode())
