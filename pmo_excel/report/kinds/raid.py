"""The RAID summary: the largest risks, the gravest issues, what was assumed and not validated, what others owe."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pmo_excel.governance.tables import Actions, Assumptions, Dependencies, Issues
from pmo_excel.report.document import Audience, Beside, Bullets, Figure, Figures, Page, Report, said
from pmo_excel.report.facts import Evidence, Sentence, printed
from pmo_excel.report.kinds.frame import project_report
from pmo_excel.report.kinds.listing import Shown, counted, kept, listing, number_of, unknown_last
from pmo_excel.report.kinds.registers import ISSUES, RISKS, issues_grid, open_action, open_issue, open_risk, risks_grid
from pmo_excel.report.material import Material
from pmo_excel.risk.tables import Risks

TOP: Final = 10
_GRAVE: Final = ("Critical", "High")
NOBODY: Final = "nobody"
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
    assumptions, dependencies = evidence.table(Assumptions), evidence.table(Dependencies)
    first = Page(
        _message(evidence),
        (
            _figures(evidence),
            risks_grid(evidence, "Top risks", TOP, RISKS),
            Beside(
                (issues_grid(evidence, "Open issues", TOP, ISSUES),),
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


def _message(evidence: Evidence) -> Sentence:
    risks, issues = evidence.table(Risks), evidence.table(Issues)
    high = [] if risks is None else [r for r in kept(risks, open_risk) if risks.rating[r] == "High"]
    grave = (
        [] if issues is None else [r for r in kept(issues, open_issue) if issues.severity[r] in ("Critical", "High")]
    )
    late = 0 if risks is None else sum(bool(risks.overdue[r]) for r in kept(risks, open_risk))
    parts = f"{counted(len(high), 'high risk')} and {counted(len(grave), 'grave issue')} open"
    return said(parts, f"; {counted(late, 'response')} overdue" if late else "; no response overdue")


def _figures(evidence: Evidence) -> Figures:
    risks, issues, actions = evidence.table(Risks), evidence.table(Issues), evidence.table(Actions)
    made = []
    if risks is not None:
        made += [
            Figure("Risks open", number_of(risks, kept(risks, open_risk))),
            Figure("Risks closed", number_of(risks, kept(risks, lambda t, r: t.status[r] == "Closed"))),
            Figure("Risks occurred", number_of(risks, kept(risks, lambda t, r: t.status[r] == "Occurred"))),
        ]
    if issues is not None:
        escalated = kept(issues, lambda t, r: t.status[r] == "Escalated")
        made += [
            Figure("Issues open", number_of(issues, kept(issues, open_issue))),
            Figure("Escalated", number_of(issues, escalated)),
        ]
    if actions is not None:
        late = kept(actions, lambda t, r: open_action(t, r) and t.overdue[r] > 0)
        made.append(Figure("Actions overdue", number_of(actions, late)))
    return Figures((), tuple(made))


def overdue_by_owner(evidence: Evidence) -> Bullets:
    """Who has responses, issues and actions past their dates, the most first."""
    late: Counter[str] = Counter()
    risks, issues, actions = evidence.table(Risks), evidence.table(Issues), evidence.table(Actions)
    if risks is not None:
        late.update(str(risks.owner[r] or NOBODY) for r in kept(risks, open_risk) if risks.overdue[r])
    if issues is not None:
        late.update(str(issues.owner[r] or NOBODY) for r in kept(issues, open_issue) if issues.overdue[r])
    if actions is not None:
        late.update(str(actions.owner[r] or NOBODY) for r in kept(actions, open_action) if actions.overdue[r] > 0)
    ordered = sorted(late.items(), key=lambda pair: (-pair[1], pair[0]))
    items = tuple(said(f"{printed(owner)}: {number} overdue") for owner, number in ordered)
    return Bullets(said("Overdue by owner"), items, note="responses, issues and actions")


def _not_validated(table: Assumptions, row: int) -> bool:
    return not table.validation_result[row]


def _pending(table: Dependencies, row: int) -> bool:
    return table.dependency_status[row] not in ("Delivered", "Withdrawn")


def _widest(table: Dependencies, row: int) -> tuple[object, ...]:
    return (*unknown_last(float(table.gap[row])), str(table.id[row]))
