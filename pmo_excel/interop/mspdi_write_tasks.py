"""Tasks and links of a plan as elements of Microsoft Project's XML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.interop.elements import Element, element
from pmo_excel.interop.mspdi_details import Details
from pmo_excel.interop.mspdi_schema import TASK
from pmo_excel.interop.mspdi_values import date_text, duration_text, flag_text, tenths
from pmo_excel.schedule.critical_path import Dates
from pmo_excel.schedule.plan import NO_DURATION, PERCENTS, Constraint, LagUnit, Link, LinkType, Plan

_CONSTRAINTS: Final = {
    Constraint.ASAP: "0",
    Constraint.ALAP: "1",
    Constraint.MSO: "2",
    Constraint.MFO: "3",
    Constraint.SNET: "4",
    Constraint.SNLT: "5",
    Constraint.FNET: "6",
    Constraint.FNLT: "7",
}
_LINKS: Final = {LinkType.FF: "0", LinkType.FS: "1", LinkType.SF: "2", LinkType.SS: "3"}
_DAYS, _ELAPSED_DAYS, _PERCENT, _ELAPSED_PERCENT = "7", "8", "19", "20"
_LAG_FORMATS: Final = {
    LagUnit.WORKING: _DAYS,
    LagUnit.ELAPSED: _ELAPSED_DAYS,
    LagUnit.PERCENT: _PERCENT,
    LagUnit.ELAPSED_PERCENT: _ELAPSED_PERCENT,
}


@dataclass(slots=True)
class TaskWriting:
    """Tasks while they are written.

    Attributes
    ----------
    dates
        What is written as computed; None writes only what was entered.
    calendar_uids
        The UID of each calendar of the plan.
    uids
        The UID of each row.
    depth, links
        By row: outline level from 1, and links to its predecessors.
    summaries
        Rows with tasks under them.
    """

    plan: Plan
    dates: Dates | None
    details: Details
    calendar_uids: Sequence[int]
    uids: Sequence[str]
    depth: list[int] = field(default_factory=list)
    links: dict[int, list[Link]] = field(default_factory=dict)
    summaries: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.summaries = frozenset(self.plan.parent) - {-1}
        self.depth = [_depth(self.plan.parent, row) for row in range(len(self.plan))]
        for link in self.plan.links:
            self.links.setdefault(link.successor, []).append(link)


def _depth(parents: Sequence[int], row: int) -> int:
    depth, seen = 1, {row}
    while parents[row] >= 0 and parents[row] not in seen:
        row = parents[row]
        seen.add(row)
        depth += 1
    return depth


def outline_order(parents: Sequence[int]) -> list[int]:
    """The rows with every summary right before its tasks, as an outline lists them; else in their own order."""
    below: dict[int, list[int]] = {}
    for row, parent in enumerate(parents):
        below.setdefault(parent, []).append(row)
    order: list[int] = []
    waiting = list(reversed(below.get(-1, [])))
    while waiting:
        row = waiting.pop()
        order.append(row)
        waiting += reversed(below.get(row, []))
    left = set(range(len(parents))) - set(order)  # summaries of each other, which the engine reports
    return order + sorted(left)


def task_elements(writing: TaskWriting, order: Sequence[int]) -> Element:
    """The Tasks element: the project's own summary where the file had one, then the rows in outline order."""
    root = writing.details.tasks.get("0")
    top = [root.in_order(TASK)] if root is not None else []
    numbers = [0] * (max(writing.depth, default=0) + 1)
    made = []
    for place, row in enumerate(order, start=1):
        level = writing.depth[row]
        numbers[level] += 1
        numbers[level + 1 :] = [0] * (len(numbers) - level - 1)
        outline = ".".join(str(n) for n in numbers[1 : level + 1])
        made.append(_task(writing, row, place, outline))
    return Element("Tasks", children=(*top, *made))


