"""The look-ahead: what starts, finishes and falls due in the coming weeks, and what each start waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.plan import LinkType, Plan
from pmo_excel.schedule.progress import finished, started
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Holidays, Schedule


@table("Schedule")
class LookAhead(Table):
    """What is due, day by day."""

    date: Annotated[Instants, Column("Date", "The day.", Type.DATE)]
    event: Annotated[Texts, Column("Event", "Start, Finish, Milestone or Holiday.")]
    task_id: Annotated[Texts, Column("Task ID", "The task; empty for a holiday.")]
    name: Annotated[Texts, Column("Task Name", "Its name, or the holiday's.")]
    owner: Annotated[Texts, Column("Owner", "Who answers for it.", Type.PERSON)]
    total_float: Annotated[
        Numbers, Column("Total Float (wd)", "Delay that moves no finish.", Type.NUMBER, unit="working days")
    ]
    inputs: Annotated[Texts, Column("Inputs Needed", "What must be there first: unfinished predecessors.")]


class _Event(NamedTuple):
    date: int
    rank: int
    row: int
    event: str
    name: str | None = None


def look_ahead(
    tasks: Schedule, done: Scheduled, holidays: Holidays | None, status_date: int, weeks: float
) -> LookAhead:
    """Starts, finishes and milestones after the status date, up to so many weeks of seven days later, by date.

    The dates are those in the tasks' Start and Finish where these cells are filled in, else those of the plan.
    """
    dates = _dates(tasks, done)
    last = status_date + round(weeks * 7) * DAY
    found = [*_holidays(holidays, status_date, last), *_of_tasks(tasks, done.plan, dates)]
    events = sorted((e for e in found if status_date < e.date <= last), key=lambda e: e[:3])
    made = LookAhead.of(len(events))
    days = done.plan.settings.minutes_per_day
    for at, event in enumerate(events):
        made.date[at], made.event[at], made.name[at] = event.date, event.event, event.name
        if event.row < 0:
            continue
        made.task_id[at], made.name[at] = tasks.id[event.row], tasks.name[event.row]
        made.owner[at] = tasks.owner[event.row]
        if done.dates.float_known[event.row]:
            made.total_float[at] = done.dates.total_float[event.row] / days
        if event.event != "Finish":
            made.inputs[at] = _inputs(done.plan, dates[1], event.row)
    return made


def _dates(tasks: Schedule, done: Scheduled) -> tuple[Sequence[int], Sequence[int]]:
    """Day of start and of finish by row."""
    columns = []
    for name, computed in (("start", done.dates.start), ("finish", done.dates.finish)):
        typed, scheduled = getattr(tasks, name), np.array(computed, dtype=np.int64)
        found = np.where(typed == NO_INSTANT, scheduled, typed)
        days: list[int] = np.where(found == NO_INSTANT, NO_INSTANT, found // DAY * DAY).tolist()
        columns.append(days)
    return columns[0], columns[1]


def _of_tasks(tasks: Schedule, plan: Plan, dates: tuple[Sequence[int], Sequence[int]]) -> Iterator[_Event]:
    summaries = set(plan.parent)
    for row, (start, finish) in enumerate(zip(*dates, strict=True)):
        if row in summaries or tasks.task_type[row] == "Summary" or finished(plan, row):
            continue
        if plan.milestone[row]:
            yield _Event(finish, 3, row, "Milestone")
            continue
        if not started(plan, row):
            yield _Event(start, 1, row, "Start")
        yield _Event(finish, 2, row, "Finish")


def _holidays(holidays: Holidays | None, first: int, last: int) -> Iterator[_Event]:
    """The days on which nobody works, by the holidays that count in every calendar or in the project's."""
    if holidays is None:
        return
    columns = (holidays.date_from, holidays.date_to, holidays.hours, holidays.calendar, holidays.description)
    for start, end, hours, calendar, what in zip(*(c.tolist() for c in columns), strict=True):
        if start == NO_INSTANT or hours > 0 or (calendar or "standard").casefold() != "standard":
            continue
        until = start if end == NO_INSTANT else end
        for day in range(max(start, first), min(until, last) + DAY, DAY):
            yield _Event(day, 0, -1, "Holiday", what)


def _inputs(plan: Plan, finish: Sequence[int], row: int) -> str | None:
    """`3 Select supplier (07-Apr-26); 4 Design layout (27-Mar-26)`: unfinished tasks that its start waits for."""
    waits = dict.fromkeys(
        link.predecessor
        for link in plan.links
        if link.successor == row and link.type in (LinkType.FS, LinkType.FF) and not finished(plan, link.predecessor)
    )
    return "; ".join(f"{plan.label(before)} ({day_text(finish[before])})" for before in waits) or None
