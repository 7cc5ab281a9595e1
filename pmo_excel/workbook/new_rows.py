"""More rows at the end of an Excel Table or a plain range: whether they fit, and the cells they begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmo_excel.core.problems import Problem
from pmo_excel.workbook.areas import areas
from pmo_excel.workbook.cell_content import Content, formula
from pmo_excel.workbook.cell_writing import CellWrite, Place
from pmo_excel.workbook.growth import Stretch
from pmo_excel.workbook.markup import attribute, with_attribute
from pmo_excel.workbook.package import Package, Sheet
from pmo_excel.workbook.refs import Range, cell_ref
from pmo_excel.workbook.shared_formulas import formula_at, moved_formula
from pmo_excel.workbook.sheet_xml import SheetXml, cell_style
from pmo_excel.workbook.stretched_refs import in_formula

_HOLDS = re.compile(rb">\s*<(?!/)")  # an element in the cell: a value, a formula, text
_NOT_COPIED = ("r", "spans", "hidden", "collapsed")


def obstacles(package: Package, sheet: Sheet, xml: SheetXml, grown: Stretch) -> Iterator[Problem]:
    """What stands where the new rows would be."""
    instead = (
        f"Move it, or insert {grown.last_row - grown.now.last_row} rows below {grown.name} in Excel, then try again."
    )
    taken = list(_taken(xml, grown.moving))
    if taken:
        several = f" and {len(taken) - 3:,} more" if len(taken) > 3 else ""
        yield grown.problem(f"{grown.name} cannot grow: {', '.join(taken[:3])}{several} below it hold values", instead)
    for area in areas(package, sheet, xml):
        if area.ref.overlaps(grown.moving):
            yield grown.problem(f"{grown.name} cannot grow over {area.what} {area.ref}", instead)
    for table in package.tables:
        if table.sheet == grown.sheet and table != grown.table and table.ref.overlaps(grown.moving):
            yield grown.problem(f"{grown.name} cannot grow over table {table.name} {table.ref}", instead)


def new_rows(xml: SheetXml, grown: Stretch) -> tuple[bytes, dict[Place, CellWrite]]:
    """Attributes of the new rows, and their cells: styles and formulas of the last data row."""
    rows = range(grown.moving.first_row, grown.last_row + 1)
    if grown.now.last_row < grown.first_data_row:
        return b"", {}
    last = xml.row(grown.now.last_row)
    writes: dict[Place, CellWrite] = {}
    for column in range(grown.now.first_column, grown.now.last_column + 1):
        cell = xml.cell(last, column)
        style = (cell_style(cell) or b"0") if cell else None
        for row, (new, extra) in zip(rows, _formulas(xml, grown, column, cell), strict=True):
            writes[row, column] = CellWrite(new, style, extra)
    return _copied_attributes(last.tag), writes


def _formulas(xml: SheetXml, grown: Stretch, column: int, cell: bytes | None) -> Iterator[tuple[Content, bytes]]:
    """What each new cell of a column begins with: its calculated formula, or nothing."""
    rows = range(grown.moving.first_row, grown.last_row + 1)
    calculated = grown.table.calculated[column - grown.now.first_column] if grown.table else None
    origin, text = (grown.now.last_row, column), formula_at(xml, grown.now.last_row, column)
    if grown.table is None:
        text = text if _repeats(xml, grown, column, text) else ""
    elif calculated is None:
        text = ""
    elif not text or moved_formula(calculated.formula, (1, 1), (2, 1)) == calculated.formula:
        origin, text = (grown.first_data_row, column), calculated.formula
    array = calculated is not None and calculated.array
    mark = attribute(cell[: cell.index(b">")], "cm") if cell and array else None
    extra = b' cm="%b"' % mark.encode() if mark else b""
    text = in_formula(text, grown.sheet, grown)
    for row in rows:
        if text:
            ref = cell_ref(row, column) if array else ""
            yield formula(moved_formula(text, origin, (row, column)), xml.prefix, ref), extra
        else:
            yield Content(b"", b""), b""


def _repeats(xml: SheetXml, grown: Stretch, column: int, text: str) -> bool:
    """Whether a plain range's column holds one formula all the way: the last two rows agree."""
    above = grown.now.last_row - 1
    if not text or above < grown.first_data_row:
        return bool(text)
    other = formula_at(xml, above, column)
    return bool(other) and moved_formula(other, (above, column), (above + 1, column)) == text


def _taken(xml: SheetXml, added: Range) -> Iterator[str]:
    for number in xml.numbers_in(added.first_row, added.last_row):
        row = xml.row(number)
        for column, start in xml.scan(row):
            if added.first_column <= column <= added.last_column:
                spot = xml.cell_from(row.cells, start)
                if _HOLDS.search(row.cells, spot.start, spot.end):
                    yield cell_ref(number, column)


def _copied_attributes(tag: bytes) -> bytes:
    for name in _NOT_COPIED:
        tag = with_attribute(tag, name, None)
    space = tag.find(b" ")
    return tag[space:].rstrip(b"/>").rstrip() if space > 0 else b""
