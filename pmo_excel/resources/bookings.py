"""Bookings: who is wanted on which days and how much, from assignments with units or with work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Code, Problem
from pmo_excel.resources.tables import Assignments, Resources
from pmo_excel.schedule.tables import Schedule

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bookings:
    """Assignments that can be placed on days.

    Attributes
    ----------
    row
        Each one's row among the assignments.
    resource
        The resource's row.
    first, last
        The first and last day, as days since 1970.
    units
        Fraction of full time; nan where work is given.
    work
        Hours; nan where only units are given.
    hard
        Whether it is confirmed.
    """

    row: Positions
    resource: Positions
    first: Positions
    last: Positions
    units: Numbers
    work: Numbers
    hard: NDArray[np.bool_]


def bookings(assignments: Assignments, resources: Resources, tasks: Schedule | None) -> tuple[Bookings, list[Problem]]:
    """Place each assignment on its days; one that has no resource, dates or amount is reported and left out."""
    people = {str(key): row for row, key in enumerate(resources.id.tolist()) if key is not None}
    start, finish = _dates(assignments, tasks)
    problems: list[Problem] = []
    kept: list[int] = []
    for row, key in enumerate(assignments.resource_id.tolist()):
        problem = _problem(assignments, row, str(key) in people, int(start[row]), int(finish[row]))
        if problem is None and key is not None:
            kept.append(row)
        elif problem is not None:
            problems.append(problem)
    at = np.array(kept, dtype=np.int64)
    who = np.array([people[str(assignments.resource_id[row])] for row in kept], dtype=np.int64)
    hard = np.array([assignments.booking[row] != "Soft" for row in kept], dtype=bool)
    made = Bookings(at, who, start[at] // DAY, finish[at] // DAY, assignments.units[at], assignments.work[at], hard)
    return made, problems


def _dates(assignments: Assignments, tasks: Schedule | None) -> tuple[Positions, Positions]:
    """Each assignment's own dates; where it has none, its task's."""
    start, finish = assignments.start.copy(), assignments.finish.copy()
    if tasks is None:
        return start, finish
    rows = {str(key): row for row, key in enumerate(tasks.id.tolist()) if key is not None}
    for row, key in enumerate(assignments.task_id.tolist()):
        task = rows.get(str(key))
        if task is not None:
            start[row] = tasks.start[task] if start[row] == NO_INSTANT else start[row]
            finish[row] = tasks.finish[task] if finish[row] == NO_INSTANT else finish[row]
    return start, finish


def _problem(assignments: Assignments, row: int, known: bool, start: int, finish: int) -> Problem | None:
    if not known:
        text = f"no resource has the ID {assignments.resource_id[row]!r}"
        fix = "Use an ID of the Resources sheet."
        return Problem(Code.UNKNOWN_RESOURCE, text, assignments.cell("resource_id", row), fix)
    if start == NO_INSTANT or finish == NO_INSTANT:
        text = f"the assignment has no dates: task {assignments.task_id[row]!r} has none that are computed"
        return Problem(Code.DEPENDS_ON_ERROR, text, assignments.cell("task_id", row), "Repair the task's findings.")
    if np.isnan(assignments.units[row]) and np.isnan(assignments.work[row]):
        if row in assignments.wrong("units") or row in assignments.wrong("work"):
            return None
        fix = "Type Units %, such as 50%, or Work (h)."
        return Problem(Code.MISSING_VALUE, "neither units nor work are given", assignments.cell("units", row), fix)
    return None
