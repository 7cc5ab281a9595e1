"""A change tried on a copy of the plan with the real engine: what moves, what it uses up and costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pmo_excel.change.costing import Cost, cost_of
from pmo_excel.change.edits import edited
from pmo_excel.change.effects import Edits
from pmo_excel.change.lines import Line
from pmo_excel.change.rates import Rates
from pmo_excel.core.instants import iso_day
from pmo_excel.core.problems import Cell, Code, Problem, serious
from pmo_excel.schedule.dated import project_finish
from pmo_excel.schedule.floats import NO_FLOAT
from pmo_excel.schedule.plan_diff import Version
from pmo_excel.schedule.scheduling import Options, Scheduled, scheduled
from pmo_excel.schedule.tables import Calendars, Holidays, Schedule
from pmo_excel.schedule.workdays import working_days_after


@dataclass(frozen=True)
class LivePlan:
    """The plan as it is: its sheet, what it is scheduled by, its dates and rates. It is never altered."""

    tasks: Schedule
    holidays: Holidays | None
    calendars: Calendars | None
    options: Options
    done: Scheduled
    rates: Rates

    @cached_property
    def version(self) -> Version:
        """As the first of two versions."""
        return Version(self.tasks, self.done)

    @cached_property
    def finish(self) -> int | None:
        """The project's finish; None while a task has no dates."""
        return project_finish(self.done)

    def obstacle(self) -> Problem | None:
        """Why no change can be simulated on it."""
        if self.finish is not None:
            return None
        if not len(self.tasks):
            text, fix = "the plan has no tasks, so there is nothing to try a change on", "Add the tasks to Schedule."
        else:
            text, fix = "the plan has tasks without dates, so no change can be simulated on it", "Repair its findings."
        return Problem(Code.DEPENDS_ON_ERROR, text, Cell("Schedule"), fix)


class Move(NamedTuple):
    """A task that moves: its row before, and its dates before and after; instants."""

    id: str
    row: int
    start: tuple[int, int]
    finish: tuple[int, int]


class FloatUse(NamedTuple):
    """The task that loses most total float, and its float before and after [working days]."""

    id: str
    before: float
    after: float

    @property
    def used(self) -> float:
        """How much is lost."""
        return self.before - self.after


