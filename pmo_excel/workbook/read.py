"""A workbook's tables read from the file: found by name or by shape, with all that is to be said about their cells."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.headers import Grid, Match, Said, matched
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.reading import read
from pmo_excel.core.tables import Table, columns, declaration, sheets
from pmo_excel.workbook.cell_findings import aliases, cell_findings, uncalculated
from pmo_excel.workbook.fields import fields_grid, read_fields
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.places import Finder, Place, Rows
from pmo_excel.workbook.refs import Range, cell_at, cell_ref, column_number
from pmo_excel.workbook.refused import damaged
from pmo_excel.workbook.rows_left_out import left_out
from pmo_excel.workbook.rows_left_out import problems as rows_problems
from pmo_excel.workbook.sheet_facts import SheetFacts

PROJECT, PORTFOLIO = "project", "portfolio"
"""Whose sheets a workbook has."""
PORTFOLIO_MEMORY: Final = "History"
"""The sheet of a portfolio beside whose table Refresh remembers, in a hidden column."""
LARGEST_AREA: Final = 50_000_000
"""Cells of the rectangle around a sheet's values; one value in the last corner makes it 17 thousand million."""


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
        Every sheet's cells from A1, as found; a formula that was never calculated is `NOT_CALCULATED`.
    problems
        Everything wrong in typed cells, in workbook order.
    said
        What a person said about its headers, by the declared sheet's name.
    facts
        What else the sheets of the tables say, by the sheet's name.
    kind
        Whose sheets they are: `project` or `portfolio`.
    """

    package: Package
    tables: Mapping[str, Table]
    places: Mapping[str, Place]
    raw: Mapping[str, Rows]
    problems: Sequence[Problem]
    said: Mapping[str, Said] = field(default_factory=dict)
    facts: Mapping[str, SheetFacts] = field(default_factory=dict)
    kind: str = PROJECT

    def raw_cell(self, sheet: str, row: int, column: int) -> Any:
        """A cell as found, stray blanks removed; None where it is empty."""
        rows = self.raw[sheet]
        if row > len(rows) or column > len(rows[row - 1]):
            return None
        return cells.clean(rows[row - 1][column - 1])

    def raw_column(self, sheet: str, rows: Sequence[int], column: int) -> list[Any]:
        """The cells of some rows in one column, each as `raw_cell` gives it."""
        found = self.raw[sheet]
        lines = (found[row - 1] if row <= len(found) else () for row in rows)
        return cells.cleaned([line[column - 1] if len(line) >= column else None for line in lines])

    def formulas_in(self, sheet: str, rows: Sequence[int], column: int) -> list[bool]:
        """Which of these cells of a table's sheet hold a formula, which is never overwritten."""
        facts = self.facts.get(sheet)
        formulas = facts.formulas if facts is not None else {}
        return [(row, column) in formulas for row in rows] if formulas else [False] * len(rows)

    def match(self, name: str) -> tuple[Match, Sequence[Any]]:
        """How the headers (or field names) of a table were understood, and these headers as found."""
        place, cls, said = self.places[name], sheets(self.kind)[name], self.said.get(name, Said())
        if declaration(cls).layout == "fields":
            found = fields_grid(cls, place.sheet, self.raw[place.sheet], Conventions(), said)
            headers: Sequence[Any] = [shown for shown, _ in found.names]
        else:
            headers = _grid(place, self.raw[place.sheet], Conventions(), said).headers
        return matched(cls, Grid(place.sheet, headers, (), said=said)), headers


def read_book(package: Package, said: Mapping[str, Said] | None = None) -> Book:
    """Read every declared table that the workbook has.

    Parameters
    ----------
    said
        What a person said about the workbook's headers, by the declared sheet's name.

    Raises
    ------
    Refused
        The file's sheets cannot be read.
    """
    reading = _Reading(package, said or {})
    kind = kind_of(package)
    finder = Finder(package, reading.raw, reading.said, book=kind)
    finder.find()
    for name, place in finder.places.items():
        reading.table(name, sheets(kind)[name], place)
    order = {sheet.name: at for at, sheet in enumerate(package.sheets)}
    found = [*reading.problems, *finder.problems, *aliases(reading.tables)]
    found.sort(key=lambda problem: (order.get(problem.cell.sheet, 0), problem.cell.row or 0))
    found = [_without_unsafe_fix(problem, reading) for problem in found]
    return Book(
        package,
        reading.tables,
        reading.places,
        reading.raw,
        list(dict.fromkeys(found)),
        reading.said,
        reading.facts,
        kind,
    )


