"""Loads across projects: everybody's capacity against what all workbooks book them for, with the split by project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY
from pmo_excel.core.problems import Cell, Code, Problem
from pmo_excel.core.tables import Table, table
from pmo_excel.portfolio.pool import Pool
from pmo_excel.portfolio.tables import Capacity as CapacitySheet
from pmo_excel.portfolio.tables import Pool as PoolSheet
from pmo_excel.resources.balance import Balance, balance, pieces
from pmo_excel.resources.bookings import generic
from pmo_excel.resources.demand import RoleDemand, role_demand
from pmo_excel.resources.load import DailyLoad, Overallocations, PlacedLoad, overallocations, period_starts, placed_load
from pmo_excel.resources.tables import Resources
from pmo_excel.schedule.workdays import day_minutes

FIRST: Final = 2
"""The row number of the first row of a table that comes from no sheet."""


@table("Demand", key="")
class Split(Table):
    """Hours of each person, period and project, each with the cells that they come from."""

    resource: Annotated[Texts, Column("Resource ID", "The person, as in the pool.")]
    period_start: Annotated[Instants, Column("Period Start", "First day of the period.", Type.DATE)]
    project: Annotated[Texts, Column("Project ID", "The project that books the hours.")]
    hours: Annotated[Numbers, Column("Load (h)", "Hours booked.", Type.NUMBER, unit="hours")]
    utilisation: Annotated[
        Numbers, Column("Utilisation", "Of the person's capacity in the period.", Type.PERCENT, unit="1")
    ]
    cells: Annotated[Texts, Column("Cells", "Files and cells of the assignments.")]


@dataclass(frozen=True, slots=True)
class PoolLoads:
    """Loads of a pool.

    Attributes
    ----------
    balance, overallocations, demand, split
        As the functions of the same names give them, across all workbooks.
    problems
        What is to be said of the pool as a whole; of each file it is with the pool.
    """

    balance: Balance
    overallocations: Overallocations
    demand: RoleDemand
    split: Split
    problems: tuple[Problem, ...]


def pool_loads(pool: Pool, period: str, by: str, booking: str) -> PoolLoads:
    """Capacity against bookings across workbooks, days over capacity, demand by role, and the split by project."""
    args = (pool.assignments, pool.resources, None, pool.leave, pool.calendars, pool.default)
    placed, problems = placed_load(*args, period, pool.terms, pool.status_dates)
    said = [_placed(problem, pool) for problem in problems if problem.code is Code.NO_WORKING_TIME]
    if placed is None:
        return PoolLoads(Balance.of(0), Overallocations.of(0), RoleDemand.of(0), Split.of(0), tuple(said))
    standard = day_minutes(pool.default, placed.days.first, placed.days.count) / 60
    available = placed.available
    hours = placed.hours(booking)
    hours[[generic(kind) for kind in pool.resources.resource_type.tolist()]] = 0.0  # demand, nobody's overload
    daily = DailyLoad(placed.days, available.present, available.capacity, hours, placed.counted(booking))
    return PoolLoads(
        balance(placed, pool.assignments, pool.resources, standard, period, by, booking, pool.projects),
        overallocations(daily, pool.resources, pool.assignments),
        role_demand(placed, pool.assignments, pool.resources, standard, period),
        _split(placed, pool, period, booking),
        tuple(said),
    )


def _placed(problem: Problem, pool: Pool) -> Problem:
    """The problem at the cell of its own file; the other problems of a row are said with its file already."""
    file, cell = pool.cells[(problem.cell.row or FIRST) - FIRST]
    return replace(problem, cell=replace(cell, sheet=f"[{file}]{cell.sheet}"))


def _split(placed: PlacedLoad, pool: Pool, period: str, booking: str) -> Split:
    """Hours by person, period and project, in the order of the people, the periods and the workbooks."""
    starts = np.array(period_starts(placed.days, period), dtype=np.int64)
    cut = pieces(placed, starts, booking)
    held = placed.bookings
    who, row = held.resource[cut.booking], held.row[cut.booking]
    order = {project: at for at, project in enumerate(dict.fromkeys(pool.projects))}
    found: dict[tuple[int, int, int], tuple[float, list[int]]] = {}
    each = zip(who.tolist(), cut.period.tolist(), row.tolist(), cut.hours.tolist(), strict=True)
    for person, at, assignment, hours in each:
        if hours != 0:  # nan stays: an amount that cannot be read is not left out
            key = (person, at, order[pool.projects[assignment]])
            sum_, rows = found.get(key, (0.0, []))
            found[key] = (sum_ + hours, [*rows, assignment])
    there = np.add.reduceat(placed.available.capacity, starts - placed.days.first, axis=1)
    keys, names = sorted(found), list(order)
    hours_of = np.array([found[key][0] for key in keys], dtype=float)
    capacity = np.array([there[person, at] for person, at, _ in keys], dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(capacity > 0, hours_of / capacity, np.nan)
    return Split.of(
        len(keys),
        resource=np.array([pool.resources.id[person] for person, _, _ in keys], dtype=object),
        period_start=np.array([starts[at] * DAY for _, at, _ in keys], dtype=np.int64),
        project=np.array([names[project] for _, _, project in keys], dtype=object),
        hours=hours_of,
        utilisation=share,
        cells=np.array(
            [_cells([pool.cells[row] for row in dict.fromkeys(found[key][1])]) for key in keys], dtype=object
        ),
    )


def _cells(places: Sequence[tuple[str, Cell]]) -> str:
    return "; ".join(f"[{file}]{cell.address}" for file, cell in places)


def pool_resources(sheet: PoolSheet) -> Resources:
    """The Resource Pool of a portfolio workbook as resources: capacity is FTE less the load of other work."""
    fte = np.where(np.isnan(sheet.fte), 1.0, sheet.fte)
    other = np.where(np.isnan(sheet.non_project_load_percent), 0.0, sheet.non_project_load_percent)
    wrong = {name: sheet.wrong(name) for name in ("standard_rate", "available_from", "available_to")}
    wrong["capacity"] = sheet.wrong("fte") | sheet.wrong("non_project_load_percent")
    origin = sheet.origin.__class__(
        sheet.origin.sheet, sheet.origin.rows, sheet.origin.letters, sheet.origin.headers, wrong
    )
    return Resources.of(
        len(sheet),
        origin,
        id=sheet.id,
        name=sheet.name,
        role=sheet.role,
        team=sheet.team,
        skills=sheet.skills,
        calendar=sheet.calendar,
        capacity=fte * (1.0 - other),
        available_from=sheet.available_from,
        available_to=sheet.available_to,
        standard_rate=sheet.standard_rate,
    )


def capacity_sheet(loads: PoolLoads) -> CapacitySheet:
    """The rows of the portfolio's Capacity sheet: people or roles that somebody books, by week."""
    made = loads.balance
    booked = {who for who, hard, soft in zip(made.who, made.hard, made.soft, strict=True) if hard != 0 or soft != 0}
    keep = np.array([row for row, who in enumerate(made.who.tolist()) if who in booked], dtype=np.int64)
    who = np.where([name is None for name in made.name.tolist()], made.who, made.name)
    return CapacitySheet.of(
        len(keep),
        who=who[keep],
        week=made.period_start[keep],
        capacity=made.capacity[keep],
        hard=made.hard[keep],
        soft=made.soft[keep],
        gap=made.gap[keep],
        utilisation_percent=made.utilisation[keep],
        peak_day_percent=made.peak_day[keep],
        band=made.band[keep],
        top_contributors=made.contributors[keep],
    )
