"""An open workbook as the task pane sends it: its findings, and the cells that a refresh would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pmo_excel.core.problems import Cell, Problem, serious
from pmo_excel.hosts.books import Outcome, applied, checked_package
from pmo_excel.hosts.memory_file import Remembered
from pmo_excel.hosts.officejs.excel_values import cell_value
from pmo_excel.refresh import CellChange, memory_cell
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import Range, cell_at
from pmo_excel.workbook.refused import Refused


@dataclass(frozen=True, slots=True)
class Sent:
    """A workbook that was sent.

    Attributes
    ----------
    name
        Its file name, for messages.
    data
        The file as Excel gives it, with what is typed and not saved yet.
    fingerprints
        What the add-in kept in the workbook of the last refresh, where it has no Audit sheet that remembers.
    """

    name: str
    data: bytes
    fingerprints: tuple[str, ...] = ()


def looked_at(sent: Sent) -> dict[str, Any]:
    """The findings of a workbook, and the cells that a refresh changes: those of `pmo refresh --dry-run`.

    Returns
    -------
    Each change has `was` and `value`, as `Range.values` holds them, beside what the command line prints; `seen` is
    false for Refresh's own memory. `growths` are the tables that need rows first, with their new last row. `blocked`
    says why the changes cannot be written, and `remember` is what to give back with the next request.
    """
    try:
        package = open_package(sent.data, sent.name)
        outcome, book = checked_package(Path(sent.name), package, Remembered(fingerprints=sent.fingerprints))
    except Refused as error:
        return {"done": False, "problems": [p.as_json() for p in error.problems]}
    result = outcome.refresh
    if result is None or book is None:
        return {"done": False, "problems": [p.as_json() for p in outcome.problems]}
    growths = [_growth(package, growth.table, growth.rows) for growth in result.growths]
    return {
        "done": True,
        "changes": [_change(book, change) for change in result.changes],
        "growths": [growth for growth in growths if growth],
        "blocked": _blocked(package, outcome),
        "problems": [_finding(book, problem) for problem in outcome.problems],
        "serious": sum(serious(problem) for problem in outcome.problems),
        "remember": list(result.beside),
    }


def _change(book: Book, change: CellChange) -> dict[str, Any]:
    dated = isinstance(change.new, date)
    return {
        **change.as_json(),
        "was": _held(book, change.cell),
        "value": cell_value(change.new, book.package.date1904),
        "date": dated and (not isinstance(change.new, datetime) or change.new.time().isoformat() == "00:00:00"),
        "moment": dated and isinstance(change.new, datetime),
        "seen": not memory_cell(change.cell),
    }


def _finding(book: Book, problem: Problem) -> dict[str, Any]:
    """A finding; its fix, if it has one, with the cell's values as Office.js holds them."""
    said = {**problem.as_json(), "ref": problem.cell.ref}
    if problem.fix is not None and problem.cell.ref:
        said["fix"] |= {
            "ref": problem.cell.ref,
            "was": _held(book, problem.cell),
            "value": cell_value(problem.fix.new, book.package.date1904),
            "date": isinstance(problem.fix.new, date),
        }
    return said


def _held(book: Book, cell: Cell) -> Any:
    """What the cell holds in the file, to the character: the pane writes only where it still holds that."""
    row, column = cell_at(cell.ref)
    rows = book.raw.get(cell.sheet, ())
    held = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None
    return cell_value(held, book.package.date1904)


def _growth(package: Package, name: str, rows: int) -> dict[str, Any] | None:
    table = package.table(name)
    if table is None:
        return None
    now = table.ref
    grown = Range(now.first_row, now.first_column, now.last_row + rows, now.last_column)
    return {"sheet": table.sheet, "table": table.name, "now": str(now), "ref": str(grown)}


def _blocked(package: Package, outcome: Outcome) -> list[dict[str, Any]]:
    """Why the cells cannot be written: what the file's own writer says when it tries."""
    if outcome.refresh is None or not outcome.refresh.changes:
        return []
    try:
        applied(package, outcome.refresh)
    except Refused as error:
        return [p.as_json() for p in error.problems]
    return []
