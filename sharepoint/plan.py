"""The plan: what to do on the site, from what is wanted, what is there and what was published last. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem
from sharepoint.actions import Action, AddField, Change, Choices, Conflict, Create, CreateList, Retire, Update, as_json
from sharepoint.fields import ACTIVE, KEY, REMOVED, SYSTEM, Field, Kind
from sharepoint.values import Value, fingerprint
from sharepoint.wanted import Item, Wanted

SHARE: Final = 0.3
FEW: Final = 5


class Side(Enum):
    """Whose value stays where a person changed the site."""

    NEITHER = "report and leave it"
    WORKBOOK = "the workbook's"


@dataclass(frozen=True, slots=True)
class Published:
    """What the journal knows of a row: the values last acknowledged, and those sent without an answer."""

    values: Mapping[str, Value]
    pending: Mapping[str, Value] | None = None

    def ours(self, name: str, value: Value) -> bool:
        """Whether a value on the site is one we put there."""
        return value == self.values.get(name) or (self.pending is not None and value == self.pending.get(name))


@dataclass(frozen=True, slots=True)
class PresentItem:
    """One item of ours as it is on the site: canonical values by internal name."""

    id: int
    etag: str
    key: str
    values: Mapping[str, Value]
    hash: str = ""
    state: str = ""
    editor: str = ""
    modified: str = ""

    @property
    def untouched(self) -> bool:
        """Whether its values are still those of the last publish, as the digest beside them says."""
        return self.hash == fingerprint(self.values)


@dataclass(frozen=True, slots=True)
class PresentList:
    """A list as it is on the site.

    Attributes
    ----------
    kinds
        The kind of each column (`TypeAsString`), by internal name.
    items
        Items that carry our key; others are not ours and never touched.
    """

    id: str
    kinds: Mapping[str, str]
    items: Mapping[str, PresentItem]
    foreign: int = 0


@dataclass(frozen=True, slots=True)
class Guard:
    """A reason to stop and ask: the plan would retire too much at once."""

    list: str
    project: str
    retired: int
    of: int

    def __str__(self) -> str:
        return (
            f"{self.list}: {self.retired} of {self.of} items of project {self.project} would be marked Removed. "
            "If that is meant, publish with --allow-removals."
        )


@dataclass(frozen=True, slots=True)
class Settled:
    """An item that already is as wanted while the journal does not know it yet."""

    list: str
    key: str
    id: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a publish would do, in order; applying it does exactly this.

    Attributes
    ----------
    columns
        The columns we write, by list.
    projects
        Whose rows the plan is about.
    keep, choices
        Whose value stays where a person changed the site, also while the plan is being applied.
    """

    site: str
    actions: tuple[Action, ...] = ()
    unchanged: int = 0
    guards: tuple[Guard, ...] = ()
    problems: tuple[Problem, ...] = ()
    settled: tuple[Settled, ...] = ()
    columns: Mapping[str, tuple[Field, ...]] = field(default_factory=dict)
    projects: tuple[str, ...] = ()
    keep: Side = Side.NEITHER
    choices: Choices = field(default_factory=dict)

    @property
    def writes(self) -> tuple[Action, ...]:
        """The actions that change the site."""
        return tuple(action for action in self.actions if not isinstance(action, Conflict))

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What is reported and left."""
        return tuple(action for action in self.actions if isinstance(action, Conflict))

    @property
    def empty(self) -> bool:
        """Whether the site would stay as it is."""
        return not self.writes

    def lines(self) -> list[str]:
        """The plan for people, a line per action, the sum last."""
        kinds = [type(action).__name__ for action in self.actions]
        counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)) or "nothing to do"
        return [*map(str, self.actions), *map(str, self.guards), f"{counts}; {self.unchanged} unchanged"]

    def as_json(self) -> dict[str, Any]:
        """The plan as a file or another program reads it."""
        return {
            "site": self.site,
            "actions": [as_json(action) for action in self.actions],
            "unchanged": self.unchanged,
            "guards": [str(guard) for guard in self.guards],
            "problems": [problem.as_json() for problem in self.problems],
        }

    def __add__(self, other: Plan) -> Plan:
        return Plan(
            self.site or other.site,
            self.actions + other.actions,
            self.unchanged + other.unchanged,
            self.guards + other.guards,
            self.problems + other.problems,
            self.settled + other.settled,
            {**self.columns, **other.columns},
            tuple(dict.fromkeys(self.projects + other.projects)),
            self.keep,
            self.choices,
        )


def plan(
    wanted: Sequence[Wanted],
    present: PresentList | None,
    last: Mapping[str, Published],
    site: str = "",
    keep: Side = Side.NEITHER,
    share: float = SHARE,
    choices: Choices | None = None,
) -> Plan:
    """The plan for one list: its columns, then each project's rows in workbook order, then what is retired.

    Parameters
    ----------
    wanted
        The list as each project wants it; projects that are not named stay as they are.
    present
        The list as it is; None when there is none.
    last
        What the journal knows, by key.
    keep
        Whose value stays where a person changed the site.
    share
        The share of a project's items that may be retired at once; more than five and more than this stops the plan.
    choices
        What people chose for single conflicts.
    """
    if not wanted:
        return Plan(site)
    title = wanted[0].spec.title
    if present is not None and present.foreign and KEY.name not in present.kinds:
        return Plan(site, problems=(_somebody_elses(title),), projects=tuple(part.project for part in wanted))
    gathered = _Gathered(title, actions=list(_schema(wanted, present)))
    items = present.items if present else {}
    for part in wanted:
        for item in part.items.values():
            gathered.add(merge(title, part.fields, item, items.get(item.key), last.get(item.key), keep, choices))
        _retirement(part, items, gathered, share)
    problems = [problem for part in wanted for problem in part.problems]
    return Plan(
        site,
        tuple(gathered.actions),
        gathered.unchanged,
        tuple(gathered.guards),
        tuple(problems),
        tuple(gathered.settled),
        {title: wanted[0].fields},
        tuple(part.project for part in wanted),
    )


@dataclass(slots=True)
class _Gathered:
    """What has been decided so far for one list."""

    title: str
    actions: list[Action] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    unchanged: int = 0

    def add(self, decided: Decision) -> None:
        """Note what was decided for one row."""
        self.actions += decided.actions
        self.unchanged += not decided.actions
        if decided.settled:
            self.settled.append(decided.settled)


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do about one row: nothing, or actions; and what the journal learns."""

    actions: tuple[Action, ...] = ()
    settled: Settled | None = None


