"""Finish and cost of the runs as points, with the date and the cost that are to be kept: joint confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor, log10
from typing import Final, NamedTuple

from pmo_excel.core.instants import DAY, as_date, day_text
from pmo_excel.report import palette
from pmo_excel.report.charts.drawing import (
    CONTEXT,
    CURRENT,
    GRID,
    QUIET_WORDS,
    STATUS_LINE,
    Drawing,
    Ink,
    Label,
    Line,
    Mark,
    Rect,
    scale,
)

WIDTH: Final = 720.0
HEIGHT: Final = 300.0
LEFT: Final = 76.0
RIGHT: Final = 16.0
TOP: Final = 12.0
BOTTOM: Final = 26.0
SIZE: Final = 10.0
MOST: Final = 600
"""Points, at most: the first runs, which are as good as any."""
_WORDS: Final = Ink(fill=palette.TEXT)


class Run(NamedTuple):
    """When a run finished (an instant), and what it cost."""

    day: float
    cost: float


def joint_scatter(runs: Sequence[Run], day: int, cost: float, joint: float, policy: float = 0.7) -> Drawing | None:
    """The points; those that keep both in the accent's colour. None where costs do not vary.

    Parameters
    ----------
    joint
        The share of all runs that keep both.
    policy
        The share that is asked for; NASA's is 70 %.
    """
    shown = runs[:MOST]
    if len({run.cost for run in shown}) < 2:
        return None
    how = "enough" if joint >= policy else "short"
    title = f"{joint:.0%} of the runs keep both {day_text(day)} and {cost:,.0f}: {how} of a confidence of {policy:.0%}"
    title = title.replace("enough of", "enough for")
    said = f"{len(shown)} of the runs by finish and cost; the dashed lines mark {day_text(day)} and {cost:,.0f}."
    return Drawing(WIDTH, HEIGHT, title, said, tuple(_marks(shown, day, cost)))


def _marks(runs: Sequence[Run], day: int, cost: float) -> Iterator[Mark]:
    first, last = min(*(r.day for r in runs), day), max(*(r.day for r in runs), day + DAY)
    low, high = min(*(r.cost for r in runs), cost), max(*(r.cost for r in runs), cost)
    step = 10.0 ** floor(log10(max(high - low, 1e-9)))
    step = next(step * f for f in (0.2, 0.5, 1, 2, 5) if (high - low) / (step * f) <= 6)
    x = scale(first, last, LEFT + 6, WIDTH - RIGHT)
    y = scale(floor(low / step) * step, ceil(high / step) * step, HEIGHT - BOTTOM, TOP)
    for at in range(round(floor(low / step)), round(ceil(high / step)) + 1):
        yield Line(LEFT, y(at * step), WIDTH - RIGHT, y(at * step), GRID)
        yield Label(LEFT - 6, y(at * step) + 3.5, f"{at * step:,.0f}", SIZE - 1, QUIET_WORDS, "end")
    weeks = max(1, ceil((last - first) / (DAY * 7 * 9)))
    monday = int(first) // DAY * DAY + (-(int(first) // DAY + 3) % 7) * DAY
    for moment in range(monday, int(last) + 1, weeks * 7 * DAY):
        yield Label(x(moment), HEIGHT - 9, f"{as_date(moment):%d-%b}", SIZE - 1, QUIET_WORDS, "middle")
    for run in sorted(runs):
        kept = run.day <= day + DAY and run.cost <= cost
        yield Rect(x(run.day) - 1.3, y(run.cost) - 1.3, 2.6, 2.6, CURRENT if kept else CONTEXT)
    yield Line(x(day + DAY), TOP, x(day + DAY), HEIGHT - BOTTOM, STATUS_LINE)
    yield Line(LEFT, y(cost), WIDTH - RIGHT, y(cost), STATUS_LINE)
    yield Label(x(day + DAY) - 4, TOP + 8, day_text(day), SIZE, _WORDS, "end", halo=True)
    yield Label(WIDTH - RIGHT, y(cost) - 4, f"{cost:,.0f}", SIZE, _WORDS, "end", halo=True)
