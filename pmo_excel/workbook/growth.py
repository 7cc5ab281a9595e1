"""More rows at the end of an Excel Table or a plain range: whether they fit, and the cells they begin with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.workbook.areas import areas
from pmo_excel.workbook.cell_content import Content, formula
from pmo_excel.workbook.cell_writing import CellWrite
from pmo_excel.workbook.markup import attribute, with_attribute
from pmo_excel.workbook.package import ExcelTable, Package, Sheet
from pmo_excel.workbook.refs import LAST_ROW, Range, cell_ref, range_at
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.shared_formulas import formula_at, moved_formula
from pmo_excel.workbook.sheet_xml import SheetXml, cell_style

_NOT_COPIED = ("r", "spans", "hidden", "collapsed")


@dataclass(frozen=True, slots=True)
class Growth:
    """Rows to add at the end of an Excel Table, or of a plain range given by its sheet and reference with header."""

    rows: int
    table: str = ""
    sheet: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range that grows: where it is now, header included, and the row it will end at; `table` when it is one."""

    sheet: str
    now: Range
    header_rows: int
    last_row: int
    table: ExcelTable | None

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"table {self.table.name}" if self.table else f"the range {self.now}"

    @property
    def added(self) -> Range:
        """The rows that come to it."""
        return Range(self.now.last_row + 1, self.now.first_column, self.last_row, self.now.last_column)

    @property
    def first_data_row(self) -> int:
        """Its first row below the header."""
        return self.now.first_row + self.header_rows


def stretch(package: Package, growth: Growth) -> Stretch:
    """What grows, and how far.

    Raises
    ------
    Refused
        The table or the sheet is not there, or the sheet ends before.
    """
    if growth.rows < 1:
        raise ValueError(f"rows must be at least 1, not {growth.rows}")
    table = package.table(growth.table) if growth.table else None
    sheet = package.sheet(table.sheet if table else growth.sheet)
    if sheet is None or (growth.table and table is None):
        missing = f"Excel Table named {growth.table!r}" if growth.table else f"sheet named {growth.sheet!r}"
        raise _refused(f"{package.label} has no {missing}", "Check the name.", Cell(growth.sheet))
    if table is None:
        now, header_rows = range_at(growth.ref), 1
    else:
        now, header_rows = table.ref, table.header_rows
    grown = Stretch(sheet.name, now, header_rows, now.last_row + growth.rows, table)
    if table is not None and table.totals_rows:
        raise _refused(
            f"{grown.name} has a totals row, so its end cannot move",
            "Turn the totals row off in Excel (Table Design), or insert the rows there.",
            _below(grown),
        )
    if grown.last_row > LAST_ROW:
        raise _refused(f"{grown.name} would pass the last row of the sheet", "Split it.", _below(grown))
    return grown


def obstacles(package: Package, sheet: Sheet, xml: SheetXml, grown: Stretch) -> Iterator[Problem]:
    """What stands where the new rows would be."""
    instead = (
        f"Move it, or insert {grown.last_row - grown.now.last_row} rows below {grown.name} in Excel, then try again."
    )
    taken = list(_taken(xml, grown.added))
    if taken:
        several = f" and {len(taken) - 3:,} more" if len(taken) > 3 else ""
        yield _problem(
            f"{grown.name} cannot grow: {', '.join(taken[:3])}{several} below it hold values", instead, grown
        )
    for area in areas(package, sheet, xml):
        if area.ref.overlaps(grown.added):
            yield _problem(f"{grown.name} cannot grow over {area.what} {area.ref}", instead, grown)
    for table in package.tables:
        if table.sheet == grown.sheet and table != grown.table and table.ref.overlaps(grown.added):
            yield _problem(f"{grown.name} cannot grow over table {table.name} {table.ref}", instead, grown)


def new_rows(xml: SheetXml, grown: Stretch) -> tuple[bytes, dict[int, dict[int, CellWrite]]]:
    """Attributes of the new rows, and their cells: styles and formulas of the last data row."""
    rows = range(grown.added.first_row, grown.last_row + 1)
    if grown.now.last_row < grown.first_data_row:
        return b"", {row: {} for row in rows}
    last = xml.row(grown.now.last_row)
    writes: dict[int, dict[int, CellWrite]] = {row: {} for row in rows}
    for column in range(grown.now.first_column, grown.now.last_column + 1):
        cell = xml.cell(last, column)
        style = (cell_style(cell) or b"0") if cell else None
        for row, (new, extra) in zip(rows, _formulas(xml, grown, column, cell), strict=True):
            writes[row][column] = CellWrite(new, style, extra)
    return _copied_attributes(last.tag), writes


def _formulas(xml: SheetXml, grown: Stretch, column: int, cell: bytes | None) -> Iterator[tuple[Content, bytes]]:
    """What each new cell of a column begins with: its calculated formula, or nothing."""
    rows = range(grown.added.first_row, grown.last_row + 1)
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
                if b"</" in row.cells[spot.start : spot.end]:
                    yield cell_ref(number, column)


def _copied_attributes(tag: bytes) -> bytes:
    for name in _NOT_COPIED:
        tag = with_attribute(tag, name, None)
    space = tag.find(b" ")
    return tag[space:].rstrip(b"/>").rstrip() if space > 0 else b""


def _below(grown: Stretch) -> Cell:
    row = grown.now.last_row + 1
    return Cell(grown.sheet, row, ref=cell_ref(row, grown.now.first_column) if row <= LAST_ROW else "")


def _problem(message: str, suggestion: str, grown: Stretch) -> Problem:
    return Problem(Code.NO_ROOM, message, _below(grown), suggestion, Severity.CRITICAL)


def _refused(message: str, suggestion: str, cell: Cell) -> Refused:
    return Refused([Problem(Code.NO_ROOM, message, cell, suggestion, Severity.CRITICAL)])
