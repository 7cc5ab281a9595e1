"""Status of quality: open severe defects, and reviews of deliverables that are overdue."""

from __future__ import annotations

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.rag import Rag
from pmo_excel.governance.dimensions.basis import Basis, unreadable
from pmo_excel.governance.judged import Cited, Judged, Measure, address, grey, judged, not_kept
from pmo_excel.governance.reasons import count_said
from pmo_excel.governance.tables import Deliverables, Issues

SETTLED = frozenset({"Resolved", "Closed"})
ACCEPTED = frozenset({"Approved", "Superseded"})


def quality_status(basis: Basis) -> Judged:
    """Status of quality; not judged where neither issues nor deliverables are kept.

    A severe defect is an open issue of severity Critical that is an off-specification, or whose impact is on quality.
    A review is overdue when its day has passed and the deliverable is not approved.
    """
    issues, made = basis.sheets.issues, basis.sheets.deliverables
    wrong = 0 if issues is None else unreadable(issues, "issue_type", "severity", "impact_on_tolerance", "status")
    wrong += 0 if made is None else unreadable(made, "review_due", "deliverable_status")
    if wrong:
        fix = "Repair the findings of the Issues and Deliverables sheets."
        return grey("Quality", f"{wrong} issues or deliverables have a cell that cannot be read", fix)
    measures = []
    issues, made, day = basis.sheets.issues, basis.sheets.deliverables, basis.status_date
    if issues is not None and len(issues):
        columns = (issues.issue_type, issues.severity, issues.impact_on_tolerance, issues.status)
        rows = [
            row
            for row, (kind, severity, impact, state) in enumerate(zip(*(c.tolist() for c in columns), strict=True))
            if severity == "Critical" and (kind == "Off-specification" or impact == "Quality") and state not in SETTLED
        ]
        measures.append(_count(basis, issues, rows, "severity", "open severe defects"))
    if made is not None and len(made) and day is not None:
        pairs = zip(made.review_due.tolist(), made.deliverable_status.tolist(), strict=True)
        rows = [r for r, (due, state) in enumerate(pairs) if due != NO_INSTANT and due < day and state not in ACCEPTED]
        measures.append(_count(basis, made, rows, "review_due", "overdue quality reviews"))
    if not measures:
        return not_kept("Quality", "neither issues nor deliverables are kept")
    return judged("Quality", measures)


def _count(basis: Basis, table: Issues | Deliverables, rows: list[int], name: str, what: str) -> Measure:
    amber, red = (basis.cited_limit(f"Quality {colour} above", percent=False) for colour in ("amber", "red"))
    count = len(rows)
    colour = Rag.RED if count > red.value else Rag.AMBER if count > amber.value else Rag.GREEN
    keys, names = table.id.tolist(), (table.title if isinstance(table, Issues) else table.name).tolist()
    cited = (
        Cited(what, str(count), count),
        amber,
        red,
        *(Cited(str(keys[row]), str(keys[row]), float("nan"), address(table, name, row)) for row in rows),
    )
    drivers = tuple(f"{keys[row]} {names[row] or ''}".strip() for row in rows[:3])
    said = count_said(count, what, red.value, amber.value)
    return Measure(said, colour, count, max(red.value, 1.0), cited, drivers)
