"""The burn-down of exposure: what was planned as steps, what it is as a line with its figures, increases marked."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.core.instants import DAY, day_text
from pmo_excel.core.rag import Rag
from pmo_excel.report import palette
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.chart import Numbers, Series, Shape
from pmo_excel.report.charts.drawing import Diamond, Drawing, Ink, Label, Line, Mark, scale, text_width
from pmo_excel.report.facts import Fact

WIDTH: Final = 520.0
LEFT: Final = 58.0
TOP: Final = 22.0
HEIGHT: Final = 234.0
BOTTOM: Final = 58.0
SIZE: Final = 10.0
PLANNED: Final = Ink(stroke=palette.QUIET, width=1.5, dashes="5 3")
ACTUAL: Final = Ink(stroke=palette.ACCENT, width=2.25)
_APART: Final = 44.0
"""Room that a date under the axis needs."""
_STEPS: Final = tuple(d * 10**e for e in range(12) for d in (1, 2, 5))

Axis = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class BurnPoint:
    """One date; the actual exposure is None where it lies ahead or is not known."""

    date: int
    planned: float
    actual: float | None
    increased: bool = False


def burn_down_chart(points: Sequence[BurnPoint]) -> Drawing | None:
    """Exposure by date; None with fewer than two dates, as there is nothing to go down yet."""
    if len(points) < 2:
        return None
    known = [p for p in points if p.actual is not None]
    values = [0.0, *(p.planned for p in points), *(p.actual for p in points if p.actual is not None)]
    across = scale(points[0].date, points[-1].date, LEFT + 6, WIDTH - 24)
    up = scale(min(values), max(values) * 1.08 or 1.0, TOP + HEIGHT, TOP)
    marks: list[Mark] = [*_grid(min(values), max(values), up), *_dates(points, across), *_planned(points, across, up)]
    for before, now in itertools.pairwise(known):
        marks.append(Line(across(before.date), up(before.actual or 0), across(now.date), up(now.actual or 0), ACTUAL))
    for point in known:
        marks += _point(point, across(point.date), up(point.actual or 0))
    marks += _legend(TOP + HEIGHT + BOTTOM - 8)
    return Drawing(WIDTH, TOP + HEIGHT + BOTTOM, _title(points), _description(points), tuple(marks))


def burn_down_numbers(dates: Sequence[Fact], planned: Sequence[Fact], actual: Sequence[Fact]) -> Numbers:
    """The same for a program's own chart."""
    marked = Ink(fill=palette.ACCENT, stroke=palette.ACCENT, width=2.25)  # a first point is no line yet
    series = (
        Series("Planned", tuple(planned), PLANNED),
        Series("Actual", tuple(actual), marked),
    )
    return Numbers(Shape.LINE, tuple(dates), series, "#,##0", "", "Exposure")


def _planned(points: Sequence[BurnPoint], across: Axis, up: Axis) -> Iterator[Mark]:
    for before, now in itertools.pairwise(points):
        yield Line(across(before.date), up(before.planned), across(now.date), up(before.planned), PLANNED)
        yield Line(across(now.date), up(before.planned), across(now.date), up(now.planned), PLANNED)


def _point(point: BurnPoint, x: float, y: float) -> Iterator[Mark]:
    if point.increased:
        yield Diamond(x, y, 6.5, Ink(fill=palette.STATUS[Rag.RED].fill), "▲", palette.WHITE)
    else:
        yield Diamond(x, y, 4, Ink(fill=palette.ACCENT))
    said = _short(point.actual or 0.0)
    half = text_width(said, SIZE) / 2
    at = min(max(x, LEFT + half), WIDTH - half)
    below = not point.increased and (point.actual or 0.0) < point.planned  # the planned line lies above
    yield Label(at, y + 17 if below else y - 9, said, SIZE, drawing.WORDS, "middle", bold=point.increased, halo=True)


def _grid(low: float, high: float, up: Axis) -> Iterator[Mark]:
    step = next((s for s in _STEPS if (high - low) / s <= 5), high - low) or 1
    at = -(-low // step) * step
    while at <= high + step / 100:
        yield Line(LEFT, up(at), WIDTH - 8, up(at), drawing.GRID)
        yield Label(LEFT - 6, up(at) + 3.5, _short(at), SIZE - 1, drawing.QUIET_WORDS, "end")
        at += step


def _dates(points: Sequence[BurnPoint], across: Axis) -> Iterator[Mark]:
    last = -_APART
    for point in points:
        x = across(point.date)
        if x - last >= _APART:
            day = day_text(point.date // DAY * DAY)[:6]
            yield Label(x, TOP + HEIGHT + 14, day, SIZE - 1, drawing.QUIET_WORDS, "middle")
            last = x


def _legend(y: float) -> Iterator[Mark]:
    yield Line(LEFT, y - 3, LEFT + 22, y - 3, PLANNED)
    yield Label(LEFT + 28, y, "Planned", SIZE, drawing.QUIET_WORDS)
    yield Line(LEFT + 100, y - 3, LEFT + 122, y - 3, ACTUAL)
    yield Label(LEFT + 128, y, "Actual", SIZE, drawing.QUIET_WORDS)
    yield Diamond(LEFT + 192, y - 3.5, 6, Ink(fill=palette.STATUS[Rag.RED].fill), "▲", palette.WHITE)
    yield Label(LEFT + 203, y, "More than before", SIZE, drawing.QUIET_WORDS)


def _short(value: float) -> str:
    """`31 k`, `1.2 M`."""
    for size, unit in ((1e6, " M"), (1e3, " k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:,.0f}"


def _title(points: Sequence[BurnPoint]) -> str:
    """`Exposure 31,000, 9,000 below plan; 1 increase`."""
    known = [p for p in points if p.actual is not None]
    if not known:
        return "The exposure is not known"
    now = known[-1]
    gap = (now.actual or 0.0) - now.planned
    said = "on plan" if abs(gap) < 0.5 else f"{abs(gap):,.0f} {'above' if gap > 0 else 'below'} plan"
    more = sum(p.increased for p in points)
    rose = f"; {more} increase{'' if more == 1 else 's'}" if more else ""
    return f"Exposure {now.actual:,.0f}, {said}{rose}"


def _description(points: Sequence[BurnPoint]) -> str:
    said = []
    for p in points:
        actual = "" if p.actual is None else f", actual {p.actual:,.0f}{' (increased)' if p.increased else ''}"
        said.append(f"{day_text(p.date)}: planned {p.planned:,.0f}{actual}")
    return "; ".join(said) + "."
