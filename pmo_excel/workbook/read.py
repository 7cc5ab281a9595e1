"""A workbook's tables read from the file: found by table name, by sheet name or by their headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Problem
from pmo_excel.core.reading import Grid, match_headers, read
from pmo_excel.core.tables import Table, columns, declaration, sheets
from pmo_excel.workbook.fields import fields_grid, read_fields
from pmo_excel.workbook.package import ExcelTable, Package
from pmo_excel.workbook.refused import damaged

HEADERS_WITHIN: Final = 25
"""Rows from the top among which a header row is looked for."""
ENOUGH_HEADERS: Final = 3
"""Known headers that make a row a header row on a sheet of another name."""

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a declared table lies in the workbook; rows and columns count from 1.

    Attributes
    ----------
    sheet, table
        The sheet's name, and the Excel Table's where it is one.
    header_row, first_row, last_row
        The headers; and the rows under them, blank ones included.
    first_column
        The leftmost column.
    """

    sheet: str
    table: str
    header_row: int
    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook holds, as tables.

    Attributes
    ----------
    package
        The file.
    tables, places
        The tables that were found and where they lie, by the declared sheet's name.
    raw
        Every sheet's cells from A1, as found.
    problems
        Everything wrong in typed cells, in workbook order.
    """

    package: Package
    tables: Mapping[str, Table]
    places: Mapping[str, Place]
    raw: Mapping[str, Rows]
    problems: Sequence[Problem]

    def raw_cell(self, sheet: str, row: int, column: int) -> Any:
        """A cell as found, stray blanks removed; None where it is empty."""
        rows = self.raw[sheet]
        if row > len(rows) or column > len(rows[row - 1]):
            return None
        return cells.clean(rows[row - 1][column - 1])


def read_book(package: Package) -> Book:
    """Read every declared table that the workbook has.

    Raises
    ------
    Refused
        The file's sheets cannot be read.
    """
    raw = _cells(package)
    conventions = Conventions(package.date1904)
    tables: dict[str, Table] = {}
    places: dict[str, Place] = {}
    found: list[tuple[int, Problem]] = []
    order = {sheet.name: at for at, sheet in enumerate(package.sheets)}
    for name, cls in sheets().items():
        place = _place(package, raw, name, cls, {p.sheet for p in places.values()})
        if place is None:
            continue
        if declaration(cls).layout == "fields":
            made, problems = read_fields(cls, fields_grid(place.sheet, raw[place.sheet], place.header_row, conventions))
        else:
            made, problems = read(cls, _grid(place, raw[place.sheet], conventions))
        tables[name], places[name] = made, place
        computed = {h for field, h in made.origin.headers.items() if not columns(cls)[field].typed}
        found += [(order.get(place.sheet, 0), p) for p in problems if p.cell.column not in computed]
    found.sort(key=lambda item: (item[0], item[1].cell.row or 0))
    return Book(package, tables, places, raw, [problem for _, problem in found])


def _cells(package: Package) -> dict[str, Rows]:
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(package.data))
        return {
            sheet.name: workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            for sheet in package.sheets
            if sheet.kind == "worksheet"
        }
    except CalamineError as error:
        raise damaged(package.label, str(error)) from error


def _place(package: Package, raw: Mapping[str, Rows], name: str, cls: type[Table], taken: set[str]) -> Place | None:
    declared = declaration(cls)
    excel = package.table(declared.name)
    if excel is not None and excel.sheet in raw:
        return _excel_place(excel)
    sheet = package.sheet(name)
    if sheet is not None and sheet.name in raw:
        row = _header_row(cls, raw[sheet.name], 1) if declared.layout != "fields" else 1
        if row is not None:
            return _plain_place(sheet.name, raw[sheet.name], row)
    if declared.layout != "rows" or declared.rows_from:
        return None
    scored = []
    for other, rows in raw.items():
        row = None if other in taken else _header_row(cls, rows, ENOUGH_HEADERS)
        if row is not None:
            scored.append((-_matches(cls, rows[row - 1]), other, row))
    if not scored:
        return None
    _, other, row = min(scored)
    return _plain_place(other, raw[other], row)


def _excel_place(excel: ExcelTable) -> Place:
    ref = excel.ref
    return Place(
        excel.sheet, excel.name, ref.first_row, ref.first_row + 1, ref.last_row, ref.first_column, ref.last_column
    )


def _plain_place(sheet: str, rows: Rows, header_row: int) -> Place:
    width = max((len(row) for row in rows), default=1)
    return Place(sheet, "", header_row, header_row + 1, max(len(rows), header_row + 1), 1, width)


def _matches(cls: type[Table], headers: Sequence[Any]) -> int:
    return len(match_headers(cls, Grid("", headers, ()))[0])


def _header_row(cls: type[Table], rows: Rows, enough: int) -> int | None:
    """The row near the top with the most known headers; it must hold the key or what is required."""
    key = declaration(cls).key.split("+")[0]
    best, best_row = 0, None
    for at, row in enumerate(rows[:HEADERS_WITHIN], start=1):
        matched = match_headers(cls, Grid("", row, ()))[0]
        if len(matched) > best and (not key or key in matched):
            best, best_row = len(matched), at
    return best_row if best >= enough else None


def _grid(place: Place, rows: Rows, conventions: Conventions) -> Grid:
    left, right = place.first_column - 1, place.last_column
    headers = rows[place.header_row - 1][left:right] if place.header_row <= len(rows) else []
    under = [row[left:right] for row in rows[place.first_row - 1 : place.last_row]]
    numbers = range(place.first_row, place.first_row + len(under))
    return Grid(place.sheet, headers, under, numbers, place.first_column, conventions, place.header_row)
