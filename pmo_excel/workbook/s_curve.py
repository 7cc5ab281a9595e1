"""The S-curve: planned, earned and actual value over time, and estimates at completion fanning out from today.

The chart is drawn from cells beside the EVM table, which read the rows of the whole project by date, in whatever order
they stand. A series that ends repeats its last point, so that the chart needs no empty cells and no error values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_excel.workbook.content import Content, part, rows_on, sheet_columns
from pmo_excel.workbook.layout import FIRST_ROW, HEADER_ROW, TOTALS_ROW
from pmo_excel.workbook.making import Making
from pmo_excel.workbook.standing import Formula
from pmo_excel.workbook.styles import DATE_FORMAT, GREY, INK, LINE, NAVY

SHEET: Final = "EVM"
POINTS: Final = 60
"""Dates that the curve can have: five years of months."""
_WHOLE: Final = "Project"
_PV, _EV, _AC = "Planned Value (PV)", "Earned Value (EV)", "Actual Cost (AC)"
_FAN: Final = ("EAC typical", "EAC atypical", "EAC cost & schedule")
_BELOW: Final = -1
"""Where points are put while there are none: below the axis, so that they are not seen."""
_BEYOND: Final = 99_999
"""A serial date later than all others."""
_FONT: Final = {"name": "Calibri", "size": 9, "color": INK}
_GAP: Final = 7
"""Columns of the points, and one between them and the fan."""


def first_column() -> int:
    """Where the figures of the curve begin: a column right of the table is left free."""
    return len(sheet_columns(SHEET)) + 1


def write_curve_figures(making: Making, sheet: Worksheet) -> None:
    """The points of the curve and of the fan, in small grey figures right of the table; they do not print."""
    left = first_column()
    small = {"font_size": 8, "font_color": GREY}
    sheet.write_string(TOTALS_ROW, left, "The figures of the S-curve on Dashboard", making.styles(**small, italic=True))
    for at, name in enumerate(("Date", "PV", "EV on", "EV", "AC on", "AC", "", "On", *_FAN)):
        sheet.write_string(HEADER_ROW, left + at, name, making.styles(**small, valign="bottom", text_wrap=True))
    day = making.styles(**small, num_format=f"[>1]{DATE_FORMAT};;")
    money = making.styles(**small, num_format="#,##0")
    points = _points(making.content)
    for number in range(POINTS + 1):
        for at, formula in enumerate(_point(left, FIRST_ROW + number, number)):
            shape = day if at in (0, 2, 4) else money
            sheet.write_formula(FIRST_ROW + number, left + at, formula, shape, points[number][at])
    for number, cells in enumerate(_fan(left, points, making.content)):
        for at, cell in enumerate(cells):
            sheet.write_formula(FIRST_ROW + number, left + _GAP + at, cell.text, money if at else day, cell.value)
    title = _title(left, points, making.content)
    sheet.write_formula(*_title_at(left), title.text, making.styles(**small), title.value)
    last = FIRST_ROW + rows_on(making.content, SHEET) - 1
    sheet.print_area(0, 0, last, len(sheet_columns(SHEET)) - 1)


def curve_chart(making: Making) -> Chart:
    """The S-curve as a native chart; lines differ in width and dashes, so that grey tells them apart too."""
    chart: Chart = making.book.add_chart({"type": "scatter", "subtype": "straight"})
    left, last = first_column(), FIRST_ROW + POINTS
    lines: Sequence[tuple[str, int, int, Mapping[str, Any]]] = (
        ("Planned value", 0, 1, {"color": "#7F7F7F", "width": 1.5}),
        ("Earned value", 2, 3, {"color": NAVY, "width": 3}),
        ("Actual cost", 4, 5, {"color": "#C05A00", "width": 2.25, "dash_type": "dash"}),
    )
    for name, x, y, line in lines:
        _series(chart, name, (FIRST_ROW, last), (left + x, left + y), line, {"type": "none"})
    marks = (("diamond", "square_dot"), ("square", "round_dot"), ("triangle", "long_dash_dot"))
    for at, (name, (mark, dash)) in enumerate(zip(_FAN, marks, strict=True)):
        ink = {"color": "#C05A00"}
        marker = {"type": mark, "size": 6, "border": ink, "fill": {"color": "#FFFFFF"}}
        ends = (left + _GAP, left + _GAP + 1 + at)
        _series(chart, name, (FIRST_ROW, last), ends, ink | {"width": 1.25, "dash_type": dash}, marker)
    title = f"={SHEET}!{xl_rowcol_to_cell(*_title_at(left), True, True)}"
    chart.set_title({"name": title, "name_font": {"name": "Calibri", "size": 11, "color": NAVY}, "overlay": False})
    chart.set_legend({"position": "right", "font": _FONT})
    axis = {"num_font": _FONT, "line": {"color": LINE}, "major_tick_mark": "none", "minor_tick_mark": "none"}
    chart.set_x_axis({**axis, "num_format": "[>1000]mmm-yy;;", "major_gridlines": {"visible": False}})
    chart.set_y_axis({**axis, "num_format": "[>1.5]#,##0;;", "min": 0, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"none": True}})
    chart.set_plotarea({"fill": {"none": True}})
    return chart


def nothing_yet(content: Content) -> Formula:
    """What stands under the chart while there is nothing to draw."""
    column = part(SHEET, _PV)
    said = "No earned value yet: it needs a budget and a baseline"
    values = [v for v in content.column(SHEET, _PV) if isinstance(v, int | float)]
    return Formula(f'=IF(COUNT({column})=0,"{said}","")', "" if values else said)


def _series(
    chart: Chart, name: str, rows: tuple[int, int], at: tuple[int, int], line: Mapping[str, Any], marker: Any
) -> None:
    spans = {
        key: [SHEET, rows[0], column, rows[1], column] for key, column in zip(("categories", "values"), at, strict=True)
    }
    chart.add_series({"name": name, **spans, "line": dict(line), "marker": marker})


def _of(header: str, day: str) -> str:
    """The figure of the whole project on a day."""
    return f'SUMIFS({part(SHEET, header)},{part(SHEET, "Period End")},{day},{part(SHEET, "WBS")},"{_WHOLE}")'


def _point(left: int, row: int, number: int) -> tuple[str, ...]:
    """The formulas of one point: the next date there is, and each value on it, or the last one again."""
    ends, wbs = part(SHEET, "Period End"), part(SHEET, "WBS")
    start = part("Schedule", "Baseline Start")
    if number == 0:
        first = f"=IF(COUNT({ends})=0,0,IF(COUNT({start})=0,MIN({ends})-1,MIN({start})))"
        day = xl_rowcol_to_cell(row, left)
        nothing = f"=IF({day}=0,{_BELOW},0)"
        return (first, nothing, f"={day}", nothing, f"={day}", nothing)
    here, before = ([xl_rowcol_to_cell(at, left + column) for column in range(6)] for at in (row, row - 1))
    least = f'SUMPRODUCT(MIN(({wbs}<>"{_WHOLE}")*{_BEYOND}+({ends}<={before[0]})*{_BEYOND}+{ends}))'
    cells = [
        f"=IF({least}<{_BEYOND},{least},{before[0]})",
        f"=IF({here[0]}={before[0]},{before[1]},{_of(_PV, here[0])})",
    ]
    for at, header in ((2, _EV), (4, _AC)):
        there = f'COUNTIFS({ends},{here[0]},{wbs},"{_WHOLE}",{part(SHEET, header)},"<>")>0'
        cells.append(f"=IF(AND({here[0]}>{before[0]},{there}),{here[0]},{before[at]})")
        cells.append(f"=IF({here[at]}={before[at]},{before[at + 1]},{_of(header, here[at])})")
    return tuple(cells)


def _fan(left: int, points: Sequence[Sequence[float]], content: Content) -> list[list[Formula]]:
    """The points of each estimate: the cost at the status date, then the estimate on the finish that goes with it."""
    last = [xl_rowcol_to_cell(FIRST_ROW + POINTS, left + column) for column in range(6)]
    today, cost = Formula(f"={last[4]}", points[-1][4]), Formula(f"={last[5]}", points[-1][5])
    row = _row_on(content, points[-1][4])
    finish = _of("EAC(t) finish", last[4])
    ends = _serial(row.get("EAC(t) finish")) or points[-1][0]
    end = Formula(f"=IF({finish}>{last[4]},{finish},MAX({last[0]},{last[4]}))", max(ends, points[-1][4]))
    estimates = [
        Formula(f"=IF({_of(name, last[4])}=0,{last[5]},{_of(name, last[4])})", row.get(name) or points[-1][5])
        for name in _FAN
    ]
    rows = [[today, *([cost] * len(_FAN))], [end, *estimates]]
    for number in range(2, POINTS + 1):
        above = [xl_rowcol_to_cell(FIRST_ROW + number - 1, left + _GAP + at) for at in range(len(_FAN) + 1)]
        rows.append([Formula(f"={ref}", cell.value) for ref, cell in zip(above, rows[-1], strict=True)])
    return rows


def _title_at(left: int) -> tuple[int, int]:
    """Where the chart's title is written: above the fan."""
    return TOTALS_ROW, left + _GAP


