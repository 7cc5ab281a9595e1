"""Stakeholders at a glance: who stands where, whom to see first, what is due and at risk; without private notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.tables import Table
from pmo_excel.schedule.snapshots import WORSE
from pmo_excel.stakeholders.concerns import EscalatedConcerns
from pmo_excel.stakeholders.engagement import THRESHOLD, EngagementPriorities
from pmo_excel.stakeholders.ledger import AT_RISK, MISSED
from pmo_excel.stakeholders.raci import OK
from pmo_excel.stakeholders.tables import Communications, Expectations, Raci, Stakeholders

SOON: Final = 14
"""Calendar days ahead in which a communication is listed as due."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its headers, and its rows as they are shown."""

    headers: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to see about a project's stakeholders.

    Attributes
    ----------
    grid, gaps, priorities
        Everybody's place, engagement, and the order in which to see them.
    falling
        Who is less engaged than at the last snapshot.
    due
        Communications that are overdue, or due in the next two weeks.
    promises, raci, concerns
        Promises at risk, rows of the RACI chart with something wrong, and open concerns on their ladder.
    """

    people: Stakeholders
    threshold: float
    grid: Listing
    gaps: Listing
    priorities: Listing
    falling: Listing
    due: Listing
    promises: Listing
    raci: Listing
    concerns: Listing = field(default_factory=lambda: Listing(()))

    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        """Every list as records."""
        listings = {
            "grid": self.grid,
            "gaps": self.gaps,
            "priorities": self.priorities,
            "falling": self.falling,
            "due": self.due,
            "expectations": self.promises,
            "raci": self.raci,
            "concerns": self.concerns,
        }
        return {
            name: [dict(zip(listing.headers, row, strict=True)) for row in listing.rows]
            for name, listing in listings.items()
        }


def overview(
    tables: Mapping[str, Table],
    priorities: EngagementPriorities,
    concerns: EscalatedConcerns | None,
    status_date: int | None,
    threshold: float = THRESHOLD,
) -> Overview | None:
    """The overview of a refreshed workbook's sheets; None where it has no register."""
    people = tables.get("Stakeholders")
    if not isinstance(people, Stakeholders):
        return None
    plan, promises, raci = (tables.get(name) for name in ("Communications Plan", "Expectations", "RACI"))
    return Overview(
        people,
        threshold,
        _of(people, id="ID", name="Name", power="Power", interest="Interest", grid_quadrant="Quadrant"),
        _of(people, name="Name", current_engagement="Current", desired_engagement="Desired", engagement_gap="Gap")
        if len(people)
        else Listing(()),
        _of(priorities, stakeholder="Name", priority="Priority", quadrant="Quadrant", gap="Gap"),
        falling(people),
        _due(plan, status_date) if isinstance(plan, Communications) else Listing(()),
        _at_risk(promises, people) if isinstance(promises, Expectations) else Listing(()),
        _wrong(raci) if isinstance(raci, Raci) else Listing(()),
        _of(concerns, id="ID", title="Concern", age="Age (d)", level="Level", owner="With", because="Why")
        if concerns is not None
        else Listing(()),
    )


def _of(table: Table, **headers: str) -> Listing:
    """Some columns of a table under these headers."""
    values = (getattr(table, name).tolist() for name in headers)
    rows = [tuple(None if is_empty(value) else value for value in row) for row in zip(*values, strict=True)]
    return Listing(tuple(headers.values()), rows)


def falling(people: Stakeholders) -> Listing:
    """Who is less engaged than at the last snapshot, for the RAID summary too."""
    rows = [
        (people.name[row], people.current_engagement[row], people.relationship_owner[row])
        for row, trend in enumerate(people.engagement_trend.tolist())
        if trend == WORSE
    ]
    return Listing(("Name", "Now", "Relationship Owner"), rows)


def _due(plan: Communications, status_date: int | None) -> Listing:
    found = []
    for row, due in enumerate(plan.next_due.tolist()):
        if due == NO_INSTANT or status_date is None or due > status_date + SOON * DAY:
            continue
        late = float(plan.overdue[row])
        said = (plan.id[row], plan.information[row], plan.audience[row], plan.owner[row], day_text(due))
        found.append((due, (*said, None if late != late else late)))
    headers = ("ID", "Information", "Audience", "Owner", "Due", "Overdue (d)")
    return Listing(headers, [row for _, row in sorted(found, key=lambda one: one[0])])


def _at_risk(promises: Expectations, people: Stakeholders) -> Listing:
    names = dict(zip(people.id.tolist(), people.name.tolist(), strict=True))
    rows = [
        (promises.id[row], names.get(who) or who, promises.statement[row], status, promises.why[row])
        for row, (who, status) in enumerate(
            zip(promises.stakeholder_id.tolist(), promises.status.tolist(), strict=True)
        )
        if status in (AT_RISK, MISSED) or str(promises.why[row] or "").startswith("Warning")
    ]
    return Listing(("ID", "Stakeholder", "Expectation", "Status", "Why"), rows)


def _wrong(raci: Raci) -> Listing:
    pairs = zip(raci.activity.tolist(), raci.check.tolist(), strict=True)
    return Listing(("Activity", "Check"), [(what, check) for what, check in pairs if check not in (None, OK)])
