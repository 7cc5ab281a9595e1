"""The same page in the words of the project's method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_excel.governance.terms import term, translated


@dataclass(frozen=True, slots=True)
class Wording:
    """What a method calls reports and the parts of a page; every other term is `said`.

    Attributes
    ----------
    report
        The report itself.
    sponsor, stage
        The person who owns the business case; a part of the project that is approved on its own.
    achieved, planned
        The period that ends, and the one that begins.
    exception, stage_end, project_end, lessons
        The reports on a forecast beyond tolerance, at the end of a stage and of the project, and on lessons.
    """

    method: str
    report: str
    sponsor: str
    stage: str
    achieved: str
    planned: str
    exception: str
    stage_end: str
    project_end: str
    lessons: str

    def said(self, text: str) -> str:
        """A text in the words of this method."""
        return translated(text, self.method)


def _wording(method: str) -> Wording:
    words = (
        "Status report",
        "Sponsor",
        "Phase",
        "Achieved this period",
        "Planned next period",
        "Variance report",
        "Phase end report",
        "Final project report",
        "Lessons learned report",
    )
    return Wording(method, *(term(word, method) for word in words))


PMBOK: Final = _wording("PMBOK")
"""PMBOK Guide, 6th ed., 2017: work performance reports, sponsor, phase."""

PRINCE2: Final = _wording("PRINCE2")
"""Managing Successful Projects with PRINCE2, 2017: highlight report, executive, management stage."""


def wording(methodology: object) -> Wording:
    """The words of a methodology as the charter names it; those of the PMBOK Guide for every other."""
    return PRINCE2 if methodology == "PRINCE2" else PMBOK
