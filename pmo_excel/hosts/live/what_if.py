"""What-if from an open workbook: single changes that bring the finish forward, each tried on a copy, in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.calling import as_json
from pmo_excel.core.problems import Problem
from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.book_answers import answer_from

SHOWN: Final = 12
"""Changes that fit into a message."""


def single_changes(path: Path, days: float) -> str:
    """What RECOVERY lists for a workbook, and that many working days, as a message.

    Raises
    ------
    Refused
        The workbook cannot be read.
    """
    answer = answer_from(path, "RECOVERY", {"days": days}).answer
    return _options(as_json(CATALOGUE["RECOVERY"], answer.value), days, answer.problems)


def _options(rows: Any, days: float, problems: Sequence[Problem]) -> str:
    """Changes that would bring the finish forward, each tried on a copy."""
    if not rows or len(rows) < 2:
        reasons = [str(problem) for problem in problems[:SHOWN]]
        return "\n\n".join(["No single change brings the finish forward.", *reasons])
    at = {header: rows[0].index(header) for header in ("Option", "Gain (wd)", "New Finish", "Enough")}
    lines = []
    for row in rows[1 : SHOWN + 1]:
        enough = "" if row[at["Enough"]] else " (not enough alone)"
        lines.append(f"{row[at['Option']]}: {row[at['Gain (wd)']]:g} d earlier, {row[at['New Finish']]}{enough}")
    more = len(rows) - 1 - SHOWN
    tail = [f"… and {more} more: PMO_RECOVERY in a cell lists all."] if more > 0 else []
    head = f"To finish {days:g} working days earlier. Each was tried on a copy; the workbook is as it was."
    return "\n\n".join([head, "\n".join([*lines, *tail])])
