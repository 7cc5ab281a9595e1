"""`pmo anonymise`: a person who has left, taken out of a workbook; whoever worked stays countable as `Former 3`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.core.columns import Type
from pmo_excel.core.person_names import may_be, same_name
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns
from pmo_excel.hosts.books import read_file, saved
from pmo_excel.hosts.patch_command import CellPatch
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_ref
from pmo_excel.workbook.refused import damaged, refused
from pmo_excel.workbook.words import parts_holding, with_words

_LONGEST_LIST: Final = 500
"""Characters of a cell that may be a list of people; longer ones are prose."""
_FORMER: Final = re.compile(r"\bFormer (\d+)\b")
Cells = Mapping[tuple[str, str], str]
"""The texts of a workbook's cells, by sheet and reference."""


@dataclass(frozen=True, slots=True)
class Anonymised:
    """What was replaced, or would be: the new name, the cells and the parts of the file; and what is left to do."""

    path: Path
    name: str
    cells: Sequence[CellPatch]
    parts: Sequence[str]
    problems: Sequence[Problem]
    copy: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The same as programs read it."""
        return {
            "file": str(self.path),
            "name": self.name,
            "cells": [cell.as_json() for cell in self.cells],
            "changed": list(self.parts),
            "backup": None if self.copy is None else str(self.copy),
            "problems": [problem.as_json() for problem in self.problems],
        }


def anonymise_file(path: Path, person: str, name: str, now: datetime, *, dry_run: bool = False) -> Anonymised:
    """Replace a person's name and e-mail addresses everywhere in a workbook: a backup, then the file in one step.

    The same name replaces it everywhere, so loads, bookings and sums stay as they are.

    Parameters
    ----------
    person
        As the workbook spells it, `Keller, Ana` or `Ana Keller`, in any case.
    name
        What stands there afterwards; empty: the next free `Former n`.

    Raises
    ------
    Refused
        Nobody in the workbook has that name, or the file cannot be read or written.
    """
    package, book, memory = read_file(path)
    before = _texts(package)
    listed = {part.strip() for text in before.values() if len(text) < _LONGEST_LIST for part in text.split(";")}
    if not any(same_name(one) == same_name(person) for one in listed):
        near = sorted(one for one in listed if may_be(person, one) or may_be(one, person))
        fix = f"Did you mean {' or '.join(near)}?" if near else "Give the name as a column of people has it."
        raise refused(f"nobody in {path.name} is called {person!r}", fix, code=Code.ARGUMENT, cell=Cell(path.name))
    new = name or f"Former {1 + max((int(n) for text in before.values() for n in _FORMER.findall(text)), default=0)}"
    address = f"{re.sub(r'[^a-z0-9]+', '-', new.casefold()).strip('-')}@removed.invalid"
    swaps = _Swaps(person, new, dict.fromkeys(_addresses(book, person), address))
    done, parts = with_words(package, swaps, swaps.hints)
    after = _texts(done)
    cells = [CellPatch(*where, old, after.get(where)) for where, old in before.items() if after.get(where) != old]
    problems = list(_left(package, done, after, person, swaps))
    if dry_run or not parts:
        return Anonymised(path, new, cells, parts, problems)
    copy = saved(path, package, done.data, memory, memory.fingerprints, now)
    problems.append(_kept_copy(copy))
    return Anonymised(path, new, cells, parts, problems, copy)


class _Swaps:
    """Replaces a person's name, in either order, and their addresses, in a text."""

    def __init__(self, person: str, new: str, addresses: Mapping[str, str]) -> None:
        words = same_name(person).split()
        spelled = [r"\s+".join(map(re.escape, words))]
        if len(words) > 1:
            spelled.append(re.escape(words[-1]) + r"\s*,\s*" + r"\s+".join(map(re.escape, words[:-1])))
        body = "|".join(spelled)
        one = rf"(?<![\w@.-])(?:{body})(?![\w@-])"
        if len(words) == 1:  # a word of a sentence may be no name: only where it stands alone, or in a list
            one = rf"(?:^|(?<=;)|(?<=; ))(?:{body})(?=\s*(?:;|$))"
        mails = [re.escape(mail) for mail in addresses]
        self._name, self._mail = re.compile(one, re.IGNORECASE), re.compile("|".join(mails) or r"(?!)", re.IGNORECASE)
        self._new, self._addresses = new, {mail.casefold(): address for mail, address in addresses.items()}
        self.hints = (max(words, key=len).rstrip("."), *self._addresses)

    def __call__(self, text: str) -> str:
        """The text without the person."""
        text = self._mail.sub(lambda found: self._addresses[found[0].casefold()], text)
        return self._name.sub(lambda _: self._new, text)


def _addresses(book: Book, person: str) -> list[str]:
    """The e-mail addresses in rows whose name is the person's."""
    found: dict[str, None] = {}
    for table in book.tables.values():
        fields = columns(type(table))
        mails = [name for name, column in fields.items() if column.type is Type.EMAIL]
        names = [name for name, column in fields.items() if column.header in ("Name", "Resource Name")]
        for row in range(len(table) if mails and names else 0):
            if any(same_name(str(_at(table, name, row) or "")) == same_name(person) for name in names):
                found |= dict.fromkeys(str(_at(table, mail, row)) for mail in mails if _at(table, mail, row))
    return list(found)


def _at(table: Table, name: str, row: int) -> Any:
    return getattr(table, name)[row]


def _texts(package: Package) -> Cells:
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(package.data))
        return {
            (sheet.name, cell_ref(row, column)): value
            for sheet in package.sheets
            if sheet.kind == "worksheet"
            for row, values in enumerate(
                workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False), start=1
            )
            for column, value in enumerate(values, start=1)
            if isinstance(value, str) and value
        }
    except CalamineError as error:
        raise damaged(package.label, str(error)) from error


def _left(package: Package, done: Package, after: Cells, person: str, swaps: _Swaps) -> Iterator[Problem]:
    """What a person has to look at: cells and parts that still hold the name, and what may be it in short."""
    words = r"\W+".join(map(re.escape, same_name(person).split()))
    whole = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    for (sheet, ref), text in after.items():
        if whole.search(text):
            fix = "Type the cell anew: its text is formatted in parts, or the name is one word of a sentence."
            yield Problem(Code.WRITTEN, f"the name is left in {text[:80]!r}", Cell(sheet, ref=ref), fix, Severity.HIGH)
        elif may_be(text, person):
            yield Problem(
                Code.POSSIBLE_ALIAS, f"{text!r} may be the same person", Cell(sheet, ref=ref), "", Severity.LOW
            )
    for part in parts_holding(done, (person,)):
        fix = "Open it in its own program, and remove the name there."
        yield Problem(Code.WRITTEN, f"the name is left in {part}", Cell(package.label), fix, Severity.HIGH)
    logs = {sheet for (sheet, ref), text in _texts(package).items() if sheet == "Audit" and swaps(text) != text}
    if logs:
        text = "rows of the Audit sheet held the name and were changed, which its chain of hashes reports"
        yield Problem(Code.WRITTEN, text, Cell("Audit"), "Note the removal as its reason.", Severity.MEDIUM)


def _kept_copy(copy: Path) -> Problem:
    text = f"the backup {copy.name} still holds the name, for pmo undo"
    return Problem(Code.WRITTEN, text, Cell(str(copy)), "Delete it when you are sure.", Severity.INFO)
