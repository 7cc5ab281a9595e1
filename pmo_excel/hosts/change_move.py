"""`pmo change move`: a change goes to its next state, with what must be recorded with it; other moves are refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pmo_excel.change.authority import LEVELS
from pmo_excel.change.change_budget import change_budget
from pmo_excel.change.states import refusal, state
from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import instant
from pmo_excel.core.lists import LISTS, matched
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.hosts.books import saved, written
from pmo_excel.hosts.change_book import ChangeBook, change_book
from pmo_excel.hosts.change_writing import Writing
from pmo_excel.hosts.log_file import log
from pmo_excel.hosts.who import who
from pmo_excel.refresh import CellChange
from pmo_excel.refresh.audit_log import Stamp
from pmo_excel.workbook.patch import Patched
from pmo_excel.workbook.refused import Refused, refused

_DECISIONS: Final = {"Approved": "Approve", "Rejected": "Reject", "Deferred": "Defer"}


@dataclass(frozen=True)
class Moved:
    """A change in its new state: the cells, the proof of the write and the backup."""

    path: Path
    change: str
    before: str
    after: str
    cells: tuple[CellChange, ...]
    patched: Patched
    copy: Path

    def as_json(self) -> dict[str, Any]:
        """The move as programs read it."""
        return {
            "file": str(self.path),
            "change": self.change,
            "before": self.before,
            "after": self.after,
            "cells": [cell.as_json() for cell in self.cells],
            "written": written(self.patched),
            "backup": str(self.copy),
            "problems": [],
        }


def move_change(path: Path, change: str, wanted: str, now: datetime, by: str = "", why: str = "") -> Moved:
    """Take a change to another state in place: a backup, then its cells and a row of Audit in one step.

    Raises
    ------
    Refused
        The move is not allowed, an approval lacks who gave it or goes beyond the change budget, or the workbook cannot
        be written; then nothing is.
    """
    held = change_book(path)
    row = held.row(change)
    after = matched(wanted, LISTS["ChangeStatus"])
    if after is None:
        states = ", ".join(LISTS["ChangeStatus"])
        raise refused(f"{wanted!r} is no state of a change", f"Use one of {states}.", code=Code.NOT_A_CHOICE)
    before = state(held.changes, row)
    _allowed(held, row, before, after, by)
    writing = Writing(held.book, held.book)
    because = f"{held.changes.id[row]}: {why or 'moved'}"
    for name, value in _cells(held, row, after, by, now):
        writing.set(held.changes, name, row, value, because)
    patched = writing.done(Stamp(by or who(), instant(now), "pmo change move"))
    copy = saved(path, held.package, patched.data, held.memory, held.memory.fingerprints, now)
    log(path, now, "change moved", cells=len(patched.cells), backup=copy.name)
    return Moved(path, str(held.changes.id[row]), before, after, tuple(writing.changes), patched, copy)


def _cells(held: ChangeBook, row: int, after: str, by: str, now: datetime) -> list[tuple[str, Any]]:
    """The state, and what is recorded with it where nothing is yet: what people typed stays."""
    today = instant(now.date())
    found: list[tuple[str, Any]] = [("status", after)]
    if after in _DECISIONS:
        found += [("decision", _DECISIONS[after]), ("decided_by", by), ("decision_date", today)]
    if after == "Implemented":
        found.append(("implemented_date", today))
    if after == "Under assessment" and held.changes.decision[row] is not None:
        found.append(("decision", "More information"))
    kept = {"implemented_date"}
    if held.changes.decision[row] == _DECISIONS.get(after):  # typed with the decision, so it belongs to it
        kept |= {"decided_by", "decision_date"}
    return [(n, v) for n, v in found if v and (n not in kept or is_empty(getattr(held.changes, n)[row]))]


def _allowed(held: ChangeBook, row: int, before: str, after: str, by: str) -> None:
    """Refuse moves that are not allowed, and approvals that nobody gave, that exceed a limit or the change budget."""
    changes = held.changes
    key = str(changes.id[row])
    why = refusal(before, after)
    if why:
        _refuse(held, row, "status", Code.CHANGE_STATE, f"{key}: {why}", "Take the steps in their order.")
    if after in _DECISIONS and not by and changes.decided_by[row] is None:
        _refuse(held, row, "decided_by", Code.MISSING_VALUE, f"nobody is named who decides {key}", "Use --by NAME.")
    if after != "Approved":
        return
    needed, given = changes.authority_required[row], changes.authority[row]
    if needed is not None and given is not None and LEVELS.index(given) < LEVELS.index(needed):
        text = f"{key} needs the {needed}, and its authority is the {given}"
        _refuse(held, row, "authority", Code.CHANGE_STATE, text, "Put it before who may decide it.")
    if held.budget:
        ledger, _ = change_budget(changes, changes.impact_cost, held.budget)
        if ledger.blocked[row]:
            fix = "Ask for more change budget, make the change smaller, or reject it."
            _refuse(held, row, "impact_cost", Code.CHANGE_BUDGET, str(ledger.message[row]), fix)


def _refuse(held: ChangeBook, row: int, name: str, code: Code, text: str, fix: str) -> None:
    cell = held.changes.cell(name, row)
    raise Refused([Problem(code, f"{text}; nothing was written", cell, fix, Severity.CRITICAL)])
