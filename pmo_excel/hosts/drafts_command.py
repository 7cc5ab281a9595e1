"""`pmo drafts`: messages about promises at risk, on a sheet to edit and as files to open in a mail program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import columns, declaration
from pmo_excel.hosts.book_answers import answer_from
from pmo_excel.hosts.books import read_file, saved
from pmo_excel.hosts.replacing import put
from pmo_excel.stakeholders.drafts import DraftMessages
from pmo_excel.stakeholders.tables import Drafts, Stakeholders
from pmo_excel.stakeholders.tables.drafts import DRAFT, READY, SUPERSEDED
from pmo_excel.workbook.added_record import with_record
from pmo_excel.workbook.patch import patch
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.table_rows import TableRow, TableRows

SHEET: Final = declaration(Drafts).sheet
TABLE: Final = declaration(Drafts).name
_ADDRESS: Final = re.compile(columns(Stakeholders)["email"].pattern)
_BRACKETS: Final = re.compile(r"\[[^\]\n]+\]")


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was drafted.

    Attributes
    ----------
    messages
        Every message that may go out, as it stands on the sheet now, by header.
    new, superseded
        Rows that were added to the sheet, and rows whose facts are out of date; in a dry run those that would be.
    files
        The messages that were written as files.
    """

    path: Path
    messages: Sequence[Mapping[str, str]]
    new: int
    superseded: int
    problems: Sequence[Problem]
    files: Sequence[Path] = ()
    copy: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The same as programs read it."""
        return {
            "file": str(self.path),
            "messages": [dict(message) for message in self.messages],
            "new": self.new,
            "superseded": self.superseded,
            "files": [str(file) for file in self.files],
            "backup": None if self.copy is None else str(self.copy),
            "problems": [problem.as_json() for problem in self.problems],
        }


def draft_file(path: Path, folder: Path | None, kind: str, now: datetime, *, dry_run: bool = False) -> Drafted:
    """Write drafts to a workbook's sheet Drafts, and those that may go out as files.

    A row stays as a person left it while its facts hold. When they change, it is marked as superseded and a new row
    comes below it.

    Parameters
    ----------
    folder
        Where files go; None writes none.
    kind
        `eml` or `txt`.

    Raises
    ------
    Refused
        The workbook holds no promises, or it or a file cannot be read or written.
    """
    got = answer_from(path, "DRAFTS", {}).answer
    if not isinstance(got.value, DraftMessages):
        raise Refused(got.problems)
    package, _, memory = read_file(path)
    made = _records(got.value)
    there = TableRows.of(package, TABLE)
    if not made and there is None:
        return Drafted(path, (), 0, 0, ())
    work = package if there is not None else with_record(package, SHEET)
    table = there or TableRows.of(work, TABLE)
    assert table is not None  # noqa: S101 -- it was added
    old = [row for row in table.rows if _outdated(row, made)]
    fresh = [record for record in made if not any(_same(row, record) for row in table.rows)]
    edits, growths = table.appended([{**record, "State": DRAFT} for record in fresh])
    edits += [table.edit(row.number, "State", SUPERSEDED) for row in old]
    patched = patch(work, edits, growths)
    messages = list(_messages(table, old, fresh))
    problems = [problem for message in messages for problem in _doubts(message)]
    if dry_run:
        return Drafted(path, messages, len(fresh), len(old), problems)
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now) if edits else None
    files = [] if folder is None else _files(messages, folder, kind, now)
    return Drafted(path, messages, len(fresh), len(old), problems, files, copy)


def _records(made: DraftMessages) -> list[Mapping[str, str]]:
    headers = [column.header for column in columns(DraftMessages).values()]
    values = (getattr(made, name).tolist() for name in columns(DraftMessages))
    return [dict(zip(headers, map(_text, row), strict=True)) for row in zip(*values, strict=True)]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _same(row: TableRow, record: Mapping[str, str]) -> bool:
    return all(_text(row.cells.get(h)) == record[h] for h in ("Expectation ID", "Facts"))


def _outdated(row: TableRow, made: Sequence[Mapping[str, str]]) -> bool:
    """Whether a draft that has not gone out rests on facts that are no longer so."""
    open_ = _text(row.cells.get("State")) in ("", DRAFT, READY)
    return open_ and not any(_same(row, record) for record in made)


def _messages(
    table: TableRows, old: Sequence[TableRow], fresh: Sequence[Mapping[str, str]]
) -> Iterator[Mapping[str, str]]:
    """The rows that may go out: as they stand on the sheet, and those that are new."""
    for row in table.rows:
        if row not in old and _text(row.cells.get("State")) in ("", DRAFT, READY):
            yield {column.header: _text(row.cells.get(column.header)) for column in columns(Drafts).values()}
    yield from ({**record, "State": DRAFT} for record in fresh)


def _doubts(message: Mapping[str, str]) -> Iterator[Problem]:
    """What a person has to do before a message can go out."""
    key = message["Expectation ID"]
    gaps = _BRACKETS.findall(message["Message"])
    if gaps:
        text = f"the draft for {key} leaves open: {', '.join(gaps)}"
        yield Problem(Code.EXPECTATION, text, Cell(SHEET, None, "Message"), "Fill it in on the sheet.", Severity.LOW)
    if not _ADDRESS.fullmatch(message["E-mail"]):
        text = f"the draft for {key} has no e-mail address"
        fix = "Type it on Stakeholders, or address the message yourself."
        yield Problem(Code.EXPECTATION, text, Cell(SHEET, None, "E-mail"), fix, Severity.LOW)


def _files(messages: Sequence[Mapping[str, str]], folder: Path, kind: str, now: datetime) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for message in messages:
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", message["Expectation ID"]).strip("-")[:60] or "draft"
        path, number = folder / f"{stem}.{kind}", 1
        while path in made:
            number += 1
            path = folder / f"{stem}-{number}.{kind}"
        put(path, as_eml(message) if kind == "eml" else as_text(message), True, now)
        made.append(path)
    return made


def as_eml(message: Mapping[str, str]) -> bytes:
    """A message that mail programs open as a draft: X-Unsent, no sender, no date."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    mail["Subject"] = _header(message["Subject"])
    address = message["E-mail"]
    if _ADDRESS.fullmatch(address) and address.isascii():
        try:
            mail["To"] = Address(_header(message["To"]), addr_spec=address)
        except ValueError:  # the address has quotes or brackets that no mail program takes
            mail["X-Addressee"] = _header(message["To"])
    mail.set_content(message["Message"])
    return mail.as_bytes()


def as_text(message: Mapping[str, str]) -> bytes:
    """A message as plain text, its addressee and subject above it."""
    head = f"To: {_header(message['To'])} <{_header(message['E-mail'])}>\nSubject: {_header(message['Subject'])}"
    return f"{head}\n\n{message['Message']}\n".encode()


def _header(text: str) -> str:
    """A text on one line, so that nothing in it becomes a header of its own."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


__all__ = ["Drafted", "as_eml", "as_text", "draft_file"]
