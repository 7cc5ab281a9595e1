"""The review sheet of a workbook: what was changed on the site is asked there, one row a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.cells import clean
from pmo_excel.core.problems import Cell
from pmo_excel.core.tables import columns, declaration
from pmo_excel.governance.tables import SiteReview
from pmo_excel.hosts.books import read_file, saved
from pmo_excel.workbook.added_record import with_record
from pmo_excel.workbook.draft import Edit
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.patch import patch
from pmo_excel.workbook.table_rows import TableRow, TableRows
from sharepoint.questions import Question

SHEET: Final = declaration(SiteReview).sheet
TABLE: Final = declaration(SiteReview).name
_LONGEST: Final = 32_000
"""Characters of a value that are shown; a cell holds 32,767."""


def header(name: str) -> str:
    """The header of one of the sheet's columns."""
    return columns(SiteReview)[name].header


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row of the sheet that is not decided yet: its cells, and what a person typed."""

    table: TableRows
    row: TableRow

    def text(self, name: str) -> str:
        """One of its cells as text."""
        value = self.row.cells.get(header(name))
        return "" if value is None else str(value)

    def asks(self, question: Question) -> bool:
        """Whether it is about the same thing."""
        return (self.text("object_key"), self.text("field")) == (question.object_key, question.title)

    def shows(self, question: Question) -> bool:
        """Whether it shows the values as they are now, so that what was chosen holds for them."""
        shown = [self.text(name) for name in ("last_published", "workbook_now", "sharepoint_now")]
        return shown == [clean(_short(value)) or "" for value in question.told]

    @property
    def answered(self) -> bool:
        """Whether a person chose or typed something."""
        return bool(self.text("choice")) or self.row.cells.get(header("your_value")) is not None

    def cell(self, name: str) -> Cell:
        """The place of one of its cells."""
        number = self.row.number
        return Cell(self.table.table.sheet, number, header(name), self.table.ref(number, header(name)))

    def closed(self, outcome: str) -> Edit:
        """The row with what came of it."""
        return self.table.edit(self.row.number, header("outcome"), outcome)


def open_rows(package: Package) -> list[OpenRow]:
    """The rows of the review sheet that are not decided yet; none where there is no such sheet."""
    table = TableRows.of(package, TABLE)
    if table is None or {c.header for c in columns(SiteReview).values()} - set(table.table.columns):
        return []
    return [row for row in (OpenRow(table, one) for one in table.rows) if not row.text("outcome")]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was written into a workbook's review sheet: questions that are new, and rows that were closed."""

    path: Path
    asked: int
    closed: int
    open: int
    copy: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The same as programs read it."""
        backup = None if self.copy is None else str(self.copy)
        return {"file": str(self.path), "asked": self.asked, "closed": self.closed, "open": self.open, "backup": backup}

    def __str__(self) -> str:
        name = f"{self.path.name}: "
        if not self.open and not self.closed:
            return f"{name}nothing to decide"
        news = f"{self.asked} new" + (f", {self.closed} settled" if self.closed else "")
        return f"{name}{self.open} to decide on the sheet {SHEET} ({news})"


def ask(path: Path, questions: Sequence[Question], now: datetime) -> Reviewed:
    """Write questions into a workbook's review sheet, which is added when it is missing: a backup, then only its cells.

    A row that still shows the values as they are keeps its place and what was chosen. One whose values changed is
    closed, with what was chosen left in it, and asked anew below.

    Raises
    ------
    Refused
        The workbook cannot be read or written, or a sheet cannot be added to it.
    """
    package, _, memory = read_file(path)
    there = open_rows(package)
    kept = [q for q in questions if any(row.asks(q) and row.shows(q) for row in there)]
    asked = [question for question in questions if question not in kept]
    edits = list(_closed(there, kept, asked))
    if not asked and not edits:
        return Reviewed(path, 0, 0, len(questions))
    package_with = package if TableRows.of(package, TABLE) else with_record(package, SHEET)
    table = TableRows.of(package_with, TABLE)
    assert table is not None  # noqa: S101 -- it was added
    new, growths = table.appended([record(question) for question in asked])
    patched = patch(package_with, [*edits, *new], growths)
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    return Reviewed(path, len(asked), len(edits), len(questions), copy)


def _closed(there: Sequence[OpenRow], kept: Sequence[Question], asked: Sequence[Question]) -> Iterator[Edit]:
    for row in there:
        if any(row.asks(question) for question in asked):
            yield row.closed("Its values changed since; asked anew below.")
        elif not any(row.asks(question) for question in kept):
            yield row.closed("No longer differs; there is nothing to decide.")


def record(question: Question) -> Mapping[str, str]:
    """A question as a row of the sheet, by header."""
    last, workbook, site = map(_short, question.told)
    values = {
        "project_id": question.project,
        "object_key": question.object_key,
        "field": question.title,
        "last_published": last,
        "workbook_now": workbook,
        "sharepoint_now": site,
        "sharepoint_author": f"{question.author}\n{question.at}".strip(),
        "question": question.asked.value,
        "link": question.url,
    }
    return {header(name): value for name, value in values.items()}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
