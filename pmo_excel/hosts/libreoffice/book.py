"""A workbook that LibreOffice has open, reached through the extension that asked us."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.hosts.libreoffice.talk import Talk
from pmo_excel.hosts.live.book import Block
from pmo_excel.workbook.refs import Range

_OURS: Final = (".xlsx", ".xlsm")
"""Files that the command line reads too; of others, as .ods, LibreOffice makes us a copy in this format."""


class OfficeBook:
    """A workbook that LibreOffice has open: `LiveBook`, with every write of a refresh one step for its Undo."""

    program = "LibreOffice"

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        about = talk.ask("about")
        self.name, self.place = str(about["name"]), str(about["place"])
        self._path = Path(about["path"]) if about["path"] else None
        self.saved, self.read_only = bool(about["saved"]), bool(about["read_only"])
        self.title = "PMO"

    @property
    def path(self) -> Path | None:
        """Its file on this computer; None where it was never saved, or in another format than Excel's."""
        known = self._path is not None and self._path.suffix.lower() in _OURS and self._path.is_file()
        return self._path if known else None

    def obstacles(self, sheets: Sequence[str]) -> list[Problem]:
        """Why nothing can be written now: it is open for reading only, or a sheet is protected."""
        if self.read_only:
            fix = "Open it for editing (Edit, Edit Mode), or save it under another name."
            text = f"{self.name} is open for reading only"
            return [Problem(Code.FILE_LOCKED, text, Cell(self.name), fix, Severity.CRITICAL)]
        fix = "Unprotect it (Tools, Protect Sheet), and try again."
        return [
            Problem(Code.FILE_LOCKED, f"the sheet {sheet} is protected", Cell(sheet), fix, Severity.CRITICAL)
            for sheet in self.talk.ask("protected", sheets=list(sheets))
        ]

    def notes(self) -> list[Problem]:
        """Nothing: nobody else edits it meanwhile."""
        return []

    def copy(self) -> bytes:
        """The workbook as a file, as it is now; its own file where there are no changes."""
        if self.saved and self.path is not None:
            return self.path.read_bytes()
        file = Path(self.talk.ask("copy"))
        try:
            return file.read_bytes()
        finally:
            file.unlink(missing_ok=True)

    def read(self, sheet: str, area: Range) -> Block:
        """The values of a rectangle; error values as their text, #N/A."""
        values: Block = self.talk.ask("read", sheet=sheet, area=_corners(area))
        return values

    def write(self, sheet: str, area: Range, values: Block) -> None:
        """Write the values of a rectangle; a date into a cell without a format gets one that shows it."""
        self.talk.ask("write", sheet=sheet, area=_corners(area), values=[list(row) for row in values])

    def link(self, sheet: str, area: Range, target: str) -> None:
        """Let a click on a cell lead to another cell of the workbook."""
        self.talk.ask("link", sheet=sheet, area=_corners(area), target=target)

    def grow(self, table: str, rows: int) -> None:
        """Add empty rows at the end of a table, formatted as its last one."""
        self.talk.ask("grow", table=table, rows=rows)

    @contextmanager
    def quiet(self, status: str) -> Iterator[None]:
        """Write without recalculating, redrawing and taking input after every cell, as one step for Undo."""
        self.talk.ask("begin", title=self.title, status=status)
        try:
            yield
        finally:
            self.talk.ask("end")


def _corners(area: Range) -> list[Any]:
    """First column, first row, last column, last row, counted from 0 as LibreOffice does."""
    return [area.first_column - 1, area.first_row - 1, area.last_column - 1, area.last_row - 1]
