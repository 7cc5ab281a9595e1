"""Sheets laid out as fields: one record, a row per field with its value beside it (Charter, Status)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Cell, Problem
from pmo_excel.core.reading import Grid, letter, plain_header, read
from pmo_excel.core.tables import Table, columns

T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class FieldsGrid:
    """The cells of such a sheet.

    Attributes
    ----------
    rows
        The row number of each field name, as compared.
    columns
        The column number of each of the sheet's own headers: Value, Why, …
    """

    sheet: str
    cells: Sequence[Sequence[Any]]
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    conventions: Conventions


def fields_grid(sheet: str, rows: Sequence[Sequence[Any]], header_row: int, conventions: Conventions) -> FieldsGrid:
    """Find the fields under a header row `Field, Value, …`; the first column names them."""
    at = next((r for r in range(header_row, len(rows) + 1) if "value" in map(plain_header, rows[r - 1])), header_row)
    headers = {plain_header(h): c for c, h in enumerate(rows[at - 1], start=1) if plain_header(h)}
    first = headers.get("field", 1)
    names: dict[str, int] = {}
    for number in range(at + 1, len(rows) + 1):
        row = rows[number - 1]
        name = plain_header(row[first - 1]) if len(row) >= first else ""
        if name:
            names.setdefault(name, number)
    return FieldsGrid(sheet, rows, names, headers, conventions)


def read_fields(cls: type[T], grid: FieldsGrid) -> tuple[T, list[Problem]]:
    """The one record of the sheet, and every problem with the cell of its field."""
    headers, values, places = [], [], {}
    for name, column in columns(cls).items():
        row_name, place = column.beside or (column.header, "Value")
        spellings = (row_name, *column.also) if column.beside is None else (row_name,)
        number = next((grid.rows[s] for s in map(plain_header, spellings) if s in grid.rows), None)
        at = grid.columns.get(plain_header(place))
        if number is None or at is None:
            continue
        row = grid.cells[number - 1]
        headers.append(column.header)
        values.append(row[at - 1] if at <= len(row) else None)
        places[name] = (number, at)
    # A record of nothing but empty cells is still the one record: the marker keeps its row from being skipped.
    made, problems = read(cls, Grid(grid.sheet, [*headers, "\0"], [[*values, "\0"]], conventions=grid.conventions))
    origin = dataclasses.replace(
        made.origin,
        letters={name: letter(at) for name, (_, at) in places.items()},
        field_rows={name: number for name, (number, _) in places.items()},
    )
    by_header = {made.origin.headers[name]: name for name in places}
    located = [
        dataclasses.replace(p, cell=_cell(p.cell, origin.letters, origin.field_rows, by_header)) for p in problems
    ]
    return dataclasses.replace(made, origin=origin), located


def _cell(cell: Cell, letters: Mapping[str, str], rows: Mapping[str, int], fields: Mapping[str, str]) -> Cell:
    name = fields.get(cell.column)
    return (
        Cell(cell.sheet, rows[name], cell.column, f"{letters[name]}{rows[name]}")
        if name
        else Cell(cell.sheet, None, cell.column)
    )
