"""The formulas in a sheet's cells: where each stands, and those that follow a range whose end moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pmo_excel.workbook.growth import Stretch
from pmo_excel.workbook.markup import attribute, escaped, text_of
from pmo_excel.workbook.sheet_xml import SheetXml
from pmo_excel.workbook.stretched_refs import Rows, in_formula


class CellFormula(NamedTuple):
    """A formula as it stands in the XML: the place of its text, the text as bytes, its start tag."""

    start: int
    end: int
    text: bytes
    tag: bytes

    @property
    def shared(self) -> bool:
        """Whether other cells take their formula from it."""
        return attribute(self.tag, "t") == "shared"


def cell_formulas(sheet: SheetXml) -> Iterator[CellFormula]:
    """Every formula of the sheet that has a text, in order; cells that share one are counted once."""
    if not sheet.has_formulas:
        return
    element = re.compile(rb"(<%bf(?:\s[^>]*)?(?<!/)>)([^<]+)<" % sheet.prefix)
    for found in element.finditer(sheet.xml, sheet.rows_start, sheet.rows_end):
        yield CellFormula(*found.span(2), found[2], found[1])


def followed(sheet: SheetXml, grown: Stretch) -> tuple[bytes, list[tuple[int, int]]]:
    """The sheet's XML with the formulas that follow the range, and the cells they stand in.

    A formula in the rows of the range, such as a running total, follows only where its reference is fixed.
    """
    here = sheet.name.casefold() == grown.sheet.casefold()
    ending = b"%d" % grown.now.last_row
    pieces: list[bytes] = []
    cells: list[tuple[int, int]] = []
    at = 0
    for found in cell_formulas(sheet):
        if ending not in found.text or not (here or b"!" in found.text):
            continue
        text, cell = text_of(found.text), sheet.cell_around(found.start)
        new = in_formula(text, sheet.name, grown, rows="fixed" if found.shared else _rows(cell, here, grown))
        if new != text:
            pieces += (sheet.xml[at : found.start], escaped(new))
            at = found.end
            cells.append(cell)
    return b"".join([*pieces, sheet.xml[at:]]), cells


def _rows(cell: tuple[int, int], here: bool, grown: Stretch) -> Rows:
    row, column = cell
    if not here or not grown.first_data_row <= row <= grown.now.last_row:
        return "any"
    return "fixed" if grown.now.first_column <= column <= grown.now.last_column else "alike"
