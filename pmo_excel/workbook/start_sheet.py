"""The Start sheet: what the workbook is, what to do first, what the colours mean, and the way to every sheet."""

from __future__ import annotations

from typing import Final

from xlsxwriter.worksheet import Worksheet

from pmo_excel.core.problems import quoted
from pmo_excel.core.tables import declaration
from pmo_excel.workbook.guides import Guide
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
    REQUIRED_LOOK,
)

_MEANINGS: Final = {
    "R": "beyond tolerance",
    "A": "using tolerance",
    "G": "in tolerance",
    "Grey": "not reported",
    "Blue": "complete",
}


def write_start(making: Making, guide: Guide, title: Formula, standing: Formula) -> Worksheet:
    """The first sheet, complete; `title` is what the workbook is called."""
    sheet, styles = making.sheets["Start"], making.styles
    for at, width in enumerate((2, 6, 32, 68, 4, 20, 66)):
        sheet.set_column(at, at, width)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(NAVY)
    band = styles(bg_color=NAVY)
    for row, height in ((0, 12), (1, 34), (2, 20)):
        sheet.set_row(row, height, band)
    style = styles(bg_color=NAVY, font_color="#FFFFFF", font_size=22, bold=True, valign="vcenter")
    sheet.write_formula(1, 1, title.text, style, title.value)
    line = styles(bg_color=NAVY, font_color="#D6E2F0", font_size=11, valign="vcenter")
    sheet.write_string(2, 1, guide.purpose, line)
    sheet.set_default_row(19)
    sheet.write_formula(3, 1, standing.text, styles(bold=True, font_color=NAVY, valign="vcenter"), standing.value)
    _write_steps(making, sheet, guide, 5)
    below = _write_legend(making, sheet, 5 + len(guide.steps) + 2)
    _write_notes(making, sheet, guide, below + 2)
    _write_contents(making, sheet, guide, 5)
    set_print(sheet, repeat=False)
    sheet.fit_to_pages(1, 1)
    return sheet


def _head(making: Making, sheet: Worksheet, row: int, columns: range, text: str) -> None:
    style = making.styles(bold=True, font_size=12, font_color=NAVY, bottom=2, bottom_color=NAVY)
    for column in columns:
        sheet.write_blank(row, column, None, style)
    sheet.write_string(row, columns[0], text, style)


def _link(making: Making, sheet: Worksheet, row: int, column: int, target: str, text: str) -> None:
    style = making.styles(font_color="#1F5FA8", underline=1, bold=True, bottom=1, bottom_color=LINE, indent=1)
    sheet.write_url(row, column, f"internal:{quoted(target)}!A1", style, text)


def _write_steps(making: Making, sheet: Worksheet, guide: Guide, row: int) -> None:
    _head(making, sheet, row, range(1, 4), "What to do")
    badge = {"bg_color": NAVY, "bottom": 2, "bottom_color": "#FFFFFF", "align": "center"}
    number = making.styles(bold=True, font_size=13, font_color="#FFFFFF", **badge)
    text = making.styles(text_wrap=True, bottom=1, bottom_color=LINE, indent=1)
    for at, (target, title, how) in enumerate(guide.steps, start=1):
        sheet.write_number(row + at, 1, at, number)
        _link(making, sheet, row + at, 2, target, title)
        sheet.write_string(row + at, 3, how, text)


def _write_legend(making: Making, sheet: Worksheet, row: int) -> int:
    _head(making, sheet, row, range(1, 4), "What the colours mean")
    styles = making.styles
    samples = [
        (styles.typed_header(), "Header", "You type this column. Point at the header to read what and for whom."),
        (styles.computed_header(), "Header", "Refresh computes this column; what you type here is reported, not used."),
        (styles(**REQUIRED_LOOK), "", "Must be filled and is still empty."),
        (
            styles(bg_color=COMPUTED_CELL, border=1, border_color=LINE),
            "",
            "A computed cell; locked once you protect its sheet (Review, Protect Sheet).",
        ),
    ]
    for at, (style, shown, meaning) in enumerate(samples, start=1):
        sheet.write_string(row + at, 2, shown, style) if shown else sheet.write_blank(row + at, 2, None, style)
        sheet.write_string(row + at, 3, meaning, styles(indent=1))
    for at, (letter, (fill, ink)) in enumerate(RAG_COLOURS.items(), start=len(samples) + 1):
        sheet.write_string(row + at, 2, letter, styles(bold=True, align="center", bg_color=fill, font_color=ink))
        sheet.write_string(row + at, 3, f"Status: {_MEANINGS[letter]}; the letter is always printed.", styles(indent=1))
    return row + len(samples) + len(RAG_COLOURS)


def _write_contents(making: Making, sheet: Worksheet, guide: Guide, row: int) -> None:
    """Every sheet that is shown, with what it is for."""
    level = f" ({making.level.value} level)" if making.content.book == "project" else ""
    _head(making, sheet, row, range(5, 7), f"The sheets{level}")
    text = making.styles(text_wrap=True, bottom=1, bottom_color=LINE, font_color=GREY, indent=1)
    shown = [p for p in making.content.plans if visible(p, making.level, making.content.given) and p.name != "Start"]
    for at, plan in enumerate(shown, start=1):
        purpose = guide.pages.get(plan.name) or declaration(making.content.declared(plan.name)).purpose
        _link(making, sheet, row + at, 5, plan.name, plan.name)
        sheet.write_string(row + at, 6, purpose, text)


def _write_notes(making: Making, sheet: Worksheet, guide: Guide, row: int) -> None:
    """What else there is to know, under the legend."""
    style = making.styles(text_wrap=True, font_color=GREY, bg_color=PALE_BLUE, indent=1)
    for at, note in enumerate(guide.notes):
        sheet.merge_range(row + 3 * at, 1, row + 3 * at + 1, 3, note, style)
