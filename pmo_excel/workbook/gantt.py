"""The Gantt chart beside the schedule: a cell per task and week, coloured by conditional formats.

A cell holds 0, shown as nothing; conditional formats turn it into a bar, or by a number format into the sign of a
milestone. Nothing is computed in the cells, so the chart is right as soon as dates change, also where a program shows
stored values, and the formats stretch over rows that people insert. Where a program lays one format only over a cell
(LibreOffice), the first that holds is the bar. A stripe runs through critical bars, so that they can be told from the
others in grey too.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_excel.workbook.content import field_ref, letter, rows_on, sheet_columns
from pmo_excel.workbook.layout import A3, FIRST_ROW, HEADER_ROW, TOTALS_ROW
from pmo_excel.workbook.making import Making, set_print
from pmo_excel.workbook.styles import GREY, INK, PALE_BLUE

WEEKS: Final = 53
_WEEK_WIDTH: Final = 2.3
_BAR, _DONE, _CRITICAL, _CRITICAL_DONE, _SUMMARY = "#8DB4DC", "#1F4E79", "#E88B84", "#A61C1C", "#5B6675"
_MILESTONE: Final = "#DDE3EA"
_STRIPE, _STRIPE_SIGN, _MILESTONE_SIGN = "#7A1414", "▬", "◆"
_NOW: Final = "#E69F00"
_BASELINE: Final = "#9AA3AE"
_GRID: Final = "#E4E8ED"


def write_gantt(making: Making, sheet: Worksheet) -> None:
    """The axis of weeks, the bars and the legend, to the right of the table and outside it."""
    left = len(sheet_columns("Schedule")) + 1
    last = FIRST_ROW + rows_on(making.content, "Schedule") - 1
    sheet.set_column(left, left + WEEKS - 1, _WEEK_WIDTH)
    _write_axis(making, sheet, left)
    lines = {"left": 4, "left_color": _GRID, "bottom": 4, "bottom_color": _GRID}
    grid = making.styles(num_format=";;;", align="center", **lines)
    for row in range(FIRST_ROW, last + 1):
        for column in range(left, left + WEEKS):
            sheet.write_number(row, column, 0, grid)
    for formula, properties in _rules(left):
        rule = {"type": "formula", "criteria": formula, "format": making.styles.conditional(**properties)}
        sheet.conditional_format(FIRST_ROW, left, last, left + WEEKS - 1, rule)
    _write_legend(making, sheet, left)
    sheet.set_zoom(85)
    sheet.print_area(0, 0, last, left + WEEKS - 1)
    set_print(sheet, A3)


def _write_axis(making: Making, sheet: Worksheet, left: int) -> None:
    """Mondays: the first from the charter's planned start, each other a week after the one before."""
    style = making.styles(num_format="dd-mmm", rotation=90, font_size=8, align="center", bg_color=PALE_BLUE)
    start = making.content.field("Charter", "Planned Start")
    monday = start - timedelta(days=start.weekday()) if isinstance(start, date) else None
    ref = field_ref("Charter", "Planned Start")
    first = f'=IF(ISNUMBER({ref}),INT({ref})-WEEKDAY({ref},3),"")'
    sheet.write_formula(HEADER_ROW, left, first, style, _serial(monday))
    for at in range(1, WEEKS):
        before = xl_rowcol_to_cell(HEADER_ROW, left + at - 1)
        shown = _serial(monday + timedelta(weeks=at)) if monday else ""
        sheet.write_formula(HEADER_ROW, left + at, f'=IF(ISNUMBER({before}),{before}+7,"")', style, shown)
    axis = xl_rowcol_to_cell(HEADER_ROW, left, row_abs=True)
    now = making.styles.conditional(bg_color=_NOW, font_color="#000000", bold=True)
    rule = {"type": "formula", "criteria": f"={_this_week(axis)}", "format": now}
    sheet.conditional_format(HEADER_ROW, left, HEADER_ROW, left + WEEKS - 1, rule)
    status_ref, status = field_ref("Charter", "Status Date"), making.content.field("Charter", "Status Date")
    hidden = making.styles(num_format=";;;")
    sheet.write_formula(TOTALS_ROW, left - 1, f"=N({status_ref})", hidden, _serial(status) or 0)


def _serial(day: Any) -> int | str:
    """The number Excel keeps for a day: 1-Jan-1900 is 1, and 29-Feb-1900 is counted."""
    return (date(day.year, day.month, day.day) - date(1899, 12, 30)).days if isinstance(day, date) else ""


