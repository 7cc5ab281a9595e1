"""Workbook files as one pool of people: each computed as a refresh would, the portfolio's resource pool leading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table
from pmo_excel.governance.tables import Charter
from pmo_excel.hosts.books import read_file, workbooks
from pmo_excel.hosts.pool_sheet import pool_source
from pmo_excel.portfolio.pool import Pool, Source, pool
from pmo_excel.refresh.compute import NONE_MADE, computed
from pmo_excel.resources.tables import Assignments, Leave, Resources, Terms
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.portfolio_reading import read_portfolio
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import Refused

T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class PoolBook:
    """A project's workbook as it was read: its tables with what is computed, and its fingerprint."""

    path: Path
    tables: Mapping[str, Table]
    conventions: Conventions
    sha256: str


@dataclass(frozen=True, slots=True)
class PoolFiles:
    """Files that were read.

    Attributes
    ----------
    sources
        One for each workbook with people or assignments; a portfolio's pool first.
    files
        The workbooks of the projects, by name.
    problems
        By file: why it could not be read, and what is wrong in the sheets that loads are made from.
    failed
        Whether some file could not be read.
    books
        What was read of each project's workbook, by its name.
    """

    sources: tuple[Source, ...]
    files: tuple[Path, ...]
    problems: Mapping[str, tuple[Problem, ...]]
    failed: bool
    books: Mapping[str, PoolBook] = field(default_factory=dict)

    def pool(self) -> tuple[Pool | None, dict[str, tuple[Problem, ...]]]:
        """The pool, and everything there is to say by file; None where nobody was found."""
        if not self.sources:
            return None, dict(self.problems)
        made = pool(self.sources)
        said = dict(self.problems)
        for file, problems in made.problems.items():
            said[file] = tuple(dict.fromkeys([*said.get(file, ()), *problems]))
        return made, said


def pool_files(
    paths: Iterable[Path], portfolio: Path | None = None, made: Mapping[str, Table] = NONE_MADE
) -> PoolFiles:
    """Read workbooks of projects, and a portfolio workbook that is named or among them.

    Parameters
    ----------
    made
        Results, by function, that need not be computed.
    """
    found, problems = workbooks(paths)
    said: dict[str, tuple[Problem, ...]] = {"": tuple(problems)} if problems else {}
    pools: list[Source] = []
    sources: list[Source] = []
    files: list[Path] = []
    books: dict[str, PoolBook] = {}
    failed = any(problem.severity is Severity.CRITICAL for problem in problems)
    for path in [*([portfolio] if portfolio else []), *(p for p in found if p != portfolio)]:
        name = _name(path, said)
        try:
            package = open_package(path)
            if package.table("tblPool") is not None:
                listed = read_portfolio(package)
                said[name] = tuple(p for p in listed.problems if p.cell.sheet == listed.places["Resource Pool"].sheet)
                pools.append(pool_source(listed, name))
                continue
            _, book, _ = read_file(path)
        except Refused as error:
            said[name], failed = tuple(error.problems), True
            continue
        source, tables = computed_source(book, name, path.stem, said, made)
        sources.append(source)
        books[name] = PoolBook(path, tables, Conventions(package.date1904), package.sha256)
        files.append(path)
    return PoolFiles((*pools, *sources), tuple(files), said, failed, books)


def _name(path: Path, taken: Mapping[str, object]) -> str:
    """The file's name; with its folder where another file has the same."""
    return path.name if path.name not in taken else f"{path.parent.name}/{path.name}"


def source_of(book: Book, name: str, project: str, said: dict[str, tuple[Problem, ...]]) -> Source:
    """A workbook's people and bookings, with the dates that a refresh would compute."""
    return computed_source(book, name, project, said)[0]


def computed_source(
    book: Book, name: str, project: str, said: dict[str, tuple[Problem, ...]], made: Mapping[str, Table] = NONE_MADE
) -> tuple[Source, Mapping[str, Table]]:
    """The same, and the tables with what is computed."""
    done = computed(book.tables, Conventions(book.package.date1904), made)
    tables = done.tables
    charter = _of(tables, Charter, "Charter")
    own = str(charter.id[0]) if charter is not None and len(charter) and charter.id[0] else project
    read = [book.places[s].sheet for s in _SHEETS if s in book.places]
    found = [p for p in [*book.problems, *done.problems] if p.cell.sheet in read]
    said[name] = tuple(dict.fromkeys(found))
    resources = _of(tables, Resources, "Resources")
    assignments = _of(tables, Assignments, "Assignments")
    if assignments is None:
        text = "the workbook has no assignments, so it books nobody"
        fix = "Add a sheet with the columns Task ID, Resource ID and Units % or Work (h)."
        missing = Problem(Code.MISSING_TABLE, text, Cell("Assignments"), fix, Severity.LOW)
        said[name] = (*said[name], missing)
    source = Source(
        name,
        own,
        Resources.of(0) if resources is None else resources,
        Assignments.of(0) if assignments is None else assignments,
        _of(tables, Schedule, "Schedule"),
        _of(tables, Leave, "Leave"),
        _of(tables, Terms, "Resource Terms"),
        _of(tables, Holidays, "Holidays"),
        _of(tables, Calendars, "Calendars"),
        None if charter is None or not len(charter) else int(charter.status_date[0]),
    )
    return source, tables


_SHEETS: Sequence[str] = ("Resources", "Assignments", "Leave", "Resource Terms", "Holidays", "Calendars", "Schedule")


def _of(tables: Mapping[str, Table], cls: type[T], sheet: str) -> T | None:
    found = tables.get(sheet)
    return found if isinstance(found, cls) else None


def in_file(problem: Problem, file: str) -> Problem:
    """A problem with the file's name in front of its sheet, for lists of several files."""
    return replace(problem, cell=replace(problem.cell, sheet=f"[{file}]{problem.cell.sheet}")) if file else problem
