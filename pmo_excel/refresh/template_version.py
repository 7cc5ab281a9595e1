"""The version of the template that a workbook was made from: it stays until the workbook is upgraded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table
from pmo_excel.governance.status import TEMPLATE_VERSION
from pmo_excel.refresh.ledger import Ledger

SHEET: Final = "Charter"
FIELD: Final = "template_version"


def version_cell(charter: Table | None) -> Cell | None:
    """The cell that holds the version; None where the workbook has none."""
    return charter.cell(FIELD, 0) if charter is not None and len(charter) and charter.has(FIELD) else None


def is_older(charter: Table | None) -> bool:
    """Whether a workbook says that it is of an earlier template than the newest."""
    said = _said(charter)
    return bool(said) and _number(said) < _number(TEMPLATE_VERSION)


def keep_template_version(charter: Table | None, ledger: Ledger) -> None:
    """Leave a version that is there as it is, and say when it is not the newest; an empty cell gets the newest."""
    cell = version_cell(charter)
    said = _said(charter)
    if cell is None or not said:
        return
    place = cell.sheet, cell.ref
    ledger.changes = [change for change in ledger.changes if (change.cell.sheet, change.cell.ref) != place]
    ledger.kept = [kept for kept in ledger.kept if (kept.cell.sheet, kept.cell.ref) != place]
    ledger.problems += _problems(cell, said)


def _said(charter: Table | None) -> str:
    return str(getattr(charter, FIELD)[0] or "") if version_cell(charter) is not None else ""


def _problems(cell: Cell, said: str) -> Iterator[Problem]:
    """`pmo check` says of an older one what an upgrade brings."""
    if _number(said) > _number(TEMPLATE_VERSION):
        text = f"the workbook was made from template version {said}, which this pmo-excel does not know yet"
        yield Problem(Code.OLDER_TEMPLATE, text, cell, "Install the newest pmo-excel.", Severity.MEDIUM)


def _number(version: str) -> tuple[int, ...]:
    """A version as numbers: v3, 3.1; the oldest of all where it is none."""
    return tuple(int(part) for part in re.findall(r"\d+", version))
