"""What sets each date: the driving link, the project's start, a constraint, progress; and the chain to the start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule import progress
from pmo_excel.schedule.axis import NO_KEY, SHIFT, key_array
from pmo_excel.schedule.constraints import ancestors, fixes, pulls, pushes
from pmo_excel.schedule.dates import Dates, Driver
from pmo_excel.schedule.forward import crossed, stay
from pmo_excel.schedule.links import Ints
from pmo_excel.schedule.network import Network

_BY_LINK: Final = frozenset({Driver.LINK, Driver.SUMMARY_LINK, Driver.TASKS})


class Driven(NamedTuple):
    """What drives every row.

    Attributes
    ----------
    driver
        What sets the start.
    link
        The number of the link that does, -1 where none does; of a task that waits with its summary, the summary's link.
    rest
        The number of the link that holds the work that is left of a started task, -1 where none does.
    """

    driver: list[Driver]
    link: list[int]
    rest: list[int]


def drivers(network: Network, link: Ints) -> Driven:
    """What sets the start of every row, given the number of each row's driving link (-1 for none)."""
    found, held = [Driver.LINK] * len(network.plan), link.tolist()
    others = _not_merely_linked(network, link)
    for row in others:
        found[row] = _driver(network, row, held[row])
        if found[row] not in _BY_LINK:
            held[row] = -1
    for row in (row for row in others if found[row] is Driver.SUMMARY_LINK):
        held[row] = next((int(link[s]) for s in _gates(network, row) if link[s] >= 0), -1)
    return Driven(found, held, _rest_links(network))


def _not_merely_linked(network: Network, link: Ints) -> list[int]:
    """Rows that something else than a link may set: mostly few."""
    plan, rules = network.plan, network.forward_rules
    without = (link < 0) | (key_array(network.when)[: 2 * len(plan) : 2] == NO_KEY)
    return sorted(
        {
            *np.flatnonzero(without).tolist(),
            *network.children,
            *network.firm,
            *(row for row, rule in rules.items() if rule is stay),
            *plan.filled("actual_start"),
            *plan.filled("active"),
            *plan.filled("constraint_date"),
        }
    )


def _driver(network: Network, row: int, link: int) -> Driver:
    plan = network.plan
    if network.when[2 * row] == NO_KEY:
        return Driver.UNKNOWN
    if row in network.children:
        return Driver.MANUAL if row in network.rolled else Driver.TASKS
    if plan.actual_start[row] != NO_INSTANT:
        return Driver.ACTUAL
    if not plan.active[row]:
        return Driver.INACTIVE
    if row in network.firm:
        return _of_firm(network, row)
    if network.forward_rules.get(row) is stay:
        return Driver.PROJECT_FINISH
    if fixes(plan, row) or pulls(network, row):
        return Driver.CONSTRAINT
    return Driver.LINK if link >= 0 else _without_link(network, row)


def _of_firm(network: Network, row: int) -> Driver:
    plan = network.plan
    if plan.actual_finish[row] != NO_INSTANT:
        return Driver.ACTUAL_FINISH
    return Driver.EXTERNAL if plan.external[row] else Driver.MANUAL


def _without_link(network: Network, row: int) -> Driver:
    plan, axis = network.plan, network.axis[row]
    at = network.when[2 * row] >> SHIFT
    if plan.leveling_delay[row]:
        return Driver.LEVELING
    if pushes(network, row) >> SHIFT == at:
        return Driver.CONSTRAINT
    if any(True for _ in _gates(network, row)):
        return Driver.SUMMARY_LINK
    floor = network.floor[row]
    if floor >> SHIFT != at and row in network.assigned:
        return Driver.RESOURCES
    if progress.after_status(plan) and floor == axis.key(plan.settings.status_date):
        return Driver.STATUS_DATE
    if any(axis.key(date) == floor for date in _dates_above(network, row)):
        return Driver.SUMMARY_DATE
    return Driver.PROJECT_START


def _gates(network: Network, row: int) -> Iterator[int]:
    """The summaries above a row whose links hold it where it starts, the outermost first."""
    plan, n, own = network.plan, len(network.plan), network.axis[row]
    for summary in [*ancestors(plan, row)][::-1]:
        gate = network.when[2 * n + summary]
        if summary in network.gated and gate > NO_KEY:
            key = own.key_at(network.axis[summary].tick(gate))
            if key >> SHIFT == network.when[2 * row] >> SHIFT:
                yield summary


def _dates_above(network: Network, row: int) -> Iterator[float]:
    """The dates of the summaries above a row that hold their tasks: constraints, and starts typed by hand."""
    plan = network.plan
    for summary in ancestors(plan, row):
        for date in (plan.constraint_date[summary], plan.manual_start[summary] if plan.manual[summary] else NO_INSTANT):
            if date != NO_INSTANT:
                yield date


def _rest_links(network: Network) -> list[int]:
    """By row, the link that holds what is left of a started task: only where that waits for predecessors."""
    plan, when, folded = network.plan, network.when, network.folded
    found = [-1] * len(plan)
    waiting = {row for row, rule in network.forward_rules.items() if rule is progress.place_remaining}
    if not waiting:
        return found
    theirs = np.isin(folded.successor, list(waiting))
    columns = (folded.number, folded.successor, folded.at, folded.weight)
    for number, row, at, weight in zip(*(column[theirs].tolist() for column in columns), strict=True):
        if found[row] < 0 and network.length[row]:
            rest = when[2 * row + 1] - network.length[row]
            if when[at] + weight >> SHIFT == rest >> SHIFT:
                found[row] = number
    for row in waiting:
        for crossing in network.crossing_in.get(row, ()):
            if crossing.link >= 0 and found[row] < 0 and network.length[row]:
                rest = when[2 * row + 1] - network.length[row]
                if crossed(network, row, crossing) >> SHIFT == rest >> SHIFT:
                    found[row] = crossing.link
    return found


def driver_chain(dates: Dates, row: int) -> list[int]:
    """The rows from the last task that this one drives, through it, back to the first one, each driven by the next.

    Where a task drives several, the chain goes on with the one that has the least float, the first in workbook order.
    """
    back = [row]
    while dates.driving_predecessor[back[-1]] >= 0:
        back.append(dates.driving_predecessor[back[-1]])
    ahead = [row]
    while driven := [r for r, by in enumerate(dates.driving_predecessor) if by == ahead[-1]]:
        ahead.append(min(driven, key=lambda r: (not dates.float_known[r], dates.total_float[r], r)))
    return ahead[:0:-1] + back
