"""A file of cells, CSV or Excel, as sheets: each a block of cells with the numbers of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from pmo_excel.core.cells import Conventions, clean
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.interop.text_cells import text_cells
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.refused import Refused

LARGEST: Final = 100 * 2**20
EXCEL: Final = frozenset({".xlsx", ".xlsm"})


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet of cells.

    Attributes
    ----------
    numbers
        The row number of each row, or its line in a text file.
    separator
        What stood between the cells of a text file; empty for Excel, where cells have types of their own.
    """

    name: str
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int]
    separator: str = ""
    conventions: Conventions = field(default_factory=Conventions)


def list_sheets(path: Path) -> tuple[list[ListSheet], list[Problem]]:
    """The sheets of a file; none, and why, where it cannot be read."""
    if path.suffix.lower() in EXCEL:
        return _excel(path)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        text = f"cannot be read: {error.strerror}"
        return [], [Problem(Code.FILE, text, Cell(path.name), "Check the path.", Severity.CRITICAL)]
    if len(content) > LARGEST:
        text = f"has more than {LARGEST // 2**20} MB"
        return [], [Problem(Code.FILE_REFUSED, text, Cell(path.name), "Export fewer rows.", Severity.CRITICAL)]
    found = text_cells(content, path.name)
    return [ListSheet(path.name, found.rows, found.lines, found.separator)], list(found.problems)


def _excel(path: Path) -> tuple[list[ListSheet], list[Problem]]:
    try:
        package = open_package(path)
    except Refused as error:
        return [], list(error.problems)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(package.data))
        cells = {
            sheet.name: workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            for sheet in package.sheets
            if sheet.kind == "worksheet"
        }
    except CalamineError as error:
        text = f"cannot be read: {error}"
        return [], [Problem(Code.FILE, text, Cell(path.name), "Save it again in Excel.", Severity.CRITICAL)]
    conventions = Conventions(package.date1904)
    return [
        ListSheet(name, rows, range(1, len(rows) + 1), conventions=conventions)
        for name, rows in cells.items()
        if any(clean(cell) is not None for row in rows for cell in row)
    ], []
