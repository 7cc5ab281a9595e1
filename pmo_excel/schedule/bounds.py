"""How early each task may start and how late it may finish before any link is looked at."""

from __future__ import annotations

import numpy as np

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule import progress
from pmo_excel.schedule.axis import NO_KEY, Axis
from pmo_excel.schedule.backward import cap
from pmo_excel.schedule.constraints import ancestors, constrain, summary_ceilings, summary_floors
from pmo_excel.schedule.links import Flags
from pmo_excel.schedule.network import Network, numbered


def bound(network: Network) -> None:
    """Floors and ceilings of every task: the project's start, constraints, summaries, the status date, deadlines."""
    plan = network.plan
    _wait_for_project(network)
    if network.children:
        _bound_by_summaries(network)
    for row in plan.filled("constraint_date"):
        if row not in network.children and row not in network.firm:
            constrain(network, row, any(network.incoming.of(row)) or row in network.crossing_in)
    if progress.after_status(plan):
        _wait_for_status(network)
    if plan.settings.deadline_caps_late_finish:
        for row in plan.filled("deadline"):
            cap(network, row, plan.deadline[row])


def _wait_for_project(network: Network) -> None:
    """The project's start is a floor for tasks whose start nothing else holds (Microsoft Project).

    That is, for those without predecessors of their own or of a summary above, and for those whose predecessors hold
    their finish only.
    """
    settings = network.plan.settings
    axes, number = numbered(network.axis)
    starts = [NO_KEY if settings.schedule_from_finish else axis.key(settings.start) for axis in axes]
    floor = np.array(starts, np.int64)[number]
    floor[_held_at_start(network)] = NO_KEY
    network.floor = floor.tolist()


def _held_at_start(network: Network) -> Flags:
    """Whether a row's start is held by a link of its own, or of a summary above it."""
    links, held = network.links, np.zeros(len(network.plan), bool)
    active = np.array(network.plan.active, bool)
    held[links.successor[~links.holds_finish & active[links.predecessor] & active[links.successor]]] = True
    for summary in network.gated:
        held[network.children[summary]] = True
    return held


def _bound_by_summaries(network: Network) -> None:
    """Constraints on summaries, and manual summaries, hold the tasks below them."""
    plan = network.plan
    floors, ceilings = summary_floors(network), summary_ceilings(network)
    manual = any(plan.manual[row] for row in network.children)
    for row, parent in enumerate(plan.parent):
        if parent < 0 or row in network.children or row in network.firm:
            continue
        if parent in floors:
            network.floor[row] = max(network.floor[row], network.axis[row].key(floors[parent]))
        if parent in ceilings:
            cap(network, row, ceilings[parent])
        if manual and plan.constraint_date[row] == NO_INSTANT:
            _bound_by_manual_summaries(network, row)


def _bound_by_manual_summaries(network: Network, row: int) -> None:
    """A task without a constraint stays within manual summaries (Microsoft Project).

    It starts no sooner than any of them above it, whatever its links, and the outermost one's finish is its latest.
    """
    plan = network.plan
    above = [summary for summary in ancestors(plan, row) if plan.manual[summary]]
    starts = [plan.manual_start[summary] for summary in above if plan.manual_start[summary] != NO_INSTANT]
    if starts:
        network.floor[row] = max(network.floor[row], network.axis[row].key(max(starts)))
    if above:
        cap(network, row, plan.manual_finish[above[-1]])


def _wait_for_status(network: Network) -> None:
    """What has not begun starts after the status date."""
    plan = network.plan
    keys: dict[Axis, int] = {axis: axis.key(plan.settings.status_date) for axis in set(network.axis)}
    for row, percent in enumerate(plan.percent_complete):
        if not percent and row not in network.children and row not in network.firm:
            network.floor[row] = max(network.floor[row], keys[network.axis[row]])
