"""One pass of leveling over a real plan: serial schedule generation by the schedule's own rules.

Every task is placed as `schedule.forward` places it (calendars, links of all kinds, constraints, progress); where its
people do not have the time, its floor moves to the next day and it is placed again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.resources.leveling.demand import Demand
from pmo_excel.resources.leveling.diary import Availability, Conflict, Diary
from pmo_excel.schedule import kernel
from pmo_excel.schedule.axis import NO_KEY
from pmo_excel.schedule.build import network_of
from pmo_excel.schedule.dates import Dates, last_day
from pmo_excel.schedule.forward import kinds
from pmo_excel.schedule.plan import NO_DURATION, Constraint, Plan
from pmo_excel.schedule.progress import started

Key = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be moved.

    Attributes
    ----------
    within_float
        No task finishes after its late finish, so that the project finishes when it would.
    window
        Days, both included, on which too much is put right.
    """

    within_float: bool = False
    window: tuple[int, int] = (-(1 << 30), 1 << 30)


class Span(NamedTuple):
    """The first and the last day of a task."""

    first: int
    last: int


@dataclass(slots=True)
class Placed:
    """Where a pass put every task.

    Attributes
    ----------
    start, finish
        Instants by row, `NO_INSTANT` where unknown.
    held
        By row that waited for people: the last conflict.
    left
        By row that lies where somebody has no time: the conflict.
    spans
        By row with demands.
    """

    start: list[int]
    finish: list[int]
    held: dict[int, Conflict] = field(default_factory=dict)
    left: dict[int, Conflict] = field(default_factory=dict)
    spans: dict[int, Span] = field(default_factory=dict)


def movable(plan: Plan, row: int) -> bool:
    """Whether leveling may move a task: not begun, not typed by hand, and it takes time."""
    if plan.manual[row] or plan.external[row] or not plan.active[row]:
        return False
    return not started(plan, row) and not plan.percent_complete[row] and plan.duration[row] > 0


