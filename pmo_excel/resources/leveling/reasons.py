"""Why a task moved, and who won."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmo_excel.core.instants import DAY, day_text
from pmo_excel.resources.leveling.demand import Demand
from pmo_excel.resources.leveling.diary import Conflict
from pmo_excel.resources.leveling.everyday import Leveled
from pmo_excel.schedule.dates import Dates
from pmo_excel.schedule.floats import NO_FLOAT
from pmo_excel.schedule.plan import Plan


class Reasons:
    """Sentences about a leveled plan."""

    def __init__(
        self,
        plan: Plan,
        dates: Dates,
        demands: Mapping[int, Sequence[Demand]],
        names: Sequence[str],
        done: Leveled,
        fixed: Sequence[int],
    ) -> None:
        self.plan, self.dates, self.demands, self.names = plan, dates, demands, names
        self.done, self.fixed = done, frozenset(fixed)
        self.children = set(plan.parent)
        self.waits_for: dict[int, list[int]] = {}
        for link in plan.links:
            self.waits_for.setdefault(link.successor, []).append(link.predecessor)
        self.users: dict[int, list[int]] = {}
        for row in done.placed.spans:
            for resource in {need.resource for need in demands[row]}:
                self.users.setdefault(resource, []).append(row)

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

    def _left(self, row: int, conflict: Conflict) -> str:
        who = self.names[conflict.resource]
        if conflict.away:
            return f"Stays although {who} is away on {day_text(conflict.day * DAY)}: it cannot move."
        return f"Stays although {who} has no time for it on {day_text(conflict.day * DAY)}: it cannot move far enough."

    def _held(self, row: int, conflict: Conflict) -> str:
        who, day = self.names[conflict.resource], day_text(conflict.day * DAY)
        if conflict.away:
            return f"Waits for {who}, who is away until {day}."
        winner = self._winner(row, conflict)
        if winner is None:
            return f"Waits until {who} has time for it, after {day}."
        share, day = self._share(winner, conflict.resource), day_text(self.done.placed.spans[winner].last * DAY)
        had = f" at {share:.0%}" if share == share else ""
        return f"Waits for {who}: {self.plan.label(winner)} has them{had} until {day} {self._rule(winner, row)}."

    def _winner(self, row: int, conflict: Conflict) -> int | None:
        """The task that holds the person on that day: the one that goes first by the clearest rule."""
        spans, users = self.done.placed.spans, self.users.get(conflict.resource, [])
        on = [r for r in users if r != row and spans[r].first <= conflict.day <= spans[r].last]
        return min(on, key=lambda r: (r not in self.fixed, -self.done.priority[r], self._float(r), r), default=None)

    def _share(self, row: int, resource: int) -> float:
        return sum(d.share for d in self.demands[row] if d.resource == resource)

    def _float(self, row: int) -> float:
        value = self.dates.total_float[row]
        return float("inf") if value == NO_FLOAT else value / self.plan.settings.minutes_per_day

    def _rule(self, winner: int, row: int) -> str:
        """The rule by which one task goes before another."""
        priority = self.done.priority
        if winner in self.fixed:
            return "and has begun or is fixed, so it stays"
        if priority[winner] > priority[row]:
            return f"and goes first: priority {priority[winner]:g} against {priority[row]:g}"
        if priority[winner] < priority[row]:
            return "and could begin earlier, as this task waits for its predecessors"
        if self._float(winner) < self._float(row):
            return f"and goes first: float {self._float(winner):.3g} d against {self._float(row):.3g} d"
        if self.dates.start[winner] < self.dates.start[row]:
            return "and goes first: it would start earlier"
        return "and goes first: so the finish is soonest and the delay least"

    def _follows(self, row: int) -> str:
        finish, start = self.done.placed.finish, self.done.placed.start
        waits_for = self.waits_for.get(row, ())
        moved = [r for r in waits_for if (start[r], finish[r]) != (self.dates.start[r], self.dates.finish[r])]
        if not moved:
            return "Follows its summary, whose predecessors moved."
        latest = max(moved, key=lambda r: (finish[r], -r))
        return f"Follows {self.plan.label(latest)}, which moved."
