"""Forecast roadblocks: what will stop a task, found before it does; the least float first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.beside import Absences, People, TaskAssignments
from pmo_excel.schedule.dates import Driver
from pmo_excel.schedule.progress import finished, started
from pmo_excel.schedule.roadblock import Roadblock, calendar_of, day_of, days_of_float, spare
from pmo_excel.schedule.roadblocks_outside import Outside
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.workdays import working_days, working_days_after


@table("Schedule")
class Roadblocks(Table):
    """What stands in the way."""

    task_id: Annotated[Texts, Column("Task ID", "The task.")]
    name: Annotated[Texts, Column("Task Name", "Its name.")]
    kind: Annotated[Texts, Column("Kind", "Which sort of roadblock.")]
    date: Annotated[Instants, Column("Date", "When it bites.", Type.DATE)]
    total_float: Annotated[
        Numbers, Column("Total Float (wd)", "Delay that moves no finish.", Type.NUMBER, unit="working days")
    ]
    roadblock: Annotated[Texts, Column("Roadblock", "What it is, in one sentence.", Type.LONG_TEXT)]


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who answers for tasks and works on them, and when they are away; whatever of it is known."""

    absences: Absences | None = None
    people: People | None = None
    assignments: TaskAssignments | None = None

    def away(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        """First and last day away, by the name and by the ID of each person in lower case."""
        found: dict[str, list[tuple[int, int]]] = {}
        if self.absences is None:
            return found
        names = self.names()
        columns = (self.absences.resource_id, self.absences.date_from, self.absences.date_to)
        for who, first, last in zip(*(c.tolist() for c in columns), strict=True):
            if who is None or first == NO_INSTANT:
                continue
            key = str(who).casefold()
            for known in dict.fromkeys((key, names.get(key, key))):
                found.setdefault(known, []).append((first, first if last == NO_INSTANT else last))
        return found

    def names(self) -> Mapping[str, str]:
        """Names by ID, in lower case."""
        if self.people is None:
            return {}
        pairs = zip(self.people.id.tolist(), self.people.name.tolist(), strict=True)
        return {str(key).casefold(): str(name).casefold() for key, name in pairs if key and name}

    def roles(self) -> frozenset[str]:
        """IDs of roles that nobody fills yet, in lower case."""
        if self.people is None:
            return frozenset()
        pairs = zip(self.people.id.tolist(), self.people.resource_type.tolist(), strict=True)
        return frozenset(str(key).casefold() for key, kind in pairs if key and kind == "Role (generic)")

    def assigned(self) -> Mapping[str, Sequence[str]]:
        """Resource IDs by task ID, in lower case."""
        found: dict[str, list[str]] = {}
        if self.assignments is not None:
            columns = (self.assignments.task_id.tolist(), self.assignments.resource_id.tolist())
            for task, who in zip(*columns, strict=True):
                if task is not None and who is not None:
                    found.setdefault(str(task).casefold(), []).append(str(who).casefold())
        return found


def roadblocks(
    tasks: Schedule, done: Scheduled, staffing: Staffing, outside: Outside, near_critical: float = 5
) -> Roadblocks:
    """Roadblocks of every unfinished task: the least float first, then by date.

    Dates that will not be kept; work that should have begun; slips that have used up the float; starts that an imposed
    date holds, near the critical path; owners and assigned people who are away; roles that nobody fills; what others
    deliver too late; gates that are reached after their board, or wait for it.
    """
    plan, dates = done.plan, done.dates
    summaries = set(plan.parent)
    rows = [r for r in range(len(plan)) if dates.known[r] and r not in summaries and not finished(plan, r)]
    found = [
        *_late(tasks, done, rows, near_critical),
        *_people(tasks, done, rows, staffing),
        *outside.found(done, rows),
    ]
    days = [days_of_float(done, item.row) for item in found]
    order = sorted(range(len(found)), key=lambda i: (np.isnan(days[i]), days[i], found[i].date, found[i].row, i))
    made = Roadblocks.of(len(found))
    for at, item in enumerate(found[i] for i in order):
        made.task_id[at], made.name[at], made.kind[at] = plan.id[item.row], tasks.name[item.row], item.kind
        made.date[at], made.total_float[at], made.roadblock[at] = item.date, days_of_float(done, item.row), item.text
    return made


def _late(tasks: Schedule, done: Scheduled, rows: Sequence[int], near_critical: float) -> Iterator[Roadblock]:
    """What the dates themselves show."""
    plan, dates = done.plan, done.dates
    for row in rows:
        days, start, finish = days_of_float(done, row), day_of(dates.start[row]), day_of(dates.finish[row])
        left = spare(days)
        if days < 0:
            text = f"{plan.id[row]} is {-days:g} wd too late for a date that must be kept"
            yield Roadblock(row, "Negative float", finish, text)
        if plan.deadline[row] != NO_INSTANT and dates.finish[row] > plan.deadline[row]:
            promised = day_text(day_of(plan.deadline[row]))
            yield Roadblock(row, "Deadline", finish, f"{plan.id[row]} finishes after its deadline {promised}{left}")
        if dates.driver[row] is Driver.STATUS_DATE and not started(plan, row):
            yield Roadblock(row, "Overdue start", start, f"{plan.id[row]} should have started by now{left}")
            yield from _waiting(done, row)
        elif dates.driver[row] is Driver.CONSTRAINT and days <= near_critical and not started(plan, row):
            imposed = day_text(day_of(plan.constraint_date[row]))
            text = f"{plan.id[row]} is held by the imposed date {imposed}{left}"
            yield Roadblock(row, "Imposed date", start, text)
        slip = _slip(tasks, done, row)
        if slip > 0 and 0 <= days <= near_critical:
            text = f"{plan.id[row]} is {slip} wd later than its baseline{left}"
            yield Roadblock(row, "Low float", finish, text)


def _slip(tasks: Schedule, done: Scheduled, row: int) -> int:
    """Working days by which the finish lies after the task's own Baseline Finish; 0 without one."""
    agreed = int(tasks.baseline_finish[row])
    finish = day_of(done.dates.finish[row])
    return 0 if agreed == NO_INSTANT else working_days_after(calendar_of(done.plan, row), agreed, finish)


def _waiting(done: Scheduled, late: int) -> Iterator[Roadblock]:
    """The tasks that a late one drives: their input will be late."""
    plan, dates = done.plan, done.dates
    for row, driver in enumerate(dates.driving_predecessor):
        if driver == late and not started(plan, row):
            text = f"{plan.id[row]} waits for {plan.id[late]}, which should have started by now"
            yield Roadblock(row, "Late input", day_of(dates.start[row]), text + spare(days_of_float(done, row)))


def _people(tasks: Schedule, done: Scheduled, rows: Sequence[int], staffing: Staffing) -> Iterator[Roadblock]:
    """What is known of the people."""
    plan = done.plan
    away, assigned, roles = staffing.away(), staffing.assigned(), staffing.roles()
    for row in rows:
        owner = str(tasks.owner[row] or "").strip().casefold()
        left = spare(days_of_float(done, row))
        ids = assigned.get(plan.id[row].casefold(), ())
        yield from _absent(done, row, "owner", away.get(owner, ()))
        names = staffing.names()
        for who in ids:
            if owner not in (who, names.get(who, who)):
                yield from _absent(done, row, who.upper(), away.get(who, ()))
            if who in roles:
                text = f"{plan.id[row]} needs the role {who.upper()}, which nobody fills{left}"
                yield Roadblock(row, "Unfilled role", day_of(done.dates.start[row]), text)
        if tasks.has("owner") and not owner and not ids and not plan.milestone[row]:
            text = f"{plan.id[row]} has neither an owner nor anybody assigned{left}"
            yield Roadblock(row, "Unfilled role", day_of(done.dates.start[row]), text)


def _absent(done: Scheduled, row: int, who: str, absences: Sequence[tuple[int, int]]) -> Iterator[Roadblock]:
    """`6 starts while owner away, 0 float`; or how much of the work falls into an absence."""
    plan, left = done.plan, spare(days_of_float(done, row))
    start, finish = day_of(done.dates.start[row]), day_of(done.dates.finish[row])
    for first, last in absences:
        if first <= start <= last and not started(plan, row):
            yield Roadblock(row, "Leave", start, f"{plan.id[row]} starts while {who} away{left}")
        elif first <= finish and last >= start:
            missed = working_days(calendar_of(plan, row), max(first, start), min(last, finish))
            if missed:
                text = f"{plan.id[row]} runs while {who} away for {missed} wd{left}"
                yield Roadblock(row, "Leave", max(first, start), text)
