"""The sheets of a portfolio workbook as tables, and rows written below what people typed there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from pmo_excel.core.cells import Conventions
from pmo_excel.core.headers import Grid
from pmo_excel.core.problems import Problem
from pmo_excel.core.reading import read
from pmo_excel.core.tables import Table, declaration, sheets
from pmo_excel.workbook.package import ExcelTable, Package
from pmo_excel.workbook.places import excel_place
from pmo_excel.workbook.read import Book, Rows
from pmo_excel.workbook.refused import damaged
from pmo_excel.workbook.sheet_facts import SheetFacts


@dataclass(frozen=True, slots=True)
class PortfolioBook:
    """What a portfolio workbook holds.

    Attributes
    ----------
    tables, places
        The tables that were found by the names of their Excel Tables, by the declared sheet's name.
    problems
        Everything wrong in their cells.
    raw
        Every sheet's cells from A1, as found.
    """

    package: Package
    tables: Mapping[str, Table]
    places: Mapping[str, ExcelTable]
    problems: Sequence[Problem]
    raw: Mapping[str, Rows] = field(default_factory=dict)

    def book(self, sheets: Collection[str]) -> Book:
        """The same as a refresh reads it, with the formulas of some of its sheets, which are never written over."""
        places = {name: excel_place(excel) for name, excel in self.places.items()}
        found = {places[name].sheet: self.package.sheet(places[name].sheet) for name in sheets if name in places}
        facts = {name: SheetFacts(self.package, sheet) for name, sheet in found.items() if sheet is not None}
        return Book(self.package, self.tables, places, self.raw, self.problems, facts=facts)


def read_portfolio(package: Package) -> PortfolioBook:
    """Read the tables of a portfolio workbook; a workbook of a project has none of them.

    Raises
    ------
    Refused
        The file's sheets cannot be read.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(package.data))
        raw = {
            one.name: workbook.get_sheet_by_name(one.name).to_python(skip_empty_area=False)
            for one in package.sheets
            if one.kind == "worksheet"
        }
    except CalamineError as error:
        raise damaged(package.label, str(error)) from error
    tables: dict[str, Table] = {}
    places: dict[str, ExcelTable] = {}
    problems: list[Problem] = []
    for name, cls in sheets("portfolio").items():
        excel = package.table(declaration(cls).name)
        if excel is None or excel.sheet not in raw or declaration(cls).layout == "fields":
            continue
        cells = raw[excel.sheet]
        left, right = excel.ref.first_column - 1, excel.ref.last_column
        under = [row[left:right] for row in cells[excel.rows.first_row - 1 : excel.rows.last_row]]
        numbers = range(excel.rows.first_row, excel.rows.first_row + len(under))
        headers = cells[excel.ref.first_row - 1][left:right]
        grid = Grid(excel.sheet, headers, under, numbers, left + 1, Conventions(package.date1904), excel.ref.first_row)
        tables[name], found = read(cls, grid)
        places[name], problems = excel, [*problems, *found]
    return PortfolioBook(package, tables, places, problems, raw)
