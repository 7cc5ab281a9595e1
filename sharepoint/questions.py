"""What a plan leaves for a person to decide: values changed on the site, items deleted there, items made there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from sharepoint.actions import Conflict
from sharepoint.fields import TITLE, Field, Kind, internal_name
from sharepoint.intake import ReadList, project_of
from sharepoint.plan import Plan
from sharepoint.values import Value
from sharepoint.wanted import ListSpec, Wanted


class Asked(Enum):
    """What kind of question it is, in the words of the review sheet."""

    PROPOSAL = "Changed on the site"
    CONFLICT = "Changed on both sides"
    DELETED = "Deleted on the site"
    GONE = "Changed on the site, gone from the workbook"
    NEW = "New on the site"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide.

    Attributes
    ----------
    name
        The row's ID as people write it; that of the site's item for a new one.
    column
        The column in question; None for a whole row.
    item
        The item's ID on the site; 0 when it is gone.
    conflict
        What the plan says of it; None for a new item.
    values
        What a new item holds, by internal name.
    """

    asked: Asked
    spec: ListSpec
    list_id: str
    project: str
    key: str
    name: str
    item: int = 0
    conflict: Conflict | None = None
    column: Field | None = None
    last: Value = None
    workbook: Value = None
    site: Value = None
    values: Mapping[str, Value] = field(default_factory=dict)
    author: str = ""
    time: str = ""
    url: str = ""
    fields: tuple[Field, ...] = field(default=(), repr=False)

    @property
    def object_key(self) -> str:
        """The list and the row, as one cell names them."""
        return f"{self.spec.title} {self.name}".rstrip()

    @property
    def title(self) -> str:
        """The column's name; empty for a whole row."""
        return self.column.title if self.column else ""

    @property
    def header(self) -> str:
        """The workbook's header behind the column."""
        if self.column is None:
            return ""
        return self.spec.title_header if self.column.name == TITLE.name else self.column.header

    @property
    def told(self) -> tuple[str, str, str]:
        """Last published, workbook now, site now, in words."""
        if self.asked is Asked.NEW:
            return "", "", "; ".join(f"{one.title}: {words(one, value)}" for one, value in self.given)
        if self.asked is Asked.GONE:
            edits = self.site if isinstance(self.site, list) else []
            return "published", "the row is gone", "; ".join(edits) or "changed"
        if self.column is None:
            return "published", "still there", "deleted"
        last = "(unknown)" if self.conflict and not self.conflict.known else words(self.column, self.last)
        return last, words(self.column, self.workbook), words(self.column, self.site)

    @property
    def given(self) -> list[tuple[Field, Value]]:
        """The columns of a new item that hold something."""
        return [(one, value) for one in self.fields if (value := self.values.get(one.name)) is not None]

    @property
    def who(self) -> str:
        """Author and time."""
        return ", ".join(part for part in (self.author, self.at) if part)

    @property
    def at(self) -> str:
        """The time, to be read."""
        return self.time.replace("T", " ").replace("Z", " UTC")

    def __str__(self) -> str:
        place = ": ".join(part for part in (f"{self.project} {self.object_key}".strip(), self.title) if part)
        last, workbook, site = self.told
        if self.asked is Asked.NEW:
            return f"{place}: new on the site by {self.who}: {site}"
        if self.asked is Asked.DELETED:
            return f"{place}: deleted on the site"
        return f"{place}: {self.asked.value.lower()} by {self.who}: last {last!r}, workbook {workbook!r}, site {site!r}"


def words(column: Field, value: Value) -> str:
    """A value as a cell of the review sheet says it; the same words mean the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, float):
        percent = dict(column.attributes).get("Percentage") == "TRUE"
        number = value * 100 if percent else value
        return f"{number:.12g}{'%' if percent else ''}"
    return value.replace("T", " ") if column.kind is Kind.DATE else value


def questions(plan: Plan, reads: Iterable[ReadList]) -> list[Question]:
    """Everything that a plan leaves to people, list by list; what nobody's project claims comes last in its list."""
    found: list[Question] = []
    for read in reads:
        conflicts = [one for one in plan.conflicts if one.list == read.title]
        found += [_of_conflict(one, read) for one in conflicts]
        found += _of_new(read)
    return found


def _of_conflict(conflict: Conflict, read: ReadList) -> Question:
    part = next(part for part in read.wanted if part.covers(conflict.key))
    column = next((one for one in part.fields if conflict.name and one.name == conflict.name), None)
    return Question(
        _asked(conflict),
        part.spec,
        read.present.id,
        part.project,
        conflict.key,
        _name(part, conflict),
        conflict.id,
        conflict,
        column,
        conflict.last,
        conflict.workbook,
        conflict.site,
        author=conflict.editor,
        time=conflict.modified,
        url=f"{read.address}{conflict.id}" if conflict.id else "",
        fields=part.fields,
    )


def _asked(conflict: Conflict) -> Asked:
    if conflict.deleted:
        return Asked.DELETED
    if conflict.gone:
        return Asked.GONE
    return Asked.CONFLICT if conflict.both else Asked.PROPOSAL


def _name(part: Wanted, conflict: Conflict) -> str:
    item = part.items.get(conflict.key)
    if item is None:
        return conflict.key.partition("|")[2].upper() or conflict.label
    own = item.values.get(internal_name(part.spec.key)) if part.spec.key else part.project
    return str(own or item.label)


def _of_new(read: ReadList) -> Iterator[Question]:
    part = read.wanted[0]
    if not part.spec.key:
        return  # a project begins with its workbook, not with an item
    taken = {item.id for item in read.present.items.values()}
    for number, item in read.new.items():
        project = project_of(item, read)
        if number not in taken and number not in read.declined and project is not None:
            yield Question(
                Asked.NEW,
                part.spec,
                read.present.id,
                project,
                "",
                f"#{number}",
                number,
                values=item.values,
                author=item.editor,
                time=item.modified,
                url=f"{read.address}{number}",
                fields=part.fields,
            )
