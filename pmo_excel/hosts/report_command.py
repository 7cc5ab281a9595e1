"""`pmo report`: reports of workbooks as files, in the formats that were asked for, and an index of status pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pmo_excel.core.instants import instant
from pmo_excel.core.problems import NOWHERE, Code, Problem
from pmo_excel.hosts.books import Outcome, checked, workbooks
from pmo_excel.hosts.printers import printed_page
from pmo_excel.hosts.printing import progress
from pmo_excel.report.document import Report
from pmo_excel.report.facts import Evidence
from pmo_excel.report.formats.html import as_html
from pmo_excel.report.formats.sheets import as_sheets
from pmo_excel.report.formats.slides import as_slides
from pmo_excel.report.formats.word import as_word
from pmo_excel.report.html import html
from pmo_excel.report.index_page import index_page
from pmo_excel.report.kinds.catalogue import FORMATS, KINDS, Kind
from pmo_excel.report.material import Material
from pmo_excel.report.source import Source
from pmo_excel.report.status_page import StatusPage, status_page
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create

INDEX = "index.html"
_FILES: Final = {"docx": as_word, "xlsx": as_sheets}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports are to be written, in which formats, and the presentation whose looks slides take."""

    kinds: tuple[Kind, ...]
    formats: tuple[str, ...]
    template: bytes | None = None


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report that was written."""

    workbook: Path
    kind: str
    path: Path

    def of(self, kind: str, form: str) -> bool:
        """Whether it is this kind of report in this format."""
        return self.kind == kind and self.path.suffix == f".{form}"

    def as_json(self) -> dict[str, str]:
        """As programs read it."""
        return {"workbook": str(self.workbook), "kind": self.kind, "path": str(self.path)}


def wanted(kinds: Iterable[str], formats: str, template: Path | None = None) -> Wanted:
    """What the words of a command ask for.

    Raises
    ------
    Refused
        A kind or a format that there is not; or no such template.
    """
    known = ", ".join(KINDS)
    asked = [name.strip().lower() for given in kinds for name in given.split(",")]
    forms = [name.strip().lower() for name in formats.split(",")]
    problems = [_unknown("kind of report", name, known) for name in asked if name not in KINDS]
    problems += [_unknown("format", name, ", ".join(FORMATS)) for name in forms if name not in FORMATS]
    if template is not None and not template.is_file():
        problems.append(Problem(Code.FILE, f"there is no file {template}", NOWHERE, "Name a .pptx or .potx file."))
    if problems:
        raise Refused(problems)
    data = None if template is None else template.read_bytes()
    return Wanted(tuple(KINDS[name] for name in asked), tuple(forms), data)


def _unknown(what: str, name: str, known: str) -> Problem:
    return Problem(Code.ARGUMENT, f"there is no {what} {name!r}", NOWHERE, f"Use one of {known}.")


def material_of(outcome: Outcome, made: datetime) -> Material | None:
    """What reports are made of; None where the workbook could not be read."""
    result = outcome.refresh
    if result is None:
        return None
    source = Source(outcome.path.name, outcome.sha256[:12], instant(made))
    return Material(Evidence(result.tables, result.results), source, result.problems)


def write_reports(
    paths: Iterable[Path], asked: Wanted, folder: Path | None, made: datetime | Callable[[Path], datetime]
) -> tuple[list[ReportFile], list[Problem]]:
    """Write each kind of report of each workbook, beside it or into a folder; status pages get an index there.

    Parameters
    ----------
    made
        The moment that the pages print, for all or by workbook.
    """
    found, problems = workbooks(paths)
    written: list[ReportFile] = []
    pages: list[tuple[StatusPage, str]] = []
    with progress() as bar:
        for path in bar.track(found, description="Reporting"):
            outcome = checked(path)
            given = material_of(outcome, made if isinstance(made, datetime) else made(path))
            if given is None:
                problems += outcome.problems
                continue
            for kind in asked.kinds:
                files, more = _written(path, given, kind, asked, folder or path.parent)
                written += files
                problems += more
                pages += [(_status(given), one.path.name) for one in files if one.of("status", "html")]
    if folder is not None and pages:
        problems += _write(folder / INDEX, html(index_page(pages)).encode())
    return written, problems


def _written(
    path: Path, given: Material, kind: Kind, asked: Wanted, folder: Path
) -> tuple[list[ReportFile], list[Problem]]:
    """One kind of report of one workbook, in each format that it has."""
    files: list[ReportFile] = []
    problems: list[Problem] = []
    made = kind.make(given)
    for form in asked.formats:
        if form not in kind.formats:
            text = f"the report {kind.name} is not made as {form}"
            problems.append(Problem(Code.ARGUMENT, text, NOWHERE, f"Use one of {', '.join(kind.formats)}."))
            continue
        target = folder / f"{path.stem} {kind.name}.{form}"
        try:
            refusals = _write(target, rendered_report(made, given, form, asked.template))
        except Refused as error:
            refusals = list(error.problems)
        problems += refusals
        files += [] if refusals else [ReportFile(path, kind.name, target)]
    return files, [*problems, *made.notes]


def rendered_report(made: Report, given: Material, form: str, template: bytes | None) -> bytes:
    """A report in one format; the one-page status keeps the layout of its own in HTML and print.

    Raises
    ------
    Refused
        It cannot be printed here.
    """
    if form == "pptx":
        return as_slides(made, template)
    if form in _FILES:
        return _FILES[form](made)
    page = as_html(made)
    if made.kind == "status":
        page = html(_status(given))
    return page.encode() if form == "html" else printed_page(page, as_slides(made))


def page_of(outcome: Outcome, made: datetime) -> StatusPage | None:
    """The status page of a workbook that was computed; None where it could not be read."""
    given = material_of(outcome, made)
    return None if given is None else _status(given)


def _status(given: Material) -> StatusPage:
    return status_page(given.evidence.tables, given.evidence.results, given.problems, given.source)


def _write(target: Path, data: bytes) -> list[Problem]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        create(target, data, replace=True)
    except Refused as error:
        return list(error.problems)
    return []
