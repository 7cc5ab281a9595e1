"""How each program spells a catalogue function's name; three different strings, one function."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum
from typing import Final


class Host(Enum):
    """A program, or a way into one, that shows functions in cells."""

    VBA = "Excel with the .xlam add-in"
    OFFICE_JS = "Excel with the Office.js add-in"
    LIBREOFFICE = "LibreOffice"
    PYTHON = "Python"


def spelled(name: str, host: Host) -> str:
    """The name as people type it there: `PMO_CPI` where a name may hold no period, `PMO.CPI` elsewhere."""
    if host is Host.VBA:
        return f"PMO_{name}"
    if host is Host.PYTHON:
        return name.lower()
    return f"PMO.{name}"


def bare(text: str) -> str:
    """The catalogue name in any spelling: `PMO.CPI`, `pmo_cpi` and `cpi` are `CPI`."""
    upper = text.strip().upper()
    return upper[4:] if upper.startswith(("PMO.", "PMO_")) else upper


_IN_FILES: Final = {
    Host.VBA: "PMO_{}",
    Host.OFFICE_JS: "_xldudf_PMO_{}",
    Host.LIBREOFFICE: "ORG.PMO.CALC.PMOADDIN.{}",
}
_IN_FORMULA: Final = re.compile(
    r'"(?:[^"]|"")*"'  # a text; what looks like a function in it is none
    r"|(?<![\w.])(?:(?:'[^']*'|\[\d+\])!)?(?:_xldudf_|_xludf\.|_xll\.)*"
    r"(?:ORG\.PMO\.CALC\.PMOADDIN\.|PMO[._])(?P<name>[A-Z][A-Z0-9]*)(?=\s*\()",
    re.IGNORECASE,
)


def in_file(name: str, host: Host) -> str:
    """The name as that program writes it into a workbook file; each reads only its own."""
    return _IN_FILES[host].format(name)


def respelled(formula: str, host: Host, names: Collection[str]) -> str:
    """A formula of a workbook file with these functions as a program writes them; all else stays as it is.

    Source
    ------
    What each program writes was read from files: Excel with Office.js custom functions, xlwings' add-in (by its own
    name, or through a link to the add-in's file), and LibreOffice 7.4 saving as .xlsx.
    """

    def written(found: re.Match[str]) -> str:
        name = (found["name"] or "").upper()
        return in_file(name, host) if name in names else found[0]

    return _IN_FORMULA.sub(written, formula)
