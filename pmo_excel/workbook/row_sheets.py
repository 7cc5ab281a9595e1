"""Sheets with one row per record: an Excel Table under a title, with room to type."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_excel.core.columns import Column, Type
from pmo_excel.core.tables import declaration
from pmo_excel.workbook.colouring import Colouring
from pmo_excel.workbook.content import part, rows_on, sheet_columns, table_width
from pmo_excel.workbook.layout import FIRST_ROW, HEADER_ROW, TOTALS_ROW, SheetPlan, pages_across, paper
from pmo_excel.workbook.making import Making, comment, set_print, write_heading, write_value
from pmo_excel.workbook.styles import MONEY_FORMAT, NAVY, Styles, column_width, line_height, wraps
from pmo_excel.workbook.validation import validation

_HEADER_HEIGHT = 46
_GATE_HEIGHT = 48


def write_row_sheet(making: Making, plan: SheetPlan, standing: str) -> Worksheet:
    """One sheet of rows, complete: heading, table, values, checks, colours and print set-up."""
    stated = declaration(making.content.declared(plan.name))
    sheet = write_heading(making, plan, stated.purpose, standing)
    listed = sheet_columns(plan.name, making.content.book)
    last = FIRST_ROW + rows_on(making.content, plan.name) - 1
    _write_table(making, plan, sheet, listed, last)
    _write_cells(making, plan, sheet, listed, last)
    _write_totals(making, plan, sheet, listed)
    _set_columns(sheet, listed)
    _check(making, plan, sheet, listed, last)
    _colour(making, plan, sheet, listed, last)
    sheet.freeze_panes(FIRST_ROW, plan.frozen)
    sheet.set_selection(FIRST_ROW, 0, FIRST_ROW, 0)
    _set_page(making, plan, sheet)
    if plan.name in ("Audit", "Lineage"):  # what Refresh, or Collect, remembers
        sheet.set_column(len(listed) + 1, len(listed) + 1, 12, None, {"hidden": True})
    return sheet


def _set_page(making: Making, plan: SheetPlan, sheet: Worksheet) -> None:
    """How it prints; the frozen columns stand on each page where there are several from left to right."""
    width = table_width(making.content, plan.name)
    across = pages_across(plan, width)
    set_print(sheet, paper(plan, width), across=across)
    if across > 1 and plan.frozen:
        sheet.repeat_columns(0, plan.frozen - 1)


def _write_table(making: Making, plan: SheetPlan, sheet: Worksheet, listed: list[Column], last: int) -> None:
    styles = making.styles
    headers = [{"header": c.header, "header_format": styles.header(c), "format": styles.cell(c)} for c in listed]
    options = {"name": declaration(making.content.declared(plan.name)).name, "style": None, "columns": headers}
    sheet.add_table(HEADER_ROW, 0, last, len(listed) - 1, options)
    sheet.set_row(HEADER_ROW, _HEADER_HEIGHT)
    for at, column in enumerate(listed):
        comment(sheet, HEADER_ROW, at, column)


def _write_cells(making: Making, plan: SheetPlan, sheet: Worksheet, listed: list[Column], last: int) -> None:
    rows = making.content.of_sheet(plan.name)
    plain = [making.styles.cell(c) for c in listed]
    wrapped = [c for c in listed if wraps(c) and not c.folded]
    for row in range(FIRST_ROW, last + 1):
        record = rows[row - FIRST_ROW] if row - FIRST_ROW < len(rows) else {}
        height = line_height((record[c.header], column_width(c)) for c in wrapped if record.get(c.header))
        if str(record.get("Item No", "")).endswith(".1"):
            height = _GATE_HEIGHT  # a refresh lists here what the gate lacks
        if height and height > plan.height:
            sheet.set_row(row, height)
        for at, column in enumerate(listed):
            value = record.get(column.header)
            style = _indented(making.styles, column, record) or plain[at]
            write_value(sheet, row, at, _number_where_digits(value) if plan.name == "Lists" else value, style)


def _indented(styles: Styles, column: Column, record: Any) -> Format | None:
    """Task names stand in by their depth in the breakdown."""
    depth = str(record.get("WBS") or "").count(".")
    return styles.cell(column, indent=depth + 1) if depth and column.header == "Task Name" else None


def _number_where_digits(value: Any) -> Any:
    """A listed word of digits as the number that people type."""
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _write_totals(making: Making, plan: SheetPlan, sheet: Worksheet, listed: list[Column]) -> None:
    for at, column in enumerate(listed):
        if column.header not in plan.sums:
            continue
        amounts = [v for v in making.content.column(plan.name, column.header) if isinstance(v, (int, float))]
        align = "right" if column.type is Type.MONEY else "center"
        style = making.styles(bold=True, num_format=MONEY_FORMAT, bottom=2, bottom_color=NAVY, align=align)
        sheet.write_formula(
            TOTALS_ROW, at, f"=SUBTOTAL(109,{part(plan.name, column.header, making.content.book)})", style, sum(amounts)
        )
    if plan.sums:
        sheet.write_string(TOTALS_ROW, 0, "Total shown", making.styles.subtitle())


def _set_columns(sheet: Worksheet, listed: list[Column]) -> None:
    """Widths; and columns that are folded away behind a +."""
    for at, column in enumerate(listed):
        options: dict[str, Any] = {}
        if column.folded:
            options = {"level": 1, "hidden": True}
        elif at and listed[at - 1].folded:
            options = {"collapsed": True}
        sheet.set_column(at, at, column_width(column), None, options)
    sheet.set_column(len(listed), len(listed), 2, None, {"collapsed": True} if listed[-1].folded else {})


def _check(making: Making, plan: SheetPlan, sheet: Worksheet, listed: list[Column], last: int) -> None:
    named = making.content.book == "project"
    beside = {column.header: xl_rowcol_to_cell(FIRST_ROW, at, col_abs=True) for at, column in enumerate(listed)}
    for at, column in enumerate(listed):
        rule = validation(plan.name, column, xl_rowcol_to_cell(FIRST_ROW, at), named, beside)
        if rule is not None:
            sheet.data_validation(FIRST_ROW, at, last, at, rule)


def _colour(making: Making, plan: SheetPlan, sheet: Worksheet, listed: list[Column], last: int) -> None:
    colouring = Colouring(sheet, making.styles)
    for at, column in enumerate(listed):
        colouring.column(column, at, FIRST_ROW, last)
        if column.required and column.typed:
            colouring.required(at, FIRST_ROW, last, len(listed))
    if plan.name == "Schedule":
        _emphasise_summaries(colouring, listed, last)
    colouring.finished(listed, FIRST_ROW, last)


def _emphasise_summaries(colouring: Colouring, listed: list[Column], last: int) -> None:
    at = next(i for i, c in enumerate(listed) if c.header == "Task Type" and c.type is Type.CHOICE)
    kind = xl_rowcol_to_cell(FIRST_ROW, at, col_abs=True)
    colouring.rows(f'={kind}="Summary"', FIRST_ROW, last, len(listed), bold=True, bg_color="#E8F0F8")
