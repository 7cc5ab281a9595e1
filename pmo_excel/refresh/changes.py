"""From computed tables to the cells that change: only computed cells, and never one that a person typed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pmo_excel.core.cells import Conventions
from pmo_excel.core.column_reading import read_column
from pmo_excel.core.columns import Column, is_empty
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.refresh.memory import Memory, fingerprint
from pmo_excel.refresh.values import CellValue, as_json_value, canonical, cell_value, same, shown
from pmo_excel.workbook.read import Book, Place
from pmo_excel.workbook.refs import cell_ref, column_number


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that a refresh changes: where, from what to what, and why.

    Attributes
    ----------
    cell
        Sheet, row, column header and reference.
    key
        The row's key, as a person knows it: the task's ID.
    because
        What computed it, or the reason in words where the computation gives one.
    """

    cell: Cell
    key: str
    old: CellValue
    new: CellValue
    because: str

    def as_json(self) -> dict[str, Any]:
        """The change as every host prints it."""
        return {
            "sheet": self.cell.sheet,
            "cell": self.cell.ref,
            "row": self.cell.row,
            "column": self.cell.column,
            "key": self.key,
            "old": as_json_value(self.old),
            "new": as_json_value(self.new),
            "because": self.because,
        }

    def __str__(self) -> str:
        return f"{self.cell.address} {self.cell.column}: {shown(self.old)} → {shown(self.new)}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A computed cell that a person typed over: what it holds, and what was computed for it."""

    cell: Cell
    typed: Any
    computed: CellValue
    what: str = ""

    def __str__(self) -> str:
        typed = f"{self.what} ({shown(self.typed)})" if self.what else shown(self.typed)
        return f"{typed} was typed over a computed cell and is kept; computed is {shown(self.computed)}"


