"""Who is how busy in which week: a cell each, with the number, a colour and, for grey prints, lines under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.core.instants import day_text
from pmo_excel.report import palette
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.drawing import Drawing, Ink, Label, Line, Mark, Rect, fitted
from pmo_excel.resources.balance import band

WIDTH: Final = 1063.0
NAMES: Final = 150.0
TOP: Final = 34.0
ROW: Final = 19.0
LEGEND: Final = 26.0
SIZE: Final = 10.0
WIDEST: Final = 62.0
WEEKS: Final = 26
"""Periods that fit beside each other so that their numbers can be read."""


@dataclass(frozen=True, slots=True)
class Shade:
    """How a band is drawn, and how many lines stand under its number."""

    fill: str
    ink: str
    says: str
    stripes: int = 0


SHADES: Final = {
    "Light": Shade("#EAF2FB", palette.TEXT, "Light, below 80%"),
    "Healthy": Shade("#A9D18E", palette.TEXT, "Healthy, 80% to 100%"),
    "Over": Shade("#E69F00", "#000000", "Over, above 100%", 1),
    "Critical": Shade("#C00000", palette.WHITE, "Critical, above 120%", 2),
}
"""Dark is busy, in colour and in grey; from Over on, lines under the number say it again."""
_NOTHING: Final = Ink(fill=palette.WHITE, stroke=palette.GRID)


@dataclass(frozen=True, slots=True)
class Busy:
    """One row: who, and the utilisation of each period; None where there is no capacity, nan where it is not known.

    Attributes
    ----------
    sources
        The cells that each share is worked out from, where they are to be named.
    """

    name: str
    shares: Sequence[float | None]
    sources: Sequence[str] = ()


def heatmap(
    rows: Sequence[Busy], starts: Sequence[int], period: str = "week", width: float = WIDTH, legend: bool = True
) -> Drawing | None:
    """People or roles by period; of more periods than fit the first ones, which the title says. None without any."""
    if not rows or not starts:
        return None
    shown = min(len(starts), WEEKS)
    step = min(WIDEST, (width - NAMES) / shown)
    marks: list[Mark] = list(_heads(starts[:shown], step))
    for at, row in enumerate(rows):
        marks += _row(row, TOP + at * ROW, shown, step)
    bottom = TOP + len(rows) * ROW
    if legend:
        marks += _legend(bottom + LEGEND - 9)
    title = _title(rows, shown, period)
    if shown < len(starts):
        title += f" (the first {shown} of {len(starts)} {period}s)"
    return Drawing(width, bottom + (LEGEND if legend else 4), title, _description(rows, starts[:shown]), tuple(marks))


def _heads(starts: Sequence[int], step: float) -> Iterator[Mark]:
    for at, start in enumerate(starts):
        day = day_text(start)
        x = NAMES + at * step + step / 2
        yield Label(x, TOP - 17, day[:2], SIZE, drawing.QUIET_WORDS, "middle")
        yield Label(x, TOP - 6, day[3:6], SIZE - 1, drawing.QUIET_WORDS, "middle")


def _row(row: Busy, y: float, shown: int, step: float) -> Iterator[Mark]:
    yield Label(0, y + 13, fitted(row.name, SIZE + 0.5, NAMES - 8), SIZE + 0.5)
    for at, share in enumerate(row.shares[:shown]):
        x = NAMES + at * step
        shade = None if share is None else SHADES[band(share) or "Light"]
        if shade is None or share is None or share != share:
            yield Rect(x + 0.5, y + 0.5, step - 1, ROW - 1, _NOTHING)
            if share is not None:
                yield Label(x + step / 2, y + 13, "?", SIZE, drawing.QUIET_WORDS, "middle")
            continue
        yield Rect(x + 0.5, y + 0.5, step - 1, ROW - 1, Ink(fill=shade.fill))
        for stripe in range(shade.stripes):
            line = y + ROW - 2.5 - 2.5 * stripe
            yield Line(x + 3, line, x + step - 3, line, Ink(stroke=shade.ink, width=1.0))
        up = 2.5 if shade.stripes else 0.0
        yield Label(
            x + step / 2,
            y + 13 - up,
            f"{share:.0%}",
            SIZE - 0.5,
            Ink(fill=shade.ink),
            "middle",
            bold=bool(shade.stripes),
            source=row.sources[at] if row.sources else "",
        )


def _legend(y: float) -> Iterator[Mark]:
    x = NAMES
    for shade in SHADES.values():
        yield Rect(x, y - 8, 16, 11, Ink(fill=shade.fill, stroke=palette.LINE))
        for stripe in range(shade.stripes):
            yield Line(x + 2, y + 1 - 2.5 * stripe, x + 14, y + 1 - 2.5 * stripe, Ink(stroke=shade.ink, width=1.0))
        yield Label(x + 21, y + 1, shade.says, SIZE, drawing.QUIET_WORDS)
        x += 40 + 6.2 * len(shade.says)
    yield Label(x, y + 1, "?  not known: see the findings", SIZE, drawing.QUIET_WORDS)


def _title(rows: Sequence[Busy], shown: int, period: str) -> str:
    """`2 of 9 are above 120% in some week`."""
    for name, says in (("Critical", "above 120%"), ("Over", "above 100%")):
        count = sum(any(s is not None and band(s) == name for s in row.shares[:shown]) for row in rows)
        if count:
            return f"{count} of {len(rows)} {'is' if count == 1 else 'are'} {says} in some {period}"
    return f"Nobody is above 100% in any {period}"


def _description(rows: Sequence[Busy], starts: Sequence[int]) -> str:
    said = []
    for row in rows:
        over = [
            f"{day_text(start)} {share:.0%}"
            for start, share in zip(starts, row.shares, strict=False)
            if share is not None and band(share) in ("Over", "Critical")
        ]
        said.append(f"{row.name}: {', '.join(over) if over else 'never above 100%'}")
    return "; ".join(said) + "."
