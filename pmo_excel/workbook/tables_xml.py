"""Excel Tables: what a table part says, and the same part with more rows."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from lxml import etree

from pmo_excel.workbook.markup import attribute, start_tag, with_attribute
from pmo_excel.workbook.refs import Range, range_at
from pmo_excel.workbook.refused import damaged


@dataclass(frozen=True, slots=True)
class CalculatedColumn:
    """The formula Excel fills into each new row of a column, without its `=`; `array` for one entered as an array."""

    formula: str
    array: bool


@dataclass(frozen=True, slots=True)
class ExcelTable:
    """An Excel Table (list object): where it is, its columns from left to right, and its calculated columns.

    `query` says that a query or a SharePoint list fills it.
    """

    name: str
    sheet: str
    ref: Range
    header_rows: int
    totals_rows: int
    columns: tuple[str, ...]
    calculated: tuple[CalculatedColumn | None, ...]
    member: str
    query: bool = False

    @property
    def rows(self) -> Range:
        """Its data rows, without header and totals."""
        ref = self.ref
        return Range(
            ref.first_row + self.header_rows, ref.first_column, ref.last_row - self.totals_rows, ref.last_column
        )


def excel_table(root: etree._Element, sheet: str, member: str, label: str) -> ExcelTable:
    """The table a parsed table part describes.

    Raises
    ------
    Refused
        The part is not sound.
    """
    name = root.get("displayName") or root.get("name") or ""
    try:
        ref = range_at(root.get("ref") or "")
        header_rows, totals_rows = int(root.get("headerRowCount") or 1), int(root.get("totalsRowCount") or 0)
    except ValueError as error:
        raise damaged(label, f"table {name!r} has no sound range") from error
    columns = root.findall("{*}tableColumns/{*}tableColumn")
    return ExcelTable(
        name,
        sheet,
        ref,
        header_rows,
        totals_rows,
        tuple(column.get("name") or "" for column in columns),
        tuple(_calculated(column.find("{*}calculatedColumnFormula")) for column in columns),
        member,
        root.get("tableType") in ("queryTable", "xml"),
    )


def _calculated(element: etree._Element | None) -> CalculatedColumn | None:
    if element is None or not element.text:
        return None
    return CalculatedColumn(element.text, element.get("array") in ("1", "true"))


def with_last_row(xml: bytes, table: ExcelTable, last_row: int) -> bytes:
    """The table part with its range, its filter and its sort order ending at another row."""
    old = table.ref.last_row

    def moved(tag: bytes) -> bytes:
        with suppress(ValueError):  # what is no range cannot follow
            ref = range_at(attribute(tag, "ref") or "")
            if ref.last_row == old:
                return with_attribute(tag, "ref", str(ref.ending_at(last_row)))
        return tag

    for local in ("table", "autoFilter", "sortState", "sortCondition"):
        xml = start_tag(local).sub(lambda found: moved(found[0]), xml)
    return xml
