"""Constraints and deadlines: how early a task may start and how late it may finish, whatever its links say."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.schedule.axis import NO_KEY
from pmo_excel.schedule.backward import cap
from pmo_excel.schedule.network import Network, start_for
from pmo_excel.schedule.plan import Constraint, Plan

_NO_EARLIER = (Constraint.SNET, Constraint.FNET)
_HARD = (Constraint.MSO, Constraint.MFO)
_LATE_START = (Constraint.SNLT, Constraint.MSO)
_LATE_FINISH = (Constraint.FNLT, Constraint.MFO)
_ON_FINISH = (Constraint.FNET, Constraint.MFO)


def constrain(network: Network, row: int, waits: bool) -> None:
    """Set the floor and the ceiling of a row that has a constraint with a date.

    Start and finish no earlier than raise the start; without predecessors (`waits`) they replace the project's start,
    even with an earlier date, as in Microsoft Project. Must start on and must finish on do the same where links win,
    and fix the dates where constraints win (`forward.place`). The late constraints lower the late finish.
    """
    plan = network.plan
    kind, date, length = plan.constraint[row], plan.constraint_date[row], network.length[row]
    if date == NO_INSTANT:
        return
    if kind in _NO_EARLIER or kind in _HARD:
        earliest = pushes(network, row)
        network.floor[row] = max(network.floor[row], earliest) if waits else earliest
    if kind in _LATE_START:
        cap(network, row, date, length)
    elif kind in _LATE_FINISH:
        cap(network, row, date)


def fixes(plan: Plan, row: int) -> bool:
    """Whether a constraint fixes the dates of a row against its links."""
    return plan.settings.honor_constraints and plan.constraint[row] in _HARD and plan.constraint_date[row] != NO_INSTANT


def pushes(network: Network, row: int) -> int:
    """The start before which a constraint keeps a row, as a key; `NO_KEY` where it has none that does."""
    plan = network.plan
    kind, date = plan.constraint[row], plan.constraint_date[row]
    if date == NO_INSTANT or kind not in (*_NO_EARLIER, *_HARD):
        return NO_KEY
    key = network.axis[row].key(date)
    return start_for(network, row, key) if kind in _ON_FINISH else key


def pulls(network: Network, row: int) -> bool:
    """Whether a constraint puts a row before where its links have it."""
    late = network.plan.constraint[row] in (Constraint.SNLT, Constraint.FNLT)
    return late and row in network.early and network.plan.settings.honor_constraints


def summary_floors(network: Network) -> dict[int, int]:
    """By summary, the instant before which none of its tasks starts: its own or an upper summary's date.

    Start no earlier than and must start on, set on a summary, hold all of its tasks (Microsoft Project).
    """
    plan = network.plan
    own = {
        row: plan.constraint_date[row]
        for row in network.children
        if plan.constraint[row] in (Constraint.SNET, Constraint.MSO) and plan.constraint_date[row] != NO_INSTANT
    }
    floors = {
        row: max((own.get(r, NO_KEY) for r in (row, *ancestors(plan, row))), default=NO_KEY) for row in network.children
    }
    return {row: floor for row, floor in floors.items() if floor > NO_KEY}


def summary_ceilings(network: Network) -> dict[int, int]:
    """By summary, the instant after which none of its tasks may finish: its own or an upper summary's date.

    Finish no later than, set on a summary, limits all of its tasks, as start no earlier than holds them; Microsoft
    Project lets a summary have these two only. Must finish on does the same.
    """
    plan = network.plan
    own = {
        row: plan.constraint_date[row]
        for row in network.children
        if plan.constraint[row] in _LATE_FINISH and plan.constraint_date[row] != NO_INSTANT
    }
    limits = {row: [own[r] for r in (row, *ancestors(plan, row)) if r in own] for row in network.children if own}
    return {row: min(dates) for row, dates in limits.items() if dates}


def ancestors(plan: Plan, row: int) -> Iterator[int]:
    """The summaries above a row, from the nearest up."""
    above = plan.parent[row]
    while above >= 0:
        yield above
        above = plan.parent[above]


def broken(plan: Plan, start: list[int], finish: list[int]) -> Iterator[Problem]:
    """Constraints and deadlines that the dates do not keep; they are reported and move nothing."""
    if plan.constraint_date.count(NO_INSTANT) == len(plan) == plan.deadline.count(NO_INSTANT):
        return
    checks = {
        Constraint.SNLT: start,
        Constraint.FNLT: finish,
        Constraint.MSO: start,
        Constraint.MFO: finish,
    }
    for row, (kind, date, deadline) in enumerate(
        zip(plan.constraint, plan.constraint_date, plan.deadline, strict=True)
    ):
        dates = checks.get(kind)
        if dates is not None and date != NO_INSTANT and dates[row] > date:
            asked = f"{kind.value.lower()} {day_text(date)}"
            text = f"{plan.label(row)}: {asked} is not kept, the plan gives {day_text(dates[row])}"
            hint = "Shorten what comes before it, or agree a later date."
            yield Problem(Code.CONSTRAINT_BROKEN, text, plan.where(row, "Constraint Date"), hint, Severity.MEDIUM)
        if deadline != NO_INSTANT and finish[row] > deadline:
            text = f"{plan.label(row)} finishes on {day_text(finish[row])}, after its deadline {day_text(deadline)}"
            hint = "Shorten what comes before it, or agree a later date."
            yield Problem(Code.DEADLINE_MISSED, text, plan.where(row, "Deadline"), hint, Severity.MEDIUM)
