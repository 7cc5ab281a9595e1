"""Where each declared table lies in a workbook: as a person said, by table name, by sheet name, or by its headers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pmo_excel.core.headers import Grid, Said, all_spellings, known_headers, matched, spellings_of
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns, declaration, sheets
from pmo_excel.workbook.fields import ENOUGH_FIELDS, fields_column
from pmo_excel.workbook.package import ExcelTable, Package

HEADERS_WITHIN: Final = 25
"""Rows from the top among which a header row is looked for."""
ENOUGH_HEADERS: Final = 3
"""Known headers that make a row a header row on a sheet of another name."""
TELLING: Final = 1.25
"""How telling they must be together: a header that two kinds of table have counts half for each of them."""

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a declared table lies in the workbook; rows and columns count from 1.

    Attributes
    ----------
    sheet, table
        The sheet's name, and the Excel Table's where it is one.
    header_row, first_row, last_row
        The headers; and the rows under them, blank ones included.
    first_column
        The leftmost column.
    left_out
        Rows between them that are no records: totals, banners, units.
    """

    sheet: str
    table: str
    header_row: int
    first_row: int
    last_row: int
    first_column: int
    last_column: int
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How much a row looks like the headers of one kind of table."""

    telling: float
    sheet: str
    row: int
    key: bool


@dataclass(slots=True)
class Finder:
    """Finds the tables of one workbook."""

    package: Package
    raw: Mapping[str, Rows]
    said: Mapping[str, Said]
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    book: str = "project"

    def find(self) -> None:
        """Fill in `places` and `problems`."""
        for name, cls in sheets(self.book).items():
            place = self._chosen(name, cls) or self._named(name, cls)
            if place is not None:
                self.places[name] = place
        if self.book != "project":
            return  # a workbook of ours, whose tables have names
        self._by_shape()
        self._fields()
        if not self.places:
            self.problems.append(self._nothing())

    def _chosen(self, name: str, cls: type[Table]) -> Place | None:
        said = self.said.get(name)
        sheet = self.package.sheet(said.sheet) if said and said.sheet else None
        if sheet is None or sheet.name not in self.raw:
            return None
        if declaration(cls).layout == "fields":
            return _plain_place(sheet.name, self.raw[sheet.name], 1)
        return self._on(name, cls, sheet.name, 1)

    def _named(self, name: str, cls: type[Table]) -> Place | None:
        excel = self.package.table(declaration(cls).name)
        if excel is not None and excel.sheet in self.raw:
            return excel_place(excel)
        sheet = self.package.sheet(name)
        if sheet is None or sheet.name not in self.raw:
            return None
        if declaration(cls).layout == "fields":
            return _plain_place(sheet.name, self.raw[sheet.name], 1)
        return self._on(name, cls, sheet.name, 1)

    def _on(self, name: str, cls: type[Table], sheet: str, enough: int) -> Place | None:
        row = _header_row(cls, self.raw[sheet], self.said.get(name, Said()), enough)
        return None if row is None else self._place(sheet, row)

    def _place(self, sheet: str, row: int) -> Place:
        """The place under a header row: of the Excel Table whose header it is, else of the sheet's cells."""
        for excel in self.package.tables:
            if excel.sheet == sheet and excel.header_rows and excel.ref.first_row == row:
                return excel_place(excel)
        return _plain_place(sheet, self.raw[sheet], row)

    def _by_shape(self) -> None:
        """The tables that are not found by name: the most telling header rows first, one on a sheet."""
        taken = {place.sheet for place in self.places.values()}
        free = {sheet: rows for sheet, rows in self.raw.items() if sheet not in taken}
        said = {sheet: [_spelled(row) for row in rows[:HEADERS_WITHIN]] for sheet, rows in free.items()}
        found = [
            (likeness, order, name)
            for order, (name, cls) in enumerate(_shaped().items())
            for likeness in self._likenesses(name, cls, said)
        ]
        found.sort(key=lambda item: (-item[0].telling, item[1], item[0].sheet))
        for likeness, _, name in found:
            if likeness.sheet in taken:
                continue
            if name in self.places:
                taken.add(likeness.sheet)
                self.problems.append(self._another(name, likeness))
            elif likeness.key:
                self.places[name] = self._place(likeness.sheet, likeness.row)
                taken.add(likeness.sheet)
            else:
                taken.add(likeness.sheet)
                self.problems.append(_without_key(name, likeness))

    def _fields(self) -> None:
        """Sheets of fields under another name: a cover page that holds what the Charter does."""
        for name, cls in sheets().items():
            if declaration(cls).layout != "fields" or name in self.places:
                continue
            taken = {place.sheet for place in self.places.values()}
            counted = [(fields_column(cls, rows[:60])[0], s) for s, rows in self.raw.items() if s not in taken]
            best = max(counted, default=(0, ""), key=lambda item: item[0])
            if best[0] >= ENOUGH_FIELDS:
                self.places[name] = _plain_place(best[1], self.raw[best[1]], 1)

    def _likenesses(
        self, name: str, cls: type[Table], spelled: Mapping[str, Sequence[Sequence[tuple[str, str]]]]
    ) -> Iterator[_Likeness]:
        """How much each sheet that is free looks like one kind of table, by its best row."""
        known = all_spellings(cls)
        said = self.said.get(name, Said())
        key = declaration(cls).key.split("+")[0]
        for sheet, rows in spelled.items():
            best = _Likeness(0.0, sheet, 0, False)
            for at, row in enumerate(rows, start=1):
                weights = [_telling(forms) for forms in row if not known.isdisjoint(forms)]
                if len(weights) >= ENOUGH_HEADERS and sum(weights) > best.telling:
                    best = _Likeness(sum(weights), sheet, at, False)
            if best.telling >= TELLING:
                where = matched(cls, Grid(sheet, self.raw[sheet][best.row - 1], (), said=said)).where
                if len(where) >= ENOUGH_HEADERS:
                    yield _Likeness(best.telling, sheet, best.row, not key or key in where)

    def _another(self, name: str, likeness: _Likeness) -> Problem:
        used = self.places[name].sheet
        text = f"the sheet looks like {name} too; {used!r} is the one that is used"
        fix = f'If this is the one: pmo map FILE --sheet "{name}={likeness.sheet}".'
        return Problem(Code.NOT_RECOGNISED, text, Cell(likeness.sheet, likeness.row), fix, Severity.INFO)

    def _nothing(self) -> Problem:
        shown = ", ".join(sheet.name for sheet in self.package.sheets)
        text = f"no plan or register was recognised in {self.package.label}; its sheets are {shown}"
        fix = "A plan needs headers such as Task ID, Task Name, Duration, Predecessors in one row; see: pmo map FILE."
        return Problem(Code.NOT_RECOGNISED, text, Cell(""), fix, Severity.MEDIUM)


