"""The power and interest grid beside the register of stakeholders: a native chart that follows what is typed."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from pmo_excel.workbook.content import column_at, part, rows_on, sheet_columns
from pmo_excel.workbook.layout import FIRST_ROW, HEADER_ROW
from pmo_excel.workbook.making import Making
from pmo_excel.workbook.styles import GREY, INK, LINE, NAVY

SHEET: Final = "Stakeholders"
_SETTING: Final = "Power and interest threshold"
_FONT: Final = {"name": "Calibri", "size": 9, "color": INK}
_USUAL: Final = 3.5
"""The threshold where the workbook says none."""
_LOW, _HIGH = 0.5, 5.5
"""The axes reach half a class beyond 1 and 5."""
_FIGURES_AT: Final = 22
"""Rows below the headers at which the place of the two lines stands."""
_SIDES: Final = ("above", "below", "left")
"""Where names stand in turn, so that those in one place seldom cover each other."""
_PEOPLE: Final = 40
"""Rows of the register that the chart shows: a series each, as LibreOffice takes no labels from cells."""


def write_power_interest(making: Making, sheet: Worksheet) -> None:
    """The chart to the right of the table, outside what prints, with the figures of its two lines under it."""
    columns = sheet_columns(SHEET)
    left, last = len(columns) + 1, FIRST_ROW + rows_on(making.content, SHEET) - 1
    at = HEADER_ROW + _FIGURES_AT
    small: dict[str, Any] = {"font_size": 8, "font_color": GREY}
    sheet.write_string(at, left, "From where interest and power are high", making.styles(**small, italic=True))
    formula, value = _threshold(making)
    for column in (0, 1):
        sheet.write_formula(at + 1, left + column, formula, making.styles(**small), value)
    chart = _chart(making, left, at)
    chart.set_size({"width": 560, "height": 400})
    said = "Stakeholders by interest across and power up, with the line from which each counts as high"
    sheet.insert_chart(
        HEADER_ROW, left, chart, {"x_offset": 3, "y_offset": 3, "object_position": 3, "description": said}
    )
    sheet.print_area(0, 0, last, len(columns) - 1)


def _threshold(making: Making) -> tuple[str, float]:
    """The setting as a formula, and what it is when the workbook is made."""
    given = {row.get("Setting"): row.get("Value") for row in making.content.of_sheet("Settings")}
    typed = given.get(_SETTING)
    value = f'INDEX({part("Settings", "Value")},MATCH("{_SETTING}",{part("Settings", "Setting")},0))'
    formula = f'=IFERROR(IF({value}="",{_USUAL},VALUE({value})),{_USUAL})'
    return formula, float(typed) if isinstance(typed, int | float) else _USUAL


def _chart(making: Making, left: int, at: int) -> Chart:
    chart: Chart = making.book.add_chart({"type": "scatter"})
    for row in range(FIRST_ROW, FIRST_ROW + _PEOPLE):
        chart.add_series(_person(row))
    chart.add_series(_cross(left, at + 1))
    title = {"name": "Power and interest", "name_font": {"name": "Calibri", "size": 11, "color": NAVY}}
    chart.set_title({**title, "overlay": False})
    chart.set_legend({"none": True})
    axis = {
        "min": _LOW,
        "max": _HIGH,
        "major_unit": 1,
        "num_format": ";;",
        "num_font": _FONT,
        "name_font": {**_FONT, "bold": False},
        "line": {"color": LINE},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "major_gridlines": {"visible": False},
    }
    chart.set_x_axis({**axis, "name": "Interest, 1 to 5"})
    chart.set_y_axis({**axis, "name": "Power, 1 to 5"})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_plotarea({"border": {"color": LINE}})
    return chart


def _person(row: int) -> dict[str, Any]:
    """A mark with the name beside it; nothing where power or interest is empty."""
    x, y = (column_at(SHEET, header) for header in ("Interest (1-5)", "Power (1-5)"))
    return {
        "name": [SHEET, row, column_at(SHEET, "Name")],
        "categories": [SHEET, row, x, row, x],
        "values": [SHEET, row, y, row, y],
        "marker": {"type": "diamond", "size": 9, "fill": {"color": NAVY}, "border": {"color": NAVY}},
        "data_labels": {"series_name": True, "position": _SIDES[row % len(_SIDES)], "font": _FONT},
    }


def _cross(left: int, row: int) -> dict[str, Any]:
    """The two lines from which power and interest are high: bars through one point, as long as the chart."""
    line = {"type": "fixed", "value": 2 * _HIGH, "end_style": 0}
    dashed = {"line": {"color": GREY, "width": 1, "dash_type": "dash"}}
    return {
        "name": "High from here",
        "categories": [SHEET, row, left, row, left],
        "values": [SHEET, row, left + 1, row, left + 1],
        "marker": {"type": "none"},
        "x_error_bars": line | dashed,
        "y_error_bars": line | dashed,
    }
