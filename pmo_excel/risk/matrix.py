"""The probability-impact matrix with the open risks in its cells."""

from __future__ import annotations

from itertools import product
from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table
from pmo_excel.risk.scales import CLASSES, Scales
from pmo_excel.risk.sizes import SETTLED, worst_impact
from pmo_excel.risk.tables import Risks


@table("Matrix")
class Matrix(Table):
    """The cells of the matrix, the most likely first, as it is drawn."""

    probability: Annotated[Numbers, Column("Probability", "Its class, 1 to 5.", Type.NUMBER)]
    impact: Annotated[Numbers, Column("Impact", "The class of the worst impact, 1 to 5.", Type.NUMBER)]
    score: Annotated[Numbers, Column("Score", "Of this cell.", Type.NUMBER)]
    band: Annotated[Texts, Column("Rating", "Low, Medium or High.")]
    count: Annotated[Numbers, Column("Risks", "How many open risks are in it.", Type.NUMBER)]
    risk_ids: Annotated[Texts, Column("Risk IDs", "Which ones.", Type.LONG_TEXT)]


def matrix(risks: Risks, scales: Scales) -> Matrix:
    """Each cell with its score, its band and the open risks in it; a risk between two classes is in the higher one."""
    worst = worst_impact(risks)
    held: dict[tuple[int, int], list[str]] = {}
    wrong = risks.wrong("probability") | risks.wrong("status")
    rows = zip(risks.id.tolist(), risks.status.tolist(), risks.probability.tolist(), worst.tolist(), strict=True)
    for row, (key, status, p, i) in enumerate(rows):
        if status not in SETTLED and row not in wrong and p == p and i >= 1:
            held.setdefault((int(np.ceil(p)), int(np.ceil(i))), []).append(str(key))
    places = list(product(range(CLASSES, 0, -1), range(1, CLASSES + 1)))
    ids = [held.get(place, []) for place in places]
    return Matrix.of(
        len(places),
        probability=np.array([p for p, _ in places], dtype=float),
        impact=np.array([i for _, i in places], dtype=float),
        score=np.array([scales.score(p, i) for p, i in places]),
        band=np.array([scales.band(p, i) for p, i in places], dtype=object),
        count=np.array([len(found) for found in ids], dtype=float),
        risk_ids=np.array(["; ".join(found) or None for found in ids], dtype=object),
    )
