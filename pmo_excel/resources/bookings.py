"""Bookings: who is wanted on which days and how much, from assignments with units or with work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.columns import Numbers
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.resources.tables import Assignments, Resources
from pmo_excel.schedule.tables import Schedule

Positions = NDArray[np.int64]
Marks = NDArray[np.bool_]

LIKELY: Final = 0.5
"""How likely a soft booking is that does not say, as the column's help says."""


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
        Fraction of full time; nan where work is given, and where the cell could not be read.
    work
        Hours; nan where only units are given.
    hard
        Whether it is confirmed.
    probability
        How likely it is: 1 where it is confirmed.
    """

    row: Positions
    resource: Positions
    first: Positions
    last: Positions
    units: Numbers
    work: Numbers
    hard: Marks
    probability: Numbers

    @property
    def known(self) -> Marks:
        """Which have an amount; of the others a cell could not be read."""
        return ~(np.isnan(self.units) & np.isnan(self.work))

    def of(self, keep: Marks | Positions) -> Bookings:
        """Some of them."""
        return Bookings(*(getattr(self, field.name)[keep] for field in fields(self)))


def bookings(assignments: Assignments, resources: Resources, tasks: Schedule | None) -> tuple[Bookings, list[Problem]]:
    """Place each assignment on its days; one that has no resource or no dates is reported and left out.

    Where neither units nor work are given it is all of the time, as the help of the columns says; this is reported.
    """
    who = rows_by_key(assignments.resource_id, resources.id)
    start, finish = placed_dates(assignments, tasks)
    dated = (start != NO_INSTANT) & (finish != NO_INSTANT)
    named = np.array([key is not None for key in assignments.resource_id.tolist()], dtype=bool)
    missing = np.isnan(assignments.units) & np.isnan(assignments.work)
    missing[list(assignments.wrong("units") | assignments.wrong("work"))] = False
    backward = dated & (finish < start)
    bad = (who < 0) | ~dated | backward
    problems = [
        _problem(assignments, row, bool(who[row] >= 0), bool(dated[row]))
        for row in np.flatnonzero(bad & (named | assignments_filled(assignments))).tolist()
    ]
    at = np.flatnonzero(~bad)
    problems += [_full_time(assignments, row) for row in at[missing[at]].tolist()]
    hard = np.array([kind != "Soft" for kind in assignments.booking.tolist()], dtype=bool)[at]
    likely = np.where(np.isnan(assignments.probability[at]), LIKELY, assignments.probability[at])
    likely[np.isin(at, list(assignments.wrong("probability")))] = np.nan
    made = Bookings(
        at,
        who[at],
        start[at] // DAY,
        finish[at] // DAY,
        np.where(np.isin(at, list(assignments.wrong("work"))), np.nan, np.where(missing, 1.0, assignments.units)[at]),
        np.where(np.isin(at, list(assignments.wrong("units"))), np.nan, assignments.work[at]),
        hard,
        np.where(hard, 1.0, likely),
    )
    return made, problems


def assignments_filled(assignments: Assignments) -> Marks:
    """Which rows say anything of a task; a blank row is no assignment."""
    return np.array([key is not None for key in assignments.task_id.tolist()], dtype=bool)


def unplaced(assignments: Assignments, resources: Resources, placed: Bookings) -> Positions:
    """The resources with an assignment that could not be placed on days, so that their load is not known."""
    left = np.ones(len(assignments), dtype=bool)
    left[placed.row] = False
    who = rows_by_key(assignments.resource_id, resources.id)
    return np.unique(who[left & (who >= 0)])


def rows_by_key(keys: NDArray[Any], among: NDArray[Any]) -> Positions:
    """The row of each key in another column of keys; -1 where it is not there; the first where it is there twice."""
    rows: dict[str, int] = {}
    for row, key in enumerate(among.tolist()):
        if key is not None:
            rows.setdefault(str(key), row)
    return np.fromiter(_looked_up(keys.tolist(), rows), dtype=np.int64, count=len(keys))


def _looked_up(keys: list[Any], rows: dict[str, int]) -> Iterator[int]:
    return (-1 if key is None else rows.get(str(key), -1) for key in keys)


def placed_dates(assignments: Assignments, tasks: Schedule | None) -> tuple[Positions, Positions]:
    """Each assignment's dates: those of its task; its own where its task is not among the tasks.

    In a workbook the assignment's own columns hold what the last refresh wrote, so the task's dates go first.
    """
    start, finish = assignments.start.copy(), assignments.finish.copy()
    if tasks is not None and len(tasks):
        at = rows_by_key(assignments.task_id, tasks.id)
        found = at >= 0
        start[found], finish[found] = tasks.start[at[found]], tasks.finish[at[found]]
    return start, finish


def _problem(assignments: Assignments, row: int, known: bool, dated: bool) -> Problem:
    if not known:
        text = f"no resource has the ID {assignments.resource_id[row]!r}"
        fix = "Use an ID of the Resources sheet."
        return Problem(Code.UNKNOWN_RESOURCE, text, assignments.cell("resource_id", row), fix)
    if not dated:
        text = f"the assignment has no dates: task {assignments.task_id[row]!r} has none that are computed"
        return Problem(Code.DEPENDS_ON_ERROR, text, assignments.cell("task_id", row), "Repair the task's findings.")
    text = "the assignment finishes before it starts"
    return Problem(Code.DATE_ORDER, text, assignments.cell("finish", row), "Correct one of the two dates.")


def _full_time(assignments: Assignments, row: int) -> Problem:
    text = "neither units nor work are given, so all of the time is counted"
    fix = "Type Units %, such as 50%, or Work (h)."
    return Problem(Code.DEFAULT_USED, text, assignments.cell("units", row), fix, Severity.MEDIUM)


def generic(kind: str | None) -> bool:
    """Whether a resource of this type stands for a role that nobody is named for yet."""
    return (kind or "").startswith("Role")