def _without_key(name: str, likeness: _Likeness) -> Problem:
    cls = sheets()[name]
    key = columns(cls)[declaration(cls).key.split("+")[0]].header
    text = f"the sheet looks like {name}, but no column identifies its rows; it is not read"
    fix = f'Add a column {key!r}, or say which one it is: pmo map FILE --set "{name}!HEADER={key}".'
    return Problem(Code.NOT_RECOGNISED, text, Cell(likeness.sheet, likeness.row), fix, Severity.MEDIUM)


def _shaped() -> dict[str, type[Table]]:
    """The tables that are looked for by their headers: those whose rows people type."""
    found = {}
    for name, cls in sheets().items():
        declared = declaration(cls)
        if declared.layout == "rows" and not declared.rows_from:
            found[name] = cls
    return found


_COMMON: dict[str, int] = {}


def _spelled(row: Sequence[Any]) -> list[tuple[str, str]]:
    """The texts of a row as headers are compared."""
    return [spellings_of(header) for header in row if isinstance(header, str) and header]


def _telling(forms: tuple[str, str]) -> float:
    """1 for a header that one kind of table has, a half for one that two have, and so on."""
    if not _COMMON:
        for cls in _shaped().values():
            for spelling in all_spellings(cls):
                _COMMON[spelling] = _COMMON.get(spelling, 0) + 1
    return 1 / max(1, min(_COMMON.get(spelling, 99) for spelling in forms))


def _header_row(cls: type[Table], rows: Rows, said: Said, enough: int) -> int | None:
    """The row near the top with the most known headers; it must hold the key, or one much like it."""
    key = declaration(cls).key.split("+")[0]
    counted = sorted(
        (-len(found), at)
        for at, row in enumerate(rows[:HEADERS_WITHIN], start=1)
        if len(found := known_headers(cls, row, said)) >= enough
    )
    for _, at in counted[:3]:
        if not key or key in matched(cls, Grid("", rows[at - 1], (), said=said)).where:
            return at
    return None


def excel_place(excel: ExcelTable) -> Place:
    """Where an Excel Table lies."""
    ref, rows = excel.ref, excel.rows
    last = max(rows.last_row, rows.first_row)
    return Place(excel.sheet, excel.name, ref.first_row, rows.first_row, last, ref.first_column, ref.last_column)


def _plain_place(sheet: str, rows: Rows, header_row: int) -> Place:
    width = max((len(row) for row in rows), default=1)
    return Place(sheet, "", header_row, header_row + 1, max(len(rows), header_row + 1), 1, width)
