"""The dates of a plan: both passes, floats and what is critical."""

from __future__ import annotations

from array import array
from collections.abc import MutableSequence
from dataclasses import replace

import numpy as np

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Code, Problem
from pmo_excel.schedule.as_late import schedule_from_finish, schedule_late_tasks
from pmo_excel.schedule.axis import NO_KEY, TICKS, key_array, ticks
from pmo_excel.schedule.backward import backward
from pmo_excel.schedule.build import network_of
from pmo_excel.schedule.constraints import broken
from pmo_excel.schedule.dates import Dates
from pmo_excel.schedule.drivers import drivers
from pmo_excel.schedule.floats import NO_FLOAT, early_keys, floats, free_floats, in_minutes
from pmo_excel.schedule.forward import forward, project_finish
from pmo_excel.schedule.links import Ints
from pmo_excel.schedule.network import Network, numbered
from pmo_excel.schedule.plan import Plan
from pmo_excel.schedule.progress import finished, out_of_sequence

__all__ = ["Dates", "dates"]


def dates(plan: Plan) -> Dates:
    """Schedule a plan: the critical path method with calendars, constraints and progress.

    Agrees with Microsoft Project where `Settings` say so; the rules are stated where they are applied: `forward`,
    `backward`, `constraints`, `progress`, `summaries`, `floats`.

    Problems
    --------
    MISSING_DURATION, NO_WORKING_TIME, SELF_LINK, SUMMARY_LINK, LOOP, OUT_OF_SEQUENCE, CONSTRAINT_BROKEN,
    DEADLINE_MISSED.

    Source
    ------
    J. E. Kelley and M. R. Walker, Critical-path planning and scheduling, Proceedings of the Eastern Joint Computer
    Conference 1959, 160-173.
    """
    network = network_of(plan)
    if plan.settings.schedule_from_finish:
        finish = ticks(plan.settings.finish)
        schedule_from_finish(network, finish)
    else:
        forward(network)
        finish = project_finish(network)
        backward(network, finish)
        schedule_late_tasks(network)
    _settled(network)
    ends = _instants(network, network.when, 1)
    beyond = np.flatnonzero((ends == NO_INSTANT) & (key_array(network.when)[1 : 2 * len(plan) : 2] > NO_KEY))
    if beyond.size:
        return _without(plan, set(beyond.tolist()), network.problems)
    return _dates(network, finish, ends.tolist())


def _settled(network: Network) -> None:
    """Keep the keys in a form that is both plain integers to a loop and, at no cost, an array."""
    network.when, network.late = (
        keys if isinstance(keys, array) else array("q", key_array(keys).tobytes())
        for keys in (network.when, network.late)
    )


def _without(plan: Plan, beyond: set[int], problems: list[Problem]) -> Dates:
    """The dates of the others, and why these rows have none; only the first ones do not merely follow from others."""
    waits = {link.successor for link in plan.links if link.predecessor in beyond}
    found = dates(plan.replace(wrong=[w or row in beyond for row, w in enumerate(plan.wrong)]))
    summaries = set(plan.parent)
    told = [
        Problem(
            Code.OUT_OF_RANGE,
            f"{plan.label(row)} would end after 2199, or after the last working time of its calendar",
            plan.where(row, "Duration (wd)"),
            "Check the duration, the lags before it and the calendar.",
        )
        for row in sorted(beyond - waits - summaries)
    ]
    earlier = [problem for problem in problems if problem not in found.problems]
    return replace(found, problems=[*earlier, *told, *found.problems])


def _dates(network: Network, project: int, finish: list[int]) -> Dates:
    plan = network.plan
    start = _instants(network, network.when, 0).tolist()
    late_start, late_finish = (_instants(network, network.late, end).tolist() for end in (0, 1))
    early = early_keys(network)
    floated = floats(network)
    free, link = free_floats(network, floated.total)
    _settle(network, start, finish, late_start, late_finish)
    limit = ticks(plan.settings.critical_float_limit)
    critical = ((floated.total != NO_FLOAT) & (floated.total <= limit)).tolist()
    for row in {*plan.filled("percent_complete"), *plan.filled("actual_finish")}:
        if finished(plan, row):
            critical[row] = False
    instants = np.array(start, np.int64)
    known = instants != NO_INSTANT
    driven = drivers(network, link)
    predecessor = np.append(network.links.predecessor, -1)[driven.link]
    problems = [*network.problems, *out_of_sequence(network), *broken(plan, start, finish)]
    return Dates(
        start=start,
        finish=finish,
        early_start=_instants(network, early, 0).tolist() if network.early else start,
        early_finish=_instants(network, early, 1).tolist() if network.early else finish,
        late_start=late_start,
        late_finish=late_finish,
        total_float=in_minutes(floated.total),
        free_float=in_minutes(free),
        start_float=in_minutes(floated.start),
        finish_float=in_minutes(floated.finish),
        critical=critical,
        driving_predecessor=predecessor.tolist(),
        driving_link=driven.link,
        driver=driven.driver,
        rest_link=driven.rest,
        known=known.tolist(),
        float_known=(floated.total != NO_FLOAT).tolist(),
        project_start=int(instants[known].min()) if known.any() else NO_INSTANT,
        project_finish=project if project == NO_INSTANT else project // TICKS,
        complete=not network.unknown,
        problems=problems,
    )


def _settle(
    network: Network, start: list[int], finish: list[int], late_start: list[int], late_finish: list[int]
) -> None:
    """Late dates of what has happened are its own; a started task is never late before it ends (Microsoft Project)."""
    plan = network.plan
    for row in network.late_unknown:
        late_start[row] = late_finish[row] = NO_INSTANT
    for row in {row for name in ("percent_complete", "actual_start", "actual_finish") for row in plan.filled(name)}:
        if finished(plan, row):
            late_start[row], late_finish[row] = start[row], finish[row]
        elif plan.actual_start[row] != NO_INSTANT and late_finish[row] != NO_INSTANT:
            late_start[row], late_finish[row] = start[row], max(late_finish[row], finish[row])


def _instants(network: Network, keys: MutableSequence[int], end: int) -> Ints:
    """The instants of every row's start (0) or finish (1)."""
    column = key_array(keys)[end : 2 * len(network.plan) : 2]
    axes, number = numbered(network.axis)
    if len(axes) == 1:
        return axes[0].instants(column)
    found = np.full(len(column), NO_INSTANT, np.int64)
    for at, axis in enumerate(axes):
        found[number == at] = axis.instants(column[number == at])
    return found
