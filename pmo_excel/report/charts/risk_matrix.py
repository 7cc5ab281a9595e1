"""The probability-impact matrix as a heat map: each cell with its band's letter, its score and the risks in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.report import palette
from pmo_excel.report.charts import drawing
from pmo_excel.report.charts.drawing import Drawing, Ink, Label, Line, Mark, Rect, fitted

WIDTH: Final = 520.0
LEFT: Final = 62.0
TOP: Final = 6.0
ROW: Final = 52.0
BOTTOM: Final = 62.0
SIZE: Final = 10.0
LINES: Final = 3
"""Lines of IDs that fit into a cell."""
WORDS: Final = ("very low", "low", "medium", "high", "very high")


@dataclass(frozen=True, slots=True)
class Shade:
    """How a band is drawn: the darker, the higher, in colour and in grey."""

    fill: str
    ink: str


SHADES: Final = {
    "Low": Shade("#DDEFDB", palette.TEXT),
    "Medium": Shade("#F0B840", "#000000"),
    "High": Shade("#B01E17", palette.WHITE),
}


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: its classes, score and band, and the IDs of the risks in it."""

    probability: int
    impact: int
    score: float
    band: str
    ids: Sequence[str]


def risk_matrix(cells: Sequence[HeatCell]) -> Drawing | None:
    """The matrix with the most likely row at the top; None without cells."""
    if not cells:
        return None
    rows, columns = max(c.probability for c in cells), max(c.impact for c in cells)
    step = (WIDTH - LEFT - 4) / columns
    marks: list[Mark] = []
    for cell in cells:
        marks += _cell(cell, LEFT + (cell.impact - 1) * step, TOP + (rows - cell.probability) * ROW, step)
    bottom = TOP + rows * ROW
    marks += _axes(rows, columns, step, bottom)
    marks += _legend(bottom + BOTTOM - 10)
    high = sum(len(c.ids) for c in cells if c.band == "High")
    open_now = sum(len(c.ids) for c in cells)
    title = f"{high} of {open_now} open risks {'is' if high == 1 else 'are'} high" if open_now else "No open risks"
    return Drawing(WIDTH, bottom + BOTTOM, title, _description(cells), tuple(marks))


def _cell(cell: HeatCell, x: float, y: float, step: float) -> Iterator[Mark]:
    shade = SHADES[cell.band]
    ink = Ink(fill=shade.ink)
    yield Rect(x + 0.75, y + 0.75, step - 1.5, ROW - 1.5, Ink(fill=shade.fill))
    yield Label(x + 5, y + 12, f"{cell.band[:1]} {cell.score:g}", SIZE - 1.5, ink)
    if cell.ids:
        yield Label(x + step - 5, y + 13, str(len(cell.ids)), SIZE + 1.5, ink, "end", bold=True)
    for at, line in enumerate(_lines(cell.ids, step - 10)):
        yield Label(x + 5, y + 25 + at * 10.5, line, SIZE - 1, ink)


def _lines(ids: Sequence[str], width: float) -> list[str]:
    """The IDs in as many lines as there are; those that do not fit are counted: `+4`."""
    lines: list[str] = []
    for at, key in enumerate(ids):
        more = f"{lines[-1]}, {key}" if lines else key
        if lines and fitted(more, SIZE - 1, width) == more:
            lines[-1] = more
        elif len(lines) < LINES:
            lines.append(fitted(key, SIZE - 1, width))
        else:
            tail = f" +{len(ids) - at}"
            lines[-1] = fitted(lines[-1], SIZE - 1, width - drawing.text_width(tail, SIZE - 1)) + tail
            break
    return lines


def _axes(rows: int, columns: int, step: float, bottom: float) -> Iterator[Mark]:
    for number in range(1, rows + 1):
        y = bottom - (number - 0.5) * ROW
        yield Label(LEFT - 8, y + 1, str(number), SIZE + 1, drawing.WORDS, "end", bold=True)
        yield Label(LEFT - 8, y + 12, _word(number, rows), SIZE - 1.5, drawing.QUIET_WORDS, "end")
    for number in range(1, columns + 1):
        x = LEFT + (number - 0.5) * step
        yield Label(x, bottom + 13, str(number), SIZE + 1, drawing.WORDS, "middle", bold=True)
        yield Label(x, bottom + 24, _word(number, columns), SIZE - 1.5, drawing.QUIET_WORDS, "middle")
    yield Label(0, TOP + 8, "Probability", SIZE - 1, drawing.QUIET_WORDS)
    yield Label(WIDTH - 4, bottom + 37, "Worst impact →", SIZE - 1, drawing.QUIET_WORDS, "end")
    yield Line(LEFT - 3, TOP, LEFT - 3, bottom, drawing.GRID)


def _word(number: int, count: int) -> str:
    return WORDS[number - 1] if count == len(WORDS) else ""


def _legend(y: float) -> Iterator[Mark]:
    x = LEFT
    for band, shade in SHADES.items():
        yield Rect(x, y - 9, 16, 12, Ink(fill=shade.fill, stroke=palette.LINE))
        yield Label(x + 8, y + 0.5, band[:1], SIZE - 1, Ink(fill=shade.ink), "middle", bold=True)
        yield Label(x + 21, y, band, SIZE, drawing.QUIET_WORDS)
        x += 78


def _description(cells: Sequence[HeatCell]) -> str:
    held = [c for c in cells if c.ids]
    said = [f"{c.band}, probability {c.probability} and impact {c.impact}: {', '.join(c.ids)}" for c in held]
    return "; ".join(said) + "." if said else "No risk is in any cell."
