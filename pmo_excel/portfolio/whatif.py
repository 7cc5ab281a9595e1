"""What if: a delay, a hire or a smaller budget tried on a copy of the tables, and what would be different."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, table
from pmo_excel.cost.ledger import CostLines
from pmo_excel.cost.tables import Budget
from pmo_excel.portfolio.pool import Pool
from pmo_excel.resources.bookings import generic
from pmo_excel.resources.capacity import Days, capacity
from pmo_excel.resources.demand import open_by_role
from pmo_excel.resources.load import DailyLoad, PlacedLoad, period_starts, placed_load, whole_periods
from pmo_excel.resources.rates import costs, rates
from pmo_excel.resources.tables import Resources
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.tables import Schedule
from pmo_excel.schedule.workdays import add_working_days, working_days_after

_EARLIEST: Final = "Start no earlier than"
_SMALL: Final = 1e-6
Row = tuple[str, str | None, str | None, int, float, float, str, int, int]
"""Measure, project, resource or role, period, before, after, unit, and two dates."""


@dataclass(frozen=True, slots=True)
class Delay:
    """A project, or one task of it, that starts so many working days later."""

    project: str
    task: str | None
    days: int


@dataclass(frozen=True, slots=True)
class Hire:
    """Somebody new with a role: from which instant, for how much of full time, at which rate an hour (nan: unknown)."""

    role: str
    available_from: int
    units: float = 1.0
    rate: float = np.nan


@dataclass(frozen=True, slots=True)
class Cut:
    """A project's budget made smaller: by a share of it, or by an amount."""

    project: str
    share: float | None
    amount: float | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is tried."""

    delays: tuple[Delay, ...] = ()
    hires: tuple[Hire, ...] = ()
    cuts: tuple[Cut, ...] = ()


@table("What-if", key="")
class Delta(Table):
    """What is different, measure by measure; what stays as it is has no row."""

    measure: Annotated[Texts, Column("Measure", "What is compared.")]
    project: Annotated[Texts, Column("Project ID", "The project, where it is one's.")]
    who: Annotated[Texts, Column("Resource / Role", "The person or the role, where it is theirs.")]
    period_start: Annotated[Instants, Column("Period Start", "First day of the period.", Type.DATE)]
    before: Annotated[Numbers, Column("Before", "As the workbooks are.", Type.NUMBER, unit="see Unit")]
    after: Annotated[Numbers, Column("After", "With what is tried.", Type.NUMBER, unit="see Unit")]
    difference: Annotated[Numbers, Column("Difference", "After less before.", Type.NUMBER, unit="see Unit")]
    unit: Annotated[Texts, Column("Unit", "Hours, working days, days, currency or share.")]
    date_before: Annotated[Instants, Column("Date Before", "For dates.", Type.DATE)]
    date_after: Annotated[Instants, Column("Date After", "For dates.", Type.DATE)]


def delayed(tasks: Schedule, delay: Delay, calendar: Calendar) -> tuple[Schedule, list[Problem]]:
    """The tasks with a constraint that holds those back that are delayed; what follows them moves by its links.

    A whole project is delayed by every task of it that has not started. A constraint that such a task has already is
    replaced on the copy, and this is said, unless it was to start no earlier than some day, too.
    """
    chosen = [
        row
        for row, key in enumerate(tasks.id.tolist())
        if key is not None and (delay.task is None or str(key) == delay.task) and tasks.start[row] != NO_INSTANT
    ]
    going = [row for row in chosen if tasks.actual_start[row] == NO_INSTANT and tasks.task_type[row] != "Summary"]
    problems = list(_not_delayed(tasks, delay, chosen, going))
    kinds, days = tasks.constraint_type.copy(), tasks.constraint_date.copy()
    replaced = 0
    for row in going:
        moved = add_working_days(calendar, int(tasks.start[row]) // DAY * DAY, delay.days)
        if moved is not None:
            replaced += kinds[row] not in (None, _EARLIEST, "As soon as possible")
            kinds[row], days[row] = _EARLIEST, moved
    if replaced:
        text = (
            f"{replaced} task{'' if replaced == 1 else 's'} of {delay.project} had a constraint that the delay replaces"
        )
        problems.append(Problem(Code.CONSTRAINT_BROKEN, text, Cell("Schedule"), "", Severity.MEDIUM))
    return tasks.replace(constraint_type=kinds, constraint_date=days), problems


def _not_delayed(tasks: Schedule, delay: Delay, chosen: Sequence[int], going: Sequence[int]) -> Iterator[Problem]:
    """Why nothing moves: no such task, no dates, or it has started."""
    if delay.task is not None and delay.task not in {str(key) for key in tasks.id.tolist()}:
        text = f"{delay.project} has no task with the ID {delay.task!r}"
        yield Problem(Code.UNKNOWN_TASK, text, Cell("Schedule"), "Use an ID of its Schedule.", Severity.CRITICAL)
    elif not chosen:
        text = f"nothing of {delay.project} has dates, so nothing is delayed"
        yield Problem(Code.DEPENDS_ON_ERROR, text, Cell("Schedule"), "Repair the plan's findings.")
    elif not going:
        what = f"task {delay.task} of {delay.project}" if delay.task else f"everything of {delay.project}"
        text = f"{what} has started, so it cannot start later"
        yield Problem(Code.PROGRESS, text, Cell("Schedule"), "Delay tasks that have not started.", Severity.MEDIUM)


@dataclass(frozen=True, slots=True)
class State:
    """Everything that is compared: the pool's bookings, each project's finish and calendar, and its budget lines."""

    pool: Pool
    finishes: Mapping[str, int]
    calendars: Mapping[str, Calendar]
    budgets: Mapping[str, tuple[Budget, CostLines]]


@dataclass(frozen=True, slots=True)
class _Loads:
    """A state's loads on days that are the same for both states."""

    daily: DailyLoad | None
    placed: PlacedLoad | None
    days: Days


