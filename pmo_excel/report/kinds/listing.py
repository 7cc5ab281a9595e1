"""Rows of a sheet as a grid of a report: which columns, which rows, in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from pmo_excel.core.columns import is_empty
from pmo_excel.core.lists import LISTS
from pmo_excel.core.problems import quoted
from pmo_excel.core.tables import Table, columns
from pmo_excel.governance.reasons import rag_of
from pmo_excel.report.document import (
    NONE_IN_PERIOD,
    NOT_HERE,
    Align,
    Entry,
    Grid,
    GridColumn,
    entry,
    letter,
    said,
)
from pmo_excel.report.facts import NOTHING, Fact, fact, shortened

T = TypeVar("T", bound=Table)

LONGEST: Final = 90
"""Characters of a text that a cell of a report shows; the whole stays in its cell."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of a sheet as a column of a grid.

    Attributes
    ----------
    field
        The column's field; `rag` and those that end in `_rag` are set upon their colour.
    named_by
        A field that is set before it: an ID before a title.
    tagged
        A field with Yes or No, and the word that is set behind where it is Yes.
    """

    header: str
    field: str
    share: float = 1.0
    align: Align = "left"
    named_by: str = ""
    tagged: tuple[str, str] = ("", "")


def listing(
    table: T | None,
    heading: str,
    shown: Sequence[Shown],
    *,
    keep: Callable[[T, int], bool] | None = None,
    order: Callable[[T, int], Any] | None = None,
    limit: int = 10,
    note: str = "",
    absent: str = NONE_IN_PERIOD,
) -> Grid:
    """The rows of a sheet that are kept, in their order, the first so many; a column that it has not is left out.

    Parameters
    ----------
    table
        None where the workbook does not have the sheet, which is said.
    """
    there = [s for s in shown if table is None or s.field in columns(type(table))]
    heads = tuple(GridColumn(s.header, s.share, s.align) for s in there)
    if table is None:
        return Grid(said(heading), heads, (), note, absent=NOT_HERE)
    found = kept(table, keep, order)
    rows = tuple(tuple(_entry(table, row, s) for s in there) for row in found[:limit])
    more = f"{len(found) - limit} more in the sheet {table.origin.sheet}" if len(found) > limit else ""
    return Grid(said(heading), heads, rows, note, more, absent)


def kept(
    table: T, keep: Callable[[T, int], bool] | None = None, order: Callable[[T, int], Any] | None = None
) -> list[int]:
    """The rows that are not empty and are kept, in their order; ties stay in the sheet's order."""
    first = next(iter(columns(type(table))))
    filled = [row for row in range(len(table)) if not is_empty(getattr(table, first)[row])]
    rows = filled if keep is None else [row for row in filled if keep(table, row)]
    return rows if order is None else sorted(rows, key=lambda row: order(table, row))


def _entry(table: Table, row: int, shown: Shown) -> Entry:
    given = shortened(fact(table, shown.field, row), LONGEST)
    if shown.field == "rag" or shown.field.endswith("_rag"):
        return letter(rag_of(given.text) if given.known else None, given)
    flag, word = shown.tagged
    tag = word if flag and flag in columns(type(table)) and bool(getattr(table, flag)[row]) else ""
    if shown.named_by:
        name = fact(table, shown.named_by, row)
        return Entry(said(name, " ", given) if name.known else (given,), tag=tag)
    return entry(given, tag)


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 risk`, `3 risks`."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def number_of(table: Table, rows: Sequence[int]) -> Fact:
    """How many rows there are, and the cells that are counted; 0 names none."""
    first = next(iter(columns(type(table))))
    if not rows:
        return Fact("0", 0)
    cells = [table.cell(first, row) for row in rows]
    if not all(cell.ref for cell in cells):
        return Fact(str(len(rows)), len(rows), f"{cells[0].sheet}[{columns(type(table))[first].header}]")
    letters = cells[0].ref.rstrip("0123456789")
    runs = _runs([int(cell.ref[len(letters) :]) for cell in cells])
    places = ",".join(f"{quoted(cells[0].sheet)}!{letters}{a}{f':{letters}{b}' if b > a else ''}" for a, b in runs)
    return Fact(str(len(rows)), len(rows), f"=COUNTA({places})")


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers as first and last of each unbroken run, in ascending order."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def place_in(name: str, word: object) -> int:
    """The place of a word in its list; after all others where it is not in it."""
    order = LISTS[name]
    return order.index(str(word)) if word in order else len(order)


def unknown_last(value: float) -> tuple[bool, float]:
    """An order from large to small in which what is not known comes last."""
    return value != value, -value


def reworded(given: Fact, text: str) -> Fact:
    """A fact printed in other words."""
    return replace(given, text=text) if given.known else NOTHING
