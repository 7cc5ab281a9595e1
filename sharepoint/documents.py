"""Documents: a folder per project in one library, told apart by content, with what is known about them beside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from sharepoint.actions import Action, AddField, Conflict, CreateList, UpdateFile, UploadFile
from sharepoint.fields import HASH, PROJECT, RUN, TITLE, Field, Kind
from sharepoint.names import safe_name, too_long
from sharepoint.plan import Plan, Published, Settled
from sharepoint.values import UnpublishableError, Value, from_cell
from sharepoint.values import key as project_key

LIBRARY: Final = "PMO Documents"
STAGING: Final = "_staging"
"""Folder of the library where large files are put together; nothing in it is published."""
DOCUMENT_PAGE: Final = "/_layouts/15/Doc.aspx?sourcedoc="

PERIOD: Final = Field("PMOPeriod", "Period", Kind.TEXT, help="The reporting period.")
AS_OF: Final = Field("PMOAsOf", "As of", Kind.DATE, help="The status date.", attributes=(("Format", "DateOnly"),))
REPORT_KIND: Final = Field("PMOReportKind", "Report kind", Kind.TEXT, help="Which report it is.")
SNAPSHOT: Final = Field("PMOSourceSnapshot", "Source snapshot", Kind.TEXT, help="The file that it was made from.")
COMMENT: Final = Field("PMOComment", "Version comment", Kind.TEXT, help="What this version is.")
PROJECT_PAGE: Final = Field("PMOProjectPage", "Project page", Kind.URL, help="The project in its list.")
METADATA: Final = (TITLE, PROJECT, REPORT_KIND, PERIOD, AS_OF, SNAPSHOT, COMMENT, PROJECT_PAGE)
LIBRARY_FIELDS: Final = (HASH, RUN, *METADATA[1:])


@dataclass(frozen=True, slots=True)
class Document:
    """A file to publish.

    Attributes
    ----------
    project
        Its ID is the name of the folder.
    name
        The file's name on the site; the same name is the same document, with a new version each time it changes.
    source
        The content, or the file that holds it.
    folder
        A folder inside the project's, such as `Reports`.
    kind
        Which report it is, such as `Project status`.
    snapshot
        The workbook that it was made from, with the beginning of its digest.
    comment
        What people read in the version history: the period and the status date.
    linked_from
        The list whose item of this project leads to it; empty: none.
    project_page
        Where people see that item; written beside the document.
    """

    project: str
    name: str
    source: bytes | Path = field(repr=False)
    folder: str = ""
    title: str = ""
    period: str = ""
    as_of: date | None = None
    comment: str = ""
    kind: str = ""
    snapshot: str = ""
    linked_from: str = ""
    project_page: str = ""

    @property
    def content(self) -> bytes:
        """The content, read now."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()

    @property
    def path(self) -> str:
        """Its place below the library, as SharePoint takes it."""
        return "/".join(safe_name(part) for part in (self.project, *self.folder.split("/"), self.name) if part)

    @property
    def given_path(self) -> str:
        """Its place as it was asked for."""
        return "/".join(part for part in (self.project, self.folder, self.name) if part)


@dataclass(frozen=True, slots=True)
class WantedFile:
    """One file as it should be on the site."""

    document: Document
    path: str
    size: int
    digest: str
    metadata: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class PresentFile:
    """One file as it is on the site.

    Attributes
    ----------
    hash
        What the publisher wrote beside it.
    checked_out
        The account that publishes has it checked out.
    """

    id: int
    unique_id: str
    path: str
    etag: str
    length: int
    hash: str
    metadata: Mapping[str, Value]
    editor: str = ""
    modified: str = ""
    checked_out: bool = False


@dataclass(frozen=True, slots=True)
class PresentLibrary:
    """The library as it is on the site: its columns, and the folders in question with their files, without case.

    Attributes
    ----------
    required
        Titles of columns that must be filled in and that publishing does not fill in.
    """

    id: str
    root: str
    kinds: Mapping[str, str]
    files: Mapping[str, PresentFile]
    folders: frozenset[str]
    required: tuple[str, ...] = ()


def folded(path: str) -> str:
    """A path as SharePoint compares it: without case."""
    return path.casefold()


def wanted_files(documents: Sequence[Document], root: str) -> tuple[list[WantedFile], list[Problem]]:
    """The files that documents stand for, and what cannot be published.

    Parameters
    ----------
    root
        The library's server-relative address, for the length of the whole path.
    """
    files: dict[str, WantedFile] = {}
    problems: list[Problem] = []
    for document in documents:
        path = document.path
        refused = too_long(root, path) or ("a second document has this place" if folded(path) in files else "")
        try:
            content = document.content if not refused else b""
            metadata = _metadata(document)
        except (OSError, UnpublishableError) as error:
            refused = str(error)
        if refused:
            problems.append(_problem(document, refused, "Give it another name or place.", Severity.HIGH))
            continue
        if path != document.given_path:
            message = f"SharePoint does not take this name; it is published as {path!r}"
            problems.append(_problem(document, message, "", Severity.LOW))
        files[folded(path)] = WantedFile(document, path, len(content), hashlib.sha256(content).hexdigest(), metadata)
    return list(files.values()), problems


def _metadata(document: Document) -> dict[str, Value]:
    given: tuple[Any, ...] = (
        document.title or document.name.rpartition(".")[0] or document.name,
        document.project,
        document.kind,
        document.period,
        document.as_of,
        document.snapshot,
        document.comment,
        document.project_page,
    )
    return {column.name: from_cell(column, value) for column, value in zip(METADATA, given, strict=True)}


