"""Red, amber, green from a variance and an agreed tolerance: the one rule that every room's status rests on."""

from __future__ import annotations

from enum import Enum


class Rag(Enum):
    """A status; the letter is always printed beside the colour."""

    RED = "R"
    AMBER = "A"
    GREEN = "G"
    GREY = "Grey"
    BLUE = "Blue"

    @property
    def word(self) -> str:
        """The status in a sentence: AMBER."""
        return self.name


def rag(variance: float, tolerance: float, amber_trigger: float = 0.5) -> Rag:
    """Status of an adverse variance against a tolerance.

    Green up to the trigger's share of the tolerance, amber up to the tolerance, red beyond it: a *forecast* to exceed
    is what counts, not the event.

    Source
    ------
    Managing Successful Projects with PRINCE2, 2017, management by exception; the trigger is the organisation's own.
    """
    if variance > tolerance:
        return Rag.RED
    return Rag.AMBER if variance > amber_trigger * tolerance else Rag.GREEN
