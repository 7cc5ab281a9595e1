"""The files of other programs that can be read: one entry each, tried in order by the name's ending and the content.

A new format is a new entry of `FORMATS`: a reader that gives the rows of a workbook (`imported.Imported`) and, where
the file holds a whole plan, one that gives the plan itself, with its times of day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from pmo_excel.core.problems import Cell, Code, Problem, Severity

if TYPE_CHECKING:
    from pmo_excel.interop.imported import Imported
    from pmo_excel.schedule.plan import Plan

Rows: TypeAlias = "Callable[[Path], tuple[Imported | None, list[Problem]]]"
"""Gives the rows of a workbook, or why the file is not read; the problems are also those of `Imported`."""
Plans: TypeAlias = "Callable[[Path], tuple[Plan | None, list[Problem]]]"
"""Gives a plan to schedule, or why the file is not read."""

_HEAD: Final = 4096
"""Bytes from the beginning of a file that tell its format."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of another program.

    Attributes
    ----------
    name
        The format in words, as `pmo import` prints it.
    suffixes
        Endings of names, in lower case, with the period.
    rows
        The reader for `pmo import`.
    plan
        The reader for `pmo schedule`; None where the format holds rows only.
    holds
        Whether the first bytes of a file are of this format; several formats may share an ending.
    """

    name: str
    suffixes: frozenset[str]
    rows: Rows
    plan: Plans | None = None
    holds: Callable[[bytes], bool] = lambda _: True


def _mspdi_rows(path: Path) -> tuple[Imported | None, list[Problem]]:
    from pmo_excel.interop.mspdi_import import import_mspdi

    return import_mspdi(path)


def _mspdi_plan(path: Path) -> tuple[Plan | None, list[Problem]]:
    from pmo_excel.interop.mspdi import read

    return read(path)


FORMATS: list[Format] = [
    Format("Microsoft Project XML", frozenset({".xml"}), _mspdi_rows, _mspdi_plan),
]
"""Every format, the ones that look at the content before those that take all files of an ending."""


def format_of(path: Path) -> Format | None:
    """The format of a file; None where no entry takes it, or it cannot be opened."""
    suffix = path.suffix.lower()
    candidates = [each for each in FORMATS if suffix in each.suffixes]
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    return next((each for each in candidates if each.holds(head)), None)


def read_plan(path: Path) -> tuple[Plan | None, list[Problem]]:
    """The plan in a file of another program; None, and why, where there is none."""
    found = format_of(path)
    if found is None:
        return None, [unknown(path)]
    if found.plan is None:
        fix = f"Make a workbook of it first: pmo import {path.name} -o book.xlsx."
        text = f"{found.name} holds rows, not a plan with its calendars"
        return None, [Problem(Code.FILE, text, Cell(path.name), fix, Severity.CRITICAL)]
    return found.plan(path)


def read_rows(path: Path) -> tuple[Imported | None, list[Problem]]:
    """The rows of a workbook from a file of another program; None, and why, where it cannot be read."""
    found = format_of(path)
    return (None, [unknown(path)]) if found is None else found.rows(path)


def unknown(path: Path) -> Problem:
    """Why a file is of no format that is known."""
    cell = Cell(path.name)
    if not path.is_file():
        return Problem(Code.FILE, "there is no such file", cell, "Check the name and the folder.", Severity.CRITICAL)
    endings = ", ".join(sorted({suffix for each in FORMATS for suffix in each.suffixes}))
    text = f"no format is known for {path.suffix or 'a name without an ending'!r}"
    return Problem(Code.FILE, text, cell, f"Files that are read end in {endings}.", Severity.CRITICAL)
