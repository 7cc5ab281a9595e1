"""The version of the template that a workbook was made from: it stays until the workbook is upgraded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table
from pmo_excel.governance.status import TEMPLATE_VERSION
from pmo_excel.refresh.changes import Ledger

SHEET: Final = "Charter"
FIELD: Final = "template_version"


def version_cell(charter: Table | None) -> Cell | None:
    """The cell that holds the version; None where the workbook has none."""
    return charter.cell(FIELD, 0) if charter is not None and len(charter) and charter.has(FIELD) else None


def keep_template_version(charter: Table | None, ledger: Ledger) -> None:
    """Leave a version that is there as it is, and say when it is not the newest; an empty cell gets the newest."""
    cell = version_cell(charter)
    said = str(getattr(charter, FIELD)[0] or "") if cell is not None else ""
    if cell is None or not said:
        return
    place = cell.sheet, cell.ref
    ledger.changes = [change for change in ledger.changes if (change.cell.sheet, change.cell.ref) != place]
    ledger.kept = [kept for kept in ledger.kept if (kept.cell.sheet, kept.cell.ref) != place]
    ledger.problems += _problems(cell, said)


def _problems(cell: Cell, said: str) -> Iterator[Problem]:
    if _number(said) == _number(TEMPLATE_VERSION):
        return
    if _number(said) < _number(TEMPLATE_VERSION):
        text = f"the workbook was made from template version {said}; the newest is {TEMPLATE_VERSION}"
        fix = "pmo upgrade FILE --dry-run lists what it would get; nothing that is there changes."
        yield Problem(Code.TEMPLATE_VERSION, text, cell, fix, Severity.LOW)
    else:
        text = f"the workbook was made from template version {said}, which this pmo-excel does not know yet"
        yield Problem(Code.TEMPLATE_VERSION, text, cell, "Install the newest pmo-excel.", Severity.MEDIUM)


def _number(version: str) -> tuple[int, ...]:
    """A version as numbers: v3, 3.1; the oldest of all where it is none."""
    return tuple(int(part) for part in re.findall(r"\d+", version))
