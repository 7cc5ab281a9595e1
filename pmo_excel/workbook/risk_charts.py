"""The charts of the risk analysis: how likely the finish is by each date, and what costs days.

They are drawn from the rows of the sheet itself: the plan's first, then a row for each fifth percentile, then what
matters most. Where a row is empty, nothing is drawn.
"""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from pmo_excel.workbook.content import sheet_columns
from pmo_excel.workbook.layout import FIRST_ROW, HEADER_ROW
from pmo_excel.workbook.making import Making
from pmo_excel.workbook.styles import DATE_FORMAT, INK, LINE, NAVY

SHEET: Final = "Risk Analysis"
_PERCENTILES: Final = 19
_BARS: Final = 10
_FONT: Final = {"name": "Calibri", "size": 9, "color": INK}
_TITLE: Final = {"name": "Calibri", "size": 11, "color": NAVY}
_AXIS: Final = {
    "num_font": _FONT,
    "line": {"color": LINE},
    "major_tick_mark": "none",
    "minor_tick_mark": "none",
    "major_gridlines": {"visible": False},
}
_SIZE: Final = {"width": 620, "height": 300}
_SECOND: Final = 15
"""Rows from the first chart to the second."""


def write_risk_charts(making: Making, sheet: Worksheet) -> None:
    """Both charts, right of the table."""
    left = len(sheet_columns(SHEET)) + 1
    for row, chart, said in (
        (HEADER_ROW, _curve(making), "Share of the runs that finish by each date, with the plan's date, P50 and P80"),
        (HEADER_ROW + _SECOND, _bars(making), "Working days by which P80 would be earlier without each uncertainty"),
    ):
        chart.set_size(_SIZE)
        chart.set_chartarea({"border": {"color": LINE}})
        sheet.insert_chart(row, left, chart, {"object_position": 3, "description": said})


def _curve(making: Making) -> Chart:
    """The S-curve of the finish; the marks differ in shape and fill, so that grey tells them apart too."""
    chart: Chart = making.book.add_chart({"type": "scatter", "subtype": "straight"})
    first = FIRST_ROW + 1
    line = {"color": NAVY, "width": 2.5}
    _add(chart, "Share of the runs", (first, first + _PERCENTILES - 1), "Percentile", line, {"type": "none"})
    for name, row, y, marker in (
        ("Plan", FIRST_ROW, "Probability of Deterministic Date", _marker("square", "#7F7F7F", "#7F7F7F")),
        ("P50", first + 9, "Percentile", _marker("diamond", NAVY, NAVY)),
        ("P80", first + 15, "Percentile", _marker("triangle", NAVY, "#8DB4DC")),
    ):
        _add(chart, name, (row, row), y, {"none": True}, marker)
    chart.set_title({"name": "When it finishes: share of the simulated runs", "name_font": _TITLE, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_x_axis({**_AXIS, "num_format": f"[>1]{DATE_FORMAT};;"})
    grid = {"visible": True, "line": {"color": LINE, "width": 0.5}}
    chart.set_y_axis({**_AXIS, "num_format": "0%", "min": 0, "max": 1, "major_unit": 0.2, "major_gridlines": grid})
    return chart


def _bars(making: Making) -> Chart:
    chart: Chart = making.book.add_chart({"type": "bar"})
    first = FIRST_ROW + 1 + _PERCENTILES
    rows = (first, first + _BARS - 1)
    names, gained = _at("Name"), _at("P80 Days Gained if Removed")
    chart.add_series(
        {
            "name": "Working days",
            "categories": [SHEET, rows[0], names, rows[1], names],
            "values": [SHEET, rows[0], gained, rows[1], gained],
            "fill": {"color": NAVY},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "0.0", "font": _FONT},
        }
    )
    title = "P80 would be so many working days earlier without it"
    chart.set_title({"name": title, "name_font": _TITLE, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis({**_AXIS, "reverse": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    return chart


def _at(header: str) -> int:
    return next(at for at, column in enumerate(sheet_columns(SHEET)) if column.header == header)


def _marker(shape: str, border: str, fill: str) -> dict[str, Any]:
    return {"type": shape, "size": 9, "border": {"color": border, "width": 1.5}, "fill": {"color": fill}}


def _add(chart: Chart, name: str, rows: tuple[int, int], y: str, line: Any, marker: Any) -> None:
    spans = {
        key: [SHEET, rows[0], _at(header), rows[1], _at(header)]
        for key, header in (("categories", "Finish Date"), ("values", y))
    }
    chart.add_series({"name": name, **spans, "line": line, "marker": marker})
