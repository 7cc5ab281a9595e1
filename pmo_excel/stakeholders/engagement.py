"""Stakeholder engagement: the power/interest grid, the gap to the level wanted, salience, and whom to see first."""

from __future__ import annotations

from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.lists import LISTS
from pmo_excel.core.tables import Table, table
from pmo_excel.stakeholders.tables import Stakeholders

THRESHOLD: Final = 3.5
LEVELS: Final = LISTS["Engagement"]
"""Unaware 0 to Leading 4; that Unaware stands below Resistant is a convention."""

_CLASSES: Final = {
    (True, True, True): "Definitive",
    (True, True, False): "Dominant",
    (True, False, True): "Dangerous",
    (False, True, True): "Dependent",
    (True, False, False): "Dormant",
    (False, True, False): "Discretionary",
    (False, False, True): "Demanding",
    (False, False, False): "Non-stakeholder",
}


@table("Stakeholders", key="id")
class Engagements(Table):
    """Stakeholders with where they stand."""

    id: Annotated[Texts, Column("Stakeholder ID", "The stakeholder, as in the register.")]
    quadrant: Annotated[Texts, Column("Grid Quadrant", "Power against interest.", Type.CHOICE, choices="Quadrant")]
    salience: Annotated[Texts, Column("Salience Class", "Power, legitimacy, urgency.", Type.CHOICE, choices="Salience")]
    gap: Annotated[Numbers, Column("Engagement Gap", "Steps to the level wanted.", Type.NUMBER, unit="steps")]
    priority: Annotated[Numbers, Column("Engagement Priority", "Power × interest × gap.", Type.NUMBER)]


@table("Stakeholders", key="")
class EngagementPriorities(Table):
    """Stakeholders in the order in which to see them."""

    stakeholder: Annotated[Texts, Column("Stakeholder", "Name, or the ID where there is no name.")]
    priority: Annotated[Numbers, Column("Priority", "Power × interest × gap.", Type.NUMBER)]
    quadrant: Annotated[Texts, Column("Quadrant", "Power against interest.", Type.CHOICE, choices="Quadrant")]
    gap: Annotated[Numbers, Column("Gap", "Steps to the level wanted.", Type.NUMBER, unit="steps")]


def quadrant(power: float, interest: float, threshold: float = THRESHOLD) -> str:
    """The cell of the power/interest grid; at the threshold counts as high.

    Source
    ------
    Mendelow, A., Environmental scanning: the impact of the stakeholder concept, 1981.
    """
    if power >= threshold:
        return "Manage closely" if interest >= threshold else "Keep satisfied"
    return "Keep informed" if interest >= threshold else "Monitor"


def engagement_gap(current: str, desired: str) -> int:
    """Steps from the current to the desired level, never below 0."""
    return max(0, LEVELS.index(desired) - LEVELS.index(current))


def salience(power: bool, legitimacy: bool, urgency: bool) -> str:
    """The class of a stakeholder by which of the three attributes it has.

    Source
    ------
    Mitchell, Agle and Wood, Toward a theory of stakeholder identification and salience, 1997.
    """
    return _CLASSES[bool(power), bool(legitimacy), bool(urgency)]


def engagements(people: Stakeholders, threshold: float) -> Engagements:
    """Where each stakeholder stands, in the order of the register; empty where a level is missing."""
    made = Engagements.of(len(people), id=people.id)
    for row in range(len(people)):
        power, interest = float(people.power[row]), float(people.interest[row])
        known = power == power and interest == interest
        if known:
            made.quadrant[row] = quadrant(power, interest, threshold)
        legitimacy, urgency = people.legitimacy[row], people.urgency[row]
        if power == power and legitimacy is not None and urgency is not None:
            made.salience[row] = salience(power >= threshold, legitimacy, urgency)
        current, desired = people.current_engagement[row], people.desired_engagement[row]
        if current and desired:
            made.gap[row] = engagement_gap(current, desired)
            made.priority[row] = power * interest * made.gap[row] if known else np.nan
    return made


def priorities(people: Stakeholders, threshold: float) -> EngagementPriorities:
    """Whom to see first: by priority, then in the order of the register; without a priority last."""
    where = engagements(people, threshold)
    order = np.argsort(-np.nan_to_num(where.priority, nan=-1.0), kind="stable")
    names = [people.name[row] or people.id[row] for row in order.tolist()]
    return EngagementPriorities.of(
        len(order),
        stakeholder=np.array(names, dtype=object),
        priority=where.priority[order],
        quadrant=where.quadrant[order],
        gap=where.gap[order],
    )
