"""The plan over time: phases as bars, milestones as diamonds, what was agreed as thin grey outlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from pmo_excel.core.instants import DAY, as_date, day_text, instant
from pmo_excel.core.rag import Rag
from pmo_excel.report import palette
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.drawing import Anchor, Diamond, Drawing, Ink, Label, Line, Mark, Rect, fitted, text_width
from pmo_excel.report.sections.milestones import MilestoneLine
from pmo_excel.report.sections.plan import PlanBar

WIDTH: Final = 640.0
NAMES: Final = 118.0
"""Room for the names of the phases, left of the axis."""
TOP: Final = 24.0
ROW: Final = 15.0
LANE: Final = 17.0
LEGEND: Final = 15.0
HALF: Final = 7.0
SIZE: Final = 9.5

Axis = Callable[[float], float]


def timeline(bars: Sequence[PlanBar], lines: Sequence[MilestoneLine], as_of: int | None) -> Drawing | None:
    """Phases and milestones on one axis of months, with the status date; None where nothing has a date."""
    dates = [*_dates(bars, lines), *([as_of] if as_of is not None else [])]
    if not any(bar.start for bar in bars) and not any(line.forecast.known for line in lines):
        return None
    low, high = min(dates) - 3 * DAY, max(dates) + 3 * DAY
    axis = drawing.scale(low, high, NAMES, WIDTH - 6)
    placed = _lanes([line for line in lines if line.forecast.known], axis)
    lanes = 1 + max((lane for _, lane, _ in placed), default=-1)
    bottom = TOP + len(bars) * ROW + (6 + lanes * LANE if lanes else 0)
    marks: list[Mark] = [*_months(low, high, axis, bottom)]
    if as_of is not None:
        marks += _status_line(axis(_noon(as_of)), bottom, as_of)
    for row, bar in enumerate(bars):
        marks += _bar(bar, TOP + row * ROW, axis)
    for line, lane, leftward in placed:
        marks += _milestone(line, TOP + len(bars) * ROW + 6 + lane * LANE + LANE / 2, axis, leftward)
    if lanes:
        marks.append(Label(0, TOP + len(bars) * ROW + 6 + LANE / 2 + 3.5, "Milestones", SIZE))
    marks += _legend(bottom + LEGEND - 3)
    return Drawing(WIDTH, bottom + LEGEND, _title(bars, lines), _description(bars, lines, as_of), tuple(marks))


def _from(value: int) -> float:
    """Where a bar begins: at the beginning of its first day."""
    return value // DAY * DAY


def _until(value: int) -> float:
    """Where a bar ends: at the end of its last day, whether or not the finish has an hour."""
    return value // DAY * DAY + DAY


def _noon(value: int) -> float:
    """Where a day stands as a point."""
    return value // DAY * DAY + DAY / 2


def _dates(bars: Sequence[PlanBar], lines: Sequence[MilestoneLine]) -> Iterator[int]:
    for bar in bars:
        yield from (d for d in (bar.baseline_start, bar.baseline_finish, bar.start, bar.finish) if d is not None)
    for line in lines:
        yield from (f.value for f in (line.baseline, line.forecast) if f.known)


def _months(low: int, high: int, axis: Axis, bottom: float) -> Iterator[Mark]:
    """The first of each month; of long plans, of each quarter or year, so that their names stay apart."""
    firsts = [f for f in _firsts(as_date(low), as_date(high)) if low <= instant(f) <= high]
    step = next(s for s in (1, 2, 3, 6, 12, 10**6) if s * (WIDTH - NAMES) / max(1, len(firsts)) > 38)
    for first in firsts:
        if (first.month - 1) % min(step, 12) == 0:
            x = axis(instant(first))
            yield Line(x, 12, x, bottom, drawing.GRID)
            yield Label(x + 3, 20, day_text(instant(first))[3:], 8.5, drawing.QUIET_WORDS)


def _firsts(start: date, end: date) -> Iterator[date]:
    for month in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        yield date(month // 12, month % 12 + 1, 1)


def _status_line(x: float, bottom: float, as_of: int) -> Iterator[Mark]:
    yield Line(x, 10, x, bottom, drawing.STATUS_LINE)
    text = f"Status {day_text(as_of)}"
    inside = min(max(x, NAMES + text_width(text, 8.5) / 2), WIDTH - text_width(text, 8.5) / 2)
    yield Label(inside, 8, text, 8.5, drawing.WORDS, "middle", bold=True)


def _bar(bar: PlanBar, y: float, axis: Axis) -> Iterator[Mark]:
    yield Label(0, y + 10.5, fitted(bar.name, SIZE, NAMES - 8), SIZE)
    if bar.baseline_start is not None and bar.baseline_finish is not None:
        left, right = axis(_from(bar.baseline_start)), axis(_until(bar.baseline_finish))
        yield Rect(left, y + 2, max(2.0, right - left), 11, drawing.BASELINE)
    if bar.start is None or bar.finish is None:
        yield Label(NAMES, y + 10.5, "dates not computed", SIZE, drawing.QUIET_WORDS)
        return
    left, right = axis(_from(bar.start)), axis(_until(bar.finish))
    yield Rect(left, y + 4.5, max(2.0, right - left), 6, drawing.CURRENT)


def _lanes(lines: Sequence[MilestoneLine], axis: Axis) -> list[tuple[MilestoneLine, int, bool]]:
    """Each milestone with the first lane in which it touches no other, and whether its name stands on the left."""
    ends: list[float] = []
    placed = []
    for line in sorted(lines, key=lambda m: m.forecast.value):
        places = [axis(_noon(f.value)) for f in (line.forecast, line.baseline) if f.known]
        leftward, name = _named(line, min(places), max(places))
        width = text_width(name, SIZE) + HALF + 6
        low = min(places) - HALF - (width if leftward else 0)
        high = max(places) + HALF + (0 if leftward else width)
        lane = next((at for at, end in enumerate(ends) if end < low), len(ends))
        ends[lane : lane + 1] = [high]
        placed.append((line, lane, leftward))
    return placed


def _milestone(line: MilestoneLine, y: float, axis: Axis, leftward: bool) -> Iterator[Mark]:
    x = axis(_noon(line.forecast.value))
    left = right = x
    if line.baseline.known:
        agreed = axis(_noon(line.baseline.value))
        left, right = min(x, agreed), max(x, agreed)
        if right - left > 1:
            yield Line(left, y, right, y, drawing.SLIP)
            yield Diamond(agreed, y, HALF - 1, drawing.BASELINE, source=line.baseline.source)
    swatch = palette.STATUS[line.rag or Rag.GREY]
    letter = palette.LETTERS[line.rag or Rag.GREY]
    yield Diamond(x, y, HALF, Ink(fill=swatch.fill), letter, swatch.ink, line.forecast.source)
    at = left - HALF - 3 if leftward else right + HALF + 3
    anchor: Anchor = "end" if leftward else "start"
    yield Label(
        at, y + 3.5, _named(line, left, right)[1], SIZE, drawing.WORDS, anchor, halo=True, source=line.name.source
    )


def _named(line: MilestoneLine, left: float, right: float) -> tuple[bool, str]:
    """Whether the name stands on the left, the right having no room for it; and as much of it as there is room for."""
    name = fitted(line.name.text, SIZE, 190)
    before, behind = left - HALF - 6, WIDTH - right - HALF - 6
    leftward = text_width(name, SIZE) > behind and before > behind
    return leftward, fitted(name, SIZE, before if leftward else behind)


def _legend(y: float) -> Iterator[Mark]:
    yield Rect(NAMES, y - 7, 16, 8, drawing.BASELINE)
    yield Label(NAMES + 20, y, "baseline", 8.5, drawing.QUIET_WORDS)
    yield Rect(NAMES + 72, y - 5.5, 16, 5, drawing.CURRENT)
    yield Label(NAMES + 92, y, "current plan", 8.5, drawing.QUIET_WORDS)
    yield Diamond(NAMES + 164, y - 3, 5, drawing.CURRENT)
    yield Label(NAMES + 173, y, "milestone forecast, with its status", 8.5, drawing.QUIET_WORDS)


def _title(bars: Sequence[PlanBar], lines: Sequence[MilestoneLine]) -> str:
    moved = sum(line.moved for line in lines)
    if not lines:
        return "Plan"
    if not moved:
        return "No milestone shown has moved" if any(m.baseline.known for m in lines) else "Plan without a baseline"
    return f"{moved} of {len(lines)} milestones shown {'has' if moved == 1 else 'have'} moved"


def _description(bars: Sequence[PlanBar], lines: Sequence[MilestoneLine], as_of: int | None) -> str:
    parts = [f"Status date {day_text(as_of)}."] if as_of is not None else []
    for bar in bars:
        agreed = (
            f", baseline {day_text(bar.baseline_start)} to {day_text(bar.baseline_finish)}"
            if bar.baseline_start is not None and bar.baseline_finish is not None
            else ""
        )
        runs = f"{day_text(bar.start)} to {day_text(bar.finish)}" if bar.start and bar.finish else "dates not computed"
        parts.append(f"{bar.name}: {runs}{agreed}.")
    for line in lines:
        status = f", status {line.letter.text}" if line.letter.known else ""
        parts.append(
            f"Milestone {line.name.text}: forecast {line.forecast.text}, baseline {line.baseline.text}{status}."
        )
    return " ".join(parts)
