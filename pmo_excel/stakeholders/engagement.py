"""Stakeholder engagement: the power/interest grid, the gap to the level wanted, salience, and whom to see first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.lists import LISTS
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.snapshots import BETTER, SAME, WORSE, Figure, Snapshots, previous
from pmo_excel.stakeholders.tables import Stakeholders

THRESHOLD: Final = 3.5
LEVELS: Final = LISTS["Engagement"]
"""Unaware 0 to Leading 4; that Unaware stands below Resistant is a convention."""
STAKEHOLDER: Final = "Stakeholder"
"""The kind of object that a snapshot has levels of."""
CURRENT_ENGAGEMENT: Final = "Current Engagement"

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
    trend: Annotated[
        Texts, Column("Engagement Trend", "▲ more, ► as much, ▼ less than at the last snapshot.", Type.ARROW)
    ]


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


def engagements(
    people: Stakeholders, threshold: float, history: Snapshots | None = None, status_date: int | None = None
) -> Engagements:
    """Where each stakeholder stands, in the order of the register; empty where a level is missing.

    The trend is that since the newest snapshot before the status date; empty where that has no level of theirs.
    """
    made = Engagements.of(len(people), id=people.id)
    was = previous(history, STAKEHOLDER, CURRENT_ENGAGEMENT, status_date)
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
        made.trend[row] = _trend(was.get(str(people.id[row])), current)
    return made


def _trend(before: str | None, now: str | None) -> str | None:
    """How a level compares with the last snapshot's; None where either is not known."""
    if before not in LEVELS or now not in LEVELS:
        return None
    moved = LEVELS.index(now) - LEVELS.index(before)
    return SAME if moved == 0 else BETTER if moved > 0 else WORSE


def engagement_figures(people: Stakeholders) -> Iterator[Figure]:
    """The level of each stakeholder, for a snapshot to keep."""
    for key, level in zip(people.id.tolist(), people.current_engagement.tolist(), strict=True):
        if key is not None and level is not None:
            yield Figure(STAKEHOLDER, str(key), CURRENT_ENGAGEMENT, str(level))


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
