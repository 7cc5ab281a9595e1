"""Plans that share people, leveled together: passes of several rules, then the order that a search over all finds."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import Final

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.resources.capacity import Days
from pmo_excel.resources.leveling.diary import Availability
from pmo_excel.resources.leveling.everyday import LONGEST, PLACED_AT_MOST, horizon
from pmo_excel.resources.leveling.grid import MOST_SCHEDULES, PLACED
from pmo_excel.resources.leveling.joint_grid import Grid, joint_grid
from pmo_excel.resources.leveling.optimum import optimum
from pmo_excel.resources.leveling.placing import Key, Passes, Placed, Rules, placed_together
from pmo_excel.resources.leveling.projects import LAST_RANK, Project, finish_of, project_delay
from pmo_excel.resources.leveling.search import Limits, Solution, solve
from pmo_excel.schedule.compiled import has_numba

TRIED: Final = 4
"""Of the schedules that the search finds, so many of the last and best are placed by the calendars."""
PLACED_COMPILED: Final = 4_000_000
"""Activities that the search places where its loops are compiled and no time is given."""
SHARES: Final = (1.0, 0.5, 0.25)
"""Of the whole time, by how much the heaviest project goes before the lightest in a pass."""
STEEP: Final = 20
"""By how much a project outweighs those of the next priority, where priority alone decides."""


class Objective(Enum):
    """What is best; the values are as a person asks for them."""

    DELAY = "delay"
    """The least delay of projects, each weighted by its priority."""
    MAKESPAN = "makespan"
    """The soonest finish of the last project."""
    PRIORITY = "priority"
    """No project waits for one of lower priority that begins no sooner."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search, and for what.

    Limits without a time and a number of schedules stand for as many schedules as the plans' size asks for.
    """

    objective: Objective = Objective.DELAY
    limits: Limits = field(default_factory=Limits)
    optimal: bool = False
    seed: int = 0
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The best so far.

    Attributes
    ----------
    cost
        Working days of delay, each project's times its weight, or days by which the last one finishes later.
    placed
        Whether by the calendars of people and projects, and not on the grid of days.
    """

    seconds: float
    cost: float
    placed: bool


@dataclass(frozen=True, slots=True)
class Together:
    """The best of all passes, by project; and the search on the grid, None where it was not needed."""

    placed: Sequence[Placed]
    passes: int
    search: Solution | None
    seconds: float


def common_days(projects: Sequence[Project]) -> Days:
    """The days that leveling together may need."""
    each = [horizon(p.plan, p.dates, p.demands) for p in projects]
    first = min((days.first for days in each), default=0)
    last = max((days.first + days.count for days in each), default=0)
    work = sum(days.count for days in each)
    return Days(first, min(last - first + work, max(LONGEST, last - first)))


