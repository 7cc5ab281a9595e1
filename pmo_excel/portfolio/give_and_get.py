"""What one project gives another: the two sides of each dependency found in two workbooks, and the gap between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.tables import Origin
from pmo_excel.governance.tables import Dependencies
from pmo_excel.portfolio.tables import CrossDependencies
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.workdays import working_days_after

BOTH: Final = "Both sides"
ONE: Final = "One side only"
_GIVES: Final = "Give"
_SETTLED: Final = frozenset({"Delivered", "Withdrawn"})
_ALIKE: Final = 0.75
"""How much the words of both sides must have in common to be the same thing."""


@dataclass(frozen=True, slots=True)
class Side:
    """One dependency as one project lists it.

    Attributes
    ----------
    file, cell
        Where it is listed.
    needed, promised
        Instants.
    """

    give: str
    get: str
    what: str
    needed: int
    promised: int
    gives: bool
    file: str
    cell: str


@dataclass(frozen=True, slots=True)
class Matched:
    """The portfolio's dependencies; the sides that each row is made of, and the rows that only one project lists."""

    table: CrossDependencies
    sides: tuple[tuple[Side, ...], ...]


def sides(project: str, file: str, dependencies: Dependencies) -> Iterable[Side]:
    """The dependencies of one project on others; what is delivered or withdrawn needs nobody's care any more."""
    for row, other in enumerate(dependencies.other_project_id.tolist()):
        if not other or dependencies.dependency_status[row] in _SETTLED:
            continue
        gives = dependencies.direction[row] == _GIVES
        give, get = (project, str(other)) if gives else (str(other), project)
        dates = int(dependencies.needed_by[row]), int(dependencies.promised_date[row])
        what = str(dependencies.what[row] or dependencies.id[row] or "")
        yield Side(give, get, what, *dates, gives, file, dependencies.cell("what", row).address)


def matched(listed: Sequence[Side]) -> Matched:
    """Both sides of each dependency in one row, in the order in which they are first listed.

    A project that gives and one that gets list the same thing when its words are the same, or much alike. It is needed
    by when the getter says, and promised for when the giver says; where one of them says nothing, the other's word
    counts. The gap is in days from Monday to Friday, as the two projects may have other calendars.
    """
    rows: list[list[Side]] = []
    open_rows: dict[tuple[str, str, bool], list[list[Side]]] = {}
    for side in listed:
        pair = side.give.casefold(), side.get.casefold()
        fitting = open_rows.get((*pair, not side.gives), [])
        best = max(fitting, key=lambda row: _alike(row[0].what, side.what), default=None)
        if best is not None and _alike(best[0].what, side.what) >= _ALIKE:
            best.append(side)
            fitting.remove(best)
        else:
            rows.append([side])
            open_rows.setdefault((*pair, side.gives), []).append(rows[-1])
    calendar = project_calendar(None, None)
    size = len(rows)
    made = CrossDependencies.of(size, Origin())
    for at, row in enumerate(rows):
        get = next((side for side in row if not side.gives), row[0])
        give = next((side for side in row if side.gives), row[0])
        made.give_project[at], made.get_project[at], made.what[at] = get.give, get.get, get.what
        made.needed_by[at] = _first(get.needed, give.needed)
        made.promised_date[at] = _first(give.promised, get.promised)
        made.matched[at] = BOTH if len(row) == 2 else ONE
        if NO_INSTANT not in (made.needed_by[at], made.promised_date[at]):
            made.gap[at] = working_days_after(calendar, int(made.needed_by[at]), int(made.promised_date[at]))
    return Matched(made, tuple(tuple(row) for row in rows))


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, _plain(one), _plain(other), autojunk=False).ratio()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _first(value: int, otherwise: int) -> int:
    return otherwise if value == NO_INSTANT else value
