"""Progress that contradicts itself, or the status date: reported, and used as typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.schedule.tables import Schedule


class _Progress(NamedTuple):
    """What is typed about the progress of one task."""

    started: int
    finished: int
    done: float


def contradictions(tasks: Schedule, status_date: int | None) -> Iterator[Problem]:
    """Actual dates after the status date, in the wrong order, or that the percentage denies."""
    columns = (tasks.actual_start.tolist(), tasks.actual_finish.tolist(), tasks.percent_complete.tolist())
    for row, typed in enumerate(zip(*columns, strict=True)):
        progress = _Progress(*typed)
        if progress.started != NO_INSTANT or progress.finished != NO_INSTANT:
            for name, text, fix in _found(progress, status_date):
                yield Problem(Code.PROGRESS, text, tasks.cell(name, row), fix, Severity.MEDIUM)


def _found(progress: _Progress, status_date: int | None) -> Iterator[tuple[str, str, str]]:
    started, finished, done = progress
    fix = "Type what has happened up to the status date, or move the status date."
    for name, date in (("actual_start", started), ("actual_finish", finished)):
        if status_date is not None and date != NO_INSTANT and date // DAY > status_date // DAY:
            yield name, f"{day_text(date)} is after the status date, {day_text(status_date)}", fix
    if finished == NO_INSTANT:
        return
    if started != NO_INSTANT and finished // DAY < started // DAY:
        text = f"it finished on {day_text(finished)}, before it started on {day_text(started)}"
        yield "actual_finish", text, "Correct one of the two dates."
    if done == done and done < 1:
        text = f"it finished on {day_text(finished)}, but is {done:.0%} complete"
        yield "actual_finish", text, "Type 100%, or clear the actual finish."
