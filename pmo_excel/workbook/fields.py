"""Sheets laid out as fields: one record, a row per field with its value beside it (Charter, Status)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.headers import Grid, Said, all_spellings, letter, matched, plain_header
from pmo_excel.core.problems import Cell, Problem
from pmo_excel.core.reading import read
from pmo_excel.core.tables import Table, columns

T = TypeVar("T", bound=Table)

ENOUGH_FIELDS: Final = 4
"""Known field names in one column that make a sheet of another name a sheet of fields."""
NAMES_WITHIN: Final = 6
"""Columns from the left among which the names are looked for."""


@dataclass(frozen=True, slots=True)
class FieldsGrid:
    """The cells of such a sheet.

    Attributes
    ----------
    names, names_column
        Each field name as it is written, with its row number; and the column they stand in.
    columns
        The column number of each of the sheet's own headers: Value, Why, …
    said
        What a person said about the field names.
    """

    sheet: str
    cells: Sequence[Sequence[Any]]
    names: Sequence[tuple[str, int]]
    names_column: int
    columns: Mapping[str, int]
    conventions: Conventions
    said: Said | None


def fields_grid(
    cls: type[Table], sheet: str, rows: Sequence[Sequence[Any]], conventions: Conventions, said: Said | None = None
) -> FieldsGrid:
    """Find the fields: under a header row `Field, Value, …`, or known names with their values to the right of them."""
    at = next((r for r in range(1, len(rows) + 1) if "value" in map(plain_header, rows[r - 1])), 0)
    headers = {plain_header(h): c for c, h in enumerate(rows[at - 1], start=1) if plain_header(h)} if at else {}
    first = headers.get("field", 1)
    if not at:
        first = fields_column(cls, rows)[1]
        headers = {"value": _value_column(cls, rows, first)}
    names: dict[str, tuple[str, int]] = {}
    for number in range(at + 1, len(rows) + 1):
        raw = cells.clean(rows[number - 1][first - 1]) if len(rows[number - 1]) >= first else None
        if raw is not None and plain_header(raw):
            names.setdefault(plain_header(raw), (str(raw), number))
    return FieldsGrid(sheet, rows, list(names.values()), first, headers, conventions, said)


def fields_column(cls: type[Table], rows: Sequence[Sequence[Any]]) -> tuple[int, int]:
    """How many known field names stand in the column that holds most of them, and that column's number."""
    known = all_spellings(cls)
    counts = [
        (len({plain_header(row[at]) for row in rows if at < len(row) and plain_header(row[at]) in known}), -at)
        for at in range(NAMES_WITHIN)
    ]
    count, at = max(counts)
    return count, 1 - at


def _value_column(cls: type[Table], rows: Sequence[Sequence[Any]], first: int) -> int:
    """The column to the right of the names that holds most values."""
    known = all_spellings(cls)
    named = [row for row in rows if len(row) > first and plain_header(row[first - 1]) in known]
    filled = {at: sum(1 for row in named if cells.clean(_at(row, at)) is not None) for at in (first + 1, first + 2)}
    return max(filled, key=lambda at: (filled[at], -at))


def read_fields(cls: type[T], grid: FieldsGrid) -> tuple[T, list[Problem]]:
    """The one record of the sheet, and every problem with the cell of its field."""
    match = matched(cls, Grid(grid.sheet, [shown for shown, _ in grid.names], (), said=grid.said))
    rows = {name: grid.names[at][1] for name, at in match.where.items()}
    by_header = {column.header: name for name, column in columns(cls).items()}
    headers, values, places = [], [], {}
    for name, column in columns(cls).items():
        row_name, place = column.beside or (column.header, "Value")
        number = rows.get(by_header[row_name]) if row_name in by_header else None
        at = grid.columns.get(plain_header(place))
        if number is None or at is None:
            continue
        headers.append(column.header)
        values.append(_at(grid.cells[number - 1], at))
        places[name] = (number, at)
    # A record of nothing but empty cells is still the one record: a marker without a header keeps its row.
    made, problems = read(cls, Grid(grid.sheet, [*headers, ""], [[*values, "\0"]], conventions=grid.conventions))
    origin = dataclasses.replace(
        made.origin,
        letters={name: letter(at) for name, (_, at) in places.items()},
        field_rows={name: number for name, (number, _) in places.items()},
    )
    located = [
        dataclasses.replace(p, cell=_cell(p.cell, origin.letters, origin.field_rows, by_header)) for p in problems
    ]
    return dataclasses.replace(made, origin=origin), [*_of_names(match.problems, grid), *located]


def _of_names(problems: Sequence[Problem], grid: FieldsGrid) -> list[Problem]:
    """Problems with field names, at the cells of the names."""
    rows = dict(grid.names)
    found = []
    for problem in problems:
        number = rows.get(problem.cell.column)
        ref = f"{letter(grid.names_column)}{number}" if number else ""
        found.append(dataclasses.replace(problem, cell=Cell(grid.sheet, number, problem.cell.column, ref)))
    return found


def _at(row: Sequence[Any], at: int) -> Any:
    return row[at - 1] if at <= len(row) else None


def _cell(cell: Cell, letters: Mapping[str, str], rows: Mapping[str, int], fields: Mapping[str, str]) -> Cell:
    name = fields.get(cell.column, "")
    return (
        Cell(cell.sheet, rows[name], cell.column, f"{letters[name]}{rows[name]}")
        if name in rows
        else Cell(cell.sheet, None, cell.column)
    )
