"""Bars of the days that P80 would be earlier without each uncertainty, the longest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pmo_excel.report.charts.drawing import CONTEXT, CURRENT, GRID, Drawing, Label, Line, Mark, Rect, fitted, scale

WIDTH: Final = 720.0
NAMES: Final = 250.0
FIGURES: Final = 60.0
ROW: Final = 20.0
TOP: Final = 4.0
SIZE: Final = 10.0
SHOWN_FROM: Final = 0.05
"""Working days; less is shown as 0.0."""
MOST: Final = 12
"""Bars, at most."""


class Gain(NamedTuple):
    """Working days gained at P80 without a task's range, or without a risk."""

    name: str
    days: float
    risk: bool = False


def remove_one(gains: Sequence[Gain]) -> Drawing | None:
    """The bars; risks in the accent's colour, ranges of tasks in grey. None where nothing costs anything."""
    shown = sorted((g for g in gains if g.days >= SHOWN_FROM), key=lambda g: -g.days)[:MOST]
    if not shown:
        return None
    height = TOP + len(shown) * ROW + 4
    title = f"{shown[0].name} costs most: P80 would be {shown[0].days:.1f} working days earlier without it"
    said = "; ".join(f"{'risk' if g.risk else 'task'} {g.name} {g.days:.1f}" for g in shown)
    return Drawing(WIDTH, height, title, f"Working days gained at P80: {said}.", tuple(_marks(shown, height)))


def _marks(shown: Sequence[Gain], height: float) -> Iterator[Mark]:
    x = scale(0.0, shown[0].days, NAMES, WIDTH - FIGURES)
    yield Line(NAMES, TOP, NAMES, height - 2, GRID)
    for at, gain in enumerate(shown):
        y = TOP + at * ROW
        yield Label(NAMES - 8, y + 14, fitted(gain.name, SIZE, NAMES - 12), SIZE, anchor="end")
        yield Rect(NAMES, y + 4, max(x(gain.days) - NAMES, 1.0), 12, CURRENT if gain.risk else CONTEXT)
        word = "risk" if gain.risk else "range"
        yield Label(x(gain.days) + 5, y + 14, f"{gain.days:.1f} {word}", SIZE)
