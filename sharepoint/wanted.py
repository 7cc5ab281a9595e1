"""What should be on the site: a list's columns, and the workbook's rows as items of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmo_excel.core.columns import Column, is_empty
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns, declaration
from sharepoint.fields import LONGEST_TEXT, PROJECT, TITLE, Field, Kind, Owner, fields
from sharepoint.values import UnpublishableError, Value, from_cell, key, length, text


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list that the workbooks of several projects publish to.

    Attributes
    ----------
    title
        The list's name on the site.
    columns
        The workbook's columns to publish; private ones are left out in any case.
    key
        The header whose value identifies a row within its project; empty: one row per project.
    title_header
        The header whose value becomes the item's title; empty: the row's key.
    human
        Columns that only people on the site fill in: made when missing, never written.
    currency
        The ISO code of all money in the list; empty when projects differ.
    owners
        Whose value stays, by header, where that is not what `Owner` says of typed and computed columns.
    """

    title: str
    columns: tuple[Column, ...]
    key: str = ""
    title_header: str = ""
    human: tuple[Column, ...] = ()
    currency: str = ""
    description: str = ""
    owners: Mapping[str, Owner] = field(default_factory=dict, hash=False)

    @property
    def published(self) -> tuple[Field, ...]:
        """The columns we write, besides the title and our own, of which one is the project's ID."""
        apart = {self.title_header, PROJECT.title}
        made = fields((column for column in self.columns if column.header not in apart), self.currency)
        return tuple(replace(each, owner=self.owners.get(each.header, each.owner)) for each in made)

    @property
    def heading(self) -> Field:
        """The item's title, with the owner of the workbook's column behind it."""
        computed = any(column.computed for column in self.columns if column.header == self.title_header)
        usual = Owner.OURS if computed or not self.title_header else Owner.SHARED
        return replace(TITLE, header=self.title_header, owner=self.owners.get(self.title_header, usual))

    @property
    def human_fields(self) -> tuple[Field, ...]:
        """The columns we only make."""
        return tuple(replace(each, owner=Owner.THEIRS) for each in fields(self.human, self.currency))


@dataclass(frozen=True, slots=True)
class ProjectRows:
    """The rows of one project for one list.

    Attributes
    ----------
    rows
        Values by header; dates are instants, `date` or `datetime`.
    numbers
        The row number of each row as the user sees it, for messages.
    """

    project: str
    rows: Sequence[Mapping[str, Any]]
    sheet: str = ""
    numbers: Sequence[int] = ()

    @classmethod
    def of(cls, project: str, table: Table) -> ProjectRows:
        """The rows of a table of the workbook."""
        headers = [column.header for column in columns(type(table)).values()]
        cells = zip(*(getattr(table, name).tolist() for name in columns(type(table))), strict=True)
        sheet = table.origin.sheet or declaration(type(table)).sheet
        return cls(project, [dict(zip(headers, row, strict=True)) for row in cells], sheet, tuple(table.origin.rows))

    def cell(self, row: int, header: str) -> Cell:
        """The place of one cell."""
        return Cell(self.sheet, self.numbers[row] if row < len(self.numbers) else row + 2, header)


