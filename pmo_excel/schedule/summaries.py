"""Summaries: dates rolled up from the tasks below, gates that hold these tasks, and percent complete by duration."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY
from pmo_excel.schedule.constraints import ancestors
from pmo_excel.schedule.links import Ints
from pmo_excel.schedule.network import Crossing, Edges, Ends, Network, gathered
from pmo_excel.schedule.order import Following
from pmo_excel.schedule.plan import NO_DURATION, Plan


def join(network: Network, ends: Ends) -> None:
    """Put folded links, gates and limits of summaries, and who waits for whom, where both passes read them."""
    n, children, plan = len(network.plan), network.children, network.plan
    held = {*ends.gate.tolist()} if children else set()
    limiting = {*ends.predecessor.tolist()} if children else set()
    starts, limits, waits = [], [], []
    for row in children:
        above = [row, *ancestors(plan, row)]
        if any(n + r in held for r in above):
            network.gated.add(row)
        if any(r in limiting for r in above):
            network.limited.add(row)
        for child in children[row]:
            node = n + child if child in children else child
            waits += [(child, row), (n + row, node)]
            if network.axis[child] is not network.axis[row]:
                _hang_across(network, row, child, node)
                continue
            starts += [(node, 2 * n + row)] * (row in network.gated)
            limits += [(child, 2 * n + row)] * (row in network.limited)
    nodes, folded = 2 * n if children else n, ends.folded
    network.folded = folded
    summary = np.zeros(n, bool)
    summary[list(children)] = True
    gate = np.where(summary[folded.successor], n + folded.successor, folded.successor)
    network.incoming = _with_zeros(nodes, gate, folded.at, folded.weight, starts)
    network.outgoing = _with_zeros(nodes, ends.limited, ends.limits_at, ends.limits_weight, limits)
    follows = _with_zeros(nodes, ends.predecessor, ends.gate, ends.gate, waits)
    network.following = Following(follows.first, follows.at)


def _with_zeros(nodes: int, node: Ints, at: Ints, weight: Ints, more: list[tuple[int, int]]) -> Edges:
    """Edges with more of no weight: (node, at)."""
    extra = np.array(more, np.int64).reshape(-1, 2)
    weights = np.concatenate((weight, np.zeros(len(extra), np.int64)))
    return gathered(nodes, np.concatenate((node, extra[:, 0])), np.concatenate((at, extra[:, 1])), weights)


def _hang_across(network: Network, summary: int, child: int, node: int) -> None:
    """Let a child on another axis read the gate and the limit of its summary."""
    crossing = Crossing(2 * len(network.plan) + summary, network.axis[summary], None, 0, 0, False)
    if summary in network.gated:
        network.crossing_in.setdefault(node, []).append(crossing)
    if summary in network.limited:
        network.crossing_out.setdefault(child, []).append(crossing)


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