@dataclass(frozen=True)
class Simulation:
    """A plan with some lines in it; `after` is None, with the problems, where a line is wrong."""

    live: LivePlan
    edits: Edits
    after: Version | None
    problems: tuple[Problem, ...]

    @cached_property
    def finish(self) -> int | None:
        """The project's finish with the lines."""
        return None if self.after is None else project_finish(self.after.done)

    @cached_property
    def days(self) -> float | None:
        """Working days of the project's calendar by which it finishes later; negative: earlier."""
        if self.live.finish is None or self.finish is None:
            return None
        return float(self.between(self.live.finish, self.finish))

    def between(self, before: int, after: int) -> int:
        """Working days of the project's calendar from one date to another."""
        return working_days_after(self.live.done.plan.calendars[0], before, after)

    @cached_property
    def cost(self) -> Cost:
        """What the lines cost."""
        if self.days is None:
            return Cost(None, "Not assessed: a line is wrong")
        return cost_of(self.edits.effects, self.days, self.live.rates)

    @cached_property
    def moves(self) -> list[Move]:
        """Tasks that start or finish on another day, without those that the lines edit themselves, and summaries."""
        if self.after is None:
            return []
        old, new, plan = self.live.done.dates, self.after.done.dates, self.live.done.plan
        own, summaries = set(self.edits.changed), set(plan.parent)
        found = []
        for key, row in self.live.version.rows.items():
            at = self.after.rows.get(key)
            if at is None or key in own or row in summaries:
                continue
            start, finish = (old.start[row], new.start[at]), (old.finish[row], new.finish[at])
            if any(iso_day(one) != iso_day(other) for one, other in (start, finish)):
                found.append(Move(key, row, start, finish))
        return found

    @cached_property
    def milestones(self) -> list[Move]:
        """Milestones that move, those that the lines edit included."""
        if self.after is None:
            return []
        plan, old, new = self.live.done.plan, self.live.done.dates, self.after.done.dates
        found = []
        for key, row in self.live.version.rows.items():
            at = self.after.rows.get(key)
            if at is not None and plan.milestone[row] and iso_day(old.finish[row]) != iso_day(new.finish[at]):
                found.append(Move(key, row, (old.start[row], new.start[at]), (old.finish[row], new.finish[at])))
        return found

    @cached_property
    def float_use(self) -> FloatUse | None:
        """Of the edited tasks the one that loses most float; of all tasks where the lines only add or remove some."""
        if self.after is None:
            return None
        keys = self.edits.changed or list(self.live.version.rows)
        uses = [use for key in keys if (use := self._float(key)) is not None]
        return max(uses, key=lambda use: use.used, default=None)

    def _float(self, key: str) -> FloatUse | None:
        assert self.after is not None  # noqa: S101 -- the caller saw that there is a plan to compare with
        row, at = self.live.version.rows.get(key), self.after.rows.get(key)
        if row is None or at is None:
            return None
        old, new = self.live.done.dates, self.after.done.dates
        if not (old.float_known[row] and new.float_known[at]) or NO_FLOAT in (
            old.total_float[row],
            new.total_float[at],
        ):
            return None
        per_day = self.live.done.plan.settings.minutes_per_day
        return FloatUse(key, old.total_float[row] / per_day, new.total_float[at] / per_day)

    @cached_property
    def paths(self) -> tuple[list[str], list[str]]:
        """IDs of the critical tasks before and after."""
        return self.live.version.critical_path, [] if self.after is None else self.after.critical_path

    @cached_property
    def people(self) -> list[str]:
        """Who owns or works on a task that moves or is edited, in the order of the plan."""
        touched = [*self.edits.changed, *self.edits.removed, *(move.id for move in self.moves)]
        rows = sorted(self.live.version.rows[key] for key in dict.fromkeys(touched) if key in self.live.version.rows)
        new = set(self.edits.added)
        fresh = [] if self.after is None else [row for key, row in self.after.rows.items() if key in new]
        named = self.names(rows)
        if self.after is not None:
            named += owners(self.after.tasks, fresh)
        return _once(named)

    def names(self, rows: Iterable[int]) -> list[str]:
        """Owners and workers of some rows of the plan as it is, each once."""
        held = list(rows)
        team = self.live.rates.team
        workers = [m.name for row in held for m in team.get(self.live.done.plan.id[row].casefold(), ())]
        return _once([*owners(self.live.tasks, held), *workers])


def owners(tasks: Schedule, rows: Iterable[int]) -> list[str]:
    """Owners of some tasks, each once; a cell may name several, separated by ;."""
    cells = (str(tasks.owner[row]) for row in rows if tasks.owner[row])
    return _once(name.strip() for cell in cells for name in cell.split(";") if name.strip())


def _once(names: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.casefold(), name)
    return list(found.values())


def simulated(live: LivePlan, lines: Sequence[Line]) -> Simulation:
    """The plan with these lines, scheduled anew. Where a line is wrong nothing is simulated, and it is said."""
    edits = edited(live.tasks, live.done, lines, live.rates)
    if edits.problems or live.finish is None:
        return Simulation(live, edits, None, tuple(edits.problems))
    done = scheduled(edits.tasks, live.holidays, live.calendars, live.options)
    if project_finish(done) is None:
        return Simulation(live, edits, None, tuple(_consequences(live, done, lines)))
    return Simulation(live, edits, Version(edits.tasks, done), ())


def _consequences(live: LivePlan, done: Scheduled, lines: Sequence[Line]) -> list[Problem]:
    """Why the plan has no dates with these lines, such as a loop; placed at the first of them."""
    before = {problem.message for problem in live.done.problems}
    new = [problem for problem in done.problems if serious(problem) and problem.message not in before]
    line = lines[0]
    who = line.change or "the change"
    fix = "Correct the lines of this change."
    said = dict.fromkeys(f"with {who} the plan has no dates: {problem.message}" for problem in new)
    return [line.problem(Code.CHANGE_LINE, text, fix) for text in said or [f"with {who} the plan has no dates"]]
