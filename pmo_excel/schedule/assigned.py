"""Tasks whose resources work on calendars of their own: each assignment is scheduled, and the task spans them all.

Microsoft Project schedules the work of each resource on the resource's calendar, from the start that the network gives
to the task, and takes the first start and the last finish. Float stays on the task's own calendar.
"""

from __future__ import annotations

from typing import NamedTuple

from pmo_excel.schedule.axis import SHIFT, STARTS, Axis, moved, ticks
from pmo_excel.schedule.backward import limit
from pmo_excel.schedule.forward import asked_start
from pmo_excel.schedule.network import Network
from pmo_excel.schedule.plan import Plan


class Assigned(NamedTuple):
    """An assignment on the axis of its resource; times in ticks."""

    axis: Axis
    length: int
    delay: int
    leveling_delay: int

    def span(self, asked: int) -> tuple[int, int]:
        """First and last tick of this work in a task that may start at a tick."""
        start = self.axis.key_at(asked) | STARTS
        if self.delay:
            start = moved(start, self.delay) | STARTS
        if self.leveling_delay:
            start = self.axis.key_at(self.axis.tick(start) + self.leveling_delay) | STARTS
        return self.axis.tick(start), self.axis.tick(start - STARTS + (self.length << SHIFT))

    def start_for(self, finish: int) -> int:
        """The tick at which the task starts when this work is to finish by a tick."""
        latest = self.axis.key_at(finish) & ~STARTS
        return self.axis.tick(moved(latest, -self.length - self.delay) | STARTS) - self.leveling_delay


def assigned(plan: Plan, axes: list[Axis]) -> dict[int, list[Assigned]]:
    """The assignments of each row that has any. One without work of its own takes as long as the task."""
    found: dict[int, list[Assigned]] = {}
    for a in plan.assignments:
        length = ticks(a.duration or max(plan.duration[a.row], 0))
        each = Assigned(axes[a.calendar], length, ticks(a.delay), ticks(a.leveling_delay))
        found.setdefault(a.row, []).append(each)
    return found


def shared_axis(work: list[Assigned]) -> Axis | None:
    """The one axis that all assignments of a task work on, where the task can be scheduled as a whole."""
    first = work[0].axis
    return first if all(each.axis is first and not (each.delay or each.leveling_delay) for each in work) else None


def longest(work: list[Assigned]) -> int:
    """The ticks that the longest assignment extends over, with its splits."""
    return max(each.length for each in work)


def place_assigned(network: Network, row: int) -> None:
    """The task from its first assignment's start to its last one's finish."""
    axis = network.axis[row]
    asked = axis.tick(asked_start(network, row))
    spans = [each.span(asked) for each in network.assigned[row]]
    network.when[2 * row] = axis.key_at(min(start for start, _ in spans))
    network.when[2 * row + 1] = axis.key_at(max(finish for _, finish in spans))


def place_late_assigned(network: Network, row: int) -> None:
    """Every assignment as late as the limit allows on its own calendar."""
    axis = network.axis[row]
    latest = axis.tick(limit(network, row, network.ceiling[row]))
    starts = [each.start_for(latest) for each in network.assigned[row]]
    finishes = [each.axis.tick(each.axis.key_at(latest) & ~STARTS) for each in network.assigned[row]]
    network.late[2 * row], network.late[2 * row + 1] = axis.key_at(min(starts)), axis.key_at(max(finishes))
