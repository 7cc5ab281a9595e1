"""Tables: frozen dataclasses of equal-length columns in workbook order, declared once, found by sheet or class."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import get_annotations
from typing import Annotated, Any, NamedTuple, Self, TypeVar, cast, dataclass_transform, get_args, get_origin

from numpy.typing import NDArray

from pmo_excel.core.columns import Column, empty_values
from pmo_excel.core.problems import Cell


class OwnColumn(NamedTuple):
    """A column that people added under a header of their own: its letter, and its cells as texts."""

    letter: str
    values: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table was read from, so that every problem can point to a cell.

    Attributes
    ----------
    sheet
        The sheet's name, or the argument's name in a call.
    rows
        The row number of each row as the user sees it.
    letters, headers
        The column letter and the header as found, by field; a field that was not there has neither.
    wrong
        Rows whose cell could not be read, by field: what rests on them must stay empty.
    field_rows
        For a sheet laid out as fields: the row number of each field.
    own
        The columns under headers of people's own, by header; only of a table that is declared to keep them.
    header_row
        The row of the headers.
    """

    sheet: str = ""
    rows: Sequence[int] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, frozenset[int]] = field(default_factory=dict)
    field_rows: Mapping[str, int] = field(default_factory=dict)
    own: Mapping[str, OwnColumn] = field(default_factory=dict)
    header_row: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Equal-length columns in workbook order; a row is an index. Subclasses declare the columns."""

    origin: Origin

    def __len__(self) -> int:
        for name in columns(type(self)):
            return len(getattr(self, name))
        return 0

    def cell(self, name: str, row: int) -> Cell:
        """The place of one cell, for a problem."""
        origin = self.origin
        header = origin.headers.get(name) or columns(type(self))[name].header
        number = origin.field_rows.get(name) or (origin.rows[row] if row < len(origin.rows) else row + 2)
        letter = origin.letters.get(name, "")
        sheet = origin.sheet or declaration(type(self)).sheet
        return Cell(sheet, number, header, f"{letter}{number}" if letter else "")

    def has(self, name: str) -> bool:
        """Whether the column was there at all."""
        return name in self.origin.headers

    def wrong(self, name: str) -> frozenset[int]:
        """Rows whose cell in this column could not be read."""
        return self.origin.wrong.get(name, frozenset())

    def replace(self, **values: NDArray[Any]) -> Self:
        """The same table with some columns computed anew."""
        return dataclasses.replace(self, **cast(dict[str, Any], values))

    def only(self, base: type[T]) -> T:
        """The columns of a class that this one adds some to, alone."""
        return base(self.origin, **{name: getattr(self, name) for name in columns(base)})

    @classmethod
    def of(cls, rows: int, origin: Origin | None = None, **values: Any) -> Self:
        """A table of so many rows; columns that are not given are empty."""
        given = {name: values.get(name) for name in columns(cls)}
        filled = {n: empty_values(columns(cls)[n], rows) if v is None else v for n, v in given.items()}
        return cls(origin or Origin(), **filled)


T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a table class declares beside its columns.

    Attributes
    ----------
    sheet, name, purpose
        The sheet, the Excel Table's name, and what it is for.
    key
        The field that identifies a row; empty where rows have no identity.
    layout
        `rows`: one row per record; `fields`: one record, a row per field (Field, Value, Help); `log`: rows that
        commands append and nobody changes.
    rows_from
        The function whose result gives the rows themselves; empty: people add rows.
    plain
        The field that a bare list of values stands for, where a call gives no headers.
    first_rows
        The rows, by header, that a new workbook begins with.
    book
        The workbook that the sheet is in: `project`, `portfolio`, or `added`: to any workbook, when it is needed.
    own
        Whether columns under headers of people's own are kept, as the roles of a RACI chart are.
    wide
        The fields that a call may lay out as a matrix: the one in its headers, and the one in its cells.
    """

    sheet: str
    name: str
    purpose: str
    key: str = ""
    layout: str = "rows"
    rows_from: str = ""
    plain: str = ""
    first_rows: Sequence[Mapping[str, Any]] = ()
    book: str = "project"
    own: bool = False
    wide: tuple[str, ...] = ()


_DECLARED: dict[str, Declaration] = {}
_CLASSES: dict[str, dict[str, type[Table]]] = {"project": {}, "portfolio": {}, "added": {}}


@dataclass_transform(frozen_default=True, eq_default=False)
def table(
    sheet: str,
    name: str = "",
    purpose: str = "",
    *,
    key: str = "",
    layout: str = "rows",
    rows_from: str = "",
    plain: str = "",
    first_rows: Sequence[Mapping[str, Any]] = (),
    book: str = "project",
    own: bool = False,
    wide: tuple[str, ...] = (),
) -> Callable[[type[T]], type[T]]:
    """Declare a table. With a `name` it is a sheet of the workbook; without one it is a result or an argument only."""

    def declare(cls: type[T]) -> type[T]:
        made: type[T] = dataclass(frozen=True, slots=True, eq=False)(cls)
        said = purpose or _first_line(cls)
        _DECLARED[_path(made)] = Declaration(
            sheet, name, said, key, layout, rows_from, plain, first_rows, book, own, wide
        )
        if name:
            _CLASSES[book][sheet] = made
        return made

    return declare


def _path(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _first_line(cls: type) -> str:
    return (cls.__doc__ or "").strip().splitlines()[0] if cls.__doc__ else ""


def declaration(cls: type[Table]) -> Declaration:
    """What the class declares beside its columns."""
    return _DECLARED[_path(cls)]


def sheets(book: str = "project") -> Mapping[str, type[Table]]:
    """Every declared sheet of the project or the portfolio workbook, or of those added when needed, by name."""
    return _CLASSES[book]


_COLUMNS: dict[type[Table], Mapping[str, Column]] = {}


def columns(cls: type[Table]) -> Mapping[str, Column]:
    """The declared columns by field, in order."""
    known = _COLUMNS.get(cls)
    if known is None:
        known = _COLUMNS[cls] = _declared_columns(cls)
    return known


def _declared_columns(cls: type[Table]) -> Mapping[str, Column]:
    hints: dict[str, Any] = {}
    for part in reversed(
        cls.__mro__
    ):  # get_type_hints looks into every hint, which takes a command three times as long
        hints |= get_annotations(part, eval_str=True)
    found: dict[str, Column] = {}
    for item in dataclasses.fields(cls):
        hint = hints[item.name]
        if get_origin(hint) is Annotated:
            found[item.name] = next(a for a in get_args(hint)[1:] if isinstance(a, Column))
    return found


def field_of(cls: type[Table], header: str) -> str:
    """The field that a declared header names; KeyError when there is none."""
    for name, column in columns(cls).items():
        if column.header == header:
            return name
    raise KeyError(f"{cls.__name__} declares no column {header!r}")


def rows_of(table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows as tuples of plain Python values, in declared order."""
    return zip(*(getattr(table, name).tolist() for name in columns(type(table))), strict=True)
