"""Which declared column stands under which header: as a person said, as declared, as others spell it, or much alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.similar_headers import LEAD, SURE, alike
from pmo_excel.core.tables import Table, columns, declaration, sheets


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said about one table of one workbook, and what is remembered of it.

    Attributes
    ----------
    sheet
        The sheet that holds the table, where it was chosen.
    headers
        The declared header that each found header stands for; empty: it is none of ours.
    day_first
        The order of day and month in its dates as text, where it was said.
    """

    sheet: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None

    def of(self, header: Any) -> str | None:
        """The declared header that was said for a found one; None where nothing was."""
        wanted = plain_header(header)
        return next((to for found, to in self.headers.items() if plain_header(found) == wanted), None)


@dataclass(frozen=True, slots=True)
class Grid:
    """A block of cells as found: a header row, and the rows under it with their row numbers in the sheet.

    Attributes
    ----------
    sheet
        The sheet's name, or the argument's.
    headers
        The header cells, as found.
    rows
        The rows of raw cells: None, text, bool, number, date or datetime.
    numbers
        The row number of each row, as the user sees it; empty: the first row under the header is row 2.
    first_column
        1 for column A.
    said
        What a person said about its headers; None where nobody can be asked, and nothing is guessed.
    """

    sheet: str
    headers: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int] = ()
    first_column: int = 1
    conventions: Conventions = field(default_factory=Conventions)
    header_row: int = 1
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Which field stands in which position, and what is to be said about it.

    Attributes
    ----------
    where
        Position by field; the guessed ones that are used are in it.
    guesses
        How alike the header of a guessed field is, by field: also of fields that are not used until a person says so.
    """

    where: dict[str, int]
    guesses: dict[str, tuple[int, float]]
    problems: list[Problem]


def match_headers(cls: type[Table], grid: Grid) -> tuple[dict[str, int], list[Problem]]:
    """Which declared field stands in which position, and every problem with the headers."""
    match = matched(cls, grid)
    return match.where, match.problems


def matched(cls: type[Table], grid: Grid) -> Match:
    """Match a table's columns to headers.

    What a person said goes first, then a declared header, other spellings, headers without their unit, and last, where
    somebody can be asked, headers very much alike. A header found twice is reported and the first is used.
    """
    found, taken, problems = _known(cls, grid)
    if grid.said is None:
        return Match(found, {}, problems)
    problems += _gone(cls, grid, grid.said)
    guesses: dict[str, tuple[int, float]] = {}
    for at, header in enumerate(grid.headers):
        if at not in taken and isinstance(header, str):
            problems += _guess(cls, grid, at, found, guesses)
    return Match(found, guesses, problems)


def known_headers(cls: type[Table], headers: Sequence[Any], said: Said | None = None) -> dict[str, int]:
    """Which field stands in which position, nothing guessed."""
    return _known(cls, Grid("", headers, (), said=said))[0]


def _known(cls: type[Table], grid: Grid) -> tuple[dict[str, int], set[int], list[Problem]]:
    found, taken = _as_said(cls, grid)
    problems: list[Problem] = []
    compared = [_compared(header) for header in grid.headers]
    for known in _spellings(cls):
        for at, (plain, bare) in enumerate(compared):
            name = known.get(plain) or known.get(bare)
            if name is None or at in taken:
                continue
            taken.add(at)
            if name not in found:
                found[name] = at
            elif plain == compared[found[name]][0]:
                problems.append(_twice(cls, grid, name, at))
    return found, taken, problems


def _as_said(cls: type[Table], grid: Grid) -> tuple[dict[str, int], set[int]]:
    found: dict[str, int] = {}
    taken: set[int] = set()
    if grid.said is None or not grid.said.headers:
        return found, taken
    fields = {column.header: name for name, column in columns(cls).items()}
    for at, header in enumerate(grid.headers):
        to = grid.said.of(header)
        if to is None or (to and (fields.get(to) is None or fields[to] in found)):
            continue
        taken.add(at)
        if to:
            found[fields[to]] = at
    return found, taken


def _gone(cls: type[Table], grid: Grid, said: Said) -> list[Problem]:
    """Remembered headers that are not there any more, and whose column no other header stands for."""
    if not said.headers:
        return []
    there = {plain_header(header) for header in grid.headers}
    declared = {plain_header(column.header) for column in columns(cls).values()}
    return [
        Problem(
            Code.MISSING_COLUMN,
            f"the column {header!r}, which holds {to}, is gone",
            Cell(grid.sheet, grid.header_row, header),
            f'Bring it back, or say which column holds {to} now: pmo map FILE --set "HEADER={to}".',
            Severity.MEDIUM,
        )
        for header, to in said.headers.items()
        if to and plain_header(to) in declared and plain_header(header) not in there
    ]


def _guess(
    cls: type[Table], grid: Grid, at: int, found: dict[str, int], guesses: dict[str, tuple[int, float]]
) -> list[Problem]:
    """The question about a header that is much like one or several that are known; used where it is only one."""
    header = plain_header(grid.headers[at])
    ranked = sorted(
        ((score, name) for name, score in _scores(cls, header).items() if name not in found and score >= SURE - LEAD),
        reverse=True,
    )
    if not ranked or ranked[0][0] < SURE:
        return []
    score, name = ranked[0]
    near = [columns(cls)[n].header for s, n in ranked if s > score - LEAD]
    shown, to = str(cells.clean(grid.headers[at])), columns(cls)[name].header
    cell = Cell(grid.sheet, grid.header_row, shown, f"{letter(grid.first_column + at)}{grid.header_row}")
    if len(near) > 1:
        text = f"the header {shown!r} may be {' or '.join(near)}; it is not used"
        return [Problem(Code.HEADER_GUESSED, text, cell, _say(shown, to), Severity.MEDIUM)]
    guesses[name] = (at, score)
    if not columns(cls)[name].typed:
        text = f"the header {shown!r} looks like {to} ({score:.0%} alike); nothing is written there unasked"
        return [Problem(Code.HEADER_GUESSED, text, cell, _say(shown, to), Severity.LOW)]
    found[name] = at
    text = f"the header {shown!r} was taken for {to} ({score:.0%} alike)"
    fix = f"Is that right? Then: pmo map FILE --accept. {_say(shown, to, or_none=True)}"
    return [Problem(Code.HEADER_GUESSED, text, cell, fix, Severity.MEDIUM)]


def _say(shown: str, to: str, or_none: bool = False) -> str:
    if or_none:
        return f'If not: pmo map FILE --set "{shown}=" leaves it out.'
    return f'Say what it is: pmo map FILE --set "{shown}={to}".'


def _scores(cls: type[Table], header: str) -> dict[str, float]:
    """How alike a header is to the best spelling of each field."""
    scores: dict[str, float] = {}
    if not 3 <= len(header) <= 60:
        return scores
    forms = {header, plain_header(_UNIT.sub("", header))}
    for known in _spellings(cls):
        for spelling, name in known.items():
            if len(spelling) > 2:
                scores[name] = max(scores.get(name, 0.0), *(alike(form, spelling) for form in forms))
    return scores


_Spellings = tuple[dict[str, str], dict[str, str], dict[str, str]]
_KNOWN: dict[type[Table], _Spellings] = {}


def _spellings(cls: type[Table]) -> _Spellings:
    """The fields by declared header, by other spelling, and by either without its unit, as headers are compared."""
    if cls in _KNOWN:
        return _KNOWN[cls]
    declared: dict[str, str] = {}
    other: dict[str, str] = {}
    loose: dict[str, str] = {}
    for name, column in columns(cls).items():
        declared[plain_header(column.header)] = name
        loose.setdefault(plain_header(_UNIT.sub("", column.header)), name)
    for spellings in ({n: c.also for n, c in columns(cls).items()}, _of_the_sheet(cls)):
        for name, spelling in ((n, also) for n, several in spellings.items() for also in several):
            other.setdefault(plain_header(spelling), name)
            loose.setdefault(plain_header(_UNIT.sub("", spelling)), name)
    _KNOWN[cls] = declared, other, loose
    return _KNOWN[cls]


def _of_the_sheet(cls: type[Table]) -> dict[str, tuple[str, ...]]:
    """The spellings that the sheet itself has, by field, for a table that holds only some of the sheet's columns."""
    whole = sheets().get(declaration(cls).sheet, cls)
    theirs = {column.header: column.also for column in columns(whole).values()} if whole is not cls else {}
    return {name: theirs.get(column.header, ()) for name, column in columns(cls).items()}


