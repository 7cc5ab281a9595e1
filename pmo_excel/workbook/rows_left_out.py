"""Rows inside of a table that are none of its records: units, totals, banners, headers again, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pmo_excel.core import cells
from pmo_excel.core.headers import Grid, plain_header
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.workbook.refs import Range, cell_ref

_TOTAL: Final = re.compile(
    r"(?:grand\s+|sub\s*-?\s*|sous\s*-?\s*)?totals?\b.*|(?:zwischen|gesamt)?summe\s*:?|gesamt\s*:?|sum\s*:?|somme\s*:?"
    r"|[Σ∑].*",
    re.IGNORECASE | re.DOTALL,
)
_UNIT_LIST: Final = (
    "text date dd/mm/yyyy dd.mm.yyyy dd-mmm-yy yyyy-mm-dd d day days wd h hr hrs hour hours w wk wks week "
    "weeks pd % percent number no nr # £ $ € k£ k$ k€ gbp usd eur chf £k $k €k £m $m €m y/n yes/no r/a/g "
    "rag 0-1 1-5 0-100 0-100% list person name id wd/h tage tag stunden wochen jours jour heures semaines "
    "datum nombre texte zahl fte currency money "
)
_UNITS: Final = frozenset(_UNIT_LIST.split())
_UNIT_WORDS: Final = frozenset({"working days", "person days", "man days", "calendar days", "name of person"})


class LeftOut(NamedTuple):
    """A row that is no record, and why."""

    row: int
    why: str


def left_out(grid: Grid, where: Mapping[str, int], key: str, merged: Sequence[Range]) -> list[LeftOut]:
    """The rows of a grid that are no records.

    Parameters
    ----------
    where, key
        Position by field, and the field that identifies a row.
    merged
        The sheet's merged cells.
    """
    places = sorted(set(where.values()))
    rows = _Rows(grid, places)
    headers = [plain_header(_at(grid.headers, at)) for at in places]
    at_key = places.index(where[key]) if key in where else None
    wide = {one.first_row: one for one in merged if one.last_column > one.first_column}
    found = []
    for index, number in enumerate(grid.numbers):
        if index >= 2 and number not in wide and not rows.telling(index, headers):
            continue
        row = rows[index]
        filled = [value for value in row if value is not None]
        why = _why(row, filled, headers, at_key, index, wide.get(number)) if filled else ""
        if why:
            found.append(LeftOut(number, why))
    return found + _notes(grid, rows, at_key, {one.row for one in found})


class _Rows:
    """The rows of a grid; a cell is cleaned only when it is looked at, for most rows are told by their first ones."""

    def __init__(self, grid: Grid, places: Sequence[int]) -> None:
        self._grid = grid
        self._places = places

    def __len__(self) -> int:
        return len(self._grid.rows)

    def __getitem__(self, index: int) -> list[Any]:
        return list(self._cells(index))

    def telling(self, index: int, headers: Sequence[str]) -> bool:
        """Whether the row may be a total, by its first text, or the headers again, by its first value."""
        row, first = self._grid.rows[index], True
        for at, header in zip(self._places, headers, strict=True):
            value = cells.clean(row[at]) if at < len(row) else None
            if value is None:
                continue
            if first and _may_be(value, header) and plain_header(value) == header:
                return True
            first = False
            if isinstance(value, str):
                return _TOTAL.fullmatch(value) is not None
        return False

    def _cells(self, index: int) -> Iterator[Any]:
        row = self._grid.rows[index]
        return (cells.clean(_at(row, at)) for at in self._places)


def _may_be(value: Any, header: str) -> bool:
    """Whether a text may be this header, by its first letter; most are not, which this tells many times faster."""
    if not isinstance(value, str):
        return True
    first = value[0].casefold()[:1]
    return not first.isalnum() or first == "ƒ" or header[:1] == first


def problems(grid: Grid, found: Sequence[LeftOut]) -> list[Problem]:
    """One finding for each row that was left out."""
    numbers = {number: index for index, number in enumerate(grid.numbers)}
    made = []
    for one in found:
        row = grid.rows[numbers[one.row]]
        at = next(at for at, value in enumerate(row) if cells.clean(value) is not None)
        shown = str(cells.clean(row[at]))
        shown = shown if len(shown) <= 40 else f"{shown[:39]}…"
        cell = Cell(grid.sheet, one.row, ref=cell_ref(one.row, grid.first_column + at))
        text, fix = f"the row {shown!r} is {one.why}, and not counted", "If it is a record, give it its ID."
        made.append(Problem(Code.ROW_LEFT_OUT, text, cell, fix, Severity.LOW))
    return made


def _why(
    row: Sequence[Any],
    filled: Sequence[Any],
    headers: Sequence[str],
    at_key: int | None,
    index: int,
    wide: Range | None,
) -> str:
    key = row[at_key] if at_key is not None else None
    if index < 2 and all(isinstance(value, str) and _unit(value) for value in filled):
        return "one of units or formats"
    if len(filled) >= 3 and all(plain_header(v) == h for v, h in zip(row, headers, strict=True) if v is not None):
        return "the headers again"
    if wide is not None and len(filled) == 1 and isinstance(filled[0], str):
        return "a banner over several columns"
    first = next((value for value in row if isinstance(value, str)), "")
    if first and _TOTAL.fullmatch(first) and (key is None or key == first):
        return "a total"
    return ""


def _unit(text: str) -> bool:
    said = text.strip("()[] ").casefold()
    return said in _UNIT_WORDS or said in _UNITS


def _notes(grid: Grid, rows: _Rows, at_key: int | None, known: set[int]) -> list[LeftOut]:
    """Sentences alone in the column of IDs at the end, after a blank row: notes or a legend below the table."""
    found: list[LeftOut] = []
    pending: list[LeftOut] = []
    for index in range(len(rows) - 1, 0, -1):
        filled = [value for value in rows[index] if value is not None]
        if not filled or grid.numbers[index] in known:
            found, pending = found + pending, []
            continue
        key = rows[index][at_key] if at_key is not None else None
        if len(filled) > 1 or len(rows[index]) < 3 or not isinstance(key, str) or " " not in key:
            break
        pending.append(LeftOut(grid.numbers[index], "a note below the table"))
    return found[::-1]


def _at(row: Sequence[Any], at: int) -> Any:
    return row[at] if at < len(row) else None
