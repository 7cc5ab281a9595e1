"""What the project manager writes: summary, achieved, planned, decisions and help needed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.governance.tables import Status
from pmo_excel.report.facts import Evidence, Fact, shortened

SUMMARY_WORDS: Final = 60
"""Words of an executive summary that are read."""
ITEMS: Final = 4
ITEM_LENGTH: Final = 240

_BULLET: Final = re.compile(r"^\s*(?:[-–—•*·▪]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Items:
    """A text of several lines as a list: its first lines, each at most so long, and how many more there are."""

    shown: tuple[Fact, ...]
    more: int


def summary(evidence: Evidence) -> Fact:
    """The executive summary, whole."""
    given = evidence.fact(Status, "executive_summary")
    return replace(given, text=" ".join(given.text.split())) if given.known else given


def summary_notes(evidence: Evidence) -> list[Problem]:
    """That a summary is longer than people read; it is printed whole all the same."""
    sheet, count = evidence.table(Status), len(summary(evidence).text.split())
    if sheet is None or count <= SUMMARY_WORDS:
        return []
    text = f"the executive summary has {count} words; a sponsor reads {SUMMARY_WORDS}"
    cell = sheet.cell("executive_summary", 0)
    return [Problem(Code.OUT_OF_RANGE, text, cell, "Shorten it to three sentences.", Severity.LOW)]


def items(evidence: Evidence, name: str) -> Items:
    """A field of the Status sheet as a list, a line or bullet each."""
    given = evidence.fact(Status, name)
    if not given.known:
        return Items((), 0)
    lines = [_BULLET.sub("", line).strip() for line in given.text.splitlines()]
    found = [shortened(replace(given, text=line), ITEM_LENGTH) for line in lines if line]
    return Items(tuple(found[:ITEMS]), max(0, len(found) - ITEMS))
