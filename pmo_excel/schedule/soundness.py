"""What is wrong in a plan: rows that can have no dates, links that make no sense, loops; and what depends on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Code, Problem
from pmo_excel.schedule.constraints import ancestors, fixes
from pmo_excel.schedule.links import Ints
from pmo_excel.schedule.network import Network
from pmo_excel.schedule.order import downstream, loops, ordered, shortest_loop
from pmo_excel.schedule.plan import Plan


def rows_without_dates(network: Network, idle: set[int]) -> Iterator[int]:
    """Rows that cannot have dates of their own."""
    plan = network.plan
    anchor = "finish" if plan.settings.schedule_from_finish else "start"
    if getattr(plan.settings, anchor) == NO_INSTANT and len(plan):
        text, hint = f"the plan has no {anchor}", f"Give the date of the project's {anchor}."
        network.problems.append(Problem(Code.NO_START, text, plan.where(0, "Start"), hint))
        yield from (r for r in range(len(plan)) if r not in network.children and not _has_own_dates(plan, r))
    if idle:
        yield from _without_working_time(network, idle)
    unknown = np.flatnonzero(np.asarray(plan.duration, float) < 0).tolist()
    for row in sorted({*unknown, *plan.filled("wrong")}):
        if plan.wrong[row]:
            yield row
        elif row not in network.children and not _has_own_dates(plan, row):
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


def sound_links(network: Network, wrong: set[int]) -> Ints:
    """The numbers of links between different, active tasks; one to itself or to its own summary makes a row wrong."""
    links = network.links
    if network.children or network.plan.filled("active") or (links.predecessor == links.successor).any():
        return np.array(list(_sound_links(network, wrong)), np.int64)
    return np.arange(len(links))


def _sound_links(network: Network, wrong: set[int]) -> Iterator[int]:
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
            yield number


def put_in_order(network: Network, wrong: set[int]) -> None:
    """The order of both passes, without what is wrong or lies on a loop, and without what depends on that."""
    plan, n, following = network.plan, len(network.plan), network.following
    nodes: Collection[int] = range(n)
    if network.children:
        nodes = [*nodes, *(n + row for row in sorted(network.children))]
    if not wrong:
        network.order = ordered(nodes, following)
        if len(network.order) == len(nodes):
            return
    firm = {row for row in range(n) if row in network.firm or fixes(plan, row)} - wrong
    looped: set[int] = set()
    left = set(nodes) - set(ordered(nodes, following).tolist())
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
