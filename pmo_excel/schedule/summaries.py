"""Summaries: dates rolled up from the tasks below, gates that hold these tasks, and percent complete by duration."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_excel.schedule.axis import LAST_KEY, NO_KEY
from pmo_excel.schedule.network import Network
from pmo_excel.schedule.plan import NO_DURATION, Plan


def roll_up(network: Network, row: int) -> None:
    """A summary spans its active tasks."""
    start, finish = LAST_KEY, NO_KEY
    axis = network.axis[row]
    for child in network.children[row]:
        if not network.plan.active[child]:
            continue
        first, last = network.when[2 * child], network.when[2 * child + 1]
        if first == NO_KEY:
            continue
        if network.axis[child] is not axis:
            own = network.axis[child]
            first, last = axis.key(own.instant(first)), axis.key(own.instant(last))
        start, finish = min(start, first), max(finish, last)
    if finish > NO_KEY:
        network.when[2 * row], network.when[2 * row + 1] = start, finish


def roll_up_late(network: Network, node: int) -> None:
    """The late dates of a summary span those of its tasks; a manual one counts with its own dates, as it stays put."""
    row = node - len(network.plan)
    start = finish = LAST_KEY
    last = NO_KEY
    axis, plan = network.axis[row], network.plan
    for child in network.children[row]:
        if not plan.active[child]:
            continue
        source = network.when if plan.manual[child] and child not in network.children else network.late
        first, finish = source[2 * child], source[2 * child + 1]
        if not NO_KEY < first < LAST_KEY or not NO_KEY < finish < LAST_KEY:
            continue
        if network.axis[child] is not axis:
            own = network.axis[child]
            first, finish = axis.key(own.instant(first)), axis.key(own.instant(finish))
        start, last = min(start, first), max(last, finish)
    network.late[2 * row], network.late[2 * row + 1] = start, last if last > NO_KEY else LAST_KEY


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
