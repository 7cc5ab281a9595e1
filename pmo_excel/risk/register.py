"""The risk register: scores, rating, proximity and exposure of each risk."""

from __future__ import annotations

from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Table, table
from pmo_excel.risk.tables import Risks

CENTRES: Final = (0.05, 0.20, 0.40, 0.60, 0.85)
"""Probability that each step of the 1-5 scale stands for, where no percentage is typed."""
MEDIUM_FROM: Final = 6
HIGH_FROM: Final = 15
IMMINENT_DAYS: Final = 30
SETTLED: Final = frozenset({"Occurred", "Closed"})
DONE: Final = frozenset({"Done", "Cancelled"})


@table("Risks", key="id")
class ScoredRisks(Table):
    """Risks with what follows from their scales."""

    id: Annotated[Texts, Column("Risk ID", "The risk, as in the register.")]
    current: Annotated[Numbers, Column("Current Score", "Probability times the worst impact.", Type.NUMBER)]
    target: Annotated[Numbers, Column("Target Score", "Target probability times target impact.", Type.NUMBER)]
    rating: Annotated[Texts, Column("Rating", "Low, Medium or High.", Type.CHOICE, choices="Rating")]
    proximity: Annotated[Texts, Column("Proximity", "How soon it may happen.", Type.CHOICE, choices="Proximity")]
    exposure_cost: Annotated[
        Numbers, Column("Exposure (EMV cost)", "Probability times cost impact.", Type.MONEY, unit="currency")
    ]
    exposure_days: Annotated[
        Numbers, Column("Exposure (EMV days)", "Probability times time impact.", Type.NUMBER, unit="working days")
    ]
    overdue: Annotated[Flags, Column("Overdue", "A response is open after its due date.", Type.YES_NO)]


def rating(score: float) -> str:
    """Low up to 5, Medium from 6, High from 15, on the 5 × 5 matrix of products."""
    return "High" if score >= HIGH_FROM else "Medium" if score >= MEDIUM_FROM else "Low"


def scored_risks(risks: Risks, status_date: int | None) -> ScoredRisks:
    """Score, rating, proximity, expected value and lateness of each risk, in the order of the register.

    Expected monetary value is probability times the mean impact (of a triangular three-point estimate, or the most
    likely value alone); threats are positive, opportunities negative; a closed or occurred risk has none.

    Source
    ------
    PMI, The Standard for Risk Management in Portfolios, Programs, and Projects, 2019: qualitative analysis and EMV.
    """
    impacts = np.column_stack([risks.impact_time, risks.impact_cost, risks.impact_scope_quality, risks.impact_benefits])
    worst = np.nanmax(np.where(np.isnan(impacts), -1.0, impacts), axis=1, initial=-1.0)
    current = np.where(worst >= 0, risks.probability * worst, np.nan)
    for name in ("probability", "impact_time", "impact_cost", "impact_scope_quality", "impact_benefits"):
        current[list(risks.wrong(name))] = np.nan
    open_now = np.array([status not in SETTLED for status in risks.status.tolist()], dtype=bool)
    chance = _probability(risks) * np.where([t == "Opportunity" for t in risks.risk_type.tolist()], -1.0, 1.0)
    cost = chance * _mean(risks.cost_impact_min, risks.cost_impact_most_likely, risks.cost_impact_max)
    days = chance * _mean(risks.time_impact_min, risks.time_impact_most_likely, risks.time_impact_max)
    return ScoredRisks.of(
        len(risks),
        id=risks.id,
        current=current,
        target=risks.target_probability * risks.target_impact,
        rating=_texts([None if s != s else rating(s) for s in current.tolist()]),
        proximity=_texts(_proximity(risks, status_date, open_now.tolist())),
        exposure_cost=np.where(open_now, cost, np.nan),
        exposure_days=np.where(open_now, days, np.nan),
        overdue=_overdue(risks, status_date, open_now.tolist()),
    )


def _texts(values: list[str | None]) -> Texts:
    made = np.full(len(values), None, dtype=object)
    made[:] = values
    return made


def _probability(risks: Risks) -> Numbers:
    steps = np.nan_to_num(risks.probability, nan=0.0).astype(int)
    centre = np.array([CENTRES[s - 1] if 1 <= s <= len(CENTRES) else np.nan for s in steps.tolist()])
    return np.where(np.isnan(risks.probability_percent), centre, risks.probability_percent)


def _mean(low: Numbers, likely: Numbers, high: Numbers) -> Numbers:
    return np.where(np.isnan(low) | np.isnan(high), likely, (low + likely + high) / 3)


def _proximity(risks: Risks, status_date: int | None, open_now: list[bool]) -> list[str | None]:
    found: list[str | None] = []
    for row, is_open in enumerate(open_now):
        start, end = int(risks.proximity_from[row]), int(risks.proximity_to[row])
        if status_date is None or not is_open or (start == NO_INSTANT and end == NO_INSTANT):
            found.append(None)
        elif end != NO_INSTANT and end < status_date // DAY * DAY:
            found.append("Past")
        elif start == NO_INSTANT or start - status_date <= IMMINENT_DAYS * DAY:
            found.append("Imminent (≤ 30 d)")
        else:
            found.append("Later")
    return found


def _overdue(risks: Risks, status_date: int | None, open_now: list[bool]) -> Flags:
    made = np.full(len(risks), None, dtype=object)
    for row, is_open in enumerate(open_now):
        due = int(risks.response_due[row])
        if status_date is not None and due != NO_INSTANT:
            made[row] = bool(is_open and risks.response_status[row] not in DONE and due < status_date // DAY * DAY)
    return made
