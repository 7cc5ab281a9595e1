"""What projects give each other and get from each other, both sides matched: who knows, and who is late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, NamedTuple

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.raid import OVER
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.workdays import working_days_after

BOTH, ONE = "Both sides", "One side only"
_OUTSIDE: Final = "external"


@table("Dependencies")
class ProjectDependencies(Table):
    """Dependencies of several projects: their Dependencies sheets, one below the other."""

    project_id: Annotated[Texts, Column("Project ID", "The project whose row it is.", also=("Project",), required=True)]
    id: Annotated[Texts, Column("Dependency ID", "As in its sheet; both sides may use the same.")]
    direction: Annotated[
        Texts, Column("Direction", "Give or Get.", Type.CHOICE, choices=("Give", "Get"), required=True)
    ]
    other_project_id: Annotated[Texts, Column("Other Project ID", "The other side.")]
    what: Annotated[Texts, Column("What", "What is handed over.")]
    provider: Annotated[Texts, Column("Provider", "Who delivers it.")]
    receiver: Annotated[Texts, Column("Receiver", "Who waits for it.")]
    needed_by: Annotated[Instants, Column("Needed By", "The day it is needed.", Type.DATE)]
    promised_date: Annotated[Instants, Column("Promised Date", "The day it is promised.", Type.DATE)]
    status: Annotated[Texts, Column("Dependency Status", "As in its sheet.", Type.CHOICE, choices="DependencyStatus")]


@table("Cross Dependencies")
class DependencyPairs(Table):
    """Give and get matched, in the order of the rows."""

    give_project: Annotated[Texts, Column("Give Project", "Who delivers it.")]
    get_project: Annotated[Texts, Column("Get Project", "Who waits for it.")]
    what: Annotated[Texts, Column("What", "What is handed over.")]
    needed_by: Annotated[Instants, Column("Needed By", "As the one who waits says.", Type.DATE)]
    promised_date: Annotated[Instants, Column("Promised Date", "As the one who delivers says.", Type.DATE)]
    gap: Annotated[Numbers, Column("Gap (wd)", "From needed to promised.", Type.NUMBER, unit="working days")]
    matched: Annotated[Texts, Column("Matched", "Both sides, or One side only.")]
    provider: Annotated[Texts, Column("Provider", "Who delivers it, as a person.")]
    differs: Annotated[Texts, Column("Differs", "What the two sides say differently.", Type.LONG_TEXT)]


class _Pair(NamedTuple):
    """The rows of both sides; None where a side does not list it."""

    give: int | None
    get: int | None

    @property
    def rows(self) -> list[int]:
        return [row for row in self if row is not None]


def dependency_pairs(rows: ProjectDependencies, calendar: Calendar) -> tuple[DependencyPairs, list[Problem]]:
    """Each dependency between projects once; those with somebody outside of the portfolio on one side only.

    A row of one project matches a row of the other project that names it back, in the other direction, with the same
    ID or else the same words. What is delivered or withdrawn is left out.
    """
    pairs = _pairs(rows)
    made = DependencyPairs.of(len(pairs))
    for at, pair in enumerate(pairs):
        one = pair.rows[0]
        own, other = rows.project_id[one], rows.other_project_id[one]
        made.give_project[at], made.get_project[at] = (own, other) if pair.give == one else (other, own)
        made.what[at] = rows.what[one]
        made.needed_by[at] = _first(rows.needed_by, pair.get, pair.give)
        made.promised_date[at] = _first(rows.promised_date, pair.give, pair.get)
        made.provider[at] = next((rows.provider[row] for row in pair.rows if rows.provider[row]), None)
        made.matched[at] = BOTH if len(pair.rows) == len(pair) else ONE
        made.differs[at] = "; ".join(_differences(rows, pair)) or None
        if NO_INSTANT not in (made.needed_by[at], made.promised_date[at]):
            made.gap[at] = working_days_after(calendar, int(made.needed_by[at]), int(made.promised_date[at]))
    return made, [problem for at, pair in enumerate(pairs) for problem in _problems(rows, pair, made, at)]


def _pairs(rows: ProjectDependencies) -> list[_Pair]:
    open_rows = [row for row in range(len(rows)) if rows.direction[row] and rows.status[row] not in OVER]
    taken: set[int] = set()
    found = []
    for row in open_rows:
        if row in taken:
            continue
        other = next((r for r in _mirrored(rows, row, open_rows) if r not in taken), None)
        taken |= {row} if other is None else {row, other}
        found.append(_Pair(row, other) if rows.direction[row] == "Give" else _Pair(other, row))
    return found


def _mirrored(rows: ProjectDependencies, row: int, among: list[int]) -> list[int]:
    """Rows that are the other side of one: those with the same ID, then those with the same words."""
    sides = [
        r
        for r in among
        if rows.direction[r] != rows.direction[row]
        and (_said(rows.project_id[r]), _said(rows.other_project_id[r]))
        == (_said(rows.other_project_id[row]), _said(rows.project_id[row]))
    ]
    same_id = [r for r in sides if rows.id[row] and _said(rows.id[r]) == _said(rows.id[row])]
    return same_id or [r for r in sides if _said(rows.what[r]) and _said(rows.what[r]) == _said(rows.what[row])]


def _said(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _first(dates: Instants, *rows: int | None) -> int:
    return next((int(dates[r]) for r in rows if r is not None and dates[r] != NO_INSTANT), NO_INSTANT)


def _differences(rows: ProjectDependencies, pair: _Pair) -> Iterator[str]:
    """Dates that both sides say, and say differently."""
    if pair.give is None or pair.get is None:
        return
    for header, dates in (("Needed By", rows.needed_by), ("Promised Date", rows.promised_date)):
        give, get = int(dates[pair.give]), int(dates[pair.get])
        if NO_INSTANT not in (give, get) and give != get:
            yield f"{header} {day_text(give)} at the one who gives, {day_text(get)} at the one who gets"


def _problems(rows: ProjectDependencies, pair: _Pair, made: DependencyPairs, at: int) -> Iterator[Problem]:
    row = pair.rows[0]
    name = f"{made.what[at] or rows.id[row]} from {made.give_project[at]} to {made.get_project[at]}"
    if made.gap[at] > 0:
        days = f"{made.gap[at]:.0f} working day{'' if made.gap[at] == 1 else 's'}"
        needed, promised = (day_text(int(dates[at])) for dates in (made.needed_by, made.promised_date))
        text = f"{name}: needed on {needed}, promised for {promised}, {days} later"
        place = rows.cell("promised_date", row)
        yield Problem(Code.DEPENDENCY_CONFLICT, text, place, "Agree one date.", Severity.MEDIUM)
    if not made.provider[at]:
        text = f"{name}: nobody is named who delivers it"
        yield Problem(Code.NO_OWNER, text, rows.cell("provider", row), "Name one person.", Severity.MEDIUM)
    if made.matched[at] == ONE and _said(rows.other_project_id[row]) != _OUTSIDE:
        text = f"{name}: only {rows.project_id[row]} lists it"
        fix = f"Ask {rows.other_project_id[row] or 'the other project'} to list it too, with the same ID."
        yield Problem(Code.DEPENDENCY_CONFLICT, text, rows.cell("other_project_id", row), fix, Severity.MEDIUM)
