"""Summaries: dates rolled up from the tasks below, gates that hold these tasks, and percent complete by duration."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY
from pmo_excel.schedule.network import Network
from pmo_excel.schedule.plan import NO_DURATION, Plan
from pmo_excel.schedule.progress import finished


def roll_up(network: Network, row: int) -> None:
    """A summary spans its active tasks; a manual one keeps the dates typed for it (Microsoft Project)."""
    plan, when = network.plan, network.when
    if plan.manual[row] and plan.manual_start[row] != NO_INSTANT and plan.manual_finish[row] != NO_INSTANT:
        key = network.axis[row].key
        when[2 * row], when[2 * row + 1] = key(plan.manual_start[row]), key(plan.manual_finish[row])
        return
    spans = [
        _on_axis(network, row, child, when[2 * child], when[2 * child + 1])
        for child in network.children[row]
        if plan.active[child] and when[2 * child] > NO_KEY
    ]
    if spans:
        when[2 * row], when[2 * row + 1] = min(start for start, _ in spans), max(finish for _, finish in spans)


def roll_up_late(network: Network, node: int) -> None:
    """The late dates of a summary span those of its tasks.

    What has happened and what is typed by hand stays put, so it counts with its own dates: finished and manual tasks
    with both, started ones with their actual start. A finished summary binds nobody (Microsoft Project).
    """
    row = node - len(network.plan)
    plan = network.plan
    spans = []
    open_tasks = False
    for child in network.children[row]:
        first, last = network.late[2 * child], network.late[2 * child + 1]
        is_task = child not in network.children
        done = is_task and finished(plan, child)
        if not plan.active[child] or network.when[2 * child] == NO_KEY:
            continue
        open_tasks = open_tasks or (is_task and not done) or (not is_task and first < LAST_KEY)
        if done or (plan.manual[child] and is_task):
            first, last = network.when[2 * child], network.when[2 * child + 1]
        elif is_task and plan.actual_start[child] != NO_INSTANT:
            first = network.when[2 * child]
        elif not is_task and first == LAST_KEY:
            first, last = network.when[2 * child], network.when[2 * child + 1]
        spans.append(_on_axis(network, row, child, first, last))
    if open_tasks:
        network.late[2 * row], network.late[2 * row + 1] = min(s for s, _ in spans), max(f for _, f in spans)


def _on_axis(network: Network, row: int, child: int, start: int, finish: int) -> tuple[int, int]:
    """The dates of a child on the axis of its summary."""
    own, other = network.axis[row], network.axis[child]
    if own is other:
        return start, finish
    return own.key(other.instant(start)), own.key(other.instant(finish))


def percent_complete(plan: Plan, duration: Sequence[int] | None = None) -> list[float]:
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
