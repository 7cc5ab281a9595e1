"""The Findings sheet: every problem as a row, the worst first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from pmo_excel.core.problems import Problem, Severity, quoted
from pmo_excel.core.tables import Table, sheets
from pmo_excel.refresh.values import shown

NAME: Final = "FINDINGS"
SHEET: Final = "Findings"
PLACE: Final = "place"
"""The field that names the cell of a finding."""
_ORDER: Final = {severity: at for at, severity in enumerate(Severity)}


def ranked(problems: Sequence[Problem]) -> list[Problem]:
    """The problems as the sheet lists them: the worst first; equal severities stay in workbook order."""
    return sorted(problems, key=lambda p: _ORDER[p.severity])


def listed_as(problem: Problem) -> dict[str, str | None]:
    """A problem as the sheet lists it, by field."""
    return {
        "severity": problem.severity.value,
        "code": problem.code.value,
        "sheet": problem.cell.sheet or None,
        "place": problem.cell.address or None,
        "message": _sentence(problem.message),
        "suggested_fix": _what_to_do(problem) or None,
    }


def findings(listed: Sequence[Problem]) -> Table:
    """The problems as rows of the Findings sheet."""
    rows = [listed_as(problem) for problem in listed]
    names = ("severity", "code", "sheet", "place", "message", "suggested_fix")
    values: dict[str, Any] = {name: np.array([row[name] for row in rows], dtype=object) for name in names}
    return sheets()[SHEET].of(len(listed), **values)


def target(place: str, sheet_names: Sequence[str]) -> str:
    """Where a click on a finding's cell leads: the cell that it names, else the top of its sheet; "" for nowhere."""
    sheet, _, ref = place.rpartition("!")
    if _REF.fullmatch(ref) and _unquoted(sheet) in sheet_names:
        return place
    found = next((name for name in sheet_names if place == name or place.startswith((f"{name}!", f"{name} row "))), "")
    row = _ROW.search(place)
    return f"{quoted(found)}!A{row[1] if row else 1}" if found else ""


_REF: Final = re.compile(r"[A-Z]{1,3}\d{1,7}")
_ROW: Final = re.compile(r" row (\d{1,7})$")


def _unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _what_to_do(problem: Problem) -> str:
    """The suggestion; and what Apply, chosen beside it, would write, which goes before a list of all that could be."""
    if problem.fix is None:
        return problem.suggestion
    said = problem.suggestion
    if len(said) > _LONG:
        said = said[: said.index("? ") + 1] if "? " in said else said.partition(". ")[0] + "."
    return f"{said} Apply writes {shown(problem.fix.new)}.".lstrip()


_LONG: Final = 90
"""Characters of a suggestion that leave room for one more sentence in its cell."""


def _sentence(text: str) -> str:
    """The message as a cell shows it: a sentence."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
