"""Build the network of a plan: calendars to axes, links to integers, a rule for every task that is not ordinary."""

from __future__ import annotations

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.schedule import backward, forward, progress, summaries
from pmo_excel.schedule.assigned import Assigned, assigned, longest, place_assigned, place_late_assigned, shared_axis
from pmo_excel.schedule.axis import SHIFT, Axis, ticks
from pmo_excel.schedule.bounds import bound
from pmo_excel.schedule.calendars import ALWAYS
from pmo_excel.schedule.network import Network, empty_network, fold
from pmo_excel.schedule.plan import Plan
from pmo_excel.schedule.soundness import put_in_order, rows_without_dates, sound_links


def network_of(plan: Plan) -> Network:
    """The network of a plan, ready for both passes, with everything that is wrong in it reported."""
    axis, lag_axis, work, idle = _axes(plan)
    network = empty_network(plan, axis, lag_axis)
    network.assigned = work
    wrong = set(rows_without_dates(network, idle))
    _stand(network, wrong)
    summaries.join(network, fold(network, sound_links(network, wrong)))
    bound(network)
    _rules(network)
    put_in_order(network, wrong)
    return network


def _axes(plan: Plan) -> tuple[list[Axis], list[Axis], dict[int, list[Assigned]], set[int]]:
    """The axis of each row, and that of the lags before it; assignments that have several; calendars without time."""
    idle = {number for number, calendar in enumerate(plan.calendars) if not calendar.works}
    origin = plan.settings.start if plan.settings.start != NO_INSTANT else plan.settings.finish
    always = Axis(ALWAYS, origin)
    axes = [always if number in idle else Axis(calendar, origin) for number, calendar in enumerate(plan.calendars)]
    lag_axis = [axes[max(number, 0)] for number in plan.calendar] if plan.filled("calendar") else [axes[0]] * len(plan)
    axis = lag_axis
    if any(plan.elapsed):
        axis = [always if e else own for e, own in zip(plan.elapsed, lag_axis, strict=True)]
        lag_axis = [axes[0] if e else own for e, own in zip(plan.elapsed, lag_axis, strict=True)]
    several = {}
    for row, work in assigned(plan, axes).items():
        shared = shared_axis(work)
        if plan.elapsed[row] or not plan.duration[row]:
            continue
        if shared is None or longest(work) > ticks(plan.duration[row]):
            several[row] = work
        elif shared is not axis[row]:
            axis = [*axis] if axis is lag_axis else axis
            axis[row] = shared
    return axis, lag_axis, several, idle


def _stand(network: Network, wrong: set[int]) -> None:
    """Place what waits for nothing, before links are folded, as what is left of a task is its length from then on."""
    plan = network.plan
    late_rule = progress.after_status(plan)
    for row in _rows_with(plan, "actual_start", "actual_finish", "manual", "external", "active"):
        if row in network.children or row in wrong:
            continue
        if progress.stand(network, row):
            network.firm.add(row)
        elif late_rule and plan.actual_start[row] != NO_INSTANT:
            network.length[row] = ticks(progress.remaining(plan, row)) << SHIFT


def _rules(network: Network) -> None:
    """A rule for every node that is not an ordinary task."""
    plan, n, children = network.plan, len(network.plan), network.children
    ahead, back = network.forward_rules, network.backward_rules
    after_status = progress.after_status(plan)
    for row in children:
        ahead[row], back[row] = summaries.roll_up, backward.place_late_limit
        ahead[n + row], back[n + row] = forward.gate, summaries.roll_up_late
    fixed = plan.filled("constraint_date") if plan.settings.honor_constraints else ()
    ahead.update((row, forward.place) for row in {*plan.filled("leveling_delay"), *fixed} - children.keys())
    if plan.settings.milestones_in_working_time:
        ahead.update((row, forward.place) for row in range(n) if not network.length[row] and row not in children)
    back.update((row, backward.place_late) for row in plan.filled("manual") if row not in children)
    for row in network.assigned.keys() - children.keys():
        if not plan.manual[row]:
            ahead[row], back[row] = place_assigned, place_late_assigned
    for row in network.firm.union(_rows_with(plan, "percent_complete", "actual_start")) - children.keys():
        _rules_of_begun(network, row, after_status)
    for node in network.crossing_in:
        ahead.setdefault(node, forward.place)
    for row in network.crossing_out:
        back.setdefault(row, backward.place_late)
    for row in plan.filled("leveling_delay"):
        if row not in children and row not in network.firm:
            back[row] = backward.less_leveling(back.get(row, backward.place_late))


def _rows_with(plan: Plan, *columns: str) -> list[int]:
    """The rows that have something in any of the columns."""
    return sorted({row for column in columns for row in plan.filled(column)})


def _rules_of_begun(network: Network, row: int, after_status: bool) -> None:
    plan = network.plan
    if row in network.firm:
        network.forward_rules[row] = forward.stay
    elif after_status and plan.actual_start[row] != NO_INSTANT:
        network.forward_rules[row] = progress.place_remaining
    elif after_status:
        network.forward_rules[row] = progress.place_begun
    if progress.finished(plan, row):
        network.backward_rules[row] = backward.place_late_done
    elif plan.actual_start[row] != NO_INSTANT and plan.duration[row]:
        network.backward_rules[row] = backward.place_late_started
    if not plan.active[row]:
        network.backward_rules[row] = backward.place_late_done
