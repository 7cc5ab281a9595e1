"""Leveling across projects: whose task moves because of whose, how late each is, what a request costs others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final, TypeVar

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import Table, table
from pmo_excel.portfolio.pool import Pool, Source
from pmo_excel.resources.capacity import capacity
from pmo_excel.resources.leveling.demand import demands, without_unknown
from pmo_excel.resources.leveling.diary import Availability, availability
from pmo_excel.resources.leveling.everyday import USUAL_PRIORITY, Leveled
from pmo_excel.resources.leveling.leveled_table import LeveledTasks, overallocated, rows_leveled
from pmo_excel.resources.leveling.placing import Placed, Rules, movable
from pmo_excel.resources.leveling.projects import Project, finish_of, project_delay
from pmo_excel.resources.leveling.reasons import Contest, Entrant, Reasons
from pmo_excel.resources.leveling.together import (
    Effort,
    Objective,
    Step,
    Together,
    common_days,
    level_together,
)
from pmo_excel.schedule.dates import last_day
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule

T = TypeVar("T", bound=Table)
LEAST: Final = {
    Objective.DELAY: "so the delay weighted by project priority is least",
    Objective.MAKESPAN: "so the last project finishes soonest",
    Objective.PRIORITY: "so the delay weighted by project priority is least",
}


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One of the projects: its workbook's tables, and its schedule without leveling.

    Attributes
    ----------
    rank
        The project's priority, 1 first to 5 last.
    """

    source: Source
    tasks: Schedule
    done: Scheduled
    rank: int


@table("Leveled Projects", key="id")
class ProjectDelays(Table):
    """Each project's finish without leveling and with it."""

    id: Annotated[Texts, Column("Project ID", "The project.")]
    rank: Annotated[Numbers, Column("Priority", "1 is first, 5 last.", Type.NUMBER, unit="1-5")]
    finish: Annotated[Instants, Column("Finish", "Without leveling.", Type.DATE)]
    leveled: Annotated[Instants, Column("Levelled Finish", "With the people there are.", Type.DATE)]
    delay: Annotated[Numbers, Column("Delay (wd)", "How much later.", Type.NUMBER, unit="working days")]
    weighted: Annotated[
        Numbers, Column("Weighted Delay (wd)", "Times 5 for priority 1 … 1 for 5.", Type.NUMBER, unit="working days")
    ]
    moved: Annotated[Numbers, Column("Tasks Moved", "How many tasks move.", Type.NUMBER, unit="tasks")]
    waits: Annotated[Texts, Column("Waits For", "Other projects that went first, and how often.", Type.LONG_TEXT)]


@table("Moved Tasks", key="project+id")
class MovedTasks(Table):
    """Each task that moves: why, whose task went first, by which rule."""

    project: Annotated[Texts, Column("Project ID", "Its project.")]
    id: Annotated[Texts, Column("Task ID", "The task, as in its Schedule.")]
    name: Annotated[Texts, Column("Task Name", "Its name.")]
    start: Annotated[Instants, Column("Start", "Without leveling.", Type.DATE)]
    leveled_start: Annotated[Instants, Column("Levelled Start", "When its people have the time.", Type.DATE)]
    leveled_finish: Annotated[Instants, Column("Levelled Finish", "When it then finishes.", Type.DATE)]
    delay: Annotated[Numbers, Column("Delay (wd)", "How much later it starts.", Type.NUMBER, unit="working days")]
    winner: Annotated[Texts, Column("Went First", "The task that has the person meanwhile, after its project.")]
    rule: Annotated[Texts, Column("Rule", "By which that one goes first.", Type.LONG_TEXT)]
    because: Annotated[Texts, Column("Because", "Why it moved, as a sentence.", Type.LONG_TEXT)]


@table("Fair Share", key="id")
class ProjectShare(Table):
    """What each project that asks for people with soft bookings would cost the others."""

    id: Annotated[Texts, Column("Project ID", "The project that asks.")]
    own: Annotated[Numbers, Column("Own Delay (wd)", "How late it would be itself.", Type.NUMBER, unit="working days")]
    others: Annotated[
        Numbers, Column("Others' Delay (wd)", "How much later all others finish.", Type.NUMBER, unit="working days")
    ]
    cost: Annotated[Texts, Column("Costs", "Project by project: PRJ-A +3 d, PRJ-B 0.", Type.LONG_TEXT)]


