"""The RAID summary: the largest risks, the gravest issues, what was assumed and not validated, what others owe."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pmo_excel.governance.ages import SETTLED_ACTIONS, SETTLED_ISSUES
from pmo_excel.governance.tables import Actions, Assumptions, Dependencies, Issues
from pmo_excel.report.document import Audience, Beside, Bullets, Figure, Figures, Grid, Page, Report, said
from pmo_excel.report.facts import Evidence, Sentence, printed
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import Shown, counted, kept, listing, number_of, place_in, unknown_last
from pmo_excel.report.material import Material
from pmo_excel.risk.sizes import SETTLED
from pmo_excel.risk.tables import Risks

TOP: Final = 10
_GRAVE: Final = ("Critical", "High")
NOBODY: Final = "nobody"
_ORDER: Final = "open, by current score, then proximity, then ID"
_RISKS: Final = (
    Shown("Risk", "title", 3.2, named_by="id"),
    Shown("Score", "current_score", 0.7, "right"),
    Shown("Rating", "rating", 0.9),
    Shown("Proximity", "proximity", 1.4),
    Shown("Owner", "owner", 1.4),
    Shown("Response due", "response_due", 1.3, "right", tagged=("overdue", "overdue")),
)
_ISSUES: Final = (
    Shown("Issue", "title", 3.0, named_by="id"),
    Shown("Severity", "severity", 1.0),
    Shown("Age (d)", "age", 0.8, "right"),
    Shown("Owner", "owner", 1.5),
    Shown("Due", "due_date", 1.6, "right", tagged=("overdue", "overdue")),
)
_ASSUMPTIONS: Final = (
    Shown("Assumption", "statement", 3.4, named_by="id"),
    Shown("Owner", "owner", 1.5),
    Shown("Validate by", "validate_by", 1.6, "right", tagged=("overdue", "overdue")),
)
_DEPENDENCIES: Final = (
    Shown("Dependency", "what", 3.0, named_by="id"),
    Shown("Needed by", "needed_by", 1.1, "right"),
    Shown("Promised", "promised_date", 1.1, "right"),
    Shown("Gap (wd)", "gap", 0.8, "right"),
    Shown("RAG", "rag", 0.6, "middle"),
)


def raid_report(given: Material) -> Report:
    """The registers of one project on a page or two, the largest first."""
    evidence = given.evidence
    risks, issues = evidence.table(Risks), evidence.table(Issues)
    assumptions, dependencies = evidence.table(Assumptions), evidence.table(Dependencies)
    first = Page(
        _message(evidence),
        (
            _figures(evidence),
            listing(risks, "Top risks", _RISKS, keep=_open_risk, order=_largest, limit=TOP, note=_ORDER),
            Beside(
                (
                    listing(
                        issues, "Open issues", _ISSUES, keep=_open_issue, order=_gravest, note="by severity, then age"
                    ),
                ),
                (overdue_by_owner(evidence),),
                0.66,
            ),
            Beside(
                (listing(assumptions, "Assumptions not validated", _ASSUMPTIONS, keep=_not_validated),),
                (
                    listing(
                        dependencies, "Dependencies", _DEPENDENCIES, keep=_pending, order=_widest, note="by the gap"
                    ),
                ),
            ),
        ),
    )
    return project_report(given, "raid", "RAID summary", Audience.BOARD, (first,))


def _listed(issues: Issues | None) -> Grid:
    note = "by severity, then age"
    return listing(issues, "Open issues", _ISSUES, keep=_open_issue, order=_gravest, note=note)


def _message(evidence: Evidence) -> Sentence:
    risks, issues = evidence.table(Risks), evidence.table(Issues)
    high = [] if risks is None else [r for r in kept(risks, _open_risk) if risks.rating[r] == "High"]
    grave = (
        [] if issues is None else [r for r in kept(issues, _open_issue) if issues.severity[r] in ("Critical", "High")]
    )
    late = 0 if risks is None else sum(bool(risks.overdue[r]) for r in kept(risks, _open_risk))
    parts = f"{counted(len(high), 'high risk')} and {counted(len(grave), 'grave issue')} open"
    return said(parts, f"; {counted(late, 'response')} overdue" if late else "; no response overdue")


def _figures(evidence: Evidence) -> Figures:
    risks, issues, actions = evidence.table(Risks), evidence.table(Issues), evidence.table(Actions)
    made = []
    if risks is not None:
        made += [
            Figure("Risks open", number_of(risks, kept(risks, _open_risk))),
            Figure("Risks closed", number_of(risks, kept(risks, lambda t, r: t.status[r] == "Closed"))),
            Figure("Risks occurred", number_of(risks, kept(risks, lambda t, r: t.status[r] == "Occurred"))),
        ]
    if issues is not None:
        escalated = kept(issues, lambda t, r: t.status[r] == "Escalated")
        made += [
            Figure("Issues open", number_of(issues, kept(issues, _open_issue))),
            Figure("Escalated", number_of(issues, escalated)),
        ]
    if actions is not None:
        late = kept(actions, lambda t, r: _open_action(t, r) and t.overdue[r] > 0)
        made.append(Figure("Actions overdue", number_of(actions, late)))
    return Figures((), tuple(made))


def overdue_by_owner(evidence: Evidence) -> Bullets:
    """Who has responses, issues and actions past their dates, the most first."""
    late: Counter[str] = Counter()
    risks, issues, actions = evidence.table(Risks), evidence.table(Issues), evidence.table(Actions)
    if risks is not None:
        late.update(str(risks.owner[r] or NOBODY) for r in kept(risks, _open_risk) if risks.overdue[r])
    if issues is not None:
        late.update(str(issues.owner[r] or NOBODY) for r in kept(issues, _open_issue) if issues.overdue[r])
    if actions is not None:
        late.update(str(actions.owner[r] or NOBODY) for r in kept(actions, _open_action) if actions.overdue[r] > 0)
    ordered = sorted(late.items(), key=lambda pair: (-pair[1], pair[0]))
    items = tuple(said(f"{printed(owner)}: {number} overdue") for owner, number in ordered)
    return Bullets(said("Overdue by owner"), items, note="responses, issues and actions")


def _open_risk(table: Risks, row: int) -> bool:
    return table.status[row] not in SETTLED


def _open_issue(table: Issues, row: int) -> bool:
    return table.status[row] not in SETTLED_ISSUES


def _open_action(table: Actions, row: int) -> bool:
    return table.status[row] not in SETTLED_ACTIONS


def _not_validated(table: Assumptions, row: int) -> bool:
    return not table.validation_result[row]


def _pending(table: Dependencies, row: int) -> bool:
    return table.dependency_status[row] not in ("Delivered", "Withdrawn")


def _largest(table: Risks, row: int) -> tuple[object, ...]:
    near = place_in("Proximity", table.proximity[row])
    return (*unknown_last(float(table.current_score[row])), near, str(table.id[row]))


def _gravest(table: Issues, row: int) -> tuple[object, ...]:
    grave = place_in("Severity", table.severity[row])
    return (grave, *unknown_last(float(table.age[row])), str(table.id[row]))


def _widest(table: Dependencies, row: int) -> tuple[object, ...]:
    return (*unknown_last(float(table.gap[row])), str(table.id[row]))