def delta(before: State, after: State, scenario: Scenario, period: str) -> Delta:
    """What the scenario changes: finishes, hours and days over capacity, open demand, cost and budget."""
    rows: list[Row] = []
    rows += _finishes(before, after)
    was, now = (_loads(state.pool, period) for state in (before, after))
    rows += _hours(before.pool, was, now, period)
    rows += _overloads(before.pool, was, now)
    rows += _demand(before.pool, was, after.pool, now, scenario.hires, period)
    rows += _costs(before.pool, was, after.pool, now)
    for cut in scenario.cuts:
        rows += _cut(cut, before.budgets.get(cut.project))
    held: list[Sequence[Any]] = [[row[at] for row in rows] for at in range(9)]
    one, other = np.array(held[4], dtype=float), np.array(held[5], dtype=float)
    return Delta.of(
        len(rows),
        measure=np.array(held[0], dtype=object),
        project=np.array(held[1], dtype=object),
        who=np.array(held[2], dtype=object),
        period_start=np.array(held[3], dtype=np.int64),
        before=one,
        after=other,
        difference=other - one,
        unit=np.array(held[6], dtype=object),
        date_before=np.array(held[7], dtype=np.int64),
        date_after=np.array(held[8], dtype=np.int64),
    )


def _row(
    measure: str,
    before: float,
    after: float,
    unit: str,
    project: str | None = None,
    who: str | None = None,
    start: int = NO_INSTANT,
    dates: tuple[int, int] = (NO_INSTANT, NO_INSTANT),
) -> Row:
    return measure, project, who, start, before, after, unit, *dates


