"""Reviews that are overdue."""

from __future__ import annotations

from datetime import date

import numpy as np

from pmo_excel.core.instants import NO_INSTANT, instant
from pmo_excel.core.problems import Code
from pmo_excel.governance.document_register import overdue_reviews
from pmo_excel.governance.tables import Deliverables


def test_reviews_that_have_passed_are_listed_with_their_cell() -> None:
    """Today is 15 March: due on the 3rd is 12 days late, on the 14th one; today, later, none and superseded are not."""
    due = [date(2026, 3, 3), date(2026, 3, 14), date(2026, 3, 15), date(2026, 4, 1), None, date(2026, 1, 1)]
    states = ["Approved", "In review", "Approved", "Planned", "Approved", "Superseded"]
    made = Deliverables.of(
        len(due),
        id=np.array([f"P-{n}" for n in range(1, 7)], dtype=object),
        name=np.array(["Network plan", None, "c", "d", "e", "f"], dtype=object),
        review_due=np.array([NO_INSTANT if day is None else instant(day) for day in due]),
        deliverable_status=np.array(states, dtype=object),
    )
    found = list(overdue_reviews(made, instant(date(2026, 3, 15))))
    assert [(problem.code, problem.cell.column, problem.cell.row) for problem in found] == [
        (Code.REVIEW_OVERDUE, "Review Due", made.cell("review_due", row).row) for row in (0, 1)
    ]
    assert found[0].message == "the review of P-1 Network plan was due on 03-Mar-26, 12 days ago"
    assert found[1].message == "the review of P-2 was due on 14-Mar-26, 1 day ago"
