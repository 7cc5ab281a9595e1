"""How far the figures can be trusted: findings, and what is grey and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pmo_excel.core.problems import Problem, Severity, serious
from pmo_excel.core.rag import Rag
from pmo_excel.report.facts import Fact
from pmo_excel.report.sections.strip import Strip


@dataclass(frozen=True, slots=True)
class Quality:
    """How far the figures can be trusted.

    Attributes
    ----------
    high, other
        Findings that empty results, and the other ones.
    worst
        Where the worst of the first kind is; its message stays in the workbook, as it may quote a private cell.
    grey
        The dimensions that could not be judged, and why.
    """

    high: int
    other: int
    worst: str
    grey: tuple[tuple[str, Fact], ...]


def quality(problems: Sequence[Problem], strip: Strip) -> Quality:
    """The findings counted, and every grey dimension with its reason."""
    high = [problem for problem in problems if serious(problem)]
    high.sort(key=lambda problem: problem.severity is not Severity.CRITICAL)
    worst = high[0].cell.address if high else ""
    grey = tuple(
        (d.name, replace(d.why, text=d.why.text.rstrip(".")))
        for d in strip.dimensions
        if d.rag is Rag.GREY and d.name != "Overall"
    )
    return Quality(len(high), len(problems) - len(high), worst, grey)
