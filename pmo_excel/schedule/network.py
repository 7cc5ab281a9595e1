"""The network of a plan: links folded to integers on the axis of each task, in an order in which dates follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Problem
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY, SHIFT, TICKS, Axis, key_array, moved, ticks
from pmo_excel.schedule.links import UNITS, Ints, LinkColumns, link_columns
from pmo_excel.schedule.order import Following
from pmo_excel.schedule.plan import PERCENTS, LagCalendar, LagUnit, LinkType, Plan

if TYPE_CHECKING:
    from pmo_excel.schedule.assigned import Assigned

Rule: TypeAlias = "Callable[[Network, int], None]"
"""How to place a node that is not an ordinary task: sets its keys in `when`, or in `late`."""


class Edges:
    """Differences of keys, node after node: those of node k lie from first[k] to first[k + 1].

    Attributes
    ----------
    at, weight
        Forward a node starts no sooner than `when[at] + weight`; backward it finishes no later than
        `late[at] - weight`.
    """

    __slots__ = ("_lists", "at", "first", "weight")

    def __init__(self, first: Ints, at: Ints, weight: Ints) -> None:
        self.first, self.at, self.weight = first, at, weight
        self._lists: tuple[list[int], list[int], list[int]] | None = None

    @property
    def lists(self) -> tuple[list[int], list[int], list[int]]:
        """First, at and weight as plain lists, for loops in Python."""
        if self._lists is None:
            self._lists = self.first.tolist(), self.at.tolist(), self.weight.tolist()
        return self._lists

    def of(self, node: int) -> Iterator[tuple[int, int]]:
        """(at, weight) of a node."""
        first, at, weight = self.lists
        start, end = first[node], first[node + 1]
        return zip(at[start:end], weight[start:end], strict=True)


class Folded(NamedTuple):
    """The links whose ends share an axis, as columns; `number` is the link's own in the plan."""

    number: Ints
    predecessor: Ints
    successor: Ints
    at: Ints
    weight: Ints


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


@dataclass(slots=True, eq=False)
class Network:
    """The working space of both passes over a plan of n tasks.

    A node is a row; or n + row, the *gate* of a summary, behind which all of its tasks wait. Keys (see `axis`) are
    kept in `when` (dates) and `late` (late dates) at 2 row for the start and 2 row + 1 for the finish; at 2 n + row
    `when` holds a summary's gate and `late` the latest finish that the summary's successors allow.

    Attributes
    ----------
    links
        Those of the plan, as columns.
    axis, lag_axis
        By row: the calendar of the work, and that of the task, which its lags and floats are counted on.
    assigned
        By row: assignments on different calendars, or delayed ones.
    length
        By row: the duration, or what is left of it in a started task, as a difference of keys.
    incoming, outgoing
        The edges that hold the start of each node, and those that limit its finish.
    following
        By node: those that wait for it.
    folded
        The same links as columns.
    crossing_in, crossing_out
        By node: the links that cannot be folded.
    floor, ceiling
        By row: keys that the start may not be before, and the late finish may not be after.
    forward_rules, backward_rules
        By node, for those that the inner loops of `kernel` do not place.
    firm
        Rows whose dates wait for nothing: they are done, typed by hand or fixed by a constraint.
    early
        Early start and finish of rows that are not scheduled at them.
    rolled
        By manual summary: where its tasks start.
    undelayed, leveled
        By row with a leveling delay: its start without the delay; and its late start, while `late` has for its
        predecessors how late it might start without.
    unknown, late_unknown
        Rows whose dates, and rows whose late dates, rest on something wrong.
    """

    plan: Plan
    links: LinkColumns
    axis: list[Axis]
    lag_axis: list[Axis]
    assigned: dict[int, list[Assigned]]
    length: list[int]
    children: dict[int, list[int]]
    when: MutableSequence[int]
    late: MutableSequence[int]
    incoming: Edges
    outgoing: Edges
    following: Following
    folded: Folded
    floor: list[int]
    ceiling: list[int]
    forward_rules: dict[int, Rule]
    backward_rules: dict[int, Rule]
    crossing_in: dict[int, list[Crossing]]
    crossing_out: dict[int, list[Crossing]]
    order: Ints
    gated: set[int]
    limited: set[int]
    firm: set[int]
    early: dict[int, tuple[int, int]]
    rolled: dict[int, int]
    undelayed: dict[int, int]
    leveled: dict[int, int]
    unknown: set[int]
    late_unknown: set[int]
    problems: list[Problem]


