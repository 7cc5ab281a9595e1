"""Sheets with one record: a row per field, its value beside it, and what to type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_excel.core.columns import Column, Type
from pmo_excel.core.tables import columns, declaration
from pmo_excel.workbook.colouring import Colouring
from pmo_excel.workbook.content import declared, field_headers, fields
from pmo_excel.workbook.layout import FIRST_ROW, HEADER_ROW, SheetPlan
from pmo_excel.workbook.making import Making, note, set_print, write_heading, write_value
from pmo_excel.workbook.styles import COMPUTED_CELL, GREY, LINE, Named, line_height
from pmo_excel.workbook.validation import validation

_ROW_HEIGHT, _SENTENCES_HEIGHT, _LISTING_HEIGHT = 19.0, 48.0, 130.0
_NOTES = {
    "Field": "What the value beside it says. Grey ones are computed. Names may not change: everything looks for them.",
    "Value": "Type yours here, as the help on the right says. Pale yellow ones are needed. Every report reads them.",
    "Why": "Computed. The reason for the colour beside it, in a sentence. Read by sponsors and boards.",
    "Trend": "Computed. ▲ better, ► the same, ▼ worse than at the last snapshot. Read by sponsors and boards.",
    "Last Periods": "Computed. The colours of the last snapshots, the oldest first. Read by sponsors and boards.",
    "Cells": "Computed. The cells that the reason rests on. Read by whoever checks it.",
    "Help": "What to type, with an example, and who reads it.",
}
_WIDTHS = {"Field": 30.0, "Value": 64.0, "Why": 58.0, "Trend": 8.0, "Last Periods": 14.0, "Cells": 34.0, "Help": 72.0}


def write_field_sheet(making: Making, plan: SheetPlan, standing: str) -> Worksheet:
    """One sheet of fields, complete."""
    stated = declaration(declared(plan.name))
    sheet = write_heading(making, plan, stated.purpose, standing)
    beside = {c.beside: c for c in columns(declared(plan.name)).values() if c.beside}
    headers = field_headers(plan.name)
    listed = fields(plan.name)
    last = FIRST_ROW + len(listed) - 1
    head = making.styles.typed_header()
    titles = [{"header": h, "header_format": head} for h in headers]
    options = {"name": stated.name, "style": None, "columns": titles, "autofilter": False}
    sheet.add_table(HEADER_ROW, 0, last, len(headers) - 1, options)
    sheet.set_row(HEADER_ROW, 22)
    for at, header in enumerate(headers):
        sheet.set_column(at, at, _WIDTHS[header])
        note(sheet, HEADER_ROW, at, _NOTES[header])
    for row, column in enumerate(listed, start=FIRST_ROW):
        _write_field(making, plan, sheet, row, column)
        for at, where in enumerate(headers[2:-1], start=2):
            _write_beside(making, plan, sheet, (row, at), beside.get((column.header, where)))
        sheet.set_row(row, _height(making, plan, column, beside))
        help_style = making.styles(
            Named.NOTE, font_color=GREY, text_wrap=True, bottom=1, bottom_color=LINE, font_size=9, indent=1
        )
        sheet.write_string(row, len(headers) - 1, column.help, help_style)
    sheet.freeze_panes(FIRST_ROW, plan.frozen)
    sheet.set_selection(FIRST_ROW, 1, FIRST_ROW, 1)
    set_print(sheet)
    return sheet


def _height(making: Making, plan: SheetPlan, column: Column, beside: Mapping[tuple[str, str], Column]) -> float:
    """The height that shows the value and what stands beside it whole."""
    shown = [(c, place) for (c, place) in ((beside.get((column.header, w)), w) for w in _WIDTHS) if c]
    texts = [(making.content.field(plan.name, c.header), _WIDTHS[place]) for c, place in [(column, "Value"), *shown]]
    listing = column.type is Type.LONG_TEXT and not column.typed
    least = _LISTING_HEIGHT if listing else _SENTENCES_HEIGHT if shown else _ROW_HEIGHT
    return max(least, line_height((text, width) for text, width in texts if text) or 0)


def _write_field(making: Making, plan: SheetPlan, sheet: Worksheet, row: int, column: Column) -> None:
    styles = making.styles
    sheet.write_string(row, 0, column.header, styles.field(column))
    shape: dict[str, Any] = {"align": "left", "text_wrap": True, "indent": 1}
    if not column.typed:
        shape["bg_color"] = COMPUTED_CELL
    write_value(sheet, row, 1, making.content.field(plan.name, column.header), styles.cell(column, **shape))
    rule = validation(plan.name, column, xl_rowcol_to_cell(row, 1))
    if rule is not None:
        sheet.data_validation(row, 1, row, 1, rule)
    colouring = Colouring(sheet, styles)
    if column.type is Type.RAG:
        colouring.statuses(row, 1, row)
    if column.required and column.typed:
        colouring.field_required(row)


def _write_beside(
    making: Making, plan: SheetPlan, sheet: Worksheet, at: tuple[int, int], column: Column | None
) -> None:
    """The cell of a field that stands beside another one; blank where there is none."""
    value = making.content.field(plan.name, column.header) if column else None
    tint = {"bg_color": COMPUTED_CELL} if column and not column.typed else {}
    style = making.styles(text_wrap=True, bottom=1, bottom_color=LINE, indent=1, **tint)
    write_value(sheet, *at, value, style)
