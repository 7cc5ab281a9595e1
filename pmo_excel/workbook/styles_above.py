"""The style a cell that is not there yet takes: of the cells above it in its table, else of its row or column."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_excel.workbook.markup import attribute, start_tag
from pmo_excel.workbook.package import ExcelTable
from pmo_excel.workbook.sheet_xml import Row, SheetXml, cell_style


class StylesAbove:
    """Styles for new cells of one sheet, asked for from the top row down."""

    def __init__(self, sheet: SheetXml, tables: Sequence[ExcelTable]) -> None:
        self._sheet = sheet
        self._tables = [table.rows for table in tables if table.sheet == sheet.name]
        self._seen: dict[int, tuple[int, bytes | None]] = {}
        self._columns = [
            (int(attribute(found[0], "min") or 0), int(attribute(found[0], "max") or 0), style.encode())
            for found in start_tag("col").finditer(sheet.head)
            if (style := attribute(found[0], "style"))
        ]

    def __call__(self, row: Row, column: int) -> bytes | None:
        """The style number, or None for the default."""
        above = self._above(row.number, column)
        if above is not None:
            return above
        if attribute(row.tag, "customFormat") in ("1", "true"):
            style = attribute(row.tag, "s")
            return style.encode() if style else None
        return next((style for first, last, style in self._columns if first <= column <= last), None)

    def _above(self, number: int, column: int) -> bytes | None:
        table = next((rows for rows in self._tables if rows.holds(number, column)), None)
        if table is None:
            return None
        seen, style = self._seen.get(column, (0, None))
        if seen < table.first_row:
            seen, style = table.first_row - 1, None
        for above in range(number - 1, seen, -1):
            cell = self._sheet.cell(self._sheet.row(above), column)
            if cell is not None:
                style = cell_style(cell)
                style = b"0" if style is None else style
                break
        self._seen[column] = (number - 1, style)
        return style
