"""References: `H12`, `A1:H20`, `'My sheet'!H12`, and the row and column numbers they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pmo_excel.core.problems import quoted

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        first = cell_ref(self.first_row, self.first_column)
        last = cell_ref(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell is inside."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def overlaps(self, other: Range) -> bool:
        """Whether the two have a cell in common."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def ending_at(self, last_row: int) -> Range:
        """The same columns from the same first row, down to another last row."""
        return Range(self.first_row, self.first_column, last_row, self.last_column)


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """`A` for 1, `AA` for 27."""
    if not 1 <= column <= LAST_COLUMN:
        raise ValueError(f"column must be 1 to {LAST_COLUMN}, not {column}")
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """1 for `A`, 27 for `AA`."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    if not 1 <= column <= LAST_COLUMN:
        raise ValueError(f"no column is called {letters!r}")
    return column


def cell_ref(row: int, column: int) -> str:
    """`H12` for row 12, column 8."""
    return f"{column_letters(column)}{row}"


def cell_at(ref: str) -> tuple[int, int]:
    """Row and column of `H12` or `$H$12`.

    Raises
    ------
    ValueError
        It is not the reference of one cell of a worksheet.
    """
    found = _CELL.fullmatch(ref)
    if found is None or not 1 <= int(found[2]) <= LAST_ROW:
        raise ValueError(f"{ref!r} is not a cell reference such as H12")
    return int(found[2]), column_number(found[1])


def range_at(ref: str) -> Range:
    """The rectangle `A1:H20` stands for; one cell is a rectangle too.

    Raises
    ------
    ValueError
        It is not such a reference; whole rows and columns (`A:C`) are not either.
    """
    first, _, last = ref.partition(":")
    (row, column), (other_row, other_column) = cell_at(first), cell_at(last or first)
    return Range(min(row, other_row), min(column, other_column), max(row, other_row), max(column, other_column))


def sheet_ref(sheet: str, ref: str) -> str:
    """`'My sheet'!H12`."""
    return f"{quoted(sheet)}!{ref}"
