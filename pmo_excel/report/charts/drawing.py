"""What a chart is made of: shapes at positions, in a box with a title and a text for who cannot see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from pmo_excel.report import palette

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Ink:
    """How a shape is drawn; an empty colour is none.

    Attributes
    ----------
    fill, stroke
        Colours, as in `#1F4E79`.
    width
        Of the stroke.
    dashes
        Lengths of dash and gap, as in `3 2`; empty: a whole line.
    """

    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dashes: str = ""


BASELINE: Final = Ink(fill=palette.WHITE, stroke=palette.STATUS_GREY)
CURRENT: Final = Ink(fill=palette.ACCENT)
CONTEXT: Final = Ink(fill=palette.CONTEXT)
RESERVE: Final = Ink(fill=palette.WHITE, stroke=palette.ACCENT, dashes="2 2")
GRID: Final = Ink(stroke=palette.GRID, width=0.75)
STATUS_LINE: Final = Ink(stroke=palette.TEXT, width=1.25, dashes="4 2")
SLIP: Final = Ink(stroke=palette.QUIET, width=1.0)
WORDS: Final = Ink(fill=palette.TEXT)
QUIET_WORDS: Final = Ink(fill=palette.QUIET)


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink
    source: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Diamond:
    """A milestone: its middle, half its width, and a letter within."""

    x: float
    y: float
    half: float
    ink: Ink
    letter: str = ""
    letter_colour: str = palette.WHITE
    source: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A text on its baseline; with a halo it stays readable where a line crosses it."""

    x: float
    y: float
    text: str
    size: float
    ink: Ink = WORDS
    anchor: Anchor = "start"
    bold: bool = False
    halo: bool = False
    source: str = ""


Mark = Rect | Line | Diamond | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: its box in points of 1/96 inch, its marks from the back to the front.

    Attributes
    ----------
    title
        Its conclusion.
    description
        Everything that it shows, in words.
    """

    width: float
    height: float
    title: str
    description: str
    marks: tuple[Mark, ...]


def scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """The position of a value on an axis; a range without extent is drawn at its start."""
    span = high - low
    return lambda value: start if span <= 0 else start + (value - low) / span * (end - start)


def text_width(text: str, size: float) -> float:
    """About how wide a text is drawn: sans-serif letters are on average a little over half as wide as they are high."""
    return 0.55 * size * len(text)


def fitted(text: str, size: float, width: float) -> str:
    """The text, cut with `…` where it is wider than there is room."""
    room = int(width / (0.55 * size))
    return text if len(text) <= room else text[: max(1, room - 1)].rstrip() + "…"
