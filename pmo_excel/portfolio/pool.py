"""One pool of people from many workbooks: who is the same person, and everything that they are booked for anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import numpy as np

from pmo_excel.core.columns import is_empty
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.person_names import same_name
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Origin, columns
from pmo_excel.portfolio.stacking import stacked
from pmo_excel.resources.bookings import Positions, bookings, placed_dates
from pmo_excel.resources.capacity import Days, capacity
from pmo_excel.resources.tables import Assignments, Leave, Resources, Terms
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.named_calendars import PROJECT, named_calendars
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule

T = TypeVar("T", Leave, Terms)

_COMPARED: Final = ("capacity", "available_from", "available_to")
"""What two workbooks may say differently of one person so that loads differ."""


@dataclass(frozen=True, slots=True)
class Source:
    """The tables of one workbook, its file's name and its project's ID; the pool's own file has only resources."""

    file: str
    project: str
    resources: Resources
    assignments: Assignments = field(default_factory=lambda: Assignments.of(0))
    tasks: Schedule | None = None
    leave: Leave | None = None
    terms: Terms | None = None
    holidays: Holidays | None = None
    calendars: Calendars | None = None
    status_date: int | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """People of all workbooks, and their bookings.

    Attributes
    ----------
    assignments
        All of them, with dates of their own; each names its project before its task.
    calendars, default
        Every workbook's calendars under names of their own, and the first workbook's.
    projects, cells, status_dates
        Of each assignment: the project, the file and cell that it comes from, and the project's status date.
    problems
        What is to be said of each file, by its name.
    """

    assignments: Assignments
    resources: Resources
    leave: Leave
    terms: Terms
    calendars: Mapping[str, Calendar]
    default: Calendar
    projects: tuple[str, ...]
    cells: tuple[tuple[str, Cell], ...]
    status_dates: Positions
    problems: Mapping[str, tuple[Problem, ...]]


class _People:
    """People found so far: by name and by e-mail address; where there is neither, by ID."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.first: list[tuple[Source, int]] = []
        self._known: dict[str, int] = {}
        self._taken: dict[str, int] = {}
        self.mine: dict[tuple[int, str], str] = {}

    def add(self, at: int, source: Source, row: int) -> Iterator[Problem]:
        """Take in one row of a workbook's resources."""
        resources = source.resources
        own, name, email = (getattr(resources, n)[row] for n in ("id", "name", "email"))
        if own is None:
            return
        keys = [f"name {same_name(str(name))}"] if name else []
        keys += [f"email {str(email).strip().casefold()}"] if email else []
        keys = keys or [f"id {own}"]
        place = next((self._known[key] for key in keys if key in self._known), None)
        if place is None and not name and own in self._taken:
            place = self._taken[own]
        if place is None:
            place = len(self.ids)
            self.ids.append(str(own) if own not in self._taken else f"{own} ({name or source.file})")
            self.first.append((source, row))
            if own in self._taken:
                yield self._same_id(source, row, str(own))
            self._taken.setdefault(str(own), place)
        else:
            yield from self._differences(place, source, row)
        for key in keys:
            self._known.setdefault(key, place)
        self.mine[at, str(own)] = self.ids[place]

    def by_id(self, own: str) -> str | None:
        """Who has this ID, for a workbook that does not list its people."""
        return self.ids[self._taken[own]] if own in self._taken else None

    def _same_id(self, source: Source, row: int, own: str) -> Problem:
        other, its_row = self.first[self._taken[own]]
        text = f"{own} is {source.resources.name[row]} here and {other.resources.name[its_row]} in {other.file}"
        fix = "They are counted as two people; give each an ID of their own, the same in all workbooks."
        return Problem(Code.DUPLICATE_KEY, text, source.resources.cell("id", row), fix, Severity.MEDIUM)

    def _differences(self, place: int, source: Source, row: int) -> Iterator[Problem]:
        """What this workbook says otherwise than the one that named the person first."""
        first, its_row = self.first[place]
        for name in _COMPARED if first is not source else ():
            mine, theirs = getattr(source.resources, name)[row], getattr(first.resources, name)[its_row]
            if not is_empty(mine) and mine != theirs:
                cell = source.resources.cell(name, row)
                text = f"{cell.column} of {self.ids[place]} is another than in {first.file}, which counts"
                yield Problem(Code.DEFAULT_USED, text, cell, "Say the same in both workbooks.", Severity.MEDIUM)


