"""`pmo new`: a workbook made from the template."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.workbook.build import build
from pmo_excel.workbook.layout import Level
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.save import create


def new_project_file(path: Path, level: str, charter: Mapping[str, str]) -> None:
    """Make an empty project workbook.

    Raises
    ------
    Refused
        The file is there already, the folder is not, or the level does not exist.
    """
    levels = {word.value.casefold(): word.value for word in Level}
    if level.casefold() not in levels:
        raise _refused(path, f"there is no level {level!r}", f"Use one of: {', '.join(levels.values())}.")
    given = {field: value for field, value in charter.items() if value}
    create(path, build(levels[level.casefold()], {"Charter": [given]}))


def _refused(path: Path, message: str, suggestion: str) -> Refused:
    return Refused([Problem(Code.FILE, message, Cell(path.name), suggestion, Severity.CRITICAL)])
