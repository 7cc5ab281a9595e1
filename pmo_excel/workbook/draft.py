"""What is to be written into one sheet, gathered and checked before any byte changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.workbook.areas import areas, in_the_way
from pmo_excel.workbook.cell_content import UnwritableError, Value, content
from pmo_excel.workbook.cell_formulas import followed
from pmo_excel.workbook.cell_writing import CellWrite, Place, with_cells
from pmo_excel.workbook.growth import Growth, Stretch, stretch
from pmo_excel.workbook.leaving_rows import emptied_rows, ties
from pmo_excel.workbook.links import Link, with_links
from pmo_excel.workbook.new_rows import new_rows, obstacles
from pmo_excel.workbook.package import Package, Sheet
from pmo_excel.workbook.refs import Range, cell_at, cell_ref
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.shared_formulas import with_own_formulas
from pmo_excel.workbook.sheet_xml import SheetXml
from pmo_excel.workbook.stretched_refs import in_sheet_tail
from pmo_excel.workbook.styles_above import StylesAbove

_content = lru_cache(maxsize=4096, typed=True)(content)
"""Many of a column's cells hold the same few values; True, 1 and 1.0 are three of them."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A cell's new value: text, a number, a date, True or False, or None to clear it. Text is never a formula.

    Without a style the cell keeps its own.
    """

    sheet: str
    ref: str
    value: Value
    style: int | None = None


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """A sheet's new XML, the cells that are different in it, and whether formulas went or came."""

    xml: bytes
    cells: list[tuple[str, str]]
    formulas_changed: bool


class Draft:
    """Edits and growths of one sheet."""

    def __init__(self, package: Package, sheet: Sheet) -> None:
        self.package = package
        self.sheet = sheet
        self.xml = self._with(package.xml(sheet.member))
        self._writes: dict[Place, CellWrite] = {}
        self._new_rows: dict[int, bytes] = {}
        self._edited: list[Place] = []
        self._problems: list[Problem] = []
        self._links: list[Link] = []

    def grow(self, grown: Stretch) -> None:
        """Add the rows by which a table or range of this sheet grows, or empty those by which it shrinks."""
        found = list((ties if grown.shrinks else obstacles)(self.package, self.sheet, self.xml, grown))
        if found:
            self._problems += found
            return
        attributes, writes = (b"", emptied_rows(self.xml, grown)) if grown.shrinks else new_rows(self.xml, grown)
        self._writes |= writes
        if attributes:
            moving = grown.moving
            self._new_rows |= dict.fromkeys(range(moving.first_row, moving.last_row + 1), attributes)

    def add(self, edit: Edit) -> None:
        """Add a cell's new value; the last one for a cell counts."""
        place = cell_at(edit.ref)
        try:
            new = _content(edit.value, self.xml.prefix, self.package.date1904)
        except UnwritableError as error:
            cell = Cell(self.sheet.name, place[0], ref=cell_ref(*place))
            self._problems.append(Problem(Code.OUT_OF_RANGE, str(error), cell, error.suggestion, Severity.CRITICAL))
            return
        style = b"%d" % edit.style if edit.style is not None else None
        if style is None and place in self._writes:
            style = self._writes[place].style
        self._writes[place] = CellWrite(new, style)
        self._edited.append(place)

    def lead(self, link: Link) -> None:
        """Let a click on a cell lead elsewhere."""
        self._links.append(link)

    def problems(self) -> Iterator[Problem]:
        """Why some of it cannot be written."""
        yield from self._problems
        yield from in_the_way(areas(self.package, self.sheet, self.xml), self.sheet.name, self._edited)

    def reach(self) -> Range | None:
        """The rectangle around the edits."""
        if not self._edited:
            return None
        rows, columns = zip(*self._edited, strict=True)
        return Range(min(rows), min(columns), max(rows), max(columns))

    def written(self, grown: Iterable[Stretch]) -> WrittenSheet:
        """The sheet with everything in it written, and what follows the ranges that grow."""
        sheet = self.xml
        moved: list[tuple[int, int]] = []
        for one in grown:
            followed_xml, following = followed(sheet, one)
            moved += following
            sheet = self._with(followed_xml) if following else sheet
        own = with_own_formulas(sheet, self._writes)
        sheet = sheet if own == sheet.xml else self._with(own)
        done = with_cells(sheet, self._writes, StylesAbove(sheet, self.package.tables), self._new_rows)
        tail = new_tail = sheet.tail
        for one in grown:
            new_tail = in_sheet_tail(new_tail, self.sheet.name, one)
        if self._links:
            new_tail = with_links(new_tail, self._links, sheet.prefix)
        xml = done.xml if new_tail == tail else done.xml[: len(done.xml) - len(tail)] + new_tail
        different = done.cells if not moved else sorted({*done.cells, *moved})
        cells = [(self.sheet.name, cell_ref(row, column)) for row, column in different]
        return WrittenSheet(xml, cells, done.formulas_changed)

    def _with(self, xml: bytes) -> SheetXml:
        return SheetXml(xml, self.sheet.name, self.package.label)


def drafts(
    package: Package, edits: Iterable[Edit], growths: Iterable[Growth], links: Iterable[Link] = ()
) -> tuple[list[Draft], list[Stretch]]:
    """A draft for each sheet that is written, in tab order, and the ranges that grow.

    Raises
    ------
    Refused
        Sheets or tables are not there, or cannot grow at all.
    """
    found: dict[str, Draft] = {}
    problems: dict[str, Problem] = {}
    grown = [stretch(package, growth) for growth in growths]
    if len({(one.sheet, one.now) for one in grown}) < len(grown):
        raise ValueError("growths must name each table or range once")

    @cache
    def draft(name: str) -> Draft | None:
        key = name.casefold()
        if key not in found and key not in problems:
            sheet = package.sheet(name)
            if sheet is None:
                problems[key] = _no_sheet(package, name)
            else:
                found[key] = Draft(package, sheet)
        return found.get(key)

    for one in grown:
        if (target := draft(one.sheet)) is not None:
            target.grow(one)
    for edit in edits:
        if (target := draft(edit.sheet)) is not None:
            target.add(edit)
    for link in links:
        if (target := draft(link.sheet)) is not None:
            target.lead(link)
    if problems:
        raise Refused(list(problems.values()))
    return sorted(found.values(), key=lambda one: package.sheets.index(one.sheet)), grown


def _no_sheet(package: Package, name: str) -> Problem:
    there = ", ".join(sheet.name for sheet in package.sheets)
    message = f"{package.label} has no sheet named {name!r}"
    return Problem(Code.FILE_REFUSED, message, Cell(name), f"Its sheets are {there}.", Severity.CRITICAL)
