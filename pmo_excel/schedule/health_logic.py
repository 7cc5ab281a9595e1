"""Checks of schedule health that look at the network: missing logic, links, constraints, resources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.schedule.constraints import ancestors
from pmo_excel.schedule.health_checks import MANY_LINKS
from pmo_excel.schedule.health_scope import Finding, Scope
from pmo_excel.schedule.plan import Constraint, Link, LinkType, Plan

HARD = frozenset({Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT})
SOFT = frozenset({Constraint.SNET, Constraint.FNET, Constraint.ALAP})
_HOLDS_START = frozenset({LinkType.FS, LinkType.SS})
_WAITS_FOR_FINISH = frozenset({LinkType.FS, LinkType.FF})


def missing_logic(scope: Scope) -> Finding:
    """Tasks without a predecessor or a successor, but for the first and the last task, finished or not."""
    if scope.links_known:
        return Finding(undefined=scope.links_known)
    before, after = _linked(scope)
    open_starts = [row for row in scope.every if not before[row]]
    open_ends = [row for row in scope.every if not after[row]]
    start, finish = scope.done.dates.start, scope.done.dates.finish
    first = min(open_starts, key=lambda row: (start[row] == NO_INSTANT, start[row], row), default=None)
    last = max(open_ends, key=lambda row: (finish[row], scope.plan.milestone[row], row), default=None)
    missing = {row for row in open_starts if row != first} | {row for row in open_ends if row != last}
    return scope.share(scope.unfinished, missing.__contains__)


def leads(scope: Scope) -> Finding:
    """Links with a negative lag."""
    return _of_links(scope, lambda link: link.lag < 0)


def lags(scope: Scope) -> Finding:
    """Links with a positive lag."""
    return _of_links(scope, lambda link: link.lag > 0)


def finish_to_start(scope: Scope) -> Finding:
    """Finish-to-start links; the rows are those with links of another type."""
    others = _of_links(scope, lambda link: link.type is not LinkType.FS)
    return replace(others, count=others.denominator - others.count)


def hard_constraints(scope: Scope) -> Finding:
    """Tasks with a date that must be kept."""
    return _constrained(scope, HARD)


def soft_constraints(scope: Scope) -> Finding:
    """Tasks with a date that only holds them back."""
    return _constrained(scope, SOFT)


def _constrained(scope: Scope, kinds: frozenset[Constraint]) -> Finding:
    if scope.constraints_known:
        return Finding(undefined=scope.constraints_known)
    return scope.share(scope.unfinished, lambda row: scope.plan.constraint[row] in kinds)


def without_resource(scope: Scope) -> Finding:
    """Tasks of a day or more with neither a resource nor a cost."""
    resourced = scope.resourced
    if resourced is None:
        return Finding(undefined="there are no assignments, so the plan is not resource-loaded")
    if scope.durations_known:
        return Finding(undefined=scope.durations_known)
    plan = scope.plan
    day = plan.settings.minutes_per_day
    rows = [row for row in scope.unfinished if plan.duration[row] >= (DAY if plan.elapsed[row] else day)]
    return scope.share(rows, lambda row: plan.id[row].casefold() not in resourced)


def dangling_starts(scope: Scope) -> Finding:
    """Tasks with predecessors of which none holds the start."""
    before, _ = _linked(scope)
    return _unless_unknown(scope, lambda row: bool(before[row]) and not before[row] & _HOLDS_START)


def dangling_finishes(scope: Scope) -> Finding:
    """Tasks with successors of which none waits for the finish."""
    _, after = _linked(scope)
    return _unless_unknown(scope, lambda row: bool(after[row]) and not after[row] & _WAITS_FOR_FINISH)


def density(scope: Scope) -> Finding:
    """Links per task."""
    if scope.links_known or not scope.unfinished:
        return Finding(undefined=scope.links_known or "there is no task to count")
    return Finding(len(scope.links), len(scope.unfinished))


def merge_hotspots(scope: Scope) -> Finding:
    """Tasks with many predecessors."""
    counts = [0] * len(scope.plan)
    for link in scope.plan.links:
        counts[link.successor] += 1
    return _unless_unknown(scope, lambda row: counts[row] >= MANY_LINKS)


def _unless_unknown(scope: Scope, fails: Callable[[int], bool]) -> Finding:
    return Finding(undefined=scope.links_known) if scope.links_known else scope.share(scope.unfinished, fails)


def _of_links(scope: Scope, counts: Callable[[Link], bool]) -> Finding:
    if scope.links_known or not scope.links:
        return Finding(undefined=scope.links_known or "there is no link to count")
    found = [link for link in scope.links if counts(link)]
    rows = dict.fromkeys(sorted(link.successor for link in found))
    return Finding(len(found), len(scope.links), tuple(rows))


def _linked(scope: Scope) -> tuple[list[set[LinkType]], list[set[LinkType]]]:
    """The types of the links before and after each row, those of the summaries above it included."""
    plan = scope.plan
    before: list[set[LinkType]] = [set() for _ in range(len(plan))]
    after: list[set[LinkType]] = [set() for _ in range(len(plan))]
    for link in plan.links:
        after[link.predecessor].add(link.type)
        before[link.successor].add(link.type)
    if not any(parent >= 0 for parent in plan.parent):
        return before, after
    return [_with_above(plan, before, row) for row in range(len(plan))], [
        _with_above(plan, after, row) for row in range(len(plan))
    ]


def _with_above(plan: Plan, types: list[set[LinkType]], row: int) -> set[LinkType]:
    return set().union(*(types[at] for at in _line(plan, row)))


def _line(plan: Plan, row: int) -> Iterator[int]:
    yield row
    yield from ancestors(plan, row)
