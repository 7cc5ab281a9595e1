"""Milestone trend analysis: what each report expected of a milestone, and where that leads if it goes on.

Report dates go across, forecasts up; on the diagonal a milestone is reached. A level line is kept; a rising one slips.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pmo_excel.core.instants import DAY, as_date, day_text
from pmo_excel.report import palette
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.chart import Chart, Numbers, Series, Shape
from pmo_excel.report.charts.drawing import Diamond, Drawing, Ink, Label, Line, Mark, fitted, scale
from pmo_excel.report.facts import NOTHING, Fact

WIDTH: Final = 720.0
HEIGHT: Final = 300.0
LEFT: Final = 62.0
RIGHT: Final = 190.0
"""Room for the names, at the ends of the lines."""
TOP: Final = 12.0
BOTTOM: Final = 34.0
SIZE: Final = 10.0
APART: Final = 12.0
MOST: Final = 6
"""Lines, at most."""
TICKS: Final = 6
DIAGONAL: Final = Ink(stroke=palette.STATUS_GREY, width=1.25, dashes="5 3")
IMPLIED: Final = Ink(fill=palette.WHITE, stroke=palette.TEXT, width=1.5)
_LINES: Final = (
    Ink(stroke=palette.ACCENT, width=2.5),
    Ink(stroke=palette.TEXT, width=1.75, dashes="7 3"),
    Ink(stroke=palette.QUIET, width=2.5),
    Ink(stroke=palette.ACCENT, width=1.5, dashes="3 2"),
    Ink(stroke=palette.TEXT, width=1.25),
    Ink(stroke=palette.CONTEXT, width=2.5),
)
"""Lines differ in weight and dashes, so that grey print keeps them apart."""
_EPOCH: Final = 25569
"""1970-01-01 as Excel counts days."""

Axis = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Forecasts:
    """One milestone: the report dates and what each expected, and where the trend meets the diagonal, if it does.

    Attributes
    ----------
    implied
        An indication only; unknown with fewer than three reports.
    """

    name: str
    reports: tuple[Fact, ...]
    expected: tuple[Fact, ...]
    implied: Fact = NOTHING


def milestone_trend(milestones: Sequence[Forecasts]) -> Chart | None:
    """The chart of the milestones that moved most; None while no milestone has two reports."""
    drawn = [m for m in milestones if len(m.reports) > 1]
    drawn = sorted(drawn, key=lambda m: -abs(_moved(m)))[:MOST]
    if not drawn:
        return None
    made = Drawing(WIDTH, HEIGHT, _title(drawn), _description(drawn), tuple(_marks(drawn)))
    return Chart(made, _numbers(drawn))


def _moved(one: Forecasts) -> int:
    """Days that the newest forecast lies after the first one."""
    return int(one.expected[-1].value) // DAY - int(one.expected[0].value) // DAY


def _title(drawn: Sequence[Forecasts]) -> str:
    worst = max(drawn, key=_moved)
    days = _moved(worst)
    if days <= 0:
        return "No milestone slips from report to report"
    led = f"; at this rate {worst.implied.text}" if worst.implied.known else ""
    return f"{worst.name} slipped {days} days since the first report{led}"


def _description(drawn: Sequence[Forecasts]) -> str:
    said = []
    for one in drawn:
        points = ", ".join(f"{r.text} {e.text}" for r, e in zip(one.reports, one.expected, strict=True))
        implied = f"; trend-implied finish {one.implied.text}, an indication only" if one.implied.known else ""
        said.append(f"{one.name}: {points}{implied}")
    return f"Forecast by report date. {'. '.join(said)}. The dashed diagonal is completion."


def _marks(drawn: Sequence[Forecasts]) -> Iterator[Mark]:
    reports = [int(r.value) for m in drawn for r in m.reports]
    forecasts = [int(e.value) for m in drawn for e in m.expected]
    implied = [int(m.implied.value) for m in drawn if m.implied.known and _near(m)]
    first, last = min(reports), max([*reports, *implied, *forecasts])
    low, high = min([first, *forecasts]), max([*forecasts, *implied])
    x, y = scale(first, last, LEFT, WIDTH - RIGHT), scale(low, high + DAY, HEIGHT - BOTTOM, TOP)
    yield from _axes(first, last, low, high, x, y)
    end = min(last, high)
    yield Line(x(max(first, low)), y(max(first, low)), x(end), y(end), DIAGONAL)
    below = 0.0
    for at in sorted(range(len(drawn)), key=lambda k: -int(drawn[k].expected[-1].value)):
        one, ink = drawn[at], _LINES[at]
        points = [(x(r.value), y(e.value)) for r, e in zip(one.reports, one.expected, strict=True)]
        for (a, b), (c, d) in pairwise(points):
            yield Line(a, b, c, d, ink)
        for (a, b), given in zip(points, one.expected, strict=True):
            yield Diamond(a, b, 3.5, Ink(fill=ink.stroke), source=given.source)
        below = max(points[-1][1] + 3.5, below + APART, TOP + 6)
        left = WIDTH - RIGHT + 8
        yield Line(left, below - 3, left + 18, below - 3, ink)
        yield Label(left + 23, below, fitted(one.name, SIZE - 1, RIGHT - 90), SIZE - 1)
        yield Label(WIDTH, below, one.expected[-1].text, SIZE - 1, anchor="end", source=one.expected[-1].source)
        if one.implied.known and _near(one):
            yield Diamond(x(one.implied.value), y(one.implied.value), 5, IMPLIED)


def _near(one: Forecasts) -> bool:
    """Whether the implied finish is near enough to be drawn on one scale with the forecasts."""
    span = int(one.expected[-1].value) - int(one.reports[0].value)
    return int(one.implied.value) <= int(one.expected[-1].value) + span


def _axes(first: int, last: int, low: int, high: int, x: Axis, y: Axis) -> Iterator[Mark]:
    for at in _ticks(low, high):
        yield Line(LEFT, y(at), WIDTH - RIGHT, y(at), drawing.GRID)
        yield Label(LEFT - 6, y(at) + 3.5, day_text(at), SIZE - 1, drawing.QUIET_WORDS, "end")
    for at in _ticks(first, last):
        yield Label(x(at), HEIGHT - BOTTOM + 14, day_text(at), SIZE - 1, drawing.QUIET_WORDS, "middle")
    yield Label(
        LEFT,
        HEIGHT - 5,
        "Report date →   forecast ↑   ◇ trend-implied, an indication only",
        SIZE - 1,
        drawing.QUIET_WORDS,
    )


def _ticks(low: int, high: int) -> list[int]:
    days = max(1, (high - low) // DAY)
    step = max(1, -(-days // (TICKS - 1)))
    return [low + part * step * DAY for part in range(days // step + 1)]


def _numbers(drawn: Sequence[Forecasts]) -> Numbers:
    """Lines over the report dates; Excel holds the forecasts as days, so that its axis shows dates."""
    dates = {int(r.value): r for m in drawn for r in m.reports}
    implied = [m.implied for m in drawn if m.implied.known and _near(m)]
    dates |= {int(one.value): one for one in implied if int(one.value) not in dates}
    across = sorted(dates)
    series = []
    for one, ink in zip(drawn, _LINES, strict=False):
        held = {int(r.value): e for r, e in zip(one.reports, one.expected, strict=True)}
        held |= {int(one.implied.value): one.implied} if one.implied in implied else {}
        series.append(Series(one.name, tuple(_serial(held.get(day, NOTHING)) for day in across), ink))
    series.append(Series("Completion", tuple(_serial(dates[day]) for day in across), DIAGONAL))
    return Numbers(
        Shape.LINE, tuple(dates[day] for day in across), tuple(series), "dd-mmm-yy", "Report date", "Forecast"
    )


def _serial(given: Fact) -> Fact:
    """A day as Excel counts it."""
    if not given.known:
        return NOTHING
    return Fact(given.text, (as_date(int(given.value)) - as_date(0)).days + _EPOCH, given.source)
