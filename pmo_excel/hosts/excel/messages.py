"""What the buttons say in a message box: short, the worst first, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pmo_excel.core.instants import day_text
from pmo_excel.core.problems import Problem, Severity
from pmo_excel.governance.snapshots import Snapshot
from pmo_excel.hosts.books import Outcome
from pmo_excel.hosts.printing import summary

if TYPE_CHECKING:
    from pmo_excel.hosts.publish_command import Publication

SHOWN: Final = 10
"""Findings, options or actions that a message lists; a box with more does not fit a small screen."""
_ORDER: Final = list(Severity)


def refreshed(outcome: Outcome) -> str:
    """What a refresh wrote."""
    if outcome.failed or outcome.refresh is None:
        return refusal(outcome.problems)
    changes = outcome.refresh.seen
    if outcome.live is None or not changes:
        said = "Up to date: no cell changes."
    else:
        sheets = len({change.cell.sheet for change in changes})
        said = f"{_count(len(changes), 'cell')} in {_count(sheets, 'sheet')} changed. Nothing is saved yet; Undo in "
        said += "the PMO tab gives them back."
    counted = summary(outcome.problems)
    return f"{said}\n\nFindings: {counted}. Check lists them." if counted else said


def findings(problems: Sequence[Problem]) -> str:
    """What is wrong, the worst first."""
    if not problems:
        return "No findings."
    worst = sorted(problems, key=lambda problem: _ORDER.index(problem.severity))
    lines = [f"{p.severity.value}  {p.cell.address}: {p.message}. {p.suggestion}".rstrip() for p in worst[:SHOWN]]
    more = len(worst) - SHOWN
    tail = [f"… and {more} more, on the sheet Findings after Refresh."] if more > 0 else []
    return "\n\n".join([summary(problems), *lines, *tail])


def refusal(problems: Sequence[Problem]) -> str:
    """Why a button did nothing."""
    return "\n\n".join(["Not done.", *(str(problem) for problem in problems[:SHOWN])])


def crash(error: BaseException, place: Path) -> str:
    """That pmo itself failed."""
    return (
        f"pmo-excel stopped on an error of its own ({type(error).__name__}). Where it stopped is noted in {place}.\n\n"
        "For a help desk, in a terminal: pmo support-bundle FILE"
    )


def undone(cells: int) -> str:
    """What was taken back."""
    return f"{_count(cells, 'cell')} hold again what they held before. Nothing is saved yet."


def kept(snapshot: Snapshot, figures: int) -> str:
    """What a snapshot keeps."""
    day = day_text(snapshot.status_date)
    return f"Snapshot {snapshot.id} keeps {_count(figures, 'figure')} of {day}. Nothing is saved yet."


def plan_question(lines: Sequence[str], url: str) -> str:
    """The plan of a publish, and the question whether to do it."""
    *actions, total = lines
    more = len(actions) - SHOWN
    tail = [f"… and {more} more: pmo publish plan lists all."] if more > 0 else []
    return "\n".join([f"On {url}:", "", *actions[:SHOWN], *tail, "", f"{total}.", "", "Publish this?"])


def published(result: Publication) -> str:
    """What a publish did."""
    problems = [str(problem) for problem in result.problems[:SHOWN]]
    return "\n\n".join([result.summary if result.plan is not None else "Not published.", *problems])


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
