"""What was planned to be spent and what was, period by period, added up: over all projects of one currency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from pmo_excel.portfolio.tables import Financials
from pmo_excel.report import palette
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.chart import Chart, Numbers, Series, Shape
from pmo_excel.report.charts.drawing import Anchor, Diamond, Drawing, Ink, Label, Line, Mark, scale
from pmo_excel.report.facts import Fact, money_text
from pmo_excel.report.kinds.portfolio.overview import Overview, chosen, summed

WIDTH: Final = 400.0
HEIGHT: Final = 112.0
LEFT: Final = 46.0
RIGHT: Final = 92.0
TOP: Final = 8.0
BOTTOM: Final = 18.0
SIZE: Final = 10.0
_PLAN: Final = Ink(stroke=palette.STATUS_GREY, width=1.75)
_ACTUAL: Final = Ink(stroke=palette.ACCENT, width=3.0)
_FORECAST: Final = Ink(stroke=palette.ACCENT, width=1.75, dashes="5 3")


@dataclass(frozen=True, slots=True)
class Curve:
    """Money added up to the end of each period; None where it is not drawn."""

    name: str
    ink: Ink
    points: tuple[Fact | None, ...]


@dataclass(frozen=True, slots=True)
class Spend:
    """Plan, actual and forecast by period, and the conclusion."""

    periods: tuple[str, ...]
    curves: tuple[Curve, ...]
    title: str


def spend(given: Overview) -> Spend | None:
    """The curves; None where there is nothing planned or spent."""
    table = given.table(Financials)
    running = {str(given.register.id[row]) for row in given.rows()}
    rows = chosen(table, lambda t, r: str(t.project_id[r]) in running and _dated(t.fiscal_period[r]))
    if table is None or len({str(table.fiscal_period[r]) for r in rows}) < 2:
        return None
    periods = sorted({str(table.fiscal_period[r]) for r in rows})
    until = {p: [r for r in rows if str(table.fiscal_period[r]) <= p] for p in periods}
    plan = [summed(table, "budget", until[p], money_text) for p in periods]
    last = max((p for p in periods if _any(table, "actual", p, rows)), default="")
    if not last:
        return Spend(tuple(periods), (Curve("Plan", _PLAN, tuple(plan)),), "Nothing is spent yet")
    first = _known_from(table, rows)
    actual = [summed(table, "actual", until[p], money_text) if first <= p <= last else None for p in periods]
    now = actual[periods.index(last)]
    ahead: list[Fact | None] = [None] * periods.index(last)
    for period in periods[periods.index(last) :]:
        more = [r for r in rows if last < str(table.fiscal_period[r]) <= period]
        ahead.append(_together(now, summed(table, "forecast", more, money_text) if more else None))
    curves: tuple[Curve, ...] = (Curve("Plan", _PLAN, tuple(plan)), Curve("Actual", _ACTUAL, tuple(actual)))
    if any(point is not None and point.known for point in ahead[periods.index(last) + 1 :]):
        curves = (*curves, Curve("Forecast", _FORECAST, tuple(ahead)))
    return Spend(tuple(periods), curves, _conclusion(last, now, plan[periods.index(last)]))


def _dated(period: object) -> bool:
    """Whether a period is one of the calendar; `(no date)` is none."""
    return bool(period) and not str(period).startswith("(")


def undated(given: Overview) -> str:
    """What of the plan has no date, and so is on no curve; empty where there is nothing."""
    table = given.table(Financials)
    running = {str(given.register.id[row]) for row in given.rows()}
    rows = chosen(table, lambda t, r: str(t.project_id[r]) in running and not _dated(t.fiscal_period[r]))
    rows = [row for row in rows if table is not None and table.budget[row] > 0]
    return "" if table is None or not rows else f"{summed(table, 'budget', rows, money_text).text} undated"


def _any(table: Financials, name: str, period: str, rows: Sequence[int]) -> bool:
    return any(getattr(table, name)[r] > 0 for r in rows if str(table.fiscal_period[r]) == period)


def _known_from(table: Financials, rows: Sequence[int]) -> str:
    """The period from which the sum of all projects is known.

    What a project has spent in all is collected into the period of its status date, so before its first figure nothing
    is known of it, which is not the same as nothing spent.
    """
    first: dict[str, str] = {}
    for row in rows:
        if table.actual[row] > 0:
            key, period = str(table.project_id[row]), str(table.fiscal_period[row])
            first[key] = min(first.get(key, period), period)
    return max(first.values())


def _together(one: Fact | None, other: Fact | None) -> Fact | None:
    """Two sums in one."""
    if one is None or not one.known or other is None or not other.known:
        return one
    value = float(one.value) + float(other.value)
    return Fact(money_text(value), value, f"{one.source}+{other.source.removeprefix('=')}")


def _conclusion(period: str, now: Fact | None, plan: Fact) -> str:
    if now is None or not now.known or not plan.known or not plan.value:
        return f"Spent up to {period}"
    gap = float(now.value) / float(plan.value) - 1
    if abs(gap) < 0.005:
        return f"Spent as planned up to {period}"
    return f"Spent {abs(gap):.0%} {'more' if gap > 0 else 'less'} than planned up to {period}"


def spend_chart(given: Overview) -> Chart | None:
    """The curves as shapes, and as numbers for programs with line charts of their own."""
    made = spend(given)
    if made is None:
        return None
    values = [float(p.value) for c in made.curves for p in c.points if p is not None and p.known]
    if not values:
        return None
    nothing = Fact("", None)
    series = tuple(Series(c.name, tuple(p or nothing for p in c.points), c.ink) for c in _as_lines(made.curves))
    numbers = Numbers(Shape.LINE, tuple(Fact(p, p) for p in made.periods), series, value_title="Cumulative")
    said = "; ".join(_said(curve, made.periods) for curve in made.curves)
    marks = tuple(_marks(made, max([*values, 1.0])))
    return Chart(Drawing(WIDTH, HEIGHT, made.title, f"{said}.", marks), numbers)


def _as_lines(curves: Sequence[Curve]) -> list[Curve]:
    """The curves as lines of a program's own chart, which draws none through one point: the forecast begins there."""
    points = {curve.name: sum(point is not None for point in curve.points) for curve in curves}
    if points.get("Actual") != 1 or "Forecast" not in points:
        return list(curves)
    return [
        replace(c, name="Actual, then forecast") if c.name == "Forecast" else c for c in curves if c.name != "Actual"
    ]


