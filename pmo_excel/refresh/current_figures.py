"""A workbook's tables as its last refresh left them, without computing anything: where nothing has changed since.

They are trusted only where both hold:

- the workbook's mark fits (`workbook.current_mark`): every part of it is the one that our refresh, of this very
  version, wrote after it had computed everything from what the cells hold; and
- that refresh found no cell that it read otherwise than the cell stands there: its Findings sheet says so.

Then each computed cell holds what computing it again would give. Everything else is computed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.headers import Grid
from pmo_excel.core.problems import Code
from pmo_excel.core.reading import read
from pmo_excel.core.tables import Origin, Table, columns, declaration, sheets
from pmo_excel.refresh.findings import SHEET as FINDINGS
from pmo_excel.refresh.memory import MARK_ABOVE, MEMORY_SHEET
from pmo_excel.workbook.current_mark import mark_of
from pmo_excel.workbook.fields import fields_grid, read_fields
from pmo_excel.workbook.package import ExcelTable, Package
from pmo_excel.workbook.refused import damaged

Rows = Sequence[Sequence[Any]]

READ_OTHERWISE: Final = frozenset(
    code.value
    for code in (
        Code.NOT_A_DATE,
        Code.AMBIGUOUS_DATE,
        Code.NOT_A_NUMBER,
        Code.AMBIGUOUS_NUMBER,
        Code.OUT_OF_RANGE,
        Code.NOT_A_CHOICE,
        Code.NOT_YES_OR_NO,
        Code.CELL_ERROR,
        Code.NOT_CALCULATED,
        Code.ODD_FORMULA,
        Code.EXTERNAL_LINK,
        Code.COLOUR_ONLY,
        Code.PATTERN,
        Code.MISSING_TABLE,
        Code.MISSING_COLUMN,
        Code.DUPLICATE_COLUMN,
        Code.HEADER_GUESSED,
        Code.NOT_RECOGNISED,
        Code.MERGED_CELLS,
        Code.ROW_LEFT_OUT,
        Code.DUPLICATE_KEY,
        Code.TYPED_IN_COMPUTED,
        Code.LEFTOVER,
        Code.NO_ROOM,
        Code.FILE_REFUSED,
    )
)
"""Findings of a workbook whose cells do not say plainly what was computed from them, and for them."""


@dataclass(frozen=True, slots=True)
class CurrentFigures:
    """Tables with their computed columns as they stand, and the rows of the Findings sheet by field."""

    tables: Mapping[str, Table]
    findings: Sequence[Mapping[str, str | None]]


def current_figures(package: Package, wanted: Mapping[str, Collection[str]]) -> CurrentFigures | None:
    """The tables of these sheets as they stand; None where they cannot be trusted, and have to be computed.

    Parameters
    ----------
    wanted
        The fields that are read, by sheet.

    Raises
    ------
    Refused
        The file's sheets cannot be read.
    """
    audit, listed = (package.table_on(name, declaration(sheets()[name]).name) for name in (MEMORY_SHEET, FINDINGS))
    member = package.sheet(audit.sheet) if audit is not None else None
    if audit is None or listed is None or member is None:
        return None
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(package.data))
        reading = _Reading(package, workbook)
        at = (audit.ref.first_row - MARK_ABOVE, audit.ref.last_column + 2)
        if reading.cell(audit.sheet, *at) != mark_of(package, member.member):
            return None
        findings = reading.findings(listed)
        if any(row["code"] in READ_OTHERWISE for row in findings):
            return None
        tables = {}
        for name, fields in wanted.items():
            table = reading.table(name, fields)
            if table is not None:
                tables[name] = table
    except CalamineError as error:
        raise damaged(package.label, str(error)) from error
    return CurrentFigures(tables, findings)


class _Reading:
    """The sheets of one workbook, each read when it is asked for."""

    def __init__(self, package: Package, workbook: CalamineWorkbook) -> None:
        self.package = package
        self.workbook = workbook
        self.conventions = Conventions(package.date1904)

    def rows(self, sheet: str) -> Rows:
        """A sheet's cells from A1."""
        found: Rows = self.workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        return found

    def cell(self, sheet: str, row: int, column: int) -> Any:
        """One cell, stray blanks removed."""
        rows = self.rows(sheet)
        return cells.clean(rows[row - 1][column - 1]) if row <= len(rows) and column <= len(rows[row - 1]) else None

    def table(self, name: str, fields: Collection[str]) -> Table | None:
        """Fields of a declared sheet; None where the workbook has none of it."""
        cls = sheets()[name]
        excel = self.package.table_on(name, declaration(cls).name)
        if excel is None:
            return None
        if declaration(cls).layout == "fields":
            return read_fields(cls, fields_grid(cls, excel.sheet, self.rows(excel.sheet), self.conventions))[0]
        headers = {columns(cls)[name].header for name in fields}
        grid = self.grid(excel, headers)
        if not any(cells.clean(cell) is not None for row in grid.rows for cell in row):
            return cls.of(0, Origin(excel.sheet))  # most sheets of most workbooks: their columns need not be understood
        return read(cls, grid, ())[0]

    def grid(self, excel: ExcelTable, wanted: Collection[str]) -> Grid:
        """The cells of an Excel Table, of which only the columns with these headers are read."""
        rows = self.rows(excel.sheet)
        left, right = excel.ref.first_column - 1, excel.ref.last_column
        under = [row[left:right] for row in rows[excel.rows.first_row - 1 : excel.rows.last_row]]
        numbers = range(excel.rows.first_row, excel.rows.first_row + len(under))
        found = rows[excel.ref.first_row - 1][left:right] if excel.ref.first_row <= len(rows) else []
        headers = [header if header in wanted else None for header in found]
        return Grid(excel.sheet, headers, under, numbers, left + 1, self.conventions, excel.ref.first_row)

    def findings(self, excel: ExcelTable) -> list[dict[str, str | None]]:
        """The rows of the Findings sheet; an answer typed where no finding is any more is none."""
        cls, names = sheets()[FINDINGS], ("severity", "code", "sheet", "place", "message", "suggested_fix")
        table = read(cls, self.grid(excel, {columns(cls)[name].header for name in names}), ())[0]
        held = {name: getattr(table, name).tolist() for name in names}
        rows = [dict(zip(held, row, strict=True)) for row in zip(*held.values(), strict=True)]
        return [row for row in rows if row["code"]]
