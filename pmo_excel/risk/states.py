"""The states of a risk, and the steps between them that are allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.risk.beside import RiskIssues
from pmo_excel.risk.past_risks import PastRisks
from pmo_excel.risk.tables import Risks

DRAFT, OPEN, RESPONDING, OCCURRED, CLOSED = "Draft", "Open", "Responding", "Occurred", "Closed"
NEXT: Final[Mapping[str, tuple[str, ...]]] = {
    DRAFT: (OPEN,),
    OPEN: (RESPONDING, OCCURRED, CLOSED),
    RESPONDING: (OCCURRED, CLOSED),
    OCCURRED: (),
    CLOSED: (),
}
"""Draft → Open → (Responding) → Closed or Occurred (definitions 3.4)."""


def refusal(status: str, wanted: str) -> str | None:
    """Why a risk cannot step from one state to another; None where it can."""
    if wanted in NEXT.get(status, ()):
        return None
    steps = " or ".join(NEXT.get(status, ())) or "nothing: a risk that comes back is a new one"
    return f"it is {status}, and after {status} comes {steps}"


def reachable(status: str, wanted: str) -> bool:
    """Whether steps lead from one state to the other; a state leads to itself."""
    return status == wanted or any(reachable(step, wanted) for step in NEXT.get(status, ()))


def odd_steps(risks: Risks, past: PastRisks) -> Iterator[Problem]:
    """Risks whose state went back since the last snapshot."""
    for row, (key, status) in enumerate(zip(risks.id.tolist(), risks.status.tolist(), strict=True)):
        before = past.last_status(str(key))
        if before in NEXT and status in NEXT and not reachable(before, status):
            text = f"{key} was {before} at the last snapshot and is {status} now"
            fix = f"Set it back to {before}; a risk that comes back is a new one, with a new ID."
            yield Problem(Code.PROGRESS, text, risks.cell("status", row), fix)


def issue_ids(risks: Risks, issues: RiskIssues | None) -> list[str | None]:
    """The issues that each risk has become: `I-012`; several are separated by semicolons."""
    found: dict[str, list[str]] = {}
    if issues is not None:
        for issue, source in zip(issues.id.tolist(), issues.source_risk_id.tolist(), strict=True):
            if issue and source:
                found.setdefault(str(source).casefold(), []).append(str(issue))
    return ["; ".join(found[key]) if (key := str(one).casefold()) in found else None for one in risks.id.tolist()]


def without_issue(risks: Risks, issues: RiskIssues | None, ids: list[str | None]) -> Iterator[Problem]:
    """Risks that have occurred without an issue, and those that an issue comes from though they have not."""
    if issues is None:
        return
    for row, (key, status, issue) in enumerate(zip(risks.id.tolist(), risks.status.tolist(), ids, strict=True)):
        cell = risks.cell("status", row)
        if status == OCCURRED and issue is None:
            text, fix = f"{key} has occurred, and no issue comes from it", f"Type {key} as the issue's Source Risk ID."
            yield Problem(Code.MISSING_VALUE, text, cell, fix, Severity.MEDIUM)
        elif issue is not None and status in (DRAFT, OPEN, RESPONDING):
            text = f"{issue} comes from {key}, which is still {status} and counts in the exposure"
            yield Problem(Code.PROGRESS, text, cell, "Set it to Occurred if it has happened.", Severity.MEDIUM)
