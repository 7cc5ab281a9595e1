"""Exposure: what the open risks are expected to cost and to take, and whether the contingency is enough for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.catalogue import Answer, undefined
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Table, table
from pmo_excel.risk.scales import Scales
from pmo_excel.risk.sizes import Sizes, sizes
from pmo_excel.risk.tables import Risks
from pmo_excel.risk.totals import Three, Total, total

TOTAL: Final = "Total"
_FIELDS: Final = {"cost": "cost_impact_most_likely", "days": "time_impact_most_likely"}
_NOTHING: Final = {
    what: f"no open risk has a probability and an impact in {unit}, so there is no total"
    for what, unit in (("cost", "money"), ("days", "days"))
}


@table("Exposure")
class Exposure(Table):
    """What each open risk is expected to cost and to take; the last row is the total."""

    risk_id: Annotated[Texts, Column("Risk ID", "The risk; Total in the last row.")]
    cost: Annotated[Numbers, Column("EMV cost", "Probability times cost impact.", Type.MONEY, unit="currency")]
    days: Annotated[Numbers, Column("EMV days", "Probability times time impact.", Type.NUMBER, unit="working days")]


@table("Adequacy")
class Adequacy(Table):
    """The contingency against the exposure; one row."""

    threats: Annotated[Numbers, Column("Threats", "EMV of the threats.", Type.MONEY, unit="currency")]
    opportunities: Annotated[Numbers, Column("Opportunities", "EMV of the opportunities.", Type.MONEY, unit="currency")]
    net: Annotated[Numbers, Column("Net EMV", "Both together.", Type.MONEY, unit="currency")]
    contingency: Annotated[Numbers, Column("Contingency", "What there is for it.", Type.MONEY, unit="currency")]
    used: Annotated[Numbers, Column("Share", "Net EMV by the contingency.", Type.PERCENT, unit="fraction")]
    level: Annotated[Numbers, Column("Level", "The confidence that is wanted.", Type.PERCENT, unit="fraction")]
    needed: Annotated[Numbers, Column("Needed", "What is needed for that confidence.", Type.MONEY, unit="currency")]
    confidence: Annotated[
        Numbers, Column("Confidence", "That the contingency is enough.", Type.PERCENT, unit="fraction")
    ]
    rag: Annotated[Texts, Column("RAG", "Red: less than the EMV; amber: less than is needed.", Type.RAG)]
    why: Annotated[Texts, Column("Why", "In one sentence.", Type.LONG_TEXT)]


def exposure(risks: Risks, scales: Scales) -> Answer:
    """Expected monetary value and expected delay of each open risk, in the order of the register, and their sums.

    Threats are positive, opportunities negative. A risk without probability or impact adds nothing to the total, and
    is named; a cell that could not be read leaves the total empty.
    """
    size = sizes(risks, scales)
    rows = np.flatnonzero(size.open)
    cost, days = size.chance * size.cost.mean, size.chance * size.days.mean
    made = Exposure.of(
        len(rows) + 1,
        risk_id=np.array([*risks.id[rows].tolist(), TOTAL], dtype=object),
        cost=np.append(cost[rows], _sum(size, cost, "cost")),
        days=np.append(days[rows], _sum(size, days, "days")),
    )
    return Answer(made, [*size.problems, *_left_out(risks, size)])


def _sum(size: Sizes, values: Numbers, what: str) -> float:
    """The sum over open risks; nan where one rests on a cell that could not be read, or none of them has any."""
    known = values[size.open & ~np.isnan(values)]
    broken = any(size.open[row] for row in size.broken[what])
    return float("nan") if broken or (size.open.any() and not len(known)) else float(known.sum())


def _left_out(risks: Risks, size: Sizes) -> Iterator[Problem]:
    """Open risks that have neither money nor days, or no probability: they are in no total."""
    unknown = np.isnan(size.chance * size.cost.mean) & np.isnan(size.chance * size.days.mean)
    for row in np.flatnonzero(size.open & unknown).tolist():
        if row not in size.broken["cost"] | size.broken["days"]:
            text = f"{risks.id[row]} has no probability, or no impact in money or days, so it is in no total"
            cell = risks.cell(_FIELDS["cost"], row)
            yield Problem(Code.MISSING_VALUE, text, cell, "Type both.", Severity.LOW)


def total_of(risks: Risks, scales: Scales, what: str, seed: int = 1) -> tuple[Total | None, list[Problem]]:
    """The distribution of the total of the open risks, in cost or days; None where it is not known, with the reason.

    It is not known where an open risk has a cell that could not be read, or none has both a probability and an impact.

    Parameters
    ----------
    what
        `cost` or `days`.
    """
    size = sizes(risks, scales)
    broken = sorted(row for row in size.broken[what] if size.open[row])
    if broken:
        text = f"{risks.id[broken[0]]} has a cell that could not be read, so the total of the risks is not known"
        problem = Problem(Code.DEPENDS_ON_ERROR, text, risks.cell(_FIELDS[what], broken[0]), "Repair the cell.")
        return None, [*size.problems, problem]
    problems = [*size.problems, *_left_out(risks, size)]
    impact: Three = getattr(size, what)
    counted = size.open & ~np.isnan(size.chance * impact.mean)
    if not counted.any() and (size.open.any() or not len(risks)):
        return None, [*problems, *undefined(_NOTHING[what]).problems]
    return total(size.chance[counted], *impact.of(counted), seed=seed), problems


def as_level(percentile: float) -> float:
    """A percentile as a probability: 80 and 0.8 are the same."""
    return percentile / 100 if 1 < percentile <= 100 else percentile


def not_a_level(percentile: float) -> Problem | None:
    """What is wrong with a percentile; None where it is one."""
    if 0 < percentile <= 100:
        return None
    fix = "Give a probability, as in 0.8 or 80%."
    return Problem(Code.ARGUMENT, f"{percentile:g} is no percentile", Cell("percentile"), fix)


def percentile(risks: Risks, level: float, scales: Scales, what: str, seed: int) -> Answer:
    """The total that is not exceeded with a probability: exact up to 20 risks of one impact each, else drawn.

    Problems
    --------
    SIMULATED says how far the drawn value may be from the true one.
    """
    wrong = not_a_level(level)
    if wrong:
        return Answer(None, [wrong])
    level = as_level(level)
    found, problems = total_of(risks, scales, what, seed)
    if found is None:
        return Answer(None, problems)
    return Answer(found.at(level), [*problems, *_drawn(found, level, what)])


def simulated(found: Total, level: float, what: str) -> Problem:
    """What is to be said of a value that was drawn."""
    unit = "" if what == "cost" else " working days"
    text = f"P{level * 100:g} is from {found.draws:,} draws: ± {found.error(level):,.4g}{unit} with 95 % confidence"
    return Problem(Code.SIMULATED, text, Cell("risks"), "", Severity.INFO)


def _drawn(found: Total, level: float, what: str) -> list[Problem]:
    return [simulated(found, level, what)] if found.draws else []


def adequacy(risks: Risks, contingency: float, scales: Scales) -> Answer:
    """Is the contingency enough: for the expected value, and with the confidence that is wanted.

    Source
    ------
    AACE International RP 44R-08 (expected value) and GAO-20-195G, Cost Estimating and Assessment Guide, 2020, chapter
    12: contingency at a confidence level, such as 80 %.
    """
    found, problems = total_of(risks, scales, "cost")
    size = sizes(risks, scales)
    if found is not None and not size.open.any():
        found, problems = None, [*problems, *undefined(_NOTHING["cost"]).problems]
    if found is None:
        return Answer(None, problems)
    values = np.where(size.open, size.chance * size.cost.mean, 0.0)
    threats, gains = float(np.nansum(values[values > 0])), float(np.nansum(values[values < 0]))
    net, level = threats + gains, scales.confidence
    needed, confidence = found.at(level), found.within(contingency)
    rag, why = _status(net, contingency, needed, level, confidence)
    made = Adequacy.of(
        1,
        threats=np.array([threats]),
        opportunities=np.array([gains]),
        net=np.array([net]),
        contingency=np.array([contingency]),
        used=np.array([net / contingency if contingency > 0 else np.nan]),
        level=np.array([level]),
        needed=np.array([needed]),
        confidence=np.array([confidence]),
        rag=np.array([rag.value], dtype=object),
        why=np.array([why], dtype=object),
    )
    return Answer(made, [*problems, *_drawn(found, level, "cost")])


def _status(net: float, contingency: float, needed: float, level: float, confidence: float) -> tuple[Rag, str]:
    """The colour and its sentence: `short 1,000 (103 %)`."""
    share = f" ({net / contingency:.0%})".replace("%", " %") if contingency > 0 and net > 0 else ""
    if net > contingency + 0.005:
        return Rag.RED, f"short {net - contingency:,.0f}{share}"
    covers = f"{confidence * 100:.1f} % sure to be enough"
    if needed > contingency + 0.005:
        return Rag.AMBER, f"covers the expected value{share}, {covers}; P{level * 100:g} needs {needed:,.0f}"
    return Rag.GREEN, f"covers the expected value{share}, {covers}"
