"""Whether a table can be given columns at its right without touching what anybody put there."""

from __future__ import annotations

import re

from pmo_excel.workbook.areas import areas
from pmo_excel.workbook.markup import attribute, start_tag
from pmo_excel.workbook.package import ExcelTable, Package
from pmo_excel.workbook.refs import LAST_COLUMN, Range
from pmo_excel.workbook.sheet_xml import SheetXml

_HOLDS = re.compile(rb"<(?:[\w.-]+:)?(?:v|f|is)[\s>/]")


def in_the_way_beside(package: Package, table: ExcelTable, columns: int) -> str:
    """Why so many columns cannot be added at the right of a table; empty where they can.

    One more column has to be free: a table that touches other cells could not be told from them.
    """
    sheet = package.sheet(table.sheet)
    if sheet is None or table.query:
        return "a query fills the table"
    if table.ref.last_column + columns + 1 > LAST_COLUMN:
        return "the sheet has no more columns"
    xml = SheetXml(package.xml(sheet.member), sheet.name, package.label)
    if xml.prefix or b":tableColumns" in package.xml(table.member):
        return "the program that saved the workbook writes it in an unusual way"
    protection = start_tag("sheetProtection").search(xml.tail)
    if protection is not None and attribute(protection[0], "sheet") in ("1", "true"):
        return "the sheet is protected"
    ref = table.ref
    beside = Range(ref.first_row, ref.last_column + 1, ref.last_row, ref.last_column + columns + 1)
    if any(area.ref.overlaps(beside) for area in areas(package, sheet, xml)):
        return "merged cells, a formula or a table stand beside the table"
    if any(other.sheet == table.sheet and other.ref.overlaps(beside) for other in package.tables):
        return "another table stands beside it"
    taken = _first_taken(xml, beside)
    return f"{taken} beside the table is not empty" if taken else ""


def _first_taken(xml: SheetXml, beside: Range) -> str:
    """The first cell of the rectangle that holds something."""
    for number in xml.numbers_in(beside.first_row, beside.last_row):
        row = xml.row(number)
        for column, start in xml.scan(row):
            spot = xml.cell_from(row.cells, start)
            if beside.holds(number, column) and _HOLDS.search(row.cells, spot.start, spot.end):
                return str(Range(number, column, number, column))
    return ""
