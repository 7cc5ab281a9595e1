"""Build the network of a plan: calendars to axes, links to integers, and a rule for every task that is not ordinary."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Code, Problem
from pmo_excel.schedule import backward, forward, progress, summaries
from pmo_excel.schedule.assigned import Assigned, assigned, longest, place_assigned, place_late_assigned, shared_axis
from pmo_excel.schedule.axis import NO_KEY, SHIFT, Axis, ticks
from pmo_excel.schedule.calendars import ALWAYS
from pmo_excel.schedule.constraints import ancestors, constrain, fixes, summary_floors
from pmo_excel.schedule.network import Crossing, Network, empty_network, fold
from pmo_excel.schedule.order import downstream, loops, ordered, shortest_loop
from pmo_excel.schedule.plan import Link, LinkType, Plan


def network_of(plan: Plan) -> Network:
    """The network of a plan, ready for both passes, with everything that is wrong in it reported."""
    axis, lag_axis, work, idle = _axes(plan)
    network = empty_network(plan, axis, lag_axis)
    network.assigned = work
    wrong = set(_wrong(network, idle))
    _stand(network, wrong)
    fold(network, _sound_links(network, wrong))
    _open_summaries(network)
    _bound(network)
    _rules(network)
    _put_in_order(network, wrong)
    return network


def _axes(plan: Plan) -> tuple[list[Axis], list[Axis], dict[int, list[Assigned]], set[int]]:
    """The axis of each row, and that of the lags before it; assignments that have several; calendars without time."""
    idle = {number for number, calendar in enumerate(plan.calendars) if not calendar.works}
    origin = plan.settings.start if plan.settings.start != NO_INSTANT else plan.settings.finish
    always = Axis(ALWAYS, origin)
    axes = [always if number in idle else Axis(calendar, origin) for number, calendar in enumerate(plan.calendars)]
    if any(number >= 0 for number in plan.calendar):
        lag_axis = [axes[max(number, 0)] for number in plan.calendar]
    else:
        lag_axis = [axes[0]] * len(plan)
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


def _wrong(network: Network, idle: set[int]) -> Iterator[int]:
    """Rows that cannot have dates of their own."""
    plan = network.plan
    anchor = "finish" if plan.settings.schedule_from_finish else "start"
    if getattr(plan.settings, anchor) == NO_INSTANT and len(plan):
        text, hint = f"the plan has no {anchor}", f"Give the date of the project's {anchor}."
        network.problems.append(Problem(Code.NO_START, text, plan.where(0, "Start"), hint))
        yield from (r for r in range(len(plan)) if r not in network.children and not _has_own_dates(plan, r))
    if idle:
        yield from _without_working_time(network, idle)
    for row, (wrong, minutes) in enumerate(zip(plan.wrong, plan.duration, strict=True)):
        if wrong:
            yield row
        elif minutes < 0 and row not in network.children and not _has_own_dates(plan, row):
            yield row
            text = f"{plan.label(row)} has no duration"
            hint = "Type working days, such as 5; 0 makes it a milestone."
            network.problems.append(Problem(Code.MISSING_DURATION, text, plan.where(row, "Duration (wd)"), hint))


def _has_own_dates(plan: Plan, row: int) -> bool:
    if plan.manual[row] or plan.external[row]:
        return plan.manual_start[row] != NO_INSTANT and plan.manual_finish[row] != NO_INSTANT
    return plan.actual_start[row] != NO_INSTANT and plan.actual_finish[row] != NO_INSTANT


def _without_working_time(network: Network, idle: set[int]) -> Iterator[int]:
    plan = network.plan
    told: set[int] = set()
    for row, number in enumerate(plan.calendar):
        calendar = max(number, 0)
        if calendar in idle and not plan.elapsed[row]:
            yield row
            if calendar not in told:
                told.add(calendar)
                text = f"the calendar {plan.calendars[calendar].name!r} has no working time"
                hint = "Give it hours on at least one weekday."
                network.problems.append(Problem(Code.NO_WORKING_TIME, text, plan.where(row, "Calendar"), hint))


def _stand(network: Network, wrong: set[int]) -> None:
    """Place what waits for nothing, before links are folded, as what is left of a task is its length from then on."""
    plan = network.plan
    late_rule = progress.after_status(plan)
    for row, (actual, over, manual, external) in enumerate(
        zip(plan.actual_start, plan.actual_finish, plan.manual, plan.external, strict=True)
    ):
        stands = manual or external or not plan.active[row]
        if (actual == over == NO_INSTANT and not stands) or row in network.children or row in wrong:
            continue
        if progress.stand(network, row):
            network.firm.add(row)
        elif late_rule and actual != NO_INSTANT:
            network.length[row] = ticks(progress.remaining(plan, row)) << SHIFT


def _sound_links(network: Network, wrong: set[int]) -> Iterator[tuple[int, Link]]:
    """The links between different, active tasks; a link to itself or to its own summary makes a row wrong."""
    plan = network.plan
    inactive = not all(plan.active)
    for number, link in enumerate(plan.links):
        before, after = link.predecessor, link.successor
        if before == after:
            wrong.add(after)
            text, hint = f"{plan.label(after)} is its own predecessor", "Remove the link."
            network.problems.append(Problem(Code.SELF_LINK, text, plan.where(after, "Predecessors"), hint))
        elif network.children and (before in ancestors(plan, after) or after in ancestors(plan, before)):
            wrong.add(after)
            text = f"{plan.label(after)} is linked to {plan.label(before)}, one of which is the summary of the other"
            hint = "Remove the link; a summary's dates follow from its tasks."
            network.problems.append(Problem(Code.SUMMARY_LINK, text, plan.where(after, "Predecessors"), hint))
        elif not inactive or (plan.active[before] and plan.active[after]):
            yield number, link


def _open_summaries(network: Network) -> None:
    """Let tasks wait behind the gates of the summaries above them, and let summaries wait for their tasks."""
    n, children, plan = len(network.plan), network.children, network.plan
    for row in children:
        gate = n + row
        above = [row, *ancestors(plan, row)]
        if any(network.incoming[n + r] or n + r in network.crossing_in for r in above):
            network.gated.add(row)
        if any(network.outgoing[r] or r in network.crossing_out for r in above):
            network.limited.add(row)
        for child in children[row]:
            network.following[child].append(row)
            network.following[gate].append(n + child if child in children else child)
    for row in network.gated | network.limited:
        for child in children[row]:
            _hang(network, row, child)


def _hang(network: Network, summary: int, child: int) -> None:
    """Let a child read the gate and the limit of its summary."""
    n = len(network.plan)
    at, node = 2 * n + summary, n + child if child in network.children else child
    if network.axis[child] is network.axis[summary]:
        if summary in network.gated:
            network.incoming[node].append((at, 0))
        if summary in network.limited:
            network.outgoing[child].append((at, 0))
        return
    crossing = Crossing(at, network.axis[summary], None, 0, 0, False)
    if summary in network.gated:
        network.crossing_in.setdefault(node, []).append(crossing)
    if summary in network.limited:
        network.crossing_out.setdefault(child, []).append(crossing)


def _bound(network: Network) -> None:
    """Floors and ceilings of every task.

    The project's start is a floor only for tasks that nothing else places: those without predecessors of their own
    or of a summary above, and those whose predecessors hold their finish only (Microsoft Project).
    """
    plan, settings = network.plan, network.plan.settings
    status = settings.status_date if progress.after_status(plan) else NO_INSTANT
    starts: dict[Axis, int] = {}
    floors = summary_floors(network) if network.children else {}
    held = _held_at_start(network)
    for row, axis in enumerate(network.axis):
        if row in network.children or row in network.firm:
            continue
        if not held[row]:
            if axis not in starts:
                starts[axis] = NO_KEY if settings.schedule_from_finish else axis.key(settings.start)
            network.floor[row] = starts[axis]
        if plan.parent[row] in floors:
            network.floor[row] = max(network.floor[row], axis.key(floors[plan.parent[row]]))
        if plan.constraint_date[row] != NO_INSTANT:
            constrain(network, row, bool(network.incoming[row]) or row in network.crossing_in)
        else:
            _bound_by_manual_summaries(network, row)
        if status != NO_INSTANT and not plan.percent_complete[row]:
            network.floor[row] = max(network.floor[row], axis.key(status))
    if settings.deadline_caps_late_finish:
        for row, deadline in enumerate(plan.deadline):
            backward.cap(network, row, deadline)


def _held_at_start(network: Network) -> list[bool]:
    """Rows whose start is held by a link of theirs, or of a summary above them."""
    held = [False] * len(network.plan)
    for link in network.plan.links:
        if link.type in (LinkType.FS, LinkType.SS) and network.plan.active[link.predecessor]:
            held[link.successor] = True
    for summary in network.gated:
        for child in network.children[summary]:
            held[child] = True
    return held


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
        backward.cap(network, row, plan.manual_finish[above[-1]])


def _rules(network: Network) -> None:
    """A rule for every node that is not an ordinary task."""
    plan, n = network.plan, len(network.plan)
    ahead, back = network.forward_rules, network.backward_rules
    after_status = progress.after_status(plan)
    for row in range(n):
        if row in network.children:
            ahead[row], back[row] = summaries.roll_up, backward.place_late_limit
            ahead[n + row], back[n + row] = forward.gate, summaries.roll_up_late
            continue
        if not network.length[row] or plan.leveling_delay[row] or plan.constraint_date[row] != NO_INSTANT:
            ahead[row] = forward.place
        if not network.length[row] or plan.manual[row]:
            back[row] = backward.place_late
        if row in network.assigned and not plan.manual[row]:
            ahead[row], back[row] = place_assigned, place_late_assigned
        if plan.percent_complete[row] or plan.actual_start[row] != NO_INSTANT or row in network.firm:
            _rules_of_begun(network, row, after_status)
    for node in network.crossing_in:
        ahead[node] = ahead[node] or forward.place
    for row in network.crossing_out:
        back[row] = back[row] or backward.place_late


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


def _put_in_order(network: Network, wrong: set[int]) -> None:
    """The order of both passes, without what is wrong or lies on a loop, and without what depends on that."""
    plan, n, following = network.plan, len(network.plan), network.following
    nodes = [*range(n), *(n + row for row in sorted(network.children))]
    firm = {row for row in range(n) if row in network.firm or fixes(plan, row)} - wrong
    if not wrong:
        network.order = ordered(nodes, following)
        if len(network.order) == len(nodes):
            return
    looped: set[int] = set()
    left = set(nodes) - set(ordered(nodes, following))
    for group in loops(left, following) if left else ():
        looped.update(group)
        network.problems.append(_loop(network, group))
    gates = {n + row for row in wrong if row in network.children}
    unknown = downstream({*wrong, *gates, *looped}, following, firm - looped)
    network.order = ordered(nodes, following, unknown)
    network.unknown = {node for node in unknown if node < n}
    network.late_unknown = _late_unknown(network)


def _loop(network: Network, group: list[int]) -> Problem:
    """The loop in plain words: `Loop: 3 Select supplier → 6 Fit-out → 3.`"""
    plan, n = network.plan, len(network.plan)
    first = min(node for node in group)
    rows = [node % n for node in shortest_loop(first, group, network.following)]
    way = [row for at, row in enumerate(rows) if not at or row != rows[at - 1]]
    names = " → ".join([*(plan.label(row) for row in way[:-1]), plan.id[way[-1]]])
    return Problem(Code.LOOP, f"Loop: {names}", plan.where(way[0], "Predecessors"), "Remove one link.")


def _late_unknown(network: Network) -> set[int]:
    """Rows whose late dates rest on a row without dates, because it waits for them."""
    plan = network.plan
    before: dict[int, list[int]] = {}
    for link in plan.links:
        before.setdefault(link.successor, []).append(link.predecessor)
    reached = set(network.unknown)
    queue = list(reached)
    while queue:
        row = queue.pop()
        for held in (row, *ancestors(plan, row)):
            for predecessor in before.get(held, ()):
                for task in _with_tasks_below(network, predecessor):
                    if task not in reached:
                        reached.add(task)
                        queue.append(task)
    return reached


def _with_tasks_below(network: Network, row: int) -> Iterator[int]:
    yield row
    for child in network.children.get(row, ()):
        yield from _with_tasks_below(network, child)
