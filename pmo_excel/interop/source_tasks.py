"""The tasks of a Microsoft Project file with the dates that it holds, and what they hang on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.interop.imported import SourceTask
from pmo_excel.interop.mspdi_details import Details
from pmo_excel.interop.mspdi_xml import exact_moment
from pmo_excel.schedule.plan import Constraint, Plan


def source_tasks(plan: Plan, details: Details, ids: Sequence[str]) -> list[SourceTask]:
    """The active tasks, as the file dates them."""
    linked, below = _linked(plan), _children(plan)
    found = []
    for row in (row for row in range(len(plan)) if plan.active[row]):
        task = details.tasks.get(plan.id[row])
        of = task.fields if task is not None else {}
        start, finish = exact_moment(of.get("Start")), exact_moment(of.get("Finish"))
        hangs_on = tuple(dict.fromkeys(ids[other] for place in _above(plan, row) for other in linked.get(place, ())))
        under = tuple(ids[child] for child in below.get(row, ()))
        found.append(SourceTask(ids[row], plan.name[row], start, finish, _idle(plan, row, start), hangs_on, under))
    return found


def _linked(plan: Plan) -> dict[int, list[int]]:
    """Predecessors of each row; of a task that is as late as possible, its successors too."""
    late = plan.settings.schedule_from_finish
    found: dict[int, list[int]] = {}
    for link in plan.links:
        found.setdefault(link.successor, []).append(link.predecessor)
        if late or plan.constraint[link.predecessor] is Constraint.ALAP:
            found.setdefault(link.predecessor, []).append(link.successor)
    return found


def _children(plan: Plan) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row, parent in enumerate(plan.parent):
        if parent >= 0:
            found.setdefault(parent, []).append(row)
    return found


def _above(plan: Plan, row: int) -> Iterator[int]:
    """The row itself and the summaries above it, whose links hold it, too."""
    seen: set[int] = set()
    while row >= 0 and row not in seen:
        yield row
        seen.add(row)
        row = plan.parent[row]


def _idle(plan: Plan, row: int, start: float) -> bool:
    """Whether a task starts on a day on which its calendar has no work."""
    if start == NO_INSTANT:
        return False
    day = int(start // DAY)
    return not plan.calendars[max(plan.calendar[row], 0)].days(day, day)[0]
