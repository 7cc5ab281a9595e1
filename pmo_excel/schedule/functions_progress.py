"""The catalogue entry of progress: how much is done, of tasks and of the summaries above them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from pmo_excel.core.catalogue import Answer, Arg, function
from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.functions import CalendarRange, HolidayRange
from pmo_excel.schedule.named_calendars import PROJECT, named_calendars
from pmo_excel.schedule.plan import NO_DURATION, Plan, Settings
from pmo_excel.schedule.plan_table import plan_from
from pmo_excel.schedule.summaries import percent_complete
from pmo_excel.schedule.tables import Schedule


@table("Schedule", key="id")
class Progress(Table):
    """How much of each task is done."""

    id: Annotated[Texts, Column("Task ID", "The task, as in the Schedule sheet.")]
    by_duration: Annotated[
        Numbers, Column("% Complete", "How much of the duration is done.", Type.PERCENT, unit="fraction")
    ]
    by_work: Annotated[
        Numbers, Column("% Work Complete", "How much of the effort is done.", Type.PERCENT, unit="fraction")
    ]


@function("PERCENTCOMPLETE", example="=PMO.PERCENTCOMPLETE(Schedule!A4:X60)")
def percentcomplete(
    tasks: Annotated[Schedule, Arg("The tasks", needs=("Task ID", "WBS", "Duration (wd)", "% Complete"))],
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
) -> Progress | Answer:
    """How much of each task is done; a summary by the durations and by the effort of the tasks below it.

    A summary with a task that has no duration, or a wrong percentage, has none by duration; without effort below it,
    none by work.
    """
    named, problems = named_calendars(holidays, calendars)
    per_day = named[PROJECT].minutes_per_day
    plan, wrong = plan_from(tasks, Settings(start=0, minutes_per_day=per_day, minutes_per_week=5 * per_day), named)
    effort = np.nan_to_num(tasks.effort).tolist()
    unknown = [w or minutes == NO_DURATION for w, minutes in zip(plan.wrong, plan.duration, strict=True)]
    without, wrong_below = _above(plan, unknown), _above(plan, plan.wrong)
    has_effort = _above(plan, [hours > 0 for hours in effort])
    by_work = [
        share if has_effort[row] and not wrong_below[row] else np.nan
        for row, share in enumerate(percent_complete(plan, effort))
    ]
    by_duration = [np.nan if without[row] else share for row, share in enumerate(percent_complete(plan))]
    made = Progress.of(len(plan), id=tasks.id, by_duration=np.array(by_duration), by_work=np.array(by_work))
    return Answer(made, [*problems, *wrong])


def _above(plan: Plan, rows: Sequence[bool]) -> list[bool]:
    """Rows, and the summaries above them."""
    found = list(rows)
    for row, own in enumerate(rows):
        above = plan.parent[row] if own else -1
        while above >= 0:
            found[above] = True
            above = plan.parent[above]
    return found
