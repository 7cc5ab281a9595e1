"""What a report is made of: a workbook after a refresh, and for a portfolio's those of its projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pmo_excel.core.problems import Problem
from pmo_excel.report.facts import Evidence
from pmo_excel.report.source import Source


@dataclass(frozen=True, slots=True)
class Material:
    """One workbook's tables and results, its findings, and where they come from.

    Attributes
    ----------
    projects
        The project workbooks of a portfolio, in the order given; empty for a project.
    """

    evidence: Evidence
    source: Source
    problems: Sequence[Problem] = ()
    projects: tuple[Material, ...] = field(default=())
