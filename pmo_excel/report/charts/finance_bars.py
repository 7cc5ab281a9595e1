"""Budget, spent, estimate at completion and contingency as bars on one scale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.chart import Numbers, Series, Shape
from pmo_excel.report.charts.drawing import Drawing, Ink, Label, Line, Mark, Rect
from pmo_excel.report.facts import Fact, plain
from pmo_excel.report.sections.finance import Finance

WIDTH: Final = 350.0
NAMES: Final = 92.0
FIGURES: Final = 68.0
"""Room for the figures, right of the bars."""
ROW: Final = 19.0
TOP: Final = 4.0
SIZE: Final = 10.0


def finance_chart(money: Finance) -> Drawing | None:
    """The four figures as bars, each with its number; None where none of them is known."""
    rows = _figures(money)
    if not any(figure.known for _, figure, _ in rows):
        return None
    most = max([1.0, *(figure.value for _, figure, _ in rows if figure.known)])
    axis = drawing.scale(0.0, most, NAMES, WIDTH - FIGURES)
    height = TOP + len(rows) * ROW + 2
    marks: list[Mark] = [Line(NAMES, TOP, NAMES, height - 2, drawing.GRID)]
    for at, (name, figure, ink) in enumerate(rows):
        marks += _row(name, figure, ink, TOP + at * ROW, axis(max(0.0, figure.value or 0.0)) - NAMES)
    if money.budget.known:
        x = axis(money.budget.value)
        marks.append(Line(x, TOP, x, height - 2, drawing.STATUS_LINE))
    unit = f" {money.currency.text}" if money.currency.known else ""
    said = "; ".join(f"{name} {figure.text}{unit if figure.known else ''}" for name, figure, _ in rows)
    return Drawing(WIDTH, height, plain(money.message), f"{said}. The dashed line marks the budget.", tuple(marks))


def _figures(money: Finance) -> tuple[tuple[str, Fact, Ink], ...]:
    return (
        ("Budget", money.budget, drawing.BASELINE),
        ("EAC", money.estimate, drawing.CURRENT),
        ("Actual to date", money.spent, drawing.CONTEXT),
        ("Contingency left", money.contingency_left, drawing.RESERVE),
    )


def finance_numbers(money: Finance) -> Numbers:
    """The same for a program's own chart."""
    known = [(name, figure) for name, figure, _ in _figures(money) if figure.known]
    unit = money.currency.text if money.currency.known else ""
    series = Series("Amount", tuple(figure for _, figure in known), drawing.CURRENT)
    return Numbers(Shape.BAR, tuple(Fact(name, name) for name, _ in known), (series,), "#,##0", "", unit)


def _row(name: str, figure: Fact, ink: Ink, y: float, width: float) -> Iterator[Mark]:
    yield Label(0, y + 13, name, SIZE)
    if figure.known and width > 0:
        yield Rect(NAMES, y + 4, width, 11, ink, figure.source)
    yield Label(WIDTH, y + 13, figure.text, SIZE, drawing.WORDS, "end", bold=True, source=figure.source)
