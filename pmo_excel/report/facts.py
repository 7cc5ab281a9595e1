"""What a page prints, each with the cell it comes from; and how numbers, dates and texts are printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np

from pmo_excel.core.columns import TEMPORAL, Column, Type, is_empty
from pmo_excel.core.instants import day_text
from pmo_excel.core.problems import quoted
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.governance.reasons import number_text, percent_text

EMPTY: Final = "–"
"""How an empty or unknown value is printed."""

_BIDI_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@dataclass(frozen=True, slots=True)
class Fact:
    """A value as a page prints it, and where it comes from.

    Attributes
    ----------
    text
        As printed.
    value
        The plain value, for formats that have numbers and dates of their own; None where it is unknown.
    source
        The cell, as in `Schedule!H12`, or a formula over cells, as in `=SUM(Budget!I5:I9)`; empty for our own words.
    """

    text: str
    value: Any = None
    source: str = ""

    @property
    def known(self) -> bool:
        """Whether there is anything to print."""
        return self.value is not None


Sentence = tuple[Fact, ...]
"""A sentence in pieces, so that each figure in it keeps its source."""

NOTHING: Final = Fact(EMPTY)


def words(text: str) -> Fact:
    """A piece of a sentence in our own words."""
    return Fact(text)


def plain(sentence: Sentence) -> str:
    """A sentence as one text."""
    return "".join(piece.text for piece in sentence)


def printed(text: str) -> str:
    """A text without control characters and signs that turn the reading direction; line breaks stay."""
    kept = (c for c in text if c == "\n" or (unicodedata.category(c) != "Cc" and c not in _BIDI_CONTROLS))
    return "".join(kept).strip()


def money_text(value: float) -> str:
    """Money in whole units with thousands separators and a true minus: −1,250."""
    whole = round(value)
    return f"{'−' if whole < 0 else ''}{abs(whole):,}"


def signed_text(value: float) -> str:
    """A variance with its sign: +10, 0, −3."""
    text = number_text(abs(value))
    return text if text == "0" else f"{'+' if value > 0 else '−'}{text}"


def signed(given: Fact) -> Fact:
    """A variance printed with its sign."""
    return replace(given, text=signed_text(given.value)) if given.known else given


def value_text(value: Any, column: Column) -> str:
    """A cell's value as reports print that kind of column."""
    if column.type in TEMPORAL:
        return day_text(int(value))
    if column.type in (Type.MONEY, Type.RATE):
        return money_text(float(value))
    if column.type is Type.PERCENT:
        return percent_text(float(value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return number_text(float(value)) if isinstance(value, float) else printed(str(value))


def fact(table: Table, name: str, row: int = 0) -> Fact:
    """One cell of a table.

    Raises
    ------
    ValueError
        The column is private, and a page leaves the project team.
    """
    column = columns(type(table))[name]
    if column.private:
        raise ValueError(f"the column {column.header!r} is private and may not be printed")
    if row >= len(table):
        return NOTHING
    value = getattr(table, name)[row]
    value = value.item() if isinstance(value, np.generic) else value
    cell = table.cell(name, row)
    source = cell.address if cell.ref else ""
    return Fact(EMPTY, None, source) if is_empty(value) else Fact(value_text(value, column), value, source)


def total(table: Table, name: str) -> Fact:
    """The sum of a column of money, with the formula that gives it; unknown while one of its cells cannot be read."""
    values = getattr(table, name)
    source = f"=SUM({_range(table, name)})"
    if table.wrong(name) or not table.has(name) or not len(values):
        return Fact(EMPTY, None, source)
    value = float(np.nansum(values))
    return Fact(money_text(value), value, source)


def _range(table: Table, name: str) -> str:
    origin = table.origin
    letter = origin.letters.get(name, "")
    sheet = quoted(origin.sheet or declaration(type(table)).sheet)
    if not letter or not len(origin.rows):
        return f"{sheet}[{columns(type(table))[name].header}]"
    return f"{sheet}!{letter}{min(origin.rows)}:{letter}{max(origin.rows)}"


def shortened(given: Fact, limit: int) -> Fact:
    """At most so many characters, cut at a word; the whole text stays in its cell."""
    if len(given.text) <= limit:
        return given
    head = given.text[:limit]
    cut = head.rsplit(" ", 1)[0] if " " in head else head[:-1]
    return replace(given, text=cut.rstrip(" ,;:.") + "…")


T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a page may say: a workbook's tables and the results of the functions that ran on them.

    Attributes
    ----------
    tables
        Every sheet that there is, its computed columns filled, by the sheet's declared name.
    results
        Each function's result; None where it could not run.
    """

    tables: Mapping[str, Table]
    results: Mapping[str, Table | None]

    def table(self, cls: type[T]) -> T | None:
        """The sheet of a class, where the workbook has it."""
        found = self.tables.get(declaration(cls).sheet)
        return found if isinstance(found, cls) else None

    def fact(self, cls: type[Table], name: str, row: int = 0) -> Fact:
        """One cell of a sheet; nothing where the workbook does not have the sheet."""
        found = self.table(cls)
        return NOTHING if found is None else fact(found, name, row)

    def result(self, function: str, name: str) -> Fact:
        """One field of a one-row result, with the cell of the workbook in which it stands, where there is one."""
        result = self.results.get(function)
        if result is None or not len(result):
            return NOTHING
        return replace(fact(result, name), source=self._standing(function, columns(type(result))[name].header))

    def _standing(self, function: str, header: str) -> str:
        for table in self.tables.values():
            for name, column in columns(type(table)).items():
                if column.computed == function and header in (column.result, column.header) and table.has(name):
                    return table.cell(name, 0).address
        return ""
