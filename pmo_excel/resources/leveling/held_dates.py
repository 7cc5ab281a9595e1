"""Levelled dates that were made together with other projects and stand in the sheet: kept, and looked over."""

from __future__ import annotations

import numpy as np

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.resources.leveling.leveled_table import LeveledTasks
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule

FIX = "Level again: pmo level with the workbooks of all projects, and --write."


def as_held(tasks: Schedule, done: Scheduled) -> tuple[LeveledTasks, list[Problem]]:
    """The dates as the sheet holds them, with what the plan has outgrown since.

    Problems
    --------
    STALE: tasks without such a date, or with one from before their start.
    """
    dates = done.dates
    known = np.array(dates.known[: len(tasks)], dtype=bool)
    missing = known & (tasks.levelled_start == NO_INSTANT)
    early = np.array(dates.start[: len(tasks)], dtype=np.int64) // DAY
    behind = known & ~missing & (tasks.levelled_start // DAY < early)
    made = LeveledTasks.of(
        len(tasks), id=tasks.id, start=tasks.levelled_start.copy(), finish=tasks.levelled_finish.copy()
    )
    problems = []
    for rows, text in ((missing, "no date of leveling across projects"), (behind, "one from before its start")):
        if rows.any():
            at, count = int(np.flatnonzero(rows)[0]), int(rows.sum())
            more = f", and {count - 1} more" if count > 1 else ""
            said = f"the plan has changed since it was leveled: {done.plan.label(at)} has {text}{more}"
            problems.append(Problem(Code.STALE, said, tasks.cell("levelled_start", at), FIX, Severity.LOW))
    return made, problems
