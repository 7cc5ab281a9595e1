"""`pmo approve`: what was approved, by whom, appended to the workbook's approvals with a fingerprint of its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pmo_excel.core.instants import day_text, instant
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, declaration
from pmo_excel.governance.approvals import approval_row, found_item, next_version, unreadable
from pmo_excel.governance.tables import Approvals, Benefits, Charter, Deliverables
from pmo_excel.hosts.books import read_file, saved, with_rows, written
from pmo_excel.workbook.patch import Patched
from pmo_excel.workbook.refused import Refused, refused

KINDS = (Charter, Deliverables, Benefits)


@dataclass(frozen=True, slots=True)
class Approved:
    """An approval that was written: its row, the proof of the write and the backup."""

    path: Path
    row: Approvals
    patched: Patched
    copy: Path

    def as_json(self) -> dict[str, Any]:
        """The approval as programs read it."""
        return {
            "file": str(self.path),
            "item": self.row.what[0],
            "version": self.row.version[0],
            "approved_by": self.row.approved_by[0],
            "written": written(self.patched),
            "backup": str(self.copy),
        }

    def __str__(self) -> str:
        row = self.row
        said = f"{self.path.name}: {row.what[0]}, version {row.version[0]}, approved by {row.approved_by[0]}"
        return f"{said} on {day_text(int(row.approved_on[0]))}"


def approve(path: Path, what: str, by: str, version: str, day: datetime, now: datetime) -> Approved:
    """Append an approval in place: a backup, then the row and what a refresh computes from it, in one step.

    Raises
    ------
    Refused
        The workbook cannot be read or written, has no Approvals, no such item, or cells of it cannot be read.
    """
    package, book, memory = read_file(path)
    approvals = book.tables.get("Approvals")
    if not isinstance(approvals, Approvals):
        fix = f"Add it with pmo upgrade {path.name} --sheet Approvals."
        raise refused(f"{path.name} has no sheet 'Approvals'", fix, code=Code.MISSING_TABLE, cell=Cell("Approvals"))
    item, row = _item(path, what, list(book.tables.values()))
    name = _name(item, row)
    chosen = version or _own_version(item, row) or next_version(approvals, name)
    rows = approval_row(name, chosen, by, instant(day), item, row)
    patched = with_rows(package, book, "Approvals", rows, "pmo approve")
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    return Approved(path, rows, patched, copy)


def _item(path: Path, what: str, tables: list[Table]) -> tuple[Table, int]:
    known = [one for one in tables if isinstance(one, KINDS)]
    place = found_item(what, known)
    if place is None:
        fix = "Name Charter, or the ID of a row of Deliverables or Benefits."
        raise refused(f"{path.name} has no {what!r} to approve", fix, code=Code.ARGUMENT)
    wrong = unreadable(*place)
    if wrong:
        text = f"{what} cannot be approved while a cell of it cannot be read"
        raise Refused([Problem(Code.DEPENDS_ON_ERROR, text, c, "Repair it.", Severity.CRITICAL) for c in wrong])
    return place


def _name(item: Table, row: int) -> str:
    stated = declaration(type(item))
    return stated.sheet if stated.layout == "fields" else str(getattr(item, stated.key)[row])


def _own_version(item: Table, row: int) -> str:
    """The version that the item says itself, as a deliverable does."""
    return str(item.version[row] or "") if isinstance(item, Deliverables) else ""
