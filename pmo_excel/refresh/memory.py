"""What Refresh wrote last time: how it tells a computed cell from one that a person typed over.

The workbook itself remembers, in its hidden Audit sheet: one short fingerprint per computed cell, of its sheet,
column, row key and value. A cell whose value has no fingerprint was typed by a person, and is kept. Sorting, moving and
inserting rows change nothing, for a fingerprint knows the key and not the row.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from pmo_excel.core.problems import Cell

SIZE: Final = 5
"""Bytes of a fingerprint: a typed value is taken for a computed one once in 10^12 for each remembered cell."""
LONGEST: Final = 32_000
"""Characters that one cell of the memory may hold; Excel allows 32,767."""
MEMORY_SHEET: Final = "Audit"
"""The sheet beside whose table it stands."""
MARK_ABOVE: Final = 1
"""Rows by which the mark that computed cells are current stands above the headers of that table."""
TITLE: Final = "Fingerprints of computed cells. Kept by Refresh; do not edit."


def fingerprints(sheet: str, header: str, keys: Sequence[str], values: Sequence[str]) -> list[bytes]:
    """A short hash of each of some computed cells of one column."""
    column = blake2b(f"{sheet}\0{header}\0".encode(), digest_size=SIZE)
    found = []
    for key, value in zip(keys, values, strict=True):
        cell = column.copy()
        cell.update(f"{key}\0{value}".encode())
        found.append(cell.digest())
    return found


@dataclass(frozen=True, slots=True)
class Memory:
    """The fingerprints of a workbook's computed cells."""

    known: frozenset[bytes]

    @classmethod
    def read(cls, lines: Iterable[str]) -> Memory:
        """The memory as a workbook holds it; a line that somebody changed counts for nothing."""
        known: set[bytes] = set()
        for line in lines:
            try:
                data = base64.b64decode(line, validate=True)
            except (binascii.Error, ValueError):
                continue
            known.update(data[at : at + SIZE] for at in range(0, len(data), SIZE))
        return cls(frozenset(known))

    def lines(self) -> list[str]:
        """The memory as cells' text, the same for the same fingerprints."""
        data = b"".join(sorted(self.known))
        step = LONGEST // 4 * 3 // SIZE * SIZE
        return [base64.b64encode(data[at : at + step]).decode() for at in range(0, len(data), step)]


def memory_cell(cell: Cell) -> bool:
    """Whether a change is to the memory itself, which people need not see."""
    return cell.column == TITLE
