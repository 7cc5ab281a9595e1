"""The catalogue entries of stakeholders."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Arg, function
from pmo_excel.stakeholders import engagement
from pmo_excel.stakeholders.engagement import THRESHOLD
from pmo_excel.stakeholders.tables import Stakeholders

Threshold = Annotated[
    float, Arg("From where power and interest are high", source="Settings.Power and interest threshold")
]
Level = Arg("Level of engagement", choices="Engagement")


@function("QUADRANT", example='=PMO.QUADRANT(5; 4) is "Manage closely"')
def quadrant(
    power: Annotated[float, Arg("Power, 1-5")],
    interest: Annotated[float, Arg("Interest, 1-5")],
    threshold: Threshold = THRESHOLD,
) -> str:
    """Cell of the power/interest grid."""
    return engagement.quadrant(power, interest, threshold)


@function("ENGAGEMENTGAP", unit="steps", example='=PMO.ENGAGEMENTGAP("Resistant"; "Supportive") is 2')
def engagementgap(current: Annotated[str, Level], desired: Annotated[str, Level]) -> float:
    """Steps from the current to the desired level of engagement, not below 0."""
    return float(engagement.engagement_gap(current, desired))


@function("ENGAGEMENTPRIORITY", example="=PMO.ENGAGEMENTPRIORITY(Stakeholders!A4:U30)")
def engagementpriority(
    stakeholders: Annotated[Stakeholders, Arg("The stakeholder register", needs=("Power (1-5)", "Interest (1-5)"))],
    threshold: Threshold = THRESHOLD,
) -> engagement.EngagementPriorities:
    """Whom to see first: power × interest × gap, the highest first."""
    return engagement.priorities(stakeholders, threshold)


@function("SALIENCE", example='=PMO.SALIENCE(TRUE; TRUE; TRUE) is "Definitive"')
def salience(
    power: Annotated[bool, Arg("Has power")],
    legitimacy: Annotated[bool, Arg("Has a legitimate claim")],
    urgency: Annotated[bool, Arg("Has an urgent claim")],
) -> str:
    """Stakeholder class by power, legitimacy and urgency."""
    return engagement.salience(power, legitimacy, urgency)


@function("ENGAGEMENT", example="=PMO.ENGAGEMENT(Stakeholders!A4:U30)")
def engagement_function(
    stakeholders: Annotated[
        Stakeholders, Arg("The stakeholder register", needs=("Stakeholder ID", "Power (1-5)", "Interest (1-5)"))
    ],
    threshold: Threshold = THRESHOLD,
) -> engagement.Engagements:
    """Quadrant, salience, gap and priority of each stakeholder, in the order of the register."""
    return engagement.engagements(stakeholders, threshold)
