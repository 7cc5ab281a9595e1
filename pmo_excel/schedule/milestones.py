"""The steering list: every milestone of the plan with its baseline, forecast, variance and status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text, iso_day
from pmo_excel.core.rag import Rag, rag
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.snapshots import (
    BETTER,
    FORECAST_DATE,
    FORECAST_FINISH,
    MILESTONE,
    PROJECT,
    SAME,
    WORSE,
    Figure,
    Snapshots,
    previous,
)
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.workdays import working_days_after


@table("Milestones", key="id")
class MilestoneList(Table):
    """Milestones of the plan."""

    id: Annotated[Texts, Column("Milestone ID", "The task's ID.")]
    name: Annotated[Texts, Column("Milestone", "Its name.")]
    owner: Annotated[Texts, Column("Owner", "Who answers for it.", Type.PERSON)]
    baseline_date: Annotated[Instants, Column("Baseline Date", "As agreed.", Type.DATE)]
    previous_forecast: Annotated[Instants, Column("Previous Forecast", "As at the last snapshot.", Type.DATE)]
    forecast_date: Annotated[Instants, Column("Forecast Date", "As computed.", Type.DATE)]
    p80_date: Annotated[Instants, Column("P80 Date", "In 80% of the simulated runs reached by then.", Type.DATE)]
    actual_date: Annotated[Instants, Column("Actual Date", "When it was reached.", Type.DATE)]
    moved: Annotated[
        Numbers,
        Column("Moved since Last (wd)", "Later than at the last snapshot.", Type.NUMBER, unit="working days"),
    ]
    variance: Annotated[
        Numbers,
        Column("Variance to Baseline (wd)", "Forecast after the baseline.", Type.NUMBER, unit="working days"),
    ]
    rag: Annotated[Texts, Column("Milestone RAG", "Status in time; blue when reached.", Type.RAG)]
    rag_why: Annotated[Texts, Column("RAG Why", "One sentence with the numbers.", Type.LONG_TEXT)]
    trend: Annotated[Texts, Column("Trend", "▲ earlier, ► the same, ▼ later than at the last snapshot.", Type.ARROW)]


def milestone_list(
    tasks: Schedule,
    tolerance: float,
    trigger: float,
    snapshots: Snapshots | None = None,
    status_date: int | None = None,
    calendar: Calendar | None = None,
) -> MilestoneList:
    """The rows of type Milestone, or without duration, in the order of the plan."""
    rows = [row for row in range(len(tasks)) if tasks.id[row] is not None and is_milestone(tasks, row)]
    made = MilestoneList.of(
        len(rows),
        id=tasks.id[rows],
        name=tasks.name[rows],
        owner=tasks.owner[rows],
        baseline_date=tasks.baseline_finish[rows],
        forecast_date=tasks.finish[rows],
        p80_date=tasks.p80_finish[rows],
        actual_date=tasks.actual_finish[rows],
        variance=tasks.finish_variance[rows],
    )
    was = previous(snapshots, MILESTONE, FORECAST_DATE, status_date)
    for at in range(len(made)):
        made.rag[at], made.rag_why[at] = _status(made, at, tolerance, trigger)
        before, forecast = _kept_date(was.get(str(made.id[at]))), int(made.forecast_date[at])
        made.previous_forecast[at] = before
        if NO_INSTANT not in (before, forecast):
            made.trend[at] = _trend(before, forecast)
            made.moved[at] = np.nan if calendar is None else working_days_after(calendar, before, forecast)
    return made


def _kept_date(said: str | None) -> int:
    """A date as a snapshot kept it; NO_INSTANT where it kept none."""
    found = None if said is None else cells.moment(said, Conventions()).value
    return NO_INSTANT if found is None else int(found)


def _trend(before: int, forecast: int) -> str:
    """How the forecast compares with the last snapshot's."""
    moved = forecast // DAY - before // DAY
    return SAME if moved == 0 else WORSE if moved > 0 else BETTER


def forecasts(tasks: Schedule, project: str) -> Iterator[Figure]:
    """The finish that is forecast for the project, while every task has one, and for each milestone."""
    rows = [row for row, key in enumerate(tasks.id.tolist()) if key is not None]
    finish = tasks.finish.tolist()
    if rows and all(finish[row] != NO_INSTANT for row in rows):
        yield Figure(PROJECT, project, FORECAST_FINISH, str(iso_day(max(finish[row] for row in rows))))
    for row in rows:
        if finish[row] != NO_INSTANT and is_milestone(tasks, row):
            yield Figure(MILESTONE, str(tasks.id[row]), FORECAST_DATE, str(iso_day(finish[row])))


def is_milestone(tasks: Schedule, row: int) -> bool:
    """Whether a row is of type Milestone, or has a duration of 0."""
    typed = tasks.duration[row]
    kind = tasks.task_type[row]
    return bool(
        kind == "Milestone" or (kind != "Summary" and typed is not None and str(typed).strip() in ("0", "0d", "0.0"))
    )


def _status(made: MilestoneList, at: int, tolerance: float, trigger: float) -> tuple[str | None, str | None]:
    forecast, baseline, late = int(made.forecast_date[at]), int(made.baseline_date[at]), float(made.variance[at])
    if forecast == NO_INSTANT:
        return Rag.GREY.value, "GREY: it has no computed date."
    if made.actual_date[at] != NO_INSTANT:
        return Rag.BLUE.value, f"Reached {day_text(int(made.actual_date[at]))}."
    if baseline == NO_INSTANT or late != late:
        return None, None
    colour = rag(late, tolerance, trigger)
    how = f"{abs(late):g} wd {'after' if late > 0 else 'before'}" if late else "on"
    limits = f"tolerance {tolerance:g}, amber > {trigger * tolerance:g}"
    return colour.value, f"{colour.word}: {day_text(forecast)} is {how} baseline {day_text(baseline)} ({limits})."
