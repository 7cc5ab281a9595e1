"""The charts of the dashboard, and the small tables of figures they are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from pmo_excel.workbook.figures import (
    CLOSED_ACTIONS,
    CLOSED_ISSUES,
    CLOSED_RISKS,
    counted,
    from_charter,
    positive,
    saying,
    total,
)
from pmo_excel.workbook.making import Making
from pmo_excel.workbook.standing import Formula
from pmo_excel.workbook.styles import GREY, INK, LINE, NAVY

FONT: Final = {"name": "Calibri", "size": 9, "color": INK}
NOT_ZERO: Final = "#,##0;-#,##0;;"
"""Labels of bars that may stand for an empty row: none for 0."""
_COLUMN_PIXELS, _ROW_PIXELS = 120, 20


def write_charts(making: Making, sheet: Worksheet, top: int, left: int) -> int:
    """Four charts under and beside the milestones; the last row of the page."""
    tables_at = top + 26
    ratings = figures_table(making, sheet, (tables_at, left), "Open risks", _risks(making), "0")
    money = figures_table(making, sheet, (tables_at, left + 4), "Cost", _cost(making), "#,##0")
    loads = figures_table(making, sheet, (tables_at, left + 8), "Follow-up", _follow_up(making), "0")
    milestones = (top + 2, top + 9, left, left + 5)
    late = chart_of(making, "bar", "Working days later than baseline", milestones, ("#2E75B6",), NOT_ZERO)
    late.set_y_axis({"reverse": True, "num_font": FONT, "label_position": "low", "line": {"color": LINE}})
    late.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    place(sheet, late, (top, left + 7), (5, 11.4), "How many working days each milestone is later than its baseline")
    risks = chart_of(making, "column", "Open risks by rating", ratings, ("#C00000", "#E69F00", "#2E7D32"))
    place(sheet, risks, (top + 12, left), (4, 13), "Number of open risks rated high, medium and low")
    cost = chart_of(making, "column", "Budget, spent and estimate at completion", money, ("#8DB4DC", NAVY, "#E69F00"))
    place(sheet, cost, (top + 12, left + 4), (4, 13), "Budget, money spent and estimate at completion")
    work = chart_of(making, "bar", "Open and overdue", loads, ("#8DB4DC", "#C00000", "#8DB4DC", "#C00000"))
    work.set_y_axis({"reverse": True, "num_font": FONT, "line": {"color": LINE}})
    work.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    place(sheet, work, (top + 12, left + 8), (4, 13), "Number of issues and actions, open and overdue")
    return tables_at + 5


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
) -> tuple[int, int, int, int]:
    """A small table of labels and figures: its first and last row, and the columns of labels and figures."""
    row, left = at
    sheet.write_string(row, left, f"{title}: the figures", making.styles(font_size=8, font_color=GREY, italic=True))
    style: dict[str, Any] = {"font_size": 8, "font_color": GREY}
    for number, (label, formula) in enumerate(figures, start=1):
        sheet.write_string(row + number, left, label, making.styles(**style))
        value = making.styles(**style, num_format=shape, align="right")
        sheet.write_formula(row + number, left + 2, formula.text, value, formula.value)
    return row + 1, row + len(figures), left, left + 2


def chart_of(
    making: Making,
    kind: str,
    title: str,
    block: tuple[int, int, int, int],
    colours: Sequence[str],
    labels_as: str = "#,##0",
    series: str = "",
) -> Chart:
    """A chart of one series without legend or grid lines; its labels are numbers of the format `labels_as`.

    The series bears the title unless it has a name of its own.
    """
    first, last, labels, figures = block
    chart: Chart = making.book.add_chart({"type": kind})
    points = [{"fill": {"color": c}} for c in colours] if len(colours) > 1 else None
    chart.add_series(
        {
            "name": series or title,
            "categories": ["Dashboard", first, labels, last, labels],
            "values": ["Dashboard", first, figures, last, figures],
            "fill": {"color": colours[0]},
            "points": points,
            "gap": 60,
            "data_labels": {"value": True, "font": FONT, "num_format": labels_as},
        }
    )
    chart.set_title({"name": title, "name_font": {"name": "Calibri", "size": 11, "color": NAVY}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": FONT, "line": {"color": LINE}, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"color": LINE}})
    return chart


def place(sheet: Worksheet, chart: Chart, at: tuple[int, int], size: tuple[float, float], said: str) -> None:
    """Put a chart at a cell, so many columns and rows large, with the words that a screen reader says."""
    columns, rows = size
    chart.set_size({"width": int(columns * _COLUMN_PIXELS) - 6, "height": int(rows * _ROW_PIXELS)})
    sheet.insert_chart(*at, chart, {"x_offset": 3, "y_offset": 3, "object_position": 2, "description": said})
