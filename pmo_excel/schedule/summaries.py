"""Summaries: dates rolled up from the tasks below, gates that hold these tasks, and percent complete by duration."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY
from pmo_excel.schedule.network import Network
from pmo_excel.schedule.plan import NO_DURATION, Plan


def roll_up(network: Network, row: int) -> None:
    """A summary spans its active tasks; a manual one keeps the dates typed for it (Microsoft Project)."""
    plan, when = network.plan, network.when
    spans = [
        _on_axis(network, row, child, when[2 * child], when[2 * child + 1])
        for child in network.children[row]
        if plan.active[child] and when[2 * child] > NO_KEY
    ]
    if spans:
        when[2 * row], when[2 * row + 1] = min(start for start, _ in spans), max(finish for _, finish in spans)
    if plan.manual[row] and plan.manual_start[row] != NO_INSTANT and plan.manual_finish[row] != NO_INSTANT:
        network.rolled[row] = when[2 * row] if spans else LAST_KEY
        key = network.axis[row].key
        when[2 * row], when[2 * row + 1] = key(plan.manual_start[row]), key(plan.manual_finish[row])


def roll_up_late(network: Network, node: int) -> None:
    """The late dates of a summary span those of its open tasks.

    What is manual stays put, so it counts with its own dates, and a manual summary with those of its tasks where they
    start sooner. A finished summary binds nobody (Microsoft Project).
    """
    row = node - len(network.plan)
    plan, when, late = network.plan, network.when, network.late
    spans = []
    for child in network.children[row]:
        first, last = late[2 * child], late[2 * child + 1]
        if first >= LAST_KEY or not plan.active[child]:
            continue
        if plan.manual[child]:
            first, last = when[2 * child], when[2 * child + 1]
        if child in network.rolled:
            first = min(first, network.rolled[child])
        spans.append(_on_axis(network, row, child, first, last))
    if spans:
        late[2 * row], late[2 * row + 1] = min(start for start, _ in spans), max(finish for _, finish in spans)


def _on_axis(network: Network, row: int, child: int, start: int, finish: int) -> tuple[int, int]:
    """The dates of a child on the axis of its summary."""
    own, other = network.axis[row], network.axis[child]
    if own is other:
        return start, finish
    return own.key_at(other.tick(start)), own.key_at(other.tick(finish))


def percent_complete(plan: Plan, duration: Sequence[float] | None = None) -> list[float]:
    """Percent complete of every row (0 to 1): summaries weigh their tasks by duration, as Microsoft Project does.

    A summary of milestones only is complete to the share of its milestones that are.

    Examples
    --------
    10 days at 100 % and 30 days at 0 % are 25 %.
    """
    minutes = plan.duration if duration is None else duration
    parents = {parent for parent in plan.parent if parent >= 0}
    done, whole = [0.0] * len(plan), [0.0] * len(plan)
    points, reached = [0] * len(plan), [0.0] * len(plan)
    for row, percent in enumerate(plan.percent_complete):
        if row in parents or not plan.active[row] or minutes[row] == NO_DURATION:
            continue
        above = plan.parent[row]
        while above >= 0:
            done[above] += minutes[row] * percent
            whole[above] += minutes[row]
            points[above] += 1
            reached[above] += percent
            above = plan.parent[above]
    return [
        percent if row not in parents else done[row] / whole[row] if whole[row] else reached[row] / max(points[row], 1)
        for row, percent in enumerate(plan.percent_complete)
    ]
