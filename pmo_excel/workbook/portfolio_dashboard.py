"""The portfolio's Dashboard: key figures, the projects with their colours, and native charts over the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from pmo_excel.workbook.colouring import Colouring
from pmo_excel.workbook.content import Content, part
from pmo_excel.workbook.dashboard import (
    FIRST_COLUMN,
    WIDTH,
    heading,
    page,
    write_formula,
    write_page_title,
    write_tiles,
)
from pmo_excel.workbook.dashboard_charts import (
    FONT,
    Block,
    add_figures,
    as_bars,
    chart_of,
    figures_table,
    instead,
    place,
)
from pmo_excel.workbook.figures import counted, nth, saying, total
from pmo_excel.workbook.making import Making, set_print
from pmo_excel.workbook.standing import Formula
from pmo_excel.workbook.styles import COMPUTED_HEAD, DATE_FORMAT, GREY, LINE, NAVY, RAG_COLOURS

_TILES_AT, _PROJECTS_AT = 4, 11
_PROJECTS: Final = 12
"""Projects that the page lists, in the order of the register."""
_CHART_ROWS: Final = 21
"""Rows of a chart, so that two bars and their numbers fit for each project."""
_REGISTER: Final = "Portfolio Register"
_OVERALL: Final = "Overall RAG (computed)"
_DATE: Final = {"num_format": DATE_FORMAT, "align": "center"}
_MONEY: Final = {"num_format": "#,##0", "align": "right", "indent": 1}
_COLOUR: Final = {"align": "center", "bold": True}
_COLUMNS: Final[Sequence[tuple[int, int, str, str, dict[str, Any]]]] = (
    (0, 1, "ID", "Project ID", {}),
    (1, 2, "Project", "Project Name", {}),
    (3, 1, "Baseline", "Baseline Finish", _DATE),
    (4, 1, "Forecast", "Forecast Finish", _DATE),
    (5, 1, "Days late", "Schedule Variance (wd)", {"align": "center"}),
    (6, 1, "Budget", "Approved Budget", _MONEY),
    (7, 1, "EAC", "EAC", _MONEY),
    (8, 1, "Time", "Time RAG", _COLOUR),
    (9, 1, "Cost", "Cost RAG", _COLOUR),
    (10, 1, "Overall", _OVERALL, _COLOUR),
    (11, 1, "Next gate", "Next Gate Date", _DATE),
)
"""Position, width, title, the register's column and the look of each column of the list."""


def write_portfolio_dashboard(making: Making, standing: Formula) -> Worksheet:
    """The page, complete."""
    sheet = page(making)
    write_page_title(making, sheet, Formula('="Portfolio"', "Portfolio"), standing)
    write_tiles(making, sheet, _tiles(making.content), _TILES_AT)
    _write_projects(making, sheet)
    last = _write_charts(making, sheet, _PROJECTS_AT + _PROJECTS + 3)
    sheet.print_area(0, 0, last, FIRST_COLUMN + WIDTH)
    set_print(sheet, repeat=False)
    sheet.fit_to_pages(1, 1)
    return sheet


def _tiles(content: Content) -> Mapping[str, tuple[Formula, str]]:
    decided = ("Decided",)
    return {
        "Projects": (_filled(content, "Project ID"), "count"),
        "Red": (saying(content, _REGISTER, _OVERALL, "R"), "count"),
        "Amber": (saying(content, _REGISTER, _OVERALL, "A"), "count"),
        "Green": (saying(content, _REGISTER, _OVERALL, "G"), "count"),
        "For the board": (saying(content, _REGISTER, "Escalate to Board", "Yes"), "count"),
        "Requests open": (counted(content, "Intake", "Title", "Intake Stage", decided), "count"),
        "Approved budget": (total(content, _REGISTER, "Approved Budget"), "money"),
        "Estimate at completion": (total(content, _REGISTER, "EAC"), "money"),
        "Risk exposure": (total(content, _REGISTER, "Exposure (EMV)"), "money"),
        "High issues": (total(content, _REGISTER, "Open Issues (High)"), "count"),
        "Open changes": (total(content, _REGISTER, "Open Changes"), "count"),
        "Findings": (counted(content, "Findings", "Message", "Accept", ("Ignore",)), "count"),
    }