def _this_week(axis: str) -> str:
    """Whether the week that begins at `axis` holds the status date, which stands above the spacer column."""
    spacer = xl_rowcol_to_cell(TOTALS_ROW, len(sheet_columns("Schedule")), row_abs=True, col_abs=True)
    return f"AND(ISNUMBER({axis}),{spacer}>={axis},{spacer}<{axis}+7)"


def _rules(left: int) -> list[tuple[str, dict[str, Any]]]:
    """The formats of a cell, the first that holds before the others."""
    row = FIRST_ROW + 1
    week = f"{xl_col_to_name(left)}${HEADER_ROW + 1}"

    def cell(header: str) -> str:
        return f"${letter('Schedule', header)}{row}"

    start, finish = cell("Start"), cell("Finish")
    in_bar = f"ISNUMBER({week}),ISNUMBER({start}),ISNUMBER({finish}),{start}<{week}+7,{finish}>={week}"
    at_finish = f"ISNUMBER({week}),ISNUMBER({finish}),{finish}>={week},INT({finish})<{week}+7"
    duration, kind = cell("Duration (wd)"), cell("Task Type")
    milestone = f'OR({kind}="Milestone",AND(ISNUMBER({duration}),{duration}=0,{kind}<>"Summary"))'
    complete, critical = cell("% Complete"), f'{cell("Critical")}="Yes"'
    done = f"N({complete})>0,OR({complete}>=1,{week}+3<={start}+({finish}-{start}+1)*{complete})"
    old_start, old_finish = cell("Baseline Start"), cell("Baseline Finish")
    in_baseline = f"ISNUMBER({week}),ISNUMBER({old_finish}),N({old_start})<{week}+7,{old_finish}>={week}"
    slim = {"top": 1, "bottom": 1, "top_color": "#FFFFFF", "bottom_color": "#FFFFFF"}
    # a row that people insert has no 0 to sign
    sign = {"num_format": f';;"{_MILESTONE_SIGN}"', "bold": True, "bg_color": _MILESTONE}
    stripe = {"num_format": f';;"{_STRIPE_SIGN}"', "bold": True} | slim
    return [
        (f"=AND({milestone},{at_finish},{critical})", sign | {"font_color": _CRITICAL_DONE}),
        (f"=AND({milestone},{at_finish})", sign | {"font_color": INK}),
        (f'=AND({kind}="Summary",{in_bar})', {"bg_color": _SUMMARY} | slim),
        (
            f"=AND(NOT({milestone}),{in_bar},{critical},{done})",
            {"bg_color": _CRITICAL_DONE, "font_color": "#FFFFFF"} | stripe,
        ),
        (f"=AND(NOT({milestone}),{in_bar},{done})", {"bg_color": _DONE} | slim),
        (f"=AND(NOT({milestone}),{in_bar},{critical})", {"bg_color": _CRITICAL, "font_color": _STRIPE} | stripe),
        (f"=AND(NOT({milestone}),{in_bar})", {"bg_color": _BAR} | slim),
        (f"=AND(NOT({milestone}),{in_baseline})", {"pattern": 14, "fg_color": _BASELINE, "bg_color": "#FFFFFF"}),
        (f"={_this_week(week)}", {"left": 1, "left_color": _NOW, "bg_color": "#FFF6E0"}),
    ]


def _write_legend(making: Making, sheet: Worksheet, left: int) -> None:
    """What the colours mean, above the axis."""
    row, at = TOTALS_ROW, left + 1
    text = making.styles(font_size=8, font_color=GREY, valign="vcenter")
    stripe = {"bold": True, "align": "center", "valign": "vcenter"}
    kinds: list[tuple[str, str, dict[str, Any]]] = [
        ("planned", "", {"bg_color": _BAR}),
        ("done", "", {"bg_color": _DONE}),
        ("critical", _STRIPE_SIGN, {"bg_color": _CRITICAL, "font_color": _STRIPE} | stripe),
        ("critical, done", _STRIPE_SIGN, {"bg_color": _CRITICAL_DONE, "font_color": "#FFFFFF"} | stripe),
        ("summary", "", {"bg_color": _SUMMARY}),
        ("baseline only", "", {"pattern": 14, "fg_color": _BASELINE, "bg_color": "#FFFFFF"}),
        ("status date", "", {"bg_color": _NOW}),
        ("milestone", _MILESTONE_SIGN, {"bold": True, "align": "center", "valign": "vcenter"}),
    ]
    for name, sign, properties in kinds:
        style = making.styles(**properties)
        sheet.write_string(row, at, sign, style) if sign else sheet.write_blank(row, at, None, style)
        sheet.write_string(row, at + 1, name, text)
        at += 6