def level_together(
    projects: Sequence[Project],
    people: Availability,
    rules: Rules,
    effort: Effort,
    progress: Callable[[Step], None] | None = None,
) -> Together:
    """Move tasks of all projects until nobody is booked for more than there is, as the objective asks.

    The first pass is there at once and is bettered until the limits end the search or it is cancelled; then the best so
    far is the answer. The same projects, seed and number of schedules give the same answer.

    Raises
    ------
    MissingSolverError
        The optimum is asked for without OR-Tools.
    """
    limits = effort.limits
    began = limits.clock()
    trial = _Trial(projects, people, rules, effort, began, progress)
    most = max(1, PLACED_AT_MOST // max(1, sum(len(p.plan) for p in projects)))
    for keys in islice(_passes(projects, effort.objective), most):
        trial.run(keys)
        if trial.ended() or not any(trial.lowest):
            break
    found = None
    if trial.late and not rules.within_float and not trial.ended():
        found = trial.search()
    if trial.late and rules.within_float:
        trial.best = placed_together(trial.parts, trial.plain_keys(), all_stay=True)
    return Together(trial.best, trial.count, found, limits.clock() - began)


class _Trial:
    """Passes made so far, of which the best is kept."""

    def __init__(
        self,
        projects: Sequence[Project],
        people: Availability,
        rules: Rules,
        effort: Effort,
        began: float,
        progress: Callable[[Step], None] | None,
    ) -> None:
        self.projects, self.people, self.effort = projects, people, effort
        self.parts = [Passes(p.plan, p.dates, p.demands, people, rules) for p in projects]
        self.within_float, self.late = rules.within_float, False
        self.began, self.progress = began, progress
        self.best: list[Placed] = []
        self.lowest: tuple[float, ...] = ()
        self.count = 0

    def run(self, keys: Sequence[Sequence[Key]]) -> None:
        """One more pass."""
        placed = placed_together(self.parts, keys)
        cost = _cost(self.projects, placed, self.effort.objective)
        late, order = cost[1], (cost[1], cost[0], *cost[2:]) if self.within_float else cost
        self.count += 1
        if not self.best or order < self.lowest:
            self.best, self.lowest, self.late = placed, order, late > 0
            self.tell(late, placed=True)

    def tell(self, cost: float, placed: bool) -> None:
        """Say how far it is."""
        if self.progress:
            self.progress(Step(self.effort.limits.clock() - self.began, cost, placed))

    def ended(self) -> bool:
        """Whether there is no time left, or nobody waits for it."""
        limits = self.effort.limits
        over = limits.seconds is not None and limits.clock() - self.began >= limits.seconds
        return over or (limits.cancelled is not None and limits.cancelled())

    def plain_keys(self) -> list[list[Key]]:
        """By priority alone."""
        return [[(-p.priority[row], p.rank, row) for row in range(len(p.plan))] for p in self.projects]

    def search(self) -> Solution:
        """Search on a grid of days and place what it finds by the calendars."""
        effort, limits = self.effort, self.effort.limits
        grid = joint_grid(self.projects, self.people, [_weight(p, effort.objective) for p in self.projects])
        goals = None if effort.objective is Objective.MAKESPAN else grid.goals
        last: deque[Solution] = deque(maxlen=TRIED)

        def better(found: Solution) -> None:
            last.append(found)
            self.tell(found.cost, placed=False)

        left = None if limits.seconds is None else max(limits.seconds - (limits.clock() - self.began), 0.0)
        within = Limits(left, limits.schedules or self._usual(left, len(grid.problem)), limits.cancelled, limits.clock)
        if effort.optimal:
            found = optimum(grid.problem, within, effort.seed, better, goals)
        else:
            found = solve(grid.problem, within, effort.seed, goals, better, effort.plain)
        last.append(found)
        for one in {each.start: each for each in last}.values():
            self.run(self._keys(grid, one))
        return found

    def _usual(self, seconds: float | None, activities: int) -> int | None:
        """As many schedules as there is some patience for, where no time is given."""
        if seconds is not None:
            return None
        slow = self.effort.plain or not has_numba()
        return min(MOST_SCHEDULES, max((PLACED if slow else PLACED_COMPILED) // activities, 1))

    def _keys(self, grid: Grid, found: Solution) -> list[list[Key]]:
        strict = self.effort.objective is Objective.PRIORITY
        return [
            [(p.rank if strict else 0, -p.priority[row], start, row) for row, start in enumerate(starts)]
            for p, starts in zip(self.projects, grid.starts(found.start), strict=True)
        ]


def _weight(project: Project, objective: Objective) -> int:
    return STEEP ** (project.weight - 1) if objective is Objective.PRIORITY else project.weight


def _passes(projects: Sequence[Project], objective: Objective) -> Iterator[list[list[Key]]]:
    """Keys of urgency by project for one pass after the other."""
    columns = [_urgencies(p) for p in projects]
    every = [value for urgencies in columns for value in urgencies[0]]
    spread = max(every, default=0.0) - min(every, default=0.0)
    strict = objective is Objective.PRIORITY
    for rule in range(len(columns[0]) if columns else 0):
        for share in (0.0,) if strict or objective is Objective.MAKESPAN else SHARES:
            yield [
                [
                    (p.rank if strict else 0, -p.priority[row], value - share * spread * p.weight / LAST_RANK, row)
                    for row, value in enumerate(urgencies[rule])
                ]
                for p, urgencies in zip(projects, columns, strict=True)
            ]


def _urgencies(project: Project) -> list[list[float]]:
    """Late start, late finish, and early start of each task; what comes first goes first."""
    dates, n = project.dates, len(project.plan)
    late = [float(dates.late_start[r] if dates.float_known[r] else dates.start[r]) for r in range(n)]
    ends = [float(dates.late_finish[r] if dates.float_known[r] else dates.finish[r]) for r in range(n)]
    return [late, ends, [float(start) for start in dates.start]]


def _cost(projects: Sequence[Project], placed: Sequence[Placed], objective: Objective) -> tuple[float, ...]:
    """Conflicts that are left, what the objective counts [days], then how much later tasks finish, weighted."""
    delays, tasks = [], 0.0
    for project, one in zip(projects, placed, strict=True):
        days = project_delay(project, one.finish)
        delays.append(days if days > 0 else 0.0)
        late = sum(
            (finish - before) * (1 + project.priority[row])
            for row, (before, finish) in enumerate(zip(project.dates.finish, one.finish, strict=True))
            if NO_INSTANT not in (before, finish)
        )
        tasks += project.weight * late
    weighted = sum(_weight(p, objective) * delay for p, delay in zip(projects, delays, strict=True))
    left = sum(len(one.left) for one in placed)
    if objective is Objective.MAKESPAN:
        before = max((finish_of(p.plan, p.dates.finish) for p in projects), default=0)
        last = max((finish_of(p.plan, one.finish) for p, one in zip(projects, placed, strict=True)), default=0)
        return (left, (last - before) / DAY, weighted, tasks)
    return (left, weighted, tasks)
