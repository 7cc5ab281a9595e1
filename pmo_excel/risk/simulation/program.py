"""The network of a plan as steps that many runs take together: what the schedule's own rules do, in order.

The network is built by the schedule itself, once as it is and once with every drawn task a day longer. What differs
between both tells what depends on a drawn duration; all else is a constant. A plan with a rule that is not among the
steps is scheduled run by run by the schedule itself (`program` gives None), so that both always agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.risk.simulation.model import Model, extremes
from pmo_excel.schedule import backward as back
from pmo_excel.schedule import forward as ahead
from pmo_excel.schedule import progress, summaries
from pmo_excel.schedule.axis import LAST_KEY, NO_KEY, SHIFT, TICKS, Axis, key_array, ticks
from pmo_excel.schedule.build import network_of
from pmo_excel.schedule.links import Ints
from pmo_excel.schedule.network import Crossing, Edges, Network, numbered
from pmo_excel.schedule.plan import NO_DURATION, Assignment, Constraint, Plan, StatusRule

WORK, POINT, MIXED, STAY, GO_ON, REST, BEGUN, GATE, SPAN = range(9)
"""Forward: a task that takes time; one of no duration; one that may be either; dates that stand; a started task that
goes on; the rest of one after the status date; one with a percentage only; the gate of a summary; its dates."""
L_WORK, L_POINT, L_MIXED, L_STAY, L_STARTED, L_DONE, L_LIMIT, L_SPAN = range(8)
"""Backward: as forward; a started task; a finished one; the limit of a summary's tasks; its late dates."""


class Arrows(NamedTuple):
    """Edges node after node, as `network.Edges`; `own` where the node's own, drawn length comes off the weight."""

    first: Ints
    at: Ints
    weight: Ints
    own: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """The steps of both passes.

    Attributes
    ----------
    network
        As the schedule built it.
    order
        Nodes, each after what it waits for.
    ahead, back
        By node, what the step does.
    drawn
        By row, its position among the drawn tasks; -1 where its length is a constant.
    length
        By row, the constant [difference of keys].
    incoming, outgoing
        Both kinds of edges.
    crossing_in, crossing_out
        By node, the links across calendars.
    floor, ceiling
        By row, keys; the ceiling without the project's finish.
    start, finish
        By row, keys of what stands; of started tasks the actual start and the end of what is done.
    status
        By row, the key of the status date, where work that is left waits for it.
    late_start
        By row of a started task, the key that holds its predecessors, `NO_KEY` where it follows from what is left.
    retained
        Whether work that is left waits for its predecessors.
    children
        By summary, the active rows under it.
    counting
        Rows that count for the project's finish.
    axes, axis
        Calendars as axes, the first the project's, and by row which.
    late_as_typed
        Rows typed by hand, whose late finish is not before their finish.
    points_wait
        Whether milestones wait for working time.
    float_is_finish
        By row, whether the float is that of the finish alone, as the start has happened.
    begun
        By row with a percentage only: ticks done and ticks left.
    known
        By row, whether its dates and its float rest on sound cells only.
    """

    network: Network
    order: list[int]
    ahead: Ints
    back: Ints
    drawn: Ints
    length: Ints
    incoming: Arrows
    outgoing: Arrows
    crossing_in: dict[int, list[Crossing]]
    crossing_out: dict[int, list[Crossing]]
    floor: Ints
    ceiling: Ints
    start: Ints
    finish: Ints
    status: Ints
    late_start: Ints
    retained: bool
    children: dict[int, list[int]]
    counting: Ints
    axes: list[Axis]
    axis: Ints
    late_as_typed: frozenset[int]
    points_wait: bool
    float_is_finish: NDArray[np.bool_]
    begun: dict[int, tuple[int, int]]
    known: NDArray[np.bool_]


_LONGER: Final = 480
"""Minutes by which drawn tasks are longer in the second network."""


