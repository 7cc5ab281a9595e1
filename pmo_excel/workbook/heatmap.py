"""The Heatmap: everybody of the pool by week, coloured by how much of the capacity is booked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_excel.workbook.content import part
from pmo_excel.workbook.layout import A3, FIRST_ROW, HEADER_ROW, TOTALS_ROW, SheetPlan
from pmo_excel.workbook.making import Making, set_print, write_heading
from pmo_excel.workbook.styles import GREY, LINE, RAG_COLOURS

_PEOPLE, _WEEKS = 30, 26
_EMPTY: Final = "Nothing in Capacity yet"
_BANDS: Final = (
    ("Critical, above 120%", ">", 1.2, RAG_COLOURS["R"], 2),
    ("Over, above 100%", ">", 1.0, RAG_COLOURS["A"], 1),
    ("Healthy, 80% to 100%", ">=", 0.8, ("#A9D18E", "#000000"), 0),
    ("Light, below 80%", ">", 0.0, ("#DDEBF7", "#000000"), 0),
)
"""Bands of utilisation with the number from which each holds, the busiest first; numbers stand in the cells as well.

The last part is how often the number is underlined, so that a grey print tells what is too much.
"""
_ROUNDING: Final = 1e-9


def write_heatmap(making: Making, plan: SheetPlan, standing: str) -> Worksheet:
    """One row per person of the pool, one column per week from the first in Capacity."""
    sheet = write_heading(making, plan, "How busy everybody is, week by week.", standing)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, _WEEKS, 6.4)
    sheet.set_row(HEADER_ROW, 42)
    sheet.write_string(HEADER_ROW, 0, "Resource", making.styles.computed_header())
    _write_weeks(making, sheet)
    who, cell = making.styles(bottom=1, bottom_color=LINE, indent=1), _load_style(making)
    for row in range(FIRST_ROW, FIRST_ROW + _PEOPLE):
        name = f"INDEX({part('Resource Pool', 'Resource Name', 'portfolio')},{row - FIRST_ROW + 1})"
        names = making.content.column("Resource Pool", "Resource Name")
        known = names[row - FIRST_ROW] if row - FIRST_ROW < len(names) else None
        missing = f"ROWS({part('Resource Pool', 'Resource Name', 'portfolio')})<{row - FIRST_ROW + 1}"
        sheet.write_formula(row, 0, f'=IF({missing},"",IF({name}="","",{name}))', who, known or "")
        for column in range(1, _WEEKS + 1):
            sheet.write_formula(row, column, _load(row, column), cell, "")
    _colour(making, sheet)
    _write_legend(making, sheet)
    _write_empty(making, sheet)
    sheet.freeze_panes(FIRST_ROW, 1)
    set_print(sheet, A3)
    return sheet


def _load_style(making: Making) -> Any:
    return making.styles(num_format="0%", align="center", font_size=9, border=1, border_color=LINE)


def _write_weeks(making: Making, sheet: Worksheet) -> None:
    style = making.styles(num_format="dd-mmm", rotation=90, font_size=9, align="center", bg_color="#E8F0F8")
    weeks = part("Capacity", "Week", "portfolio")
    days = [d for d in making.content.column("Capacity", "Week") if isinstance(d, date)]
    first = min(days, default=None)
    sheet.write_formula(HEADER_ROW, 1, f'=IF(COUNT({weeks})=0,"",MIN({weeks}))', style, _serial(first, 0))
    for at in range(1, _WEEKS):
        before = xl_rowcol_to_cell(HEADER_ROW, at)
        sheet.write_formula(HEADER_ROW, at + 1, f'=IF({before}="","",{before}+7)', style, _serial(first, at))


def _serial(first: date | None, weeks: int) -> int | str:
    return (first + timedelta(weeks=weeks) - date(1899, 12, 30)).days if first else ""


def _load(row: int, column: int) -> str:
    """Hard and soft bookings over capacity; empty where there is no capacity, ? where bookings are not known."""
    who = xl_rowcol_to_cell(row, 0, col_abs=True)
    week = xl_rowcol_to_cell(HEADER_ROW, column, row_abs=True)
    names, weeks = part("Capacity", "Resource / Role", "portfolio"), part("Capacity", "Week", "portfolio")

    def total(header: str) -> str:
        return f"SUMIFS({part('Capacity', header, 'portfolio')},{names},{who},{weeks},{week})"

    booked = f"({total('Hard (h)')}+{total('Soft (h)')})"
    there = f"COUNTIFS({names},{who},{weeks},{week})"
    known = f'COUNTIFS({names},{who},{weeks},{week},{part("Capacity", "Hard (h)", "portfolio")},">=0")'
    share = f'IF({total("Capacity (h)")}>0,{booked}/{total("Capacity (h)")},"")'
    return f'=IF(OR({who}="",{week}=""),"",IF({known}>0,{share},IF({there}>0,"?","")))'


def _colour(making: Making, sheet: Worksheet) -> None:
    cell = xl_rowcol_to_cell(FIRST_ROW, 1)
    for _, sign, limit, (fill, ink), lines in _BANDS:
        marks = {"bold": True, "underline": lines} if lines else {}
        style = making.styles.conditional(bg_color=fill, font_color=ink, **marks)
        exact = f"{cell}{sign}{limit + (_ROUNDING if sign == '>' else -_ROUNDING) if limit else 0}"
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{exact})", "format": style}
        sheet.conditional_format(FIRST_ROW, 1, FIRST_ROW + _PEOPLE - 1, _WEEKS, rule | {"stop_if_true": True})


def _write_empty(making: Making, sheet: Worksheet) -> None:
    """What stands above the names while there is nothing to show."""
    weeks = part("Capacity", "Week", "portfolio")
    said = "" if any(making.content.column("Capacity", "Week")) else _EMPTY
    style = making.styles(italic=True, font_color=GREY)
    sheet.write_formula(TOTALS_ROW, 0, f'=IF(COUNT({weeks})=0,"{_EMPTY}","")', style, said)


def _write_legend(making: Making, sheet: Worksheet) -> None:
    for at, (name, sign, limit, (fill, ink), lines) in enumerate(_BANDS):
        left = 1 + at * 5
        shown = {"bold": True, "underline": lines} if lines else {}
        style = making.styles(bg_color=fill, font_color=ink, align="center", font_size=8, **shown)
        sheet.write_string(TOTALS_ROW, left, f"{sign.replace('>=', '≥')}{limit:.0%}" if limit else "<80%", style)
        sheet.write_string(TOTALS_ROW, left + 1, name, making.styles(font_size=8, font_color=GREY, valign="vcenter"))
