"""The risk register: scores, rating, proximity, exposure and state of each risk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.risk.beside import GateDates, RiskIssues
from pmo_excel.risk.past_risks import PastRisks
from pmo_excel.risk.proximity import gate_days, proximity
from pmo_excel.risk.responses import misfits, overdue, reduction
from pmo_excel.risk.scales import Scales
from pmo_excel.risk.sizes import OPPORTUNITY, Sizes, sizes, worst_impact
from pmo_excel.risk.states import issue_ids, odd_steps, without_issue
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.beside import GateSlots
from pmo_excel.schedule.snapshots import BETTER, SAME, WORSE, Snapshots


@table("Risks", key="id")
class ScoredRisks(Table):
    """Risks with what follows from their scales."""

    id: Annotated[Texts, Column("Risk ID", "The risk, as in the register.")]
    inherent: Annotated[Numbers, Column("Inherent Score", "The score at the first snapshot.", Type.NUMBER)]
    current: Annotated[Numbers, Column("Current Score", "The score as it is assessed now.", Type.NUMBER)]
    target: Annotated[Numbers, Column("Target Score", "Target probability and impact.", Type.NUMBER)]
    rating: Annotated[Texts, Column("Rating", "Low, Medium or High.", Type.CHOICE, choices="Rating")]
    proximity: Annotated[Texts, Column("Proximity", "How soon it may happen.", Type.CHOICE, choices="Proximity")]
    exposure_cost: Annotated[
        Numbers, Column("Exposure (EMV cost)", "Probability times cost impact.", Type.MONEY, unit="currency")
    ]
    exposure_days: Annotated[
        Numbers, Column("Exposure (EMV days)", "Probability times time impact.", Type.NUMBER, unit="working days")
    ]
    trend: Annotated[Texts, Column("Trend", "▲ better, ► the same, ▼ worse than at the last snapshot.", Type.ARROW)]
    overdue: Annotated[Flags, Column("Overdue", "A response is open after its due date.", Type.YES_NO)]
    issue_id: Annotated[Texts, Column("Issue ID", "The issue that it has become.")]
    reduction: Annotated[Texts, Column("Reduction", "How the score has moved, and what is left to the target.")]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the register: earlier snapshots, issues, gates."""

    history: Snapshots | None = None
    issues: RiskIssues | None = None
    gates: GateSlots | None = None
    milestones: GateDates | None = None


def scored_risks(risks: Risks, status_date: int | None, scales: Scales, beside: Beside) -> Answer:
    """Scores, rating, proximity, expected value, trend and state of each risk, in the order of the register.

    The inherent score is that of the first snapshot; without one, that of the probability and impact typed now. The
    current score is that of what is typed now; where the response is done and nobody has assessed the risk anew, it is
    the target's. Expected monetary value is probability times the mean impact (of a triangular three-point estimate,
    or the most likely value alone); threats are positive, opportunities negative; a closed or occurred risk has none.

    Source
    ------
    PMI, The Standard for Risk Management in Portfolios, Programs, and Projects, 2019: qualitative analysis and EMV.
    """
    size, past = sizes(risks, scales), PastRisks.of(beside.history, status_date)
    scores = _scores(risks, scales, past)
    ids = issue_ids(risks, beside.issues)
    gates = gate_days(beside.gates, beside.milestones)
    inherent, current, target = scores.inherent, scores.current, scores.target
    kinds = risks.risk_type.tolist()
    moved = zip(kinds, inherent.tolist(), current.tolist(), target.tolist(), strict=True)
    keys = [str(key) for key in risks.id.tolist()]
    arrows = [_arrow(kinds[row], past.last_score(key), float(current[row])) for row, key in enumerate(keys)]
    made = ScoredRisks.of(
        len(risks),
        id=risks.id,
        inherent=inherent,
        current=current,
        target=target,
        rating=_texts(scores.bands),
        proximity=_texts(proximity(risks, status_date, size.open.tolist(), gates, scales.imminent_days)),
        exposure_cost=np.where(size.open, size.chance * size.cost.mean, np.nan),
        exposure_days=np.where(size.open, size.chance * size.days.mean, np.nan),
        trend=_texts(arrows),
        overdue=overdue(risks, status_date, size.open),
        issue_id=_texts(ids),
        reduction=_texts([reduction(*one) for one in moved]),
    )
    return Answer(made, [*_problems(risks, size, scores, past), *without_issue(risks, beside.issues, ids)])


@dataclass(frozen=True, slots=True, eq=False)
class _Scores:
    """The three scores, the bands of the current one, and the rows whose current score is the target's."""

    inherent: Numbers
    current: Numbers
    target: Numbers
    bands: list[str | None]
    taken: list[int]


def _scores(risks: Risks, scales: Scales, past: PastRisks) -> _Scores:
    worst = worst_impact(risks)
    now = _by_cell(scales, risks.probability, worst)
    now[list(risks.wrong("probability"))] = np.nan
    target = _by_cell(scales, risks.target_probability, risks.target_impact)
    target[[*risks.wrong("target_probability"), *risks.wrong("target_impact")]] = np.nan
    first = np.array([past.first_score(str(key)) for key in risks.id.tolist()])
    inherent = np.where(np.isnan(first), now, first)
    done = np.array([status == "Done" for status in risks.response_status.tolist()], dtype=bool)
    taken = done & (now == inherent) & ~np.isnan(target) & (target != now)
    current = np.where(taken, target, now)
    likely = np.where(taken, risks.target_probability, risks.probability)
    impact = np.where(taken, risks.target_impact, worst)
    bands = [
        scales.band(p, i) if score == score else None
        for p, i, score in zip(likely.tolist(), impact.tolist(), current.tolist(), strict=True)
    ]
    return _Scores(inherent, current, target, bands, np.flatnonzero(taken).tolist())


def _by_cell(scales: Scales, probability: Numbers, impact: Numbers) -> Numbers:
    pairs = zip(probability.tolist(), impact.tolist(), strict=True)
    return np.array([scales.score(p, i) if p == p and i == i else np.nan for p, i in pairs], dtype=float)


def _arrow(kind: str | None, before: float, now: float) -> str | None:
    """Whether the score is better than at the last snapshot: lower for threats, higher for opportunities."""
    if before != before or now != now:
        return None
    change = now - before if kind == OPPORTUNITY else before - now
    return SAME if abs(change) < 0.005 else BETTER if change > 0 else WORSE


def _problems(risks: Risks, size: Sizes, scores: _Scores, past: PastRisks) -> Iterator[Problem]:
    yield from size.problems
    yield from misfits(risks)
    yield from odd_steps(risks, past)
    for row in scores.taken:
        text = f"the response of {risks.id[row]} is done, so its current score is its target's, {scores.target[row]:g}"
        fix = "Type probability, impacts and costs as they are now; the exposure follows them."
        yield Problem(Code.DEFAULT_USED, text, risks.cell("response_status", row), fix, Severity.INFO)


def _texts(values: Sequence[Any]) -> Texts:
    made = np.full(len(values), None, dtype=object)
    made[:] = values
    return made
