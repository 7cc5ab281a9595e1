"""What a spreadsheet program has to do for us with a workbook that it has open; each program is one implementation."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from pmo_excel.core.problems import Problem
from pmo_excel.workbook.refs import Range

Block: TypeAlias = Sequence[Sequence[Any]]
"""Values of a rectangle of cells, row by row: text, number, True or False, datetime; None where a cell is empty."""


class LiveBook(Protocol):
    """A workbook that a program has open.

    Every method may raise `Refused`: the program is busy, as while a cell is being edited, or does not allow it.
    """

    @property
    def program(self) -> str:
        """The program, as people call it."""

    @property
    def name(self) -> str:
        """The workbook's name, as its window shows it."""

    @property
    def path(self) -> Path | None:
        """Its file on this computer; None where it lies on a site, or was never saved."""

    @property
    def place(self) -> str:
        """Where it is saved as the program says it: a path, or an address."""

    def obstacles(self, sheets: Sequence[str]) -> list[Problem]:
        """Why nothing can be written now into these sheets: open for reading only, a sheet protected."""

    def notes(self) -> list[Problem]:
        """What a person should know before anything is written: that others may be editing it too."""

    def copy(self) -> bytes:
        """The workbook as a file, as it is now, unsaved changes included; the open book stays as it is."""

    def read(self, sheet: str, area: Range) -> Block:
        """The values of a rectangle; error values as their text, #N/A."""

    def write(self, sheet: str, area: Range, values: Block) -> None:
        """Write the values of a rectangle; text as it is, whatever it looks like. None empties a cell."""

    def link(self, sheet: str, area: Range, target: str) -> None:
        """Let a click on a cell lead to another cell of the workbook, such as Schedule!H12; "" leads nowhere."""

    def grow(self, table: str, rows: int) -> None:
        """Add empty rows at the end of an Excel Table."""

    def quiet(self, status: str) -> AbstractContextManager[None]:
        """Write without recalculating, redrawing and taking input after every cell; all restored in the end."""
