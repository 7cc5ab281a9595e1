"""A real plan on a grid of working days, for the search: it gives an order, and the real passes give the dates.

The grid knows neither calendars nor leave, and links between summaries are left out; that makes an order worse at most,
never a date wrong, as every order is placed by the schedule's own rules (`placing`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from pmo_excel.resources.leveling.compiled import loaded
from pmo_excel.resources.leveling.demand import Demand
from pmo_excel.resources.leveling.diary import Availability, parts
from pmo_excel.resources.leveling.optimum import optimum
from pmo_excel.resources.leveling.problem import Link, Problem
from pmo_excel.resources.leveling.search import Limits, Solution, solve
from pmo_excel.schedule.dates import Dates
from pmo_excel.schedule.plan import LagUnit, LinkType, Plan
from pmo_excel.schedule.progress import remaining

PLACED: Final = 60_000
"""Activities that the search places: its schedules depend on the plan alone, so that the answer does too."""

MOST_SCHEDULES: Final = 1_000


def grid_problem(
    plan: Plan, dates: Dates, demands: Mapping[int, Sequence[Demand]], people: Availability
) -> tuple[Problem, list[int]]:
    """The plan in working days, and the row of each activity; what is done takes none."""
    summaries = set(plan.parent)
    rows = [row for row in range(len(plan)) if dates.known[row] and row not in summaries]
    at = {row: number for number, row in enumerate(rows)}
    per_day = plan.settings.minutes_per_day
    days = [math.ceil(max(remaining(plan, row), 0) / per_day) for row in rows]
    links = [
        Link(at[link.predecessor], at[link.successor], _gap(link.type, _lag(plan, number), days, at, number, plan))
        for number, link in enumerate(plan.links)
        if link.predecessor in at and link.successor in at
    ]
    needs = [_needs(demands.get(row, ()), people, length, per_day) for row, length in zip(rows, days, strict=True)]
    return Problem(days, links, needs, [max(most, 0) for most in people.most]), rows


def searched(
    plan: Plan,
    dates: Dates,
    demands: Mapping[int, Sequence[Demand]],
    people: Availability,
    limits: Limits,
    optimal: bool = False,
) -> tuple[list[float], Solution]:
    """By row: the day on which the best schedule of the grid starts it, 0 for rows that are not on it; the schedule."""
    problem, rows = grid_problem(plan, dates, demands, people)
    if optimal:
        found = optimum(problem, limits)
    else:
        usual = min(MOST_SCHEDULES, PLACED // max(len(rows), 1))
        within = Limits(limits.seconds, limits.schedules or usual, limits.cancelled, limits.clock)
        found = solve(problem, within, plain=not loaded() and limits.schedules is None)
    starts = [0.0] * len(plan)
    for row, start in zip(rows, found.start, strict=True):
        starts[row] = float(start)
    return starts, found


def _lag(plan: Plan, number: int) -> int:
    """Working days, roughly: a percentage of the predecessor's duration, or minutes."""
    link, per_day = plan.links[number], plan.settings.minutes_per_day
    if link.unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
        return math.ceil(max(plan.duration[link.predecessor], 0) * link.lag / 100 / per_day)
    per_day = per_day if link.unit is LagUnit.WORKING else 24 * 60
    return math.ceil(link.lag / per_day)


def _gap(kind: LinkType, lag: int, days: Sequence[int], at: Mapping[int, int], number: int, plan: Plan) -> int:
    """Days from start to start; not less than what keeps the order of starts and of finishes."""
    link = plan.links[number]
    before, after = days[at[link.predecessor]], days[at[link.successor]]
    from_start = {LinkType.FS: before, LinkType.SS: 0, LinkType.FF: before - after, LinkType.SF: -after}[kind]
    return max(from_start + lag, 0, before - after)


def _needs(demands: Sequence[Demand], people: Availability, days: int, minutes_per_day: float) -> list[tuple[int, int]]:
    """Units by resource in `PARTS`, no more than there ever are."""
    units: dict[int, int] = {}
    for need in demands:
        share = need.share if need.share == need.share else need.hours * 60 / max(days * minutes_per_day, 1)
        units[need.resource] = units.get(need.resource, 0) + parts(share)
    return [(resource, min(own, max(people.most[resource], 0))) for resource, own in units.items()]
