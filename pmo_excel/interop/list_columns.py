"""The columns of a list of another program, each read as what it means, with the evidence of the whole list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.column_reading import read_column
from pmo_excel.core.columns import NUMERIC, TEMPORAL, Column, Type, is_empty
from pmo_excel.core.headers import letter, plain_header
from pmo_excel.core.problems import Cell, Problem
from pmo_excel.core.tables import columns
from pmo_excel.interop.list_programs import ListProgram
from pmo_excel.interop.list_sheets import ListSheet
from pmo_excel.interop.text_cells import decimal_comma
from pmo_excel.schedule.tables import Schedule

_DATES: Final = ("start", "finish", "resolved")
_SECONDS: Final = ("estimate_seconds", "remaining_seconds", "spent_seconds")
_HOURS: Final = ("remaining_hours", "spent_hours")
_TEXT: Final = Column("", "")
FIELDS: Final[Mapping[str, Column]] = {
    **{name: replace(c, required=False, unique=False) for name, c in columns(Schedule).items()},
    **{name: Column("", "", Type.DATE) for name in _DATES},
    **{name: Column("", "", Type.NUMBER, minimum=0) for name in (*_SECONDS, *_HOURS, "level", "priority_rank")},
    "percent_complete": Column("", "", Type.PERCENT, minimum=0, maximum=1),
    "wbs": _TEXT,
    "milestone": _TEXT,
}
"""How each meaning is read; those that are not here are text."""

_SEVERAL: Final = frozenset({"owner", "parent", "blocked_by", "blocks", "notes", "other_id", "computed"})
"""Meanings of which a task may have several values; of any other the first counts, and the rest are notes."""
_TIME: Final = re.compile(
    r"(?<=\d)[T ,]+\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_WEEKDAY: Final = re.compile(r"^[A-Za-z]{2,9}\.?,?\s+(?=\d)")
_PLAIN_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")


@dataclass(slots=True)
class ListColumns:
    """The columns of a list, read.

    Attributes
    ----------
    rows
        The positions, in the sheet, of the rows that hold anything.
    values
        By meaning, the values of each row, in the order of the columns; empty cells are left out.
    notes
        By row, what has no place of its own: header and text.
    places
        By position of a column: its header and its meaning, empty where it has none.
    """

    sheet: ListSheet
    header_row: int
    rows: list[int]
    values: dict[str, list[list[Any]]] = field(default_factory=dict)
    notes: list[list[tuple[str, str]]] = field(default_factory=list)
    places: dict[int, tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def first(self, meaning: str, row: int) -> Any:
        """The first value of a row with a meaning; None where there is none."""
        found = self.all(meaning, row)
        return found[0] if found else None

    def all(self, meaning: str, row: int) -> list[Any]:
        """All values of a row with a meaning."""
        return self.values[meaning][row] if meaning in self.values else []

    def cell(self, row: int, meaning: str = "") -> Cell:
        """The place of a row's cell with a meaning."""
        number = self.sheet.numbers[self.rows[row]]
        at = next((at for at, (_, own) in self.places.items() if own == meaning), None)
        if at is None:
            return Cell(self.sheet.name, number)
        return Cell(self.sheet.name, number, self.places[at][0], f"{letter(at + 1)}{number}")


def list_columns(sheet: ListSheet, header_row: int, program: ListProgram) -> ListColumns:
    """Every column under a row of headers (a position in the sheet), read as the program means it."""
    headers = sheet.rows[header_row]
    kept = [
        at for at in range(header_row + 1, len(sheet.rows)) if any(cells.clean(c) is not None for c in sheet.rows[at])
    ]
    made = ListColumns(sheet, header_row, kept, notes=[[] for _ in kept])
    conventions = _conventions(sheet, header_row, kept, program)
    rank = {header: at for at, header in enumerate(program.fields)}
    for at, header in sorted(enumerate(headers), key=lambda item: rank.get(plain_header(item[1]), len(rank))):
        name = cells.clean(header)
        raws = [sheet.rows[row][at] if at < len(sheet.rows[row]) else None for row in kept]
        if name is None and all(cells.clean(raw) is None for raw in raws):
            continue
        meaning = program.fields.get(plain_header(name), "")
        made.places[at] = (str(name or f"column {letter(at + 1)}"), meaning)
        _read(made, at, raws, conventions)
    made.places = dict(sorted(made.places.items()))
    return made


