"""The few colours of every page and chart; a letter always stands beside a status colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_excel.core.rag import Rag

ACCENT: Final = "#1F4E79"
TEXT: Final = "#1B1F24"
QUIET: Final = "#55595E"
LINE: Final = "#B9BEC4"
GRID: Final = "#D9DDE1"
CONTEXT: Final = "#A3AAB2"
PALE: Final = "#F3F5F7"
WHITE: Final = "#FFFFFF"
STATUS_GREY: Final = "#7F7F7F"


@dataclass(frozen=True, slots=True)
class Swatch:
    """A status colour and the colour of the letter upon it, at a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""

    fill: str
    ink: str


STATUS: Final = {
    Rag.RED: Swatch("#C00000", WHITE),
    Rag.AMBER: Swatch("#E69F00", "#000000"),
    Rag.GREEN: Swatch("#2E7D32", WHITE),
    Rag.GREY: Swatch(STATUS_GREY, "#000000"),
    Rag.BLUE: Swatch(ACCENT, WHITE),
}

LETTERS: Final = {Rag.RED: "R", Rag.AMBER: "A", Rag.GREEN: "G", Rag.GREY: "?", Rag.BLUE: "✓"}
"""What stands where there is room for a single letter: a reached milestone is ticked, an unknown status asks."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21.

    Source
    ------
    W3C, Web Content Accessibility Guidelines 2.2, relative luminance and contrast ratio.
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