def _task(writing: TaskWriting, row: int, place: int, outline: str) -> Element:
    uid = writing.uids[row]
    before = writing.details.tasks.get(uid, Element("Task"))
    fields: dict[str, str | None] = {
        "UID": uid,
        "ID": str(place),
        "OutlineNumber": outline,
        "OutlineLevel": str(writing.depth[row]),
    }
    fields |= _entered(writing, row, before.fields) | _progress(writing.plan, row)
    if writing.dates is not None:
        fields |= _computed(writing.dates, row)
    made = before.with_fields({k: v for k, v in fields.items() if v is not None or k in before.fields})
    kept = [child for child in made.children if child.name != "PredecessorLink"]
    links = [_link(writing, link) for link in writing.links.get(row, ())]
    return Element("Task", children=(*kept, *links)).in_order(TASK)


def _entered(writing: TaskWriting, row: int, before: Mapping[str, str]) -> dict[str, str | None]:
    plan, calendar = writing.plan, writing.plan.calendar[row]
    length = plan.duration[row]
    return {
        "Name": plan.name[row] or None,
        "Active": flag_text(plan.active[row]),
        "Manual": flag_text(plan.manual[row]),
        "Type": before.get("Type", "0"),
        "IsNull": "0",
        "Priority": before.get("Priority", "500"),
        "Duration": None if length == NO_DURATION else duration_text(length),
        "DurationFormat": _ELAPSED_DAYS if plan.elapsed[row] else _DAYS,
        "ManualStart": date_text(plan.manual_start[row]),
        "ManualFinish": date_text(plan.manual_finish[row]),
        "Milestone": flag_text(plan.milestone[row]),
        "Summary": "1" if row in writing.summaries else before.get("Summary", "0"),
        "ExternalTask": flag_text(plan.external[row]),
        "ConstraintType": _CONSTRAINTS[plan.constraint[row]],
        "CalendarUID": "-1" if calendar < 0 else str(writing.calendar_uids[calendar]),
        "ConstraintDate": date_text(plan.constraint_date[row]),
        "Deadline": date_text(plan.deadline[row]),
        "LevelingDelay": tenths(plan.leveling_delay[row]),
        "LevelingDelayFormat": before.get("LevelingDelayFormat", _ELAPSED_DAYS),
    }


def _progress(plan: Plan, row: int) -> dict[str, str | None]:
    done, left, length = plan.percent_complete[row], plan.remaining_duration[row], plan.duration[row]
    exact = round(done * 100, 9).is_integer()
    if not exact and left == NO_DURATION and length != NO_DURATION:
        left = length * (1 - done)
    fields = {
        "PercentComplete": str(round(done * 100)),
        "ActualStart": date_text(plan.actual_start[row]),
        "ActualFinish": date_text(plan.actual_finish[row]),
        "RemainingDuration": None if left == NO_DURATION else duration_text(left),
        "Resume": date_text(plan.resume[row]),
    }
    if done and length != NO_DURATION:
        fields["ActualDuration"] = duration_text(max(length - left if left != NO_DURATION else length * done, 0))
    return fields


def _computed(dates: Dates, row: int) -> dict[str, str | None]:
    fields = {
        "Start": date_text(dates.start[row]),
        "Finish": date_text(dates.finish[row]),
        "EarlyStart": date_text(dates.early_start[row]),
        "EarlyFinish": date_text(dates.early_finish[row]),
        "LateStart": date_text(dates.late_start[row]),
        "LateFinish": date_text(dates.late_finish[row]),
    }
    if dates.float_known[row]:
        fields |= {
            "Critical": flag_text(dates.critical[row]),
            "TotalSlack": tenths(dates.total_float[row]),
            "FreeSlack": None if dates.free_float[row] == NO_INSTANT else tenths(dates.free_float[row]),
        }
    return fields


def _link(writing: TaskWriting, link: Link) -> Element:
    percent = link.unit in PERCENTS
    return element(
        "PredecessorLink",
        {
            "PredecessorUID": writing.uids[link.predecessor],
            "Type": _LINKS[link.type],
            "CrossProject": "0",
            "LinkLag": str(round(link.lag)) if percent else tenths(link.lag),
            "LagFormat": _LAG_FORMATS[link.unit],
        },
    )
