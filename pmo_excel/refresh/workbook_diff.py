"""Two versions of a workbook compared by meaning: records by their keys, values by their columns, wherever they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmo_excel.core.columns import Column, is_empty
from pmo_excel.core.person_names import same_name
from pmo_excel.core.tables import Table, columns, declaration, sheets
from pmo_excel.refresh.changes import keys_of
from pmo_excel.refresh.values import CellValue, as_json_value, cell_value, same, shown
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_at


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different.

    Attributes
    ----------
    what
        `changed`, `added`, `removed`; `table added`, `table removed`, `table moved` (to another sheet).
    table, key, name, column
        The declared sheet, the record's key and name, and the column; what does not apply is empty.
    before, after
        The values, None for an empty cell; the sheets' names for a table.
    cell
        Where it is in the newer version, else in the older.
    """

    what: str
    table: str
    key: str = ""
    name: str = ""
    column: str = ""
    before: CellValue = None
    after: CellValue = None
    cell: str = ""

    def as_json(self) -> dict[str, Any]:
        """The difference as programs read it."""
        return {
            "what": self.what,
            "table": self.table,
            "key": self.key,
            "name": self.name,
            "column": self.column,
            "before": as_json_value(self.before),
            "after": as_json_value(self.after),
            "cell": self.cell,
        }

    def __str__(self) -> str:
        record = " ".join(part for part in (self.key, self.name) if part)
        if self.what in ("added", "removed"):
            return f"{self.table} {record}: {self.what}"
        if self.what == "table moved":
            return f"{self.table}: moved from sheet {self.before} to {self.after}"
        if self.what.startswith("table"):
            return f"{self.table}: {self.what}"
        return f"{self.table} {record}, {self.column}: {shown(self.before)} → {shown(self.after)}"


def workbook_diff(before: Book, after: Book, computed: bool = False) -> list[Difference]:
    """What is different from one version of a workbook to the next, in the order of the tables and of the newer rows.

    Sorting, moving and inserting rows, columns and sheets is no difference, and neither is another spelling of the same
    value (`12.05.2026` and the date, `Smith, Jane` and `Jane Smith`).

    Parameters
    ----------
    computed
        Whether computed columns count too; without them only what people typed does.
    """
    found: list[Difference] = []
    for name, cls in sheets(after.kind).items():
        if declaration(cls).rows_from:
            continue
        old, new = before.tables.get(name), after.tables.get(name)
        if old is None or new is None:
            if old is not None or new is not None:
                found.append(Difference("table added" if old is None else "table removed", name))
            continue
        sheet_before, sheet_after = before.places[name].sheet, after.places[name].sheet
        if sheet_before != sheet_after:
            found.append(Difference("table moved", name, before=sheet_before, after=sheet_after))
        found += _rows(name, _Version(before, old), _Version(after, new), computed)
    return found


@dataclass(frozen=True, slots=True)
class _Version:
    """A table in one version of the workbook."""

    book: Book
    table: Table

    def value(self, field: str, row: int) -> tuple[Any, str]:
        """What a cell means; and the text that stands there where it cannot be read."""
        value = getattr(self.table, field)[row]
        ref = self.table.cell(field, row).ref
        if row not in self.table.wrong(field) or not ref:
            return value, ""
        return value, str(self.book.raw_cell(self.table.origin.sheet, *cell_at(ref)))

    def shown(self, field: str, row: int) -> CellValue:
        """The cell for a difference: its value, or the text that cannot be read."""
        value, unread = self.value(field, row)
        return unread or cell_value(columns(type(self.table))[field], value)


def _rows(name: str, before: _Version, after: _Version, computed: bool) -> Iterator[Difference]:
    old, new = before.table, after.table
    there, here = _by_identity(old), _by_identity(new)
    old_keys, new_keys = keys_of(old), keys_of(new)
    for identity, row in here.items():
        key, label = new_keys[row], _name(new, row)
        if identity not in there:
            yield Difference("added", name, key, label, cell=_place(new, row))
            continue
        was = there[identity]
        for field, column in columns(type(new)).items():
            if not (column.typed or computed) or not (old.has(field) or new.has(field)):
                continue
            (value_before, unread_before), (value, unread) = before.value(field, was), after.value(field, row)
            if unread_before == unread and _same(column, value_before, value):
                continue
            cells = before.shown(field, was), after.shown(field, row)
            yield Difference("changed", name, key, label, column.header, *cells, new.cell(field, row).address)
    for identity, row in there.items():
        if identity not in here:
            yield Difference("removed", name, old_keys[row], _name(old, row), cell=_place(old, row))


def _by_identity(table: Table) -> Mapping[tuple[str, int], int]:
    """The rows by key, and for rows that share one or have none by all they hold, numbered where that is the same."""
    if declaration(type(table)).layout == "fields":
        return {("", 0): 0} if len(table) else {}
    found: dict[tuple[str, int], int] = {}
    counts: dict[str, int] = {}
    for row, key in enumerate(keys_of(table)):
        identity = key.casefold() or _content(table, row)
        counts[identity] = counts.get(identity, 0) + 1
        found[identity, counts[identity]] = row
    return found


def _content(table: Table, row: int) -> str:
    typed = (name for name, column in columns(type(table)).items() if column.typed)
    return "\0".join(str(getattr(table, name)[row]) for name in typed)


def _same(column: Column, before: Any, after: Any) -> bool:
    if is_empty(before) or is_empty(after):
        return is_empty(before) and is_empty(after)
    if column.type.value == "person":
        return same_name(str(before)) == same_name(str(after))
    return same(column, before, after)


def _name(table: Table, row: int) -> str:
    declared = columns(type(table))
    field = next((f for f in ("name", "title", "description", "what") if f in declared and table.has(f)), "")
    return str(getattr(table, field)[row] or "") if field else ""


def _place(table: Table, row: int) -> str:
    field = next(iter(table.origin.letters), "")
    return table.cell(field, row).address if field else ""
