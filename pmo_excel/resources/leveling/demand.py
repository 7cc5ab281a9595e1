"""What tasks need of whom: assignments by task, as a share of full time or as hours to do between start and finish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.core.problems import Code, Problem
from pmo_excel.resources.tables import Assignments, Resources
from pmo_excel.schedule.plan import Plan

UNLIMITED: Final = frozenset({"Material", "Cost"})
"""Kinds of resource that have no hours, so that nothing waits for them."""


class Demand(NamedTuple):
    """What a task needs of a resource, by its row.

    Attributes
    ----------
    share
        Of full time; nan where hours are given.
    hours
        Spread over the hours that the resource is there; nan where only a share is given.
    hard
        Whether it is confirmed.
    """

    resource: int
    share: float
    hours: float
    hard: bool = True


def demands(
    assignments: Assignments, resources: Resources, task_ids: Sequence[str], booking: str
) -> tuple[dict[int, list[Demand]], list[Problem]]:
    """By row of the task; assignments that name no resource or task, or give no amount, are reported and left out."""
    people = {str(key): row for row, key in enumerate(resources.id.tolist()) if key is not None}
    tasks = {key.casefold(): row for row, key in enumerate(task_ids)}
    found: dict[int, list[Demand]] = {}
    problems: list[Problem] = []
    for row, key in enumerate(assignments.resource_id.tolist()):
        kind = "Soft" if assignments.booking[row] == "Soft" else "Hard"
        if key is None or booking not in ("All", kind):
            continue
        problem = _problem(assignments, row, people, tasks)
        if problem is not None:
            problems.append(problem)
            continue
        who = people[str(key)]
        share, hours = float(assignments.units[row]), float(assignments.work[row])
        unreadable = row in assignments.wrong("units") or row in assignments.wrong("work")
        if unreadable or resources.resource_type[who] in UNLIMITED or (np.isnan(hours) and not share):
            continue
        found.setdefault(tasks[str(assignments.task_id[row]).casefold()], []).append(
            Demand(who, share, hours, kind == "Hard")
        )
    return found, problems


def without_unknown(
    plan: Plan, found: Mapping[int, list[Demand]], capacity: Numbers
) -> tuple[dict[int, list[Demand]], frozenset[int]]:
    """Demands of people whose hours are known; and the rows that rest on others: those, what follows, what is above.

    Parameters
    ----------
    capacity : (resources, days)
        nan where a cell of the resource could not be read.
    """
    unknown = set(np.flatnonzero(np.isnan(capacity).any(axis=1)).tolist())
    rows = [row for row, needs in found.items() if any(need.resource in unknown for need in needs)]
    following: dict[int, list[int]] = {}
    for link in plan.links:
        following.setdefault(link.predecessor, []).append(link.successor)
    for row, parent in enumerate(plan.parent):
        following.setdefault(row, []).extend([parent] if parent >= 0 else [])
    reached = dict.fromkeys(rows)
    for row in rows:
        new = [after for after in following.get(row, ()) if after not in reached]
        reached.update(dict.fromkeys(new))
        rows += new
    kept = {row: [need for need in needs if need.resource not in unknown] for row, needs in found.items()}
    return {row: needs for row, needs in kept.items() if needs}, frozenset(reached)


def _problem(assignments: Assignments, row: int, people: Mapping[str, int], tasks: Mapping[str, int]) -> Problem | None:
    key, task = str(assignments.resource_id[row]), assignments.task_id[row]
    if key not in people:
        fix = "Use an ID of the Resources sheet."
        return Problem(
            Code.UNKNOWN_RESOURCE, f"no resource has the ID {key!r}", assignments.cell("resource_id", row), fix
        )
    if task is None or str(task).casefold() not in tasks:
        text = "the assignment names no task" if task is None else f"no task has the ID {task!r}"
        return Problem(Code.UNKNOWN_TASK, text, assignments.cell("task_id", row), "Use an ID of the Schedule sheet.")
    empty = np.isnan(assignments.units[row]) and np.isnan(assignments.work[row])
    if empty and row not in assignments.wrong("units") and row not in assignments.wrong("work"):
        fix = "Type Units %, such as 50%, or Work (h)."
        return Problem(Code.MISSING_VALUE, "neither units nor work are given", assignments.cell("units", row), fix)
    return None
