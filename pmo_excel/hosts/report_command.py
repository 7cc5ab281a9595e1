"""`pmo report`: reports of workbooks as files, in the formats that were asked for, and an index of status pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pmo_excel.core.problems import NOWHERE, Code, Problem, Severity
from pmo_excel.hosts.books import Outcome, checked, workbooks
from pmo_excel.hosts.portfolio_material import gathered, portfolio_package
from pmo_excel.hosts.printers import printed_page
from pmo_excel.hosts.printing import progress
from pmo_excel.hosts.report_material import material_of
from pmo_excel.hosts.report_options import Stale
from pmo_excel.report.document import Report
from pmo_excel.report.formats.html import as_html
from pmo_excel.report.formats.sheets import as_sheets
from pmo_excel.report.formats.slides import as_slides
from pmo_excel.report.formats.word import as_word
from pmo_excel.report.html import html
from pmo_excel.report.index_page import index_page
from pmo_excel.report.kinds.catalogue import FORMATS, KINDS, Kind
from pmo_excel.report.kinds.portfolio.catalogue import PORTFOLIO_KINDS
from pmo_excel.report.material import Material
from pmo_excel.report.status_page import StatusPage, status_page
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create

INDEX = "index.html"
_FILES: Final = {"docx": as_word, "xlsx": as_sheets}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports are to be written, in which formats, and the presentation whose looks slides take.

    Attributes
    ----------
    kinds, of_portfolios
        Those made of a project's workbook, and those made of a portfolio's.
    stale
        What becomes of projects in a portfolio whose figures are old.
    """

    kinds: tuple[Kind, ...]
    formats: tuple[str, ...]
    template: bytes | None = None
    of_portfolios: tuple[Kind, ...] = ()
    stale: Stale = Stale.STAMP


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


def wanted(kinds: Iterable[str], formats: str, template: Path | None = None, stale: Stale = Stale.STAMP) -> Wanted:
    """What the words of a command ask for.

    Raises
    ------
    Refused
        A kind or a format that there is not; or no such template.
    """
    known = ", ".join(dict.fromkeys((*KINDS, *PORTFOLIO_KINDS)))
    asked = [name.strip().lower() for given in kinds for name in given.split(",")]
    forms = [name.strip().lower() for name in formats.split(",")]
    problems = [
        _unknown("kind of report", name, known) for name in asked if name not in KINDS and name not in PORTFOLIO_KINDS
    ]
    problems += [_unknown("format", name, ", ".join(FORMATS)) for name in forms if name not in FORMATS]
    if template is not None and not template.is_file():
        problems.append(Problem(Code.FILE, f"there is no file {template}", NOWHERE, "Name a .pptx or .potx file."))
    if problems:
        raise Refused(problems)
    data = None if template is None else template.read_bytes()
    of_projects, of_portfolios = (tuple(k[n] for n in asked if n in k) for k in (KINDS, PORTFOLIO_KINDS))
    return Wanted(of_projects, tuple(forms), data, of_portfolios, stale)


def _unknown(what: str, name: str, known: str) -> Problem:
    return Problem(Code.ARGUMENT, f"there is no {what} {name!r}", NOWHERE, f"Use one of {known}.")


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
    fitting = False
    with progress() as bar:
        for path in bar.track(found, description="Reporting"):
            given, kinds, said = _material(path, found, asked, made if isinstance(made, datetime) else made(path))
            problems += said
            fitting = fitting or bool(kinds)
            if given is None:
                continue
            for kind in kinds:
                files, more = _written(path, given, kind, asked, folder or path.parent)
                written += files
                problems += more
                pages += [(_status(given), one.path.name) for one in files if one.of("status", "html")]
    if found and not fitting:
        problems.append(_no_workbook(asked))
    if folder is not None and pages:
        problems += _write(folder / INDEX, html(index_page(pages)).encode())
    return written, problems


def _material(
    path: Path, found: Iterable[Path], asked: Wanted, made: datetime
) -> tuple[Material | None, tuple[Kind, ...], list[Problem]]:
    """What a workbook's reports are made of, which of the kinds asked for are of it, and what is said of its files."""
    package = portfolio_package(path)
    if package is None:
        if not asked.kinds:
            return None, (), []
        outcome = checked(path)
        given = material_of(outcome, made)
        return given, asked.kinds, [] if given is not None else [*outcome.problems]
    if not asked.of_portfolios:
        return None, (), []
    made_of = gathered(path, package, [one for one in found if one != path], made, asked.stale)
    return made_of.material, asked.of_portfolios, [*made_of.problems]


def _no_workbook(asked: Wanted) -> Problem:
    """That none of the workbooks is of the sort that the kinds are made of."""
    of, names = ("project", asked.kinds) if asked.kinds else ("portfolio", asked.of_portfolios)
    text = f"the report {', '.join(kind.name for kind in names)} is made of a {of}'s workbook, and there is none"
    return Problem(Code.ARGUMENT, text, NOWHERE, "See pmo kinds for what is made of which workbook.", Severity.CRITICAL)


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
