"""Who has sent their workbook: against the deadline, and how good what they sent is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Severity
from pmo_excel.portfolio.summary import Finding

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK: Final = 7 * DAY
_THURSDAY: Final = 3
"""The day of the week of 1 January 1970, with which instants begin."""
_DEADLINE: Final = re.compile(r"\s*([a-z]{3})[a-z]*\.?\s+(\d{1,2})[:.](\d{2})\s*", re.IGNORECASE)
NOT_REPORTING: Final = frozenset({"Closed", "Cancelled", "Proposed"})
"""Lifecycle states in which nobody reports."""
_WEIGHTS: Final = {Severity.CRITICAL: 25, Severity.HIGH: 10, Severity.MEDIUM: 3, Severity.LOW: 1}


class Submission(StrEnum):
    """How a project's report arrived."""

    RECEIVED = "Received"
    LATE = "Late"
    MISSING = "Missing"
    STALE = "Stale"
    DEFECTIVE = "Defective"


def deadline(text: str) -> int | None:
    """A weekly deadline as minutes since Monday's midnight: `Fri 17:00` is 7,020; None where it is none."""
    found = _DEADLINE.fullmatch(text)
    if found is None or found[1].lower() not in _DAYS or int(found[2]) > 24 or int(found[3]) > 59:
        return None
    return _DAYS.index(found[1].lower()) * DAY + int(found[2]) * 60 + int(found[3])


def last_due(weekly: int, now: int) -> int:
    """The last time that a weekly deadline passed, as an instant.

    Examples
    --------
    On Monday at nine, Friday 17:00 passed three days ago; on Friday at 16:59, it passed a week ago.
    """
    monday = (now // DAY - (now // DAY + _THURSDAY) % 7) * DAY
    due = monday + weekly
    return due if due <= now else due - _WEEK


def submission(
    saved: int, status_date: int, due: int, now: int, age_limit: int, defective: bool, reporting: bool = True
) -> Submission:
    """How a report that is there arrived.

    Parameters
    ----------
    saved, status_date, due, now
        Instants: when the file was saved, up to when it reports, when it was due, and when it is collected.
    age_limit
        Days after which a status is stale.
    reporting
        False for a project whose lifecycle status asks for no report.

    A file that was saved after the deadline is late, unless it reports up to a day after it: then it is the next one,
    early. Without a status date nobody knows how old it is, so it is stale.
    """
    if defective:
        return Submission.DEFECTIVE
    if not reporting:
        return Submission.RECEIVED
    if status_date == NO_INSTANT or now // DAY - status_date // DAY > age_limit:
        return Submission.STALE
    if saved > due and status_date // DAY <= due // DAY:
        return Submission.LATE
    return Submission.RECEIVED


def quality(findings: Sequence[Finding]) -> float:
    """100 less 25 for each critical, 10 for each high, 3 for each medium and 1 for each low finding; 0 at least.

    The weights are ours: no standard gives any.
    """
    weights = {severity.value: weight for severity, weight in _WEIGHTS.items()}
    return float(max(0, 100 - sum(weights.get(finding.severity, 0) for finding in findings)))


def counts(findings: Sequence[Finding]) -> str:
    """How many findings are high or worse, medium, low: `2/5/1`."""
    found = [finding.severity for finding in findings]
    high = found.count(Severity.HIGH.value) + found.count(Severity.CRITICAL.value)
    return f"{high}/{found.count(Severity.MEDIUM.value)}/{found.count(Severity.LOW.value)}"
