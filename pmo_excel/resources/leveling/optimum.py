"""The optimum where it can be proven: the search first, then a constraint solver that starts from its schedule.

The solver is OR-Tools' CP-SAT (the extra `optimum`).
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any, Final

from pmo_excel.resources.leveling.problem import Problem
from pmo_excel.resources.leveling.search import Limits, Solution, solve
from pmo_excel.resources.leveling.space import Goals

LARGE: Final = 90
"""Activities from which the search gets most of the time: there it beats the solver."""
SEARCH_OF_SMALL: Final = 0.3
SEARCH_OF_LARGE: Final = 0.8
ENOUGH: Final = 3_000
"""Schedules of a small problem with goals, after which the solver begins."""
_EXACT: Final = 1e-6
"""The solver's bound is a number of machine arithmetic: so much above a whole one is that one."""
_LOOKS: Final = 0.05
"""Seconds between two looks at the clock and at Cancel."""


class MissingSolverError(ImportError):
    """OR-Tools is not installed; `fix` says what to do."""

    fix = 'Install it with pip install "pmo-excel[ortools]", or level without it.'

    def __init__(self) -> None:
        super().__init__("the optimum is looked for by OR-Tools, which is not installed")


def optimum(
    problem: Problem,
    limits: Limits,
    seed: int = 0,
    progress: Callable[[Solution], None] | None = None,
    goals: Goals | None = None,
) -> Solution:
    """The best schedule, or the best one found within limits with a bound that tells how far off it is at most.

    Without goals the shortest is the best.

    Raises
    ------
    MissingSolverError
        Without OR-Tools.
    ValueError
        Limits without seconds.
    """
    if not find_spec("ortools"):
        raise MissingSolverError
    if limits.seconds is None:
        raise ValueError("limits must have seconds")
    began = limits.clock()
    share = SEARCH_OF_LARGE if len(problem) > LARGE else SEARCH_OF_SMALL
    enough = None if goals is None or len(problem) > LARGE else ENOUGH  # no bound ends the search for goals
    first = Limits(limits.seconds * share, limits.schedules or enough, limits.cancelled, limits.clock)
    found = solve(problem, first, seed, goals, progress)
    left = limits.seconds - (limits.clock() - began)
    if found.optimal or left <= 0 or (limits.cancelled and limits.cancelled()):
        return found
    start, bound = _solved(problem, found, Limits(left, None, limits.cancelled, limits.clock), seed, goals)
    cost = cost_of(problem, start, goals)
    made = Solution(start, cost, max(bound, found.bound), found.schedules, limits.clock() - began)
    if progress and made.cost < found.cost:
        progress(made)
    return made


def cost_of(problem: Problem, start: Sequence[int], goals: Goals | None) -> int:
    """The span; with goals how late they are, weighted."""
    ends = [begin + length for begin, length in zip(start, problem.duration, strict=True)]
    if goals is None:
        return max(ends)
    each = zip(goals.activity, goals.due, goals.weight, strict=True)
    return sum(weight * max(ends[activity] - due, 0) for activity, due, weight in each)


def _solved(
    problem: Problem, found: Solution, limits: Limits, seed: int, goals: Goals | None
) -> tuple[tuple[int, ...], int]:
    """The starts of the solver's best schedule, and the bound that it proved."""
    from ortools.sat.python import cp_model

    model, starts = _model(cp_model, problem, found, goals)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = 1e6
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(solver, limits, ended), daemon=True)
    watch.start()
    try:
        status = solver.solve(model)
    finally:
        ended.set()
        watch.join()
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return found.start, found.bound
    return tuple(solver.value(start) for start in starts), math.ceil(solver.best_objective_bound - _EXACT)


def _watch(solver: Any, limits: Limits, ended: threading.Event) -> None:
    """Stop the solver by our clock, or when it is cancelled."""
    began = limits.clock()
    while not ended.wait(_LOOKS):
        over = limits.seconds is not None and limits.clock() - began >= limits.seconds
        if over or (limits.cancelled and limits.cancelled()):
            solver.stop_search()


def _model(cp_model: Any, problem: Problem, found: Solution, goals: Goals | None) -> tuple[Any, list[Any]]:
    """Starts, links and cumulative resources, with the schedule found as a hint and its cost as a limit."""
    model = cp_model.CpModel()
    last = found.cost if goals is None else problem.horizon
    starts = [model.new_int_var(0, last, f"s{k}") for k in range(len(problem))]
    for before, after, gap in problem.links:
        model.add(starts[after] >= starts[before] + gap)
    users: list[list[tuple[int, int]]] = [[] for _ in problem.capacity]
    for k, needs in enumerate(problem.needs):
        for resource, units in needs:
            if units and problem.duration[k]:
                users[resource].append((k, units))
    interval = [model.new_fixed_size_interval_var(starts[k], d, f"i{k}") for k, d in enumerate(problem.duration)]
    for capacity, rows in zip(problem.capacity, users, strict=True):
        model.add_cumulative([interval[k] for k, _ in rows], [units for _, units in rows], capacity)
    for variable, value in zip(starts, found.start, strict=True):
        model.add_hint(variable, value)
    cost = model.new_int_var(found.bound, found.cost, "cost")
    model.add_hint(cost, found.cost)
    if goals is None:
        for start, length in zip(starts, problem.duration, strict=True):
            model.add(start + length <= cost)
    else:
        model.add(cost >= sum(_weighted(model, problem, starts, found, goals)))
    model.minimize(cost)
    return model, starts


def _weighted(model: Any, problem: Problem, starts: list[Any], found: Solution, goals: Goals) -> Iterator[Any]:
    """How late each goal is, times its weight."""
    for activity, due, weight in zip(goals.activity, goals.due, goals.weight, strict=True):
        late = model.new_int_var(0, problem.horizon, f"late{activity}")
        model.add(late >= starts[activity] + problem.duration[activity] - due)
        model.add_hint(late, max(found.start[activity] + problem.duration[activity] - due, 0))
        yield int(weight) * late