class Passes:
    """A plan with its people, ready for one pass after the other."""

    def __init__(
        self, plan: Plan, dates: Dates, demands: Mapping[int, Sequence[Demand]], people: Availability, rules: Rules
    ) -> None:
        self.plan, self.dates, self.people, self.rules = plan, dates, people, rules
        self.all_stay = False
        self.network = network_of(plan)
        self.first_floor, self.first_when = list(self.network.floor), list(self.network.when)
        self.kinds = kinds(self.network, self.network.forward_rules).tolist()
        summaries = set(plan.parent)
        takes_time = {row for row, minutes in enumerate(plan.duration) if minutes > 0 and dates.known[row]} - summaries
        self.demands = {row: needs for row, needs in demands.items() if row in takes_time}
        self.fixed = [row for row in self.demands if not movable(plan, row)]
        self.moved = self.demands.keys() - set(self.fixed)
        for row in self.demands.keys() & {r for r, c in enumerate(plan.constraint) if c is Constraint.ALAP}:
            self.first_floor[row] = self.network.axis[row].key(dates.start[row])

    def run(self, urgency: Sequence[Key], all_stay: bool = False) -> Placed:
        """Place everything; among what can be placed, the lowest key goes first. Nothing waits where all stay."""
        return placed_together([self], [urgency], all_stay)[0]

    def begin(self, diary: Diary, all_stay: bool) -> tuple[Placed, dict[int, int]]:
        """Forget the pass before and book what cannot move; by node, in order, how many others it waits for."""
        self.all_stay = all_stay
        network, done = self.network, Placed([], [])
        network.floor, network.when = list(self.first_floor), list(self.first_when)
        network.early = {}
        for row in self.fixed:
            span = Span(self.dates.start[row] // DAY, last_day(self.dates.finish[row]) // DAY)
            if diary.covers(*span):
                diary.book(self.demands[row], *span)
                done.spans[row] = span
        waits = dict.fromkeys(network.order.tolist(), 0)
        for node in waits:
            for after in network.following.of(node):
                if after in waits:
                    waits[after] += 1
        return done, waits

    def place(self, node: int, diary: Diary, done: Placed) -> None:
        """Place one task, or what takes no people, as early as it can."""
        if node in self.moved:
            self._fit(node, diary, done)
        else:
            self._place(node)

    def end(self, done: Placed) -> None:
        """Read off where everything is."""
        n = len(self.plan)
        done.start = [self._instant(2 * row) for row in range(n)]
        done.finish = [self._instant(2 * row + 1) for row in range(n)]

    def _instant(self, at: int) -> int:
        key = self.network.when[at]
        return NO_INSTANT if key <= NO_KEY else self.network.axis[at // 2].instant(key)

    def _place(self, node: int) -> None:
        """As the forward pass does it."""
        network = self.network
        rule = network.forward_rules.get(node)
        if rule is not None:
            rule(network, node)
            return
        first, at, weight = network.incoming.lists
        where = (first, at, weight, network.floor, network.length)
        kernel.place_early([node], 0, self.kinds, *where, network.when)

    def _span(self, row: int) -> Span:
        return Span(self._instant(2 * row) // DAY, last_day(self._instant(2 * row + 1)) // DAY)

    def _fit(self, row: int, diary: Diary, done: Placed) -> None:
        """Place a task on the first days on which its people have the time; as early as it can where there are none."""
        self._place(row)
        needs = [need for need in self.demands[row] if self._possible(need, diary)]
        earliest, span = self.network.floor[row], self._span(row)
        first_conflict = None
        while diary.covers(*span):
            conflict = diary.conflict(needs, *span)
            if conflict is None:
                break
            first_conflict = first_conflict or conflict
            conflict = diary.last_full(needs, conflict)
            self._wait_until(row, conflict.day + 1)
            moved = self._span(row)
            if self.all_stay or moved.first <= conflict.day or self._too_late(row):
                span = self._put_back(row, earliest)
                done.left[row] = first_conflict
                done.held.pop(row, None)
                break
            span = moved
            if not conflict.away or done.held.get(row, conflict).away:
                done.held[row] = conflict
        else:
            if first_conflict:
                span = self._put_back(row, earliest)
                done.left[row] = first_conflict
                done.held.pop(row, None)
        if len(needs) < len(self.demands[row]):
            short = next(need for need in self.demands[row] if need not in needs)
            done.left.setdefault(row, Conflict(short.resource, span.first))
        if diary.covers(*span):
            diary.book(self.demands[row], *span)
            done.spans[row] = span

    def _possible(self, need: Demand, diary: Diary) -> bool:
        """Whether the resource has so much on any day; where it never has, waiting would not help."""
        return need.hours == need.hours or diary.share(need, 0, 0) <= diary.most(need)

    def _wait_until(self, row: int, day: int) -> None:
        floor = self.network.floor
        floor[row] = max(floor[row], self.network.axis[row].key(day * DAY))
        self._place(row)

    def _too_late(self, row: int) -> bool:
        limit = self.dates.late_finish[row]
        return self.rules.within_float and limit != NO_INSTANT and self._instant(2 * row + 1) > limit

    def _put_back(self, row: int, floor: int) -> Span:
        self.network.floor[row] = floor
        self._place(row)
        return self._span(row)


def placed_together(parts: Sequence[Passes], urgency: Sequence[Sequence[Key]], all_stay: bool = False) -> list[Placed]:
    """Place plans whose people are the same; among all that can be placed in any, the lowest key goes first."""
    diary = Diary(parts[0].people, parts[0].rules.window)
    begun = [part.begin(diary, all_stay) for part in parts]
    ready: list[tuple[Key, int, int]] = []
    for at, (part, (_, waits)) in enumerate(zip(parts, begun, strict=True)):
        for node, count in waits.items():
            if not count:
                heappush(ready, (urgency[at][node] if node in part.moved else (), at, node))
    while ready:
        _, at, node = heappop(ready)
        part, (done, waits) = parts[at], begun[at]
        part.place(node, diary, done)
        for after in part.network.following.of(node):
            if after in waits:
                waits[after] -= 1
                if not waits[after]:
                    heappush(ready, (urgency[at][after] if after in part.moved else (), at, after))
    for part, (done, _) in zip(parts, begun, strict=True):
        part.end(done)
    return [done for done, _ in begun]


def days_of_work(plan: Plan, row: int) -> int:
    """Days that a task takes at most, weekends included, for how far the diary must reach."""
    minutes = plan.duration[row]
    return 0 if minutes == NO_DURATION else int(minutes / max(plan.settings.minutes_per_day, 1) * 2) + 4
