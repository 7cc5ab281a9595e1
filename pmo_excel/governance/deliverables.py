"""Deliverables: the tasks that make each, and whether it will be approved in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, NamedTuple

from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.rag import Rag, rag
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.reasons import number_text
from pmo_excel.governance.tables import Deliverables
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.workdays import working_days_after


@table("Deliverables", key="id")
class DeliverableStatus(Table):
    """Deliverables with the tasks that make them, and their colour."""

    id: Annotated[Texts, Column("Deliverable ID", "The deliverable, as in its sheet.")]
    linked_tasks: Annotated[Texts, Column("Linked Tasks", "Tasks that name it, in the plan's order.")]
    rag: Annotated[Texts, Column("Deliverable RAG", "Approval against plan; blue when approved.", Type.RAG)]
    why: Annotated[Texts, Column("Deliverable RAG Why", "One sentence with the numbers.", Type.LONG_TEXT)]


class Limits(NamedTuple):
    """What approvals are judged by: the day (an instant), the tolerance in working days, its trigger and a calendar."""

    status_date: int | None
    tolerance: float
    trigger: float
    calendar: Calendar


def deliverable_status(deliverables: Deliverables, tasks: Schedule, limits: Limits) -> DeliverableStatus:
    """The tasks of each deliverable, empty where none names it, and its colour.

    Approved is blue, rejected red; else the working days from the planned approval to the latest finish of its tasks,
    or to the status date where that is later, against the tolerance in time. Empty when superseded, without a planned
    approval, or where a task has no finish.
    """
    by_deliverable: dict[str, list[int]] = defaultdict(list)
    for row, (task, made) in enumerate(zip(tasks.id.tolist(), tasks.deliverable_id.tolist(), strict=True)):
        if task and made:
            by_deliverable[made].append(row)
    found = DeliverableStatus.of(len(deliverables), id=deliverables.id)
    for row, key in enumerate(deliverables.id.tolist()):
        rows = by_deliverable.get(key, []) if key else []
        found.linked_tasks[row] = "; ".join(tasks.id[rows].tolist()) or None
        if row not in deliverables.wrong("deliverable_status"):
            judged = _judged(deliverables, row, tasks.finish[rows].tolist(), limits)
            found.rag[row], found.why[row] = judged or (None, None)
    return found


def _judged(deliverables: Deliverables, row: int, finishes: Sequence[int], limits: Limits) -> tuple[str, str] | None:
    state, planned = deliverables.deliverable_status[row], int(deliverables.planned_approval[row])
    if state == "Approved":
        return Rag.BLUE.value, _approved(int(deliverables.actual_approval[row]), planned, limits)
    if state == "Rejected":
        return Rag.RED.value, "Deliverable RED: it was rejected."
    if state == "Superseded" or planned == NO_INSTANT or NO_INSTANT in finishes:
        return None
    ready = max(finishes, default=NO_INSTANT)
    comes = max(ready, NO_INSTANT if limits.status_date is None else limits.status_date)
    if comes == NO_INSTANT:
        return None
    late = max(0, working_days_after(limits.calendar, planned, comes))
    colour = rag(late, limits.tolerance, limits.trigger)
    what = "its tasks finish" if ready >= comes else "it is not approved"
    said = f"the planned approval {day_text(planned)} holds"
    if late:
        said = f"{what} on {day_text(comes)}, {number_text(late)} wd after the planned approval {day_text(planned)}"
    bounds = f"tolerance {number_text(limits.tolerance)}, amber > {number_text(limits.trigger * limits.tolerance)}"
    return colour.value, f"Deliverable {colour.word}: {said} ({bounds})."


def _approved(actual: int, planned: int, limits: Limits) -> str:
    if NO_INSTANT in (actual, planned):
        return "Approved."
    late = working_days_after(limits.calendar, planned, actual)
    how = f"{number_text(abs(late))} wd {'after' if late > 0 else 'before'}" if late else "on"
    return f"Approved: {day_text(actual)} is {how} the planned approval {day_text(planned)}."