@lru_cache(maxsize=4)
def program(model: Model) -> Program | None:
    """The steps for a model; None where the plan has a rule that is none of them."""
    plan = model.plan
    if not _supported(plan, model.rows.tolist()):
        return None
    network = network_of(plan)
    if network.assigned or _floats_elsewhere(network):
        return None
    longer = network_of(with_left(plan, model, model.left + _LONGER * TICKS))
    length = key_array(network.length)
    incoming = _arrows(network.incoming, longer.incoming, length)
    outgoing = _arrows(network.outgoing, longer.outgoing, length)
    same = network.floor == longer.floor and network.ceiling == longer.ceiling
    same = same and network.forward_rules == longer.forward_rules and network.backward_rules == longer.backward_rules
    if incoming is None or outgoing is None or not same or network.problems != longer.problems:
        return None
    rows = len(plan)
    drawn = np.full(rows, -1)
    drawn[model.rows] = np.arange(len(model.rows))
    ahead_steps, back_steps = _ahead(network, model), _back(network, model)
    if ahead_steps is None or back_steps is None:
        return None
    axes, axis = project_axes(network)
    return Program(
        network=network,
        order=network.order.tolist(),
        ahead=ahead_steps,
        back=back_steps,
        drawn=drawn,
        length=length,
        incoming=incoming,
        outgoing=outgoing,
        crossing_in=network.crossing_in,
        crossing_out=network.crossing_out,
        floor=key_array(network.floor),
        ceiling=key_array(network.ceiling),
        start=_standing(network, model, 0),
        finish=_standing(network, model, 1),
        status=_status(network),
        late_start=_resumes(network),
        retained=plan.settings.status_rule is StatusRule.AFTER_STATUS_DATE,
        children={s: [row for row in below if plan.active[row]] for s, below in network.children.items()},
        counting=ahead.tasks(network),
        axes=axes,
        axis=axis,
        late_as_typed=frozenset(row for row in plan.filled("manual") if row not in network.children),
        points_wait=plan.settings.milestones_in_working_time,
        float_is_finish=np.array(
            [progress.started(plan, row) and row not in network.children for row in range(rows)], bool
        ),
        begun={
            row: (ticks(progress.completed(plan, row)), ticks(progress.remaining(plan, row)))
            for row in np.flatnonzero(ahead_steps[:rows] == BEGUN).tolist()
        },
        known=known_rows(network),
    )


_WITH_LENGTH: Final = frozenset({Constraint.FNET, Constraint.MFO, Constraint.SNLT, Constraint.MSO})
"""Constraints whose bound on the other end depends on the duration."""


_PUSHES: Final = frozenset({Constraint.ASAP, Constraint.SNET, Constraint.FNET})
"""Constraints that never win over a link."""


def known_rows(network: Network) -> NDArray[np.bool_]:
    """By row, whether its dates and its float rest on sound cells only."""
    known = np.ones(len(network.plan), bool)
    known[list(network.unknown | network.late_unknown)] = False
    return known


def _supported(plan: Plan, drawn: list[int]) -> bool:
    """Whether every rule of the plan is among the steps."""
    settings = plan.settings
    by_constraint = any(
        plan.constraint[row] in _WITH_LENGTH for row in drawn if plan.constraint_date[row] != NO_INSTANT
    )
    dated = plan.filled("constraint_date") if settings.honor_constraints else []
    if any(plan.constraint[row] not in _PUSHES for row in dated):
        return False
    return not (
        settings.schedule_from_finish
        or settings.multiple_critical_paths
        or by_constraint
        or Constraint.ALAP in plan.constraint
        or plan.filled("leveling_delay")
        or any(plan.manual[row] for row in {parent for parent in plan.parent if parent >= 0})
        or any(link.unit.name.endswith("PERCENT") for link in plan.links)
    )


def with_left(plan: Plan, model: Model, left: NDArray[Any]) -> Plan:
    """The plan with other amounts of work left [ticks] in the drawn tasks; what is done stays done."""
    duration, rest = list(plan.duration), list(plan.remaining_duration)
    milestone = list(plan.milestone)
    for row, done, more in zip(model.rows.tolist(), model.done.tolist(), left.tolist(), strict=True):
        begun = plan.actual_start[row] != NO_INSTANT or plan.percent_complete[row] or rest[row] != NO_DURATION
        if begun:
            rest[row] = more / TICKS
        duration[row] = (done + more) / TICKS
        milestone[row] = milestone[row] and not duration[row]
    work = [_stretched(each, plan.duration[each.row], duration[each.row]) for each in plan.assignments]
    return plan.replace(duration=duration, remaining_duration=rest, milestone=milestone, assignments=work)


def _stretched(work: Assignment, before: float, after: float) -> Assignment:
    """The work of a resource, as much longer as its task is; what takes all of the task still does."""
    if not work.duration or before == after:
        return work
    return work._replace(duration=0 if work.duration == before else work.duration * after / before if before else 0)


def _floats_elsewhere(network: Network) -> bool:
    """Whether a float is counted on another calendar than the work: that of the task, not of its resources."""
    pairs = zip(network.axis, network.lag_axis, network.plan.elapsed, strict=True)
    return network.axis is not network.lag_axis and any(a is not b and not e for a, b, e in pairs)


