"""Links of a list: typed predecessors, and tasks that block each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.interop.list_columns import ListColumns
from pmo_excel.schedule.plan import LagUnit, LinkType, Settings
from pmo_excel.schedule.predecessors import Predecessor, predecessors

_SETTINGS: Final = Settings(start=0)


@dataclass(slots=True)
class ListLinks:
    """The predecessors of each task as text, by its place, and the pieces that go to its notes.

    Attributes
    ----------
    links
        By task: the places of its predecessors.
    found
        How many links the list has, those that are left out included.
    """

    texts: list[str]
    links: list[list[int]]
    notes: list[list[tuple[str, str]]]
    above: Sequence[int]
    kept: Sequence[bool]
    found: int = 0
    left: int = 0
    problems: list[Problem] = field(default_factory=list)

    def joins(self, at: int, place: int) -> bool:
        """Whether a task can be linked to another: both come over, and neither stands under the other."""
        return self.kept[at] and self.kept[place] and at not in self._up(place) and place not in self._up(at)

    def _up(self, at: int) -> set[int]:
        """The task and all that it stands under."""
        seen: set[int] = set()
        while at >= 0:
            seen.add(at)
            at = self.above[at]
        return seen


def list_links(
    found: ListColumns, tasks: Sequence[int], ids: Sequence[str], above: Sequence[int], kept: Sequence[bool]
) -> ListLinks:
    """The links between the tasks that are kept; one with an end elsewhere is a note and a problem.

    Parameters
    ----------
    tasks, ids
        The rows that are tasks, and their IDs.
    above
        The task above each; no link joins a task and what it stands under.
    kept
        Whether a task comes over; the link of one that was cancelled does not.
    """
    made = ListLinks([""] * len(tasks), [[] for _ in tasks], [[] for _ in tasks], above, kept)
    places = {name.casefold(): at for at, name in reversed(list(enumerate(ids)))}
    pieces: list[list[str]] = [[] for _ in tasks]
    blocked = _blocked(found, tasks, places)
    for at in range(len(tasks)):
        pieces[at] += _typed(found, tasks[at], at, made, places, ids)
        for key in dict.fromkeys(blocked[at]):
            place = places.get(key.casefold())
            made.found += 1
            if place is None or not made.joins(at, place):
                made.left += 1
                made.notes[at].append(("Blocked by", key))
                _elsewhere(found, tasks[at], "blocked_by", key, made)
            elif place not in made.links[at]:
                made.links[at].append(place)
                pieces[at].append(ids[place])
    made.texts = ["; ".join(own) for own in pieces]
    return made


def _blocked(found: ListColumns, tasks: Sequence[int], places: Mapping[str, int]) -> list[list[str]]:
    """What each task is blocked by, said by itself or by the other."""
    blocked: list[list[str]] = [[str(key) for key in found.all("blocked_by", row)] for row in tasks]
    own = {at: name for name, at in places.items()}
    known = [{key.casefold() for key in keys} for keys in blocked]
    for at, row in enumerate(tasks):
        for key in found.all("blocks", row):
            place = places.get(str(key).casefold())
            if place is not None and at in own and own[at] not in known[place]:
                known[place].add(own[at])
                blocked[place].append(own[at])
    return blocked


def _typed(
    found: ListColumns, row: int, at: int, made: ListLinks, places: Mapping[str, int], ids: Sequence[str]
) -> Iterator[str]:
    """Predecessors as they are typed: `3FS+2d; 4`."""
    text = found.first("predecessors", row)
    if text is None:
        return
    read, wrong = predecessors(str(text), _SETTINGS, frozenset(ids))
    for piece in wrong:
        made.found += 1
        made.left += 1
        made.notes[at].append(("Predecessor", piece))
        fix = "Type a task's ID, with link and lag where needed: 3, 4SS, 3FS+2d."
        cell = found.cell(row, "predecessors")
        made.problems.append(Problem(Code.PREDECESSOR_TEXT, f"{piece!r} is not a predecessor", cell, fix))
    for link in read:
        made.found += 1
        place = places.get(link.task.casefold())
        if place is None or not made.joins(at, place):
            made.left += 1
            made.notes[at].append(("Predecessor", _text(link)))
            _elsewhere(found, row, "predecessors", link.task, made)
        else:
            made.links[at].append(place)
            yield _text(link)


def _elsewhere(found: ListColumns, row: int, meaning: str, key: str, made: ListLinks) -> None:
    text = f"it waits for {key}, which is no other task of this list that it can wait for"
    fix = "The link is in the notes; give the task a start date where it matters."
    made.problems.append(Problem(Code.NOT_CARRIED, text, found.cell(row, meaning), fix, Severity.MEDIUM))


def _text(link: Predecessor) -> str:
    """A predecessor as the sheet Schedule reads it."""
    if link.type is LinkType.FS and not link.lag:
        return link.task
    space = "" if link.task[-1:].isdigit() else " "
    if not link.lag:
        return f"{link.task}{space}{link.type.name}"
    sign, size = ("-" if link.lag < 0 else "+"), abs(link.lag)
    if link.unit is LagUnit.PERCENT:
        return f"{link.task}{space}{link.type.name}{sign}{size}%"
    elapsed = "e" if link.unit is LagUnit.ELAPSED else ""
    per_day = 1440 if elapsed else _SETTINGS.minutes_per_day
    amount, unit = (size // per_day, "d") if size % per_day == 0 else (size, "m")
    return f"{link.task}{space}{link.type.name}{sign}{amount}{elapsed}{unit}"
