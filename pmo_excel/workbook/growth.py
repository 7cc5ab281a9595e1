"""A table or plain range whose end moves: what was asked for, and where it is now and will be."""

from __future__ import annotations

from dataclasses import dataclass

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.workbook.package import ExcelTable, Package
from pmo_excel.workbook.refs import LAST_ROW, Range, cell_ref, range_at
from pmo_excel.workbook.refused import Refused


@dataclass(frozen=True, slots=True)
class Growth:
    """Rows to add at the end of an Excel Table, or of a plain range given by its sheet and reference with header.

    Negative: its last rows are emptied and leave it.
    """

    rows: int
    table: str = ""
    sheet: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range whose end moves: where it is now, header included, and the row it will end at; `table` when it is one."""

    sheet: str
    now: Range
    header_rows: int
    last_row: int
    table: ExcelTable | None

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"table {self.table.name}" if self.table else f"the range {self.now}"

    @property
    def shrinks(self) -> bool:
        """Whether it loses rows."""
        return self.last_row < self.now.last_row

    @property
    def moving(self) -> Range:
        """The rows that come to it, or leave it."""
        first, last = sorted((self.now.last_row, self.last_row))
        return Range(first + 1, self.now.first_column, last, self.now.last_column)

    @property
    def first_data_row(self) -> int:
        """Its first row below the header."""
        return self.now.first_row + self.header_rows

    def problem(self, message: str, suggestion: str, row: int = 0) -> Problem:
        """Why its end cannot move: the place is its first column in that row, or just below it."""
        row = row or self.now.last_row + 1
        place = Cell(self.sheet, row, ref=cell_ref(row, self.now.first_column) if row <= LAST_ROW else "")
        return Problem(Code.NO_ROOM, message, place, suggestion, Severity.CRITICAL)


def stretch(package: Package, growth: Growth) -> Stretch:
    """What grows or shrinks, and how far.

    Raises
    ------
    Refused
        The table or the sheet is not there, the sheet ends before, or no row would be left.
    """
    if growth.rows == 0:
        raise ValueError("rows must not be 0")
    table = package.table(growth.table) if growth.table else None
    sheet = package.sheet(table.sheet if table else growth.sheet)
    if sheet is None or (growth.table and table is None):
        missing = f"Excel Table named {growth.table!r}" if growth.table else f"sheet named {growth.sheet!r}"
        message = f"{package.label} has no {missing}"
        raise Refused([Problem(Code.NO_ROOM, message, Cell(growth.sheet), "Check the name.", Severity.CRITICAL)])
    if table is None:
        now, header_rows = range_at(growth.ref), 1
    else:
        now, header_rows = table.ref, table.header_rows
    moved = Stretch(sheet.name, now, header_rows, now.last_row + growth.rows, table)
    problem = _impossible(moved)
    if problem is not None:
        raise Refused([problem])
    return moved


def _impossible(moved: Stretch) -> Problem | None:
    """Why the end cannot move there, whatever the sheet holds."""
    if moved.table is not None and moved.table.totals_rows:
        return moved.problem(
            f"{moved.name} has a totals row, so its end cannot move",
            "Turn the totals row off in Excel (Table Design), or change the rows there.",
        )
    if moved.table is not None and moved.table.query:
        return moved.problem(f"{moved.name} is filled by a query, which sets its end", "Change the query's source.")
    width = moved.now.last_column - moved.now.first_column + 1
    if moved.table is not None and len(moved.table.columns) != width:
        return moved.problem(
            f"{moved.name} lists {len(moved.table.columns)} columns for {width}", "Repair it in Excel."
        )
    if moved.last_row > LAST_ROW:
        return moved.problem(f"{moved.name} would pass the last row of the sheet", "Split it.")
    if moved.last_row < moved.first_data_row:
        rows = moved.now.last_row - moved.first_data_row + 1
        return moved.problem(
            f"{moved.name} has {rows} rows below its header, and one must stay",
            "Take away fewer rows; the last one can be emptied.",
        )
    return None


__all__ = ["Growth", "Stretch", "stretch"]
