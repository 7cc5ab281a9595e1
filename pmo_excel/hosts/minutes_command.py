"""`pmo minutes`: the actions and decisions of minutes, appended to the logs of a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.governance.minutes import action_rows, decision_rows, minuted
from pmo_excel.governance.tables import Actions, Decisions
from pmo_excel.hosts.books import read_file, saved, with_changes, written
from pmo_excel.hosts.who import who
from pmo_excel.refresh.audit_log import Stamp
from pmo_excel.refresh.log_rows import appended
from pmo_excel.workbook.patch import Patched
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refused import refused

T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in: the IDs of the new rows, what could not be read, the proof of the write and the backup."""

    path: Path
    actions: Sequence[str]
    decisions: Sequence[str]
    problems: Sequence[Problem]
    patched: Patched | None
    copy: Path | None

    def as_json(self) -> dict[str, Any]:
        """What was taken in, as programs read it."""
        return {
            "file": str(self.path),
            "actions": list(self.actions),
            "decisions": list(self.decisions),
            "written": None if self.patched is None else written(self.patched),
            "backup": None if self.copy is None else str(self.copy),
            "problems": [problem.as_json() for problem in self.problems],
        }

    def __str__(self) -> str:
        parts = [f"{len(ids)} {what}" for ids, what in ((self.actions, "actions"), (self.decisions, "decisions"))]
        return f"{self.path.name}: {' and '.join(parts)} taken in"


def take_minutes(path: Path, minutes: Path, forum: str, day: datetime, now: datetime) -> Taken:
    """Append what minutes say to Actions and Decisions, and what a refresh computes from it: a backup, then one step.

    What a log holds already, with the same words and the same person, is not taken in again.

    Raises
    ------
    Refused
        A file cannot be read or written, or the workbook has no action log.
    """
    try:
        lines = minutes.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise refused(f"{minutes.name} cannot be read: {error}", "Save the minutes as text in UTF-8.") from error
    found, problems = minuted(lines)
    package, book, memory = read_file(path)
    actions, decisions = _log(book, Actions), _log(book, Decisions)
    logs: list[Table] = [
        _unknown(action_rows(found, actions, instant(day)), actions, "action", "owner"),
        _unknown(decision_rows(found, decisions, instant(day), forum), decisions, "decision", "decided_by"),
    ]
    ids = [[str(one) for one in rows.id.tolist()] for rows in logs if isinstance(rows, (Actions, Decisions))]
    if not any(ids):
        return Taken(path, [], [], problems, None, None)
    made = [appended(book, declaration(type(rows)).sheet, rows, "pmo minutes") for rows in logs if len(rows)]
    changes = [change for found, _ in made for change in found]
    growths = [growth for _, grown in made for growth in grown]
    patched = with_changes(package, book, changes, growths, Stamp(who(), instant(now), "pmo minutes"))
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    return Taken(path, ids[0], ids[1], problems, patched, copy)


def _log(book: Book, cls: type[T]) -> T:
    sheet = declaration(cls).sheet
    held = book.tables.get(sheet)
    if not isinstance(held, cls):
        fix = f"Add it with pmo upgrade FILE --sheet {sheet}."
        raise refused(f"the workbook has no sheet {sheet!r}", fix, code=Code.MISSING_TABLE, cell=Cell(sheet))
    return held


def _unknown(rows: T, log: Table, text: str, who: str) -> T:
    """The rows that the log does not hold yet; their IDs follow each other."""

    def said(table: Table, row: int) -> tuple[str, str]:
        words, person = (" ".join(str(getattr(table, f)[row] or "").casefold().split()) for f in (text, who))
        return words, person

    there = {said(log, row) for row in range(len(log))}
    kept = [row for row in range(len(rows)) if said(rows, row) not in there]
    made = {name: getattr(rows, name)[kept] for name in columns(type(rows))}
    key = declaration(type(rows)).key
    made[key] = getattr(rows, key)[: len(kept)]
    return type(rows).of(len(kept), **made)
