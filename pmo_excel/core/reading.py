"""Rows of cells read into a table: headers found, every cell understood or reported, all problems at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from numpy.typing import NDArray

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions, Fault
from pmo_excel.core.column_reading import read_column
from pmo_excel.core.problems import Cell, Code, Fix, Problem, Severity
from pmo_excel.core.tables import Origin, Table, columns

T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class Grid:
    """A block of cells as found: a header row, and the rows under it with their row numbers in the sheet.

    Attributes
    ----------
    sheet
        The sheet's name, or the argument's.
    headers
        The header cells, as found.
    rows
        The rows of raw cells: None, text, bool, number, date or datetime.
    numbers
        The row number of each row, as the user sees it; empty: the first row under the header is row 2.
    first_column
        1 for column A.
    """

    sheet: str
    headers: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int] = ()
    first_column: int = 1
    conventions: Conventions = field(default_factory=Conventions)
    header_row: int = 1


def read(cls: type[T], grid: Grid, needed: Sequence[str] | None = None) -> tuple[T, list[Problem]]:
    """A table from a grid of cells, and every problem found in it, in the order of the cells.

    Blank rows are skipped. `needed` are the headers that must be there; by default the required columns.
    """
    where, problems = match_headers(cls, grid)
    problems += _missing(cls, grid, where, needed)
    kept = [i for i, row in enumerate(grid.rows) if any(cells.clean(c) is not None for c in row)]
    numbers = [grid.numbers[i] if grid.numbers else grid.header_row + 1 + i for i in kept]
    origin_letters = {name: letter(grid.first_column + at) for name, at in where.items()}
    headers = {name: str(grid.headers[at]).strip() for name, at in where.items()}
    values: dict[str, NDArray[Any]] = {}
    wrong: dict[str, frozenset[int]] = {}
    located: list[tuple[int, int, Problem]] = []
    for name, at in where.items():
        raws = [_at(grid.rows[i], at) for i in kept]
        place = _placer(grid.sheet, numbers, headers[name], origin_letters[name])
        got = read_column(columns(cls)[name], raws, grid.conventions)
        values[name] = got.values
        wrong[name] = got.wrong
        located += [(row, at, _problem(fault, place(row), raws[row])) for row, fault in got.faults]
    located.sort(key=lambda item: item[:2])
    origin = Origin(grid.sheet, tuple(numbers), origin_letters, headers, {k: v for k, v in wrong.items() if v})
    made = cls.of(len(kept), origin, **values)
    return made, [*problems, *(p for _, _, p in located), *_keys(made)]


def match_headers(cls: type[Table], grid: Grid) -> tuple[dict[str, int], list[Problem]]:
    """Which declared field stands in which position.

    A declared header goes before other spellings, those before headers without their unit. A header found twice is
    reported and the first is used.
    """
    found: dict[str, int] = {}
    problems = []
    taken: set[int] = set()
    for known in _spellings(cls):
        for at, header in enumerate(grid.headers):
            name = known.get(plain_header(header)) or known.get(plain_header(_UNIT.sub("", str(header or ""))))
            if name is None or at in taken:
                continue
            taken.add(at)
            if name not in found:
                found[name] = at
            elif plain_header(header) == plain_header(grid.headers[found[name]]):
                problems.append(_twice(cls, grid, name, at))
    return found, problems


def _spellings(cls: type[Table]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The fields by declared header, by other spelling, and by either without its unit, as headers are compared."""
    declared: dict[str, str] = {}
    other: dict[str, str] = {}
    loose: dict[str, str] = {}
    for name, column in columns(cls).items():
        declared[plain_header(column.header)] = name
        loose.setdefault(plain_header(_UNIT.sub("", column.header)), name)
        for spelling in column.also:
            other.setdefault(plain_header(spelling), name)
            loose.setdefault(plain_header(_UNIT.sub("", spelling)), name)
    return declared, other, loose


def _twice(cls: type[Table], grid: Grid, name: str, at: int) -> Problem:
    cell = Cell(
        grid.sheet, grid.header_row, str(grid.headers[at]), f"{letter(grid.first_column + at)}{grid.header_row}"
    )
    text = f"the column {columns(cls)[name].header!r} is there twice; the first one is used"
    return Problem(Code.DUPLICATE_COLUMN, text, cell, "Rename or remove one.", Severity.MEDIUM)


_UNIT = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")


def plain_header(header: Any) -> str:
    """A header as it is compared: lower case, one space between words, no marks around it."""
    cleaned = cells.clean(header)
    return " ".join(str(cleaned).casefold().strip("*:ƒ ").replace("_", " ").split()) if cleaned is not None else ""


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


def _at(row: Sequence[Any], position: int) -> Any:
    return row[position] if position < len(row) else None


def letter(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
