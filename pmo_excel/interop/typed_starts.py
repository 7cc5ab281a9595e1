"""Starts that another program holds without a constraint, as GanttProject does: a task stays where it was put."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import Constraint, Plan


def held_where_put(plan: Plan, starts: Sequence[float]) -> tuple[Plan, int]:
    """The plan with a start-no-earlier-than where its links alone would place a task sooner, and how many those are.

    Tasks without predecessors are held first, as most others then follow by themselves.

    Parameters
    ----------
    starts
        By row: where the other program has the task start; `NO_INSTANT` where it does not say.
    """
    linked, summaries = {link.successor for link in plan.links}, set(plan.parent)
    held = 0
    for asked in (set(range(len(plan))) - linked, set(range(len(plan)))):
        placed = dates(plan).start
        free = sorted(row for row in asked - summaries if plan.constraint[row] is Constraint.ASAP)
        sooner = [row for row in free if placed[row] != NO_INSTANT != starts[row] and placed[row] < starts[row]]
        kinds, days = list(plan.constraint), list(plan.constraint_date)
        for row in sooner:
            kinds[row], days[row] = Constraint.SNET, int(starts[row])
        plan = plan.replace(constraint=kinds, constraint_date=days)
        held += len(sooner)
    return plan, held