def _problem(document: Document, message: str, suggestion: str, severity: Severity) -> Problem:
    return Problem(Code.REFUSED_BY_SITE, f"{document.given_path!r}: {message}", Cell(""), suggestion, severity)


def plan_documents(
    documents: Sequence[Document],
    present: PresentLibrary | None,
    last: Mapping[str, Published],
    actual: Callable[[PresentFile], str],
    library: str = LIBRARY,
    root: str = "",
) -> Plan:
    """The plan for documents: new files, new versions, changed metadata; a version that a person made is left.

    Parameters
    ----------
    actual
        Gives the digest of a file's content on the site; asked only where what is recorded beside it may be stale.
    """
    if not documents:
        return Plan("")
    files, problems = wanted_files(documents, present.root if present else root)
    if present and present.required:
        problems.append(_required(library, present.required))
    actions: list[Action] = list(_schema(present, library))
    settled: list[Settled] = []
    unchanged = 0
    for file in files:
        key = folded(file.path)
        found = present.files.get(key) if present else None
        if other := another_project(file.document, found):
            message = f"this place is taken by the report of the project {other!r}, which is another one"
            problems.append(_problem(file.document, message, _OTHER_ID, Severity.HIGH))
            continue
        step = _step(file, found, last.get(key), actual, library)
        if isinstance(step, Settled):
            unchanged += 1
            settled += [] if _recorded(step, last.get(key)) else [step]
        else:
            actions.append(step)
    projects = tuple(dict.fromkeys(document.project for document in documents))
    return Plan("", tuple(actions), unchanged, (), tuple(problems), tuple(settled), projects=projects)


_OTHER_ID: Final = 'Give one of the projects an ID that differs in more than the signs " * : < > ? / \\ |.'


def another_project(document: Document, found: PresentFile | None) -> str:
    """The project whose file is in the document's place, because both IDs give a folder the same name; else empty."""
    other = str(found.metadata.get(PROJECT.name) or "") if found else ""
    same_folder = folded(safe_name(other)) == folded(safe_name(document.project))
    return other if other and same_folder and project_key(other) != project_key(document.project) else ""


def _required(library: str, titles: Sequence[str]) -> Problem:
    text = f"the library {library} asks for {', '.join(titles)}, which publishing does not fill in"
    suggestion = "Give these columns a default value, or do not require them: else the files stay checked out."
    return Problem(Code.REFUSED_BY_SITE, text, Cell(library), suggestion, Severity.MEDIUM)


def _recorded(step: Settled, last: Published | None) -> bool:
    return last is not None and last.pending is None and last.values == step.values


def _schema(present: PresentLibrary | None, library: str) -> list[Action]:
    if present is None:
        return [CreateList(library, LIBRARY_FIELDS, library=True, description="Published documents.")]
    return [AddField(library, column) for column in LIBRARY_FIELDS if column.name not in present.kinds]


def _step(
    file: WantedFile,
    found: PresentFile | None,
    last: Published | None,
    actual: Callable[[PresentFile], str],
    library: str,
) -> UploadFile | UpdateFile | Conflict | Settled:
    label = file.path
    if found is None:
        if last is None or not last.values:
            return UploadFile(library, label, file.size, file.digest, file.metadata, file.document.source)
        return Conflict(library, folded(label), label, "", None, None, None, deleted=True)
    same = found.hash == file.digest and found.length == file.size
    if not (same and (last is None or last.values.get("etag") in (None, found.etag))):
        content = actual(found)
        same = content == file.digest
        known = last.values.get("sha256") if last else None
        if not same and content != found.hash and not (last and last.ours("sha256", content)):
            editor, modified = found.editor, found.modified
            return Conflict(library, folded(label), label, "", known, file.digest, content, editor, modified)
    broken_off = found.checked_out and last is not None and last.pending is not None
    if same and found.hash == file.digest and _told(found.metadata) == _told(file.metadata) and not broken_off:
        values: dict[str, Value] = {"sha256": file.digest, "etag": found.etag, "unique_id": found.unique_id}
        return Settled(library, folded(label), found.id, values)
    source = b"" if same else file.document.source
    about = (library, label, file.size, file.digest, file.metadata, source, found.id, found.unique_id)
    return UpdateFile(*about, content=not same, checked_out=broken_off)


def _told(metadata: Mapping[str, Value]) -> dict[str, Value]:
    """Metadata as they are compared: the site may encode other signs of an address, and its host may get a new name."""
    page = metadata.get(PROJECT_PAGE.name)
    path = unquote(urlsplit(page)._replace(scheme="", netloc="").geturl()) if isinstance(page, str) else page
    return {**metadata, PROJECT_PAGE.name: path}


def item_page(site: str, title: str, project: str) -> str:
    """Where people see a project's item of a list, whatever its number: the list, filtered by the project's ID."""
    query = f"FilterField1={PROJECT.name}&FilterValue1={quote(project, safe='')}"
    return f"{site}/Lists/{quote(title)}/AllItems.aspx?{query}"


def permalink(site: str, unique_id: str) -> str:
    """An address that keeps working when the file is renamed, moved or overwritten."""
    return f"{site}{DOCUMENT_PAGE}%7B{unique_id.strip('{}')}%7D"


def link_to(address: str, path: str) -> dict[str, Any]:
    """What a column of addresses gets that leads to a document: its name, and where it is."""
    return {"__metadata": {"type": "SP.FieldUrlValue"}, "Url": address, "Description": path.rpartition("/")[2]}