@dataclass(frozen=True, slots=True)
class Item:
    """One row as it should be on the site: canonical values by internal name."""

    key: str
    project: str
    label: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One project's part of a list, as it should be.

    Attributes
    ----------
    fields
        Every column we write, the title first.
    complete
        False when a row has no usable key: then nothing may be retired, because it could be that row.
    """

    spec: ListSpec
    project: str
    fields: tuple[Field, ...]
    items: Mapping[str, Item]
    complete: bool = True
    problems: tuple[Problem, ...] = ()

    def covers(self, other: str) -> bool:
        """Whether a key of the list belongs to this project."""
        scope = key(self.project)
        return other == scope or other.startswith(scope + "|")


@dataclass(slots=True)
class _Reading:
    """What is gathered while the rows are read."""

    items: dict[str, Item] = field(default_factory=dict)
    places: dict[str, Cell] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True


def wanted(spec: ListSpec, given: ProjectRows, kinds: Mapping[str, str] | None = None) -> Wanted:
    """The items that rows stand for, and what cannot be published, nothing cut short.

    Parameters
    ----------
    kinds
        The kind of each column the list has on the site, by internal name; None when the list is not there yet. A text
        column that is still to be made is made one of multiple lines when a row has more than 255 characters for it.
    """
    gathered = _Reading()
    known = tuple(_on_site(spec, given, kinds or {}, gathered))
    for position in range(len(given.rows)):
        name = _key(spec, given, position, gathered)
        if name is not None:
            values: dict[str, Value] = dict(_values(known, given, position, gathered))
            label, values[TITLE.name] = _title(spec, given, position, gathered)
            gathered.items[name] = Item(name, given.project, label, values)
    return Wanted(
        spec, given.project, (spec.heading, *known), gathered.items, gathered.complete, tuple(gathered.problems)
    )


def _on_site(spec: ListSpec, given: ProjectRows, kinds: Mapping[str, str], gathered: _Reading) -> Iterator[Field]:
    """The columns as they are, or will be, on the site; those of a kind that cannot take our values are left out."""
    for column in spec.published:
        kind = kinds.get(column.name)
        if kind is None:
            yield column.as_note() if column.kind is Kind.TEXT and _too_long(column, given) else column
        elif not column.fits(kind):
            message = (
                f"the column {column.title} of {spec.title} is a {kind} column on the site, not {column.kind.value}"
            )
            place = Cell(given.sheet, None, column.header)
            suggestion = "It is not published. Rename or delete that column on the site, and publish again."
            gathered.problems.append(_problem(Code.REFUSED_BY_SITE, message, place, suggestion))
        elif kind == Kind.NOTE.value:
            yield column.as_note()
        elif kind == Kind.TEXT.value and column.kind is Kind.NOTE:
            yield column.as_text()
        else:
            yield column


def _too_long(column: Field, given: ProjectRows) -> bool:
    texts = (text(row.get(column.header) or "") or "" for row in given.rows)
    return any(length(plain) > LONGEST_TEXT for plain in texts)


def _key(spec: ListSpec, given: ProjectRows, position: int, gathered: _Reading) -> str | None:
    row = given.rows[position]
    name = key(given.project, text(row.get(spec.key) or "") or "") if spec.key else key(given.project)
    problem = _key_problem(spec, given, position, name, gathered)
    if problem is None:
        gathered.places[name] = given.cell(position, spec.key)
        return name
    if any(not is_empty(value) for value in row.values()):
        gathered.problems.append(problem)
        gathered.complete &= problem.code is Code.DUPLICATE_KEY
    return None


def _key_problem(spec: ListSpec, given: ProjectRows, position: int, name: str, gathered: _Reading) -> Problem | None:
    place = given.cell(position, spec.key or "Project ID")
    if not text(given.project):
        return _problem(Code.MISSING_VALUE, "the project has no ID", place, "Give it one in the charter.")
    if spec.key and "|" not in name:
        return _problem(Code.MISSING_VALUE, "the row has no ID", place, "Give it one.")
    if length(name) > LONGEST_TEXT:
        message = (
            f"project and row ID have {length(name)} characters together; the key on the site takes {LONGEST_TEXT}"
        )
        return _problem(Code.OUT_OF_RANGE, message, place, "Use a shorter ID.")
    if name in gathered.places:
        message = f"this ID is also in row {gathered.places[name].row}; only that one is published"
        return _problem(Code.DUPLICATE_KEY, message, place, "Give one of them another ID.")
    return None


def _values(
    known: Sequence[Field], given: ProjectRows, position: int, gathered: _Reading
) -> Iterator[tuple[str, Value]]:
    row = given.rows[position]
    for column in known:
        if column.header not in row:
            continue
        try:
            yield column.name, from_cell(column, row[column.header])
        except UnpublishableError as refused:
            place = given.cell(position, column.header)
            gathered.problems.append(_problem(Code.REFUSED_BY_SITE, refused.reason, place, refused.suggestion))


def _title(spec: ListSpec, given: ProjectRows, position: int, gathered: _Reading) -> tuple[str, Value]:
    row = given.rows[position]
    spoken = text(row.get(spec.key) or "") or given.project if spec.key else given.project
    value = row.get(spec.title_header) if spec.title_header else None
    title = text(value) if isinstance(value, str) else None
    if title is None:
        return spoken, spoken[:LONGEST_TEXT]
    try:
        return f"{spoken} {title}", from_cell(TITLE, title)
    except UnpublishableError as refused:
        place = given.cell(position, spec.title_header)
        message = f"{refused.reason}; the item is titled {spoken!r}"
        gathered.problems.append(_problem(Code.REFUSED_BY_SITE, message, place, "Shorten it."))
        return spoken, spoken[:LONGEST_TEXT]


def _problem(code: Code, message: str, place: Cell, suggestion: str) -> Problem:
    return Problem(code, message, place, suggestion, Severity.MEDIUM)
