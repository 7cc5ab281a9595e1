"""The Dashboard: the project on one page, from formulas over the other sheets and native charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from pmo_excel.workbook.colouring import Colouring
from pmo_excel.workbook.content import field_ref
from pmo_excel.workbook.dashboard_charts import write_charts
from pmo_excel.workbook.figures import in_currency, nth, text_of, tiles
from pmo_excel.workbook.making import Making, set_print
from pmo_excel.workbook.standing import Formula
from pmo_excel.workbook.styles import COMPUTED_HEAD, DATE_FORMAT, GREY, INK, LINE, NAVY, PALE_BLUE

FIRST_COLUMN, WIDTH = 1, 12
"""The page's columns: twelve of equal width, so that two, three, four or six things fit side by side."""
STATUS_AT, TILES_AT, MILESTONES_AT = 4, 8, 16
"""Rows where the blocks of the page begin, counted from 0."""
MILESTONES: Final = 8
_FORMATS: Final = {"date": DATE_FORMAT, "money": "#,##0;-#,##0", "count": "0", "text": "General"}
_RAGS: Final = (
    ("Overall", "Overall RAG (computed)", "Overall RAG Why"),
    ("Time", "Time RAG", "Time RAG Why"),
    ("Cost", "Cost RAG", "Cost RAG Why"),
)


def write_dashboard(making: Making, standing: Formula) -> Worksheet:
    """The page, complete."""
    sheet = page(making)
    name = field_ref("Charter", "Project Name")
    called = making.content.field("Charter", "Project Name") or "Dashboard"
    write_page_title(making, sheet, Formula(f'=IF({name}="","Dashboard",{name})', called), standing)
    _write_statuses(making, sheet)
    write_tiles(making, sheet, tiles(making.content), TILES_AT)
    _write_milestones(making, sheet)
    last = write_charts(making, sheet, MILESTONES_AT, FIRST_COLUMN)
    sheet.print_area(0, 0, last, FIRST_COLUMN + WIDTH)
    set_print(sheet, repeat=False)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    return sheet


def page(making: Making) -> Worksheet:
    """The empty page with its columns."""
    sheet = making.sheets["Dashboard"]
    sheet.hide_gridlines(2)
    sheet.set_tab_color(NAVY)
    sheet.set_column(0, 0, 2)
    sheet.set_column(FIRST_COLUMN, FIRST_COLUMN + WIDTH - 1, 16.4)
    sheet.set_column(FIRST_COLUMN + WIDTH, FIRST_COLUMN + WIDTH, 2)
    return sheet


def write_formula(making: Making, sheet: Worksheet, at: tuple[int, int], formula: Formula, **style: Any) -> None:
    """One formula with its present value."""
    value = (formula.value - date(1899, 12, 30)).days if isinstance(formula.value, date) else formula.value
    sheet.write_formula(*at, formula.text, making.styles(**style), value)


def heading(making: Making, sheet: Worksheet, row: int, left: int, width: int, text: str) -> None:
    """The name of a block over a line."""
    style = making.styles(bold=True, font_size=11, font_color=NAVY, bottom=2, bottom_color=NAVY, valign="bottom")
    for column in range(left, left + width):
        sheet.write_blank(row, column, None, style)
    sheet.write_string(row, left, text, style)


def write_page_title(making: Making, sheet: Worksheet, title: Formula, standing: Formula) -> None:
    """The band at the top of the page: what it is about, and how things stand."""
    band = making.styles(bg_color=NAVY)
    for row, height in ((0, 8), (1, 32), (2, 20)):
        sheet.set_row(row, height, band)
    style = {"bg_color": NAVY, "font_color": "#FFFFFF", "font_size": 20, "bold": True, "valign": "vcenter"}
    write_formula(making, sheet, (1, 1), title, **style)
    line = {"bg_color": NAVY, "font_color": "#D6E2F0", "valign": "vcenter"}
    write_formula(making, sheet, (2, 1), Formula("=Start!$B$4", standing.value), **line)