def _said(curve: Curve, periods: Sequence[str]) -> str:
    known = [f"{p} {f.text}" for p, f in zip(periods, curve.points, strict=True) if f is not None and f.known]
    return f"{curve.name}: {', '.join(known)}"


def _marks(made: Spend, most: float) -> Iterator[Mark]:
    across = scale(0, len(made.periods) - 1, LEFT, WIDTH - RIGHT)
    up = scale(0, most, HEIGHT - BOTTOM, TOP)
    for part in (0.0, 0.5, 1.0):
        y = up(most * part)
        yield Line(LEFT, y, WIDTH - RIGHT, y, drawing.GRID)
        yield Label(LEFT - 5, y + 3.5, _short(most * part), SIZE - 1, drawing.QUIET_WORDS, "end")
    for at, period in enumerate(made.periods):
        if at in (0, len(made.periods) - 1) or (len(made.periods) <= 6):
            anchor: Anchor = "start" if at == 0 else "end" if at == len(made.periods) - 1 else "middle"
            yield Label(across(at), HEIGHT - 4, period, SIZE - 1, drawing.QUIET_WORDS, anchor)
    taken: list[float] = []
    for curve in made.curves:
        points = [(across(i), up(float(p.value)), p) for i, p in enumerate(curve.points) if p is not None and p.known]
        for (x1, y1, _), (x2, y2, _) in pairwise(points):
            yield Line(x1, y1, x2, y2, curve.ink)
        if points:
            x, y, last = points[-1]
            if len(points) == 1:
                yield Diamond(x, y, 4.5, Ink(fill=curve.ink.stroke))
            if x < WIDTH - RIGHT - 1:  # it ends where others go on
                y += SIZE + 5
            while any(abs(y - other) < SIZE + 1 for other in taken):
                y += SIZE + 1 if y < HEIGHT / 2 else -(SIZE + 1)
            taken.append(y)
            ink = Ink(fill=curve.ink.stroke if curve.ink.stroke != palette.STATUS_GREY else palette.QUIET)
            yield Label(x + 5, y + 3.5, f"{curve.name} {_short(float(last.value))}", SIZE, ink, halo=True)


def _short(value: float) -> str:
    """`31 k`, `1.2 M`."""
    for size, unit in ((1e6, " M"), (1e3, " k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:,.0f}"
