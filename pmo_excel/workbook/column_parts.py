"""The parts of a sheet that name columns one by one, with more of them: its table, its widths, its notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pmo_excel.workbook.markup import attribute, escaped, start_tag, with_attribute
from pmo_excel.workbook.refs import Range, cell_ref
from pmo_excel.workbook.tables_xml import ExcelTable

Move = tuple[tuple[int, int], tuple[int, int]]
"""Row and column of a header in the template, and in the workbook."""
_SHAPE: Final = re.compile(rb"<v:shape .*?</v:shape>", re.DOTALL)
_SHAPE_NUMBER: Final = re.compile(rb'\bid="_x0000_s(\d+)"')
_ANCHOR: Final = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")


def with_table_columns(xml: bytes, table: ExcelTable, headers: Sequence[str]) -> bytes:
    """The table part with its range and filter wider by new columns, which come after the others."""
    ref = table.ref
    wider = Range(ref.first_row, ref.first_column, ref.last_row, ref.last_column + len(headers))

    def widened(found: re.Match[bytes]) -> bytes:
        old = attribute(found[0], "ref") or ""
        first, _, last = old.partition(":")
        down = str(wider).split(":")[1].rstrip("0123456789") + (last or first).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
        return with_attribute(found[0], "ref", f"{first}:{down}")

    for local in ("table", "autoFilter"):
        xml = start_tag(local).sub(widened, xml, count=1)
    highest = max((int(attribute(tag[0], "id") or 0) for tag in start_tag("tableColumn").finditer(xml)), default=0)
    rows = b"".join(
        b'<tableColumn id="%d" name="%b"/>' % (highest + at, escaped(header).replace(b'"', b"&quot;"))
        for at, header in enumerate(headers, start=1)
    )
    xml = xml.replace(b"</tableColumns>", rows + b"</tableColumns>", 1)
    count = str(len(table.columns) + len(headers))
    return start_tag("tableColumns").sub(lambda found: with_attribute(found[0], "count", count), xml, count=1)


def with_width(head: bytes, column: int, width: str) -> bytes:
    """What stands before a sheet's cells, with the width of a column; those beside it keep theirs."""
    mine = b'<col min="%d" max="%d" width="%b" customWidth="1"/>' % (column, column, width.encode())
    for found in start_tag("col").finditer(head):
        first, last = (int(attribute(found[0], end) or 0) for end in ("min", "max"))
        if last < column:
            continue
        around = mine
        if first <= column:
            left = with_attribute(found[0], "max", str(column - 1)) if first < column else b""
            right = with_attribute(found[0], "min", str(column + 1)) if last > column else b""
            around = left + mine + right
        else:
            around = mine + found[0]
        return head[: found.start()] + around + head[found.end() :]
    end = head.find(b"</cols>")
    if end >= 0:
        return head[:end] + mine + head[end:]
    data = start_tag("sheetData").search(head)
    at = data.start() if data else len(head)
    return head[:at] + b"<cols>" + mine + b"</cols>" + head[at:]


def with_notes(xml: bytes, theirs: bytes, moves: Sequence[Move]) -> bytes:
    """The part of notes with those of the template's headers; empty where it is not written as usual."""
    end = xml.find(b"</commentList>")
    if end < 0 or start_tag("author").search(xml) is None:
        return b""
    made = b""
    for (row, column), (my_row, my_column) in moves:
        ref = cell_ref(row, column).encode()
        found = re.search(rb'<comment ref="%b" [^>]*>.*?</comment>' % ref, theirs, re.DOTALL)
        if found:
            tag = found[0][: found[0].index(b">") + 1]
            made += b'<comment ref="%b" authorId="0">' % cell_ref(my_row, my_column).encode() + found[0][len(tag) :]
    return xml[:end] + made + xml[end:]


def with_note_shapes(xml: bytes, theirs: bytes, moves: Sequence[Move]) -> bytes:
    """The drawing of notes with the shapes of the template's; empty where it is not written as usual."""
    end = xml.rfind(b"</xml>")
    if end < 0 or b'id="_x0000_t202"' not in xml:
        return b""
    shapes = {_place(found[0]): found[0] for found in _SHAPE.finditer(theirs)}
    number = max((int(n) for n in _SHAPE_NUMBER.findall(xml)), default=1024)
    made = b""
    for place, (row, column) in moves:
        shape = shapes.get(place)
        if shape is None:
            continue
        number += 1
        shape = _SHAPE_NUMBER.sub(b'id="_x0000_s%d"' % number, shape, count=1)
        anchor = _ANCHOR.search(shape)
        if anchor:
            shifted = _shifted(anchor[2], column - place[1])
            shape = shape[: anchor.start(2)] + shifted + shape[anchor.end(2) :]
        shape = re.sub(rb"<x:Row>\d+</x:Row>", b"<x:Row>%d</x:Row>" % (row - 1), shape)
        made += re.sub(rb"<x:Column>\d+</x:Column>", b"<x:Column>%d</x:Column>" % (column - 1), shape)
    return xml[:end] + made + xml[end:]


def _place(shape: bytes) -> tuple[int, int]:
    row, column = (re.search(rb"<x:%b>(\d+)<" % name, shape) for name in (b"Row", b"Column"))
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column else (0, 0)


def _shifted(anchor: bytes, by: int) -> bytes:
    """The corners of a shape (column, offset, row, offset, twice) some columns further to the right."""
    numbers = [int(n) for n in anchor.split(b",")]
    numbers[0], numbers[4] = numbers[0] + by, numbers[4] + by
    return ", ".join(map(str, numbers)).encode()
