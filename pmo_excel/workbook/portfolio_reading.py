"""The sheets of a portfolio workbook as tables, and rows written below what people typed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from pmo_excel.core.cells import Conventions
from pmo_excel.core.headers import Grid
from pmo_excel.core.problems import Problem
from pmo_excel.core.reading import read
from pmo_excel.core.tables import Table, declaration, sheets
from pmo_excel.workbook.package import ExcelTable, Package
from pmo_excel.workbook.refused import damaged


@dataclass(frozen=True, slots=True)
class PortfolioBook:
    """What a portfolio workbook holds.

    Attributes
    ----------
    tables, places
        The tables that were found by the names of their Excel Tables, by the declared sheet's name.
    problems
        Everything wrong in their cells.
    """

    package: Package
    tables: Mapping[str, Table]
    places: Mapping[str, ExcelTable]
    problems: Sequence[Problem]


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
    return PortfolioBook(package, tables, places, problems)