@lru_cache(maxsize=16_384)
def spellings_of(header: str) -> tuple[str, str]:
    """A header as it is compared, and without its unit."""
    return plain_header(header), plain_header(_UNIT.sub("", header))


def _compared(header: Any) -> tuple[str, str]:
    """`spellings_of` for any cell; numbers are not kept, for few of them come again."""
    if isinstance(header, str):
        return spellings_of(header)
    return plain_header(header), plain_header(_UNIT.sub("", str(header or "")))


def all_spellings(cls: type[Table]) -> set[str]:
    """Every spelling of a table's headers that is known, as headers are compared."""
    return {spelling for known in _spellings(cls) for spelling in known}


def _twice(cls: type[Table], grid: Grid, name: str, at: int) -> Problem:
    cell = Cell(
        grid.sheet, grid.header_row, str(grid.headers[at]), f"{letter(grid.first_column + at)}{grid.header_row}"
    )
    text = f"the column {columns(cls)[name].header!r} is there twice; the first one is used"
    return Problem(Code.DUPLICATE_COLUMN, text, cell, "Rename or remove one.", Severity.MEDIUM)


_UNIT = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")


def plain_header(header: Any) -> str:
    """A header as it is compared: lower case, one space between words, no marks around it."""
    cleaned = cells.clean(header)
    return " ".join(str(cleaned).casefold().strip("*:ƒ. ").replace("_", " ").split()) if cleaned is not None else ""


def letter(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
