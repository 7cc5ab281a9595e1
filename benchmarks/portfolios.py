"""Made-up portfolios: projects that share people, for leveling across projects."""

from __future__ import annotations

import random
from typing import NamedTuple

from pmo_excel.resources.leveling.problem import Problem, finish_to_start
from pmo_excel.resources.leveling.rules import times
from pmo_excel.resources.leveling.space import Goals


class Portfolio(NamedTuple):
    """Projects, one after the other.

    Attributes
    ----------
    last
        By project, the activity with which it finishes.
    priority
        By project, 1 to 10.
    """

    problem: Problem
    last: list[int]
    priority: list[int]


def portfolio(projects: int = 50, tasks: int = 60, people: int = 30, seed: int = 0) -> Portfolio:
    """Projects of tasks of 1 to 10 days that wait for up to three of the ten before them.

    Each project begins within the first quarter of the time that all work takes, and draws on some of the people; a
    task needs one of them, now and then two, full time or half. A day has ten parts of a person.
    """
    drawn = random.Random(seed)  # noqa: S311 (no secret)
    duration: list[int] = []
    needs: list[list[tuple[int, int]]] = []
    pairs: list[tuple[int, int]] = []
    last, priority = [], []
    spread = projects * tasks * 5 // people // 4
    for _ in range(projects):
        team = drawn.sample(range(people), min(8, people))
        begin = len(duration)
        duration.append(drawn.randrange(spread))
        needs.append([])
        for k in range(1, tasks + 1):
            duration.append(drawn.randint(1, 10))
            who = drawn.sample(team, 1 if drawn.random() < 0.8 else 2)
            needs.append([(person, drawn.choice((5, 10, 10))) for person in who])
            before = range(max(1, k - 10), k)
            chosen = drawn.sample(before, min(len(before), drawn.randint(1, 3))) or [0]
            pairs += [(begin + at, begin + k) for at in chosen]
        end = len(duration)
        duration.append(0)
        needs.append([])
        pairs += [(row, end) for row in range(begin, end)]
        last.append(end)
        priority.append(drawn.randint(1, 10))
    problem = Problem(duration, finish_to_start(duration, pairs), needs, [10] * people)
    return Portfolio(problem, last, priority)


def delay_goals(made: Portfolio) -> Goals:
    """How late each project finishes against its own critical path, times its priority."""
    early = times(made.problem).early
    return Goals(made.last, [early[row] for row in made.last], made.priority)
