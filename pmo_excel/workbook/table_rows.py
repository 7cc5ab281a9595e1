"""The rows of an Excel Table by the headers it has, and the edits that append to them: for sheets that are records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Self

from python_calamine import CalamineWorkbook

from pmo_excel.core.cells import clean
from pmo_excel.workbook.draft import Edit
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.package import ExcelTable, Package
from pmo_excel.workbook.refs import cell_ref


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row that holds something: its number as the user sees it, and its cells by header."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TableRows:
    """An Excel Table and its rows; blank ones are left out."""

    table: ExcelTable
    rows: Sequence[TableRow]

    @classmethod
    def of(cls, package: Package, name: str) -> Self | None:
        """The table of that name; None when the workbook has none."""
        table = package.table(name)
        if table is None:
            return None
        workbook = CalamineWorkbook.from_filelike(BytesIO(package.data))
        grid = workbook.get_sheet_by_name(table.sheet).to_python(skip_empty_area=False)
        left, rows = table.ref.first_column - 1, []
        for number in range(table.rows.first_row, min(table.rows.last_row, len(grid)) + 1):
            values = [clean(raw) for raw in grid[number - 1][left : left + len(table.columns)]]
            if any(value is not None for value in values):
                rows.append(TableRow(number, dict(zip(table.columns, values, strict=False))))
        return cls(table, rows)

    def ref(self, number: int, header: str) -> str:
        """The cell of a row under a header; ValueError when the table has no such header."""
        return cell_ref(number, self.table.ref.first_column + self.table.columns.index(header))

    def edit(self, number: int, header: str, value: Any) -> Edit:
        """A cell's new value."""
        return Edit(self.table.sheet, self.ref(number, header), value)

    def appended(self, records: Sequence[Mapping[str, Any]]) -> tuple[list[Edit], list[Growth]]:
        """New rows below the last one that holds something, and the growth that they need."""
        first = max((row.number for row in self.rows), default=self.table.rows.first_row - 1) + 1
        edits = [
            self.edit(first + at, header, value)
            for at, record in enumerate(records)
            for header, value in record.items()
            if header in self.table.columns and value not in (None, "")
        ]
        more = first + len(records) - 1 - self.table.rows.last_row
        return edits, [Growth(more, table=self.table.name)] if more > 0 and records else []
