"""How early each task may start and how late it may finish before any link is looked at."""

from __future__ import annotations

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule import progress
from pmo_excel.schedule.axis import NO_KEY, Axis
from pmo_excel.schedule.backward import cap
from pmo_excel.schedule.constraints import ancestors, constrain, summary_ceilings, summary_floors
from pmo_excel.schedule.network import Network
from pmo_excel.schedule.plan import LinkType


def bound(network: Network) -> None:
    """Floors and ceilings of every task: the project's start, constraints, summaries, the status date, deadlines."""
    plan = network.plan
    _wait_for_project(network)
    if network.children:
        _bound_by_summaries(network)
    for row, date in enumerate(plan.constraint_date):
        if date != NO_INSTANT and row not in network.children and row not in network.firm:
            constrain(network, row, any(network.incoming.of(row)) or row in network.crossing_in)
    if progress.after_status(plan):
        _wait_for_status(network)
    if plan.settings.deadline_caps_late_finish:
        for row, deadline in enumerate(plan.deadline):
            cap(network, row, deadline)


def _wait_for_project(network: Network) -> None:
    """The project's start is a floor for tasks whose start nothing else holds (Microsoft Project).

    That is, for those without predecessors of their own or of a summary above, and for those whose predecessors hold
    their finish only.
    """
    settings = network.plan.settings
    starts = {axis: NO_KEY if settings.schedule_from_finish else axis.key(settings.start) for axis in set(network.axis)}
    held = _held_at_start(network)
    network.floor = [NO_KEY if h else starts[axis] for h, axis in zip(held, network.axis, strict=True)]


def _held_at_start(network: Network) -> list[bool]:
    """Rows whose start is held by a link of theirs, or of a summary above them."""
    active, all_active = network.plan.active, all(network.plan.active)
    held = [False] * len(network.plan)
    for before, after, kind, _, _ in network.plan.links:
        if (kind is LinkType.FS or kind is LinkType.SS) and (all_active or (active[before] and active[after])):
            held[after] = True
    for summary in network.gated:
        for child in network.children[summary]:
            held[child] = True
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
