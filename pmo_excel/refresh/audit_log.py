"""Lines of the audit log for what is about to be written: cells of the sheet Audit, beside the changes themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from pmo_excel.governance.audit import Altered, Line, last_checksum, lines, log_rows
from pmo_excel.governance.tables import Audit
from pmo_excel.refresh import Refreshed
from pmo_excel.refresh.ledger import AUDITED, CellChange
from pmo_excel.refresh.log_rows import appended
from pmo_excel.refresh.memory import memory_cell
from pmo_excel.refresh.values import shown
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.read import Book

SHEET: Final = "Audit"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, when (an instant), and with which command."""

    who: str
    when: int
    command: str


def audit_changes(
    book: Book, changes: Iterable[CellChange], stamp: Stamp, more: Iterable[Line] = ()
) -> tuple[list[CellChange], list[Growth]]:
    """The cells that log these changes, and the growth of the log; nothing where the workbook has no Audit sheet."""
    log = book.tables.get(SHEET)
    if not isinstance(log, Audit) or not log.has("chain_hash"):
        return [], []
    new = [*more, *lines(_altered(changes, stamp), stamp.who, stamp.when)]
    return appended(book, SHEET, log_rows(new, last_checksum(log)), AUDITED)


def audited(book: Book, result: Refreshed, stamp: Stamp) -> Refreshed:
    """A refresh with the lines that log it; one that changes nothing is not logged."""
    cells, growths = audit_changes(book, result.seen, stamp)
    return replace(result, changes=(*result.changes, *cells), growths=(*result.growths, *growths))


def head(book: Book, changes: Iterable[CellChange]) -> str:
    """The last checksum of the log once these changes are written."""
    column = "Chain Hash"
    written = [str(c.new) for c in changes if c.because == AUDITED and c.cell.column == column]
    log = book.tables.get(SHEET)
    return written[-1] if written else last_checksum(log) if isinstance(log, Audit) else ""


def _altered(changes: Iterable[CellChange], stamp: Stamp) -> Iterable[Altered]:
    for change in changes:
        if memory_cell(change.cell) or change.because == AUDITED:
            continue
        key = change.key or change.cell.ref
        old = "" if change.old is None else shown(change.old)
        new = "" if change.new is None else shown(change.new)
        why = f"{stamp.command}: {change.because}"
        yield Altered(change.cell.sheet, change.cell.column, key, old, new, why)
