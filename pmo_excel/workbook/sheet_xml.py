"""A worksheet's XML as bytes: where its rows and cells are, and the same sheet with some cells written.

Only the bytes of the written cells change, and with them what must agree: row spans and the sheet's dimension.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pmo_excel.workbook.cell_content import Content
from pmo_excel.workbook.markup import attribute, start_tag, with_attribute
from pmo_excel.workbook.refs import Range, cell_at, cell_ref, range_at
from pmo_excel.workbook.refused import damaged, refused

_REPLACED = re.compile(rb"""\s(?:t|cm|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
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


@dataclass(frozen=True, slots=True)
class CellWrite:
    """New content for a cell; without a style it keeps its own. `extra` are more attributes, such as ` cm="1"`."""

    content: Content
    style: bytes | None = None
    extra: bytes = b""


@dataclass(slots=True)
class Written:
    """A sheet's new XML, the cells that are different now, and whether formulas went or came."""

    xml: bytes
    cells: list[tuple[int, int]] = field(default_factory=list)
    formulas_changed: bool = False


StyleOf = Callable[[Row, int], bytes | None]


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
        self._cell_tag = re.compile(rb"<%bc(?=[\s/>])[^>]*>" % self.prefix)
        self.numbers, self._starts = self._index()

    @property
    def head(self) -> bytes:
        """What stands before the cells."""
        return self.xml[: self.head_end]

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

    def row_number_at(self, place: int) -> int:
        """The number of the row that holds this place of the XML."""
        return self.numbers[bisect_right(self._starts, place) - 1]

    def cell(self, row: Row, column: int) -> bytes | None:
        """The XML of one cell, or None."""
        spot = self.spots(row, [column])[0]
        return row.cells[spot.start : spot.end] if spot.end > spot.start else None

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

    def scan(self, row: Row) -> list[tuple[int, Spot]]:
        """Every cell of a row with its column. Cells may leave their reference out: they follow the one before."""
        cells, column = [], 0
        for found in self._cell_tag.finditer(row.cells):
            ref = attribute(found[0], "r")
            column = self._cell_at(ref)[1] if ref else column + 1
            cells.append((column, Spot(found.start(), self._cell_end(row.cells, found.start()))))
        return cells

    def _index(self) -> tuple[list[int], list[int]]:
        opening = re.compile(rb"<%brow(?:\s+r=\"(\d+)\")?(?=[\s/>])([^>]*)>" % self.prefix)
        numbers, starts, last = [], [], 0
        for found in opening.finditer(self.xml, self.rows_start, self.rows_end):
            given = found[1] or attribute(found[0], "r") or last + 1
            number = int(given)
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
                return Spot(start, self._cell_end(cells, start))
            at = cells.find(wanted, at + 1)
        return None

    def _by_scan(self, row: Row, columns: list[int]) -> list[Spot]:
        cells = self.scan(row)
        found, at = [], 0
        for column in columns:
            while at < len(cells) and cells[at][0] < column:
                at += 1
            if at < len(cells) and cells[at][0] == column:
                found.append(cells[at][1])
            else:
                place = cells[at][1].start if at < len(cells) else len(row.cells)
                found.append(Spot(place, place))
        return found

    def _cell_end(self, cells: bytes, start: int) -> int:
        close = cells.find(b">", start)
        if cells[close - 1] == 0x2F:  # />
            return close + 1
        end = cells.find(self._cell_close, close)
        if end < 0:
            raise damaged(self.label, f"a cell of sheet {self.name!r} does not end")
        return end + len(self._cell_close)

    def _cell_at(self, ref: str) -> tuple[int, int]:
        try:
            return cell_at(ref)
        except ValueError as error:
            raise damaged(self.label, f"sheet {self.name!r} has a cell called {ref!r}") from error


def with_cells(
    sheet: SheetXml, writes: Mapping[int, Mapping[int, CellWrite]], style_of: StyleOf, new_rows: Mapping[int, bytes]
) -> Written:
    """The sheet with cells written.

    Parameters
    ----------
    writes
        By row, then by column.
    style_of
        The style of a cell that is not there yet.
    new_rows
        Start tags for rows that are not there yet; others get a plain one.
    """
    written = Written(b"")
    pieces: list[bytes] = []
    at = sheet.rows_start
    for number in sorted(writes):
        row = sheet.row(number)
        new = _with_row(sheet, row, writes[number], style_of, new_rows.get(number), written)
        if new is not None:
            pieces += (sheet.xml[at : row.start], new)
            at = row.end
    if not pieces:
        written.xml = sheet.xml
        return written
    pieces.append(sheet.xml[at : sheet.rows_end])
    opening, tail = sheet.data_tag, sheet.tail
    if opening.endswith(b"/>"):
        opening, tail = opening[:-2] + b">", b"</%bsheetData>" % sheet.prefix + tail
    head = _with_dimension(sheet.head, written.cells)
    written.xml = b"".join([head, opening, *pieces, tail])
    return written


def _with_row(
    sheet: SheetXml,
    row: Row,
    writes: Mapping[int, CellWrite],
    style_of: StyleOf,
    new_tag: bytes | None,
    written: Written,
) -> bytes | None:
    """The row with its cells written, or None when nothing in it changes."""
    columns = sorted(writes)
    pieces: list[bytes] = []
    inserted: list[int] = []
    at = 0
    formula = b"<%bf" % sheet.prefix
    for column, spot in zip(columns, sheet.spots(row, columns), strict=True):
        write = writes[column]
        old = row.cells[spot.start : spot.end]
        new = _rewritten(old, write, sheet.prefix) if old else _inserted(row, column, write, style_of, sheet.prefix)
        if new == old:
            continue
        if not old:
            inserted.append(column)
        pieces += (row.cells[at : spot.start], new)
        at = spot.end
        written.cells.append((row.number, column))
        if formula in old or formula in new:
            written.formulas_changed = True
    if not pieces:
        return None
    tag = row.tag or new_tag or b'<%brow r="%d">' % (sheet.prefix, row.number)
    tag = tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag
    pieces.append(row.cells[at:])
    return b"".join([_with_spans(tag, inserted), *pieces, b"</%brow>" % sheet.prefix])


def _rewritten(old: bytes, write: CellWrite, prefix: bytes) -> bytes:
    """A cell that is there, with new content; its attributes stay but for type, array and rich-value marks."""
    tag = old[: old.index(b">") + 1].rstrip(b"/>").rstrip()
    tag = _REPLACED.sub(b"", tag)
    if write.style is not None:
        tag = with_attribute(tag + b">", "s", write.style.decode())[:-1]
    return _closed(tag + write.extra + write.content.kind, write.content.inner, prefix)


def _inserted(row: Row, column: int, write: CellWrite, style_of: StyleOf, prefix: bytes) -> bytes:
    style = write.style if write.style is not None else style_of(row, column)
    if not write.content.inner and (write.style is None or style in (None, b"0")):
        return b""
    tag = b'<%bc r="%b"' % (prefix, cell_ref(row.number, column).encode())
    tag += b' s="%b"' % style if style and style != b"0" else b""
    return _closed(tag + write.extra + write.content.kind, write.content.inner, prefix)


def _closed(tag: bytes, inner: bytes, prefix: bytes) -> bytes:
    return tag + b">" + inner + b"</%bc>" % prefix if inner else tag + b"/>"


def cell_style(cell: bytes) -> bytes | None:
    """The style number of a cell's XML."""
    found = _STYLE.search(cell, 0, cell.index(b">"))
    return found[1] if found else None


def _with_spans(tag: bytes, inserted: list[int]) -> bytes:
    spans = attribute(tag, "spans")
    if not spans or not inserted:
        return tag
    numbers = [int(number) for number in re.findall(r"\d+", spans)]
    first, last = min(numbers + inserted), max(numbers + inserted)
    if (first, last) == (min(numbers), max(numbers)):
        return tag
    return with_attribute(tag, "spans", f"{first}:{last}")


def _with_dimension(head: bytes, cells: list[tuple[int, int]]) -> bytes:
    found = start_tag("dimension").search(head)
    if found is None:
        return head
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    reach = Range(min(rows), min(columns), max(rows), max(columns))
    try:
        old = range_at(attribute(found[0], "ref") or "")
    except ValueError:
        return head
    new = Range(
        min(old.first_row, reach.first_row),
        min(old.first_column, reach.first_column),
        max(old.last_row, reach.last_row),
        max(old.last_column, reach.last_column),
    )
    if new == old:
        return head
    return head[: found.start()] + with_attribute(found[0], "ref", str(new)) + head[found.end() :]
