"""Rolling several statuses up into one, by a rule that is chosen and printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pmo_excel.core.rag import Rag

POINTS: Final = {Rag.GREEN: 100.0, Rag.BLUE: 100.0, Rag.AMBER: 50.0, Rag.RED: 0.0}
GREEN_FROM: Final = 80.0
AMBER_FROM: Final = 50.0
NEVER_GREEN: Final = frozenset({"time", "cost"})
"""Dimensions whose red can never roll up to green."""

WORST_OF: Final = "Worst-of"
WEIGHTED: Final = "Weighted"


def roll_up(
    colours: Sequence[Rag], weights: Sequence[float] | None, rule: str, dimensions: Sequence[str] | None = None
) -> Rag | None:
    """One status from several; None where none is known.

    Worst-of: the worst colour. Weighted: points G 100, A 50, R 0, weighted; green from 80, amber from 50, and a red in
    Time or Cost (any red, where the dimensions are not named) never rolls up to green. Count rule: two reds are red;
    a red or two ambers are amber. Grey (not reported) does not count, but keeps the whole from green.
    """
    known = [c for c in colours if c is not Rag.GREY]
    if not known:
        return Rag.GREY if colours else None
    result: Rag
    if rule == WORST_OF:
        result = max(known, key=_badness)
    elif rule == WEIGHTED:
        result = _weighted(colours, weights, dimensions)
    else:
        result = _counted(known)
    grey = len(known) < len(colours)
    return Rag.AMBER if grey and result in (Rag.GREEN, Rag.BLUE) else result


def _badness(colour: Rag) -> float:
    return -POINTS[colour] + (0.5 if colour is Rag.GREEN else 0)


def points(colours: Sequence[Rag], weights: Sequence[float] | None) -> float:
    """Weighted points of the colours that are known, 0 to 100."""
    shares = list(weights) if weights else [1.0] * len(colours)
    pairs = [(POINTS[c], w) for c, w in zip(colours, shares, strict=True) if c is not Rag.GREY]
    total = sum(w for _, w in pairs)
    return sum(p * w for p, w in pairs) / total if total else 0.0


def _weighted(colours: Sequence[Rag], weights: Sequence[float] | None, dimensions: Sequence[str] | None) -> Rag:
    score = points(colours, weights)
    # Sums of weights such as .3 + .3 + .2 miss a boundary by rounding alone.
    result = Rag.GREEN if score >= GREEN_FROM - 1e-9 else Rag.AMBER if score >= AMBER_FROM - 1e-9 else Rag.RED
    names = [d.casefold() for d in dimensions] if dimensions else None
    reds = [names is None or names[i] in NEVER_GREEN for i, c in enumerate(colours) if c is Rag.RED]
    return Rag.AMBER if result is Rag.GREEN and any(reds) else result


def _counted(colours: Sequence[Rag]) -> Rag:
    reds, ambers = list(colours).count(Rag.RED), list(colours).count(Rag.AMBER)
    if reds >= 2:
        return Rag.RED
    return Rag.AMBER if reds or ambers >= 2 else Rag.GREEN
