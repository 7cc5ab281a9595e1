"""The same page in the words of the project's method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Wording:
    """What a method calls the parts of a page.

    Attributes
    ----------
    report
        The report itself.
    sponsor, stage
        The person who owns the business case; a part of the project that is approved on its own.
    achieved, planned
        The period that ends, and the one that begins.
    """

    report: str
    sponsor: str
    stage: str
    achieved: str
    planned: str


PMBOK: Final = Wording(
    "Status report",
    "Sponsor",
    "Phase",
    "Achieved this period",
    "Planned next period",
)
"""PMBOK Guide, 6th ed., 2017: work performance reports, sponsor, phase."""

PRINCE2: Final = Wording(
    "Highlight report",
    "Executive",
    "Stage",
    "This period",
    "Next period",
)
"""Managing Successful Projects with PRINCE2, 2017: highlight report, executive, management stage."""


def wording(methodology: object) -> Wording:
    """The words of a methodology as the charter names it; those of the PMBOK Guide for every other."""
    return PRINCE2 if methodology == "PRINCE2" else PMBOK