@dataclass(slots=True)
class Ledger:
    """The changes being gathered: what is written, what was kept, and what Refresh will remember."""

    memory: Memory
    changes: list[CellChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    remembered: set[bytes] = field(default_factory=set)

    def add_text(self, cell: Cell, text: str) -> None:
        """Write a text of ours, such as a header, into a cell that is empty."""
        self.changes.append(CellChange(cell, "", None, text, "a header of ours"))


EACH: Final = 5
"""Cells of a column that were typed over and are listed one by one; more are one finding."""


def typed_over(kept: Sequence[Kept]) -> Iterator[Problem]:
    """The findings of cells that were typed over; a whole column of them, as in a plan made elsewhere, is one."""
    fix = "Clear the cell to have it computed again."
    columns_of: dict[tuple[str, str], list[Kept]] = {}
    for item in kept:
        columns_of.setdefault((item.cell.sheet, item.cell.column), []).append(item)
    for items in columns_of.values():
        if len(items) > EACH:
            first = items[0]
            rows = f"rows {first.cell.row} to {items[-1].cell.row}"
            text = f"{len(items)} cells in {rows} were typed over computed cells and are kept; the first: {first}"
            yield Problem(
                Code.TYPED_IN_COMPUTED, text, first.cell, "Clear the cells to have them computed.", Severity.MEDIUM
            )
        else:
            yield from (Problem(Code.TYPED_IN_COMPUTED, str(i), i.cell, fix, Severity.MEDIUM) for i in items)


def column_changes(book: Book, sheet: str, table: Table, names: Sequence[str], ledger: Ledger) -> None:
    """Changes to some computed columns of a sheet whose rows people type."""
    place = book.places[sheet]
    whys = _reasons(table)
    for name in names:
        column = columns(type(table))[name]
        letters = table.origin.letters.get(name)
        if letters is None:
            continue
        at = column_number(letters)
        rows = _rows(table, name)
        found = found_cells(book, place, column, rows, at)
        for row, number in enumerate(rows):
            cell = Cell(place.sheet, number, table.origin.headers[name], cell_ref(number, at))
            because = whys.get((name, row), f"PMO.{column.computed}")
            settle(ledger, cell, key_of(table, row), column, found[row], getattr(table, name)[row], because)
    if declaration(type(table)).layout == "rows":
        _leftovers(book, place, table, names, ledger)


def _rows(table: Table, name: str) -> list[int]:
    if table.origin.field_rows:
        return [table.origin.field_rows[name]]
    return list(table.origin.rows)


def key_of(table: Table, row: int) -> str:
    """A row's key in words; the sheet's fields have none."""
    key = declaration(type(table)).key
    return " ".join(str(getattr(table, part)[row] or "") for part in key.split("+")) if key else ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a computed cell holds now: the raw cell, what it means (None where it cannot be read), whether a formula."""

    raw: Any
    value: Any
    formula: bool = False


def found_cells(book: Book, place: Place, column: Column, rows: Sequence[int], at: int) -> list[Found]:
    raws = [book.raw_cell(place.sheet, number, at) for number in rows]
    read = read_column(column, raws, Conventions(book.package.date1904))
    formulas = [book.has_formula(place.sheet, number, at) for number in rows]
    return [Found(*one) for one in zip(raws, read.values.tolist(), formulas, strict=True)]


def settle(ledger: Ledger, cell: Cell, key: str, column: Column, found: Found, value: Any, because: str) -> None:
    """One cell: leave it, write it, or keep what a person typed there and say so."""
    sheet, header = cell.sheet, column.header
    if not is_empty(value):
        mine = fingerprint(sheet, header, key, canonical(column, value))
    if found.formula:
        if not same(column, found.value, value):
            ledger.kept.append(Kept(cell, found.raw, cell_value(column, value), "a formula"))
        return
    if found.raw is None or same(column, found.value, value):
        if not is_empty(value):
            ledger.remembered.add(mine)
        if found.raw is None and not is_empty(value):
            ledger.changes.append(CellChange(cell, key, None, cell_value(column, value), because))
        return
    old = canonical(column, found.value) if not is_empty(found.value) else f"text {found.raw}"
    if ledger.memory.holds(sheet, header, key, old):
        if not is_empty(value):
            ledger.remembered.add(mine)
        before = cell_value(column, found.value)
        ledger.changes.append(CellChange(cell, key, before, cell_value(column, value), because))
        return
    ledger.kept.append(Kept(cell, found.raw, cell_value(column, value)))


def _leftovers(book: Book, place: Place, table: Table, names: Sequence[str], ledger: Ledger) -> None:
    """Rows that hold nothing typed any more but still show what was computed: reported, for no key says whose it is."""
    used = set(table.origin.rows)
    letters = {name: column_number(table.origin.letters[name]) for name in names if name in table.origin.letters}
    for number in range(place.first_row, place.last_row + 1):
        left = [n for n, at in letters.items() if book.raw_cell(place.sheet, number, at) is not None]
        if number not in used and number not in place.left_out and left:
            cell = Cell(place.sheet, number, table.origin.headers[left[0]], cell_ref(number, letters[left[0]]))
            text = "the row holds nothing typed any more, but computed cells are left in it"
            ledger.problems.append(Problem(Code.LEFTOVER, text, cell, "Clear or delete the row.", Severity.LOW))


def _reasons(table: Table) -> dict[tuple[str, int], str]:
    """The reason in words of each computed colour, by field and row: the text of its Why column."""
    found: dict[tuple[str, int], str] = {}
    for name, why in _reason_fields(type(table)):
        for row, text in enumerate(getattr(table, why).tolist()):
            if text:
                found[name, row] = found[why, row] = text
    return found


def _reason_fields(cls: type[Table]) -> Iterator[tuple[str, str]]:
    """Pairs of a colour and its reason: `time_rag` and `time_rag_why`, `rag` and `rag_why`."""
    declared = columns(cls)
    for name in declared:
        for why in (f"{name}_why", "rag_why" if name.endswith("rag") else ""):
            if why in declared:
                yield name, why
                break
