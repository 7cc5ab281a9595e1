"""Three-point durations: best, most likely and worst case of each task, typed in one cell or in three."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.problems import Code, Problem
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.durations import duration
from pmo_excel.schedule.plan import Settings
from pmo_excel.schedule.tables import Schedule

_UNITS = Settings(start=0)
"""A day of 8 hours and a week of 5 days, for durations typed as 16h or 2w."""


@table("Schedule", key="id")
class ThreePoints(Table):
    """Tasks with their range of durations."""

    id: Annotated[Texts, Column("Task ID", "The task, as in the Schedule sheet.")]
    optimistic: Annotated[Numbers, Column("Optimistic", "Duration if all goes well.", Type.NUMBER, unit="working days")]
    most_likely: Annotated[
        Numbers, Column("Most Likely", "Duration most often needed.", Type.NUMBER, unit="working days")
    ]
    pessimistic: Annotated[
        Numbers, Column("Pessimistic", "Duration if much goes wrong.", Type.NUMBER, unit="working days")
    ]


def three_points(tasks: Schedule, settings: Settings = _UNITS) -> tuple[ThreePoints, list[Problem]]:
    """Optimistic, most likely and pessimistic duration of each task [working days], in the order of the tasks.

    What is typed in the columns of that name goes before the range in the duration's own cell; a plain duration is
    certain: all three are the same. Elapsed durations, and cells that cannot be read, give nothing.

    Problems
    --------
    DURATION_TEXT where the duration cannot be read, DURATION_RANGE where the three are not in order; the row is empty.
    """
    made = ThreePoints.of(len(tasks), id=tasks.id)
    problems = []
    for row in range(len(tasks)):
        points = _points(tasks, row, settings)
        if not 0 <= points[0] <= points[1] <= points[2]:
            problems += _wrong(tasks, row, points, settings)
            continue
        made.optimistic[row], made.most_likely[row], made.pessimistic[row] = points
    return made, problems


def _points(tasks: Schedule, row: int, settings: Settings) -> tuple[float, float, float]:
    """The three as typed; nan where nothing is."""
    typed = tasks.duration[row]
    read = None if typed is None else duration(typed, settings)
    day, nothing = settings.minutes_per_day, float("nan")
    low = likely = high = nothing
    if read is not None and not read.elapsed and read.minutes >= 0:
        likely = read.minutes / day
        low = likely if read.optimistic is None else read.optimistic / day
        high = likely if read.pessimistic is None else read.pessimistic / day
    columns = (tasks.optimistic, tasks.most_likely, tasks.pessimistic)
    beside = [float(column[row]) for column in columns]
    ranged = read is not None and read.optimistic is not None
    if beside[1] == beside[1] and not ranged:
        low = high = beside[1]
    low, likely, high = (b if b == b else own for b, own in zip(beside, (low, likely, high), strict=True))
    return low, likely, high


def _wrong(tasks: Schedule, row: int, points: tuple[float, float, float], settings: Settings) -> list[Problem]:
    """Why a row has no three values; nothing where it has no duration to speak of."""
    low, likely, high = points
    cell, typed = tasks.cell("duration", row), tasks.duration[row]
    if not np.isnan(points).any():
        text = f"optimistic {low:g}, most likely {likely:g} and pessimistic {high:g} are not in order"
        fix = "Type them so that optimistic ≤ most likely ≤ pessimistic, as in 10 (8-18)."
        return [Problem(Code.DURATION_RANGE, text, cell, fix)]
    if typed is not None and duration(typed, settings) is None:
        fix = "Type working days, as in 10, 2w, 16h or 10 (8-18)."
        return [Problem(Code.DURATION_TEXT, f"{typed!r} is not a duration", cell, fix)]
    return []
