"""`pmo risks`: what a workbook's register comes to, and what its plan suggests; the page with its charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.calling import as_json
from pmo_excel.core.cells import Conventions
from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import Table
from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.book_answers import answer_of, plan_book
from pmo_excel.refresh.compute import computed
from pmo_excel.report.risk_page import RiskPage, risk_html
from pmo_excel.risk.tables import Risks
from pmo_excel.workbook.refused import refused
from pmo_excel.workbook.save import create

PARTS: Final = {
    "register": "RISKREGISTER",
    "matrix": "RISKMATRIX",
    "exposure": "EXPOSURE",
    "contingency": "CONTINGENCYADEQUACY",
    "funding": "FUNDING",
    "worth": "MITIGATIONWORTH",
    "burn_down": "RISKBURNDOWN",
    "prompts": "RISKPROMPTS",
}
"""The parts of the summary, and the function that gives each."""


@dataclass(frozen=True, slots=True)
class RiskSummary:
    """The register, and the answer of each part's function; None where it has none."""

    path: Path
    risks: Risks
    parts: dict[str, Table | None]
    problems: tuple[Problem, ...]

    def rows(self, part: str) -> list[list[Any]] | None:
        """A part as rows with its headers first."""
        made = self.parts[part]
        return None if made is None else as_json(CATALOGUE[PARTS[part]], made)

    def as_json(self) -> dict[str, Any]:
        """The summary as programs read it."""
        parts = {part: self.rows(part) for part in PARTS}
        return {"file": str(self.path), **parts, "problems": [problem.as_json() for problem in self.problems]}


def risk_summary(path: Path) -> RiskSummary:
    """What the functions of risk say of a workbook, each with the arguments that a refresh takes from it.

    Raises
    ------
    Refused
        The file cannot be read, or has no register.
    """
    book, problems = plan_book(path)
    tables = computed(book.tables, Conventions(book.package.date1904)).tables
    risks = tables.get("Risks")
    if not isinstance(risks, Risks):
        raise refused(f"{path.name} has no register of risks", "Name a project workbook with a sheet Risks.")
    parts: dict[str, Table | None] = {}
    for part, name in PARTS.items():
        given = {"percentile": 0.8} if part == "worth" else {}
        got = answer_of(book, tables, name, given)
        parts[part] = got.value
        problems = [*problems, *got.problems]
    return RiskSummary(path, risks, parts, tuple(dict.fromkeys(problems)))


def write_page(of: RiskSummary, path: Path, now: datetime) -> None:
    """Write the page of the register.

    Raises
    ------
    Refused
        The file cannot be written.
    """
    parts: Any = of.parts
    page = RiskPage(of.path.name, instant(now), of.risks, **{name: parts[name] for name in PARTS})
    path.parent.mkdir(parents=True, exist_ok=True)
    create(path, risk_html(page).encode(), replace=True)