def _write_statuses(making: Making, sheet: Worksheet) -> None:
    """Three wide tiles: the letter in its colour, and why."""
    width = WIDTH // len(_RAGS)
    sheet.set_row(STATUS_AT, 18)
    sheet.set_row(STATUS_AT + 1, 34)
    sheet.set_row(STATUS_AT + 2, 46)
    for at, (name, header, why) in enumerate(_RAGS):
        left = FIRST_COLUMN + at * width
        right = left + width - 1
        label = making.styles(bold=True, font_color=GREY, valign="bottom", indent=1, top=2, top_color=NAVY)
        sheet.merge_range(STATUS_AT, left, STATUS_AT, right - 1, name, label)
        sheet.write_blank(STATUS_AT, right, None, making.styles(top=2, top_color=NAVY))
        edge = {"right": 5, "right_color": "#FFFFFF"}
        letter = {"font_size": 22, "bold": True, "align": "center", "bg_color": COMPUTED_HEAD} | edge
        sheet.merge_range(STATUS_AT + 1, left, STATUS_AT + 1, right, "", making.styles(**letter))
        write_formula(making, sheet, (STATUS_AT + 1, left), text_of(making.content, "Status", header), **letter)
        Colouring(sheet, making.styles).statuses(STATUS_AT + 1, left, STATUS_AT + 1)
        reason = {"text_wrap": True, "font_size": 9, "indent": 1, "bottom": 1, "bottom_color": LINE}
        sheet.merge_range(STATUS_AT + 2, left, STATUS_AT + 2, right, "", making.styles(**reason))
        write_formula(making, sheet, (STATUS_AT + 2, left), text_of(making.content, "Status", why), **reason)


def write_tiles(making: Making, sheet: Worksheet, figures: Mapping[str, tuple[Formula, str]], top: int) -> None:
    """Key figures, two columns each, six in a row."""
    for at, (label, (formula, kind)) in enumerate(figures.items()):
        row, left = top + at // 6 * 3, FIRST_COLUMN + at % 6 * 2
        sheet.set_row(row, 16)
        sheet.set_row(row + 1, 28)
        sheet.set_row(row + 2, 6)
        tile = {"bg_color": PALE_BLUE, "align": "center", "right": 5, "right_color": "#FFFFFF"}
        small = making.styles(font_size=9, font_color=GREY, valign="bottom", **tile)
        sheet.merge_range(row, left, row, left + 1, label, small)
        if kind == "money" and making.content.book == "project":
            named = in_currency(making.content, label)
            sheet.write_formula(row, left, named.text, small, named.value)
        big = {"font_size": 15, "bold": True, "font_color": INK, "num_format": _FORMATS[kind]} | tile
        sheet.merge_range(row + 1, left, row + 1, left + 1, "", making.styles(**big))
        write_formula(making, sheet, (row + 1, left), formula, **big)


def _write_milestones(making: Making, sheet: Worksheet) -> None:
    """The first milestones of the steering list, as rows that charts can read."""
    left = FIRST_COLUMN
    heading(making, sheet, MILESTONES_AT, left, 7, "Milestones")
    sheet.set_row(MILESTONES_AT + 1, 18)
    names = ("Milestone", "", "", "Baseline", "Forecast", "Later (wd)", "RAG")
    for at, name in enumerate(names):
        align = "center" if at > 2 else "left"
        style = making.styles(italic=True, font_color=GREY, bg_color=COMPUTED_HEAD, align=align)
        sheet.write_string(MILESTONES_AT + 1, left + at, name, style)
    shown: Sequence[tuple[int, str, dict[str, Any]]] = (
        (0, "Milestone", {}),
        (3, "Baseline Date", {"num_format": DATE_FORMAT, "align": "center"}),
        (4, "Forecast Date", {"num_format": DATE_FORMAT, "align": "center"}),
        (5, "Variance to Baseline (wd)", {"align": "center"}),
        (6, "Milestone RAG", {"align": "center", "bold": True}),
    )
    line = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    for number in range(1, MILESTONES + 1):
        row = MILESTONES_AT + 1 + number
        sheet.set_row(row, 18)
        sheet.merge_range(row, left, row, left + 2, "", making.styles(**line))
        for at, header, style in shown:
            formula = nth(making.content, "Milestones", header, number)
            write_formula(making, sheet, (row, left + at), formula, **line, **style)
    Colouring(sheet, making.styles).statuses(MILESTONES_AT + 2, left + 6, MILESTONES_AT + 1 + MILESTONES)
