"""Is the funding enough: the distribution of what open risks may cost, and the confidence that a contingency gives."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.risk.exposure import simulated
from pmo_excel.risk.scales import Scales
from pmo_excel.risk.sizes import OPPORTUNITY, SETTLED
from pmo_excel.risk.totals import total


@table("Risks")
class CostRisks(Table):
    """Risks and what they cost where they happen."""

    id: Annotated[Texts, Column("Risk ID", "The risk.", also=("ID",))]
    risk_type: Annotated[Texts, Column("Risk Type", "Threat or Opportunity.", also=("Type",))]
    probability: Annotated[Numbers, Column("Probability (1-5)", "On the scale.", Type.NUMBER, minimum=1, maximum=5)]
    probability_percent: Annotated[
        Numbers,
        Column("Probability %", "That it happens.", Type.PERCENT, also=("Probability",), minimum=0, maximum=1),
    ]
    cost_impact_min: Annotated[Numbers, Column("Cost Impact Min", "At least.", Type.MONEY, unit="currency")]
    cost_impact_most_likely: Annotated[
        Numbers, Column("Cost Impact Most Likely", "Most often.", Type.MONEY, unit="currency", also=("Cost Impact",))
    ]
    cost_impact_max: Annotated[Numbers, Column("Cost Impact Max", "At most.", Type.MONEY, unit="currency")]
    status: Annotated[Texts, Column("Risk Status", "Closed and occurred ones count no more.", also=("Status",))]


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


def funding(risks: CostRisks, contingency: float, estimate: float, scales: Scales) -> Funding | Answer:
    """Percentiles of the total of independent risks, and the confidence of the contingency, as `risk.totals` has them.

    A percentile is the least amount that is not exceeded with that probability; an opportunity is negative.

    Source
    ------
    AACE International RP 41R-08 (range estimating).
    """
    known, problems = _known(risks, scales)
    found = total(known[0], known[1], known[2], known[3])
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


def _known(risks: CostRisks, scales: Scales) -> tuple[list[Numbers], list[Problem]]:
    """Probability, least, most likely and most of the open risks; one without is told and left out."""
    rows, problems = [], []
    for row, status in enumerate(risks.status.tolist()):
        if status in SETTLED:
            continue
        typed = float(risks.probability_percent[row])
        chance = typed if typed == typed else scales.chance(float(risks.probability[row]))
        low, likely, high = (
            float(getattr(risks, f"cost_impact_{name}")[row]) for name in ("min", "most_likely", "max")
        )
        three = (low, likely, high) if low == low and high == high and likely == likely else (likely, likely, likely)
        if chance != chance or likely != likely or not three[0] <= likely <= three[2]:
            text = f"{risks.id[row]} has no probability or no cost impact, so it is not in the funding"
            cell = risks.cell("cost_impact_most_likely", row)
            fix = "Type both; of a range, least ≤ most likely ≤ most."
            problems.append(Problem(Code.MISSING_VALUE, text, cell, fix, Severity.LOW))
            continue
        negative = risks.risk_type[row] == OPPORTUNITY and three[2] > 0
        rows.append((chance, *((-three[2], -three[1], -three[0]) if negative else three)))
    return list(np.array(rows, dtype=float).reshape(-1, 4).T), problems
