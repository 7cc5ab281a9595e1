"""Hours booked by period as bars, confirmed below and asked for above, against the capacity as a line of steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from pmo_excel.core.instants import day_text
from pmo_excel.report import palette
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.chart import Numbers, Series, Shape
from pmo_excel.report.charts.drawing import Drawing, Ink, Label, Line, Mark, Rect
from pmo_excel.report.facts import Fact

WIDTH: Final = 1063.0
LEFT: Final = 52.0
TOP: Final = 12.0
HEIGHT: Final = 170.0
BOTTOM: Final = 46.0
SIZE: Final = 10.0
SOFT: Final = Ink(fill=palette.WHITE, stroke=palette.ACCENT, dashes="3 2")
CAPACITY: Final = Ink(stroke=palette.TEXT, width=2.0)
OVER: Final = Ink(fill=palette.TEXT)
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)


def load_chart(
    starts: Sequence[int], capacity: Sequence[float], hard: Sequence[float], soft: Sequence[float]
) -> Drawing | None:
    """Hours by period; None where there is neither capacity nor booking. A period over capacity has a mark above it."""
    most = max([*capacity, *(h + s for h, s in zip(hard, soft, strict=True))], default=0.0)
    if most <= 0:
        return None
    grid = next((step for step in _STEPS if most / step <= 5), most)
    up = drawing.scale(0.0, most * 1.08, TOP + HEIGHT, TOP)
    step = (WIDTH - LEFT - 8) / len(starts)
    marks: list[Mark] = list(_grid(most, grid, up))
    over = 0
    for at, start in enumerate(starts):
        x = LEFT + at * step
        total = hard[at] + soft[at]
        marks += _bars(x, step, hard[at], soft[at], up)
        if total > capacity[at] + 1e-6:
            over += 1
            marks.append(Label(x + step / 2, up(total) - 3, "▲", SIZE - 1, OVER, "middle"))
        if at % max(1, round(34 / step + 0.5)) == 0:
            marks.append(
                Label(x + step / 2, TOP + HEIGHT + 13, day_text(start)[:6], SIZE - 1, drawing.QUIET_WORDS, "middle")
            )
    marks += _line(capacity, step, up)
    marks += _legend(TOP + HEIGHT + BOTTOM - 12)
    title = f"{over} of {len(starts)} periods are booked beyond capacity" if over else "No period is over capacity"
    said = "; ".join(
        f"{day_text(s)}: capacity {c:,.0f} h, hard {h:,.0f}, soft {w:,.0f}"
        for s, c, h, w in zip(starts, capacity, hard, soft, strict=True)
    )
    return Drawing(WIDTH, TOP + HEIGHT + BOTTOM, title, f"{said}.", tuple(marks))


def load_numbers(
    starts: Sequence[int], capacity: Sequence[Fact], hard: Sequence[Fact], soft: Sequence[Fact]
) -> Numbers:
    """The same hours for a program's own chart: bars of capacity, hard and soft hours side by side."""
    weeks = tuple(Fact(day_text(start), day_text(start)) for start in starts)  # bars of a day would be thin
    light = Ink(fill=palette.GRID, stroke=palette.LINE)
    series = (
        Series("Capacity", tuple(capacity), light),
        Series("Hard (confirmed)", tuple(hard), drawing.CURRENT),
        Series("Soft (asked for)", tuple(soft), SOFT),
    )
    return Numbers(Shape.COLUMN, weeks, series, "#,##0", "Week of", "Hours")


def _grid(most: float, grid: float, up: Callable[[float], float]) -> Iterator[Mark]:
    for at in range(int(most / grid) + 1):
        y = up(at * grid)
        yield Line(LEFT, y, WIDTH - 8, y, drawing.GRID)
        yield Label(LEFT - 6, y + 3.5, f"{at * grid:,.0f} h", SIZE - 1, drawing.QUIET_WORDS, "end")


def _bars(x: float, step: float, hard: float, soft: float, up: Callable[[float], float]) -> Iterator[Mark]:
    width = min(step * 0.66, 44)
    left = x + (step - width) / 2
    if hard > 0:
        yield Rect(left, up(hard), width, up(0) - up(hard), drawing.CURRENT)
    if soft > 0:
        yield Rect(left + 0.5, up(hard + soft), width - 1, up(hard) - up(hard + soft), SOFT)


def _line(capacity: Sequence[float], step: float, up: Callable[[float], float]) -> Iterator[Mark]:
    for at, hours in enumerate(capacity):
        x = LEFT + at * step
        yield Line(x, up(hours), x + step, up(hours), CAPACITY)
        if at and capacity[at - 1] != hours:
            yield Line(x, up(capacity[at - 1]), x, up(hours), CAPACITY)


def _legend(y: float) -> Iterator[Mark]:
    yield Rect(LEFT, y - 8, 14, 10, drawing.CURRENT)
    yield Label(LEFT + 19, y, "Hard (confirmed)", SIZE, drawing.QUIET_WORDS)
    yield Rect(LEFT + 126, y - 8, 14, 10, SOFT)
    yield Label(LEFT + 145, y, "Soft (asked for)", SIZE, drawing.QUIET_WORDS)
    yield Line(LEFT + 250, y - 3, LEFT + 270, y - 3, CAPACITY)
    yield Label(LEFT + 276, y, "Capacity", SIZE, drawing.QUIET_WORDS)
    yield Label(LEFT + 345, y, "▲ beyond capacity", SIZE, drawing.QUIET_WORDS)
