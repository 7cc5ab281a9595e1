"""Several plans on one grid of working days, for the search: each with the day that it may begin on and an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.resources.leveling.diary import Availability
from pmo_excel.resources.leveling.grid import grid_problem
from pmo_excel.resources.leveling.problem import Link, Problem
from pmo_excel.resources.leveling.projects import Project
from pmo_excel.resources.leveling.rules import times
from pmo_excel.resources.leveling.space import Goals

WORKED: Final = 5 / 7
"""Working days in a calendar day, about: the grid knows no calendars."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One problem of all plans.

    Attributes
    ----------
    goals
        How late each project ends against its dates without leveling, times its weight.
    rows
        By project: the row of each of its activities, the first of which has the number in `first`.
    """

    problem: Problem
    goals: Goals
    rows: Sequence[Sequence[int]]
    first: Sequence[int]
    lengths: Sequence[int]

    def starts(self, found: Sequence[int]) -> list[list[float]]:
        """By project and row: the day on which a schedule starts it; 0 for rows that are not on the grid."""
        made = []
        for rows, first, length in zip(self.rows, self.first, self.lengths, strict=True):
            starts = [0.0] * length
            for at, row in enumerate(rows, first):
                starts[row] = float(found[at])
            made.append(starts)
        return made


def joint_grid(projects: Sequence[Project], people: Availability, weight: Sequence[int]) -> Grid:
    """All plans in working days from the first of their days on; activity 0 is the beginning of them all."""
    each = [grid_problem(p.plan, p.dates, p.demands, people) for p in projects]
    begin = min((_first(p, rows) for p, (_, rows) in zip(projects, each, strict=True)), default=0)
    duration, links, ends, firsts = [0], list[Link](), list[int](), list[int]()
    needs: list[Sequence[tuple[int, int]]] = [[]]
    for project, (problem, rows) in zip(projects, each, strict=True):
        first = len(duration)
        firsts.append(first)
        links += [Link(before + first, after + first, gap) for before, after, gap in problem.links]
        waiting, leading = {link.successor for link in problem.links}, {link.predecessor for link in problem.links}
        for at, row in enumerate(rows):
            if at not in waiting or project.plan.constraint_date[row] != NO_INSTANT:
                links.append(Link(0, first + at, _days(project.dates.start[row] // DAY - begin)))
        duration += problem.duration
        needs += problem.needs
        ends.append(len(duration))
        links += [Link(first + at, ends[-1], problem.duration[at]) for at in range(len(rows)) if at not in leading]
        duration.append(0)
        needs.append([])
    capacity = [max(most, 0) for most in people.most]
    problem = Problem(duration, links, needs, capacity)
    early = times(problem).early
    goals = Goals(ends, [early[end] for end in ends], weight)
    return Grid(problem, goals, [rows for _, rows in each], firsts, [len(p.plan) for p in projects])


def _first(project: Project, rows: Sequence[int]) -> int:
    return min((project.dates.start[row] // DAY for row in rows), default=1 << 30)


def _days(calendar_days: int) -> int:
    return max(int(calendar_days * WORKED), 0)
