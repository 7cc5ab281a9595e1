"""The register of documents and products: what each row lacks, and reviews that are overdue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.tables import Deliverables

CLOSED: Final = frozenset({"Rejected", "Superseded"})
"""States in which nothing is reviewed any more."""
_WRITTEN: Final = frozenset({"In review", "Approved"})
"""States in which there is a text: it has a version and a place."""


@table("Documents", key="id")
class DocumentStatus(Table):
    """Documents in the order of the register."""

    id: Annotated[Texts, Column("Deliverable ID", "The document, as in the register.")]
    name: Annotated[Texts, Column("Deliverable", "What it is called.")]
    state: Annotated[Texts, Column("Deliverable Status", "As in the register.")]
    version: Annotated[Texts, Column("Version", "The current one.")]
    owner: Annotated[Texts, Column("Owner", "Who makes it; else who approves it.")]
    link: Annotated[Texts, Column("Document Link", "Where it is kept.")]
    review_due: Annotated[Instants, Column("Review Due", "The next review.", Type.DATE)]
    overdue: Annotated[Numbers, Column("Review Overdue (d)", "Days past it.", Type.NUMBER, unit="days")]
    lacks: Annotated[Texts, Column("Lacks", "What the row should say and does not.", Type.LONG_TEXT)]


def document_status(deliverables: Deliverables, status_date: int) -> DocumentStatus:
    """Each document with its owner, the days by which its review is overdue, and what its row lacks.

    What is in review or approved should have a version and a link; what is approved its day and who approved it;
    what is not rejected or superseded an owner.
    """
    made = DocumentStatus.of(
        len(deliverables),
        id=deliverables.id,
        name=deliverables.name,
        state=deliverables.deliverable_status,
        version=deliverables.version,
        link=deliverables.document_link,
        review_due=deliverables.review_due,
    )
    for row, state in enumerate(deliverables.deliverable_status.tolist()):
        made.owner[row] = deliverables.producer[row] or deliverables.approver[row]
        made.overdue[row] = _overdue(int(deliverables.review_due[row]), state, status_date) or np.nan
        if deliverables.id[row] or deliverables.name[row]:
            made.lacks[row] = "; ".join(_lacks(deliverables, row, state)) or None
    return made


def _lacks(deliverables: Deliverables, row: int, state: str | None) -> Iterator[str]:
    if state is None:
        yield "status"
    if state not in CLOSED and not (deliverables.producer[row] or deliverables.approver[row]):
        yield "owner"
    if state in _WRITTEN and not deliverables.version[row]:
        yield "version"
    if state in _WRITTEN and not deliverables.document_link[row]:
        yield "link"
    if state == "Approved" and deliverables.actual_approval[row] == NO_INSTANT:
        yield "day of the approval"
    if state == "Approved" and not deliverables.approver[row]:
        yield "approver"


def _overdue(due: int, state: str | None, today: int) -> int:
    """Days by which a review is overdue; 0 where it is not, or where nothing is reviewed any more."""
    if due == NO_INSTANT or state in CLOSED:
        return 0
    return max(0, (today // DAY) - due // DAY)


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
        late = _overdue(due, state, today)
        if late:
            what = " ".join(part for part in (name, title) if part) or "this row"
            text = f"the review of {what} was due on {day_text(due)}, {late} {'day' if late == 1 else 'days'} ago"
            place = deliverables.cell("review_due", row)
            yield Problem(Code.REVIEW_OVERDUE, text, place, "Review it, and type the day of the next.", Severity.MEDIUM)
