"""Charts in a report's workbook: Excel's own with their numbers on a sheet, or a drawing as text boxes."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from pmo_excel.report import palette
from pmo_excel.report.charts.chart import Chart, Numbers, Series, Shape
from pmo_excel.report.charts.drawing import Diamond, Drawing, Ink, Label, Line, Mark, Rect, text_width
from pmo_excel.report.formats.chart_books import DAY_FORMAT, dated, label

WIDTH: Final = 1100.0
"""Of a chart as wide as the sheet [px]."""
_TYPES: Final = {
    Shape.LINE: {"type": "line"},
    Shape.COLUMN: {"type": "column"},
    Shape.STACKED_COLUMN: {"type": "column", "subtype": "stacked"},
    Shape.BAR: {"type": "bar"},
    Shape.STACKED_BAR: {"type": "bar", "subtype": "stacked"},
    Shape.SCATTER: {"type": "scatter"},
}
_FONT: Final = {"name": "Arial", "size": 8, "color": palette.QUIET}


def chart_onto(
    book: Any, sheet: Any, data: Any, at: tuple[int, int], given: Chart, numbers: Numbers
) -> tuple[float, int]:
    """Put a native chart on a row; its height [px], and the first free row of the data after its numbers."""
    row, top = at
    chart = book.add_chart(_TYPES[numbers.shape])
    bottom = (
        _scatter(book, data, chart, top, numbers)
        if numbers.shape is Shape.SCATTER
        else _rows(book, data, chart, top, numbers)
    )
    height = max(260.0, given.drawing.height * min(1.25, WIDTH / given.drawing.width))
    chart.set_size({"width": WIDTH, "height": height})
    chart.set_title({"none": True})
    chart.set_legend({"none": True} if len(numbers.series) < 2 else {"position": "bottom", "font": _FONT})
    days = numbers.shape is not Shape.SCATTER and dated(numbers.categories)
    across: dict[str, Any] = {"num_font": _FONT, "name": numbers.across_title, "name_font": _FONT}
    if days:
        across |= {"date_axis": True, "num_format": DAY_FORMAT}
    light = {"visible": True, "line": {"color": palette.GRID, "width": 0.75}}
    value = {"num_font": _FONT, "num_format": numbers.number_format, "name": numbers.value_title, "name_font": _FONT}
    upright: dict[str, Any] = {**value, "major_gridlines": light, "line": {"none": True}}
    if numbers.shape in (Shape.BAR, Shape.STACKED_BAR):  # lying bars: the categories go down the vertical axis
        across, upright = upright, across | {"reverse": True, "major_gridlines": {"visible": False}}
    chart.set_x_axis(across)
    chart.set_y_axis(upright)
    chart.set_chartarea({"border": {"none": True}})
    chart.show_hidden_data()
    chart.show_blanks_as("span" if numbers.shape is Shape.LINE else "gap")
    words = f"{given.drawing.title}. {given.drawing.description}"
    sheet.insert_chart(row, 0, chart, {"description": words[:2000], "object_position": 2})
    return height, bottom + 1


def _rows(book: Any, data: Any, chart: Any, top: int, numbers: Numbers) -> int:
    """Numbers in rows by category; the row after the last."""
    days, form = dated(numbers.categories), book.add_format({"num_format": numbers.number_format})
    day = book.add_format({"num_format": DAY_FORMAT})
    count = len(numbers.categories)
    for at, category in enumerate(numbers.categories, start=top + 1):
        if days:
            data.write_datetime(at, 0, label(category, days), day)
        else:
            data.write_string(at, 0, category.text)
    for column, series in enumerate(numbers.series, start=1):
        data.write_string(top, column, series.name)
        for at, given in enumerate(series.values, start=top + 1):
            if given.known:
                data.write_number(at, column, given.value, form)
        chart.add_series(
            {
                "name": [data.name, top, column],
                "categories": [data.name, top + 1, 0, top + count, 0],
                "values": [data.name, top + 1, column, top + count, column],
                **_ink(series, numbers.shape),
            }
        )
    return top + count + 1


def _scatter(book: Any, data: Any, chart: Any, top: int, numbers: Numbers) -> int:
    form = book.add_format({"num_format": numbers.number_format})
    for series in numbers.series:
        data.write_string(top, 1, series.name)
        last = top + len(series.values)
        for at, (across, given) in enumerate(zip(series.across, series.values, strict=True), start=top + 1):
            data.write_number(at, 0, across.value)
            data.write_number(at, 1, given.value, form)
        chart.add_series(
            {
                "name": [data.name, top, 1],
                "categories": [data.name, top + 1, 0, last, 0],
                "values": [data.name, top + 1, 1, last, 1],
                **_ink(series, numbers.shape),
            }
        )
        top = last + 2
    return top


def _ink(series: Series, shape: Shape) -> dict[str, Any]:
    ink = series.ink
    if shape is Shape.LINE:
        dash = {"dash_type": "dash"} if ink.dashes else {}
        marked = {"type": "diamond", "size": 9, "fill": {"color": ink.fill}} if ink.fill else {"type": "none"}
        return {"line": {"color": ink.stroke or ink.fill, "width": max(1.0, ink.width), **dash}, "marker": marked}
    fill = {"color": ink.fill or palette.WHITE}
    border = {"color": ink.stroke} if ink.stroke else {"none": True}
    if shape is Shape.SCATTER:
        return {"marker": {"type": "circle", "size": 5, "fill": fill, "border": border}}
    return {"fill": fill, "border": border, "gap": 60}


def drawing_onto(sheet: Any, row: int, drawing: Drawing) -> float:
    """Draw with text boxes, the one shape that can be written; the height [px], 0 where a slanted line is needed."""
    if any(isinstance(mark, Line) and _slanted(mark) for mark in drawing.marks):
        return 0.0
    for mark in drawing.marks:
        for box in _boxes(mark):
            _box(sheet, row, box)
    return drawing.height


def _slanted(mark: Line) -> bool:
    return abs(mark.x1 - mark.x2) > 0.5 and abs(mark.y1 - mark.y2) > 0.5


_Box: TypeAlias = tuple[float, float, float, float, str, dict[str, Any]]
"""Left, top, width, height [px]; text; and how it looks."""


def _boxes(mark: Mark) -> list[_Box]:
    match mark:
        case Rect():
            return [(mark.x, mark.y, mark.width, mark.height, "", _filled(mark.ink))]
        case Line():
            thick = max(1.0, mark.ink.width)
            wide, high = max(thick, abs(mark.x2 - mark.x1)), max(thick, abs(mark.y2 - mark.y1))
            return [(min(mark.x1, mark.x2), min(mark.y1, mark.y2), wide, high, "", _filled(Ink(mark.ink.stroke)))]
        case Diamond():
            side = 2 * mark.half
            look = _filled(mark.ink) | _letters(mark.half * 1.1, mark.letter_colour, "center", bold=True)
            return [(mark.x - mark.half, mark.y - mark.half, side, side, mark.letter, look)]
        case Label():
            width = text_width(mark.text, mark.size) * 1.3 + mark.size
            left = {"start": 0.0, "middle": width / 2, "end": width}[mark.anchor]
            align = {"start": "left", "middle": "center", "end": "right"}[mark.anchor]
            look = {"fill": {"none": True}, "line": {"none": True}}
            look |= _letters(mark.size, mark.ink.fill or palette.TEXT, align, bold=mark.bold)
            return [(mark.x - left, mark.y - mark.size, width, mark.size * 1.4, mark.text, look)]


def _filled(ink: Ink) -> dict[str, Any]:
    fill: dict[str, Any] = {"color": ink.fill} if ink.fill else {"none": True}
    line: dict[str, Any] = {"color": ink.stroke, "width": ink.width * 0.75} if ink.stroke else {"none": True}
    if ink.stroke and ink.dashes:
        line["dash_type"] = "dash"
    return {"fill": fill, "line": line}


def _letters(size: float, ink: str, align: str, *, bold: bool) -> dict[str, Any]:
    font = {"name": "Arial", "size": max(5, round(size * 0.75)), "color": ink, "bold": bold}
    return {"font": font, "align": {"vertical": "middle", "horizontal": align}}


def _box(sheet: Any, row: int, box: _Box) -> None:
    x, y, width, height, text, look = box
    place = {"x_offset": max(0.0, x), "y_offset": max(0.0, y), "width": max(1.0, width), "height": max(1.0, height)}
    sheet.insert_textbox(row, 0, text, {**place, **look, "object_position": 2})