def kind_of(package: Package) -> str:
    """Whose workbook it is: a portfolio has the register of projects, by the name of its table."""
    register = sheets(PORTFOLIO).get("Portfolio Register")
    return PORTFOLIO if register is not None and package.table(declaration(register).name) is not None else PROJECT


def _without_unsafe_fix(problem: Problem, reading: _Reading) -> Problem:
    """The problem without its fix where its cell does not itself hold the value: a formula, or inside a merged area."""
    if problem.fix is None or not problem.cell.ref or problem.cell.sheet not in reading.raw:
        return problem
    row, column = cell_at(problem.cell.ref)
    rows, facts = reading.raw[problem.cell.sheet], reading.facts.get(problem.cell.sheet)
    held = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None
    formula = facts is not None and (row, column) in facts.formulas
    same = cells.clean(held) == cells.clean(problem.fix.old)
    return problem if same and not formula else dataclasses.replace(problem, fix=None)


class _Reading:
    """The tables of one workbook, one after the other."""

    def __init__(self, package: Package, said: Mapping[str, Said]) -> None:
        self.package = package
        self.said = said
        self.problems: list[Problem] = []
        self.tables: dict[str, Table] = {}
        self.places: dict[str, Place] = {}
        self.facts: dict[str, SheetFacts] = {}
        self.raw = self._cells()

    def table(self, name: str, cls: type[Table], place: Place) -> None:
        """Read one table where it lies."""
        facts = self._facts(place.sheet)
        said = self.said.get(name, Said())
        conventions = Conventions(self.package.date1904, said.day_first)
        if declaration(cls).layout == "fields":
            grid = fields_grid(cls, place.sheet, self.raw[place.sheet], conventions, said)
            made, problems = read_fields(cls, grid)
        else:
            place, body, found = self._body(cls, place, conventions, said, facts)
            made, problems = read(cls, body)
            problems = [*problems, *found, *cell_findings(place, made, facts)]
        self.tables[name], self.places[name] = made, place
        computed = {h for field_name, h in made.origin.headers.items() if not columns(cls)[field_name].typed}
        self.problems += [p for p in problems if p.cell.column not in computed or p.code in _OF_COMPUTED]

    def _body(
        self, cls: type[Table], place: Place, conventions: Conventions, said: Said, facts: SheetFacts
    ) -> tuple[Place, Grid, list[Problem]]:
        """The rows of a table that are records, merged cells spread over their rows."""
        grid = _grid(place, self.raw[place.sheet], conventions, said)
        where = matched(cls, grid).where
        key = declaration(cls).key.split("+")[0]
        merged = [one for one in facts.merged if one.last_row >= place.first_row and one.first_row <= place.last_row]
        out = left_out(grid, where, key, merged) if declaration(cls).layout == "rows" else []
        spread, problems = _spread(grid, where, key, merged)
        gone = {one.row for one in out}
        keep = [
            i
            for i, number in enumerate(grid.numbers)
            if number not in gone and (place.table or _any(grid.rows[i], where.values()))
        ]
        kept = dataclasses.replace(grid, rows=[spread[i] for i in keep], numbers=[grid.numbers[i] for i in keep])
        return dataclasses.replace(place, left_out=frozenset(gone)), kept, [*rows_problems(grid, out), *problems]

    def _facts(self, sheet: str) -> SheetFacts:
        """The facts of a sheet; error values and formulas that were never calculated are marked in its cells."""
        if sheet not in self.facts:
            found = self.package.sheet(sheet)
            assert found is not None  # noqa: S101 -- a place names one of the workbook's sheets
            facts = self.facts[sheet] = SheetFacts(self.package, found)
            marks: dict[tuple[int, int], Any] = dict.fromkeys(uncalculated(self.package, facts), cells.NOT_CALCULATED)
            for (row, column), mark in (marks | dict(facts.errors)).items():
                _put(self.raw[sheet], row, column, mark)
        return self.facts[sheet]

    def _cells(self) -> dict[str, list[list[Any]]]:
        try:
            workbook = CalamineWorkbook.from_filelike(BytesIO(self.package.data))
            found = {}
            for sheet in self.package.sheets:
                if sheet.kind == "worksheet" and not self._too_wide(sheet.member, sheet.name):
                    found[sheet.name] = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        except CalamineError as error:
            raise damaged(self.package.label, str(error)) from error
        return found

    def _too_wide(self, member: str, name: str) -> bool:
        """Whether the rectangle around the sheet's values would not fit into memory; said, and the sheet left out."""
        last = _last_value(self.package.archive.read(member))
        if last is None or last[0] * last[1] <= LARGEST_AREA:
            return False
        ref = cell_ref(*last)
        text = f"values far apart make the sheet {last[0]:,} rows by {last[1]:,} columns; it is not read"
        fix = f"Delete the rows and columns before {ref} that are not used, and save."
        self.problems.append(Problem(Code.FILE_REFUSED, text, Cell(name, last[0], ref=ref), fix, Severity.HIGH))
        return True


