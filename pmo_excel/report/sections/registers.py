"""What the sponsor should know of the registers: the largest open risks and the gravest open issues."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pmo_excel.core.lists import LISTS
from pmo_excel.governance.ages import SETTLED_ISSUES
from pmo_excel.governance.tables import Issues
from pmo_excel.report.facts import Evidence, Fact, fact, shortened
from pmo_excel.risk.sizes import SETTLED
from pmo_excel.risk.tables import Risks

SHOWN: Final = 3
TITLE_LENGTH: Final = 64


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One risk: what may happen, how large it is, and who does what by when."""

    id: Fact
    title: Fact
    kind: Fact
    score: Fact
    rating: Fact
    proximity: Fact
    owner: Fact
    due: Fact
    overdue: bool


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One issue: what is wrong, how grave, how old, and who settles it by when."""

    id: Fact
    title: Fact
    severity: Fact
    age: Fact
    owner: Fact
    due: Fact
    overdue: bool


def top_risks(evidence: Evidence) -> tuple[tuple[RiskLine, ...], int] | None:
    """Open risks by current score, then proximity, then ID, and how many are open; None without a register."""
    risks = evidence.table(Risks)
    if risks is None:
        return None
    scores, ids, titles = risks.current_score.tolist(), risks.id.tolist(), risks.title.tolist()
    nearness = risks.proximity.tolist()
    open_rows = [row for row, s in enumerate(risks.status.tolist()) if s not in SETTLED and (ids[row] or titles[row])]
    open_rows.sort(key=lambda r: (-_or(scores[r], -1.0), _rank("Proximity", nearness[r]), str(ids[r])))
    return tuple(_risk(risks, row) for row in open_rows[:SHOWN]), len(open_rows)


def top_issues(evidence: Evidence) -> tuple[tuple[IssueLine, ...], int] | None:
    """Open issues by severity, then the oldest, then ID, and how many are open; None without a register."""
    issues = evidence.table(Issues)
    if issues is None:
        return None
    ages, ids, titles, grave = (getattr(issues, n).tolist() for n in ("age", "id", "title", "severity"))
    states = issues.status.tolist()
    open_rows = [row for row, s in enumerate(states) if s not in SETTLED_ISSUES and (ids[row] or titles[row])]
    open_rows.sort(key=lambda r: (_rank("Severity", grave[r]), -_or(ages[r], -1.0), str(ids[r])))
    return tuple(_issue(issues, row) for row in open_rows[:SHOWN]), len(open_rows)


def _risk(risks: Risks, row: int) -> RiskLine:
    return RiskLine(
        id=fact(risks, "id", row),
        title=shortened(fact(risks, "title", row), TITLE_LENGTH),
        kind=fact(risks, "risk_type", row),
        score=fact(risks, "current_score", row),
        rating=fact(risks, "rating", row),
        proximity=_short(fact(risks, "proximity", row)),
        owner=fact(risks, "owner", row),
        due=fact(risks, "response_due", row),
        overdue=bool(risks.overdue[row]),
    )


def _issue(issues: Issues, row: int) -> IssueLine:
    return IssueLine(
        id=fact(issues, "id", row),
        title=shortened(fact(issues, "title", row), TITLE_LENGTH),
        severity=fact(issues, "severity", row),
        age=fact(issues, "age", row),
        owner=fact(issues, "owner", row),
        due=fact(issues, "due_date", row),
        overdue=bool(issues.overdue[row]),
    )


def _short(given: Fact) -> Fact:
    """The word of a list without the explanation behind it: Imminent for Imminent (≤ 30 d)."""
    return replace(given, text=given.text.partition(" (")[0])


def _rank(name: str, word: object) -> int:
    """The place of a word in its list; after all others where it is not in it."""
    order = LISTS[name]
    return order.index(str(word)) if word in order else len(order)


def _or(value: float, otherwise: float) -> float:
    return value if value == value else otherwise
