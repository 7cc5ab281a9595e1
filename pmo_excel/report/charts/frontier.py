"""The efficient frontier: the best score for each budget as steps, where the scenario stands, and what binds."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.report import palette
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.chart import Chart, Numbers, Series, Shape
from pmo_excel.report.charts.drawing import Diamond, Drawing, Ink, Label, Line, Mark, scale, text_width
from pmo_excel.report.facts import Fact

WIDTH: Final = 520.0
LEFT: Final = 46.0
TOP: Final = 14.0
HEIGHT: Final = 214.0
BOTTOM: Final = 62.0
SIZE: Final = 10.0
BEST: Final = Ink(stroke=palette.ACCENT, width=2.25)
_APART: Final = 46.0
"""Room that a budget under the axis needs."""
_LABEL: Final = 28.0
"""Room that a score needs."""
_STEPS: Final = tuple(d * 10.0**e for e in range(-2, 12) for d in (1, 2, 5))

Axis = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The best score under a budget, and what it is limited by: Budget, Capacity, Nothing."""

    budget: float
    score: float
    binds: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A set of projects that is compared with the frontier."""

    name: str
    cost: float
    score: float
    best: bool


def frontier_chart(points: Sequence[FrontierPoint], taken: Sequence[Taken] = ()) -> Chart | None:
    """The frontier; None with fewer than two budgets that allow anything."""
    known = [point for point in points if point.score == point.score]
    if len(known) < 2:
        return None
    most = max(point.score for point in known)
    across = scale(0.0, max(point.budget for point in known), LEFT + 4, WIDTH - 16)
    up = scale(0.0, max([most, *(one.score for one in taken)]) * 1.12 or 1.0, TOP + HEIGHT, TOP)
    marks: list[Mark] = [*_grid(most, up), *_budgets(known, across)]
    for before, now in itertools.pairwise(known):
        x, y = across(now.budget), up(before.score)
        marks += [Line(across(before.budget), y, x, y, BEST), Line(x, y, x, up(now.score), BEST)]
    for point, after in itertools.zip_longest(known, known[1:]):
        x = across(point.budget)
        close = after is not None and across(after.budget) - x < _LABEL
        marks += _point(point, x, up(point.score), not close)
    for one in taken:
        marks += _taken(one, across(one.cost), up(one.score))
    marks += _legend(TOP + HEIGHT + BOTTOM - 8, bool(taken))
    shapes = Drawing(WIDTH, TOP + HEIGHT + BOTTOM, _title(known), _description(known, taken), tuple(marks))
    return Chart(shapes, _numbers(known, taken))


def _numbers(points: Sequence[FrontierPoint], taken: Sequence[Taken]) -> Numbers:
    """A scatter: the frontier as a line, and each set as a point."""
    lines = [
        Series("Best score", tuple(_fact(p.score) for p in points), BEST, tuple(_fact(p.budget) for p in points)),
        *(Series(t.name, (_fact(t.score),), _ink(t), (_fact(t.cost),)) for t in taken),
    ]
    return Numbers(Shape.SCATTER, (), tuple(lines), "#,##0.##", "Budget", "Score, points")


def _fact(value: float) -> Fact:
    return Fact(f"{value:,.6g}", value)


def _point(point: FrontierPoint, x: float, y: float, named: bool) -> Iterator[Mark]:
    yield Diamond(x, y, 3.5, BEST_POINT)
    if not named:
        return
    said = f"{point.score:,.4g}"
    half = text_width(said, SIZE - 1) / 2
    yield Label(min(max(x, LEFT + half), WIDTH - half), y - 8, said, SIZE - 1, drawing.WORDS, "middle", halo=True)


BEST_POINT: Final = Ink(fill=palette.ACCENT)


def _ink(one: Taken) -> Ink:
    return Ink(fill=palette.STATUS_GREY if not one.best else palette.TEXT, stroke=palette.WHITE)


def _taken(one: Taken, x: float, y: float) -> Iterator[Mark]:
    """A mark only: sets lie close together, and the table beside names them."""
    yield Diamond(x, y, 6, _ink(one))


def _grid(most: float, up: Axis) -> Iterator[Mark]:
    step = next((s for s in _STEPS if most / s <= 5), most) or 1.0
    at = 0.0
    while at <= most * 1.05:
        yield Line(LEFT, up(at), WIDTH - 8, up(at), drawing.GRID)
        yield Label(LEFT - 6, up(at) + 3.5, f"{at:,.4g}", SIZE - 1, drawing.QUIET_WORDS, "end")
        at += step


def _budgets(points: Sequence[FrontierPoint], across: Axis) -> Iterator[Mark]:
    last = -_APART
    for point in points:
        x = across(point.budget)
        if x - last >= _APART:
            yield Label(x, TOP + HEIGHT + 14, _short(point.budget), SIZE - 1, drawing.QUIET_WORDS, "middle")
            last = x
    yield Label(WIDTH - 8, TOP + HEIGHT + 28, "Budget →", SIZE - 1, drawing.QUIET_WORDS, "end")


def _legend(y: float, taken: bool) -> Iterator[Mark]:
    yield Line(LEFT, y - 3, LEFT + 22, y - 3, BEST)
    yield Label(LEFT + 28, y, "Best score for each budget", SIZE, drawing.QUIET_WORDS)
    if taken:
        yield Diamond(LEFT + 196, y - 3.5, 5, Ink(fill=palette.TEXT))
        yield Label(LEFT + 206, y, "What is chosen", SIZE, drawing.QUIET_WORDS)
        yield Diamond(LEFT + 300, y - 3.5, 5, Ink(fill=palette.STATUS_GREY))
        yield Label(LEFT + 310, y, "What rankings would take", SIZE, drawing.QUIET_WORDS)


def _short(value: float) -> str:
    """`31 k`, `1.2 M`."""
    for size, unit in ((1e6, " M"), (1e3, " k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:,.0f}"


def _title(points: Sequence[FrontierPoint]) -> str:
    """`More money brings more up to 1.16 M; then capacity binds`."""
    flat = next((point for point in points if point.binds != "Budget"), None)
    if flat is None:
        return "More money brings more at every budget"
    why = {"Capacity": "then people are short", "Nothing": "then everything is done"}.get(flat.binds, "then it is flat")
    return f"More money brings more up to {_short(flat.budget)}; {why}"


def _description(points: Sequence[FrontierPoint], taken: Sequence[Taken]) -> str:
    said = [f"{p.budget:,.0f}: {p.score:,.6g}" for p in points]
    sets = [f"{one.name} costs {one.cost:,.0f} and scores {one.score:,.6g}" for one in taken]
    return f"Best score by budget. {'; '.join(said)}. {'; '.join(sets)}".strip()