_EMPTY: Ints = np.empty(0, np.int64)
_NONE = Edges(np.zeros(1, np.int64), _EMPTY, _EMPTY)
_LONGEST: Final = 1 << 32
"""Ticks of the longest duration or lag that is told apart from longer ones: 800 years."""


def empty_network(plan: Plan, axis: list[Axis], lag_axis: list[Axis]) -> Network:
    """A network without links, where nothing is placed."""
    n = len(plan)
    children: dict[int, list[int]] = {}
    for row in plan.filled("parent"):
        children.setdefault(plan.parent[row], []).append(row)
    nodes = 2 * n if children else n
    return Network(
        plan=plan,
        links=link_columns(plan.links),
        axis=axis,
        lag_axis=lag_axis,
        assigned={},
        length=_as_keys(plan.duration).tolist(),
        children=children,
        when=[NO_KEY] * (n + nodes),
        late=[LAST_KEY] * (n + nodes),
        incoming=_NONE,
        outgoing=_NONE,
        following=Following(np.zeros(1, np.int64), _EMPTY),
        folded=Folded(_EMPTY, _EMPTY, _EMPTY, _EMPTY, _EMPTY),
        floor=[NO_KEY] * n,
        ceiling=[LAST_KEY] * n,
        forward_rules={},
        backward_rules={},
        crossing_in={},
        crossing_out={},
        order=_EMPTY,
        gated=set(),
        limited=set(),
        firm=set(),
        early={},
        rolled={},
        undelayed={},
        leveled={},
        unknown=set(),
        late_unknown=set(),
        problems=[],
    )


def begun(plan: Plan) -> NDArray[np.bool_]:
    """By row, whether the start of the task has happened: it has an actual date, or some percentage is done."""
    happened: NDArray[np.bool_] = np.array(plan.percent_complete) > 0
    for actual in (plan.actual_start, plan.actual_finish):
        happened |= np.array(actual) != NO_INSTANT
    return happened


def start_for(network: Network, row: int, finish: int) -> int:
    """The start with which a row finishes at a key, along the calendars that its work is done on."""
    work = network.assigned.get(row)
    if not work:
        return moved(finish, -(network.length[row] >> SHIFT))
    axis = network.axis[row]
    tick = axis.tick(finish)
    return axis.key_at(min(each.start_for(tick) for each in work))


def finish_for(network: Network, row: int, start: int) -> int:
    """The finish of a row that starts at a key, along the calendars that its work is done on."""
    work = network.assigned.get(row)
    if not work:
        return moved(start, network.length[row] >> SHIFT)
    axis = network.axis[row]
    tick = axis.tick(start)
    return axis.key_at(max(each.span(tick)[1] for each in work))


_ELAPSED_UNITS = (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT)
_HOLDS_FROM_FINISH = (LinkType.FS, LinkType.FF)
_HOLDS_FINISH = (LinkType.FF, LinkType.SF)
_WORKING: Final = UNITS.index(LagUnit.WORKING)


class Ends(NamedTuple):
    """Which nodes the links join, as columns, with the folded ones among them.

    Attributes
    ----------
    limited, limits_at, limits_weight
        The rows whose late finish a folded link limits, and how (`Edges`).
    """

    predecessor: Ints
    gate: Ints
    limited: Ints
    limits_at: Ints
    limits_weight: Ints
    folded: Folded


