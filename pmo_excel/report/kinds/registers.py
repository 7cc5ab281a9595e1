"""Rows of the registers as several kinds of report show them: what is open, and the largest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pmo_excel.change.tables import Changes
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.governance.ages import SETTLED_ACTIONS, SETTLED_ISSUES
from pmo_excel.governance.tables import Actions, Issues, Lessons
from pmo_excel.report.document import Grid
from pmo_excel.report.facts import Evidence
from pmo_excel.report.kinds.listing import Shown, listing, place_in, unknown_last
from pmo_excel.report.kinds.period import Period
from pmo_excel.risk.sizes import SETTLED
from pmo_excel.risk.tables import Risks

RISK_ORDER: Final = "open, by current score, then proximity, then ID"
ISSUE_ORDER: Final = "open, by severity, then age"
RISKS: Final = (
    Shown("Risk", "title", 3.2, named_by="id"),
    Shown("Score", "current_score", 0.7, "right"),
    Shown("Rating", "rating", 0.9),
    Shown("Proximity", "proximity", 1.4),
    Shown("Owner", "owner", 1.4),
    Shown("Response due", "response_due", 1.3, "right", tagged=("overdue", "overdue")),
)
ISSUES: Final = (
    Shown("Issue", "title", 3.0, named_by="id"),
    Shown("Severity", "severity", 1.0),
    Shown("Age (d)", "age", 0.8, "right"),
    Shown("Owner", "owner", 1.5),
    Shown("Due", "due_date", 1.6, "right", tagged=("overdue", "overdue")),
)
SHORT_RISKS: Final = (
    Shown("Risk", "title", 3.4, named_by="id"),
    Shown("Score", "current_score", 0.6, "right"),
    Shown("Owner", "owner", 1.4),
    Shown("Response due", "response_due", 1.7, "right", tagged=("overdue", "overdue")),
)
SHORT_ISSUES: Final = (
    Shown("Issue", "title", 3.2, named_by="id"),
    Shown("Severity", "severity", 0.9),
    Shown("Owner", "owner", 1.4),
    Shown("Due", "due_date", 1.7, "right", tagged=("overdue", "overdue")),
)
"""The same beside another table."""
_CHANGES: Final = (
    Shown("Request", "title", 3.0, named_by="id"),
    Shown("State", "status", 1.9),
    Shown("wd", "impact_time", 0.5, "right"),
    Shown("Cost", "impact_cost", 0.9, "right"),
    Shown("Age (d)", "age", 0.7, "right"),
)
_LESSONS: Final = (
    Shown("Type", "category", 1.2),
    Shown("What happened", "event", 2.6, named_by="id"),
    Shown("Effect", "effect", 1.8),
    Shown("Cause", "cause", 1.8),
    Shown("Early warning", "early_warning", 1.6),
    Shown("Recommendation", "recommendation", 2.2),
    Shown("Date", "date", 0.9, "right"),
)
_SHORT_LESSONS: Final = (_LESSONS[1], _LESSONS[5])
_ACTIONS: Final = (
    Shown("Action", "action", 3.0, named_by="id"),
    Shown("Source", "source_id", 0.9),
    Shown("Owner", "owner", 1.3),
    Shown("Due", "due_date", 1.0, "right"),
    Shown("Overdue (d)", "overdue", 0.9, "right"),
)
UNDECIDED: Final = frozenset({None, "", "Raised", "Under assessment", "Awaiting decision", "Deferred"})
"""States in which somebody still has to decide."""
_CORRECTS: Final = frozenset({"Risk", "Issue"})
"""Sources of actions that bring the project back to its plan."""


def risks_grid(
    evidence: Evidence, heading: str = "Key risks", limit: int = 5, shown: Sequence[Shown] = SHORT_RISKS
) -> Grid:
    """The largest open risks."""
    table = evidence.table(Risks)
    return listing(table, heading, shown, keep=open_risk, order=largest, limit=limit, note=RISK_ORDER)


def issues_grid(
    evidence: Evidence, heading: str = "Key issues", limit: int = 5, shown: Sequence[Shown] = SHORT_ISSUES
) -> Grid:
    """The gravest open issues."""
    table = evidence.table(Issues)
    return listing(table, heading, shown, keep=open_issue, order=gravest, limit=limit, note=ISSUE_ORDER)


def off_specifications(evidence: Evidence) -> Grid:
    """Products that will not be as agreed, settled or not."""
    return listing(
        evidence.table(Issues),
        "Off-specifications",
        (*ISSUES[:2], Shown("Status", "status", 1.2), ISSUES[3]),
        keep=lambda table, row: table.issue_type[row] == "Off-specification",
    )


def changes_grid(evidence: Evidence, heading: str = "Requests for change", limit: int = 6) -> Grid:
    """The requests that wait for a decision, the oldest first."""
    return listing(
        evidence.table(Changes),
        heading,
        _CHANGES,
        keep=undecided,
        order=lambda table, row: unknown_last(float(table.age[row])),
        limit=limit,
        note="undecided, the oldest first",
    )


def actions_grid(evidence: Evidence, heading: str = "Follow-on actions", limit: int = 10) -> Grid:
    """Open actions, the most overdue first."""
    return listing(
        evidence.table(Actions), heading, _ACTIONS, keep=open_action, order=_latest, limit=limit, note="open"
    )


def corrective_actions(evidence: Evidence, limit: int = 3) -> Grid:
    """Open actions that answer a risk or an issue."""
    return listing(
        evidence.table(Actions),
        "Corrective actions",
        (_ACTIONS[0], *_ACTIONS[2:]),
        limit=limit,
        keep=lambda table, row: open_action(table, row) and table.source[row] in _CORRECTS,
        order=_latest,
        note="open, from risks and issues",
    )


def lessons_grid(
    evidence: Evidence, heading: str = "Lessons", period: Period | None = None, whole: bool = False, limit: int = 5
) -> Grid:
    """Lessons, the newest first; of a period where one is given, with every column where they are the subject."""
    return listing(
        evidence.table(Lessons),
        heading,
        _LESSONS if whole else _SHORT_LESSONS,
        keep=None if period is None else lambda table, row: period.holds(int(table.date[row])),
        order=lambda table, row: (table.date[row] == NO_INSTANT, -int(table.date[row])),
        limit=40 if whole else limit,
        note="the newest first",
    )


def open_risk(table: Risks, row: int) -> bool:
    """Whether a risk may still happen."""
    return table.status[row] not in SETTLED


def open_issue(table: Issues, row: int) -> bool:
    """Whether an issue is not settled."""
    return table.status[row] not in SETTLED_ISSUES


def open_action(table: Actions, row: int) -> bool:
    """Whether an action is not done."""
    return table.status[row] not in SETTLED_ACTIONS


def largest(table: Risks, row: int) -> tuple[object, ...]:
    """The order of risks: score, proximity, ID."""
    near = place_in("Proximity", table.proximity[row])
    return (*unknown_last(float(table.current_score[row])), near, str(table.id[row]))


def gravest(table: Issues, row: int) -> tuple[object, ...]:
    """The order of issues: severity, age, ID."""
    grave = place_in("Severity", table.severity[row])
    return (grave, *unknown_last(float(table.age[row])), str(table.id[row]))


def undecided(table: Changes, row: int) -> bool:
    """Whether somebody still has to decide on a change."""
    return table.status[row] in UNDECIDED


def _latest(table: Actions, row: int) -> tuple[object, ...]:
    return (*unknown_last(float(table.overdue[row])), int(table.due_date[row]), str(table.id[row]))
