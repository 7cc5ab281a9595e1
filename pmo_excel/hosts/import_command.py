"""`pmo import`: a file of another program as a project workbook, with a page of date differences and a certificate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel import __version__
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, declaration
from pmo_excel.hosts.books import applied
from pmo_excel.hosts.replacing import put
from pmo_excel.interop.certificate import FilePrint, Migration
from pmo_excel.interop.differences import Comparison, compared
from pmo_excel.interop.fitting import fitting
from pmo_excel.interop.formats import read_rows, unknown
from pmo_excel.interop.imported import Imported, SourceDates
from pmo_excel.refresh import Refreshed, refreshed
from pmo_excel.report.import_pages import DifferencesPage, certificate_html, differences_html
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule
from pmo_excel.workbook.build import build
from pmo_excel.workbook.layout import Level
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.refused import Refused

SUFFIX: Final = ".xlsx"


@dataclass(frozen=True, slots=True)
class Request:
    """What to import.

    Attributes
    ----------
    target
        The workbook to make; its pages come beside it.
    level
        Light, Standard or Structured.
    force
        Whether files that are there already are replaced; a copy of each is kept.
    """

    source: Path
    target: Path
    level: str = "Light"
    force: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """An import that was done.

    Attributes
    ----------
    problems
        Of reading the source, then of the workbook.
    written
        The workbook, the page of differences where the source has dates, and the certificate.
    copies
        What files that were there before are kept as.
    digest
        The certificate's seal.
    """

    imported: Imported
    comparison: Comparison
    problems: Sequence[Problem]
    written: Sequence[Path]
    copies: Sequence[Path]
    digest: str

    def as_json(self) -> dict[str, Any]:
        """The outcome as programs read it."""
        return {
            "program": self.imported.program,
            "written": [str(path) for path in self.written],
            "backups": [str(path) for path in self.copies],
            "digest": self.digest,
            "totals": [
                {"entity": t.entity, "found": t.found, "left_out": t.left_out, "why": t.why}
                for t in self.imported.totals
            ],
            "dates": self.comparison.as_json(),
            "problems": [problem.as_json() for problem in self.problems],
        }


@dataclass(frozen=True, slots=True)
class _Pages:
    """The bytes of each file to write, the workbook first."""

    files: Mapping[Path, bytes]
    digest: str


def import_file(request: Request, now: datetime) -> tuple[Done | None, Sequence[Problem]]:
    """Make the workbook, refresh it, compare its dates with the source's, and certify what came over.

    Raises
    ------
    Refused
        The target is there already, or cannot be written.
    """
    _check_target(request)
    try:
        data = request.source.read_bytes()
    except OSError:
        return None, [unknown(request.source)]
    imported, problems = read_rows(request.source)
    if imported is None:
        return None, problems
    content, cut = fitting(imported.content)
    imported = replace(imported, content=content)
    reading = [*problems, *cut]
    package = open_package(build(request.level, content), request.target.name)
    result = refreshed(read_book(package))
    workbook = applied(package, result).data
    comparison = _comparison(imported, result)
    source = FilePrint.of(request.source.name, data)
    findings = Counter(problem.severity.value for problem in result.problems)
    migration = Migration(
        __version__,
        source,
        FilePrint.of(request.target.name, workbook),
        (),
        imported,
        comparison,
        reading,
        {severity.value: findings[severity.value] for severity in Severity if findings[severity.value]},
    )
    pages = _pages(request.target, workbook, migration)
    copies = _write(pages.files, request.force, now)
    found = [*reading, *result.problems]
    return Done(imported, comparison, found, list(pages.files), copies, pages.digest), found


def _check_target(request: Request) -> None:
    levels = [level.value for level in Level]
    if request.level not in levels:
        raise _refused(request.target, f"there is no level {request.level!r}", f"Use one of: {', '.join(levels)}.")
    if request.target.suffix.lower() != SUFFIX:
        raise _refused(request.target, f"is no name of a workbook that is made: it must end in {SUFFIX}")
    if request.target.exists() and request.source.exists() and request.target.samefile(request.source):
        raise _refused(request.target, "is the file that is to be imported")
    if not request.force:
        there = [path.name for path in _targets(request.target) if path.exists()]
        if there:
            fix = "Choose another name with -o, or replace it with --force; a copy is kept then."
            raise _refused(request.target, f"{' and '.join(there)} {'are' if there[1:] else 'is'} there already", fix)


def _targets(workbook: Path) -> tuple[Path, Path, Path]:
    """The workbook, the page of differences, the certificate."""
    folder, stem = workbook.parent, workbook.stem
    return workbook, folder / f"{stem} differences.html", folder / f"{stem} certificate.html"


def _refused(path: Path, message: str, suggestion: str = "Choose another name with -o.") -> Refused:
    return Refused([Problem(Code.FILE, message, Cell(path.name), suggestion, Severity.CRITICAL)])


def _comparison(imported: Imported, result: Refreshed) -> Comparison:
    calendar = project_calendar(_table(result, Holidays), _table(result, Calendars))
    return compared(imported, _dates(_table(result, Schedule)), calendar)


T = TypeVar("T", bound=Table)


def _table(result: Refreshed, cls: type[T]) -> T | None:
    found = result.tables.get(declaration(cls).sheet)
    return found if isinstance(found, cls) else None


def _dates(tasks: Schedule | None) -> SourceDates:
    if tasks is None:
        return {}
    rows = zip(tasks.id.tolist(), tasks.start.tolist(), tasks.finish.tolist(), strict=True)
    return {key: (start, finish) for key, start, finish in rows}


def _pages(target: Path, workbook: bytes, migration: Migration) -> _Pages:
    """The workbook and its pages; no page of differences where the source has no dates."""
    book, differences, certificate = _targets(target)
    files = {book: workbook}
    if migration.comparison.compared:
        program = migration.imported.program
        page = DifferencesPage(program, migration.source, target.name, migration.comparison)
        files[differences] = differences_html(page).encode()
        migration = replace(migration, pages=(FilePrint.of(differences.name, files[differences]),))
    sealed, digest = certificate_html(migration)
    files[certificate] = sealed.encode()
    return _Pages(files, digest)


def _write(files: Mapping[Path, bytes], force: bool, now: datetime) -> list[Path]:
    """Write each file in one step; what is there already is copied first."""
    copies = [put(path, data, force, now) for path, data in files.items()]
    return [copy for copy in copies if copy is not None]
