"""A workbook while it is being made: what every sheet writer is given, and the cells they all write alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pmo_excel.core.columns import Column
from pmo_excel.workbook.content import Content
from pmo_excel.workbook.layout import A4, HEADER_ROW, STATUS_ROW, TITLE_ROW, TOTALS_ROW, Level, Paper, SheetPlan
from pmo_excel.workbook.styles import GREY, Styles

_WHOLE_SHEET = "A1:XFD1048576"
_NOTE_LINE, _NOTE_WIDTH, _NOTE_HEIGHT = 40, 240, 15
"""Characters in a line of a note, and the pixels of its width and of a line."""


@dataclass(frozen=True, slots=True)
class Making:
    """The workbook being made, its formats, its sheets by name and what they are to hold."""

    book: Workbook
    styles: Styles
    sheets: Mapping[str, Worksheet]
    content: Content
    level: Level


def write_value(sheet: Worksheet, row: int, column: int, value: Any, style: Format) -> None:
    """One cell, as the kind of value it is; text stays text even where it begins with an equals sign."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "Yes" if value else "No", style)
    elif isinstance(value, (date, datetime, time)):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


def write_heading(making: Making, plan: SheetPlan, purpose: str, standing: str) -> Worksheet:
    """The title with its purpose, and the line that says how things stand and what to do on this sheet."""
    sheet, styles = making.sheets[plan.name], making.styles
    purpose_style = styles(font_size=11, font_color=GREY)
    sheet.set_row(TITLE_ROW, 30)
    sheet.set_row(STATUS_ROW, 17)
    sheet.set_row(TOTALS_ROW, 17)
    sheet.write_rich_string(TITLE_ROW, 0, plan.name, purpose_style, f"   {purpose}", styles.title())
    line = f"   |   {plan.hint}"
    sheet.write_formula(STATUS_ROW, 0, f'=Start!$B$4&"{line}"', styles.subtitle(), standing + line)
    sheet.hide_gridlines(2)
    sheet.set_default_row(plan.height)
    sheet.set_tab_color(plan.colour.value)
    sheet.ignore_errors({"number_stored_as_text": _WHOLE_SHEET})  # WBS codes and IDs are texts of digits on purpose
    return sheet


def set_print(sheet: Worksheet, page: Paper = A4, repeat: bool = True, across: int = 1) -> None:
    """One page wide unless `across` says more, the headers on every page, file, sheet, date and page in the footer."""
    sheet.set_landscape() if page.landscape else sheet.set_portrait()
    sheet.set_paper(page.size)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(across, 0)
    sheet.set_footer("&L&8&F&C&8&A&R&8&D   Page &P of &N")
    if repeat:
        sheet.repeat_rows(HEADER_ROW)


def comment(sheet: Worksheet, row: int, column: int, declared: Column) -> None:
    """The help of a column as a note on its header."""
    note(sheet, row, column, ("" if declared.typed else "Computed. ") + declared.help)


def note(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """A note on a header, as tall as its text."""
    height = (len(wrap(text, _NOTE_LINE)) + 1) * _NOTE_HEIGHT
    options = {"author": "pmo-excel", "width": _NOTE_WIDTH, "height": height, "font_size": 9, "color": "#FFFDF2"}
    sheet.write_comment(row, column, text, options)
