"""The colour of a deliverable: the day on which it will be accepted against the day on which it should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pmo_excel.core.columns import Texts
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.rag import Rag, rag
from pmo_excel.governance.reasons import number_text
from pmo_excel.governance.tables import Deliverables
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.workdays import working_days_after


def deliverable_reasons(
    made: Deliverables,
    tasks: Schedule,
    calendar: Calendar,
    tolerance: float,
    trigger: float,
    status_date: int | None,
) -> list[tuple[Rag | None, str | None]]:
    """The colour of each deliverable and why.

    Blue when approved; red when rejected; else working days from the planned approval to the latest finish of its
    tasks, or to the status date where that is later, against the tolerance in time. Empty when superseded or without a
    planned approval.
    """
    finishes = _finishes(tasks)
    return [_one(made, row, finishes, calendar, tolerance, trigger, status_date) for row in range(len(made))]


def letters(reasons: Sequence[tuple[Rag | None, str | None]]) -> Texts:
    """The colours as cells."""
    return np.array([colour.value if colour else None for colour, _ in reasons], dtype=object)


def _finishes(tasks: Schedule) -> Mapping[str, int]:
    """The latest finish of each deliverable's tasks; NO_INSTANT where one of them has none."""
    found: dict[str, list[int]] = {}
    for made, finish in zip(tasks.deliverable_id.tolist(), tasks.finish.tolist(), strict=True):
        if made:
            found.setdefault(str(made), []).append(finish)
    return {key: NO_INSTANT if NO_INSTANT in dates else max(dates) for key, dates in found.items()}


def _one(
    made: Deliverables,
    row: int,
    finishes: Mapping[str, int],
    calendar: Calendar,
    tolerance: float,
    trigger: float,
    status_date: int | None,
) -> tuple[Rag | None, str | None]:
    state, due, done = made.deliverable_status[row], int(made.planned_approval[row]), int(made.actual_approval[row])
    if not made.id[row] or state == "Superseded":
        return None, None
    if state == "Approved" or done != NO_INSTANT:
        return Rag.BLUE, f"Approved {day_text(done)}." if done != NO_INSTANT else "Approved."
    if state == "Rejected":
        return Rag.RED, "RED: it was rejected."
    if due == NO_INSTANT:
        return None, None
    finish = finishes.get(str(made.id[row]), NO_INSTANT)
    if finish == NO_INSTANT and str(made.id[row]) in finishes:
        return Rag.GREY, "GREY: a task of it has no computed finish."
    passed = status_date is not None and status_date > max(due, finish)
    expected = status_date if passed and status_date is not None else finish
    if expected == NO_INSTANT:
        return Rag.GREEN, f"GREEN: planned approval {day_text(due)} has not passed."
    late = working_days_after(calendar, due, expected)
    colour = rag(late, tolerance, trigger)
    how = f"{number_text(abs(late))} wd {'after' if late > 0 else 'before'}" if late else "on"
    what = f"not approved on {day_text(expected)}, which" if passed else f"the last task's finish {day_text(expected)}"
    limits = f"tolerance {number_text(tolerance)}, amber > {number_text(trigger * tolerance)}"
    return colour, f"{colour.word}: {what} is {how} planned approval {day_text(due)} ({limits})."
