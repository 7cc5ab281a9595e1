"""The forward pass: the earliest dates that links, constraints, calendars and progress allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY, SHIFT, STARTS, key_array, moved, ticks
from pmo_excel.schedule.compiled import PLAIN, Loops, columns_for, keys_for, loops_for
from pmo_excel.schedule.kernel import POINT, RULED
from pmo_excel.schedule.links import Ints
from pmo_excel.schedule.network import Crossing, Edges, Network, Rule, numbered, start_for
from pmo_excel.schedule.plan import Constraint


def forward(network: Network) -> None:
    """Place every node after what it waits for: by the loop of `kernel`, or by a rule of its own."""
    rules, order, edges = network.forward_rules, network.order, network.incoming
    loops = loops_for(len(network.plan), len(rules))
    network.when, when = keys_for(loops, network.when)
    columns = (*edges_for(loops, edges), *columns_for(loops, network.floor, network.length))
    nodes, kind = columns_for(loops, order, kinds(network, rules))
    position = loops.place_early(nodes, 0, kind, *columns, when)
    while position < len(nodes):
        node = int(nodes[position])
        rules[node](network, node)
        position = loops.place_early(nodes, position + 1, kind, *columns, when)


def kinds(network: Network, rules: Mapping[int, Rule]) -> Ints:
    """By node, what `kernel` does with it."""
    kind = np.zeros(max(len(network.incoming.first) - 1, len(network.plan)), np.int64)
    kind[: len(network.plan)][key_array(network.length) == 0] = POINT
    kind[list(rules)] = RULED
    return kind


def edges_for(loops: Loops, edges: Edges) -> Sequence[Any]:
    """The columns of edges as the loops read them."""
    return edges.lists if loops is PLAIN else (edges.first, edges.at, edges.weight)


def stay(network: Network, row: int) -> None:
    """A task that stands already, whatever its links say."""


def candidate(network: Network, node: int, floor: int) -> int:
    """The latest of the floor and what each link asks of the node's start, not yet moved into working time."""
    best = floor
    for at, weight in network.incoming.of(node):
        best = max(best, moved(network.when[at], weight >> SHIFT))
    for crossing in network.crossing_in.get(node, ()):
        best = max(best, crossed(network, node, crossing))
    return best


def crossed(network: Network, node: int, crossing: Crossing) -> int:
    """What a link that cannot be folded asks of the start of its successor."""
    row = node % len(network.plan)
    own = network.axis[row]
    tick = crossing.axis.tick(network.when[crossing.at])
    lag = crossing.lag
    if crossing.percent:
        summary = crossing.at // 2
        start, finish = network.when[2 * summary : 2 * summary + 2]
        lag = round(((finish >> SHIFT) - (start >> SHIFT)) * crossing.percent / 100)
    if crossing.lag_axis is None:
        tick += lag
    elif lag:
        tick = crossing.lag_axis.tick(moved(crossing.lag_axis.key_at(tick), lag))
    key = own.key_at(tick)
    return start_for(network, row, key) if crossing.holds_other_end else key


def gate(network: Network, node: int) -> None:
    """Where the tasks of a summary may start: links to a summary hold all of its tasks, as in Microsoft Project.

    Links to a manual summary hold none of them, as they do not move it.
    """
    row = node - len(network.plan)
    manual = network.plan.manual[row] and network.plan.manual_start[row] != NO_INSTANT
    network.when[2 * len(network.plan) + row] = NO_KEY if manual else candidate(network, node, NO_KEY)


def place(network: Network, row: int) -> None:
    """A task that has links across calendars, a constraint that wins over its links, or a leveling delay.

    Tasks of no duration stay where their candidate is, at 17:00 or in non-working time, as in Microsoft Project;
    a leveling delay is elapsed time.
    """
    put(network, row, asked_start(network, row))


def asked_start(network: Network, row: int) -> int:
    """The start that links, constraints and leveling give; early dates where a constraint pulls it before the links."""
    asked = candidate(network, row, network.floor[row])
    start = _constrained(network, row, asked)
    if start < asked:
        put(network, row, asked)
        network.early[row] = (network.when[2 * row], network.when[2 * row + 1])
    delay = network.plan.leveling_delay[row]
    if delay:
        axis = network.axis[row]
        network.undelayed[row] = start | STARTS
        start = axis.key_at(axis.tick(start | STARTS) + ticks(delay))
    return start


def put(network: Network, row: int, start: int) -> None:
    """The task from a start on, which is moved into working time when the task takes any, or the settings say so."""
    length = network.length[row]
    if network.plan.settings.milestones_in_working_time and start & STARTS:
        start |= STARTS
    if length:
        start |= STARTS
        network.when[2 * row] = start
        network.when[2 * row + 1] = start - STARTS + length
    else:
        network.when[2 * row] = network.when[2 * row + 1] = start


def _constrained(network: Network, row: int, start: int) -> int:
    """The start, held to a constraint that wins over links; early dates stay those of the links (Microsoft Project)."""
    plan = network.plan
    kind, date = plan.constraint[row], plan.constraint_date[row]
    if not plan.settings.honor_constraints or date == NO_INSTANT:
        return start
    key = network.axis[row].key(date)
    if kind is Constraint.MSO:
        return key
    if kind is Constraint.MFO:
        return start_for(network, row, key)
    if kind is Constraint.SNLT:
        return min(start, key)
    if kind is Constraint.FNLT:
        return min(start, start_for(network, row, key))
    return start


def project_finish(network: Network) -> int:
    """The latest finish of all tasks and manual summaries, a tick; `NO_INSTANT` when there is none."""
    manual_summaries = [row for row in network.children if network.plan.manual[row]]
    rows = np.concatenate((tasks(network), np.array(manual_summaries, np.int64)))
    finish = key_array(network.when)[2 * rows + 1]
    placed = (finish > NO_KEY) & (finish < LAST_KEY)
    axes, number = numbered(network.axis)
    latest = np.full(len(axes), NO_KEY)
    np.maximum.at(latest, number[rows[placed]], finish[placed])
    ends = zip(axes, latest.tolist(), strict=True)
    return max((axis.tick(key) for axis, key in ends if key > NO_KEY), default=NO_INSTANT)


def tasks(network: Network) -> Ints:
    """The rows that count for the project's finish: those that are in the network, and no summaries."""
    plan = network.plan
    counts = np.zeros(max(len(network.incoming.first) - 1, len(plan)), bool)
    counts[: len(plan)] = True
    counts[[*network.children, *plan.filled("active"), *plan.filled("external")]] = False
    rows = network.order
    return rows[counts[rows]]
