"""`pmo patch`: single cells of any workbook, written into the file with everything else left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from pmo_excel.core.problems import Cell, Code, Problem, Severity, quoted
from pmo_excel.hosts.books import saved
from pmo_excel.hosts.memory_file import remembered
from pmo_excel.workbook.cell_content import Formula, Value
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.package import Package, open_package
from pmo_excel.workbook.patch import Edit, Patched, patch_showing_dates
from pmo_excel.workbook.refs import cell_at, cell_ref, range_at
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.remarks import remarks

_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?")


@dataclass(frozen=True, slots=True)
class CellPatch:
    """A cell that was written, or would be: its place, and what it held and holds."""

    sheet: str
    ref: str
    old: Any
    new: Any

    def as_json(self) -> dict[str, Any]:
        """The cell as programs read it; a formula that follows a table has no new value before Excel computes it."""
        return {"cell": f"{quoted(self.sheet)}!{self.ref}", "old": self.old, "new": self.new}


@dataclass(frozen=True, slots=True)
class PatchOutcome:
    """What happened to the workbook; `patched` is the proof, None when it was refused."""

    path: Path
    problems: Sequence[Problem]
    patched: Patched | None = None
    cells: Sequence[CellPatch] = field(default=())
    copy: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The outcome as programs read it."""
        proof = self.patched
        return {
            "file": str(self.path),
            "done": proof is not None,
            "changed": list(proof.changed) if proof else [],
            "removed": list(proof.removed) if proof else [],
            "kept": proof.identical if proof else 0,
            "cells": [cell.as_json() for cell in self.cells],
            "problems": [problem.as_json() for problem in self.problems],
            "backup": None if self.copy is None else str(self.copy),
        }


def patch_file(
    path: Path, edits: Sequence[Edit], growths: Sequence[Growth], now: datetime, *, dry_run: bool = False
) -> PatchOutcome:
    """Write cells into a workbook in place: a backup, then only what is asked for, in one step."""
    try:
        package = open_package(path)
        patched = patch_showing_dates(package, edits, growths)
        cells = _cells(package, patched, edits)
        known = remarks(package, edits)
        if dry_run or not patched.changed:
            return PatchOutcome(path, known, patched, cells)
        memory = remembered(path)
        copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    except Refused as error:
        return PatchOutcome(path, error.problems)
    return PatchOutcome(path, known, patched, cells, copy)


def asked_edits(words: Sequence[str], *, formulas: bool, as_text: bool) -> tuple[list[Edit], list[Problem]]:
    """`SHEET!CELL VALUE`, again and again, as edits; what cannot be understood is a problem."""
    edits, problems = [], []
    for place, text in zip(words[::2], words[1::2], strict=False):
        sheet, _, ref = place.rpartition("!")
        try:
            cell_at(ref)
            if not sheet:
                raise ValueError(f"{place!r} names no sheet")
        except ValueError as error:
            problems.append(_argument(str(error), "Write it as Plan!B2, or 'My plan'!B2."))
            continue
        try:
            value = text if as_text else typed(text, formulas=formulas)
        except ValueError:
            problems.append(_argument(f"{text!r} is no day of the calendar", "Correct it, or write it with --text."))
            continue
        edits.append(Edit(_unquoted(sheet), ref, value))
    if len(words) % 2 or not words:
        problems.append(_argument("each cell needs a value", "Write pmo patch BOOK Plan!B2 12; '' empties a cell."))
    return edits, problems


def asked_growths(words: Iterable[str]) -> tuple[list[Growth], list[Problem]]:
    """`TABLE=3` or `SHEET!A1:F20=-2` as rows to add or take away."""
    growths, problems = [], []
    for word in words:
        what, _, rows = word.rpartition("=")
        sheet, _, ref = what.rpartition("!")
        try:
            number = int(rows)
            if number == 0 or not what:
                raise ValueError
            if sheet:
                range_at(ref)
        except ValueError:
            problems.append(_argument(f"{word!r} names no rows", "Write tblTasks=3, or Plan!A1:F20=-2."))
            continue
        growths.append(Growth(number, sheet=_unquoted(sheet), ref=ref) if sheet else Growth(number, table=what))
    return growths, problems


def typed(text: str, *, formulas: bool = False) -> Value:
    """A word of the command line as a cell's value.

    A number, a date (`2026-03-31`, with or without a time), TRUE or FALSE, nothing, or text. Numbers with zeros before
    them and with more digits than a cell holds are text, as what they name would change; so is what begins with `=`,
    unless formulas are asked for.

    Raises
    ------
    ValueError
        It is written as a date, and there is no such day or time.
    """
    if not text:
        return None
    if formulas and text.startswith("="):
        return Formula(text)
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper() == "TRUE"
    if _NUMBER.fullmatch(text):
        return _number(text)
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else text


def _number(text: str) -> Value:
    digits = re.sub(r"[eE].*|\D", "", text).strip("0")
    number = float(text)
    if len(digits) > 15 or number in (float("inf"), float("-inf")):
        return text
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _cells(package: Package, patched: Patched, edits: Sequence[Edit]) -> list[CellPatch]:
    """Every cell that is different, with what it held; a cell of the growth alone holds what its column begins with."""
    given = {(edit.sheet.casefold(), cell_ref(*cell_at(edit.ref))): edit.value for edit in edits}
    before, after = _values(package.data, patched), _values(patched.data, patched)
    return [
        CellPatch(
            sheet,
            ref,
            _shown(before(sheet, ref)),
            _shown(given.get((sheet.casefold(), ref), after(sheet, ref))),
        )
        for sheet, ref in patched.cells
    ]


def _values(data: bytes, patched: Patched) -> Any:
    """Reads one cell of the sheets that were written."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in {sheet for sheet, _ in patched.cells}
        }
    except CalamineError:
        sheets = {}

    def value(sheet: str, ref: str) -> Any:
        row, column = cell_at(ref)
        rows = sheets.get(sheet, [])
        found = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None
        return None if found == "" else found

    return value


def _shown(value: Any) -> Any:
    """A value as JSON has it: dates as ISO text."""
    if isinstance(value, Formula):
        return "=" + value.text.removeprefix("=")
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if len(sheet) > 1 and sheet[0] == sheet[-1] == "'" else sheet


def _argument(message: str, suggestion: str) -> Problem:
    return Problem(Code.ARGUMENT, message, Cell(""), suggestion, Severity.HIGH)
