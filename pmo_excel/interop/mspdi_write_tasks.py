"""Tasks and links of a plan as elements of Microsoft Project's XML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.interop.elements import Element, element
from pmo_excel.interop.mspdi_details import Details
from pmo_excel.interop.mspdi_schema import LINK, TASK
from pmo_excel.interop.mspdi_values import date_text, duration_text, flag_text, tenths
from pmo_excel.interop.mspdi_xml import ELAPSED_FORMATS, flag, lag_unit, minutes, whole
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
        The UID of each calendar that a task names, by its place in the plan.
    uids
        The UID of each row.
    depth, links
        By row: outline level from 1, and links to its predecessors.
    summaries
        Rows with tasks under them.
    known
        Every UID that is written.
    """

    plan: Plan
    dates: Dates | None
    details: Details
    calendar_uids: Mapping[int, int]
    uids: Sequence[str]
    depth: list[int] = field(default_factory=list)
    links: dict[int, list[Link]] = field(default_factory=dict)
    summaries: frozenset[int] = frozenset()
    known: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.summaries = frozenset(self.plan.parent) - {-1}
        self.known = frozenset(self.uids)
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
    root, blank = writing.details.tasks.get("0"), _blank_rows(writing)
    top = [root.in_order(TASK)] if root is not None else []
    numbers = [0] * (max(writing.depth, default=0) + 1)
    made = [_blank_row(empty, at) for at, empty in enumerate(blank.get("", ()), start=1)]
    for row in order:
        level = writing.depth[row]
        numbers[level] += 1
        numbers[level + 1 :] = [0] * (len(numbers) - level - 1)
        outline = ".".join(str(n) for n in numbers[1 : level + 1])
        made.append(_task(writing, row, len(made) + 1, outline))
        made += [_blank_row(empty, len(made) + at) for at, empty in enumerate(blank.get(writing.uids[row], ()), 1)]
    return Element("Tasks", children=(*top, *made))


def _blank_rows(writing: TaskWriting) -> dict[str, list[Element]]:
    """The file's blank rows by the UID of the task before them; they space a plan out and are no tasks."""
    found: dict[str, list[Element]] = {}
    uids, before = set(writing.uids), ""
    for uid, task in writing.details.tasks.items():
        if uid in uids:
            before = uid
        elif uid and flag(task.fields.get("IsNull")):
            found.setdefault(before, []).append(task)
    return found


def _blank_row(of: Element, place: int) -> Element:
    return of.with_fields({"ID": str(place)}).in_order(TASK)


def _task(writing: TaskWriting, row: int, place: int, outline: str) -> Element:
    uid = writing.uids[row]
    before = writing.details.tasks.get(uid, Element("Task"))
    fields: dict[str, str | None] = {
        "UID": uid,
        "ID": str(place),
        "OutlineNumber": outline,
        "OutlineLevel": str(writing.depth[row]),
    }
    fields |= _entered(writing, row, before.fields) | _progress(writing.plan, row, before.fields)
    if writing.dates is not None:
        fields |= _computed(writing.dates, row)
    made = before.with_fields({k: v for k, v in fields.items() if v is not None or k in before.fields})
    kept = [child for child in made.children if child.name != "PredecessorLink"]
    return Element("Task", children=(*kept, *_links(writing, row, before))).in_order(TASK)


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
        "DurationFormat": _format(before.get("DurationFormat"), plan.elapsed[row]),
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


def _progress(plan: Plan, row: int, before: Mapping[str, str]) -> dict[str, str | None]:
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
        spent = max(length - left if left != NO_DURATION else length * done, 0)
        listed = minutes(before.get("ActualDuration"))
        if listed is None or abs(listed - spent) >= 1:  # Microsoft Project's own differs by its tenths of minutes
            fields["ActualDuration"] = duration_text(spent)
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


def _format(before: str | None, elapsed: bool) -> str:
    """The unit that a duration is shown in: as it was where it still counts the same time, else days."""
    if before is not None and (whole(before, 7) in ELAPSED_FORMATS) == elapsed:
        return before
    return _ELAPSED_DAYS if elapsed else _DAYS


def _links(writing: TaskWriting, row: int, before: Element) -> list[Element]:
    """The links of the plan, and those to other files, which no plan holds."""
    listed = {part.fields.get("PredecessorUID", ""): part for part in before.parts("PredecessorLink")}
    own = [_link(writing, link, listed.get(writing.uids[link.predecessor])) for link in writing.links.get(row, ())]
    known = writing.known
    return [*own, *(part.in_order(LINK) for uid, part in listed.items() if uid not in known)]


def _link(writing: TaskWriting, link: Link, before: Element | None) -> Element:
    percent = link.unit in PERCENTS
    fields = before.fields if before is not None else {}
    form = fields.get("LagFormat")
    if form is None or lag_unit(whole(form, 7)) is not link.unit:
        form = _LAG_FORMATS[link.unit]
    own = {
        "PredecessorUID": writing.uids[link.predecessor],
        "Type": _LINKS[link.type],
        "LinkLag": str(round(link.lag)) if percent else tenths(link.lag),
        "LagFormat": form,
    }
    return element("PredecessorLink", {"CrossProject": "0", **fields, **own}).in_order(LINK)
