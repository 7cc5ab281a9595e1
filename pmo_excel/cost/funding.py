"""Is the funding enough: the distribution of what open risks may cost, and the confidence that a contingency gives."""

from __future__ import annotations

from typing import Annotated, Final

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table

CENTRES: Final = (0.05, 0.20, 0.40, 0.60, 0.85)
"""Probability that each step of the 1-5 scale stands for, as in the risk register."""
_SETTLED: Final = frozenset({"Occurred", "Closed"})
_MOST: Final = 20_000
"""Outcomes that are kept apart; above, they are put together by amount."""


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


def funding(risks: CostRisks, contingency: float, estimate: float) -> Funding | Answer:
    """Percentiles of the total of independent risks, exact over all their combinations, and the contingency's.

    A percentile is the least amount that is not exceeded with that probability. A three-point impact counts with its
    mean; an opportunity is negative.

    Source
    ------
    AACE International RP 41R-08 (range estimating); distribution by convolution of independent two-point risks.
    """
    chance, cost, problems = _known(risks)
    amounts, odds = distribution(chance, cost)
    cumulative = np.cumsum(odds)
    rows = [(f"P{level}", *_at(amounts, cumulative, level / 100)) for level in (50, 80, 90, 95)]
    within = float(odds[amounts <= contingency + 0.005].sum())
    rows.append(("Contingency", contingency, within))
    names, costs, confidence = zip(*rows, strict=True)
    made = Funding.of(
        len(rows),
        measure=np.array(names, dtype=object),
        cost=np.array(costs),
        total=np.array(costs) + estimate,
        confidence=np.array(confidence),
    )
    return Answer(made, problems)


def distribution(chance: Numbers, cost: Numbers) -> tuple[Numbers, Numbers]:
    """The total cost of independent risks, each outcome in order with its probability."""
    amounts: Numbers = np.zeros(1)
    odds: Numbers = np.ones(1)
    for p, impact in zip(chance.tolist(), cost.tolist(), strict=True):
        both = np.concatenate([amounts, np.round(amounts + impact, 2)])
        amounts, where = np.unique(both, return_inverse=True)
        odds = _sums(where, np.concatenate([odds * (1 - p), odds * p]), len(amounts))
        if len(amounts) > _MOST:
            amounts, odds = _fewer(amounts, odds)
    return amounts, odds


def _fewer(amounts: Numbers, odds: Numbers) -> tuple[Numbers, Numbers]:
    """Neighbouring outcomes put together at the upper end of their range, so that no confidence is overstated."""
    edges = np.linspace(amounts[0], amounts[-1], _MOST // 2)
    where = np.searchsorted(edges, amounts)
    return edges, _sums(where, odds, len(edges))


def _sums(where: NDArray[np.int64], odds: Numbers, count: int) -> Numbers:
    return np.bincount(where, weights=odds, minlength=count).astype(np.float64)


def _at(amounts: Numbers, cumulative: Numbers, level: float) -> tuple[float, float]:
    at = min(int(np.searchsorted(cumulative, level - 1e-12)), len(amounts) - 1)
    return float(amounts[at]), float(cumulative[at])


def _known(risks: CostRisks) -> tuple[Numbers, Numbers, list[Problem]]:
    """Probability and mean cost of the open risks; one without either is told and left out."""
    chances, costs, problems = [], [], []
    for row, status in enumerate(risks.status.tolist()):
        if status in _SETTLED:
            continue
        step = float(risks.probability[row])
        centre = CENTRES[int(step) - 1] if step == step else float("nan")
        typed = float(risks.probability_percent[row])
        chance = typed if typed == typed else centre
        low, likely, high = (
            float(getattr(risks, f"cost_impact_{name}")[row]) for name in ("min", "most_likely", "max")
        )
        cost = (low + likely + high) / 3 if low == low and high == high and likely == likely else likely
        if chance != chance or cost != cost:
            text = f"{risks.id[row]} has no probability or no cost impact, so it is not in the funding"
            cell = risks.cell("cost_impact_most_likely", row)
            problems.append(Problem(Code.MISSING_VALUE, text, cell, "Type both.", Severity.LOW))
            continue
        negative = risks.risk_type[row] == "Opportunity" and cost > 0
        chances.append(chance)
        costs.append(-cost if negative else cost)
    return np.array(chances), np.array(costs), problems
