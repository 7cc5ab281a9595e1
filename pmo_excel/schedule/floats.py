"""Float: how far a task can slip before the project, or before any other task; and which link drives each start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY, SHIFT
from pmo_excel.schedule.forward import crossed
from pmo_excel.schedule.network import Network
from pmo_excel.schedule.progress import finished, started

NO_FLOAT: Final = NO_INSTANT
"""An unknown float."""


class Floats(NamedTuple):
    """Float of every row [working minutes on the task's calendar], `NO_FLOAT` where unknown."""

    start: list[int]
    finish: list[int]
    total: list[int]


def early_keys(network: Network) -> list[int]:
    """The keys of the early dates, as in `Network.when`: for most rows those that they are scheduled at."""
    if not network.early:
        return network.when
    keys = network.when[: 2 * len(network.plan)]
    for row, (start, finish) in network.early.items():
        keys[2 * row], keys[2 * row + 1] = start, finish
    return keys


def floats(network: Network) -> Floats:
    """Start, finish and total float: working time from early to late dates on the task's own calendar.

    Total float is the smaller of both; of a started task the finish float; of a finished one 0 (Microsoft Project).
    """
    plan, late = network.plan, network.late
    when = early_keys(network)
    rows = range(len(plan))
    start = [(late[2 * row] >> SHIFT) - (when[2 * row] >> SHIFT) for row in rows]
    finish = [(late[2 * row + 1] >> SHIFT) - (when[2 * row + 1] >> SHIFT) for row in rows]
    total = [s if s < f else f for s, f in zip(start, finish, strict=True)]
    for row in rows:
        if plan.percent_complete[row] or plan.actual_start[row] != NO_INSTANT:
            _of_begun(network, row, start, finish, total)
    for row in (row for row in rows if when[2 * row + 1] == NO_KEY or not NO_KEY < late[2 * row + 1] < LAST_KEY):
        done = when[2 * row + 1] != NO_KEY and finished(plan, row)
        start[row] = finish[row] = total[row] = 0 if done else NO_FLOAT
    for row in network.late_unknown:
        if not finished(plan, row):
            start[row] = finish[row] = total[row] = NO_FLOAT
    return Floats(start, finish, total)


def _of_begun(network: Network, row: int, start: list[int], finish: list[int], total: list[int]) -> None:
    if row in network.children:
        return
    if finished(network.plan, row):
        start[row] = finish[row] = total[row] = 0
    elif started(network.plan, row):
        start[row] = 0
        total[row] = finish[row]


def free_floats(network: Network, total: list[int]) -> tuple[list[int], list[int]]:
    """Free float, and the number of the link that drives the start, -1 where none does.

    Free float is the smallest gap that the task's own links to open successors leave beyond their lag, between the
    ends that the link joins (start to start for SS); not below 0, and without such links the total float. A link
    without a gap drives its successor; the first in workbook order where several do.
    """
    when, rows = network.when, len(network.plan)
    gaps = [LAST_KEY] * rows
    driver = [-1] * rows
    closed = _closed(network)
    for number, before, after, at, weight in network.folded:
        gap = (when[2 * after] >> SHIFT) - (when[at] + weight >> SHIFT)
        if closed and after in closed:
            continue
        if gap < gaps[before]:
            gaps[before] = gap
        if not gap and driver[after] < 0:
            driver[after] = number
    for number, before, after, gap in _crossing_gaps(network):
        if after not in closed:
            gaps[before] = min(gaps[before], gap)
            if not gap and not 0 <= driver[after] < number:
                driver[after] = number
    free = [t if g == LAST_KEY or t == NO_FLOAT else max(min(g, t), 0) for g, t in zip(gaps, total, strict=True)]
    return free, driver


def _closed(network: Network) -> set[int]:
    """Rows that no longer wait for their predecessors, or have no dates."""
    plan = network.plan
    begun = {row for row, actual in enumerate(plan.actual_start) if actual != NO_INSTANT}
    return begun | {row for row, percent in enumerate(plan.percent_complete) if percent >= 1} | network.unknown


def _crossing_gaps(network: Network) -> Iterator[tuple[int, int, int, int]]:
    """(link, predecessor, successor, gap) of each link that is not folded; the gap on the predecessor's calendar."""
    rows = len(network.plan)
    for node, crossings in network.crossing_in.items():
        after = node % rows
        for crossing in crossings:
            before = crossing.at // 2
            if crossing.link < 0 or network.when[2 * after] == NO_KEY or network.when[crossing.at] == NO_KEY:
                continue
            own, other = network.axis[after], crossing.axis
            asked = other.position(own.instant(crossed(network, node, crossing)))
            yield crossing.link, before, after, other.position(own.instant(network.when[2 * after])) - asked
