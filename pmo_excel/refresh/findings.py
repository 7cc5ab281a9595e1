"""The Findings sheet: every problem as a row, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from pmo_excel.core.problems import Problem, Severity
from pmo_excel.core.tables import Table, sheets

NAME: Final = "FINDINGS"
SHEET: Final = "Findings"
_ORDER: Final = {severity: at for at, severity in enumerate(Severity)}


def findings(problems: Sequence[Problem]) -> Table:
    """The problems as rows of the Findings sheet; equal severities stay in workbook order."""
    ranked = sorted(problems, key=lambda p: _ORDER[p.severity])
    fields = {
        "severity": [p.severity.value for p in ranked],
        "code": [p.code.value for p in ranked],
        "sheet": [p.cell.sheet or None for p in ranked],
        "place": [p.cell.address or None for p in ranked],
        "message": [_sentence(p.message) for p in ranked],
        "suggested_fix": [p.suggestion or None for p in ranked],
    }
    values: dict[str, Any] = {name: np.array(v, dtype=object) for name, v in fields.items()}
    return sheets()[SHEET].of(len(ranked), **values)


def _sentence(text: str) -> str:
    """The message as a cell shows it: a sentence."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