def pool(sources: Sequence[Source]) -> Pool:
    """One pool of the people of these workbooks; where two say different things of a person, the first counts.

    The same name or the same e-mail address is the same person, whatever the IDs; the same ID under two names is two
    people, as IDs are often given anew in each workbook. Leave and terms of all workbooks count.
    """
    people = _People()
    said: dict[str, list[Problem]] = {source.file: [] for source in sources}
    for at, source in enumerate(sources):
        for row in range(len(source.resources)):
            said[source.file] += people.add(at, source, row)
    calendars: dict[str, Calendar] = {}
    for at, source in enumerate(sources):
        named, found = named_calendars(source.holidays, source.calendars)
        said[source.file] += found
        calendars |= {f"{at}:{name}": calendar for name, calendar in named.items()}
    for at, source in enumerate(sources):
        said[source.file] += _unplaced(at, source, people)
    resources = _resources(sources, people)
    parts = [_assignments(at, source, people) for at, source in enumerate(sources)]
    return Pool(
        stacked(Assignments, parts),
        resources,
        stacked(Leave, [_renamed(at, s.leave, people) for at, s in enumerate(sources) if s.leave is not None]),
        stacked(Terms, [_renamed(at, s.terms, people) for at, s in enumerate(sources) if s.terms is not None]),
        calendars,
        calendars[f"{_calendar_source(sources)}:{PROJECT}"],
        tuple(source.project for source in sources for _ in range(len(source.assignments))),
        tuple((s.file, s.assignments.cell("resource_id", row)) for s in sources for row in range(len(s.assignments))),
        _status_dates(sources),
        {file: tuple(dict.fromkeys(problems)) for file, problems in said.items()},
    )


def _status_dates(sources: Sequence[Source]) -> Positions:
    dates = [NO_INSTANT if source.status_date is None else source.status_date for source in sources]
    return np.repeat(np.array(dates, dtype=np.int64), [len(source.assignments) for source in sources])


def _calendar_source(sources: Sequence[Source]) -> int:
    """The first workbook with holidays or calendars; the first of all where none has any."""
    return next((at for at, s in enumerate(sources) if s.holidays is not None or s.calendars is not None), 0)


def _resources(sources: Sequence[Source], people: _People) -> Resources:
    """Each person as the first workbook says, with a calendar of a workbook that has calendars."""
    fallback = _calendar_source(sources)
    places = {id(source): at for at, source in enumerate(sources)}
    firsts = np.cumsum([0, *(len(source.resources) for source in sources)]).tolist()
    rows = [firsts[places[id(source)]] + row for source, row in people.first]
    every = stacked(Resources, [source.resources for source in sources])
    names = []
    for source, row in people.first:
        own = source.holidays is not None or source.calendars is not None
        at = places[id(source)] if own else fallback
        names.append(f"{at}:{str(source.resources.calendar[row] or PROJECT).casefold()}")
    order = {old: new for new, old in enumerate(rows)}
    wrong = {n: frozenset(order[r] for r in unread if r in order) for n, unread in every.origin.wrong.items()}
    held = {name: getattr(every, name)[rows] for name in columns(Resources)}
    held |= {"id": np.array(people.ids, dtype=object), "calendar": np.array(names, dtype=object)}
    return Resources.of(len(rows), Origin(wrong=wrong), **held)


def _who(at: int, own: str | None, people: _People) -> str | None:
    return None if own is None else people.mine.get((at, str(own))) or people.by_id(str(own))


def _assignments(at: int, source: Source, people: _People) -> Assignments:
    """A workbook's assignments with the dates of their tasks, under the IDs of the pool."""
    held = source.assignments
    start, finish = placed_dates(held, source.tasks)
    tasks = [None if key is None else f"{source.project} {key}" for key in held.task_id.tolist()]
    ids = [_who(at, key, people) for key in held.resource_id.tolist()]
    return held.replace(
        start=start,
        finish=finish,
        task_id=np.array(tasks, dtype=object),
        resource_id=np.array(ids, dtype=object),
    )


def _renamed(at: int, table: T, people: _People) -> T:
    ids = [_who(at, key, people) for key in table.resource_id.tolist()]
    return table.replace(resource_id=np.array(ids, dtype=object))


def _unplaced(at: int, source: Source, people: _People) -> list[Problem]:
    """What keeps a workbook's rows from being counted; a person whom only the pool lists is known."""
    listed = [source.assignments.resource_id, *(t.resource_id for t in (source.leave, source.terms) if t is not None)]
    only_in_pool = [key for keys in listed for key in keys.tolist() if _who(at, key, people) is not None]
    own = set(source.resources.id.tolist())
    missing = [key for key in dict.fromkeys(only_in_pool) if key not in own]
    extra = Resources.of(len(missing), id=np.array(missing, dtype=object))
    everybody = stacked(Resources, [source.resources, extra]) if len(extra) else source.resources
    named, _ = named_calendars(source.holidays, source.calendars)
    _, found = capacity(everybody, source.leave, named, named[PROJECT], Days(0, 0), source.terms)
    return [*bookings(source.assignments, everybody, source.tasks)[1], *found]
