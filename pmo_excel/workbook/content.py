"""What a new workbook is to hold, and where each column and field of it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from xlsxwriter.utility import xl_col_to_name

from pmo_excel.core.columns import Column
from pmo_excel.core.problems import quoted
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.workbook.declared import declared_sheets
from pmo_excel.workbook.layout import FIRST_ROW, SheetPlan, table_rows
from pmo_excel.workbook.sheet_plans import plans
from pmo_excel.workbook.styles import column_width

Row = Mapping[str, Any]
REACH = 1000
"""Rows under the headers within which a list of IDs is looked for, so that a table can grow."""


@dataclass(frozen=True, slots=True)
class Content:
    """The rows of each sheet of a workbook, by header; sheets laid out as fields have one."""

    rows: Mapping[str, Sequence[Row]]
    given: frozenset[str]
    book: str = "project"

    @classmethod
    def of(cls, given: Mapping[str, Sequence[Row]], book: str = "project") -> Self:
        """The content given, and the rows that a new workbook begins with.

        Raises
        ------
        ValueError
            A sheet or a header is not declared.
        """
        known = declared_sheets(book)
        for sheet, rows in given.items():
            if sheet not in known:
                raise ValueError(f"no sheet {sheet!r} is declared")
            headers = {c.header for c in columns(known[sheet]).values()}
            for header in (h for row in rows for h in row if h not in headers):
                raise ValueError(f"the sheet {sheet!r} declares no column {header!r}")
        first = {sheet: declaration(table).first_rows for sheet, table in known.items()}
        return cls(first | dict(given), frozenset(s for s, rows in given.items() if rows), book)

    def of_sheet(self, sheet: str) -> Sequence[Row]:
        """The rows of a sheet."""
        return self.rows.get(sheet, ())

    def field(self, sheet: str, header: str) -> Any:
        """The value of a field; None where it is empty."""
        rows = self.of_sheet(sheet)
        return rows[0].get(header) if rows else None

    def column(self, sheet: str, header: str) -> list[Any]:
        """The values of a column; None where a cell is empty."""
        return [row.get(header) for row in self.of_sheet(sheet)]

    def declared(self, sheet: str) -> type[Table]:
        """The class of a sheet of this workbook."""
        return declared(sheet, self.book)

    @property
    def plans(self) -> Sequence[SheetPlan]:
        """The sheets of this workbook, in the order of the tabs."""
        return plans(self.book)


def declared(sheet: str, book: str = "project") -> type[Table]:
    """The class of a declared sheet."""
    return declared_sheets(book)[sheet]


def sheet_columns(sheet: str, book: str = "project") -> list[Column]:
    """The columns of a sheet laid out as rows, from left to right."""
    return list(columns(declared(sheet, book)).values())


def column_at(sheet: str, header: str, book: str = "project") -> int:
    """The position of a column, 0 for A."""
    return next(at for at, c in enumerate(sheet_columns(sheet, book)) if c.header == header)


def letter(sheet: str, header: str, book: str = "project") -> str:
    """The letters of a column."""
    return str(xl_col_to_name(column_at(sheet, header, book)))


def fields(sheet: str) -> list[Column]:
    """The fields that have a row of their own, from top to bottom."""
    return [c for c in columns(declared(sheet)).values() if c.beside is None]


def field_headers(sheet: str) -> list[str]:
    """The headers of a sheet laid out as fields: Field, Value, what stands beside a value, Help."""
    beside = (c.beside[1] for c in columns(declared(sheet)).values() if c.beside)
    return ["Field", "Value", *dict.fromkeys(beside), "Help"]


def field_ref(sheet: str, header: str) -> str:
    """The cell of a field's value, as a formula on another sheet writes it."""
    column = next(c for c in columns(declared(sheet)).values() if c.header == header)
    row_header, place = column.beside or (header, "Value")
    at = next(i for i, c in enumerate(fields(sheet)) if c.header == row_header)
    return f"{sheet}!${xl_col_to_name(field_headers(sheet).index(place))}${FIRST_ROW + 1 + at}"


def rows_on(content: Content, sheet: str) -> int:
    """Rows of the sheet's table, spare ones included."""
    plan = next(p for p in content.plans if p.name == sheet)
    return table_rows(plan, len(content.of_sheet(sheet)), table_width(content, sheet))


def table_width(content: Content, sheet: str) -> float:
    """Points across that print: the columns that are not folded away."""
    shown = [column_width(c) for c in sheet_columns(sheet, content.book) if not c.folded]
    return sum((7 * width + 5) * 0.75 for width in shown)


def part(sheet: str, header: str, book: str = "project") -> str:
    """A whole column of a table as Excel writes it in formulas: names with signs in them in double brackets."""
    plain = header.replace(" ", "").isalnum()
    return f"{declaration(declared(sheet, book)).name}" + (f"[{header}]" if plain else f"[[{header}]]")


def listed_ids(sheet: str, header: str, book: str = "project") -> str:
    """The filled cells of a column, as a defined name refers to them; grows with the table."""
    column, first = letter(sheet, header, book), FIRST_ROW + 1
    span = f"{quoted(sheet)}!${column}${first}:${column}${first + REACH - 1}"
    return f"={quoted(sheet)}!${column}${first}:INDEX({span},MAX(1,COUNTA({span})))"
