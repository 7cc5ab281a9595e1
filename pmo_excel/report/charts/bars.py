"""Lying bars, one for each thing, with its number: the same numbers as a chart of Excel's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.chart import Chart, Numbers, Series, Shape
from pmo_excel.report.charts.drawing import CURRENT, Drawing, Ink, Label, Line, Mark, Rect, fitted, scale
from pmo_excel.report.facts import Fact

WIDTH: Final = 560.0
NAMES: Final = 210.0
FIGURES: Final = 62.0
ROW: Final = 22.0
TOP: Final = 4.0
BELOW: Final = 24.0
"""Room for what the lengths are, under the bars; programs put their axis there."""
SIZE: Final = 10.0
MOST: Final = 12
"""Bars, at most."""


class Bar(NamedTuple):
    """A bar: what it is of, and how long it is."""

    name: Fact
    value: Fact
    ink: Ink = CURRENT


def bar_chart(
    title: str, bars: Sequence[Bar], number_format: str, value_title: str, mark: float | None = None
) -> Chart | None:
    """The bars that are known, in the order given; a dashed line stands at `mark`. None without any.

    Parameters
    ----------
    value_title
        What the lengths are, with the unit.
    """
    known = [bar for bar in bars if bar.value.known][:MOST]
    if not known:
        return None
    said = "; ".join(f"{bar.name.text} {bar.value.text}" for bar in known)
    height = TOP + len(known) * ROW + BELOW
    drawn = Drawing(
        WIDTH, height, title, f"{value_title}: {said}.", tuple(_marks(known, height - BELOW + 4, mark, value_title))
    )
    series = [Series(value_title, tuple(bar.value for bar in known), known[0].ink)]
    numbers = Numbers(Shape.BAR, tuple(bar.name for bar in known), tuple(series), number_format, "", value_title)
    return Chart(drawn, numbers)


def _marks(known: Sequence[Bar], height: float, mark: float | None, says: str) -> Iterator[Mark]:
    values = [float(bar.value.value) for bar in known]
    low, high = min(0.0, *values), max(0.0, *values, mark or 0.0)
    x = scale(low, high or 1.0, NAMES, WIDTH - FIGURES)
    yield Line(x(0.0), TOP, x(0.0), height - 2, drawing.GRID)
    yield Label(NAMES, height + 11, says, SIZE - 1, drawing.QUIET_WORDS)
    for at, bar in enumerate(known):
        y, value = TOP + at * ROW, float(bar.value.value)
        yield Label(NAMES - 8, y + 14, fitted(bar.name.text, SIZE, NAMES - 12), SIZE, anchor="end")
        left, right = sorted((x(0.0), x(value)))
        yield Rect(left, y + 4, max(right - left, 1.0), 12, bar.ink, bar.value.source)
        yield Label(WIDTH, y + 14, bar.value.text, SIZE, anchor="end", bold=True, source=bar.value.source)
    if mark is not None:
        yield Line(x(mark), TOP, x(mark), height - 2, drawing.STATUS_LINE)
