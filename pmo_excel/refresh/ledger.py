"""The cells that a refresh changes, those that people typed over and keep, and what Refresh will remember."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.refresh.memory import Memory
from pmo_excel.refresh.values import CellValue, as_json_value, shown

AUDITED: Final = "kept in the audit log"
"""The reason of cells that log the others."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that a refresh changes: where, from what to what, and why.

    Attributes
    ----------
    cell
        Sheet, row, column header and reference.
    key
        The row's key, as a person knows it: the task's ID.
    because
        What computed it, or the reason in words where the computation gives one.
    """

    cell: Cell
    key: str
    old: CellValue
    new: CellValue
    because: str

    def as_json(self) -> dict[str, Any]:
        """The change as every host prints it."""
        return {
            "sheet": self.cell.sheet,
            "cell": self.cell.ref,
            "row": self.cell.row,
            "column": self.cell.column,
            "key": self.key,
            "old": as_json_value(self.old),
            "new": as_json_value(self.new),
            "because": self.because,
        }

    def __str__(self) -> str:
        return f"{self.cell.address} {self.cell.column}: {shown(self.old)} → {shown(self.new)}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A computed cell that a person typed over: what it holds, and what was computed for it."""

    cell: Cell
    typed: Any
    computed: CellValue
    what: str = ""

    def __str__(self) -> str:
        typed = f"{self.what} ({shown(self.typed)})" if self.what else shown(self.typed)
        return f"{typed} was typed over a computed cell and is kept; computed is {shown(self.computed)}"


@dataclass(slots=True)
class Ledger:
    """The changes being gathered: what is written, what was kept, and what Refresh will remember."""

    memory: Memory
    changes: list[CellChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    remembered: set[bytes] = field(default_factory=set)

    def add_text(self, cell: Cell, text: str) -> None:
        """Write a text of ours, such as a header, into a cell that is empty."""
        self.changes.append(CellChange(cell, "", None, text, "a header of ours"))


EACH: Final = 5
"""Cells of a column that were typed over and are listed one by one; more are one finding."""


def typed_over(kept: Sequence[Kept]) -> Iterator[Problem]:
    """The findings of cells that were typed over; a whole column of them, as in a plan made elsewhere, is one."""
    fix = "Clear the cell to have it computed again."
    columns_of: dict[tuple[str, str], list[Kept]] = {}
    for item in kept:
        columns_of.setdefault((item.cell.sheet, item.cell.column), []).append(item)
    for items in columns_of.values():
        if len(items) > EACH:
            first = items[0]
            rows = f"rows {first.cell.row} to {items[-1].cell.row}"
            text = f"{len(items)} cells in {rows} were typed over computed cells and are kept; the first: {first}"
            yield Problem(
                Code.TYPED_IN_COMPUTED, text, first.cell, "Clear the cells to have them computed.", Severity.MEDIUM
            )
        else:
            yield from (Problem(Code.TYPED_IN_COMPUTED, str(i), i.cell, fix, Severity.MEDIUM) for i in items)
