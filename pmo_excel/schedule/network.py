"""The network of a plan: links folded to integers on the axis of each task, in an order in which dates follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pmo_excel.core.problems import Problem
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY, SHIFT, TICKS, Axis, ticks
from pmo_excel.schedule.plan import LagUnit, Link, LinkType, Plan

if TYPE_CHECKING:
    from pmo_excel.schedule.assigned import Assigned

Rule: TypeAlias = "Callable[[Network, int], None]"
"""How to place a node that is not an ordinary task: sets its keys in `when`, or in `late`."""


class Crossing(NamedTuple):
    """A link that cannot be folded: its ends lie on different axes, or its lag is not the successor's working time.

    Attributes
    ----------
    at
        The position in `when` (forward) or `late` (backward) of the other end.
    axis
        The axis of the other end.
    lag_axis
        The calendar that the lag is counted on; None for elapsed minutes.
    lag
        Ticks.
    percent
        The lag is that percentage of the duration of the summary in this row, known only once its tasks are placed.
    holds_other_end
        The link holds the finish (forward) or the start (backward), so the duration is taken off or put on.
    link
        Its number; -1 for the gate or the limit of a summary.
    """

    at: int
    axis: Axis
    lag_axis: Axis | None
    lag: int
    percent: float
    holds_other_end: bool
    link: int = -1


class Folded(NamedTuple):
    """A link as a difference of keys: the start of the successor is not before `when[at] + weight`."""

    link: int
    predecessor: int
    successor: int
    at: int
    weight: int


@dataclass(slots=True, eq=False)
class Network:
    """The working space of both passes over a plan of n tasks.

    A node is a row; or n + row, the *gate* of a summary, behind which all of its tasks wait. Keys (see `axis`) are
    kept in `when` (dates) and `late` (late dates) at 2 row for the start and 2 row + 1 for the finish; at 2 n + row
    `when` holds a summary's gate and `late` the latest finish that the summary's successors allow.

    Attributes
    ----------
    axis, lag_axis
        By row: the calendar of the work, and that of the task, which lags before it and floats are counted on.
    assigned
        By row: assignments on different calendars, or delayed ones.
    length
        By row: the duration, or what is left of it in a started task, as a difference of keys.
    incoming, outgoing
        By node: (position, weight) of each folded link; a candidate is `when[position] + weight`, a limit is
        `late[position] - weight`.
    crossing_in, crossing_out
        By node: the links that cannot be folded.
    floor, ceiling
        By row: keys that the start may not be before, and the late finish may not be after.
    forward_rules, backward_rules
        By node; None for an ordinary task.
    firm
        Rows whose dates wait for nothing: they are done, typed by hand or fixed by a constraint.
    early
        Early start and finish of rows that are not scheduled at them.
    rolled
        By manual summary: where its tasks start.
    unknown, late_unknown
        Rows whose dates, and rows whose late dates, rest on something wrong.
    """

    plan: Plan
    axis: list[Axis]
    lag_axis: list[Axis]
    assigned: dict[int, list[Assigned]]
    length: list[int]
    children: dict[int, list[int]]
    when: list[int]
    late: list[int]
    incoming: list[list[tuple[int, int]]]
    outgoing: list[list[tuple[int, int]]]
    following: list[list[int]]
    floor: list[int]
    ceiling: list[int]
    forward_rules: list[Rule | None]
    backward_rules: list[Rule | None]
    crossing_in: dict[int, list[Crossing]]
    crossing_out: dict[int, list[Crossing]]
    folded: list[Folded]
    order: list[int]
    gated: set[int]
    limited: set[int]
    firm: set[int]
    early: dict[int, tuple[int, int]]
    rolled: dict[int, int]
    unknown: set[int]
    late_unknown: set[int]
    problems: list[Problem]


def empty_network(plan: Plan, axis: list[Axis], lag_axis: list[Axis]) -> Network:
    """A network without links, where nothing is placed."""
    n = len(plan)
    children: dict[int, list[int]] = {}
    for row, parent in enumerate(plan.parent):
        if parent >= 0:
            children.setdefault(parent, []).append(row)
    nodes = 2 * n if children else n
    return Network(
        plan=plan,
        axis=axis,
        lag_axis=lag_axis,
        assigned={},
        length=[round(minutes * TICKS) << SHIFT for minutes in plan.duration],
        children=children,
        when=[NO_KEY] * (n + nodes),
        late=[LAST_KEY] * (n + nodes),
        incoming=[[] for _ in range(nodes)],
        outgoing=[[] for _ in range(nodes)],
        following=[[] for _ in range(nodes)],
        floor=[NO_KEY] * n,
        ceiling=[LAST_KEY] * n,
        forward_rules=[None] * nodes,
        backward_rules=[None] * nodes,
        crossing_in={},
        crossing_out={},
        folded=[],
        order=[],
        gated=set(),
        limited=set(),
        firm=set(),
        early={},
        rolled={},
        unknown=set(),
        late_unknown=set(),
        problems=[],
    )


_HOLDS_FROM_FINISH = (LinkType.FS, LinkType.FF)
_HOLDS_FINISH = (LinkType.FF, LinkType.SF)


def fold(network: Network, links: Iterable[tuple[int, Link]]) -> None:
    """Put every link where both passes read it, as one weight where its ends share an axis."""
    n, axis, length, children = len(network.plan), network.axis, network.length, network.children
    incoming, outgoing, following, folded = network.incoming, network.outgoing, network.following, network.folded
    plain, working = LinkType.FS, LagUnit.WORKING
    lag_axis = network.lag_axis
    for number, link in links:
        before, after, kind, lag, unit = link
        own = axis[after]
        gate = n + after if after in children else after
        following[before].append(gate)
        if axis[before] is not own or unit is not working or (lag and lag_axis[after] is not own):
            _cross(network, number, link, gate)
        elif kind is plain:
            weight = round(lag * TICKS) << SHIFT if lag else 0
            at = 2 * before + 1
            incoming[gate].append((at, weight))
            outgoing[before].append((2 * after, weight))
            folded.append(Folded(number, before, after, at, weight))
        else:
            weight = round(lag * TICKS) << SHIFT
            at = 2 * before + (kind in _HOLDS_FROM_FINISH)
            ends = kind in _HOLDS_FINISH
            forward = weight - length[after] if ends and after not in children else weight
            incoming[gate].append((at, forward))
            outgoing[before].append((2 * after + ends, weight if at & 1 else weight - length[before]))
            folded.append(Folded(number, before, after, at, forward))


def _cross(network: Network, number: int, link: Link, gate: int) -> None:
    """A link across axes, or with a lag that is elapsed time or a percentage."""
    before, after, kind, lag, unit = link
    percent = 0.0
    if unit is LagUnit.PERCENT:
        lag, percent = _percent_lag(network, before, lag)
        if not percent and network.axis[before] is network.axis[after] is network.lag_axis[after]:
            fold_one = [(number, link._replace(lag=lag, unit=LagUnit.WORKING))]
            network.following[before].pop()
            fold(network, fold_one)
            return
    lag_axis = None if unit is LagUnit.ELAPSED else network.lag_axis[after]
    at = 2 * before + (kind in _HOLDS_FROM_FINISH)
    ends = kind in _HOLDS_FINISH
    waits = ticks(lag)
    crossing_in = Crossing(at, network.axis[before], lag_axis, waits, percent, ends and gate == after, number)
    network.crossing_in.setdefault(gate, []).append(crossing_in)
    crossing_out = Crossing(2 * after + ends, network.axis[after], lag_axis, waits, percent, not at & 1, number)
    network.crossing_out.setdefault(before, []).append(crossing_out)


def _percent_lag(network: Network, predecessor: int, percent: float) -> tuple[float, float]:
    """The minutes of a percent lag; or 0 and the percentage, where the predecessor is a summary."""
    if predecessor in network.children:
        return 0, percent
    return max(network.plan.duration[predecessor], 0) * percent / 100, 0
