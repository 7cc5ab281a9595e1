"""What the lists should be like on the site, and the plan to make them so: it adds, and never takes away or overwrites.

What a person has changed there (a column's title, a view's query, a format) is listed as a difference and left. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sharepoint.actions import AddField, CreateList, as_json
from sharepoint.documents import LIBRARY, LIBRARY_FIELDS
from sharepoint.fields import SYSTEM, Field, internal_name
from sharepoint.lists import PROJECTS, PUBLISHED, in_currency
from sharepoint.marker import MARKER_LIST, marker_list
from sharepoint.views import READINGS, View, views_of
from sharepoint.wanted import ListSpec

LIBRARY_ABOUT: Final = "Published documents."


@dataclass(frozen=True, slots=True)
class ListShape:
    """A list as it should be: its columns in the order of its form, and its views.

    Attributes
    ----------
    indexed
        Columns that views filter by, so that they work in lists of more than 5,000 items.
    """

    title: str
    description: str
    fields: tuple[Field, ...]
    views: tuple[View, ...] = ()
    library: bool = False
    indexed: frozenset[str] = frozenset()

    def is_indexed(self, column: Field) -> bool:
        """Whether a column should have an index."""
        return column.name in self.indexed or ("Indexed", "TRUE") in column.attributes


@dataclass(frozen=True, slots=True)
class PresentColumn:
    """A column as it is on the site."""

    title: str
    kind: str
    indexed: bool = False
    unique: bool = False
    description: str = ""
    formatter: str = ""


@dataclass(frozen=True, slots=True)
class PresentView:
    """A view as it is on the site."""

    query: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PresentShape:
    """A list as it is on the site."""

    description: str
    versioning: bool
    columns: Mapping[str, PresentColumn]
    views: Mapping[str, PresentView]
    first_view: frozenset[str] = frozenset()
    """The columns of the view that people see first."""


@dataclass(frozen=True, slots=True)
class SetList:
    """Switch on what a list lacks: versions, a description."""

    list: str
    values: Mapping[str, Any]

    def __str__(self) -> str:
        named = {"EnableVersioning": "keep versions", "Description": "describe it"}
        return f"{self.list}: {', '.join(named[name] for name in self.values)}"


@dataclass(frozen=True, slots=True)
class SetField:
    """Give a column what it lacks: an index, unique values, a format, a description."""

    list: str
    field: Field
    values: Mapping[str, Any]

    def __str__(self) -> str:
        named = {
            "Indexed": "index",
            "EnforceUniqueValues": "unique values",
            "CustomFormatter": "format",
            "Description": "description",
        }
        return f"{self.list}: {', '.join(named[name] for name in self.values)} for the column {self.field.title}"


@dataclass(frozen=True, slots=True)
class ShowFields:
    """Show the columns in the view that people see first, where it shows none of them: a run was cut off before."""

    list: str
    fields: tuple[Field, ...]

    def __str__(self) -> str:
        return f"{self.list}: show {len(self.fields)} columns in the first view"


@dataclass(frozen=True, slots=True)
class AddView:
    """Make a view."""

    list: str
    view: View

    def __str__(self) -> str:
        return f"{self.list}: add view {self.view.title}"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something on the site that is not as declared; a person may have wanted it so, and it is left."""

    list: str
    what: str
    declared: str
    site: str

    def __str__(self) -> str:
        return f"{self.list}: {self.what} is {self.site} on the site, not {self.declared}; left as it is"


Step = CreateList | AddField | ShowFields | SetList | SetField | AddView


