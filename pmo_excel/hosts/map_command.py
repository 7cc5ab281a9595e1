"""`pmo map`: how a workbook's headers are understood, and a person's answers to what was guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table as RichTable

from pmo_excel.core import cells
from pmo_excel.core.headers import Said, plain_header
from pmo_excel.core.problems import Code
from pmo_excel.core.tables import columns, sheets
from pmo_excel.hosts.books import read_file
from pmo_excel.hosts.memory_file import DATES, Remembered, remember
from pmo_excel.hosts.printing import console
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.places import HEADERS_WITHIN
from pmo_excel.workbook.read import Book, read_book
from pmo_excel.workbook.refused import Refused, refused


@dataclass(frozen=True, slots=True)
class Mapped:
    """One header and what it stands for.

    Attributes
    ----------
    table, sheet, header
        The declared sheet, the sheet it lies on, and the header as found.
    column
        The declared header; empty where it stands for none.
    how
        `as declared`, `known spelling`, `as said`, `guessed`, `asked` (like one, but not used until it is said),
        `gone` (remembered, but not there any more), or `not used`.
    alike
        For guesses, from 0 to 1.
    """

    table: str
    sheet: str
    header: str
    column: str
    how: str
    alike: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The header as programs read it."""
        return {
            "table": self.table,
            "sheet": self.sheet,
            "header": self.header,
            "column": self.column,
            "how": self.how,
            "alike": self.alike,
        }


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said: accept what was guessed, HEADER=COLUMN, TABLE=SHEET, [TABLE=]DMY, forget everything."""

    accept: bool = False
    headers: Sequence[str] = ()
    sheets: Sequence[str] = ()
    dates: Sequence[str] = ()
    forget: bool = False

    @property
    def any(self) -> bool:
        """Whether anything was said."""
        return bool(self.accept or self.headers or self.sheets or self.dates or self.forget)


def mapping(path: Path, answers: Answers) -> tuple[list[Mapped], Path | None]:
    """How a workbook's headers are understood after these answers, and the file that remembers them.

    Raises
    ------
    Refused
        The workbook cannot be read, an answer names nothing that is there, or it cannot be remembered.
    """
    _, book, memory = read_file(path)
    if not answers.any:
        return mapped(book), None
    if answers.forget:
        memory = replace(memory, said={})
    else:
        memory = _with_sheets(book, memory, answers.sheets)
        book = _again(path, memory) if answers.sheets else book
        memory = _with_dates(memory, answers.dates)
        memory = _with_headers(book, memory, answers.headers)
        if answers.accept:
            memory = _accepted(_again(path, memory), memory)
    place = remember(path, memory)
    return mapped(_again(path, memory)), place


def mapped(book: Book) -> list[Mapped]:
    """Every header of every table that was found, from left to right, and what is remembered but gone."""
    found = []
    for name, place in book.places.items():
        match, headers = book.match(name)
        declared = columns(sheets(book.kind)[name])
        used = {at: field for field, at in match.where.items()}
        asked = {at: (field, score) for field, (at, score) in match.guesses.items()}
        said = book.said.get(name, Said())
        for at, header in enumerate(headers):
            shown = cells.clean(header)
            if not isinstance(shown, str):
                continue
            score = asked[at][1] if at in asked else None
            field = used.get(at) or (asked[at][0] if at in asked else "")
            column = declared[field].header if field else ""
            how = _how(shown, column, at in used, score, said)
            found.append(Mapped(name, place.sheet, shown, column, how, None if score is None else round(score, 2)))
        there = {plain_header(header) for header in headers}
        found += [
            Mapped(name, place.sheet, header, to, "gone")
            for header, to in said.headers.items()
            if to and plain_header(header) not in there
        ]
    return found


def _how(header: str, column: str, used: bool, score: float | None, said: Said) -> str:
    if said.of(header) is not None:
        return "as said"
    if not column:
        return "not used"
    if score is not None:
        return "guessed" if used else "asked"
    return "as declared" if plain_header(header) == plain_header(column) else "known spelling"


def _accepted(book: Book, memory: Remembered) -> Remembered:
    """Everything as it is understood now, guesses included, remembered."""
    said = dict(memory.said)
    for one in mapped(book):
        if one.column and one.how != "gone":
            said[one.table] = _with(said.get(one.table, Said()), one.header, one.column)
    return replace(memory, said=said)


def _with(said: Said, header: str, column: str) -> Said:
    others = {
        found: to
        for found, to in said.headers.items()
        if plain_header(found) != plain_header(header) and (to != column or not column)
    }
    return replace(said, headers={**others, header: column})


def _with_headers(book: Book, memory: Remembered, answers: Sequence[str]) -> Remembered:
    said = dict(memory.said)
    for answer in answers:
        left, equals, column = answer.rpartition("=")
        if not equals or not left.strip():
            raise _unclear(answer, "HEADER=COLUMN", 'as in --set "Proj Mgr=Project Manager"')
        table, header, column = _meant(book, left.strip(), column.strip())
        said[table] = _with(said.get(table, Said()), header, column)
    return replace(memory, said=said)


def _meant(book: Book, left: str, column: str) -> tuple[str, str, str]:
    """The table, the header as found and the declared header that an answer means."""
    before, mark, header = left.partition("!")
    unread = next((n for n in sheets() if mark and n.casefold() == before.casefold() and n not in book.places), None)
    if unread is not None:
        return _of_unread(book, unread, header.strip(), column)
    named = next((name for name in book.places if mark and before.casefold() == name.casefold()), None)
    header = header.strip() if named else left
    found = []
    for one in mapped(book):
        if plain_header(one.header) != plain_header(header) or (named and one.table != named):
            continue
        declared = [c.header for c in columns(sheets()[one.table]).values()]
        to = next((h for h in declared if plain_header(h) == plain_header(column)), None) if column else ""
        if to is not None:
            found.append((one.table, one.header, to))
    if len({table for table, _, _ in found}) == 1:
        return found[0]
    if found:
        tables = ", ".join(f'"{table}!{shown}={column}"' for table, shown, _ in found)
        raise refused(f"{header!r} is a header of several tables", f"Say which: {tables}.", code=Code.MISSING_COLUMN)
    there = ", ".join(dict.fromkeys(one.header for one in mapped(book) if not named or one.table == named))
    raise refused(
        f"no table has a header {header!r} that could be {column!r}" if column else f"there is no header {header!r}",
        f"The headers are {there}; `pmo map FILE` shows them with their columns.",
        code=Code.MISSING_COLUMN,
    )


def _of_unread(book: Book, table: str, header: str, column: str) -> tuple[str, str, str]:
    """A header of a table that is not read yet, as where its key was not recognised: found among the top rows."""
    to = next(
        (c.header for c in columns(sheets()[table]).values() if plain_header(c.header) == plain_header(column)), None
    )
    tops = (cell for rows in book.raw.values() for row in rows[:HEADERS_WITHIN] for cell in row)
    found = next((str(cells.clean(cell)) for cell in tops if plain_header(cell) == plain_header(header)), None)
    if to is None or found is None:
        what = f"{table} has no column {column!r}" if to is None else f"no sheet has a header {header!r}"
        raise refused(what, "`pmo check FILE` shows the headers of each sheet.", code=Code.MISSING_COLUMN)
    return table, found, to


def _with_sheets(book: Book, memory: Remembered, answers: Sequence[str]) -> Remembered:
    said = dict(memory.said)
    for answer in answers:
        name, _, sheet = answer.partition("=")
        table = next((t for t in sheets() if t.casefold() == name.strip().casefold()), None)
        found = book.package.sheet(sheet.strip())
        if table is None or found is None:
            there = ", ".join(one.name for one in book.package.sheets)
            raise _unclear(answer, "TABLE=SHEET", f'as in --sheet "Schedule=Plan"; the sheets are {there}')
        said[table] = replace(said.get(table, Said()), sheet=found.name)
    return replace(memory, said=said)


def _with_dates(memory: Remembered, answers: Sequence[str]) -> Remembered:
    said = dict(memory.said)
    for answer in answers:
        name, _, order = answer.rpartition("=")
        chosen = [t for t in sheets() if not name or t.casefold() == name.strip().casefold()]
        if order.strip().upper() not in DATES or not chosen:
            raise _unclear(answer, "DMY or MDY", "as in --dates DMY, or --dates Schedule=MDY for one table")
        for table in chosen:
            said[table] = replace(said.get(table, Said()), day_first=DATES[order.strip().upper()])
    return replace(memory, said=said)


def _again(path: Path, memory: Remembered) -> Book:
    return read_book(open_package(path), memory.said)


def _unclear(answer: str, wanted: str, example: str) -> Refused:
    return refused(f"{answer!r} is not {wanted}", f"Write it {example}.", code=Code.ARGUMENT)


def print_mapping(found: Sequence[Mapped], place: Path | None) -> None:
    """The mapping as a table, what is a question first said."""
    table = RichTable("Sheet", "Header", "Stands for", "How", box=None, pad_edge=False)
    for one in found:
        how = f"{one.how}, {one.alike:.0%} alike" if one.alike is not None else one.how
        column = f"{one.table}.{one.column}" if one.column else ""
        style = "yellow" if one.how in ("guessed", "asked", "gone") else "dim" if one.how == "not used" else ""
        table.add_row(*(escape(text) for text in (one.sheet, one.header, column, how)), style=style)
    console.print(table)
    questions = sum(one.how in ("guessed", "asked") for one in found)
    if questions:
        console.print(f'{questions} guessed: --accept takes them, --set "HEADER=COLUMN" changes one.')
    if place is not None:
        console.print(f"Remembered in {escape(str(place))}; the workbook was not touched.")
