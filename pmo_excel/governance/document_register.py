"""The register of documents and products: reviews that are overdue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.governance.tables import Deliverables

CLOSED: Final = frozenset({"Rejected", "Superseded"})
"""States in which nothing is reviewed any more."""


def overdue_reviews(deliverables: Deliverables, today: int) -> Iterator[Problem]:
    """Each deliverable whose review should have been before today, an instant; the day itself is in time."""
    rows = zip(
        deliverables.id.tolist(),
        deliverables.name.tolist(),
        deliverables.review_due.tolist(),
        deliverables.deliverable_status.tolist(),
        strict=True,
    )
    for row, (name, title, due, state) in enumerate(rows):
        late = (today - due) // DAY
        if due != NO_INSTANT and late > 0 and state not in CLOSED:
            what = " ".join(part for part in (name, title) if part) or "this row"
            text = f"the review of {what} was due on {day_text(due)}, {late} {'day' if late == 1 else 'days'} ago"
            place = deliverables.cell("review_due", row)
            yield Problem(Code.REVIEW_OVERDUE, text, place, "Review it, and type the day of the next.", Severity.MEDIUM)