@dataclass(frozen=True, slots=True)
class AcrossProjects:
    """Projects leveled together.

    Attributes
    ----------
    tasks
        By file: a row for each task, as LEVEL gives it.
    problems
        By file: tasks that lie where somebody has no time.
    """

    delays: ProjectDelays
    moved: MovedTasks
    tasks: Mapping[str, LeveledTasks]
    problems: Mapping[str, Sequence[Problem]]
    together: Together


@dataclass(frozen=True, slots=True)
class Shared:
    """Projects ready to be leveled with the people of all.

    Attributes
    ----------
    unknown
        By project: rows that rest on somebody whose hours could not be read.
    """

    members: Sequence[Member]
    projects: Sequence[Project]
    people: Availability
    names: Sequence[str]
    unknown: Sequence[frozenset[int]]


def shared_people(members: Sequence[Member], sources: Sequence[Source], pool: Pool, booking: str) -> Shared:
    """Each member's demands of the pool's people, and when those are there; `sources` are those of the pool."""
    ends = np.cumsum([len(source.assignments) for source in sources]).tolist()
    last = {source.file: end for source, end in zip(sources, ends, strict=True)}
    projects = []
    for member in members:
        held, end = member.source.assignments, last[member.source.file]
        held = held.replace(resource_id=pool.assignments.resource_id[end - len(held) : end])
        needs, _ = demands(held, pool.resources, member.done.plan.id, booking)
        priority = np.where(np.isnan(member.tasks.priority), USUAL_PRIORITY, member.tasks.priority).tolist()
        plan, dates = member.done.plan, member.done.dates
        projects.append(Project(member.source.project, plan, dates, needs, priority, member.rank))
    days = common_days(projects)
    there, _ = capacity(pool.resources, pool.leave, pool.calendars, pool.default, days, pool.terms)
    always, _ = capacity(pool.resources, None, pool.calendars, pool.default, days, pool.terms)
    known = [without_unknown(p.plan, p.demands, there.capacity) for p in projects]
    projects = [replace(p, demands=needs) for p, (needs, _) in zip(projects, known, strict=True)]
    people = availability(days.first, there.present, there.capacity, always.present)
    named = zip(pool.resources.name.tolist(), pool.resources.id.tolist(), strict=True)
    return Shared(members, projects, people, [str(name or key) for name, key in named], [rows for _, rows in known])


def level_projects(
    shared: Shared, rules: Rules, effort: Effort, progress: Callable[[Step], None] | None = None
) -> AcrossProjects:
    """Level the projects together and say of each moved task why, and which task went first by which rule.

    Raises
    ------
    MissingSolverError
        The optimum is asked for without OR-Tools.
    """
    got = level_together(shared.projects, shared.people, rules, effort, progress)
    entrants = [_entrant(p, placed) for p, placed in zip(shared.projects, got.placed, strict=True)]
    contest = Contest(entrants, shared.names, LEAST[effort.objective])
    why = [Reasons(contest, at) for at in range(len(entrants))]
    tasks, problems, moved, waits = {}, {}, list[tuple[object, ...]](), list[dict[str, int]]()
    for member, entrant, reasons, unknown in zip(shared.members, entrants, why, shared.unknown, strict=True):
        made = rows_leveled(member.tasks, member.done, entrant.done, reasons, unknown)
        tasks[member.source.file] = made
        problems[member.source.file] = overallocated(member.tasks, member.done.plan, entrant.done, reasons)
        rows, counts = _moved(member, made, reasons)
        moved += rows
        waits.append(counts)
    delays = _delays(shared, got, moved, waits)
    return AcrossProjects(delays, _table(MovedTasks, moved), tasks, problems, got)


