"""Mitigation worth: what each response costs, and what it saves."""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple

import numpy as np

from pmo_excel.core.catalogue import Answer
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.risk.exposure import simulated
from pmo_excel.risk.responses import FITTING
from pmo_excel.risk.scales import Scales
from pmo_excel.risk.sizes import OPPORTUNITY, Sizes, sizes, worst_impact
from pmo_excel.risk.tables import Risks
from pmo_excel.risk.totals import falls

PASSIVE: Final = frozenset({"Accept", "Escalate", "Contingent plan", "Reject"})
"""Responses that leave the risk as likely and as large as it is."""
_TOLERANCES: Final = (0.125, 0.375, 0.75, 1.5, 2.5)
"""The middle of each class of impact as a share of the tolerance (definitions 3.4); of the last one, its beginning
and half a tolerance."""


@table("Risks", key="id")
class Worth(Table):
    """Risks with a response, what it costs, and what it saves."""

    id: Annotated[Texts, Column("Risk ID", "The risk, as in the register.")]
    cost: Annotated[Numbers, Column("Response Cost", "What the response costs.", Type.MONEY, unit="currency")]
    gain: Annotated[Numbers, Column("EMV Gain", "By how much it lowers the EMV.", Type.MONEY, unit="currency")]
    ratio: Annotated[Numbers, Column("Ratio", "EMV gain by response cost; above 1 it is worth it.", Type.NUMBER)]


@table("Risks", key="id")
class WorthAtLevel(Worth):
    """Risks with a response, and what it saves also in days and at a percentile of the register's total."""

    days: Annotated[
        Numbers, Column("EMV Days Gain", "By how much it lowers the EMV in days.", Type.NUMBER, unit="working days")
    ]
    at_level: Annotated[
        Numbers,
        Column("Gain at Percentile", "By how much it lowers the register's total there.", Type.MONEY, unit="currency"),
    ]


class _After(NamedTuple):
    """A risk once its response is done: its probability, and its impact as a share of what it is now."""

    chance: float
    share: float


def worth(risks: Risks, scales: Scales, level: float | None = None) -> Answer:
    """What each response costs against what it saves, of the risks that still count; no ratio without a cost.

    After the response a risk has the probability of its target class, if that is lower, and an impact that is smaller
    as the target class is against the worst class now. Avoid removes the risk, Exploit makes an opportunity certain;
    Accept, Escalate, Reject and a contingent plan change nothing. Any other response without a target is taken to
    remove the risk, which is said.

    Parameters
    ----------
    level
        The percentile of the register's total whose gain is wanted too; each needs the total computed once more.

    Source
    ------
    PMI, Practice Standard for Project Risk Management, 2009, 7.3: response cost against the change of expected value.
    """
    size = sizes(risks, scales)
    worst = worst_impact(risks)
    priced = ~np.isnan(risks.response_cost)
    answered = priced | np.array([response is not None for response in risks.response_type.tolist()], dtype=bool)
    answered[list(risks.wrong("response_cost") | risks.wrong("response_type"))] = True
    rows = np.flatnonzero(size.open & answered).tolist()
    problems = list(size.problems)
    chance, share = size.chance.copy(), np.ones(len(risks))
    for row in rows:
        (chance[row], share[row]), said = _after(risks, row, float(size.chance[row]), float(worst[row]), scales)
        if said and priced[row]:
            text = f"{risks.id[row]} has no target, so {said}"
            fix = "Type Target Probability, and Target Impact."
            cell = risks.cell("target_probability", row)
            problems.append(Problem(Code.DEFAULT_USED, text, cell, fix, Severity.LOW))
    gains = size.chance * size.cost.mean - chance * share * size.cost.mean
    days = size.chance * size.days.mean - chance * share * size.days.mean
    cost = risks.response_cost[rows]
    at_level = None
    if level is not None:
        at_level, drawn = _at(size, chance, share, rows, level)
        problems += drawn
    made = WorthAtLevel.of(
        len(rows),
        id=risks.id[rows],
        cost=cost,
        gain=gains[rows],
        ratio=np.divide(gains[rows], cost, out=np.full(len(rows), np.nan), where=cost > 0),
        days=days[rows],
        at_level=at_level,
    )
    return Answer(made.only(Worth) if level is None else made, problems)


def _after(risks: Risks, row: int, chance: float, worst: float, scales: Scales) -> tuple[_After, str]:
    """A risk once its response is done, and what is to be said where no target tells it."""
    response, gain = risks.response_type[row], risks.risk_type[row] == OPPORTUNITY
    aim, impact = float(risks.target_probability[row]), float(risks.target_impact[row])
    misfit = response is not None and response not in FITTING[OPPORTUNITY if gain else "Threat"]
    if misfit or any(row in risks.wrong(f) for f in ("target_probability", "target_impact", "response_type")):
        return _UNKNOWN, ""
    if response in ("Avoid", "Exploit"):
        return _After(0.0 if response == "Avoid" else 1.0, 1.0), ""
    if aim != aim and impact != impact:
        if response in PASSIVE:
            return _After(chance, 1.0), ""
        if gain:
            return _UNKNOWN, "what its response gains is not known"
        return _After(0.0, 1.0), "its response is taken to remove it"
    aimed = scales.chance(aim) if aim == aim else chance
    share = _middle(impact) / _middle(worst) if impact == impact and worst >= 1 else 1.0
    best = max if gain else min
    return _After(best(chance, aimed), best(1.0, share)), ""


_UNKNOWN: Final = _After(float("nan"), float("nan"))


def planned_exposure(risks: Risks, scales: Scales) -> Numbers:
    """The EMV of each risk once its response is done [currency]; nan where it has no response, or it is not known."""
    size, worst = sizes(risks, scales), worst_impact(risks)
    left = np.full(len(risks), np.nan)
    targets = risks.target_probability.tolist()
    for row, (now, impact) in enumerate(zip(size.chance.tolist(), worst.tolist(), strict=True)):
        if risks.response_type[row] is not None or targets[row] == targets[row]:
            after, _ = _after(risks, row, now, impact, scales)
            left[row] = after.chance * after.share
    return left * size.cost.mean


def _middle(impact: float) -> float:
    """The middle of a class of impact, as a share of the tolerance; between classes, in proportion."""
    return float(np.interp(impact, range(1, len(_TOLERANCES) + 1), _TOLERANCES))


def _at(size: Sizes, chance: Numbers, share: Numbers, rows: list[int], level: float) -> tuple[Numbers, list[Problem]]:
    """By how much each response alone lowers a percentile of the register's total, and how exact that is."""
    found = np.full(len(rows), np.nan)
    counted = size.open & ~np.isnan(size.chance * size.cost.mean)
    if any(size.open[row] for row in size.broken["cost"]):
        return found, []
    place = np.cumsum(counted) - 1  # where a row is among those that count
    known = [at for at, row in enumerate(rows) if counted[row] and chance[row] == chance[row]]
    wanted = [int(place[rows[at]]) for at in known]
    falling, now = falls(size.chance[counted], size.cost.of(counted), chance[counted], share[counted], wanted, level)
    found[known] = falling
    return found, [simulated(now, level, "cost")] if now.draws else []
