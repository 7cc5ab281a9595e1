"""The backward pass: the latest dates that do not delay the project's finish or break a limit."""

from __future__ import annotations

import numpy as np

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY, SHIFT, STARTS, key_array, moved
from pmo_excel.schedule.compiled import columns_for, keys_for, loops_for
from pmo_excel.schedule.forward import edges_for, kinds, tasks
from pmo_excel.schedule.links import Ints
from pmo_excel.schedule.network import Crossing, Network, Rule, finish_for, numbered
from pmo_excel.schedule.plan import StatusRule


def backward(network: Network, finish: int) -> None:
    """Place every node before what waits for it; without a successor, before the project's finish (a tick)."""
    rules = network.backward_rules
    network.ceiling = np.minimum(finish_keys(network, finish), key_array(network.ceiling)).tolist()
    if network.plan.settings.multiple_critical_paths:
        _own_finishes(network, network.ceiling)
    loops = loops_for(len(network.plan), len(rules))
    network.late, late = keys_for(loops, network.late)
    columns = (*edges_for(loops, network.outgoing), *columns_for(loops, network.ceiling, network.length))
    nodes, kind = columns_for(loops, network.order, kinds(network, rules))
    position = loops.place_late(nodes, len(nodes) - 1, kind, *columns, late)
    while position >= 0:
        node = int(nodes[position])
        rules[node](network, node)
        position = loops.place_late(nodes, position - 1, kind, *columns, late)
    for row, start in network.leveled.items():
        network.late[2 * row] = start


def _own_finishes(network: Network, ceiling: list[int]) -> None:
    """With multiple critical paths, a task without successors may be no later than it is, whatever its deadline."""
    for row in tasks(network).tolist():
        if not any(network.outgoing.of(row)) and row not in network.crossing_out:
            ceiling[row] = network.when[2 * row + 1]


def finish_keys(network: Network, finish: int) -> Ints:
    """The project's finish on the axis of each row."""
    axes, number = numbered(network.axis)
    return np.array([axis.key_at(finish) for axis in axes], np.int64)[number]


def limit(network: Network, row: int, end: int) -> int:
    """The earliest of the end and what each link allows for the row's finish, not yet moved into working time."""
    best = end
    for at, weight in network.outgoing.of(row):
        key = network.late[at]
        if key < LAST_KEY:
            best = min(best, moved(key, -(weight >> SHIFT)))
    for crossing in network.crossing_out.get(row, ()):
        if NO_KEY < network.late[crossing.at] < LAST_KEY:
            best = min(best, _crossed(network, row, crossing))
    return best


def _crossed(network: Network, row: int, crossing: Crossing) -> int:
    tick = crossing.axis.tick(network.late[crossing.at])
    lag = crossing.lag
    if crossing.percent:
        start, finish = network.when[2 * row : 2 * row + 2]
        lag = round(((finish >> SHIFT) - (start >> SHIFT)) * crossing.percent / 100)
    if crossing.lag_axis is None:
        tick -= lag
    elif lag:
        tick = crossing.lag_axis.tick(moved(crossing.lag_axis.key_at(tick), -lag))
    key = network.axis[row].key_at(tick)
    return finish_for(network, row, key) if crossing.holds_other_end else key


def place_late(network: Network, row: int) -> None:
    """A task with links across calendars, or a manual one.

    Milestones and manual tasks keep the limit as it is, even where it is the start of a working period: Microsoft
    Project shows a late finish of 08:00 for them. A manual task stays put, so its float is never negative.
    """
    end = limit(network, row, network.ceiling[row])
    if network.plan.manual[row]:
        end = max(end, network.when[2 * row + 1])
    length = network.length[row]
    if not length:
        network.late[2 * row] = network.late[2 * row + 1] = end
        return
    network.late[2 * row] = (end & ~STARTS) - length | STARTS
    network.late[2 * row + 1] = end if network.plan.manual[row] else end & ~STARTS


def less_leveling(rule: Rule) -> Rule:
    """The rule of a task with a leveling delay: its predecessors are held as if it started without the delay.

    So Microsoft Project has it: a delay that leveling puts between two tasks gives the first one no float.
    """

    def placed(network: Network, row: int) -> None:
        rule(network, row)
        start = network.late[2 * row]
        if start < LAST_KEY and row in network.undelayed:
            network.leveled[row] = start
            slips = (start >> SHIFT) - (network.when[2 * row] >> SHIFT)
            network.late[2 * row] = network.undelayed[row] + (slips << SHIFT)

    return placed


def place_late_limit(network: Network, row: int) -> None:
    """The latest finish that the successors of a summary allow its tasks."""
    network.late[2 * len(network.plan) + row] = limit(network, row, LAST_KEY)


def place_late_started(network: Network, row: int) -> None:
    """A started task: its remaining work may be as late as its successors allow.

    Predecessors of a started task are held by the date on which its work goes on, as in Microsoft Project; under
    retained logic, where the work that is left waits for them, by the latest such date.
    """
    plan = network.plan
    end = limit(network, row, network.ceiling[row])
    network.late[2 * row + 1] = max(end, network.when[2 * row + 1]) if plan.manual[row] else end & ~STARTS
    if plan.resume[row] != NO_INSTANT and plan.settings.status_rule is StatusRule.LEAVE:
        network.late[2 * row] = network.axis[row].key(plan.resume[row])
        return
    rest = end if plan.settings.status_rule is StatusRule.AFTER_STATUS_DATE else network.when[2 * row + 1]
    network.late[2 * row] = (rest & ~STARTS) - network.length[row] | STARTS


def place_late_done(network: Network, row: int) -> None:
    """A finished task binds nobody; its late dates are its actual ones."""
    network.late[2 * row], network.late[2 * row + 1] = LAST_KEY, LAST_KEY


def cap(network: Network, row: int, finish: float, length: int = 0) -> None:
    """Lower the ceiling of a row to an instant, or to a start plus the row's duration."""
    if finish != NO_INSTANT:
        key = moved(network.axis[row].key(finish), length >> SHIFT)
        network.ceiling[row] = min(network.ceiling[row], key)
