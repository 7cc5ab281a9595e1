"""`pmo risk`: a risk moved to its next state in a workbook; one that has occurred becomes an issue in the same step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pmo_excel.core.instants import NO_INSTANT, as_date, instant
from pmo_excel.core.problems import Cell, Code
from pmo_excel.core.tables import Table, columns
from pmo_excel.governance.risk_issues import issue_of
from pmo_excel.governance.tables import Charter, Issues
from pmo_excel.hosts.books import read_file, saved, with_changes, written
from pmo_excel.hosts.log_file import log
from pmo_excel.hosts.who import who
from pmo_excel.refresh import CellChange, refreshed
from pmo_excel.refresh.audit_log import Stamp
from pmo_excel.refresh.log_rows import appended
from pmo_excel.refresh.values import CellValue
from pmo_excel.risk.states import CLOSED, NEXT, OCCURRED, OPEN, refusal
from pmo_excel.risk.tables import Risks
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.patch import Patched
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_ref, column_number
from pmo_excel.workbook.refused import Refused, refused


@dataclass(frozen=True, slots=True)
class Moved:
    """A risk in its new state.

    Attributes
    ----------
    issue
        The ID of the issue that it has become; empty otherwise.
    changes
        The cells that are written, before what a refresh computes from them.
    patched, copy
        The proof of the write and the backup; None in a dry run.
    """

    path: Path
    risk: str
    before: str
    after: str
    issue: str
    changes: tuple[CellChange, ...]
    patched: Patched | None = None
    copy: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The step as programs read it."""
        return {
            "file": str(self.path),
            "risk": self.risk,
            "before": self.before,
            "after": self.after,
            "issue": self.issue or None,
            "changes": [change.as_json() for change in self.changes],
            "written": None if self.patched is None else written(self.patched),
            "backup": None if self.copy is None else str(self.copy),
        }

    def __str__(self) -> str:
        becomes = f", and is issue {self.issue}" if self.issue else ""
        return f"{self.path.name}: {self.risk} was {self.before} and is {self.after}{becomes}"


@dataclass(frozen=True, slots=True)
class Step:
    """What was asked for: the risk, its new state, the day (empty: the status date, else today), the issue's owner."""

    risk: str
    state: str
    day: date | None = None
    owner: str = ""


def move(path: Path, step: Step, now: datetime, dry_run: bool = False) -> Moved:
    """Move a risk of a workbook to a state, after a backup, with everything computed anew in the same step.

    Raises
    ------
    Refused
        There is no such risk, the step is not allowed, a sheet or column is missing, or the file cannot be written.
    """
    package, book, memory = read_file(path)
    result = refreshed(book, memory.fingerprints)
    risks = result.tables.get("Risks")
    if not isinstance(risks, Risks) or not risks.has("status"):
        fix = f'Add what is missing with: pmo upgrade "{path.name}".'
        raise refused(f"{path.name} has no Risks with a Risk Status", fix, code=Code.MISSING_TABLE, cell=Cell("Risks"))
    row = _row(risks, step.risk)
    state = next((name for name in NEXT if name.casefold() == step.state.casefold()), step.state)
    before = str(risks.status[row] or OPEN)
    why = refusal(before, state) if row not in risks.wrong("status") else "its Risk Status cannot be read"
    if why:
        cell = risks.cell("status", row)
        raise refused(f"{risks.id[row]} cannot become {state}: {why}", "Nothing was written.", cell=cell)
    day = instant(step.day) if step.day else _status_date(result.tables, now)
    changes = list(_cells(book, risks, row, state, day))
    issue = ""
    growths: list[Growth] = []
    if state == OCCURRED:
        issue, more, growths = _issue(book, result.tables, risks, row, day, step.owner, path)
        changes += more
    made = Moved(path, str(risks.id[row]), before, state, issue, tuple(changes))
    if dry_run:
        return made
    stamp = Stamp(who(), instant(now), f"pmo risk {state.lower()}")
    patched = with_changes(package, book, changes, growths, stamp)
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    log(path, now, f"risk {state.lower()}", (), cells=len(patched.cells), backup=copy.name)
    return replace(made, patched=patched, copy=copy)


def _row(risks: Risks, wanted: str) -> int:
    """The row of a risk by its ID.

    Raises
    ------
    Refused
        No risk has the ID, or several have.
    """
    rows = [row for row, key in enumerate(risks.id.tolist()) if str(key).casefold() == wanted.casefold()]
    if len(rows) == 1:
        return rows[0]
    known = ", ".join(str(key) for key in risks.id.tolist()[:8] if key)
    count = "no risk has" if not rows else f"{len(rows)} risks have"
    fix = "Give each its own ID." if rows else f"Name one of: {known}." if known else "The register is empty."
    code = Code.ARGUMENT if not rows else Code.DUPLICATE_KEY
    raise refused(f"{count} the ID {wanted!r}", fix, code=code, cell=Cell("Risks"))


def _cells(book: Book, risks: Risks, row: int, state: str, day: int) -> Sequence[CellChange]:
    """The cells of the register: the state, and the day of one that is over; a day that was typed stays."""
    wanted: list[tuple[str, CellValue]] = [("status", state)]
    free = risks.date_closed[row] == NO_INSTANT and row not in risks.wrong("date_closed")
    if state in (OCCURRED, CLOSED) and risks.has("date_closed") and free:
        wanted.append(("date_closed", as_date(day)))
    place, changes = book.places["Risks"], []
    for name, value in wanted:
        number, at = risks.origin.rows[row], column_number(risks.origin.letters[name])
        cell = Cell(place.sheet, number, columns(Risks)[name].header, cell_ref(number, at))
        old = book.raw_cell(place.sheet, number, at)
        changes.append(CellChange(cell, str(risks.id[row]), old, value, f"pmo risk: {state}"))
    return changes


def _issue(
    book: Book, tables: Any, risks: Risks, row: int, day: int, owner: str, path: Path
) -> tuple[str, list[CellChange], list[Growth]]:
    """The issue's ID, its cells and the growth of its table."""
    issues: Table | None = tables.get("Issues")
    if not isinstance(issues, Issues) or not issues.has("source_risk_id"):
        fix = f'Add what is missing with: pmo upgrade "{path.name}".'
        what = f"{path.name} has no Issues with a Source Risk ID, so nothing would tell where the issue comes from"
        raise refused(what, fix, code=Code.MISSING_TABLE, cell=Cell("Issues"))
    there = [
        str(key)
        for key, of in zip(issues.id.tolist(), issues.source_risk_id.tolist(), strict=True)
        if str(of).casefold() == str(risks.id[row]).casefold()
    ]
    if there:
        fix = "Set the risk's state by hand if that issue is what happened; nothing was written."
        raise refused(f"{there[0]} comes from {risks.id[row]} already", fix, code=Code.DUPLICATE_KEY)
    made = issue_of(risks, row, issues, day, owner)
    changes, growths = appended(book, "Issues", made, f"{risks.id[row]} has occurred")
    return str(made.id[0]), changes, growths


def _status_date(tables: Any, now: datetime) -> int:
    """The workbook's status date, or today."""
    charter = tables.get("Charter")
    known = isinstance(charter, Charter) and len(charter) and charter.status_date[0] != NO_INSTANT
    return int(charter.status_date[0]) if known else instant(now.date())


__all__ = ["Moved", "Refused", "Step", "move"]
