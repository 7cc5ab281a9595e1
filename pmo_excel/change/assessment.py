"""What is known of a change on each dimension; what nobody looked at says so, and is never 0."""

from __future__ import annotations

from typing import Annotated, Final

from pmo_excel.change.tables import Changes
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table

NOT_ASSESSED: Final = "Not assessed"
_JUDGED: Final = {
    "scope": "impact_scope",
    "quality": "impact_quality",
    "risk": "impact_risk",
    "benefits": "impact_benefits",
    "readiness": "impact_people_readiness",
}
"""Dimensions that a person judges, and the column that says how."""


@table("Changes")
class Assessment(Table):
    """Changes by dimension."""

    id: Annotated[Texts, Column("Change ID", "The change, as in the log.")]
    time: Annotated[Texts, Column("Time", "Working days later, as simulated.")]
    cost: Annotated[Texts, Column("Cost", "What it costs, as simulated.")]
    scope: Annotated[Texts, Column("Scope", "None, Low, Medium or High.")]
    quality: Annotated[Texts, Column("Quality", "None, Low, Medium or High.")]
    risk: Annotated[Texts, Column("Risk", "None, Low, Medium or High.")]
    benefits: Annotated[Texts, Column("Benefits", "None, Low, Medium or High.")]
    resource: Annotated[Texts, Column("Resource", "People who are touched, as simulated.")]
    readiness: Annotated[Texts, Column("People/Readiness", "None, Low, Medium or High.")]
    missing: Annotated[Numbers, Column("Not Assessed", "How many are not.", Type.NUMBER, unit="dimensions")]


def assessment(changes: Changes) -> Assessment:
    """Six dimensions of each change, and the people: numbers where they were simulated, else words."""
    made = Assessment.of(len(changes), id=changes.id)
    for row in range(len(changes)):
        made.time[row] = _number(float(changes.impact_time[row]), "{:+g} wd", "0 wd")
        made.cost[row] = _number(float(changes.impact_cost[row]), "{:+,.6g}", "0")
        people = float(changes.people_affected[row])
        made.resource[row] = _number(people, "{:g} person" if people == 1 else "{:g} people", "0 people")
        for name, column in _JUDGED.items():
            getattr(made, name)[row] = getattr(changes, column)[row] or NOT_ASSESSED
        shown = ("time", "cost", "resource", *_JUDGED)
        made.missing[row] = sum(getattr(made, name)[row] == NOT_ASSESSED for name in shown)
    return made


def _number(value: float, shape: str, none: str) -> str:
    if value != value:
        return NOT_ASSESSED
    return shape.format(value) if value else none
