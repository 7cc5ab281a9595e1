"""`pmo stakeholders`: everything there is to see about a project's stakeholders, as lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_excel.core.calling import answer
from pmo_excel.core.catalogue import CATALOGUE
from pmo_excel.core.cells import Conventions
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.core.tables import Table
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.tables import Charter, Settings
from pmo_excel.hosts.book_answers import plan_book
from pmo_excel.refresh import refreshed
from pmo_excel.refresh.compute import Unknown, bound_arguments
from pmo_excel.stakeholders.concerns import EscalatedConcerns
from pmo_excel.stakeholders.engagement import EngagementPriorities
from pmo_excel.stakeholders.overview import Overview, overview
from pmo_excel.workbook.refused import refused

SHEETS = ("Stakeholders", "Expectations", "Communications Plan", "Contact Log", "RACI")


@dataclass(frozen=True, slots=True)
class People:
    """A workbook's stakeholders, and what is wrong on their sheets."""

    path: Path
    project: str
    status_date: int | None
    overview: Overview
    problems: Sequence[Problem]

    def as_json(self) -> dict[str, Any]:
        """The same as programs read it."""
        return {
            "file": str(self.path),
            **self.overview.as_json(),
            "problems": [problem.as_json() for problem in self.problems],
        }


def people_of(path: Path) -> People:
    """Read and compute a workbook, and look at its stakeholders; nothing is written.

    Raises
    ------
    Refused
        The file cannot be read, or has no register of stakeholders.
    """
    book, _ = plan_book(path)
    result = refreshed(book)
    tables, conventions = result.tables, Conventions(book.package.date1904)
    charter = tables.get("Charter")
    status_date, project = None, path.name
    if isinstance(charter, Charter) and len(charter):
        status_date = None if charter.status_date[0] == NO_INSTANT else int(charter.status_date[0])
        project = str(charter.name[0] or charter.id[0] or path.name)
    settings = tables.get("Settings")
    values, _ = setting_values(settings if isinstance(settings, Settings) else None)
    priorities = _answer("ENGAGEMENTPRIORITY", tables, conventions)
    concerns = _answer("CONCERNS", tables, conventions)
    made = None
    if isinstance(priorities, EngagementPriorities):
        escalated = concerns if isinstance(concerns, EscalatedConcerns) else None
        made = overview(tables, priorities, escalated, status_date, values["Power and interest threshold"])
    if made is None:
        fix = "Copy the sheet from a new workbook (pmo new project), or run pmo upgrade."
        raise refused(f"{path.name} has no Stakeholders", fix, code=Code.MISSING_TABLE, cell=Cell("Stakeholders"))
    places = {book.places[name].sheet for name in SHEETS if name in book.places}
    return People(path, project, status_date, made, [p for p in result.problems if p.cell.sheet in places])


def _answer(name: str, tables: Any, conventions: Conventions) -> Table | None:
    """A function's table for these sheets; None where the workbook lacks what it needs."""
    entry = CATALOGUE[name]
    try:
        bound = bound_arguments(entry, tables, conventions)
    except Unknown:
        return None
    if any(bound[p.name] is None and not p.optional for p in entry.parameters):
        return None
    got: Table | None = answer(entry, bound).value
    return got
