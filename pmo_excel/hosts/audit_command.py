"""`pmo audit`: whether the chain of an audit log holds; and older lines moved out of the sheet, chain and all."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.columns import empty_values, is_empty
from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import columns
from pmo_excel.governance.audit import TOLD, Line, broken, carried, carries, line_of
from pmo_excel.governance.tables import Audit
from pmo_excel.hosts.books import LONG_LOG, read_file, saved
from pmo_excel.hosts.log_file import log_lines
from pmo_excel.hosts.memory_file import memory_places
from pmo_excel.hosts.who import who
from pmo_excel.refresh.values import cell_value
from pmo_excel.workbook.patch import Edit, patch_showing_dates
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_ref, column_number
from pmo_excel.workbook.refused import refused

KEPT: Final = 300
"""Lines that stay in the sheet then."""


@dataclass(frozen=True, slots=True)
class Audited:
    """The state of an audit log: lines in the sheet and moved out of it, what does not fit, and lines just moved."""

    path: Path
    lines: int
    archived: int
    problems: tuple[Problem, ...]
    moved: int = 0

    @property
    def holds(self) -> bool:
        """Whether every line fits the chain."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """The state as programs read it."""
        return {
            "file": str(self.path),
            "lines": self.lines,
            "archived": self.archived,
            "moved": self.moved,
            "holds": self.holds,
            "problems": [problem.as_json() for problem in self.problems],
        }

    def __str__(self) -> str:
        state = "the chain holds" if self.holds else f"{len(self.problems)} places do not fit the chain"
        out = f", {self.archived} moved out" if self.archived else ""
        return f"{self.path.name}: {self.lines} lines{out}; {state}"


def audit_file(path: Path) -> Audited:
    """Check the whole chain: lines that were moved out, then those of the sheet, then that none is missing at the end.

    Raises
    ------
    Refused
        The workbook cannot be read, or has no audit log.
    """
    log = _log(read_file(path)[1], path)
    archive = _archived(path) if carries(log) else []
    found = [*_broken_archive(archive, path), *broken(log, str(archive[-1]["checksum"]) if archive else "")]
    if carries(log) and not archive:
        text = f"the lines that were moved out are not beside the workbook ({_place(path).name})"
        fix = "Put the file back from the folder that the workbook comes from."
        found.append(Problem(Code.AUDIT_CHAIN, text, log.cell("cell_or_key", 0), fix, Severity.MEDIUM))
    return Audited(path, len(log), len(archive), (*found, *_cut_off(log, path)))


def roll(path: Path, now: datetime, most: int = LONG_LOG, kept: int = KEPT) -> Audited:
    """Move the older lines of a long log beside the workbook; the first line that stays carries the chain on.

    A log that does not hold is left as it is.

    Raises
    ------
    Refused
        The workbook cannot be read or written, or has no audit log.
    """
    state = audit_file(path)
    package, book, memory = read_file(path)
    log = _log(book, path)
    if not state.holds or len(log) <= most:
        return state
    carrying = 1 if carries(log) else 0
    out = len(log) - kept
    place = _place(path)
    known = {entry["checksum"] for entry in _archived(path)}
    entries = [_entry(log, row) for row in range(carrying, out)]
    _append(place, [entry for entry in entries if entry["checksum"] not in known])
    moved = state.archived + out - carrying
    head = carried(moved, str(log.chain_hash[out - 1]), instant(now), who(), place.name)
    patched = patch_showing_dates(package, _edits(book, log, head, out))
    saved(path, package, patched.data, memory, memory.fingerprints, now)
    return replace(audit_file(path), moved=out - carrying)


def _log(book: Book, path: Path) -> Audit:
    log = book.tables.get("Audit")
    if not isinstance(log, Audit):
        fix = f'Add it with: pmo upgrade "{path.name}".'
        raise refused(f"{path.name} has no audit log", fix, code=Code.MISSING_TABLE, cell=Cell("Audit"))
    return log


def _edits(book: Book, log: Audit, head: Audit, out: int) -> list[Edit]:
    """The cells of the log with the head first, the lines that stay below it, and nothing below them."""
    edits = []
    for name, column in columns(Audit).items():
        letters = log.origin.letters.get(name)
        if letters is None:
            continue
        values = [*getattr(head, name).tolist(), *getattr(log, name)[out:].tolist()]
        values += empty_values(column, len(log) - len(values)).tolist()
        for number, value in zip(log.origin.rows, values, strict=True):
            written = None if is_empty(value) else cell_value(column, value)
            edits.append(Edit(book.places["Audit"].sheet, cell_ref(number, column_number(letters)), written))
    return edits


def _place(path: Path) -> Path:
    """Where lines go that are moved out: beside what else is remembered of the workbook."""
    places = [place.with_suffix(".audit.jsonl") for place in memory_places(path)]
    return next((place for place in places if place.is_file()), places[0])


def _entry(log: Audit, row: int) -> dict[str, Any]:
    return {**asdict(line_of(log, row)), "checksum": str(log.chain_hash[row])}


def _append(place: Path, entries: Sequence[dict[str, Any]]) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        fix = "Nothing was moved: the log stays in the sheet."
        raise refused(f"{place} cannot be written ({error.strerror})", fix, code=Code.FILE) from error


def _archived(path: Path) -> list[dict[str, Any]]:
    """The lines that were moved out, the oldest first; one that cannot be read is told as one that does not fit."""
    try:
        texts = _place(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    found = []
    for text in texts:
        try:
            line = json.loads(text)
        except ValueError:
            line = {}
        found.append({"checksum": "", **line} if isinstance(line, dict) else {"checksum": ""})
    return found


def _broken_archive(entries: Sequence[dict[str, Any]], path: Path) -> list[Problem]:
    before, wrong = "", []
    names = [field.name for field in fields(Line)]
    for at, entry in enumerate(entries, start=1):
        whole = all(name in entry for name in names)
        if not whole or Line(**{name: entry[name] for name in names}).chained(before) != entry["checksum"]:
            wrong.append(at)
        before = str(entry["checksum"])
    text = "this line of the audit log was altered, or a line above it was removed or moved"
    fix = "Compare it with a backup of the folder, and ask who changed it."
    cell = _place(path).name
    return [Problem(Code.AUDIT_CHAIN, text, Cell(cell, at), fix, Severity.HIGH) for at in wrong[:TOLD]]


def _cut_off(log: Audit, path: Path) -> list[Problem]:
    """Whether the last line that was written here is still there; after an undo an older state is meant to be."""
    written = [line for line in log_lines(path) if line.get("audit") or line.get("did") == "undone"]
    head = str(written[-1].get("audit") or "") if written else ""
    if not head or head in {str(said) for said in log.chain_hash.tolist()}:
        return []
    text = f"the line written last ({head}) is not there: lines were removed, or an older file was put back"
    cell = log.cell("chain_hash", max(len(log) - 1, 0))
    return [Problem(Code.AUDIT_CHAIN, text, cell, "Compare it with the backups in .pmo-backups.", Severity.HIGH)]
