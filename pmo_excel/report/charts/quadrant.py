"""The power and interest grid: everybody where they stand, who is to be managed closely at the top right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pmo_excel.report import palette
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.drawing import Diamond, Drawing, Ink, Label, Line, Mark, Rect, fitted, scale
from pmo_excel.stakeholders.engagement import quadrant

WIDTH: Final = 520.0
HEIGHT: Final = 400.0
LEFT: Final = 50.0
BOTTOM: Final = 34.0
SIZE: Final = 10.5
LOW, HIGH = 0.5, 5.5
"""The axes reach half a class beyond 1 and 5, so that nobody stands on the frame."""
_LISTED: Final = 4
"""Names that are written out where several stand in one place."""
_CLOSELY: Final = Ink(fill="#DCE6F1")
_ELSEWHERE: Final = Ink(fill=palette.PALE)


class Standing(NamedTuple):
    """A stakeholder's place: power and interest from 1 to 5, and whether more engagement is wanted."""

    name: str
    power: float
    interest: float
    gap: float = 0.0


def quadrant_chart(people: Sequence[Standing], threshold: float) -> Drawing | None:
    """The grid; a filled mark wants more engagement, an empty one is where it should be. None without anybody."""
    if not people:
        return None
    x, y = scale(LOW, HIGH, LEFT, WIDTH - 4), scale(LOW, HIGH, HEIGHT - BOTTOM, 8)
    marks: list[Mark] = list(_grid(x(threshold), y(threshold)))
    for tick in range(1, 6):
        marks.append(Label(x(tick), HEIGHT - BOTTOM + 14, str(tick), SIZE, drawing.QUIET_WORDS, "middle"))
        marks.append(Label(LEFT - 8, y(tick) + 4, str(tick), SIZE, drawing.QUIET_WORDS, "end"))
    marks.append(Label((LEFT + WIDTH) / 2, HEIGHT - 4, "Interest →", SIZE, drawing.QUIET_WORDS, "middle"))
    marks.append(Label(0, 17, "Power ↑", SIZE, drawing.QUIET_WORDS))
    for place, here in _places(people).items():
        marks += _marks(x(place[1]), y(place[0]), here)
    return Drawing(WIDTH, HEIGHT, _title(people, threshold), _description(people, threshold), tuple(marks))


def _grid(across: float, up: float) -> Iterator[Mark]:
    top, end, floor = 8.0, WIDTH - 4, HEIGHT - BOTTOM
    corners = (
        ("Keep satisfied", LEFT, top, across - LEFT, up - top, _ELSEWHERE),
        ("Manage closely", across, top, end - across, up - top, _CLOSELY),
        ("Monitor", LEFT, up, across - LEFT, floor - up, _ELSEWHERE),
        ("Keep informed", across, up, end - across, floor - up, _ELSEWHERE),
    )
    for name, left, above, width, height, ink in corners:
        yield Rect(left, above, width, height, ink)
        yield Label(left + 7, above + 15, name, SIZE + 0.5, drawing.QUIET_WORDS, bold=True)
    frame = Ink(stroke=palette.LINE)
    yield Rect(LEFT, top, end - LEFT, floor - top, frame)
    yield Line(across, top, across, floor, Ink(stroke=palette.QUIET, dashes="4 3"))
    yield Line(LEFT, up, end, up, Ink(stroke=palette.QUIET, dashes="4 3"))


def _places(people: Sequence[Standing]) -> dict[tuple[float, float], list[Standing]]:
    found: dict[tuple[float, float], list[Standing]] = {}
    for one in people:
        found.setdefault((one.power, one.interest), []).append(one)
    return found


def _marks(x: float, y: float, here: Sequence[Standing]) -> Iterator[Mark]:
    """One mark for a place, with the names beside it: to the left near the right edge."""
    wanted = any(one.gap > 0 for one in here)
    ink = Ink(fill=palette.ACCENT) if wanted else Ink(fill=palette.WHITE, stroke=palette.ACCENT, width=1.5)
    count = str(len(here)) if len(here) > 1 else ""
    yield Diamond(x, y, 8, ink, count, palette.WHITE if wanted else palette.ACCENT)
    left = x > WIDTH - 110
    shown = [one.name for one in here[:_LISTED]]
    if len(here) > _LISTED:
        shown[-1] = f"{shown[-1]} and {len(here) - _LISTED} more"
    top = y + 4 - (len(shown) - 1) * 6.5
    for at, name in enumerate(shown):
        text = fitted(name, SIZE, 150)
        where = x - 12 if left else x + 12
        yield Label(where, top + at * 13, text, SIZE, anchor="end" if left else "start", halo=True)


def _title(people: Sequence[Standing], threshold: float) -> str:
    closely = [one for one in people if quadrant(one.power, one.interest, threshold) == "Manage closely"]
    short = sum(one.gap > 0 for one in closely)
    verb = "is" if len(closely) == 1 else "are"
    if not closely:
        return f"None of {len(people)} has both power and interest"
    wanted = f"; {short} of them less engaged than wanted" if short else ""
    return f"{len(closely)} of {len(people)} {verb} to be managed closely{wanted}"


def _description(people: Sequence[Standing], threshold: float) -> str:
    said = [
        f"{one.name}: power {one.power:g}, interest {one.interest:g}, "
        f"{quadrant(one.power, one.interest, threshold).lower()}"
        for one in people
    ]
    return "; ".join(said) + "."
