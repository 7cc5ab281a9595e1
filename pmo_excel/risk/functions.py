"""The catalogue entries of risk."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, Series, function, undefined
from pmo_excel.risk import register
from pmo_excel.risk.tables import Risks


@function("RISKSCORE", example="=PMO.RISKSCORE(4; 5) is 20")
def riskscore(
    probability: Annotated[float, Arg("Probability on the scale 1-5")],
    impacts: Annotated[Series, Arg("Impact on each objective, 0-5; one or a range")],
) -> float | Answer:
    """Risk score: probability times the worst impact. Empty while no impact is given."""
    known = [impact for impact in impacts if impact is not None]
    return probability * max(known) if known else undefined("no impact is given, so the risk has no score")


@function("RISKRATING", example='=PMO.RISKRATING(5; 3) is "High"')
def riskrating(
    probability: Annotated[float, Arg("Probability on the scale 1-5")],
    impact: Annotated[float, Arg("Worst impact on the scale 0-5")],
) -> str:
    """Low up to a score of 5, Medium from 6, High from 15."""
    return register.rating(probability * impact)


@function("RISKREGISTER", example="=PMO.RISKREGISTER(Risks!A4:AU40; DATE(2026;3;31))")
def riskregister(
    risks: Annotated[Risks, Arg("The risk register", needs=("Risk ID", "Probability (1-5)"))],
    status_date: Annotated[Date | None, Arg("Status date", source="Charter.Status Date")] = None,
) -> register.ScoredRisks:
    """Score, rating, proximity, expected values and lateness of each risk, in the order of the register."""
    return register.scored_risks(risks, status_date)
