"""Why a task moved, and who won."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pmo_excel.core.instants import DAY, day_text
from pmo_excel.resources.leveling.demand import Demand
from pmo_excel.resources.leveling.diary import Conflict
from pmo_excel.resources.leveling.everyday import Leveled
from pmo_excel.schedule.dates import Dates
from pmo_excel.schedule.floats import NO_FLOAT
from pmo_excel.schedule.plan import Plan


class Winner(NamedTuple):
    """The task that a person works on meanwhile, its project, and the rule by which it goes first."""

    project: str
    task: str
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Entrant:
    """One plan of those whose people are the same.

    Attributes
    ----------
    project, rank
        Its project's ID and priority, 1 for the first; empty and 0 where a plan is leveled by itself.
    """

    plan: Plan
    dates: Dates
    demands: Mapping[int, Sequence[Demand]]
    done: Leveled
    fixed: frozenset[int]
    project: str = ""
    rank: int = 0

    def label(self, row: int) -> str:
        """The task, after its project where there are several."""
        return f"{self.project} {self.plan.label(row)}".strip()

    def float_of(self, row: int) -> float:
        """Total float in days; infinite where it is not known."""
        value = self.dates.total_float[row]
        return float("inf") if value == NO_FLOAT else value / self.plan.settings.minutes_per_day


class Contest:
    """Leveled plans, and which tasks use whom."""

    def __init__(self, entrants: Sequence[Entrant], names: Sequence[str], least: str) -> None:
        self.entrants, self.names, self.least = entrants, names, least
        self.users: dict[int, list[tuple[int, int]]] = {}
        for at, entrant in enumerate(entrants):
            for row in entrant.done.placed.spans:
                for resource in {need.resource for need in entrant.demands[row]}:
                    self.users.setdefault(resource, []).append((at, row))


class Reasons:
    """Sentences about one leveled plan of a contest."""

    def __init__(self, contest: Contest, at: int = 0) -> None:
        self.contest, self.at, self.names = contest, at, contest.names
        self.mine = contest.entrants[at]
        self.plan, self.dates, self.done = self.mine.plan, self.mine.dates, self.mine.done
        self.children = set(self.plan.parent)
        self.waits_for: dict[int, list[int]] = {}
        for link in self.plan.links:
            self.waits_for.setdefault(link.successor, []).append(link.predecessor)

    def of(self, row: int) -> str | None:
        """Why the task moved, or why it lies where somebody has no time; None for one that is where it was."""
        placed = self.done.placed
        if row in placed.left:
            return self._left(row, placed.left[row])
        if placed.start[row] == self.dates.start[row] and placed.finish[row] == self.dates.finish[row]:
            return None
        if row in self.children:
            return "Moves with the tasks below it."
        if row in placed.held:
            return self._held(row, placed.held[row])
        return self._follows(row)

    def winner(self, row: int) -> Winner | None:
        """Who went first, where the task waits for a person whom another task has."""
        placed = self.done.placed
        conflict = None if row in placed.left else placed.held.get(row)
        first = None if conflict is None or conflict.away else self._winner(row, conflict)
        if first is None:
            return None
        at, other = first
        entrant = self.contest.entrants[at]
        return Winner(entrant.project, entrant.label(other), self._rule(at, other, row))

    def _left(self, row: int, conflict: Conflict) -> str:
        who = self.names[conflict.resource]
        if conflict.away:
            return f"Stays although {who} is away on {day_text(conflict.day * DAY)}: it cannot move."
        return f"Stays although {who} has no time for it on {day_text(conflict.day * DAY)}: it cannot move far enough."

    def _held(self, row: int, conflict: Conflict) -> str:
        who, day = self.names[conflict.resource], day_text(conflict.day * DAY)
        if conflict.away:
            return f"Waits for {who}, who is away until {day}."
        first = self._winner(row, conflict)
        if first is None:
            return f"Waits until {who} has time for it, after {day}."
        at, other = first
        winner = self.contest.entrants[at]
        share = sum(d.share for d in winner.demands[other] if d.resource == conflict.resource)
        day = day_text(winner.done.placed.spans[other].last * DAY)
        had = f" at {share:.0%}" if share == share else ""
        return f"Waits for {who}: {winner.label(other)} has them{had} until {day} and {self._rule(at, other, row)}."

    def _winner(self, row: int, conflict: Conflict) -> tuple[int, int] | None:
        """The task that holds the person on that day: the one that goes first by the clearest rule."""
        entrants = self.contest.entrants
        on = []
        for at, other in self.contest.users.get(conflict.resource, []):
            span = entrants[at].done.placed.spans[other]
            if (at, other) != (self.at, row) and span.first <= conflict.day <= span.last:
                on.append((at, other))
        return min(on, key=lambda which: self._standing(*which), default=None)

    def _standing(self, at: int, row: int) -> tuple[float, ...]:
        one = self.contest.entrants[at]
        return (row not in one.fixed, -one.done.priority[row], one.rank, one.float_of(row), at, row)

    def _rule(self, at: int, winner: int, row: int) -> str:
        """The rule by which one task goes before another."""
        first, mine = self.contest.entrants[at], self.mine
        if winner in first.fixed:
            return "has begun or is fixed, so it stays"
        own, other = mine.done.priority[row], first.done.priority[winner]
        if other > own:
            return f"goes first: priority {other:g} against {own:g}"
        if other < own:
            return "could begin earlier, as this task waits for its predecessors"
        if first.rank < mine.rank:
            return f"goes first: project priority {first.rank} against {mine.rank}"
        if first.rank > mine.rank:
            sooner = first.done.placed.start[winner] < mine.dates.start[row]
            why = "it began before this task could" if sooner else self.contest.least
            return f"goes first although its project has priority {first.rank} against {mine.rank}: {why}"
        if first.float_of(winner) < mine.float_of(row):
            return f"goes first: float {first.float_of(winner):.3g} d against {mine.float_of(row):.3g} d"
        if first.dates.start[winner] < mine.dates.start[row]:
            return "goes first: it would start earlier"
        return f"goes first: {self.contest.least}"

    def _follows(self, row: int) -> str:
        finish, start = self.done.placed.finish, self.done.placed.start
        waits_for = self.waits_for.get(row, ())
        moved = [r for r in waits_for if (start[r], finish[r]) != (self.dates.start[r], self.dates.finish[r])]
        if not moved:
            return "Follows its summary, whose predecessors moved."
        latest = max(moved, key=lambda r: (finish[r], -r))
        return f"Follows {self.plan.label(latest)}, which moved."