def _finishes(before: State, after: State) -> Iterator[Row]:
    """Projects whose finish moves, in working days of their own calendar."""
    for project, was in before.finishes.items():
        now = after.finishes.get(project, NO_INSTANT)
        if was != now and NO_INSTANT not in (was, now):
            days = working_days_after(before.calendars[project], was // DAY * DAY, now // DAY * DAY)
            yield _row("Finish", 0.0, float(days), "working days", project, dates=(was, now))


def _loads(pool: Pool, period: str) -> _Loads:
    args = (pool.assignments, pool.resources, None, pool.leave, pool.calendars, pool.default)
    placed, _ = placed_load(*args, period, pool.terms, pool.status_dates)
    if placed is None:
        return _Loads(None, None, whole_periods(0, 0, period))
    there = placed.available
    daily = DailyLoad(placed.days, there.present, there.capacity, placed.hours("All"), placed.counted("All"))
    return _Loads(daily, placed, placed.days)


def _both(was: _Loads, now: _Loads, period: str) -> Days:
    """Whole periods that hold the days of both."""
    first = min(was.days.first, now.days.first)
    last = max(each.days.first + each.days.count for each in (was, now)) - 1
    return whole_periods(first, last, period)


def _hours(pool: Pool, was: _Loads, now: _Loads, period: str) -> Iterator[Row]:
    """Hours of each person and period that change."""
    if was.daily is None or now.daily is None:
        return
    days = _both(was, now, period)
    starts = np.array(period_starts(days, period), dtype=np.int64)
    one, other = (np.add.reduceat(each.within(days), starts - days.first, axis=1) for each in (was.daily, now.daily))
    for who, name in enumerate(pool.resources.id.tolist()):
        if generic(pool.resources.resource_type[who]):
            continue  # what is open of it is demand
        for at in np.flatnonzero(np.abs(one[who] - other[who]) > _SMALL).tolist():
            yield _row("Load", one[who, at], other[who, at], "hours", None, name, int(starts[at]) * DAY)


def _overloads(pool: Pool, was: _Loads, now: _Loads) -> Iterator[Row]:
    """Days over capacity of each person, where their number changes."""
    if was.daily is None or now.daily is None:
        return
    one, other = ((each.load > each.capacity + _SMALL).sum(axis=1) for each in (was.daily, now.daily))
    for who in np.flatnonzero(one != other).tolist():
        if generic(pool.resources.resource_type[who]):
            continue
        yield _row("Days over capacity", float(one[who]), float(other[who]), "days", None, pool.resources.id[who])


def _demand(pool: Pool, was: _Loads, later: Pool, now: _Loads, hires: Sequence[Hire], period: str) -> Iterator[Row]:
    """Hours of each role that nobody is named for; a hire takes what is open of its role, up to its capacity."""
    days = _both(was, now, period) if was.placed and now.placed else was.days
    starts = np.array(period_starts(days, period), dtype=np.int64)
    one, other = (
        {} if each.placed is None else open_by_role(each.placed, its.assignments, its.resources, days)
        for its, each in ((pool, was), (later, now))
    )
    spent: dict[str, tuple[float, float]] = {}
    for hire in hires:
        role = next((r for r in other if r.casefold() == hire.role.casefold()), hire.role)
        there = _hired(hire, pool, days)
        open_ = other.get(role, np.zeros(days.count))
        taken = np.minimum(open_, there)
        other[role] = open_ - taken
        hours, cost = spent.get(role, (0.0, 0.0))
        spent[role] = hours + float(taken.sum()), cost + float(taken.sum()) * hire.rate
        for at, total in enumerate(np.add.reduceat(there, starts - days.first).tolist()):
            if total > _SMALL:
                yield _row("Capacity of new people", 0.0, total, "hours", None, role, int(starts[at]) * DAY)
    for role in {**one, **other}:
        first, last = (
            np.add.reduceat(each.get(role, np.zeros(days.count)), starts - days.first) for each in (one, other)
        )
        for at in np.flatnonzero(np.abs(first - last) > _SMALL).tolist():
            yield _row("Open demand", first[at], last[at], "hours", None, role, int(starts[at]) * DAY)
    for role, (_, cost) in spent.items():
        if cost == cost:
            yield _row("Cost of new people", 0.0, cost, "currency", None, role)


def _hired(hire: Hire, pool: Pool, days: Days) -> Numbers:
    """Hours of a new person by day, on the calendar of the first workbook."""
    one = Resources.of(
        1,
        id=np.array(["new"], dtype=object),
        capacity=np.array([hire.units]),
        available_from=np.array([hire.available_from], dtype=np.int64),
    )
    hours: Numbers = capacity(one, None, {}, pool.default, days)[0].capacity[0]
    return hours


def _costs(pool: Pool, was: _Loads, other: Pool, now: _Loads) -> Iterator[Row]:
    """Cost of each project's assignments, where it changes: rates hold from a day on."""
    one, two = _cost_of(pool, was), _cost_of(other, now)
    for project, cost in one.items():
        if abs(cost - two.get(project, cost)) > 0.005:
            yield _row("Cost of assignments", cost, two[project], "currency", project)


def _cost_of(pool: Pool, loads: _Loads) -> dict[str, float]:
    if loads.daily is None:
        return {}
    bands = rates(pool.resources, pool.terms)
    found: dict[str, float] = {}
    each = costs(loads.daily, pool.assignments, bands).tolist()
    for row, cost in zip(loads.daily.counted.row.tolist(), each, strict=True):
        if cost == cost:
            found[pool.projects[row]] = found.get(pool.projects[row], 0.0) + cost
    return found


def _cut(cut: Cut, lines: tuple[Budget, CostLines] | None) -> Iterator[Row]:
    """Budget and what is left of it; the estimate at completion stays, as the work does."""
    if lines is None:
        return
    budget = float(np.nansum(lines[0].budget))
    estimate = float(lines[1].estimate_at_completion.sum())
    less = budget * cut.share if cut.share is not None else cut.amount or 0.0
    yield _row("Budget", budget, budget - less, "currency", cut.project)
    if estimate == estimate:
        yield _row("Variance at completion", budget - estimate, budget - less - estimate, "currency", cut.project)
        if budget > 0 and budget - less > 0:
            share = (estimate / budget - 1, estimate / (budget - less) - 1)
            yield _row("Overrun", *share, "share of the budget", cut.project)
