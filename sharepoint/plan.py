"""The plan: what to do on the site, from what is wanted, what is there and what was published last. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pmo_excel.core.problems import Cell, Code, Problem, Severity
from sharepoint.actions import Action, AddField, Choices, Conflict, CreateList, Recycle, as_json
from sharepoint.fields import KEY, REMOVED, SYSTEM, Field, Kind
from sharepoint.merge import Decision, PresentItem, Published, Rules, Settled, Side, base, merge, retirement
from sharepoint.summary import ListSummary, summary
from sharepoint.wanted import Wanted

__all__ = ["Guard", "Plan", "PresentItem", "PresentList", "Published", "Settled", "Side", "plan"]

SHARE: Final = 0.3
"""The share of a project's items that may be retired at once,"""
FEW: Final = 5
"""and the number that always may, unless it is all there are."""


@dataclass(frozen=True, slots=True)
class PresentList:
    """A list as it is on the site.

    Attributes
    ----------
    kinds
        The kind of each column (`TypeAsString`), by internal name.
    items
        Items that carry our key; others are not ours and never touched.
    doubled
        Keys that several items carry, because somebody took the uniqueness from the key column.
    """

    id: str
    kinds: Mapping[str, str]
    items: Mapping[str, PresentItem]
    foreign: int = 0
    doubled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Guard:
    """A reason to stop and ask: the plan would retire too much at once."""

    list: str
    project: str
    retired: int
    of: int
    recycled: bool = False

    def __str__(self) -> str:
        what = "put into the recycle bin" if self.recycled else "marked Removed"
        return (
            f"{self.list}: {self.retired} of {self.of} items of project {self.project} would be {what}. "
            "If that is meant, publish with --allow-removals."
        )


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
    unchanged_in
        How many items stay as they are, by list.
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
    unchanged_in: Mapping[str, int] = field(default_factory=dict)

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

    def summary(self) -> tuple[ListSummary, ...]:
        """What would become of each list, by list and by column."""
        return summary(self.actions, self.unchanged_in)

    def lines(self) -> list[str]:
        """The plan for people, a line per action, the sum last."""
        kinds = [type(action).__name__ for action in self.actions]
        counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)) or "nothing to do"
        return [*map(str, self.actions), *map(str, self.guards), f"{counts}; {self.unchanged} unchanged"]

    def as_json(self) -> dict[str, Any]:
        """The plan as a file or another program reads it."""
        return {
            "site": self.site,
            "summary": [each.as_json() for each in self.summary()],
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
            {**self.choices, **other.choices},
            dict(Counter(self.unchanged_in) + Counter(other.unchanged_in)),
        )


def plan(
    wanted: Sequence[Wanted],
    present: PresentList | None,
    last: Mapping[str, Published],
    site: str = "",
    keep: Side = Side.NEITHER,
    share: float = SHARE,
    choices: Choices | None = None,
    recycle: bool = False,
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
    recycle
        Put items that an earlier publish marked Removed into the recycle bin.
    """
    if not wanted:
        return Plan(site)
    title = wanted[0].spec.title
    if present is not None and present.foreign and KEY.name not in present.kinds:
        return Plan(site, problems=(_somebody_elses(title),), projects=tuple(part.project for part in wanted))
    gathered = _Gathered(title, share, actions=list(_schema(wanted, present)))
    for part in wanted:
        rules = Rules(title, part.fields, keep, choices or {})
        _rows(part, rules, present, last, gathered)
        if present is not None and part.complete:
            _retirement(part, rules, present, last, gathered)
            if recycle:
                _recycling(part, present, last, gathered)
    return Plan(
        site,
        tuple(gathered.actions),
        gathered.unchanged,
        tuple(gathered.guards),
        (*(problem for part in wanted for problem in part.problems), *gathered.problems),
        tuple(gathered.settled),
        {title: wanted[0].fields},
        tuple(part.project for part in wanted),
        keep,
        choices or {},
        {title: gathered.unchanged},
    )


@dataclass(slots=True)
class _Gathered:
    """What has been decided so far for one list."""

    title: str
    share: float
    actions: list[Action] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0

    def add(self, decided: Decision) -> None:
        """Note what was decided for one row."""
        self.actions += decided.actions
        self.unchanged += not decided.actions
        if decided.settled:
            self.settled.append(decided.settled)

    def guard(self, project: str, going: int, of: int, recycled: bool = False) -> None:
        """Note a reason to stop where too much would go at once."""
        if going and (going == of or (going > FEW and going > self.share * of)):
            self.guards.append(Guard(self.title, project, going, of, recycled))


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


def _rows(
    part: Wanted, rules: Rules, present: PresentList | None, last: Mapping[str, Published], gathered: _Gathered
) -> None:
    items = present.items if present else {}
    for item in part.items.values():
        if present and item.key in present.doubled:
            gathered.problems.append(_doubled(part, item.label))
        else:
            gathered.add(merge(rules, item, items.get(item.key), last.get(item.key)))


def _doubled(part: Wanted, label: str) -> Problem:
    text = f"several items of the list {part.spec.title!r} have the key of {label}; they were left alone"
    step = f"Delete all but one of them on the site, and let {KEY.title} have unique values again."
    return Problem(Code.DUPLICATE_KEY, text, Cell(part.spec.title, None, KEY.title), step, Severity.HIGH)


def _retirement(
    part: Wanted, rules: Rules, present: PresentList, last: Mapping[str, Published], gathered: _Gathered
) -> None:
    """Mark what is gone from the workbook as Removed, unless a person changed it on the site."""
    covered = [item for key, item in present.items.items() if part.covers(key) and key not in present.doubled]
    active = [item for item in covered if item.state != REMOVED]
    gone = [item for item in active if item.key not in part.items]
    gathered.guard(part.project, len(gone), len(active))
    for item in gone:
        gathered.actions += retirement(rules, item, last.get(item.key)).actions
    for item in covered:
        if item.state == REMOVED and item.key not in part.items and item.key in last and last[item.key].open:
            gathered.settled.append(Settled(gathered.title, item.key, item.id, {}, REMOVED))
    for key, known in last.items():
        if part.covers(key) and key not in present.items and key not in part.items and (known.values or known.open):
            gathered.settled.append(Settled(gathered.title, key, 0, None))


def _recycling(part: Wanted, present: PresentList, last: Mapping[str, Published], gathered: _Gathered) -> None:
    """Put into the recycle bin what an earlier publish marked Removed and nobody changed since."""
    covered = [item for key, item in present.items.items() if part.covers(key) and key not in present.doubled]
    removed = [item for item in covered if item.state == REMOVED and item.key not in part.items]
    going = [item for item in removed if base(item, last.get(item.key)) == item.values]
    gathered.guard(part.project, len(going), len(covered), recycled=True)
    for item in going:
        label = str(item.values.get("Title") or item.key)
        gathered.actions.append(Recycle(gathered.title, item.key, label, item.id, item.etag, item.values))