def _arrows(edges: Edges, longer: Edges, length: Ints) -> Arrows | None:
    """The edges, with those that change with the node's own duration, which is taken out of their weight.

    None where they change in another way.
    """
    if len(edges.at) != len(longer.at) or (edges.at != longer.at).any():
        return None
    change = longer.weight - edges.weight
    if not np.isin(change, (0, -(_LONGER * TICKS << SHIFT))).all():
        return None
    node = np.repeat(np.arange(len(edges.first) - 1), np.diff(edges.first))
    own = change != 0
    weight = edges.weight.copy()
    weight[own] += length[node[own]]
    return Arrows(edges.first, edges.at, weight, own.astype(np.int64))


_AHEAD: Final = {
    ahead.place: WORK,
    ahead.stay: STAY,
    ahead.gate: GATE,
    summaries.roll_up: SPAN,
    progress.place_remaining: REST,
    progress.place_begun: BEGUN,
}
_BACK: Final = {
    back.place_late: L_WORK,
    back.place_late_started: L_STARTED,
    back.place_late_done: L_DONE,
    back.place_late_limit: L_LIMIT,
    summaries.roll_up_late: L_SPAN,
}


def _nodes(network: Network) -> int:
    return max(len(network.incoming.first) - 1, len(network.plan))


def _ahead(network: Network, model: Model) -> Ints | None:
    kinds = np.full(_nodes(network), WORK)
    for node, rule in network.forward_rules.items():
        if rule not in _AHEAD:
            return None
        kinds[node] = _AHEAD[rule]
    for row in model.rows.tolist():
        if kinds[row] == STAY:
            kinds[row] = GO_ON
    return _by_length(kinds, network, model, (WORK, POINT, MIXED))


def _back(network: Network, model: Model) -> Ints | None:
    kinds = np.full(_nodes(network), L_WORK)
    for node, rule in network.backward_rules.items():
        if rule not in _BACK:
            return None
        kinds[node] = _BACK[rule]
    return _by_length(kinds, network, model, (L_WORK, L_POINT, L_MIXED))


def _by_length(kinds: Ints, network: Network, model: Model, names: tuple[int, int, int]) -> Ints:
    """What takes time is placed otherwise than what takes none; a drawn task that may take none does either."""
    rows, (work, point, mixed) = len(network.plan), names
    ordinary = kinds[:rows] == work
    zero = key_array(network.length) == 0
    drawn, either = np.zeros(rows, bool), np.zeros(rows, bool)
    drawn[model.rows] = True
    either[model.rows[extremes(model)[0] < 1]] = True
    kinds[:rows][ordinary & zero & ~drawn] = point
    kinds[:rows][ordinary & either] = mixed
    return kinds


def project_axes(network: Network) -> tuple[list[Axis], Ints]:
    """The axes, the first the one of most plain tasks of the project's calendar, and by row which it is on."""
    axes, number = numbered(network.axis)
    own = {axis: at for at, axis in enumerate(axes)}
    project = next((a for a in (*network.lag_axis, *axes) if a.calendar is network.plan.calendars[0]), None)
    if project is None:
        project = Axis(network.plan.calendars[0], network.plan.settings.start)
    first = [project, *(axis for axis in axes if axis is not project)]
    at = {axis: place for place, axis in enumerate(first)}
    new = np.array([at[axis] for axis in own], np.int64)
    return first, new[number] if len(number) else number


def _standing(network: Network, model: Model, end: int) -> Ints:
    """Dates that stand, as keys; of a drawn one, where what is done ends."""
    keys = key_array(network.when)[end : 2 * len(network.plan) : 2].copy()
    if not end:
        for row, rule in network.forward_rules.items():
            if rule is progress.place_remaining:
                keys[row] = network.axis[row].key(network.plan.actual_start[row])
    if end:
        for at, row in enumerate(model.rows.tolist()):
            if row in network.firm:
                keys[row] -= int(model.left[at]) << SHIFT
    return keys


def _status(network: Network) -> Ints:
    plan = network.plan
    if not progress.after_status(plan):
        return np.full(len(plan), NO_KEY)
    axes, number = numbered(network.axis)
    return np.array([axis.key(plan.settings.status_date) for axis in axes], np.int64)[number]


def _resumes(network: Network) -> Ints:
    plan = network.plan
    found = np.full(len(plan), NO_KEY)
    if plan.settings.status_rule is StatusRule.LEAVE:
        for row in plan.filled("resume"):
            found[row] = network.axis[row].key(plan.resume[row])
    return found


__all__ = ["LAST_KEY", "Program", "program", "with_left"]
