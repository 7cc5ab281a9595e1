"""Float paths: the critical path, the next most critical one, and so on; and in which band of float each task lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.dates import Dates
from pmo_excel.schedule.progress import finished
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule

BANDS: Final = (20, 44)
"""Ends of the bands above near-critical, in working days: a month, and what the DCMA calls high float."""


@table("Schedule", key="id")
class FloatPaths(Table):
    """Tasks with their float path."""

    id: Annotated[Texts, Column("Task ID", "The task, as in the Schedule sheet.")]
    name: Annotated[Texts, Column("Task Name", "Its name.")]
    total_float: Annotated[
        Numbers, Column("Total Float (wd)", "Delay that moves no finish.", Type.NUMBER, unit="working days")
    ]
    band: Annotated[Texts, Column("Float Band", "Critical, Near-critical, or how far the float reaches.")]
    path: Annotated[
        Numbers, Column("Float Path", "1 is the critical path; empty beyond the paths asked for.", Type.NUMBER)
    ]
    order: Annotated[Numbers, Column("Path Order", "Place on its path, from its first task.", Type.NUMBER)]


def float_paths(tasks: Schedule, done: Scheduled, count: int, near_critical: float, critical: float = 0) -> FloatPaths:
    """The most critical paths and the band of each task, in the order of the tasks.

    A path is followed back from the last task of those with the least float, always to the predecessor with the least
    float, until it meets a path that was found before, or what comes before does not hold it; the next one begins at
    the last task of those with the least float that is left.

    Source
    ------
    Oracle, Primavera P6 Professional help, "Calculate multiple float paths", by total float.
    """
    plan, dates = done.plan, done.dates
    made = FloatPaths.of(len(plan), id=tasks.id, name=tasks.name)
    for row in range(len(plan)):
        if dates.float_known[row]:
            made.total_float[row] = days = dates.total_float[row] / plan.settings.minutes_per_day
            made.band[row] = "Finished" if finished(plan, row) else band(days, near_critical, critical)
    for number, path in enumerate(_paths(done, count), start=1):
        made.path[path] = number
        made.order[path] = np.arange(len(path), 0, -1)
    return made


def band(days: float, near_critical: float, critical: float = 0) -> str:
    """The band of a total float [working days]."""
    if days <= critical:
        return "Critical"
    if days <= near_critical:
        return "Near-critical"
    upper = next((end for end in BANDS if days <= end and end > near_critical), None)
    return f"Up to {upper} wd" if upper else f"Over {max(BANDS[-1], near_critical):g} wd"


def _paths(done: Scheduled, count: int) -> list[list[int]]:
    """The rows of each path, its last task first."""
    plan, dates = done.plan, done.dates
    summaries = set(plan.parent)
    rows = [r for r in range(len(plan)) if dates.float_known[r] and r not in summaries and not finished(plan, r)]
    left = set(rows)
    before: dict[int, list[int]] = {row: [] for row in rows}
    for link in plan.links:
        if link.predecessor in left and link.successor in left:
            before[link.successor].append(link.predecessor)
    paths: list[list[int]] = []
    while left and len(paths) < count:
        row = min(left, key=lambda r: (dates.total_float[r], -dates.finish[r], -r))
        path: list[int] = []
        while row in left:
            path.append(row)
            left.discard(row)
            row = _before(dates, row, before[row])
        paths.append(path)
    return paths


def _before(dates: Dates, row: int, predecessors: Sequence[int]) -> int:
    """The predecessor with the least float, the one that drives before others; -1 where all have more than the row."""
    drives = dates.driving_predecessor[row]
    found = min(predecessors, key=lambda r: (dates.total_float[r], r != drives, r), default=-1)
    more = found >= 0 and dates.total_float[found] > dates.total_float[row]
    return drives if more and drives in predecessors else -1 if more else found
