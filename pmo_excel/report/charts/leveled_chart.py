"""Each project's finish without leveling and with it, on one scale of days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pmo_excel.core.instants import DAY, day_text
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.drawing import Diamond, Drawing, Ink, Label, Line, Mark

WIDTH: Final = 1000.0
NAMES: Final = 190.0
FIGURES: Final = 150.0
ROW: Final = 22.0
TOP: Final = 26.0
SIZE: Final = 12.0
HALF: Final = 5.5


class Slip(NamedTuple):
    """A project's finish before and after, as instants, and what is said of the difference."""

    name: str
    before: int
    after: int
    said: str


def leveled_chart(slips: Sequence[Slip], title: str) -> Drawing | None:
    """Hollow: without leveling; filled: with the people there are. None where no project has a date."""
    if not slips:
        return None
    days = [day for slip in slips for day in (slip.before, slip.after)]
    low, high = min(days), max(days)
    axis = drawing.scale(low, max(high, low + DAY), NAMES + 12, WIDTH - FIGURES - 12)
    height = TOP + ROW * len(slips) + 6
    marks: list[Mark] = list(_axis(low, high, axis(low), axis(max(high, low + DAY)), height))
    for at, slip in enumerate(slips):
        marks += _row(slip, TOP + at * ROW + ROW / 2, axis(slip.before), axis(slip.after))
    said = "; ".join(f"{s.name} {day_text(s.before)} to {day_text(s.after)}, {s.said}" for s in slips)
    return Drawing(WIDTH, height, title, f"{said}. Hollow is without leveling, filled with it.", tuple(marks))


def _axis(low: int, high: int, left: float, right: float, height: float) -> Iterator[Mark]:
    for x, day, anchor in ((left, low, "start"), (right, high, "end")):
        yield Line(x, TOP - 6, x, height - 4, drawing.GRID)
        yield Label(x, 14, day_text(day), SIZE - 1, drawing.QUIET_WORDS, "start" if anchor == "start" else "end")


def _row(slip: Slip, y: float, before: float, after: float) -> Iterator[Mark]:
    yield Label(0, y + 4, drawing.fitted(slip.name, SIZE, NAMES), SIZE)
    if slip.after != slip.before:
        yield Line(before, y, after, y, Ink(stroke=drawing.SLIP.stroke, width=2.0))
    yield Diamond(before, y, HALF, drawing.BASELINE)
    if slip.after != slip.before:
        yield Diamond(after, y, HALF, drawing.CURRENT)
    yield Label(WIDTH, y + 4, slip.said, SIZE, drawing.WORDS, "end", bold=slip.after != slip.before)