def _title(left: int, points: Sequence[Sequence[float]], content: Content) -> Formula:
    """The chart's conclusion: the two indices, and the chosen estimate against the budget."""
    day = xl_rowcol_to_cell(FIRST_ROW + POINTS, left + 4)
    plain = "Planned, earned and actual value"
    figures = [_of(header, day) for header in ("CPI", "SPI(t)", "EAC chosen", "BAC")]
    cpi, spi, estimate, budget = figures
    said = f'"CPI "&FIXED({cpi},2)&", SPI(t) "&FIXED({spi},2)&": EAC "&FIXED({estimate},0)&" of "&FIXED({budget},0)'
    row = _row_on(content, points[-1][4])
    value = plain
    if row.get("EAC chosen"):
        indices = f"CPI {row.get('CPI') or 0:.2f}, SPI(t) {row.get('SPI(t)') or 0:.2f}"
        value = f"{indices}: EAC {row['EAC chosen']:,.0f} of {row.get('BAC') or 0:,.0f}"
    return Formula(f'=IF({estimate}=0,"{plain}",{said})', value)


def _points(content: Content) -> list[list[float]]:
    """The values of the formulas of the points, at the time the workbook is made."""
    starts = [_serial(value) for value in content.column("Schedule", "Baseline Start") if isinstance(value, date)]
    rows = sorted((_serial(row.get("Period End")), row) for row in _project_rows(content))
    first = 0 if not rows else min(starts, default=rows[0][0] - 1)
    nothing = 0 if rows else _BELOW
    made: list[list[float]] = [[first, nothing, first, nothing, first, nothing]]
    for day, row in rows:
        point = [day, row.get(_PV) or 0, *made[-1][2:]]
        for at, header in ((2, _EV), (4, _AC)):
            if row.get(header) is not None:
                point[at], point[at + 1] = day, row[header]
        made.append(point)
    return [*made, *([made[-1]] * POINTS)][: POINTS + 1]


def _project_rows(content: Content) -> list[Mapping[str, Any]]:
    rows = content.of_sheet(SHEET)
    return [row for row in rows if row.get("WBS") == _WHOLE and isinstance(row.get("Period End"), date)]


def _row_on(content: Content, day: float) -> Mapping[str, Any]:
    return next((row for row in _project_rows(content) if _serial(row["Period End"]) == day), {})


def _serial(day: Any) -> int:
    """The number that Excel keeps for a day."""
    return (date(day.year, day.month, day.day) - date(1899, 12, 30)).days if isinstance(day, date) else 0
