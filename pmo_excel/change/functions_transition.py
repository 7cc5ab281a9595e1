"""The catalogue entries of the transition: readiness of people, go or no-go, versions in use."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.change.configuration import ConfigurationItems, StatusAccount, status_account
from pmo_excel.change.cutover import GoNoGo, go_no_go
from pmo_excel.change.cutover import decision as decided
from pmo_excel.change.readiness import Readiness, readiness
from pmo_excel.change.tables import Cutover, PeopleReadiness
from pmo_excel.core.catalogue import Answer, Arg, Date, function, undefined
from pmo_excel.core.problems import Cell

Checklist = Annotated[Cutover, Arg("The checklist of the cut-over", needs=("Checklist Item", "Result"))]


@function("READINESS", example="=PMO.READINESS('People Readiness'!A4:N20; DATE(2026;4;1))")
def readiness_function(
    groups: Annotated[PeopleReadiness, Arg("Groups of people and where they stand", needs=("Impacted Group",))],
    status_date: Annotated[Date, Arg("Status date", source="Charter.Status Date")],
    red_days: Annotated[
        float, Arg("Days before go-live from which a gap is red", "days", source="Settings.Readiness red days")
    ] = 14,
    red_gap: Annotated[
        float, Arg("Gap that is red whenever it is", "fraction", source="Settings.Readiness red gap")
    ] = 0.4,
) -> Readiness:
    """How ready each group of people is: its colour, the first element that is short, and the days left."""
    return readiness(groups, status_date, red_days, red_gap)


@function("CUTOVER", example="=PMO.CUTOVER(Cutover!A4:J40)")
def cutover_function(checklist: Checklist) -> GoNoGo:
    """Go, No-go or Not yet for each change that goes live, on its first row, with every reason against it."""
    return go_no_go(checklist)


@function("GONOGO", example="=PMO.GONOGO(Cutover!A4:J40)")
def gonogo(checklist: Checklist) -> str | Answer:
    """Go, No-go or Not yet for a whole checklist, and the reasons: any mandatory No is No-go."""
    rows = [row for row in range(len(checklist)) if checklist.item[row] is not None]
    if not rows:
        return undefined("the checklist has no items", "List what must be true to go live.", Cell("checklist"))
    return ": ".join(decided(checklist, rows))


@function("CONFIGURATION", example="=PMO.CONFIGURATION(Deliverables!A4:O40)")
def configuration(
    items: Annotated[ConfigurationItems, Arg("Products and versions", needs=("Version", "Deliverable Status"))],
) -> StatusAccount:
    """Which version of each product reports may use: the newest approved one, and why others are not."""
    return status_account(items)
