"""The burn-up under the table of iterations: points done so far, and the whole scope that they are to reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from pmo_excel.workbook.content import column_at, rows_on
from pmo_excel.workbook.dashboard_charts import FONT, place
from pmo_excel.workbook.layout import FIRST_ROW
from pmo_excel.workbook.making import Making
from pmo_excel.workbook.styles import GREY, LINE, NAVY, PALE_BLUE

SHEET: Final = "Iterations"
_SIZE: Final = (7.0, 16.0)
"""Columns and rows of a dashboard that the chart is as large as."""


def write_burn_up(making: Making, sheet: Worksheet) -> None:
    """The chart, below the last row of the table: bars, as the lines of empty cells fall to 0 in some programs."""
    last = FIRST_ROW + rows_on(making.content, SHEET) - 1
    chart: Chart = making.book.add_chart({"type": "column"})
    _series(chart, "Total Scope", last, {"fill": {"color": PALE_BLUE}, "border": {"color": GREY}})
    _series(chart, "Done to Date", last, {"fill": {"color": NAVY}})
    named = {"name": "Calibri", "size": 11, "color": NAVY}
    chart.set_title({"name": "Burn-up: points done against the scope", "name_font": named, "overlay": False})
    chart.set_legend({"position": "bottom", "font": FONT})
    axis = {"num_font": FONT, "line": {"color": LINE}, "major_tick_mark": "none", "minor_tick_mark": "none"}
    chart.set_x_axis(axis)
    lines = {"visible": True, "line": {"color": LINE}}
    chart.set_y_axis({**axis, "min": 0, "num_format": "#,##0", "major_gridlines": lines})
    chart.set_chartarea({"border": {"color": LINE}})
    place(sheet, chart, (last + 2, 0), _SIZE, "Points done so far and the whole scope after each sprint")


def _series(chart: Chart, header: str, last: int, look: Mapping[str, Any]) -> None:
    """A column of the table as bars, one behind the other."""
    spans = {
        key: [SHEET, FIRST_ROW, column_at(SHEET, name), last, column_at(SHEET, name)]
        for key, name in (("categories", "Iteration ID"), ("values", header))
    }
    chart.add_series({"name": header, **spans, **look, "overlap": 100, "gap": 60})
