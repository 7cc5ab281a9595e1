"""Status in time of each task, against the project's tolerance."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.rag import Rag, rag
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.reasons import number_text
from pmo_excel.schedule.tables import Schedule


@table("Schedule", key="id")
class TaskStatus(Table):
    """Tasks with their status in time."""

    id: Annotated[Texts, Column("Task ID", "The task, as in the Schedule sheet.")]
    rag: Annotated[Texts, Column("Task RAG", "Status in time; blue when complete.", Type.RAG)]
    why: Annotated[Texts, Column("RAG Why", "One sentence with the numbers.", Type.LONG_TEXT)]


def task_status(tasks: Schedule, tolerance: float, trigger: float) -> TaskStatus:
    """Status of each task: blue when complete, empty without a baseline or a finish, else by its finish variance."""
    found = [_one(tasks, row, tolerance, trigger) for row in range(len(tasks))]
    letters, sentences = np.full(len(found), None, dtype=object), np.full(len(found), None, dtype=object)
    for row, (colour, sentence) in enumerate(found):
        letters[row], sentences[row] = colour.value if colour else None, sentence
    return TaskStatus.of(len(tasks), id=tasks.id, rag=letters, why=sentences)


def _one(tasks: Schedule, row: int, tolerance: float, trigger: float) -> tuple[Rag | None, str | None]:
    finish, baseline = int(tasks.finish[row]), int(tasks.baseline_finish[row])
    late = float(tasks.finish_variance[row])
    if finish == NO_INSTANT or baseline == NO_INSTANT or late != late:
        return None, None
    how = f"{number_text(abs(late))} wd {'after' if late > 0 else 'before'}" if late else "on"
    where = f"finish {day_text(finish)} is {how} baseline {day_text(baseline)}"
    if tasks.percent_complete[row] >= 1 or tasks.actual_finish[row] != NO_INSTANT:
        return Rag.BLUE, f"Complete: {where}."
    colour = rag(late, tolerance, trigger)
    limits = f"tolerance {number_text(tolerance)}, amber > {number_text(trigger * tolerance)}"
    return colour, f"{colour.word}: {where} ({limits})."
