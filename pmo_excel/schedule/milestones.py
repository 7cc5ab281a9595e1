"""The steering list: every milestone of the plan with its baseline, forecast, variance and status."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.rag import Rag, rag
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.tables import Schedule


@table("Milestones", key="id")
class MilestoneList(Table):
    """Milestones of the plan."""

    id: Annotated[Texts, Column("Milestone ID", "The task's ID.")]
    name: Annotated[Texts, Column("Milestone", "Its name.")]
    owner: Annotated[Texts, Column("Owner", "Who answers for it.", Type.PERSON)]
    baseline_date: Annotated[Instants, Column("Baseline Date", "As agreed.", Type.DATE)]
    forecast_date: Annotated[Instants, Column("Forecast Date", "As computed.", Type.DATE)]
    actual_date: Annotated[Instants, Column("Actual Date", "When it was reached.", Type.DATE)]
    variance: Annotated[
        Numbers,
        Column("Variance to Baseline (wd)", "Forecast after the baseline.", Type.NUMBER, unit="working days"),
    ]
    rag: Annotated[Texts, Column("Milestone RAG", "Status in time; blue when reached.", Type.RAG)]
    rag_why: Annotated[Texts, Column("RAG Why", "One sentence with the numbers.", Type.LONG_TEXT)]


def milestone_list(tasks: Schedule, tolerance: float, trigger: float) -> MilestoneList:
    """The rows of type Milestone, or without duration, in the order of the plan."""
    rows = [row for row in range(len(tasks)) if tasks.id[row] is not None and _is_milestone(tasks, row)]
    made = MilestoneList.of(
        len(rows),
        id=tasks.id[rows],
        name=tasks.name[rows],
        owner=tasks.owner[rows],
        baseline_date=tasks.baseline_finish[rows],
        forecast_date=tasks.finish[rows],
        actual_date=tasks.actual_finish[rows],
        variance=tasks.finish_variance[rows],
    )
    for at in range(len(made)):
        made.rag[at], made.rag_why[at] = _status(made, at, tolerance, trigger)
    return made


def _is_milestone(tasks: Schedule, row: int) -> bool:
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
