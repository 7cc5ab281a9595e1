"""Two versions of a plan compared by meaning: what people changed, and which dates moved because of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Final, NamedTuple

import numpy as np

from pmo_excel.core.columns import TEMPORAL, Column, Texts, is_empty
from pmo_excel.core.instants import iso_day
from pmo_excel.core.tables import Table, columns, table
from pmo_excel.schedule.durations import duration
from pmo_excel.schedule.plan import LagUnit, LinkType
from pmo_excel.schedule.plan_basis import NO_BASIS, Basis, differences
from pmo_excel.schedule.plan_table import DATES_DEPEND_ON
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule

CAUSE: Final = "Cause"
CONSEQUENCE: Final = "Consequence"
NO_EFFECT: Final = "Moves no date"
PROJECT: Final = "Project"
"""What stands in Task ID for the project as a whole."""
_MOVES_DATES: Final = frozenset({*DATES_DEPEND_ON, "wbs"})


@table("Schedule")
class PlanDiff(Table):
    """What is different in the second plan."""

    task_id: Annotated[Texts, Column("Task ID", "The task, or Project.")]
    kind: Annotated[Texts, Column("Kind", "added, removed, changed or moved.")]
    column: Annotated[Texts, Column("Column", "What is different.")]
    before: Annotated[Texts, Column("Before", "In the first plan: a number, a text, or a date as 2026-05-12.")]
    after: Annotated[Texts, Column("After", "In the second plan.")]
    role: Annotated[
        Texts,
        Column("Cause or Consequence", "Cause: people changed it. Consequence: it follows from links and calendars."),
    ]


class Difference(NamedTuple):
    """One difference; `before` and `after` as cells show them, None where there is nothing."""

    task_id: str
    kind: str
    column: str
    before: Any
    after: Any
    role: str


@dataclass(frozen=True)
class Version:
    """One version of a plan: the sheet, its dates, and what it was scheduled by."""

    tasks: Schedule
    done: Scheduled
    basis: Basis = NO_BASIS

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row by task ID, in the order of the sheet; of an ID that several rows have, the first."""
        found: dict[str, int] = {}
        for row, key in enumerate(self.done.plan.id):
            if key:
                found.setdefault(key, row)
        return found

    @cached_property
    def links(self) -> dict[int, frozenset[tuple[str, LinkType, float, LagUnit]]]:
        """The predecessors of each row by meaning, whatever their order and spelling."""
        found: dict[int, set[tuple[str, LinkType, float, LagUnit]]] = {}
        for link in self.done.plan.links:
            held = (self.done.plan.id[link.predecessor], link.type, link.lag, link.unit)
            found.setdefault(link.successor, set()).add(held)
        return {row: frozenset(links) for row, links in found.items()}

    @cached_property
    def critical_path(self) -> list[str]:
        """The critical tasks in the order in which they start."""
        plan, dates = self.done.plan, self.done.dates
        summaries = set(plan.parent)
        rows = [row for row in range(len(plan)) if dates.critical[row] and row not in summaries]
        return [plan.id[row] for row in sorted(rows, key=lambda row: (dates.start[row], row))]


def plan_diff(before: Version, after: Version) -> PlanDiff:
    """What people changed, of the project and in the order of the second sheet; then what moved by it."""
    found = [*causes(before, after), *consequences(before, after), *_of_project(before, after)]
    made = PlanDiff.of(len(found))
    for at, difference in enumerate(found):
        made.task_id[at], made.kind[at], made.column[at] = difference[:3]
        made.before[at], made.after[at], made.role[at] = difference[3:]
    return made


def causes(before: Version, after: Version) -> Iterator[Difference]:
    """What the plan is scheduled by, tasks added and removed, and typed cells with another meaning.

    Only columns that both sheets have are compared.
    """
    for changed in differences(before.basis, after.basis):
        yield Difference(PROJECT, "changed", *changed, CAUSE)
    for key, row in before.rows.items():
        if key not in after.rows:
            yield Difference(key, "removed", "Task", before.tasks.name[row], None, CAUSE)
    declared = columns(Schedule)
    shared = [n for n, c in declared.items() if c.typed and n != "id" and before.tasks.has(n) and after.tasks.has(n)]
    for key, row in after.rows.items():
        if key not in before.rows:
            yield Difference(key, "added", "Task", None, after.tasks.name[row], CAUSE)
            continue
        for name in shared:
            if not _same(before, after, name, before.rows[key], row):
                was, now = _shown(before.tasks, name, before.rows[key]), _shown(after.tasks, name, row)
                role = CAUSE if name in _MOVES_DATES else NO_EFFECT
                yield Difference(key, "changed", declared[name].header, was, now, role)


def _same(before: Version, after: Version, name: str, was: int, now: int) -> bool:
    """Whether two cells mean the same: `2w` is 10 days, `3;4` is `4; 3`."""
    old, new = getattr(before.tasks, name)[was], getattr(after.tasks, name)[now]
    if bool(old == new) or (is_empty(old) and is_empty(new)):
        return True
    if is_empty(old) or is_empty(new):
        return False
    if name == "predecessors" and not (before.done.plan.wrong[was] or after.done.plan.wrong[now]):
        return before.links.get(was) == after.links.get(now)
    if name == "duration":
        settings = after.done.plan.settings
        read = duration(old, settings)
        return read is not None and read == duration(new, settings)
    return False


def _shown(tasks: Schedule, name: str, row: int) -> Any:
    value = getattr(tasks, name)[row]
    if is_empty(value):
        return None
    if columns(Schedule)[name].type in TEMPORAL:
        return iso_day(int(value))
    return value.item() if isinstance(value, np.generic) else value


def consequences(before: Version, after: Version) -> Iterator[Difference]:
    """Start and finish that moved by a day or more, and tasks that became or ceased to be critical."""
    old, new = before.done.dates, after.done.dates
    for key, row in after.rows.items():
        was = before.rows.get(key)
        if was is None:
            continue
        for header, first, second in (("Start", old.start, new.start), ("Finish", old.finish, new.finish)):
            dates = iso_day(first[was]), iso_day(second[row])
            if dates[0] != dates[1]:
                yield Difference(key, "moved", header, *dates, CONSEQUENCE)
        if old.float_known[was] and new.float_known[row] and old.critical[was] != new.critical[row]:
            yes_no = ("Yes" if old.critical[was] else "No", "Yes" if new.critical[row] else "No")
            yield Difference(key, "changed", "Critical", *yes_no, CONSEQUENCE)


def _of_project(before: Version, after: Version) -> Iterator[Difference]:
    """The critical path and the finish of the project, where both plans are known whole."""
    if not (before.done.dates.complete and after.done.dates.complete):
        return
    if set(before.critical_path) != set(after.critical_path):  # rows that start together may be in any order
        paths = "-".join(before.critical_path), "-".join(after.critical_path)
        yield Difference(PROJECT, "changed", "Critical Path", *paths, CONSEQUENCE)
    finishes = iso_day(before.done.dates.project_finish), iso_day(after.done.dates.project_finish)
    if finishes[0] != finishes[1]:
        yield Difference(PROJECT, "moved", "Finish", *finishes, CONSEQUENCE)
