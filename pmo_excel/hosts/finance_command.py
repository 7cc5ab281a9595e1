"""`pmo finance`: an extract of the finance system beside the budget, and its actual costs into the budget lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pmo_excel.core.calling import as_json
from pmo_excel.core.cells import Conventions
from pmo_excel.core.headers import Grid, known_headers
from pmo_excel.core.problems import Cell, Code, Problem, Severity, serious
from pmo_excel.core.reading import read
from pmo_excel.core.tables import Table, field_of
from pmo_excel.cost.exchange import Rates
from pmo_excel.cost.finance_extract import FinanceEntries, Reconciliation
from pmo_excel.cost.tables import Budget
from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.book_answers import answer_from
from pmo_excel.hosts.books import opened, read_file, saved
from pmo_excel.interop.list_sheets import ListSheet, list_sheets
from pmo_excel.interop.text_cells import decimal_comma
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.refused import Refused, refused

T = TypeVar("T", bound=Table)
_HEADERS_WITHIN = 30
"""Rows in which the headers of an extract are looked for."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A budget beside a finance extract, and the cells that were written, or would be.

    Attributes
    ----------
    cells
        Of each line whose actual cost differs: the cell, and what it held and holds.
    """

    path: Path
    value: Reconciliation | None
    problems: Sequence[Problem]
    cells: Sequence[tuple[str, float, float]] = field(default=())
    copy: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The reconciliation as programs read it."""
        return {
            "file": str(self.path),
            "value": as_json(CATALOGUE["RECONCILE"], self.value),
            "cells": [{"cell": cell, "old": old, "new": new} for cell, old, new in self.cells],
            "backup": None if self.copy is None else str(self.copy),
            "problems": [problem.as_json() for problem in self.problems],
        }


def reconcile_file(path: Path, extract: Path, rates: Path | None, now: datetime, *, write: bool) -> Reconciled:
    """Compare a workbook's budget with an extract; with `write`, take its sums as the actual costs of the lines.

    Nothing is written while an entry cannot be read: the line it belongs to would be too low.

    Raises
    ------
    Refused
        A file cannot be read or written.
    """
    entries, problems = read_table(FinanceEntries, extract, ("Cost Code", "Amount"))
    known: dict[str, Any] = {"extract": entries}
    if rates is not None:
        known["rates"], said = read_table(Rates, rates, ("Currency", "Date", "Rate"))
        problems += said
    got = answer_from(path, "RECONCILE", {}, known).answer
    problems += got.problems
    value = got.value if isinstance(got.value, Reconciliation) else None
    edits, cells = _edits(path, value) if value is not None else ([], [])
    unread = any(serious(problem) and problem.cell.sheet == entries.origin.sheet for problem in problems)
    if not write or not edits or unread:
        return Reconciled(path, value, problems, cells)
    package, _, memory = read_file(path)
    patched = patch(package, edits)
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    return Reconciled(path, value, problems, cells, copy)


def read_table(cls: type[T], path: Path, needs: Sequence[str]) -> tuple[T, list[Problem]]:
    """The rows of a CSV file or workbook under the first headers that are those of a table.

    Raises
    ------
    Refused
        The file cannot be read, or has no such headers.
    """
    sheets, problems = list_sheets(path)
    wanted = {field_of(cls, header) for header in needs}
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:_HEADERS_WITHIN]):
            if wanted <= known_headers(cls, row).keys():
                made, found = read(cls, _grid(sheet, at), needs)
                return made, [*problems, *(p for p in found if not _mere_text(sheet, p))]
    if any(serious(problem) for problem in problems):
        raise Refused(problems)
    columns = ", ".join(needs)
    fix = f"Export it with the columns {columns}."
    raise refused(f"{path.name} has no columns {columns}", fix, code=Code.MISSING_COLUMN, cell=Cell(path.name))


def _grid(sheet: ListSheet, at: int) -> Grid:
    conventions, numbers = sheet.conventions, sheet.numbers
    if sheet.separator:
        cells = [str(cell) for row in sheet.rows[at + 1 :] for cell in row]
        conventions = Conventions(decimal_comma=decimal_comma(cells, sheet.separator))
    return Grid(
        sheet.name,
        sheet.rows[at],
        sheet.rows[at + 1 :],
        list(numbers)[at + 1 :],
        conventions=conventions,
        header_row=numbers[at],
    )


def _mere_text(sheet: ListSheet, problem: Problem) -> bool:
    """Whether it only says that a number came as text, as all numbers of a text file do."""
    return bool(sheet.separator) and problem.code is Code.NOT_A_NUMBER and problem.severity is Severity.LOW


def _edits(path: Path, value: Reconciliation) -> tuple[list[Edit], list[tuple[str, float, float]]]:
    """The cells of Actual to Date whose line has entries with another sum."""
    budget = opened(path).tables.get("Budget")
    if not isinstance(budget, Budget) or not budget.has("actual_to_date"):
        return [], []
    rows = {key: at for at, key in enumerate(budget.id.tolist())}
    edits, cells = [], []
    for at, key in enumerate(value.id.tolist()[:-1]):
        if key is None or not value.entries[at] or value.difference[at] == 0:
            continue
        cell = budget.cell("actual_to_date", rows[key])
        new = round(float(value.finance[at]), 2)
        edits.append(Edit(cell.sheet, cell.ref, new))
        cells.append((cell.address, float(value.actual[at]), new))
    return edits, cells
