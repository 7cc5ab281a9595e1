"""How likely the finish is by each day: an S-curve with the plan's own date, P50 and P80."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pmo_excel.core.instants import DAY, as_date, day_text
from pmo_excel.report import palette
from pmo_excel.report.charts.drawing import (
    CURRENT,
    GRID,
    QUIET_WORDS,
    STATUS_LINE,
    Diamond,
    Drawing,
    Ink,
    Label,
    Line,
    Mark,
    scale,
)

WIDTH: Final = 720.0
HEIGHT: Final = 260.0
LEFT: Final = 46.0
RIGHT: Final = 24.0
TOP: Final = 30.0
BOTTOM: Final = 26.0
SIZE: Final = 10.0
_CURVE: Final = Ink(stroke=palette.ACCENT, width=2.5)
_DROP: Final = Ink(stroke=palette.ACCENT, width=1.0, dashes="3 2")
_HOLLOW: Final = Ink(fill=palette.WHITE, stroke=palette.ACCENT, width=1.5)
_DAYS_APART: Final = 7


class Chance(NamedTuple):
    """The share of the runs that have finished by the end of a day (an instant)."""

    day: int
    share: float


def finish_curve(chances: Sequence[Chance], planned: Chance, median: int, p80: int) -> Drawing | None:
    """The curve; None where nothing is uncertain."""
    if len(chances) < 2:
        return None
    late = round((p80 - planned.day) / DAY)
    how = f"{late} days after" if late > 0 else f"{-late} days before" if late < 0 else "which is"
    title = f"P80 is {day_text(p80)}, {how} the plan's {day_text(planned.day)} ({planned.share:.0%} likely)"
    said = "; ".join(f"{day_text(c.day)} {c.share:.0%}" for c in chances)
    return Drawing(
        WIDTH, HEIGHT, title, f"Share of the runs finished by: {said}.", tuple(_marks(chances, planned, median, p80))
    )


def _marks(chances: Sequence[Chance], planned: Chance, median: int, p80: int) -> Iterator[Mark]:
    days = [c.day for c in chances] + [planned.day]
    first, last = min(days) - DAY, max(days)
    x = scale(first, last, LEFT, WIDTH - RIGHT)
    y = scale(0.0, 1.0, HEIGHT - BOTTOM, TOP)
    for part in range(0, 101, 20):
        yield Line(LEFT, y(part / 100), WIDTH - RIGHT, y(part / 100), GRID)
        yield Label(LEFT - 6, y(part / 100) + 3.5, f"{part}%", SIZE - 1, QUIET_WORDS, "end")
    yield from _dates(first, last, x)
    before = Chance(chances[0].day - DAY, 0.0)
    for one, other in zip([before, *chances], chances, strict=False):
        yield Line(x(one.day), y(one.share), x(other.day), y(other.share), _CURVE)
    yield Line(x(planned.day), TOP - 4, x(planned.day), HEIGHT - BOTTOM, STATUS_LINE)
    yield Label(x(planned.day) + 4, TOP - 8, f"Plan {day_text(planned.day)}", SIZE, anchor="start", halo=True)
    shares = {c.day: c.share for c in chances}
    for name, day, ink in (("P50", median, CURRENT), ("P80", p80, _HOLLOW)):
        share = shares[day]
        yield Line(x(day), y(share), x(day), HEIGHT - BOTTOM, _DROP)
        yield Diamond(x(day), y(share), 5.0, ink)
        yield Label(x(day) + 9, y(share) + 12, f"{name} {day_text(day)}", SIZE, anchor="start", bold=True, halo=True)


def _dates(first: int, last: int, x: object) -> Iterator[Mark]:
    """Days below the axis, at most about ten of them, the same number of weeks apart."""
    assert callable(x)  # noqa: S101 -- a scale
    step = max(1, -(-(last - first) // (DAY * _DAYS_APART * 9))) * _DAYS_APART * DAY
    monday = first + (-(first // DAY + 3) % 7) * DAY
    for day in range(monday, last + 1, step):
        moment = as_date(day)
        yield Label(x(day), HEIGHT - 9, f"{moment:%d}-{moment:%b}", SIZE - 1, QUIET_WORDS, "middle")
