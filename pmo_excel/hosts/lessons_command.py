"""`pmo lessons`: lessons of workbooks or of a portfolio's library that fit a project, and into its charter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from pmo_excel.core.columns import Texts
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.core.tables import Table, columns
from pmo_excel.governance.lessons import FittingLessons, LessonRows, Wanted, as_text, fitting
from pmo_excel.governance.tables import Charter, Lessons
from pmo_excel.hosts.books import read_file, saved, workbooks
from pmo_excel.portfolio.stacking import stacked
from pmo_excel.portfolio.tables import LessonsLibrary
from pmo_excel.risk.tables import Risks
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.portfolio_reading import read_portfolio
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.refused import Refused, refused

FIELD = "Lessons to Apply"


@dataclass(frozen=True, slots=True)
class Offered:
    """Lessons that fit, from how many, and the copy of the workbook that they were written into."""

    found: FittingLessons
    searched: int
    problems: Sequence[Problem]
    copy: Path | None = None

    @property
    def text(self) -> str:
        """The lessons as one cell holds them."""
        return as_text(self.found)


def offered(paths: Iterable[Path], tags: Sequence[str], book: Path | None, text: str = "") -> Offered:
    """Lessons of these workbooks, or of those in folders, that fit the tags and a project; its own are left out.

    Without the project's workbook, `text` says what it is about.

    Raises
    ------
    Refused
        The project's workbook cannot be read.
    """
    wanted, own = (Wanted(tags, text), "") if book is None else _wanted(book, tags)
    found, problems = workbooks(paths)
    tables = []
    for path in found:
        if book is not None and path.resolve() == book.resolve():
            continue
        try:
            tables += _lessons(path)
        except Refused as error:
            problems += error.problems
    rows = stacked(LessonRows, tables)
    others = _without(rows, own) if own else rows
    return Offered(fitting(others, wanted), len(others), problems)


def _lessons(path: Path) -> list[LessonRows]:
    """The lessons of a project's workbook, or of a portfolio's library."""
    package = open_package(path)
    if package.table("tblLessonsLib") is not None:
        library = read_portfolio(package).tables.get("Lessons Library")
        if not isinstance(library, LessonsLibrary):
            return []
        return [_rows(library, library.project_id, library.lesson_id)]
    tables = read_book(package).tables
    lessons, charter = tables.get("Lessons"), tables.get("Charter")
    if not isinstance(lessons, Lessons):
        return []
    project = charter.id[0] if isinstance(charter, Charter) and len(charter) else None
    return [_rows(lessons, np.full(len(lessons), project or path.stem, dtype=object), lessons.id)]


def _rows(table: Table, projects: Texts, ids: Texts) -> LessonRows:
    same = [name for name in columns(LessonRows) if name not in ("project_id", "id")]
    return LessonRows.of(len(table), project_id=projects, id=ids, **{name: getattr(table, name) for name in same})


def _without(rows: LessonRows, project: str) -> LessonRows:
    kept = [row for row, one in enumerate(rows.project_id.tolist()) if one != project]
    return LessonRows.of(len(kept), **{name: getattr(rows, name)[kept] for name in columns(LessonRows)})


def _wanted(path: Path, tags: Sequence[str]) -> tuple[Wanted, str]:
    """What a project is about, from its charter and open risks; and its ID."""
    tables = read_file(path)[1].tables
    charter, risks = tables.get("Charter"), tables.get("Risks")
    words: list[str] = []
    own = ""
    if isinstance(charter, Charter) and len(charter):
        fields = (
            charter.name,
            charter.project_type,
            charter.objectives,
            charter.in_scope,
            charter.business_case_summary,
        )
        words += [str(one[0]) for one in fields if one[0]]
        own = str(charter.id[0] or "")
    kinds: list[str] = []
    if isinstance(risks, Risks):
        still = [row for row, state in enumerate(risks.status.tolist()) if state != "Closed"]
        words += [str(one) for one in risks.title[still].tolist() if one]
        kinds = [str(one) for one in dict.fromkeys(risks.category[still].tolist()) if one]
    return Wanted(tags, "\n".join(words), kinds), own


def write_lessons(of: Offered, path: Path, now: datetime) -> Offered:
    """Write the lessons into the charter's field, after a backup.

    Raises
    ------
    Refused
        The workbook cannot be written, or its charter has no such field.
    """
    package, book, memory = read_file(path)
    charter = book.tables.get("Charter")
    if not isinstance(charter, Charter) or not len(charter) or not charter.has("lessons"):
        fix = f"Type {FIELD} below the last field of the Charter."
        raise refused(f"{path.name} has no field {FIELD!r}", fix, code=Code.MISSING_COLUMN, cell=Cell("Charter"))
    cell = charter.cell("lessons", 0)
    patched = patch(package, [Edit(cell.sheet, cell.ref, of.text or None)])
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    return Offered(of.found, of.searched, of.problems, copy)


def as_json(of: Offered) -> dict[str, Any]:
    """The lessons as programs read them."""
    held = {column.header: getattr(of.found, name).tolist() for name, column in columns(FittingLessons).items()}
    return {
        "searched": of.searched,
        "lessons": [dict(zip(held, row, strict=True)) for row in zip(*held.values(), strict=True)],
        "backup": None if of.copy is None else str(of.copy),
        "problems": [problem.as_json() for problem in of.problems],
    }
