"""Float: how far a task can slip before the project, or before any other task; and which link drives each start."""

from __future__ import annotations

from collections.abc import Iterator, MutableSequence
from typing import Final, NamedTuple

import numpy as np

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY, SHIFT, TICKS, Axis, key_array
from pmo_excel.schedule.forward import crossed
from pmo_excel.schedule.kernel import FAR
from pmo_excel.schedule.links import Flags, Ints
from pmo_excel.schedule.network import Network, axis_numbers, begun
from pmo_excel.schedule.plan import Plan
from pmo_excel.schedule.progress import finished, started

NO_FLOAT: Final = NO_INSTANT
"""An unknown float."""


class Floats(NamedTuple):
    """Float of every row [ticks of working time on the task's calendar], `NO_FLOAT` where unknown."""

    start: Ints
    finish: Ints
    total: Ints


def early_keys(network: Network) -> MutableSequence[int]:
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
    plan, rows = network.plan, len(network.plan)
    when = key_array(early_keys(network)[: 2 * rows])
    late = key_array(network.late[: 2 * rows])
    gap = (late >> SHIFT) - (when >> SHIFT)
    work, own = axis_numbers(network)
    for row in np.flatnonzero(work != own).tolist():
        if not plan.elapsed[row]:
            for at in (2 * row, 2 * row + 1):
                gap[at] = _between(network.axis[row], network.lag_axis[row], int(when[at]), int(late[at]))
    start, finish = gap[0::2], gap[1::2]
    total = np.minimum(start, finish)
    for row in _begun(plan):
        if row not in network.children:
            start[row] = 0
            total[row] = finish[row]
    unknown = (when[1::2] < -FAR) | (late[1::2] < -FAR) | (late[1::2] > FAR)
    unknown[list(network.late_unknown)] = True
    for column in (start, finish, total):
        column[unknown] = NO_FLOAT
    for row in _begun(plan):
        if finished(plan, row) and when[2 * row] != NO_KEY:
            start[row] = finish[row] = total[row] = 0
    return Floats(start, finish, total)


def _between(axis: Axis, own: Axis, early: int, late: int) -> int:
    """Working time on a task's own calendar between two keys on the axis of its work."""
    if not NO_KEY < early < LAST_KEY or not NO_KEY < late < LAST_KEY:
        return 0
    return (own.key_at(axis.tick(late)) >> SHIFT) - (own.key_at(axis.tick(early)) >> SHIFT)


def _begun(plan: Plan) -> set[int]:
    """Rows with progress."""
    rows = {row for column in ("actual_start", "actual_finish", "percent_complete") for row in plan.filled(column)}
    return {row for row in rows if started(plan, row)}


def in_minutes(column: Ints) -> list[float]:
    """Ticks as minutes, whole where they are; `NO_FLOAT` stays."""
    whole = np.where(column == NO_FLOAT, NO_FLOAT, column // TICKS)
    if not (column[column != NO_FLOAT] % TICKS).any():
        minutes: list[float] = whole.tolist()
        return minutes
    return [
        w if t == NO_FLOAT or w * TICKS == t else t / TICKS
        for w, t in zip(whole.tolist(), column.tolist(), strict=True)
    ]


def free_floats(network: Network, total: Ints) -> tuple[Ints, Ints]:
    """Free float [ticks], and the number of the link that drives the start, -1 where none does.

    Free float is the smallest gap that the task's own links to open successors leave beyond their lag, between the
    ends that the link joins (start to start for SS, unless that start has happened); not below 0, and without such
    links the total float. A link that asks for the very working minute in which its successor starts drives it; the
    first in workbook order where several do.
    """
    rows, folded = len(network.plan), network.folded
    when = key_array(network.when)
    closed = _begun(network.plan) | network.unknown
    is_open = np.ones(rows, bool)
    is_open[list(closed)] = False
    gap = (when[2 * folded.successor] >> SHIFT) - (when[folded.at] + folded.weight >> SHIFT)
    waits = is_open[folded.successor]
    happened = begun(network.plan)
    can_slip = waits & ((folded.at % 2 == 1) | ~happened[folded.predecessor])
    gaps = np.full(rows, LAST_KEY)
    np.minimum.at(gaps, folded.predecessor[can_slip], gap[can_slip])
    drives = np.flatnonzero(waits & (gap == 0))[::-1]
    driver = np.full(rows, -1)
    driver[folded.successor[drives]] = folded.number[drives]
    for number, before, after, left, drives_it in _crossing_gaps(network, happened):
        if after in closed:
            continue
        if left is not None:
            gaps[before] = min(int(gaps[before]), left)
        if drives_it and not 0 <= driver[after] < number:
            driver[after] = number
    free = np.where(gaps == LAST_KEY, total, np.maximum(np.minimum(gaps, total), 0))
    return np.where(total == NO_FLOAT, NO_FLOAT, free), driver


def _crossing_gaps(network: Network, happened: Flags) -> Iterator[tuple[int, int, int, int | None, bool]]:
    """(link, predecessor, successor, gap, whether it drives) of each link that is not folded.

    The gap is counted on the predecessor's calendar, and None where its end that is linked has happened; what drives is
    seen on the successor's, where a weekend between both leaves no gap.
    """
    rows = len(network.plan)
    for node, crossings in network.crossing_in.items():
        after = node % rows
        starts = network.when[2 * after]
        for crossing in crossings:
            before = crossing.at // 2
            if crossing.link < 0 or starts == NO_KEY or network.when[crossing.at] == NO_KEY:
                continue
            own, other = network.axis[after], crossing.axis
            asked = crossed(network, node, crossing)
            left = (other.key_at(own.tick(starts)) >> SHIFT) - (other.key_at(own.tick(asked)) >> SHIFT)
            slips = crossing.at & 1 or not happened[before]
            yield crossing.link, before, after, left if slips else None, asked >> SHIFT == starts >> SHIFT
