"""Rows of cells read into a table: headers found, every cell understood or reported, all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from numpy.typing import NDArray

from pmo_excel.core import cells
from pmo_excel.core.cells import Fault
from pmo_excel.core.column_reading import read_column
from pmo_excel.core.headers import Grid, letter, match_headers
from pmo_excel.core.problems import Cell, Code, Fix, Problem
from pmo_excel.core.tables import Origin, OwnColumn, Table, columns, declaration

T = TypeVar("T", bound=Table)


def read(cls: type[T], grid: Grid, needed: Sequence[str] | None = None) -> tuple[T, list[Problem]]:
    """A table from a grid of cells, and every problem found in it, in the order of the cells.

    Blank rows are skipped. `needed` are the headers that must be there; by default the required columns.
    """
    where, problems = match_headers(cls, grid)
    problems += _missing(cls, grid, where, needed)
    kept = [i for i, row in enumerate(grid.rows) if any(cells.clean(c) is not None for c in row)]
    rows = [grid.rows[i] for i in kept]
    numbers = [grid.numbers[i] if grid.numbers else grid.header_row + 1 + i for i in kept]
    origin_letters = {name: letter(grid.first_column + at) for name, at in where.items()}
    headers = {name: str(grid.headers[at]).strip() for name, at in where.items()}
    values: dict[str, NDArray[Any]] = {}
    wrong: dict[str, frozenset[int]] = {}
    located: list[tuple[int, int, Problem]] = []
    for name, at in where.items():
        raws = [row[at] if at < len(row) else None for row in rows]
        place = _placer(grid.sheet, numbers, headers[name], origin_letters[name])
        got = read_column(columns(cls)[name], raws, grid.conventions)
        values[name] = got.values
        wrong[name] = got.wrong
        located += [(row, at, _problem(fault, place(row), raws[row])) for row, fault in got.faults]
    located.sort(key=lambda item: item[:2])
    unread = {name: rows for name, rows in wrong.items() if rows}
    own = _own(grid, rows, set(where.values())) if declaration(cls).own else {}
    origin = Origin(grid.sheet, tuple(numbers), origin_letters, headers, unread, own=own, header_row=grid.header_row)
    made = cls.of(len(kept), origin, **values)
    return made, [*problems, *(p for _, _, p in located), *_keys(made)]


def _own(grid: Grid, rows: Sequence[Sequence[Any]], taken: set[int]) -> dict[str, OwnColumn]:
    """The columns under headers that none of the declared columns stands under; of two alike the first."""
    found: dict[str, OwnColumn] = {}
    for at, header in enumerate(grid.headers):
        shown = cells.clean(header)
        if at in taken or shown is None or str(shown) in found:
            continue
        raws = (cells.clean(row[at]) if at < len(row) else None for row in rows)
        values = tuple(None if raw is None else str(raw) for raw in raws)
        found[str(shown)] = OwnColumn(letter(grid.first_column + at), values)
    return found


def _missing(cls: type[T], grid: Grid, where: Mapping[str, int], needed: Sequence[str] | None) -> list[Problem]:
    wanted = needed if needed is not None else [c.header for c in columns(cls).values() if c.required]
    have = {columns(cls)[name].header for name in where}
    shown = ", ".join(repr(str(h)) for h in grid.headers if cells.clean(h) is not None)
    return [
        Problem(
            Code.MISSING_COLUMN,
            f"the column {header!r} is missing; found {shown or 'no headers'}",
            Cell(grid.sheet, grid.header_row, header),
            f"Add a column with the header {header!r}, or rename the one that holds it.",
        )
        for header in wanted
        if header not in have
    ]


def _keys(made: Table) -> list[Problem]:
    """Keys used twice: every place is named; both rows are kept."""
    problems = []
    for name, column in columns(type(made)).items():
        if not column.unique or not made.has(name):
            continue
        places: dict[str, list[int]] = {}
        for row, key in enumerate(getattr(made, name).tolist()):
            if key is not None:
                places.setdefault(str(key).casefold(), []).append(row)
        for rows in places.values():
            if len(rows) > 1:
                key = getattr(made, name)[rows[0]]
                at = " and ".join(str(made.cell(name, r).row) for r in rows)
                text = f"{key!r} is used in rows {at}"
                fix = "Give each row its own."
                problems += [Problem(Code.DUPLICATE_KEY, text, made.cell(name, r), fix) for r in rows]
    return problems


def _placer(sheet: str, numbers: Sequence[int], header: str, column: str) -> Callable[[int], Cell]:
    return lambda row: Cell(sheet, numbers[row], header, f"{column}{numbers[row]}")


def _problem(fault: Fault, cell: Cell, raw: Any) -> Problem:
    fix = None if fault.proposal is None else Fix(raw, fault.proposal)
    return Problem(fault.code, fault.message, cell, fault.suggestion, fault.severity, fix)
