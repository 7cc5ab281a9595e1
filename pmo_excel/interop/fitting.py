"""Content made to fit a workbook: what a cell cannot hold is cut or left out, and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.imported import Row

LONGEST_TEXT: Final = 32_000
"""Characters of a cell; Excel holds 32,767."""
_FIRST_YEAR: Final = 1901
"""Excel counts days from 1900 and has 29 February 1900, which never was."""


def fitting(content: Mapping[str, Sequence[Row]]) -> tuple[dict[str, list[Row]], list[Problem]]:
    """The rows with every text short enough and every date one that Excel has."""
    problems: list[Problem] = []
    kept = {
        sheet: [
            {header: _fitting(value, Cell(sheet, number, header), problems) for header, value in row.items()}
            for number, row in enumerate(rows, start=1)
        ]
        for sheet, rows in content.items()
    }
    return kept, problems


def _fitting(value: Any, cell: Cell, problems: list[Problem]) -> Any:
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        text = f"a text of {len(value):,} characters was cut after {LONGEST_TEXT:,}, as a cell holds no more"
        problems.append(Problem(Code.NOT_CARRIED, text, cell, "Keep the rest in the source file.", Severity.MEDIUM))
        return value[:LONGEST_TEXT]
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        text = f"the date {value.isoformat()} was left out, as Excel has no dates so early"
        problems.append(Problem(Code.NOT_CARRIED, text, cell, "Correct it in the source file.", Severity.MEDIUM))
        return None
    return value