_OF_COMPUTED: Final = frozenset({Code.ODD_FORMULA, Code.EXTERNAL_LINK, Code.HEADER_GUESSED, Code.COLOUR_ONLY})
"""What is said of computed columns too; a cell there that cannot be read was typed over, and Refresh says so."""

_VALUE: Final = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})(\d+)"[^>]*(?<!/)>')


def _last_value(xml: bytes) -> tuple[int, int] | None:
    """The last row and the last column with a value; None where the sheet is small enough whatever it holds."""
    end = max(xml.rfind(b"<v>"), xml.rfind(b"<is>"), xml.rfind(b":v>"))
    row = re.search(rb'r="[A-Z]{1,3}(\d+)"', xml[max(0, xml.rfind(b"<c ", 0, end)) : end]) if end > 0 else None
    if row is None or int(row[1]) * 702 <= LARGEST_AREA:
        return None
    found = [(int(one[2]), column_number(one[1].decode())) for one in _VALUE.finditer(xml)]
    return max(row for row, _ in found), max(column for _, column in found)


def _put(rows: list[list[Any]], row: int, column: int, value: Any) -> None:
    while len(rows) < row:
        rows.append([])
    while len(rows[row - 1]) < column:
        rows[row - 1].append("")
    rows[row - 1][column - 1] = value


def _spread(
    grid: Grid, where: Mapping[str, int], key: str, merged: Sequence[Range]
) -> tuple[list[list[Any]], list[Problem]]:
    """The rows with the value of cells merged over several rows in each of them; keys stay as they are."""
    rows = [list(row) for row in grid.rows]
    index = {number: i for i, number in enumerate(grid.numbers)}
    problems = []
    for one in merged:
        at = one.first_column - grid.first_column
        columns_here = [field for field, position in where.items() if position == at]
        if one.last_row == one.first_row or not columns_here or columns_here == [key] or one.first_row not in index:
            continue
        first = rows[index[one.first_row]]
        if at >= len(first) or cells.clean(first[at]) is None:
            continue
        for number in range(one.first_row + 1, one.last_row + 1):
            if number in index and at < len(rows[index[number]]):
                rows[index[number]][at] = first[at]
        header = str(cells.clean(grid.headers[at]))
        cell = Cell(grid.sheet, one.first_row, header, cell_ref(one.first_row, one.first_column))
        text = f"{one} is merged; its value is used in each of its rows"
        fix = "Unmerge it and fill the value down, so that sorting and filtering work."
        problems.append(Problem(Code.MERGED_CELLS, text, cell, fix, Severity.INFO))
    return rows, problems


def _any(row: Sequence[Any], positions: Any) -> bool:
    return any(at < len(row) and cells.clean(row[at]) is not None for at in positions)


def _grid(place: Place, rows: Rows, conventions: Conventions, said: Said) -> Grid:
    left, right = place.first_column - 1, place.last_column
    headers = rows[place.header_row - 1][left:right] if place.header_row <= len(rows) else []
    under = [row[left:right] for row in rows[place.first_row - 1 : place.last_row]]
    numbers = range(place.first_row, place.first_row + len(under))
    return Grid(place.sheet, headers, under, numbers, place.first_column, conventions, place.header_row, said)


__all__ = ["PORTFOLIO", "PROJECT", "Book", "Place", "Rows", "kind_of", "read_book"]
