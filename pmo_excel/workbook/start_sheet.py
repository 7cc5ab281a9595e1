"""The Start sheet: what the workbook is, what to do first, what the colours mean, and the way to every sheet."""

from __future__ import annotations

from typing import Final

from xlsxwriter.worksheet import Worksheet

from pmo_excel.core.problems import quoted
from pmo_excel.core.tables import declaration
from pmo_excel.workbook.content import declared, field_ref
from pmo_excel.workbook.declared import declared_sheets
from pmo_excel.workbook.layout import visible
from pmo_excel.workbook.making import Making, set_print
from pmo_excel.workbook.standing import Formula
from pmo_excel.workbook.styles import (
    COMPUTED_CELL,
    GREY,
    LINE,
    NAVY,
    PALE_BLUE,
    RAG_COLOURS,
    REQUIRED_EMPTY,
)

STEPS: Final = (
    ("Charter", "Say what the project is", "Project ID, sponsor, project manager, planned start, budget, status date."),
    ("Schedule", "Type the plan", "Task name, duration in working days, predecessors such as 3; 5SS+2d. Then Refresh."),
    ("Risks", "Name the risks", "What may happen, how likely, how bad, who watches it, what you do about it."),
    ("Stakeholders", "Name the people", "Who has a say or an interest, where they stand and where you need them."),
    (
        "Schedule",
        "Report progress",
        "Each period: % Complete, Actual Start and Finish; the status date in Charter.",
    ),
    (
        "Findings",
        "Refresh and read the findings",
        "Refresh fills the grey columns. Repair what it found; repeat.",
    ),
    ("Status", "Write the status", "Three sentences; the colours and their reasons are there. Dashboard is the page."),
)
_MEANINGS: Final = {
    "R": "beyond tolerance",
    "A": "using tolerance",
    "G": "in tolerance",
    "Grey": "not reported",
    "Blue": "complete",
}
_REFRESH: Final = (
    "Refresh, Check and Report are buttons of the PMO menu, and commands: pmo refresh with the name of this file. "
    "The workbook can be read and typed in without them."
)
_MORE_SHEETS: Final = (
    "More sheets are there and hidden: right-click a tab and choose Unhide. The Standard level adds people and "
    "money, the Structured level shows calendars, baselines, history and settings too."
)
_DASHBOARD_PURPOSE: Final = "The project on one page: colours, dates, cost, risks, actions."


def write_start(making: Making, standing: Formula) -> Worksheet:
    """The first sheet, complete."""
    sheet, styles = making.sheets["Start"], making.styles
    for at, width in enumerate((2, 6, 32, 68, 4, 20, 66)):
        sheet.set_column(at, at, width)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(NAVY)
    band = styles(bg_color=NAVY)
    for row, height in ((0, 12), (1, 34), (2, 20)):
        sheet.set_row(row, height, band)
    name, ident = field_ref("Charter", "Project Name"), field_ref("Charter", "Project ID")
    shown = making.content.field("Charter", "Project Name")
    title = styles(bg_color=NAVY, font_color="#FFFFFF", font_size=22, bold=True, valign="vcenter")
    called = f"{making.content.field('Charter', 'Project ID')}   {shown}" if shown else "Project workbook"
    sheet.write_formula(1, 1, f'=IF({name}="","Project workbook",{ident}&"   "&{name})', title, called)
    purpose = "Plan, status, risks and people of one project, in one workbook that a PMO can read without asking."
    sheet.write_string(2, 1, purpose, styles(bg_color=NAVY, font_color="#D6E2F0", font_size=11, valign="vcenter"))
    sheet.set_default_row(23)
    sheet.write_formula(3, 1, standing.text, styles(bold=True, font_color=NAVY, valign="vcenter"), standing.value)
    _write_steps(making, sheet, 5)
    _write_legend(making, sheet, 5 + len(STEPS) + 2)
    _write_contents(making, sheet, 5)
    set_print(sheet, repeat=False)
    return sheet


def _head(making: Making, sheet: Worksheet, row: int, columns: range, text: str) -> None:
    style = making.styles(bold=True, font_size=12, font_color=NAVY, bottom=2, bottom_color=NAVY)
    for column in columns:
        sheet.write_blank(row, column, None, style)
    sheet.write_string(row, columns[0], text, style)


def _link(making: Making, sheet: Worksheet, row: int, column: int, target: str, text: str) -> None:
    style = making.styles(font_color="#1F5FA8", underline=1, bold=True, bottom=1, bottom_color=LINE, indent=1)
    sheet.write_url(row, column, f"internal:{quoted(target)}!A1", style, text)


def _write_steps(making: Making, sheet: Worksheet, row: int) -> None:
    _head(making, sheet, row, range(1, 4), "What to do")
    badge = {"bg_color": NAVY, "bottom": 2, "bottom_color": "#FFFFFF", "align": "center"}
    number = making.styles(bold=True, font_size=13, font_color="#FFFFFF", **badge)
    text = making.styles(text_wrap=True, bottom=1, bottom_color=LINE, indent=1)
    for at, (target, title, how) in enumerate(STEPS, start=1):
        sheet.write_number(row + at, 1, at, number)
        _link(making, sheet, row + at, 2, target, title)
        sheet.write_string(row + at, 3, how, text)


def _write_legend(making: Making, sheet: Worksheet, row: int) -> None:
    _head(making, sheet, row, range(1, 4), "What the colours mean")
    styles = making.styles
    samples = [
        (styles.typed_header(), "Header", "You type this column. Point at the header to read what and for whom."),
        (styles.computed_header(), "Header", "Refresh computes this column; what you type here is reported, not used."),
        (styles(bg_color=REQUIRED_EMPTY, border=1, border_color=LINE), "", "Must be filled and is still empty."),
        (styles(bg_color=COMPUTED_CELL, border=1, border_color=LINE), "", "A computed cell."),
    ]
    for at, (style, shown, meaning) in enumerate(samples, start=1):
        sheet.write_string(row + at, 2, shown, style) if shown else sheet.write_blank(row + at, 2, None, style)
        sheet.write_string(row + at, 3, meaning, styles(indent=1))
    for at, (letter, (fill, ink)) in enumerate(RAG_COLOURS.items(), start=len(samples) + 1):
        sheet.write_string(row + at, 2, letter, styles(bold=True, align="center", bg_color=fill, font_color=ink))
        sheet.write_string(row + at, 3, f"Status: {_MEANINGS[letter]}; the letter is always printed.", styles(indent=1))


def _write_contents(making: Making, sheet: Worksheet, row: int) -> None:
    """Every sheet that is shown, with what it is for."""
    _head(making, sheet, row, range(5, 7), f"The sheets ({making.level.value} level)")
    text = making.styles(text_wrap=True, bottom=1, bottom_color=LINE, font_color=GREY, indent=1)
    shown = [p for p in making.content.plans if visible(p, making.level, making.content.given) and p.name != "Start"]
    for at, plan in enumerate(shown, start=1):
        known = plan.name in declared_sheets()
        purpose = declaration(declared(plan.name)).purpose if known else _DASHBOARD_PURPOSE
        _link(making, sheet, row + at, 5, plan.name, plan.name)
        sheet.write_string(row + at, 6, purpose, text)
    style = making.styles(text_wrap=True, font_color=GREY, bg_color=PALE_BLUE, indent=1)
    for below, note in ((2, _REFRESH), (5, _MORE_SHEETS)):
        top = row + len(shown) + below
        sheet.merge_range(top, 5, top + 1, 6, note, style)