def _conventions(sheet: ListSheet, header_row: int, kept: Sequence[int], program: ListProgram) -> Conventions:
    """The order of day and month, from all dates of the list together: one program writes them all alike."""
    texts = []
    for at, header in enumerate(sheet.rows[header_row]):
        if _column(program.fields.get(plain_header(header), "")).type in TEMPORAL or _dated(header):
            texts += [day_text(sheet.rows[row][at]) for row in kept if at < len(sheet.rows[row])]
    return Conventions(sheet.conventions.date1904, cells.day_first(texts))


def _dated(header: Any) -> bool:
    words = plain_header(header).split()
    return bool({"date", "created", "updated", "resolved"} & set(words))


def _column(meaning: str) -> Column:
    return FIELDS.get(meaning, _TEXT)


def _read(made: ListColumns, at: int, raws: Sequence[Any], conventions: Conventions) -> None:
    """One column into the values of its meaning; what cannot be read is reported and kept as a note."""
    header, meaning = made.places[at]
    if not meaning:
        for row, raw in enumerate(raws):
            if cells.clean(raw) is not None:
                made.notes[row].append((header, _shown(raw)))
        return
    column = _column(meaning)
    prepared = list(_prepared(column, raws, made.sheet.separator))
    got = read_column(column, prepared, conventions)
    values = made.values.setdefault(meaning, [[] for _ in made.rows])
    for row, value in enumerate(got.values.tolist()):
        if is_empty(value):
            continue
        if values[row] and meaning not in _SEVERAL and values[row][0] != value:
            made.notes[row].append((header, _shown(raws[row])))
        values[row].append(value)
    for row, fault in got.faults:
        number = made.sheet.numbers[made.rows[row]]
        cell = Cell(made.sheet.name, number, header, f"{letter(at + 1)}{number}")
        if is_empty(got.values[row]):
            made.notes[row].append((header, _shown(raws[row])))
        made.problems.append(Problem(fault.code, fault.message, cell, fault.suggestion, fault.severity))


def _shown(raw: Any) -> str:
    return str(cells.text(cells.clean(raw)).value)


def _prepared(column: Column, raws: Sequence[Any], separator: str) -> Iterator[Any]:
    """The cells of a column as the reader takes them: days without times, numbers of a text file as numbers."""
    if column.type in TEMPORAL:
        yield from (day_text(raw) for raw in raws)
        return
    if column.type not in NUMERIC:
        yield from raws
        return
    texts = [str(cells.clean(raw)) for raw in raws if isinstance(raw, str) and cells.clean(raw)]
    comma = decimal_comma([text.rstrip(" %") for text in texts], separator)
    numbers = [_number(raw, comma) for raw in raws]
    plain = [n for n in numbers if isinstance(n, (int, float)) and not isinstance(n, bool)]
    whole = column.type is Type.PERCENT and max(plain, default=0) > cells.HIGHEST_FRACTION
    if whole and all(n == 0 or n >= 1 for n in plain):  # 0 to 100 in the whole column, so 1 is one percent
        numbers = [n / 100 if isinstance(n, (int, float)) and not isinstance(n, bool) else n for n in numbers]
    yield from numbers


def _number(raw: Any, comma: bool | None) -> Any:
    if not isinstance(raw, str):
        return raw
    text = cells.clean(raw)
    if text is None:
        return None
    if comma is not None:
        text = text.replace(".", "").replace(",", ".") if comma else re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", text)
    return float(text) if _PLAIN_NUMBER.fullmatch(text) else text


def day_text(raw: Any) -> Any:
    """A date and time as its date: `12/Mar/26 9:00 AM`, `2026-03-12T09:00:00Z`, `Thu 12/03/26`."""
    if not isinstance(raw, str):
        return raw
    return _WEEKDAY.sub("", _TIME.sub("", cells.clean(raw) or "")) or None