@dataclass(frozen=True, slots=True)
class Provision:
    """Everything that provisioning would do, in order, and what it would leave."""

    site: str
    steps: tuple[Step, ...] = ()
    differences: tuple[Difference, ...] = ()
    shapes: Mapping[str, ListShape] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether the site would stay as it is."""
        return not self.steps

    def lines(self) -> list[str]:
        """The plan for people, a line per step, the sum last."""
        total = f"{len(self.steps)} steps" if self.steps else "nothing to do"
        return [
            *map(str, self.steps),
            *map(str, self.differences),
            f"{total}; {len(self.differences)} differences left",
        ]

    def as_json(self) -> dict[str, Any]:
        """The plan for programs."""
        return {
            "site": self.site,
            "steps": [_step_json(step) for step in self.steps],
            "differences": [
                {"list": d.list, "what": d.what, "declared": d.declared, "site": d.site} for d in self.differences
            ],
        }


def _step_json(step: Step) -> dict[str, Any]:
    if isinstance(step, CreateList | AddField):
        return as_json(step)
    told: dict[str, Any] = {"action": type(step).__name__, "list": step.list, "text": str(step)}
    if isinstance(step, AddView):
        return told | {"view": step.view.title, "columns": list(step.view.columns), "query": step.view.query}
    if isinstance(step, ShowFields):
        return told | {"fields": [column.name for column in step.fields]}
    return told | {"values": dict(step.values)} | ({"field": step.field.name} if isinstance(step, SetField) else {})


def shapes(currency: str = "") -> tuple[ListShape, ...]:
    """Every list that publishing writes to, and the library.

    Parameters
    ----------
    currency
        The ISO code, when every project's money is in it.
    """
    specs = (in_currency(spec, currency) for spec in (PROJECTS, *PUBLISHED.values()))
    marker = marker_list()
    return (
        *(_shape(spec) for spec in specs),
        ListShape(MARKER_LIST, marker.description, marker.fields),
        ListShape(LIBRARY, LIBRARY_ABOUT, LIBRARY_FIELDS, library=True),
    )


def _shape(spec: ListSpec) -> ListShape:
    reading = READINGS.get(spec.title)
    filtered = (reading.status, reading.settled_by, reading.due) if reading else ()
    indexed = frozenset(internal_name(header) for header in filtered if header)
    columns = (*SYSTEM, *spec.published, *spec.human_fields)
    return ListShape(spec.title, spec.description, columns, views_of(spec), indexed=indexed)


def provision(wanted: Sequence[ListShape], present: Mapping[str, PresentShape | None], site: str = "") -> Provision:
    """The plan for all lists; a second run right after it plans nothing."""
    steps: list[Step] = []
    differences: list[Difference] = []
    for shape in wanted:
        found = present.get(shape.title)
        steps += _missing(shape, found)
        if found is not None:
            differences += _differences(shape, found)
    return Provision(site, tuple(steps), tuple(differences), {shape.title: shape for shape in wanted})


def _missing(shape: ListShape, found: PresentShape | None) -> Iterator[Step]:
    """The list, then its columns, the unique key before anything else, then what hangs on columns."""
    if found is None:
        yield CreateList(shape.title, shape.fields, shape.library, shape.description)
    columns = found.columns if found else {}
    for column in shape.fields if found else ():
        if column.name not in columns:
            yield AddField(shape.title, column)
    there = tuple(column for column in shape.fields if column.name in columns)
    visible = {column.name for column in there if column.in_view}
    if found is not None and visible and not visible & found.first_view:
        yield ShowFields(shape.title, there)
    settings: dict[str, Any] = {}
    if found is not None and not found.versioning:
        settings["EnableVersioning"] = True
    if found is not None and shape.description and not found.description:
        settings["Description"] = shape.description
    if settings:
        yield SetList(shape.title, settings)
    for column in shape.fields:
        lacking = _lacking(shape, column, columns.get(column.name))
        if lacking:
            yield SetField(shape.title, column, lacking)
    for view in shape.views:
        if found is None or view.title.casefold() not in {title.casefold() for title in found.views}:
            yield AddView(shape.title, view)


def _lacking(shape: ListShape, column: Field, found: PresentColumn | None) -> dict[str, Any]:
    if found is None:  # a new column comes with all of it, but for an index that only views want
        created = ("Indexed", "TRUE") in column.attributes
        return {"Indexed": True} if shape.is_indexed(column) and not created else {}
    lacking: dict[str, Any] = {}
    if shape.is_indexed(column) and not found.indexed and column.fits(found.kind) and found.kind != "Note":
        lacking["Indexed"] = True
    if ("EnforceUniqueValues", "TRUE") in column.attributes and not found.unique:
        lacking["EnforceUniqueValues"] = True
    if column.formatter and not found.formatter:
        lacking["CustomFormatter"] = column.formatter
    if column.help and not found.description:
        lacking["Description"] = column.help
    return lacking


def _differences(shape: ListShape, found: PresentShape) -> Iterator[Difference]:
    if shape.description and found.description not in ("", shape.description):
        yield Difference(shape.title, "the description", repr(shape.description), repr(found.description))
    for column in shape.fields:
        there = found.columns.get(column.name)
        if there is None:
            continue
        named = f"the column {column.title}"
        if there.title != column.title:
            yield Difference(shape.title, f"the title of {named}", repr(column.title), repr(there.title))
        if not column.fits(there.kind):
            yield Difference(shape.title, f"the kind of {named}", column.kind.value, there.kind)
        if column.help and there.description not in ("", column.help):
            yield Difference(shape.title, f"the description of {named}", repr(column.help), repr(there.description))
        if column.formatter and there.formatter and not _same_json(column.formatter, there.formatter):
            yield Difference(shape.title, f"the format of {named}", "the one that shows the letter", "another one")
    by_title = {title.casefold(): view for title, view in found.views.items()}
    for view in shape.views:
        other = by_title.get(view.title.casefold())
        if other is None:
            continue
        if not view.same_query(other.query):
            yield Difference(shape.title, f"the query of the view {view.title}", "as declared", "another one")
        if other.columns != view.columns:
            yield Difference(
                shape.title, f"the columns of the view {view.title}", ", ".join(view.columns), ", ".join(other.columns)
            )


def _same_json(one: str, other: str) -> bool:
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return one == other
