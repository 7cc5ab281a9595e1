"""Status of scope: deliverables that will not come as planned, and changes that nobody has decided yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from pmo_excel.change.tables import Changes
from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.rag import Rag, rag
from pmo_excel.core.tables import field_of
from pmo_excel.governance.dimensions.basis import Basis, declared, unreadable
from pmo_excel.governance.dimensions.cost import approved_budget
from pmo_excel.governance.judged import Cited, Judged, Measure, address, grey, judged, not_kept
from pmo_excel.governance.reasons import number_text, percent_text, share_said
from pmo_excel.governance.tables import Deliverables

UNDECIDED: Final = frozenset({"Raised", "Under assessment", "Awaiting decision"})
"""States of changes that are not approved and may be."""
SIMULATED: Final = "Impact Cost simulated"
"""What a change would cost, where that is worked out."""


def scope_status(basis: Basis) -> Judged:
    """Status of scope; not judged where neither deliverables nor the cost of changes are kept."""
    made, log = basis.sheets.deliverables, basis.sheets.changes
    wrong = 0 if made is None else unreadable(made, "deliverable_status", "planned_approval", "actual_approval")
    wrong += 0 if log is None else unreadable(log, "status")
    if wrong:
        fix = "Repair the findings of the Deliverables and Changes sheets."
        return grey("Scope", f"{wrong} deliverables or changes have a cell that cannot be read", fix)
    measures = [*_deliverables(basis), *_changes(basis)]
    if not measures:
        return not_kept("Scope", "neither deliverables nor the cost of changes are kept")
    return judged("Scope", measures)


def _deliverables(basis: Basis) -> Iterator[Measure]:
    made = basis.sheets.deliverables
    if made is None:
        return
    kept = [row for row in range(len(made)) if made.id[row] and made.deliverable_status[row] != "Superseded"]
    if not kept:
        return
    lost = [row for row in kept if _undeliverable(made, row, basis.status_date)]
    risky = [row for row in kept if row in lost or made.rag[row] in (Rag.AMBER.value, Rag.RED.value)]
    limit = basis.cited_limit("Deliverables at risk", percent=False)
    cited = (
        Cited("Deliverables at risk", number_text(len(risky)), len(risky)),
        Cited("Deliverables", number_text(len(kept)), len(kept)),
        Cited("Undeliverable", number_text(len(lost)), len(lost)),
        Cited("Red above", "0", 0),
        limit,
        *(_cited(made, row) for row in risky),
    )
    said = (
        f"deliverables at risk: {len(risky)} of {len(kept)} (amber > {limit.text}), "
        f"rejected past their day: {len(lost)} (red > 0)"
    )
    colour = Rag.RED if lost else Rag.AMBER if len(risky) > limit.value else Rag.GREEN
    drivers = tuple(f"{made.id[row]} {made.name[row] or ''}".strip() for row in risky[:3])
    yield Measure(said, colour, len(risky), max(limit.value, 1.0), cited, drivers)


def _cited(made: Deliverables, row: int) -> Cited:
    return Cited(f"Deliverable {made.id[row]}", str(made.id[row]), np.nan, address(made, "rag", row))


def _undeliverable(made: Deliverables, row: int, status_date: int | None) -> bool:
    """Rejected, and the day has passed on which it should have been accepted, or there is none."""
    due = int(made.planned_approval[row])
    passed = due == NO_INSTANT or (status_date is not None and due < status_date)
    return made.deliverable_status[row] == "Rejected" and passed


def _changes(basis: Basis) -> Iterator[Measure]:
    """The value of changes that may come, as a share of the budget, where the log knows what they cost."""
    changes, approved = basis.sheets.changes, approved_budget(basis)
    if changes is None or not declared(Changes, SIMULATED) or approved.value <= 0:
        return
    name = field_of(Changes, SIMULATED)
    costs: Numbers = getattr(changes, name)
    rows = [r for r, state in enumerate(changes.status.tolist()) if state in UNDECIDED and costs[r] == costs[r]]
    if not rows:
        return
    value = float(sum(abs(costs[r]) for r in rows))
    share = value / approved.value
    amber, red = (basis.cited_limit(f"Open changes {colour}") for colour in ("amber", "red"))
    cited = (
        Cited("Undecided changes", number_text(value), value, "=" + "+".join(address(changes, name, r) for r in rows)),
        Cited("Share of budget", percent_text(share), share),
        approved,
        amber,
        red,
    )
    said = share_said("value of undecided changes", value, "budget", approved.value, red.value, amber.value)
    drivers = tuple(f"{changes.id[r]} {changes.title[r] or ''} +{number_text(abs(float(costs[r])))}" for r in rows[:3])
    yield Measure(said, rag(share, red.value, _trigger(amber.value, red.value)), share, red.value, cited, drivers)


def _trigger(amber: float, red: float) -> float:
    return amber / red if red else 0.0
