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
ITEMS: Final = 3
"""Lines of a period that a page shows."""
ITEM_LENGTH: Final = 120

_BULLET: Final = re.compile(r"^\s*(?:[-–—•*·▪]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Items:
    """A text of several lines as a list: the lines that are shown, and how many more there are."""

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
    """What was achieved or is planned: the first three lines, shortened."""
    lines = _lines(evidence, name)
    return Items(tuple(shortened(line, ITEM_LENGTH) for line in lines[:ITEMS]), max(0, len(lines) - ITEMS))


def decisions(evidence: Evidence) -> Items:
    """What is asked of the reader: every line, whole."""
    return Items(_lines(evidence, "help_needed"), 0)


def _lines(evidence: Evidence, name: str) -> tuple[Fact, ...]:
    """A field of the Status sheet by its lines, without their bullets."""
    given = evidence.fact(Status, name)
    found = given.text.splitlines() if given.known else []
    stripped = (_BULLET.sub("", line).strip() for line in found)
    return tuple(replace(given, text=line) for line in stripped if line)
