"""Rows that people made on the site, taken into a workbook: an ID that is free, the values that its columns take."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pmo_excel.core.columns import is_empty
from pmo_excel.core.tables import Table, columns, field_of
from pmo_excel.hosts.review_cells import TABLE_OF, Taken, UnusableError, from_site
from pmo_excel.refresh.ledger import CellChange
from pmo_excel.refresh.log_rows import appended
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.read import Book
from sharepoint.fields import TITLE, Field, internal_name
from sharepoint.intake import ReadList, next_id
from sharepoint.questions import Question
from sharepoint.values import Value, key, text

TakenIn = Mapping[int, tuple[str, Mapping[str, Value]]]
"""What was taken in of one list: key and values, by item."""

_EXAMPLE: Final = re.compile(r"\b[A-Z]{1,3}-\d+\b")


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to add: its ID, its cells by the table's field, the values that both sides have then, what stays away."""

    id: str
    key: str
    cells: Mapping[str, Any]
    values: Mapping[str, Value]
    left: tuple[str, ...]


@dataclass(slots=True)
class Intake:
    """The new rows of one workbook, gathered one after the other, so that each gets an ID of its own."""

    book: Book
    taken_in: Mapping[str, TakenIn]
    rows: dict[type[Table], list[NewRow]] = field(default_factory=dict)

    def add(self, question: Question, read: ReadList) -> NewRow:
        """The row for an item.

        Raises
        ------
        UnusableError
            The workbook has no such sheet, or no column for its ID.
        """
        cls = TABLE_OF.get(question.spec.title)
        table = next((one for one in self.book.tables.values() if type(one) is cls), None)
        if cls is None or table is None or not table.has(field_of(cls, question.spec.key)):
            raise UnusableError(f"the workbook has no sheet for {question.spec.title}", "Add it with pmo upgrade.")
        name = self._id(question, read, table)
        row = _row(question, table, name, self.book.package.date1904)
        self.rows.setdefault(cls, []).append(row)
        return row

    def _id(self, question: Question, read: ReadList, table: Table) -> str:
        own = field_of(type(table), question.spec.key)
        scope = key(question.project) + "|"
        there = [text(one) or "" for one in getattr(table, own).tolist() if one is not None]
        there += [row.id for row in self.rows.get(type(table), ())]
        known = self.taken_in.get(read.present.id, {})
        typed = next((v for f, v in question.given if f.header == question.spec.key), None)
        own_name = internal_name(question.spec.key)
        items = [item for name, item in read.present.items.items() if name.startswith(scope)]
        elsewhere = [str(item.values.get(own_name) or item.key.removeprefix(scope)) for item in items]
        others = (name for item, (name, _) in known.items() if item != question.item)
        elsewhere += [name.removeprefix(scope) for name in others if name.startswith(scope)]
        used = [*there, *elsewhere]
        if isinstance(typed, str) and key(typed) not in map(key, used):
            return typed
        example = _EXAMPLE.search(columns(type(table))[own].help)
        return next_id(used, example[0] if example else "1")

    def changes(self) -> tuple[list[CellChange], list[Growth]]:
        """The cells of all new rows, and the growth of tables that they need.

        Raises
        ------
        UnusableError
            Below a table that is no Excel Table, something stands in the way.
        """
        changes: list[CellChange] = []
        growths: list[Growth] = []
        for cls, rows in self.rows.items():
            sheet = next(name for name, table in self.book.tables.items() if type(table) is cls)
            self._room(sheet, len(rows))
            found, grown = appended(self.book, sheet, _table(cls, rows), "taken from the site")
            changes += found
            growths += grown
        return changes, growths

    def _room(self, sheet: str, count: int) -> None:
        place, table = self.book.places[sheet], self.book.tables[sheet]
        first = max(table.origin.rows, default=place.first_row - 1) + 1
        across = range(place.first_column, place.last_column + 1)
        for number in range(first, first + count):
            if number in place.left_out or any(
                self.book.raw_cell(place.sheet, number, at) is not None for at in across
            ):
                raise UnusableError(
                    f"row {number} of {place.sheet} is not free", "Insert empty rows below the last one, and try again."
                )


def _row(question: Question, table: Table, name: str, date1904: bool) -> NewRow:
    own = field_of(type(table), question.spec.key)
    cells: dict[str, Any] = {own: name}
    values: dict[str, Value] = {one.name: None for one in question.fields}
    left: list[str] = []
    for one, value in question.given:
        header = question.spec.title_header if one.name == TITLE.name else one.header
        if header == question.spec.key:
            values[one.name] = value  # the workbook's ID replaces it
            continue
        taken = _taken(table, header, one, value, date1904)
        if isinstance(taken, str):
            left.append(taken)
        else:
            at, held = taken
            cells[at], values[one.name] = held.held, value
    return NewRow(name, key(question.project, name), cells, values, tuple(left))


def _taken(table: Table, header: str, one: Field, value: Value, date1904: bool) -> tuple[str, Taken] | str:
    """The value for the workbook's column; or, in words, why it stays on the site alone."""
    try:
        at = field_of(type(table), header)
    except KeyError:
        return f"{one.title}: no such column"
    column = columns(type(table))[at]
    if not column.typed or not table.has(at):
        return f"{one.title}: {'computed' if not column.typed else 'no such column'}"
    try:
        return at, from_site(column, one, value, date1904)
    except UnusableError as unusable:
        return str(unusable)


def _table(cls: type[Table], rows: Sequence[NewRow]) -> Table:
    made = cls.of(len(rows))
    for name in columns(cls):
        array = getattr(made, name)
        for at, row in enumerate(rows):
            if name in row.cells and not is_empty(row.cells[name]):
                array[at] = row.cells[name]
    return made
