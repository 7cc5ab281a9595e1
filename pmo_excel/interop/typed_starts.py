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
    linked = {link.successor for link in plan.links}
    held = 0
    for only in (lambda row: row not in linked, lambda row: True):
        placed = dates(plan).start
        sooner = [row for row in range(len(plan)) if only(row) and _sooner(plan, row, placed[row], starts[row])]
        kinds, days = list(plan.constraint), list(plan.constraint_date)
        for row in sooner:
            kinds[row], days[row] = Constraint.SNET, int(starts[row])
        plan = plan.replace(constraint=kinds, constraint_date=days)
        held += len(sooner)
    return plan, held


def _sooner(plan: Plan, row: int, placed: float, wanted: float) -> bool:
    free = plan.constraint[row] is Constraint.ASAP and row not in set(plan.parent)
    return free and wanted != NO_INSTANT and placed != NO_INSTANT and placed < wanted