def _filled(content: Content, header: str) -> Formula:
    column = part(_REGISTER, header, content.book)
    return Formula(f"=COUNTA({column})", sum(1 for v in content.column(_REGISTER, header) if v))


def _write_projects(making: Making, sheet: Worksheet) -> None:
    """The first projects of the register, a row each."""
    heading(making, sheet, _PROJECTS_AT, FIRST_COLUMN, WIDTH, "Projects")
    sheet.set_row(_PROJECTS_AT + 1, 18)
    line = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    for at, width, title, header, look in _COLUMNS:
        left = FIRST_COLUMN + at
        align = look.get("align", "left")
        head = making.styles(italic=True, font_color=GREY, bg_color=COMPUTED_HEAD, align=align)
        for column in range(left, left + width):
            sheet.write_blank(_PROJECTS_AT + 1, column, None, head)
        sheet.write_string(_PROJECTS_AT + 1, left, title, head)
        for number in range(1, _PROJECTS + 1):
            row = _PROJECTS_AT + 1 + number
            sheet.set_row(row, 18)
            if width > 1:
                sheet.merge_range(row, left, row, left + width - 1, "", making.styles(**line, **look))
            write_formula(making, sheet, (row, left), nth(making.content, _REGISTER, header, number), **line, **look)
    first, last = _PROJECTS_AT + 2, _PROJECTS_AT + 1 + _PROJECTS
    for at in (8, 9, 10):
        Colouring(sheet, making.styles).statuses(first, FIRST_COLUMN + at, last)


def _write_charts(making: Making, sheet: Worksheet, top: int) -> int:
    """Colours, days late and money; the last row of the page."""
    left, middle, below = FIRST_COLUMN, top + _CHART_ROWS // 2, top + _CHART_ROWS + 1
    colours = [(name, saying(making.content, _REGISTER, _OVERALL, letter)) for letter, name in _WORDS.items()]
    block = figures_table(making, sheet, (below, left), "Overall colours", colours, "0")
    fills = [RAG_COLOURS[letter][0] for letter in _WORDS]
    overall = chart_of(making, "column", "Projects by overall colour", block, fills)
    place(
        sheet, overall, (top, left), (4, _CHART_ROWS), "Number of projects that are red, amber, green or not reported"
    )
    instead(making, sheet, (middle, left + 1), block, ("", "No projects collected yet"))
    days = _listed(making.content, 5, "Schedule Variance (wd)")
    late = chart_of(making, "bar", "Working days late", days, ("#2E75B6",))
    as_bars(late)
    place(sheet, late, (top, left + 4), (4, _CHART_ROWS), "Working days that each project is later than its baseline")
    instead(making, sheet, (middle, left + 5), days, ("No projects collected yet", "No project is late"))
    budget, estimate = (_listed(making.content, at, header) for at, header in ((6, "Approved Budget"), (7, "EAC")))
    money = chart_of(making, "bar", "Budget and estimate at completion", budget, ("#8DB4DC",), "Budget")
    add_figures(money, "Estimate at completion", estimate, NAVY)
    as_bars(money)
    money.set_legend({"position": "bottom", "font": FONT})
    place(sheet, money, (top, left + 8), (4, _CHART_ROWS), "Budget and estimate at completion of each project")
    instead(making, sheet, (middle, left + 9), budget, ("No projects collected yet", "No money yet"))
    return below + len(_WORDS) + 1


def _listed(content: Content, at: int, header: str) -> Block:
    """A column of the list of projects, to draw a chart from."""
    first, last = _PROJECTS_AT + 2, _PROJECTS_AT + 1 + _PROJECTS
    values = content.column(_REGISTER, header)[:_PROJECTS]
    return Block(first, last, FIRST_COLUMN, FIRST_COLUMN + at, tuple(values))


_WORDS: Final = {"R": "Red", "A": "Amber", "G": "Green", "Grey": "Not reported", "Blue": "Complete"}
