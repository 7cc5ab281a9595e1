"""The last rows of a table or range on their way out: what still needs them, and the cells they leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from pmo_excel.core.problems import Problem
from pmo_excel.workbook.areas import areas
from pmo_excel.workbook.cell_content import Content
from pmo_excel.workbook.cell_formulas import CellFormula, cell_formulas
from pmo_excel.workbook.cell_writing import CellWrite, Place
from pmo_excel.workbook.growth import Stretch
from pmo_excel.workbook.markup import attribute, text_of
from pmo_excel.workbook.package import Package, Sheet
from pmo_excel.workbook.refs import Range, range_at, sheet_ref
from pmo_excel.workbook.refs import cell_ref as ref_of
from pmo_excel.workbook.sheet_xml import SheetXml, cell_style
from pmo_excel.workbook.stretched_refs import REFERENCE, unquoted

_NOTHING = Content(b"", b"")
_NAMED_AT_MOST = 3


def ties(package: Package, sheet: Sheet, xml: SheetXml, leaving: Stretch) -> Iterator[Problem]:
    """What would lose its footing when the rows leave: cells that belong together, and formulas that name the rows.

    A reference that begins above the rows keeps its meaning; one that begins in them would look at empty cells.
    """
    rows = leaving.moving
    for area in areas(package, sheet, xml):
        whole = area.formula and rows.holds(area.ref.first_row, area.ref.first_column)
        if area.ref.overlaps(rows) and not (whole and rows.holds(area.ref.last_row, area.ref.last_column)):
            yield _problem(f" because of {area.what} {area.ref}", area.instead, leaving)
    asking = list(_asking(package, sheet, xml, leaving))
    if asking:
        several = f" and {len(asking) - _NAMED_AT_MOST:,} more" if len(asking) > _NAMED_AT_MOST else ""
        named = ", ".join(asking[:_NAMED_AT_MOST])
        instead = "Change those formulas to the whole column, or to a row that stays, then try again."
        yield _problem(f": {named}{several} refer to rows {rows.first_row} to {rows.last_row}", instead, leaving)


def emptied_rows(xml: SheetXml, leaving: Stretch) -> dict[Place, CellWrite]:
    """The cells of the rows without content, looking as those below do."""
    rows, below = leaving.moving, xml.row(leaving.now.last_row + 1)
    writes: dict[Place, CellWrite] = {}
    columns = range(rows.first_column, rows.last_column + 1)
    looks = {column: cell_style(xml.cell(below, column) or b"<c>") or b"0" for column in columns}
    for number in xml.numbers_in(rows.first_row, rows.last_row):
        row = xml.row(number)
        there = (column for column in columns if xml.cell(row, column) is not None)
        writes |= {(number, column): CellWrite(_NOTHING, looks[column]) for column in there}
    return writes


def _problem(what: str, instead: str, leaving: Stretch) -> Problem:
    message = f"{leaving.name} cannot end at row {leaving.last_row}{what}"
    return leaving.problem(message, instead, leaving.moving.first_row)


def _asking(package: Package, home: Sheet, xml: SheetXml, leaving: Stretch) -> Iterator[str]:
    """Every cell and name that stays and whose formula begins in the rows, by its address."""
    for sheet in package.sheets:
        if sheet.kind != "worksheet":
            continue
        cells = xml if sheet == home else SheetXml(package.xml(sheet.member), sheet.name, package.label)
        here = sheet == home
        for found in cell_formulas(cells):
            if here or b"!" in found.text:
                cell = cells.cell_around(found.start)
                spots = _in_text(text_of(found.text), sheet.name, leaving)
                if any(_needs(cells, spot, cell, found, here, leaving) for spot in spots):
                    yield sheet_ref(sheet.name, ref_of(*cell))
    for name in package.names:
        named = [spot.now for spot in _in_text(name.refers_to, "", leaving)]
        if any(now.overlaps(leaving.moving) and now.first_row > leaving.last_row for now in named):
            yield name.name


class _Spot(NamedTuple):
    """A reference to the range's sheet in a formula: what it refers to, and whether row and column are fixed."""

    now: Range
    fixed_row: bool
    fixed_column: bool


def _in_text(text: str, home: str, leaving: Stretch) -> Iterator[_Spot]:
    for found in REFERENCE.finditer(text):
        first = found["first"]
        if (
            first is None
            or (unquoted(found["sheet"]) if found["sheet"] else home).casefold() != leaving.sheet.casefold()
        ):
            continue
        with suppress(ValueError):
            now = range_at(f"{first}{found['last'] or ''}".replace("$", ""))
            yield _Spot(now, "$" in first[1:], first.startswith("$"))


def _needs(
    sheet: SheetXml, spot: _Spot, cell: tuple[int, int], found: CellFormula, here: bool, leaving: Stretch
) -> bool:
    """Whether the reference begins in the rows, for any cell with this formula that stays."""
    rows = leaving.moving
    reach = sheet.area(attribute(found.tag, "ref") or ref_of(*cell)) if found.shared else Range(*cell, *cell)
    for column in range(reach.first_column, reach.last_column + 1):
        across = 0 if spot.fixed_column else column - cell[1]
        leaves = here and rows.first_column <= column <= rows.last_column
        if spot.now.first_column + across > rows.last_column or spot.now.last_column + across < rows.first_column:
            continue
        for row in range(reach.first_row, reach.last_row + 1):
            begins = spot.now.first_row + (0 if spot.fixed_row else row - cell[0])
            if rows.first_row <= begins <= rows.last_row and not (leaves and rows.first_row <= row <= rows.last_row):
                return True
    return False
