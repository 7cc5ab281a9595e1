"""A chart as PowerPoint's own, with its numbers in the workbook behind it."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from pmo_excel.core.instants import DAY
from pmo_excel.report import palette
from pmo_excel.report.charts.chart import Chart, Numbers, Series, Shape
from pmo_excel.report.formats.chart_books import DAY_FORMAT, chart_book, dated, label
from pmo_excel.report.formats.slide_frame import Box, Canvas, colour, described

_TYPES: Final = {
    Shape.LINE: XL_CHART_TYPE.LINE,
    Shape.COLUMN: XL_CHART_TYPE.COLUMN_CLUSTERED,
    Shape.STACKED_COLUMN: XL_CHART_TYPE.COLUMN_STACKED,
    Shape.BAR: XL_CHART_TYPE.BAR_CLUSTERED,
    Shape.STACKED_BAR: XL_CHART_TYPE.BAR_STACKED,
    Shape.SCATTER: XL_CHART_TYPE.XY_SCATTER,
}
_STACKED: Final = frozenset({Shape.STACKED_BAR, Shape.STACKED_COLUMN})
_MONTHLY: Final = 3
"""Months from which on an axis of time counts in months."""
_STROKED: Final = frozenset({Shape.LINE})


def chart(canvas: Canvas, given: Chart, numbers: Numbers, box: Box) -> None:
    """Put a chart onto a slide."""
    data = _scatter(numbers) if numbers.shape is Shape.SCATTER else _categories(numbers)
    frame = canvas.shapes.add_chart(_TYPES[numbers.shape], *canvas.at(box), data)
    frame.name = given.drawing.title
    described(frame, f"{given.drawing.title}. {given.drawing.description}")
    frame.chart.part.chart_workbook.update_from_xlsx_blob(chart_book(numbers))
    _look(canvas, frame.chart, numbers)
    canvas.cited += [value for series in numbers.series for value in series.values if value.known and value.source]


def _categories(numbers: Numbers) -> CategoryChartData:
    days = dated(numbers.categories)
    data = CategoryChartData(number_format=numbers.number_format)
    data.categories = [label(category, days) for category in numbers.categories]
    for series in numbers.series:
        data.add_series(series.name, [value.value if value.known else None for value in series.values])
    return data


def _scatter(numbers: Numbers) -> XyChartData:
    data = XyChartData(number_format=numbers.number_format)
    for series in numbers.series:
        points = data.add_series(series.name)
        for across, value in zip(series.across, series.values, strict=True):
            points.add_data_point(across.value, value.value)
    return data


def _look(canvas: Canvas, made: Any, numbers: Numbers) -> None:
    """No frills: our colours, light grid lines, a legend below where there are several series."""
    made.has_title = False
    made.font.size = canvas.points(10)
    made.font.color.rgb = colour(palette.QUIET)
    made.has_legend = len(numbers.series) > 1
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.BOTTOM
        made.legend.include_in_layout = False
    plot = made.plots[0]
    if numbers.shape not in (Shape.LINE, Shape.SCATTER):
        plot.gap_width = 60
        plot.overlap = 100 if numbers.shape in _STACKED else 0
    for series, drawn in zip(numbers.series, plot.series, strict=True):
        _ink(drawn, series, numbers.shape)
    if numbers.shape is Shape.LINE:  # a day without a value is bridged
        blanks = made._chartSpace.chart.find(qn("c:dispBlanksAs"))
        if blanks is not None:
            blanks.set("val", "span")
    made.value_axis.major_gridlines.format.line.color.rgb = colour(palette.GRID)
    made.value_axis.format.line.fill.background()
    made.value_axis.tick_labels.number_format = numbers.number_format
    made.value_axis.tick_labels.number_format_is_linked = False
    if numbers.shape is not Shape.SCATTER and dated(numbers.categories):
        made.category_axis.tick_labels.number_format = DAY_FORMAT
        made.category_axis.tick_labels.number_format_is_linked = False
        _months(made.category_axis, numbers)
    if numbers.shape in (Shape.BAR, Shape.STACKED_BAR):
        made.category_axis.reverse_order = True
    _titled(canvas, made.category_axis, numbers.across_title)
    _titled(canvas, made.value_axis, numbers.value_title)


def _months(axis: Any, numbers: Numbers) -> None:
    """At most about twelve dates along an axis of time, at whole months where it is long."""
    days = [category.value // DAY for category in numbers.categories]
    months = (max(days) - min(days)) // 30
    if months < _MONTHLY:
        return
    unit = axis._element.find(qn("c:baseTimeUnit"))
    step = etree.Element(qn("c:majorUnit"), val=str(1 + months // 12))
    kind = etree.Element(qn("c:majorTimeUnit"), val="months")
    if unit is None:
        unit = etree.Element(qn("c:baseTimeUnit"), val="days")
        axis._element.find(qn("c:lblOffset")).addnext(unit)
    unit.addnext(step)
    step.addnext(kind)


def _titled(canvas: Canvas, axis: Any, text: str) -> None:
    axis.has_title = bool(text)
    if text:
        axis.axis_title.text_frame.text = text
        run = axis.axis_title.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = canvas.points(10), False


def _ink(drawn: Any, series: Series, shape: Shape) -> None:
    ink = series.ink
    if shape in _STROKED:
        drawn.smooth = False
        drawn.marker.style = XL_MARKER_STYLE.DIAMOND if ink.fill else XL_MARKER_STYLE.NONE
        if ink.fill:  # points are marked: a line of one point would not be seen
            drawn.marker.size = 9
            drawn.marker.format.fill.solid()
            drawn.marker.format.fill.fore_color.rgb = colour(ink.fill)
        drawn.format.line.color.rgb = colour(ink.stroke or ink.fill)
        drawn.format.line.width = Pt(max(1.0, ink.width))
        if ink.dashes:
            drawn.format.line.dash_style = MSO_LINE.DASH
        return
    if shape is Shape.SCATTER:
        drawn.format.line.fill.background()
        drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 5
        target = drawn.marker.format
    else:
        target = drawn.format
    target.fill.solid()
    target.fill.fore_color.rgb = colour(ink.fill or palette.WHITE)
    if ink.stroke:
        target.line.color.rgb = colour(ink.stroke)
