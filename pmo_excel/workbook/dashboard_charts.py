"""The charts of the dashboard, and the small tables of figures they are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from pmo_excel.workbook import s_curve
from pmo_excel.workbook.figures import (
    CLOSED_ACTIONS,
    CLOSED_ISSUES,
    CLOSED_RISKS,
    counted,
    from_charter,
    positive,
    saying,
    total,
    when_empty,
)
from pmo_excel.workbook.making import Making
from pmo_excel.workbook.standing import Formula
from pmo_excel.workbook.styles import GREY, INK, LINE, NAVY

FONT: Final = {"name": "Calibri", "size": 9, "color": INK}
_NOT_ZERO: Final = "#,##0;-#,##0;;"
"""Labels of bars, of which some stand for an empty row: none for 0."""
_NO_TICKS: Final = {"major_tick_mark": "none", "minor_tick_mark": "none"}
_COLUMN_PIXELS, _ROW_PIXELS = 120, 20
_CURVE_ROWS: Final = 13


class Block(NamedTuple):
    """The cells that a chart is drawn from: rows, columns, and the figures at the time the workbook is made."""

    first: int
    last: int
    labels: int
    figures: int
    values: tuple[Any, ...]

    @property
    def cells(self) -> str:
        """The figures, as a formula on the same sheet writes them."""
        return str(xl_range_abs(self.first, self.figures, self.last, self.figures))


def write_charts(making: Making, sheet: Worksheet, top: int, left: int) -> int:
    """Four charts under and beside the milestones, the S-curve below them; the last row that prints."""
    under, curve_at = top + 12, top + 26
    tables_at = curve_at + _CURVE_ROWS + 1
    ratings = figures_table(making, sheet, (tables_at, left), "Open risks", _risks(making), "0")
    money = figures_table(making, sheet, (tables_at, left + 4), "Cost", _cost(making), "#,##0")
    loads = figures_table(making, sheet, (tables_at, left + 8), "Follow-up", _follow_up(making), "0")
    days = making.content.column("Milestones", "Variance to Baseline (wd)")[:8]
    milestones = Block(top + 2, top + 9, left, left + 5, tuple(days))
    late = chart_of(making, "bar", "Working days later than baseline", milestones, ("#2E75B6",))
    as_bars(late)
    said = "How many working days each milestone is later than its baseline"
    place(sheet, late, (top, left + 7), (5, 11.4), said)
    instead(making, sheet, (top + 6, left + 8), milestones, ("No milestones yet", "No milestone is later"))
    risks = chart_of(making, "column", "Open risks by rating", ratings, ("#C00000", "#E69F00", "#2E7D32"))
    place(sheet, risks, (under, left), (4, 13), "Number of open risks rated high, medium and low")
    instead(making, sheet, (under + 6, left + 1), ratings, ("", "No open risks yet"))
    cost = chart_of(making, "column", "Budget, spent and estimate at completion", money, ("#8DB4DC", NAVY, "#E69F00"))
    place(sheet, cost, (under, left + 4), (4, 13), "Budget, money spent and estimate at completion")
    instead(making, sheet, (under + 6, left + 5), money, ("No money yet", "No money yet"))
    work = chart_of(making, "bar", "Open and overdue", loads, ("#8DB4DC", "#C00000", "#8DB4DC", "#C00000"))
    as_bars(work)
    place(sheet, work, (under, left + 8), (4, 13), "Number of issues and actions, open and overdue")
    instead(making, sheet, (under + 6, left + 9), loads, ("", "Nothing open"))
    _write_curve(making, sheet, curve_at, left)
    return tables_at - 1


def _write_curve(making: Making, sheet: Worksheet, top: int, left: int) -> None:
    """The S-curve over the whole width."""
    said = "Planned value, earned value and actual cost over time, and three estimates at completion"
    place(sheet, s_curve.curve_chart(making), (top, left), (11.95, _CURVE_ROWS), said)
    style = making.styles(font_color=GREY, italic=True, align="center", valign="vcenter")
    words = s_curve.nothing_yet(making.content)
    sheet.merge_range(top + 6, left + 3, top + 6, left + 8, "", style)
    sheet.write_formula(top + 6, left + 3, words.text, style, words.value)


def _risks(making: Making) -> list[tuple[str, Formula]]:
    ratings = ("High", "Medium", "Low")
    return [(r, counted(making.content, "Risks", "Rating", "Risk Status", CLOSED_RISKS, r)) for r in ratings]


def _cost(making: Making) -> list[tuple[str, Formula]]:
    return [
        ("Budget", from_charter(making.content, "Approved Budget")),
        ("Spent", total(making.content, "Budget", "Actual to Date")),
        ("EAC", from_charter(making.content, "Estimate at Completion (EAC)")),
    ]


def _follow_up(making: Making) -> list[tuple[str, Formula]]:
    content = making.content
    return [
        ("Issues open", counted(content, "Issues", "Issue Title", "Issue Status", CLOSED_ISSUES)),
        ("Issues overdue", saying(content, "Issues", "Overdue", "Yes")),
        ("Actions open", counted(content, "Actions", "Action", "Action Status", CLOSED_ACTIONS)),
        ("Actions overdue", positive(content, "Actions", "Overdue (d)")),
    ]


def figures_table(
    making: Making,
    sheet: Worksheet,
    at: tuple[int, int],
    title: str,
    figures: Sequence[tuple[str, Formula]],
    shape: str,
) -> Block:
    """A small table of labels and figures."""
    row, left = at
    sheet.write_string(row, left, f"{title}: the figures", making.styles(font_size=8, font_color=GREY, italic=True))
    style: dict[str, Any] = {"font_size": 8, "font_color": GREY}
    for number, (label, formula) in enumerate(figures, start=1):
        sheet.write_string(row + number, left, label, making.styles(**style))
        value = making.styles(**style, num_format=shape, align="right")
        sheet.write_formula(row + number, left + 2, formula.text, value, formula.value)
    return Block(row + 1, row + len(figures), left, left + 2, tuple(f.value for _, f in figures))


def chart_of(making: Making, kind: str, title: str, block: Block, colours: Sequence[str], series: str = "") -> Chart:
    """A chart of one series without legend or grid lines, that lets the cells under it be seen.

    The series bears the title unless it has a name of its own.
    """
    chart: Chart = making.book.add_chart({"type": kind})
    points = [{"fill": {"color": c}} for c in colours] if len(colours) > 1 else None
    add_figures(chart, series or title, block, colours[0], points)
    chart.set_title({"name": title, "name_font": {"name": "Calibri", "size": 11, "color": NAVY}, "overlay": False})
    chart.set_legend({"none": True})
    line = {"color": LINE}
    chart.set_x_axis({"num_font": FONT, "line": line, "major_gridlines": {"visible": False}, **_NO_TICKS})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": line, "fill": {"none": True}})
    chart.set_plotarea({"fill": {"none": True}})
    return chart


def add_figures(chart: Chart, name: str, block: Block, colour: str, points: Any = None) -> None:
    """One series of a chart, each bar with its number."""
    chart.add_series(
        {
            "name": name,
            "categories": ["Dashboard", block.first, block.labels, block.last, block.labels],
            "values": ["Dashboard", block.first, block.figures, block.last, block.figures],
            "fill": {"color": colour},
            "points": points,
            "gap": 60,
            "data_labels": {"value": True, "font": FONT, "num_format": _NOT_ZERO},
        }
    )


def as_bars(chart: Chart) -> None:
    """Set the axes of horizontal bars: the first at the top, its name at the left also when it is below zero."""
    chart.set_y_axis(
        {
            "reverse": True,
            "num_font": FONT,
            "label_position": "low",
            "line": {"color": LINE},
            **_NO_TICKS,
        }
    )
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})


def instead(making: Making, sheet: Worksheet, at: tuple[int, int], block: Block, words: tuple[str, str]) -> None:
    """Words in the cells under a chart, that are there while it has nothing to show."""
    row, left = at
    style = {"font_color": GREY, "italic": True, "align": "center", "valign": "vcenter"}
    formula = when_empty(block.cells, block.values, *words)
    sheet.merge_range(row, left, row, left + 2, "", making.styles(**style))
    sheet.write_formula(row, left, formula.text, making.styles(**style), formula.value)


def place(sheet: Worksheet, chart: Chart, at: tuple[int, int], size: tuple[float, float], said: str) -> None:
    """Put a chart at a cell, so many columns and rows large, with the words that a screen reader says."""
    columns, rows = size
    chart.set_size({"width": int(columns * _COLUMN_PIXELS) - 6, "height": int(rows * _ROW_PIXELS)})
    sheet.insert_chart(*at, chart, {"x_offset": 3, "y_offset": 3, "object_position": 2, "description": said})