def _entrant(project: Project, placed: Placed) -> Entrant:
    fixed = frozenset(row for row in project.demands if not movable(project.plan, row))
    done = Leveled(placed, project.priority, 1)
    return Entrant(project.plan, project.dates, project.demands, done, fixed, project.id, project.rank)


def _moved(member: Member, made: LeveledTasks, why: Reasons) -> tuple[list[tuple[object, ...]], dict[str, int]]:
    """Rows of the tasks that move, and how often tasks of which project went first."""
    rows, waits = list[tuple[object, ...]](), dict[str, int]()
    dates = member.done.dates
    for row, because in enumerate(made.because.tolist()):
        if because is None or not made.delay[row]:
            continue
        first = why.winner(row)
        if first is not None and first.project != member.source.project:
            waits[first.project] = waits.get(first.project, 0) + 1
        rows.append(
            (
                member.source.project,
                made.id[row],
                member.tasks.name[row],
                dates.start[row],
                int(made.start[row]),
                int(made.finish[row]),
                float(made.delay[row]),
                None if first is None else first.task,
                None if first is None else first.rule,
                because,
            )
        )
    return rows, waits


def _table(cls: type[T], rows: Sequence[tuple[object, ...]]) -> T:
    """A table from its rows, in declared order."""
    names = list(cls.__dataclass_fields__)[1:]
    empty = cls.of(len(rows))
    held = {}
    for at, name in enumerate(names):
        column = getattr(empty, name).copy()
        for row, values in enumerate(rows):
            column[row] = values[at]
        held[name] = column
    return cls.of(len(rows), **held)


def _delays(
    shared: Shared, got: Together, moved: Sequence[tuple[object, ...]], waits: Sequence[Mapping[str, int]]
) -> ProjectDelays:
    rows = []
    for project, placed, counts, unknown in zip(shared.projects, got.placed, waits, shared.unknown, strict=True):
        before = finish_of(project.plan, project.dates.finish)
        after = NO_INSTANT if unknown else finish_of(project.plan, placed.finish)
        days = float("nan") if unknown else project_delay(project, placed.finish)
        others = [f"{name} {times}×" for name, times in sorted(counts.items(), key=lambda one: -one[1])]
        tasks = sum(row[0] == project.id for row in moved)
        finishes = (NO_INSTANT if day == NO_INSTANT else last_day(day) for day in (before, after))
        rows.append(
            (project.id, project.rank, *finishes, days, days * project.weight, tasks, ", ".join(others) or None)
        )
    return _table(ProjectDelays, rows)


def shares(shared: Shared, rules: Rules, effort: Effort) -> ProjectShare:
    """Level with the confirmed bookings, then with each project's soft ones as well, one project at a time."""
    hard = [_hard(project) for project in shared.projects]
    before = level_together(hard, shared.people, rules, effort)
    rows = []
    for at, asking in enumerate(shared.projects):
        if all(need.hard for needs in asking.demands.values() for need in needs):
            continue
        trial = [asking if k == at else each for k, each in enumerate(hard)]
        after = level_together(trial, shared.people, rules, effort)
        own = project_delay(asking, after.placed[at].finish, before.placed[at].finish)
        costs = {
            other.id: project_delay(other, after.placed[k].finish, before.placed[k].finish)
            for k, other in enumerate(shared.projects)
            if k != at
        }
        said = ", ".join(_cost(name, days) for name, days in costs.items())
        rows.append(
            (asking.id, own, sum(costs.values()), f"adding {asking.id} soft → {said or 'nobody else is there'}")
        )
    return _table(ProjectShare, rows)


def _cost(name: str, days: float) -> str:
    return f"{name} {days:+g} d" if days else f"{name} 0"


def _hard(project: Project) -> Project:
    kept = {row: [need for need in needs if need.hard] for row, needs in project.demands.items()}
    return replace(project, demands={row: needs for row, needs in kept.items() if needs})


def rank_of(priority: str | None) -> int | None:
    """A project's priority from 1 to 5 as the Charter says it; None where it says none."""
    text = "" if priority is None else str(priority).strip().removesuffix(".0")
    return int(text) if text in {"1", "2", "3", "4", "5"} else None