def fold(network: Network, numbers: Ints) -> Ends:
    """Every link as one difference of keys where its ends share an axis, all at once; the others as `Crossing`.

    A link from the start of a task that has begun limits it no more: that start has happened.
    """
    links, n = network.links, len(network.plan)
    p, s = links.predecessor[numbers], links.successor[numbers]
    from_finish, ends = links.from_finish[numbers], links.holds_finish[numbers]
    summary = np.zeros(n, bool)
    summary[list(network.children)] = True
    gate = np.where(summary[s], n + s, s)
    weight = _as_keys(links.lag[numbers])
    axis, lag_axis = axis_numbers(network)
    counted = p if network.plan.settings.lag_calendar is LagCalendar.PREDECESSOR else s
    same = (axis[p] == axis[s]) & ((weight == 0) | (lag_axis[counted] == axis[s]))
    same &= links.unit[numbers] == _WORKING
    several = np.zeros(n, bool)
    several[list(network.assigned)] = True
    same &= ~(several[s] & ends) & ~(several[p] & ~from_finish)
    happened = begun(network.plan)
    holds = same & (from_finish | ~happened[p])
    for at in np.flatnonzero(~same).tolist():
        _cross(network, int(numbers[at]), int(gate[at]), bool(happened[p[at]]))
    length = key_array(network.length)
    asked = weight - np.where(ends & ~summary[s], length[s], 0)
    allowed = weight - np.where(from_finish, 0, length[p])
    folded = Folded(numbers[same], p[same], s[same], (2 * p + from_finish)[same], asked[same])
    return Ends(p, gate, p[holds], (2 * s + ends)[holds], allowed[holds], folded)


def _as_keys(minutes: Sequence[float] | NDArray[np.float64]) -> Ints:
    """Minutes as differences of keys."""
    whole = np.rint(np.asarray(minutes, float) * TICKS)
    keys: Ints = np.clip(whole, -_LONGEST, _LONGEST).astype(np.int64) << SHIFT
    return keys


def axis_numbers(network: Network) -> tuple[Ints, Ints]:
    """By row, a number for its axis, and for the axis of the lags before it: equal where the axis is the same."""
    axes, number = numbered(network.axis)
    if network.lag_axis is network.axis:
        return number, number
    at = {axis: k for k, axis in enumerate(dict.fromkeys((*axes, *network.lag_axis)))}
    return number, np.array([at[axis] for axis in network.lag_axis], np.int64)


def numbered(axis: list[Axis]) -> tuple[list[Axis], Ints]:
    """The axes that rows have, each once, and by row the position of its own among them."""
    if not axis or axis.count(axis[0]) == len(axis):
        return axis[:1], np.zeros(len(axis), np.int64)
    different = list(dict.fromkeys(axis))
    at = {each: k for k, each in enumerate(different)}
    return different, np.array([at[each] for each in axis], np.int64)


def gathered(nodes: int, node: Ints, at: Ints, weight: Ints) -> Edges:
    """Edges in the order of their nodes."""
    order = np.argsort(node, kind="stable")
    first = np.concatenate(([0], np.cumsum(np.bincount(node, minlength=nodes))))
    return Edges(first, at[order], weight[order])


def as_crossing(network: Network, number: int) -> Crossing:
    """What a link asks of its successor, whatever axes its ends are on."""
    before, after, kind, lag, unit = network.plan.links[number]
    percent = 0.0
    elapsed = unit in _ELAPSED_UNITS or (unit is LagUnit.PERCENT and network.plan.elapsed[before])
    if unit in PERCENTS:
        lag, percent = _percent_lag(network, before, lag)
    counted = before if network.plan.settings.lag_calendar is LagCalendar.PREDECESSOR else after
    lag_axis = None if elapsed else network.lag_axis[counted]
    at = 2 * before + (kind in _HOLDS_FROM_FINISH)
    holds_finish = kind in _HOLDS_FINISH and after not in network.children
    return Crossing(at, network.axis[before], lag_axis, ticks(lag), percent, holds_finish, number)


def _cross(network: Network, number: int, gate: int, happened: bool) -> None:
    """A link across axes, or with a lag that is elapsed time or a percentage."""
    before, after, kind, _, _ = network.plan.links[number]
    inward = as_crossing(network, number)
    network.crossing_in.setdefault(gate, []).append(inward)
    from_start = not inward.at & 1
    if not (happened and from_start):
        at = 2 * after + (kind in _HOLDS_FINISH)
        outward = inward._replace(at=at, axis=network.axis[after], holds_other_end=from_start)
        network.crossing_out.setdefault(before, []).append(outward)


def _percent_lag(network: Network, predecessor: int, percent: float) -> tuple[float, float]:
    """The minutes of a percent lag; or 0 and the percentage, where the predecessor is a summary.

    A percentage of an elapsed duration is elapsed time (MPXJ's MicrosoftScheduler).
    """
    if predecessor in network.children:
        return 0, percent
    return max(network.plan.duration[predecessor], 0) * percent / 100, 0
