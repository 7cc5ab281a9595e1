"""Is the funding enough: the distribution of what open risks may cost, and the confidence that a contingency gives."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table
from pmo_excel.risk.exposure import simulated, total_of
from pmo_excel.risk.scales import Scales
from pmo_excel.risk.tables import Risks


@table("Funding")
class Funding(Table):
    """What open risks may cost, by confidence; the last row is that of the contingency."""

    measure: Annotated[Texts, Column("Measure", "P50, P80, …, or the contingency.")]
    cost: Annotated[
        Numbers, Column("Risk Cost", "At that confidence, or the contingency.", Type.MONEY, unit="currency")
    ]
    total: Annotated[Numbers, Column("Total Cost", "With the estimate at completion.", Type.MONEY, unit="currency")]
    confidence: Annotated[
        Numbers, Column("Confidence", "Probability that it costs no more.", Type.PERCENT, unit="fraction")
    ]


def funding(risks: Risks, contingency: float, estimate: float, scales: Scales) -> Answer:
    """Percentiles of the total of independent risks, and the confidence of the contingency, as `risk.totals` has them.

    A percentile is the least amount that is not exceeded with that probability; an opportunity is negative. Empty
    where the total is not known.

    Source
    ------
    AACE International RP 41R-08 (range estimating).
    """
    found, problems = total_of(risks, scales, "cost")
    if found is None:
        return Answer(None, problems)
    rows = [(f"P{level}", found.at(level / 100), found.within(found.at(level / 100))) for level in (50, 80, 90, 95)]
    rows.append(("Contingency", contingency, found.within(contingency)))
    if found.draws:
        problems.append(simulated(found, 0.8, "cost"))
    names, costs, confidence = zip(*rows, strict=True)
    made = Funding.of(
        len(rows),
        measure=np.array(names, dtype=object),
        cost=np.array(costs),
        total=np.array(costs) + estimate,
        confidence=np.array(confidence),
    )
    return Answer(made, problems)
