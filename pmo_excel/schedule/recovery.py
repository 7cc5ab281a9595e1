"""Recovery options: each single change to the plan that brings its finish forward, tried on a copy."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Final, NamedTuple

from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import LagUnit, LinkType, Plan
from pmo_excel.schedule.progress import finished, remaining, started
from pmo_excel.schedule.recovery_team import Team
from pmo_excel.schedule.scheduling import Scheduled
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.what_if import with_lag, with_more_to_do
from pmo_excel.schedule.workdays import working_days_after

MOST: Final = 200
"""Changes that are tried; each schedules a copy of the whole plan."""
_LONGEST_CUT: Final = 0.5
"""Part of the work left by which a task is shortened at most, where no optimistic duration says more or less."""

NOBODY: Final = Team()
CRASH: Final = "Crash"
FAST_TRACK: Final = "Fast-track"
DROP_LAG: Final = "Drop lag"
SWAP: Final = "Swap resource"
_EFFECTS: Final = {
    CRASH: ("More people or overtime for the same work", "Little; more people need more coordination"),
    FAST_TRACK: ("None as such", "Rework: it begins on work that is not finished"),
    DROP_LAG: ("None as such", "Whatever the wait was for must not be needed"),
    SWAP: ("Rates are not known", "The other person has to learn the work; some time for handing over"),
}
"""What each kind costs, where no figure is known, and risks."""


@table("Schedule")
class Recovery(Table):
    """Changes that bring the finish forward."""

    option: Annotated[Texts, Column("Option", "What to do: shorten 6 by 2 d.")]
    kind: Annotated[Texts, Column("Kind", "Crash, Fast-track, Drop lag or Swap resource.")]
    task_id: Annotated[Texts, Column("Task ID", "The task that changes.")]
    name: Annotated[Texts, Column("Task Name", "Its name.")]
    change: Annotated[Numbers, Column("Change (wd)", "By how much.", Type.NUMBER, unit="working days")]
    new_finish: Annotated[Instants, Column("New Finish", "The project's finish with this change.", Type.DATE)]
    gain: Annotated[Numbers, Column("Gain (wd)", "How much earlier that is.", Type.NUMBER, unit="working days")]
    enough: Annotated[Flags, Column("Enough", "Yes where it gains all that is wanted.", Type.YES_NO)]
    cost_effect: Annotated[Texts, Column("Cost Effect", "What it costs.")]
    risk_effect: Annotated[Texts, Column("Risk Effect", "What may go wrong.")]


class _Option(NamedTuple):
    """A change to try: what it is, for which row, by how many working days, and the plan with it."""

    text: str
    kind: str
    row: int
    days: float
    plan: Plan
    cost: str = ""


class _Tried(NamedTuple):
    option: _Option
    finish: int
    gain: int


def recovery(tasks: Schedule, done: Scheduled, days: float, team: Team = NOBODY) -> tuple[Recovery, list[Problem]]:
    """Single changes that gain something of so many working days: the greatest gain first.

    A critical task is shortened, by at most half of what is left or to its optimistic duration; a critical task starts
    before the one that it waits for ends; a lag on a critical link shrinks; a critical task goes to somebody who has
    more time for it. What gains nothing is not listed.
    """
    options = list(_options(tasks, done, days, team))
    tried = [found for option in options[:MOST] if (found := _tried(done, option)).gain > 0]
    tried.sort(key=lambda t: -min(t.gain, days))
    made = Recovery.of(len(tried))
    for at, (option, finish, gain) in enumerate(tried):
        made.option[at], made.kind[at], made.change[at] = option.text, option.kind, option.days
        made.task_id[at], made.name[at] = done.plan.id[option.row], tasks.name[option.row]
        made.new_finish[at], made.gain[at], made.enough[at] = finish // DAY * DAY, gain, gain >= days
        cost, made.risk_effect[at] = _EFFECTS[option.kind]
        made.cost_effect[at] = option.cost or cost
    return made, list(_remarks(len(options), tried, days))


def _remarks(options: int, tried: list[_Tried], days: float) -> Iterator[Problem]:
    if options > MOST:
        text = f"{options} changes could help; the first {MOST}, those to the longest tasks, were tried"
        yield Problem(Code.DEFAULT_USED, text, Cell("tasks"), "", Severity.LOW)
    if all(t.gain < days for t in tried):
        text = f"no single change gains {days:g} working days"
        yield Problem(Code.UNDEFINED, text, Cell("days"), "Combine several, then ask again.", Severity.INFO)


def _tried(done: Scheduled, option: _Option) -> _Tried:
    """The option with the finish that it gives."""
    finish = dates(option.plan).project_finish
    gain = working_days_after(done.plan.calendars[0], finish, done.dates.project_finish)
    return _Tried(option, finish, gain)


def _options(tasks: Schedule, done: Scheduled, days: float, team: Team) -> Iterator[_Option]:
    """Every change worth trying: the longest tasks first, then links in the order of the sheet."""
    plan, critical = done.plan, done.dates.critical
    summaries = set(plan.parent)
    rows = [r for r in range(len(plan)) if critical[r] and r not in summaries and not finished(plan, r)]
    for row in sorted(rows, key=lambda r: (-remaining(plan, r), r)):
        cut = min(days, _shortest_cut(tasks, plan, row))
        if cut >= 1:
            shorter = with_more_to_do(plan, row, -cut * plan.settings.minutes_per_day)
            said = _crash_cost(plan, row, cut, team)
            yield _Option(f"shorten {plan.id[row]} by {cut:g} d", CRASH, row, cut, shorter, said)
        yield from _swaps(done, row, team)
    for number, link in enumerate(plan.links):
        before, after = link.predecessor, link.successor
        if not (critical[before] and critical[after]) or started(plan, after) or link.unit is not LagUnit.WORKING:
            continue
        lag = link.lag / plan.settings.minutes_per_day
        if lag > 0:
            cut = min(days, lag)
            text = f"shorten the wait of {plan.id[after]} after {plan.id[before]} by {cut:g} d"
            yield _Option(text, DROP_LAG, after, cut, _lagged(plan, number, cut))
        elif link.type is LinkType.FS and plan.duration[after] and remaining(plan, before):
            cut = min(days, _whole_days(plan, min(remaining(plan, before), plan.duration[after])))
            if cut >= 1:
                text = f"overlap {plan.id[after]} with {plan.id[before]} by {cut:g} d"
                yield _Option(text, FAST_TRACK, after, cut, _lagged(plan, number, cut))


def _crash_cost(plan: Plan, row: int, cut: float, team: Team) -> str:
    """`More people or overtime for 16 h of work, which cost 960 at standard rates`; empty where no rate is known."""
    hours = cut * plan.settings.minutes_per_day / 60
    cost = team.cost(plan.id[row], hours)
    said = f"More people or overtime for {hours:g} h of work, which cost {cost:,.0f} at standard rates"
    return said if cost == cost else ""


def _swaps(done: Scheduled, row: int, team: Team) -> Iterator[_Option]:
    """Somebody with more time does the same work in fewer days."""
    plan = done.plan
    if plan.elapsed[row]:
        return
    left, per_day = remaining(plan, row), plan.settings.minutes_per_day
    for swap in team.swaps(done, row):
        cut = _whole_days(plan, left * (1 - swap.units / swap.new_units))
        if cut < 1:
            continue
        hours = left / 60 * swap.units
        more = hours * (swap.other.rate - swap.now.rate)
        cost = f"{hours:g} h at {swap.other.rate:g} instead of {swap.now.rate:g}: {more:+,.0f}" if more == more else ""
        text = f"give {plan.id[row]} to {swap.other.name} instead of {swap.now.name}: {cut:g} d shorter"
        yield _Option(text, SWAP, row, cut, with_more_to_do(plan, row, -cut * per_day), cost)


def _shortest_cut(tasks: Schedule, plan: Plan, row: int) -> float:
    """Working days by which a task can be shortened: what is left, less what it takes at best."""
    if plan.elapsed[row]:
        return 0
    left = remaining(plan, row)
    best = float(tasks.optimistic[row])
    if best == best:
        return max(0, _whole_days(plan, left) - best)
    return _whole_days(plan, left * _LONGEST_CUT)


def _whole_days(plan: Plan, minutes: float) -> int:
    return math.floor(minutes / plan.settings.minutes_per_day)


def _lagged(plan: Plan, number: int, less: float) -> Plan:
    return with_lag(plan, number, plan.links[number].lag - less * plan.settings.minutes_per_day)
