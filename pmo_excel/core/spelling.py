"""How each program spells a catalogue function's name; three different strings, one function."""

from __future__ import annotations

from enum import Enum


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
