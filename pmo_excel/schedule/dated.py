"""The result of scheduling as a table: dates, float, what is critical and what drives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from pmo_excel.core.catalogue import Date
from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.problems import Problem, serious
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.dates import last_day
from pmo_excel.schedule.floats import NO_FLOAT
from pmo_excel.schedule.plan import LinkType
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule


@table("Schedule", key="id")
class DatedTasks(Table):
    """Tasks with their dates."""

    id: Annotated[Texts, Column("Task ID", "The task, as in the Schedule sheet.")]
    start: Annotated[Instants, Column("Start", "When it starts.", Type.DATE)]
    finish: Annotated[Instants, Column("Finish", "When it finishes.", Type.DATE)]
    early_start: Annotated[Instants, Column("Early Start", "The earliest it can start.", Type.DATE)]
    early_finish: Annotated[Instants, Column("Early Finish", "The earliest it can finish.", Type.DATE)]
    late_start: Annotated[Instants, Column("Late Start", "The latest it may start.", Type.DATE)]
    late_finish: Annotated[Instants, Column("Late Finish", "The latest it may finish.", Type.DATE)]
    total_float: Annotated[
        Numbers,
        Column("Total Float (wd)", "Delay that moves no finish of the project.", Type.NUMBER, unit="working days"),
    ]
    free_float: Annotated[
        Numbers, Column("Free Float (wd)", "Delay that moves no other task.", Type.NUMBER, unit="working days")
    ]
    critical: Annotated[Flags, Column("Critical", "Without float.", Type.YES_NO)]
    driving_predecessor: Annotated[Texts, Column("Driving Predecessor", "The task that sets its start.")]
    problem: Annotated[Texts, Column("Problem", "Why it has no dates.", Type.LONG_TEXT)]


@table("Schedule", key="id")
class CriticalTasks(Table):
    """The critical path."""

    id: Annotated[Texts, Column("Task ID", "The task.")]
    name: Annotated[Texts, Column("Task Name", "Its name.")]
    start: Annotated[Instants, Column("Start", "When it starts.", Type.DATE)]
    finish: Annotated[Instants, Column("Finish", "When it finishes.", Type.DATE)]


def dated_tasks(tasks: Schedule, done: Scheduled) -> DatedTasks:
    """A row for each task, in the order of the sheet; empty with the reason where a cell leaves it without dates."""
    plan, dates = done.plan, done.dates
    known = np.array(dates.known, dtype=bool)
    float_known = np.array(dates.float_known, dtype=bool)
    days = plan.settings.minutes_per_day
    at_end = [at_end_of_day(done, row) for row in range(len(plan))]
    driver = [plan.id[d] if d >= 0 else None for d in dates.driving_predecessor]
    return DatedTasks.of(
        len(plan),
        id=tasks.id,
        start=_instants([last_day(s) if m else s for s, m in zip(dates.start, at_end, strict=True)]),
        finish=_finishes(dates.start, dates.finish, at_end),
        early_start=_instants(dates.early_start),
        early_finish=_finishes(dates.early_start, dates.early_finish, at_end),
        late_start=_instants(dates.late_start),
        late_finish=_finishes(dates.late_start, dates.late_finish, at_end),
        total_float=_days(dates.total_float, days),
        free_float=_days(dates.free_float, days),
        critical=_objects(list(dates.critical), float_known),
        driving_predecessor=_objects(driver, known),
        problem=_objects(_reasons(tasks, known.tolist(), done.problems), np.ones(len(plan), dtype=bool)),
    )


def _instants(values: Sequence[int]) -> Instants:
    return np.array(values, dtype=np.int64)


def _finishes(starts: Sequence[int], finishes: Sequence[int], at_end: Sequence[bool]) -> Instants:
    """Finishes; what ends at midnight ends on the day before, as it does not work on the next."""
    ends = zip(starts, finishes, at_end, strict=True)
    return _instants([last_day(finish) if finish > start or end else finish for start, finish, end in ends])


def at_end_of_day(done: Scheduled, row: int) -> bool:
    """Whether a milestone carries the day on which its predecessor finishes."""
    number = done.dates.driving_link[row]
    waits = number >= 0 and done.plan.links[number].type in (LinkType.FS, LinkType.FF)
    return waits and done.dates.start[row] == done.dates.finish[row]


def _days(values: Sequence[float], minutes_per_day: int) -> Numbers:
    return np.array([np.nan if v == NO_FLOAT else v / minutes_per_day for v in values])


def _objects(values: Sequence[object], known: np.ndarray) -> Texts:
    made = np.full(len(values), None, dtype=object)
    for row, (value, is_known) in enumerate(zip(values, known.tolist(), strict=True)):
        made[row] = value if is_known else None
    return made


def _reasons(tasks: Schedule, known: Sequence[bool], problems: Sequence[Problem]) -> list[str | None]:
    """What each row's own serious problems say; for the others without dates, that they rest on such a row."""
    said: dict[int | None, list[str]] = {}
    for problem in problems:
        if serious(problem):
            said.setdefault(problem.cell.row, []).append(f"{problem.cell.column}: {problem.message}")
    if not said and all(known):
        return [None] * len(known)
    found: list[str | None] = []
    for row, is_known in enumerate(known):
        own = said.get(tasks.cell("id", row).row)
        if own:
            found.append("; ".join(own))
        else:
            found.append(None if is_known else "Rests on a task with a problem.")
    return found


def project_finish(done: Scheduled) -> Date | None:
    """The latest finish of all tasks; None while one has no dates."""
    if not len(done.plan) or not all(done.dates.known):
        return None
    return Date(last_day(max(done.dates.finish)))


def critical_tasks(tasks: Schedule, done: Scheduled) -> CriticalTasks:
    """The critical tasks by start, then in the order of the sheet; summaries are left out."""
    summaries = set(done.plan.parent)
    dates = done.dates
    rows = [r for r in range(len(done.plan)) if dates.known[r] and dates.critical[r] and r not in summaries]
    rows.sort(key=lambda row: (dates.start[row], row))
    return CriticalTasks.of(
        len(rows),
        id=tasks.id[rows],
        name=tasks.name[rows],
        start=_instants([dates.start[row] for row in rows]),
        finish=_finishes(
            [dates.start[row] for row in rows],
            [dates.finish[row] for row in rows],
            [at_end_of_day(done, row) for row in rows],
        ),
    )
