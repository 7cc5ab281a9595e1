"""Actuals: hours that timesheets say against the hours planned, and what is left."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.resources.load import PlacedLoad, hours_before
from pmo_excel.resources.tables import Assignments, Timesheets


@table("Assignments", key="id")
class Actuals(Table):
    """Planned against actual hours of each assignment; hours on work that nobody planned come last."""

    id: Annotated[Texts, Column("Assignment ID", "The assignment; empty for work that was not planned.")]
    task_id: Annotated[Texts, Column("Task ID", "Its task.")]
    resource_id: Annotated[Texts, Column("Resource ID", "Who does it.")]
    planned: Annotated[Numbers, Column("Planned (h)", "Hours planned.", Type.NUMBER, unit="hours")]
    actual: Annotated[Numbers, Column("Actual Work (h)", "Hours worked.", Type.NUMBER, unit="hours")]
    used: Annotated[Numbers, Column("Used", "Actual over planned.", Type.PERCENT, unit="1")]
    remaining: Annotated[Numbers, Column("Remaining Work (h)", "Hours still needed.", Type.NUMBER, unit="hours")]
    at_completion: Annotated[Numbers, Column("At Completion (h)", "Actual and remaining.", Type.NUMBER, unit="hours")]
    variance: Annotated[
        Numbers, Column("Variance (h)", "At completion less planned; plus is more work.", Type.NUMBER, unit="hours")
    ]
    because: Annotated[Texts, Column("Because", "Where the hours come from, and what to ask.")]


def worked(assignments: Assignments, timesheets: Timesheets | None) -> tuple[Numbers, dict[tuple[str, str], float]]:
    """Hours worked on each assignment, nan where none are said; and hours by (task, resource) without an assignment.

    A timesheet says more than what is typed as Actual Work. Where a task has two assignments of one person, its hours
    go to the first. Hours that cannot be read make the sum unknown.
    """
    actual = assignments.actual_work.copy()
    if timesheets is None:
        return actual, {}
    summed: dict[tuple[str, str], float] = {}
    each = zip(timesheets.task_id.tolist(), timesheets.resource_id.tolist(), timesheets.hours.tolist(), strict=True)
    for row, (task, who, hours) in enumerate(each):
        if task is None and who is None:
            continue
        key, unread = (str(task), str(who)), row in timesheets.wrong("hours")
        summed[key] = summed.get(key, 0.0) + (np.nan if unread else 0.0 if hours != hours else hours)
    for row, key in enumerate(zip(assignments.task_id.tolist(), assignments.resource_id.tolist(), strict=True)):
        named = (str(key[0]), str(key[1]))
        if named in summed:
            actual[row] = summed.pop(named)
    return actual, summed


def actuals(
    placed: PlacedLoad | None, assignments: Assignments, timesheets: Timesheets | None
) -> tuple[Actuals, list[Problem]]:
    """Planned, actual and remaining hours of each assignment, in their order.

    Planned is Work (h), else units over the hours that the resource is there. Remaining is what is typed; where nothing
    is typed, planned less actual, and this is said, because nobody has confirmed it.
    """
    planned = _planned(placed, assignments)
    actual, unplanned = worked(assignments, timesheets)
    rest = np.maximum(planned - np.nan_to_num(actual), 0.0)
    remaining = np.where(np.isnan(assignments.remaining_work), rest, assignments.remaining_work)
    remaining[list(assignments.wrong("remaining_work"))] = np.nan
    total = np.nan_to_num(actual) + remaining
    for name in ("actual_work",) if timesheets is None else ():
        total[list(assignments.wrong(name))] = np.nan
    keys, hours = list(unplanned), np.array(list(unplanned.values()), dtype=float)
    none, count = np.full(len(keys), np.nan), len(assignments) + len(keys)
    with np.errstate(divide="ignore", invalid="ignore"):
        used = np.where(planned > 0, actual / planned, np.nan)
    said = [_because(*row) for row in zip(planned, actual, rest, assignments.remaining_work, strict=True)]
    made = Actuals.of(
        count,
        id=_joined(assignments.id.tolist(), [None] * len(keys)),
        task_id=_joined(assignments.task_id.tolist(), [task for task, _ in keys]),
        resource_id=_joined(assignments.resource_id.tolist(), [who for _, who in keys]),
        planned=np.concatenate([planned, none]),
        actual=np.concatenate([actual, hours]),
        used=np.concatenate([used, none]),
        remaining=np.concatenate([remaining, none]),
        at_completion=np.concatenate([total, hours]),
        variance=np.concatenate([total - planned, hours]),
        because=_joined(said, ["no assignment plans this work"] * len(keys)),
    )
    return made, [_unplanned(task, who, amount) for (task, who), amount in unplanned.items()]


def _joined(one: list[str | None], other: list[str | None]) -> Texts:
    return np.array([*one, *other], dtype=object)


def _planned(placed: PlacedLoad | None, assignments: Assignments) -> Numbers:
    planned = assignments.work.copy()
    if placed is not None:
        held, first = placed.bookings, placed.days.first
        total = hours_before(placed.available.present)
        there = total[held.resource, held.last + 1 - first] - total[held.resource, held.first - first]
        by_units = np.isnan(planned[held.row])
        planned[held.row[by_units]] = (held.units * there)[by_units]
    return planned


def _because(planned: float, actual: float, rest: float, typed: float) -> str | None:
    if planned != planned:
        return "the hours planned are not known"
    if actual != actual:
        return "no hours are booked yet"
    if typed == typed:
        return f"{actual:.4g} of {planned:.4g} h worked; {typed:.4g} h remain, as typed"
    if actual > planned:
        return f"{actual - planned:.4g} h over the plan; how many remain? Type Remaining Work (h)"
    return f"{actual:.4g} of {planned:.4g} h worked; {rest:.4g} h remain if the plan holds: type Remaining Work (h)"


def _unplanned(task: str, who: str, hours: float) -> Problem:
    text = f"{hours:.4g} h of {who} are booked on task {task}, to which {who} is not assigned"
    fix = "Add the assignment, or correct the timesheet."
    return Problem(Code.UNKNOWN_RESOURCE, text, suggestion=fix, severity=Severity.MEDIUM)
