"""A worksheet's XML with some cells written.

Only the bytes of the written cells change, and with them what must agree: row spans and the sheet's dimension.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from pmo_excel.workbook.cell_content import Content
from pmo_excel.workbook.markup import attribute, start_tag, with_attribute
from pmo_excel.workbook.refs import Range, cell_ref, range_at
from pmo_excel.workbook.sheet_xml import Row, SheetXml

_REPLACED = re.compile(rb"""\s(?:t|cm|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s>/]")


Place: TypeAlias = tuple[int, int]
"""Row and column of a cell."""


class CellWrite(NamedTuple):
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

    def note(self, place: Place, old: bytes, new: bytes) -> None:
        """A cell that is different now, with its XML before and after."""
        self.cells.append(place)
        if b"f" in old or b"f" in new:  # looking for a byte first is many times faster than for a pattern
            self.formulas_changed = self.formulas_changed or any(map(_FORMULA.search, (old, new)))


StyleOf = Callable[[Row, int], bytes | None]


def with_cells(
    sheet: SheetXml, writes: Mapping[Place, CellWrite], style_of: StyleOf, new_rows: Mapping[int, bytes]
) -> Written:
    """The sheet with cells written.

    Parameters
    ----------
    style_of
        The style of a cell that is not there yet.
    new_rows
        Attributes of rows that are not there yet, with a space before each.
    """
    written = Written(b"")
    pieces: list[bytes] = []
    at = sheet.rows_start
    for number, group in groupby(sorted(writes), itemgetter(0)):
        places = list(group)
        spots = sheet.there(number, [column for _, column in places])
        if spots is not None:  # the row around the cells stays as it is
            for place, spot in zip(places, spots, strict=True):
                old = sheet.xml[spot.start : spot.end]
                new = _rewritten(old, writes[place], sheet.prefix)
                if new != old:
                    pieces += (sheet.xml[at : spot.start], new)
                    at = spot.end
                    written.note(place, old, new)
            continue
        row = sheet.row(number)
        row_xml = _with_row(sheet, row, [(place, writes[place]) for place in places], style_of, new_rows, written)
        if row_xml is not None:
            pieces += (sheet.xml[at : row.start], row_xml)
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
    writes: Sequence[tuple[Place, CellWrite]],
    style_of: StyleOf,
    new_rows: Mapping[int, bytes],
    written: Written,
) -> bytes | None:
    """The row with its cells written, from left to right, or None when nothing in it changes."""
    pieces: list[bytes] = []
    inserted: list[int] = []
    at = 0
    for (place, write), spot in zip(writes, sheet.spots(row, [place[1] for place, _ in writes]), strict=True):
        old = row.cells[spot.start : spot.end]
        new = _rewritten(old, write, sheet.prefix) if old else _inserted(row, place[1], write, style_of, sheet.prefix)
        if new == old:
            continue
        if not old:
            inserted.append(place[1])
        pieces += (row.cells[at : spot.start], new)
        at = spot.end
        written.note(place, old, new)
    if not pieces:
        return None
    tag = row.tag or b'<%brow r="%d"%b>' % (sheet.prefix, row.number, new_rows.get(row.number, b""))
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


def _with_spans(tag: bytes, inserted: list[int]) -> bytes:
    spans = attribute(tag, "spans") if inserted else None
    if not spans:
        return tag
    first, last = _reach(spans)
    if first <= min(inserted) and last >= max(inserted):
        return tag
    return with_attribute(tag, "spans", f"{min(first, *inserted)}:{max(last, *inserted)}")


@lru_cache(maxsize=1024)
def _reach(spans: str) -> tuple[int, int]:
    """The first and the last column of a row's spans, which most rows of a sheet share."""
    numbers = [int(number) for number in re.findall(r"\d+", spans)]
    return min(numbers), max(numbers)


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
