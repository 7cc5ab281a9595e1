"""Fair share: what each request, a task with soft bookings, would cost the others who share its people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.resources.leveling.demand import Demand
from pmo_excel.resources.leveling.everyday import Leveled
from pmo_excel.resources.leveling.leveled_table import Basis, Wishes, leveled
from pmo_excel.schedule.axis import Axis
from pmo_excel.schedule.tables import Schedule

MOST: Final = 25
"""Requests that are tried; each levels the plan anew."""
_ROUNDING: Final = 1e-9


@table("Schedule", key="id")
class FairShare(Table):
    """What each request costs the others."""

    id: Annotated[Texts, Column("Task ID", "The request: a task with soft bookings.")]
    name: Annotated[Texts, Column("Task Name", "Its name.")]
    own: Annotated[
        Numbers, Column("Own Delay (wd)", "How long it waits for its people itself.", Type.NUMBER, unit="working days")
    ]
    others: Annotated[
        Numbers,
        Column("Others' Delay (wd)", "How much later all others finish, added up.", Type.NUMBER, unit="working days"),
    ]
    cost: Annotated[Texts, Column("Costs", "Task by task: adding PRJ-C → PRJ-A +3 d, PRJ-B 0.", Type.LONG_TEXT)]


def fair_share(tasks: Schedule, basis: Basis, wishes: Wishes) -> tuple[FairShare, list[Problem]]:
    """Level with the confirmed bookings, then with each request's soft ones as well, one request at a time.

    Named are the tasks that share people with the request, and those that move; the latter by how much later they
    finish.
    """
    hard = {row: [need for need in needs if need.hard] for row, needs in basis.demands.items()}
    confirmed = {row: needs for row, needs in hard.items() if needs}
    requests = [row for row, needs in sorted(basis.demands.items()) if len(needs) > len(hard[row])]
    before = leveled(basis, confirmed, wishes)
    made = FairShare.of(len(requests[:MOST]))
    for at, row in enumerate(requests[:MOST]):
        after = leveled(basis, confirmed | {row: basis.demands[row]}, wishes)
        made.id[at], made.name[at] = tasks.id[row], tasks.name[row]
        made.own[at] = _days(basis, row, basis.done.dates.start[row], after.placed.start[row])
        later = _later(basis, row, before, after, _sharing(basis, confirmed, row))
        made.others[at] = sum(later.values())
        made.cost[at] = _sentence(basis, row, later)
    return made, _left_out(len(requests))


def _sharing(basis: Basis, confirmed: Mapping[int, Sequence[Demand]], row: int) -> list[int]:
    wanted = {need.resource for need in basis.demands[row]}
    return [r for r, needs in confirmed.items() if r != row and wanted & {need.resource for need in needs}]


def _later(basis: Basis, row: int, before: Leveled, after: Leveled, sharing: Sequence[int]) -> dict[int, float]:
    """By task: by how many working days it finishes later; summaries are left out."""
    summaries = set(basis.done.plan.parent)
    found = {}
    for other, (was, now) in enumerate(zip(before.placed.finish, after.placed.finish, strict=True)):
        if other == row or other in summaries or not basis.done.dates.known[other]:
            continue
        if was != now or other in sharing:
            found[other] = _days(basis, other, was, now)
    return found


def _days(basis: Basis, row: int, before: int, after: int) -> float:
    plan = basis.done.plan
    axis = Axis(plan.calendars[max(plan.calendar[row], 0)], before)
    days = axis.between(before, after) / plan.settings.minutes_per_day
    return 0.0 if abs(days) < _ROUNDING else days


def _sentence(basis: Basis, row: int, later: Mapping[int, float]) -> str:
    ids = basis.done.plan.id
    said = ", ".join(f"{ids[other]} {days:+g} d" if days else f"{ids[other]} 0" for other, days in later.items())
    return f"adding {ids[row]} → {said or 'nobody else is touched'}"


def _left_out(requests: int) -> list[Problem]:
    if requests <= MOST:
        return []
    text = f"{requests} tasks have soft bookings; the first {MOST} were tried"
    return [Problem(Code.DEFAULT_USED, text, Cell("assignments"), "Ask for fewer at a time.", Severity.LOW)]
