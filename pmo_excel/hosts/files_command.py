"""`pmo publish files`: report packs and other files of a project, put into the library beside its status page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.books import checked
from pmo_excel.hosts.publish_command import Publication, content, saved_at
from pmo_excel.hosts.site_connection import connected
from pmo_excel.hosts.state_folder import state_folder
from sharepoint.documents import Document
from sharepoint.errors import SharePointError
from sharepoint.journal import Journal
from sharepoint.publish import apply_publication, plan_publication


def files_published(
    book: Path, files: Sequence[Path], url: str, kind: str, dry_run: bool = False, state: Path | None = None
) -> Publication:
    """Publish files with what the workbook says of its project: period, status date, and which workbook it was.

    A file of the same name is the same document: it gets a new version where its content differs.
    """
    result = Publication()
    lists, documents = content([checked(book)], saved_at, result.problems)
    missing = [path for path in files if not path.is_file()]
    result.problems += [_missing(path) for path in missing]
    if not lists or missing:
        return result
    wanted = [_document(documents[0], path, kind) for path in files]
    folder = state or state_folder()
    try:
        site = connected(url, folder)
        with Journal(folder / "journal.sqlite") as journal:
            result.plan = plan_publication(site, [], wanted, journal)
            result.problems += result.plan.problems
            if not dry_run:
                result.outcome = apply_publication(result.plan, site, journal)
                result.problems += result.outcome.problems
    except SharePointError as error:
        result.plan = None
        result.problems.append(Problem(Code.SHAREPOINT, str(error), Cell(url), error.next_step, Severity.CRITICAL))
    return result


def _document(status: Document, path: Path, kind: str) -> Document:
    """A file beside the status page, with what is known of that."""
    comment = f"{kind}{status.comment.removeprefix(status.kind)}"
    return replace(status, name=path.name, source=path, title=path.stem, kind=kind, comment=comment, linked_from="")


def _missing(path: Path) -> Problem:
    return Problem(Code.FILE, "there is no such file", Cell(str(path)), "Check the name.", Severity.CRITICAL)
