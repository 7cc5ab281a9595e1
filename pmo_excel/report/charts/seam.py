"""The stakeholder engagement assessment matrix: where each one stands (C), and where they are wanted (D)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pmo_excel.report import palette
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.drawing import Drawing, Ink, Label, Line, Mark, Rect, fitted
from pmo_excel.stakeholders.engagement import LEVELS, engagement_gap

WIDTH: Final = 520.0
NAMES: Final = 150.0
TOP: Final = 24.0
ROW: Final = 24.0
SIZE: Final = 10.5
_STEP: Final = (WIDTH - NAMES) / len(LEVELS)


class Engaged(NamedTuple):
    """A stakeholder's current and desired level; None where it is not said."""

    name: str
    current: str | None
    desired: str | None


def seam(people: Sequence[Engaged]) -> Drawing | None:
    """The matrix, a line from C to D where they differ and one cell `C/D` where they agree. None without anybody.

    Source
    ------
    PMI, A Guide to the Project Management Body of Knowledge, 6th edition, 13.2.2.5.
    """
    if not people:
        return None
    marks: list[Mark] = []
    for at, level in enumerate(LEVELS):
        middle = NAMES + (at + 0.5) * _STEP
        marks.append(Label(middle, TOP - 9, level, SIZE, drawing.QUIET_WORDS, "middle"))
    for row, one in enumerate(people):
        marks += _row(one, TOP + row * ROW)
    bottom = TOP + len(people) * ROW
    marks += [Line(NAMES + at * _STEP, TOP, NAMES + at * _STEP, bottom, drawing.GRID) for at in range(len(LEVELS) + 1)]
    return Drawing(WIDTH, bottom + 2, _title(people), _description(people), tuple(marks))


def _row(one: Engaged, y: float) -> Iterator[Mark]:
    yield Line(0, y, WIDTH, y, drawing.GRID)
    yield Label(0, y + 16, fitted(one.name, SIZE, NAMES - 8), SIZE)
    now = None if one.current is None else _middle(one.current)
    then = None if one.desired is None else _middle(one.desired)
    if now is not None and then is not None and now != then:
        yield Line(now, y + ROW / 2, then, y + ROW / 2, Ink(stroke=palette.ACCENT, width=1.5))
    if now is not None:
        yield from _cell(now, y, "C/D" if now == then else "C", filled=True)
    if then is not None and now != then:
        yield from _cell(then, y, "D", filled=False)


def _cell(x: float, y: float, text: str, *, filled: bool) -> Iterator[Mark]:
    """C is filled and D only framed, so that they differ in grey too."""
    ink = Ink(fill=palette.ACCENT) if filled else Ink(fill=palette.WHITE, stroke=palette.ACCENT, width=1.5)
    yield Rect(x - 16, y + 4, 32, ROW - 8, ink)
    words = Ink(fill=palette.WHITE if filled else palette.ACCENT)
    yield Label(x, y + 16, text, SIZE, words, "middle", bold=True)


def _middle(level: str) -> float:
    return NAMES + (LEVELS.index(level) + 0.5) * _STEP


def _gap(one: Engaged) -> int:
    return 0 if one.current is None or one.desired is None else engagement_gap(one.current, one.desired)


def _title(people: Sequence[Engaged]) -> str:
    short = sum(_gap(one) > 0 for one in people)
    if not short:
        return "Everybody is as engaged as wanted"
    return f"{short} of {len(people)} {'is' if short == 1 else 'are'} less engaged than wanted"


def _description(people: Sequence[Engaged]) -> str:
    said = [
        f"{one.name}: {one.current or 'not said'}, wanted {one.desired or 'not said'}, gap {_gap(one)}"
        for one in people
    ]
    return "; ".join(said) + "."