def _somebody_elses(title: str) -> Problem:
    text = f"the site has a list {title!r} with items that pmo-excel did not make; it was left alone"
    return Problem(Code.REFUSED_BY_SITE, text, Cell(title), "Rename that list, or publish to a site of its own.")


def _schema(wanted: Sequence[Wanted], present: PresentList | None) -> Iterator[Action]:
    spec = wanted[0].spec
    found: dict[str, Field] = {}
    for part in wanted:  # a column that one project needs as multiple lines is made so for all
        for column in part.fields[1:]:
            if column.name not in found or column.kind is Kind.NOTE:
                found[column.name] = column
    needed = (*SYSTEM, *found.values(), *spec.human_fields)
    if present is None:
        yield CreateList(spec.title, needed, description=spec.description)
        return
    for column in needed:
        if column.name not in present.kinds:
            yield AddField(spec.title, column)


def merge(
    title: str,
    fields: Sequence[Field],
    item: Item,
    present: PresentItem | None,
    last: Published | None,
    keep: Side = Side.NEITHER,
    choices: Choices | None = None,
) -> Decision:
    """Decide about one row by its three versions: last published, workbook now, site now."""
    if present is None:
        deleted = Conflict(title, item.key, item.label, "", None, None, None, deleted=True)
        if last is None or not last.values or _chosen(deleted, keep, choices):
            return Decision((Create(title, item),))
        return Decision((deleted,))
    names = {column.name: column.title for column in fields}
    changes: dict[str, Change] = {}
    conflicts: list[Conflict] = []
    base = last.values if last else present.values
    published = {name: base.get(name) for name in present.values} | dict(item.values)
    for name, value in item.values.items():
        found = present.values.get(name)
        if found == value:
            continue
        before = last.values.get(name) if last else value
        conflict = Conflict(
            title,
            item.key,
            item.label,
            names[name],
            before,
            value,
            found,
            present.editor,
            present.modified,
            name=name,
            id=present.id,
            etag=present.etag,
        )
        if _ours(name, found, present, last) or _chosen(conflict, keep, choices):
            changes[name] = Change(found, value)
            continue
        published[name] = before
        conflicts.append(conflict)
    revive = present.state != ACTIVE
    if changes or revive:
        update = Update(title, item, present.id, present.etag, changes, published, revive)
        return Decision((update, *conflicts))
    if conflicts:
        return Decision(tuple(conflicts))
    known = last is not None and last.pending is None and last.values == published
    return Decision((), None if known else Settled(title, item.key, present.id, published))


def _chosen(conflict: Conflict, keep: Side, choices: Choices | None) -> bool:
    """Whether a person chose the workbook's side of this conflict, and the site is still as it was then."""
    place = conflict.place
    return keep is Side.WORKBOOK or bool(choices and place in choices and choices[place] == conflict.seen)


def _ours(name: str, found: Value, present: PresentItem, last: Published | None) -> bool:
    return last.ours(name, found) if last else present.untouched


def _retirement(part: Wanted, items: Mapping[str, PresentItem], gathered: _Gathered, share: float) -> None:
    active = [item for key, item in items.items() if part.covers(key) and item.state != REMOVED]
    gone = [item for item in active if item.key not in part.items]
    if not gone or not part.complete:
        return
    if len(gone) == len(active) or (len(gone) > FEW and len(gone) > share * len(active)):
        gathered.guards.append(Guard(gathered.title, part.project, len(gone), len(active)))
    for item in gone:
        label = str(item.values.get("Title") or item.key)
        gathered.actions.append(Retire(gathered.title, item.key, label, item.id, item.etag, item.values))
