"""`pmo respell`: a workbook's formulas moved from one program's names of our functions to another's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.spelling import Host, respelled
from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.books import read_file, saved, written
from pmo_excel.workbook.formula_texts import with_formulas
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Patched

PROGRAMS: Final = {"excel": Host.VBA, "officejs": Host.OFFICE_JS, "libreoffice": Host.LIBREOFFICE}
"""The programs by the names that commands use."""


@dataclass(frozen=True, slots=True)
class Respelled:
    """What was rewritten: the proof of the write and the backup, which is None where nothing was written."""

    path: Path
    patched: Patched
    copy: Path | None

    def as_json(self) -> dict[str, Any]:
        """The outcome as programs read it."""
        places = [f"{sheet}!{ref}" for sheet, ref in self.patched.cells]
        kept = None if self.copy is None else str(self.copy)
        return {"file": str(self.path), "cells": places, "written": written(self.patched), "backup": kept}

    def __str__(self) -> str:
        count = len(self.patched.cells)
        return f"{self.path.name}: {count} formula{'' if count == 1 else 's'} respelled"


def respell(path: Path, program: str, now: datetime, dry_run: bool = False) -> Respelled:
    """Write the functions of a workbook's formulas as a program knows them; all else stays byte for byte.

    Raises
    ------
    Refused
        The workbook cannot be read or written.
    """
    host = PROGRAMS[program]
    if dry_run:
        package, memory = open_package(path), None
    else:
        package, _, memory = read_file(path)
    patched = with_formulas(package, lambda formula: respelled(formula, host, CATALOGUE))
    if memory is None or not patched.changed:
        return Respelled(path, patched, None)
    return Respelled(path, patched, saved(path, package, patched.data, memory, memory.fingerprints, now))
