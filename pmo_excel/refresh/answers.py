"""What a person answers to findings: Apply, Ignore or Later, typed beside them, and kept with them as the list changes.

A finding is the same one as long as its kind, its record and its column are: rows may move. The Findings sheet shows
where it stands now; Refresh's memory knows which finding a row showed last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from pmo_excel.core.problems import Cell, Problem
from pmo_excel.core.tables import Table, columns
from pmo_excel.refresh.changes import keys_of
from pmo_excel.refresh.findings import SHEET
from pmo_excel.refresh.ledger import CellChange, Ledger
from pmo_excel.refresh.memory import Memory, fingerprints
from pmo_excel.refresh.rows import blank_row
from pmo_excel.workbook.read import Book
from pmo_excel.workbook.refs import cell_ref, column_number

ACCEPT: Final = "accept"
"""The field that answers are typed into."""
APPLY: Final = "Apply"
_WORDS: Final = frozenset({APPLY, "Ignore", "Later"})
_AS: Final = "Finding"
"""Stands for a column in the memory: the finding that a row of the sheet showed."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The findings to be listed, and where the answers to them stand.

    Attributes
    ----------
    keys
        What makes each finding the same one next time.
    kept
        The row number of each finding that has something typed beside it, by its position in the list.
    noted
        Row numbers where notes are typed beside a finding that is gone; they stay.
    settled
        Row numbers where nothing but an answer is typed beside a finding that is gone; it goes with it.
    """

    keys: Sequence[str]
    kept: Mapping[int, int]
    noted: Sequence[int]
    settled: Sequence[int]

    def numbers(self, book: Book) -> list[int]:
        """A row number for each finding: those with an answer stay where they are, the others go around them."""
        place, table = book.places[SHEET], book.tables[SHEET]
        typed, used = {*self.kept.values(), *self.noted}, set(table.origin.rows)
        ours = (n for n in count(place.first_row) if n not in typed)
        free = (n for n in ours if n in used or place.table or blank_row(book, place, n))
        return [self.kept[at] if at in self.kept else next(free) for at in range(len(self.keys))]


def answers(book: Book, listed: Sequence[Problem], memory: Memory) -> Answers:
    """Find the row that shows each finding, where something was typed beside it."""
    keys = finding_keys(book, listed)
    kept: dict[int, int] = {}
    noted: list[int] = []
    settled: list[int] = []
    for number in _typed_rows(book):
        shown = _shown(book, number)
        known = fingerprints(SHEET, _AS, keys, [shown] * len(keys))
        at = next((i for i, one in enumerate(known) if i not in kept and one in memory.known), None)
        if at is None:
            at = next((i for i, p in enumerate(listed) if i not in kept and shows(p) == shown), None)
        if at is not None:
            kept[at] = number
        else:
            (settled if shown and _only_an_answer(book, number) else noted).append(number)
    return Answers(keys, kept, noted, settled)


def remember_findings(found: Answers, listed: Sequence[Problem], ledger: Ledger) -> None:
    """Remember which finding each row shows."""
    ledger.remembered.update(fingerprints(SHEET, _AS, found.keys, [shows(problem) for problem in listed]))


def accepted(book: Book, listed: Sequence[Problem], found: Answers) -> list[Problem]:
    """The findings whose fix a person chose to apply."""
    return [listed[at] for at, row in found.kept.items() if listed[at].fix is not None and _answer(book, row) == APPLY]


def clear_settled(book: Book, found: Answers, ledger: Ledger) -> None:
    """An answer whose finding is gone has nothing left to say, and goes with it."""
    origin = book.tables[SHEET].origin
    for number in found.settled:
        cell = Cell(
            origin.sheet, number, origin.headers[ACCEPT], cell_ref(number, column_number(origin.letters[ACCEPT]))
        )
        because = "the finding that it answered is gone"
        ledger.changes.append(CellChange(cell, "", _answer(book, number), None, because))


def finding_keys(book: Book, problems: Sequence[Problem]) -> list[str]:
    """What makes each finding the same one next time: its kind, its sheet, its record, its column; never its row."""
    records = {name: _records(table) for name, table in book.tables.items()}
    of_sheet: dict[str, list[str]] = {}
    for name, place in book.places.items():
        of_sheet.setdefault(place.sheet, []).append(name)
    seen: Counter[str] = Counter()
    found = []
    for problem in problems:
        cell = problem.cell
        names = of_sheet.get(cell.sheet, [])
        record = next((r for name in names if (r := records[name].get(cell.row or 0, ""))), "")
        one_row = any(book.tables[name].origin.field_rows for name in names) and bool(cell.column)
        said = record if record or one_row else problem.message
        key = "\0".join((problem.code.value, cell.sheet, said, cell.column))
        seen[key] += 1
        found.append(key if seen[key] == 1 else f"{key}\0{seen[key]}")
    return found


def shows(problem: Problem) -> str:
    """A finding as its row in the sheet shows it."""
    return f"{problem.code.value} {problem.cell.address}"


def _records(table: Table) -> Mapping[int, str]:
    """The key of each row of a table, by row number; nothing where rows have none."""
    return {number: key for number, key in zip(table.origin.rows, keys_of(table), strict=True) if key}


def _shown(book: Book, number: int) -> str:
    letters = book.tables[SHEET].origin.letters
    at = [column_number(letters[name]) for name in ("code", "place") if name in letters]
    return " ".join(str(book.raw_cell(book.places[SHEET].sheet, number, one) or "") for one in at).strip()


def _answer(book: Book, number: int) -> str:
    table = book.tables[SHEET]
    if ACCEPT not in table.origin.letters or number not in table.origin.rows:
        return ""
    return str(getattr(table, ACCEPT)[list(table.origin.rows).index(number)] or "")


def _typed_rows(book: Book) -> list[int]:
    """The rows of the sheet in which a person typed something beside the computed columns."""
    place = book.places[SHEET]
    return [number for number in range(place.first_row, place.last_row + 1) if _typed(book, number)]


def _only_an_answer(book: Book, number: int) -> bool:
    typed = _typed(book, number)
    return len(typed) == 1 and _answer(book, number) == typed[0] and typed[0] in _WORDS


def _typed(book: Book, number: int) -> list[Any]:
    """What a person typed in a row of the sheet."""
    table, place = book.tables[SHEET], book.places[SHEET]
    letters = table.origin.letters
    computed = {column_number(at) for name, at in letters.items() if columns(type(table))[name].computed}
    beside = (at for at in range(place.first_column, place.last_column + 1) if at not in computed)
    return [raw for at in beside if (raw := book.raw_cell(place.sheet, number, at)) is not None]
