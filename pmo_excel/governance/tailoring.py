"""How much of the template a project needs: a score of its size, risk and novelty against two limits.

Source: PRINCE2 2017, chapter 4, "Tailoring and adopting PRINCE2" (scale, risk, experience); the limits and weights are
the organisation's, in Settings.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.reasons import number_text


@table("Tailoring")
class Tailoring(Table):
    """The level that fits a project, in one row."""

    score: Annotated[Numbers, Column("Score", "Weighted sum of the classes.", Type.NUMBER)]
    level: Annotated[Texts, Column("Recommended Level", "Light, Standard or Structured.")]
    why: Annotated[Texts, Column("Why", "The parts of the score, and the limits.", Type.LONG_TEXT)]


class Scheme(NamedTuple):
    """How classes from 1 to 10 make a score, and from which score on a level is needed."""

    size_weight: float = 1
    risk_weight: float = 1
    novelty_weight: float = 1
    standard_from: float = 12
    structured_from: float = 24


def tailoring(size: float, risk: float, novelty: float, scheme: Scheme) -> Tailoring:
    """The level of the highest limit that the score reaches."""
    parts = (
        ("size", size, scheme.size_weight),
        ("risk", risk, scheme.risk_weight),
        ("novelty", novelty, scheme.novelty_weight),
    )
    score = sum(value * weight for _, value, weight in parts)
    level = "Light"
    if score >= scheme.standard_from:
        level = "Structured" if score >= scheme.structured_from else "Standard"
    sums = " + ".join(_part(*part) for part in parts)
    limits = f"Standard from {number_text(scheme.standard_from)}, Structured from {number_text(scheme.structured_from)}"
    why = f"{level}: score {number_text(score)} = {sums}; {limits}."
    return Tailoring.of(
        1, score=np.array([score]), level=np.array([level], dtype=object), why=np.array([why], dtype=object)
    )


def _part(name: str, value: float, weight: float) -> str:
    return f"{name} {number_text(value)}" + ("" if weight == 1 else f" × {number_text(weight)}")
