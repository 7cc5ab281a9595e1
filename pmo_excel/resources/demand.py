"""Demand by role: how much of it is filled by named people, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY
from pmo_excel.core.tables import Table, table
from pmo_excel.resources.bookings import Marks, Positions, generic
from pmo_excel.resources.capacity import Days
from pmo_excel.resources.load import PlacedLoad, period_starts
from pmo_excel.resources.tables import Assignments, Resources


@table("Demand", key="")
class RoleDemand(Table):
    """Demand by role and period, before and after people are named."""

    role: Annotated[Texts, Column("Role", "The role that is asked for.")]
    period_start: Annotated[Instants, Column("Period Start", "First day of the period.", Type.DATE)]
    demand: Annotated[Numbers, Column("Demand (h)", "Hours asked for.", Type.NUMBER, unit="hours")]
    named: Annotated[Numbers, Column("Named (h)", "Hours of people who are named.", Type.NUMBER, unit="hours")]
    gap: Annotated[Numbers, Column("Gap (h)", "Hours that nobody is named for.", Type.NUMBER, unit="hours")]
    demand_fte: Annotated[Numbers, Column("Demand FTE", "The same in full-time people.", Type.NUMBER, unit="FTE")]
    named_fte: Annotated[Numbers, Column("Named FTE", "The same in full-time people.", Type.NUMBER, unit="FTE")]
    gap_fte: Annotated[Numbers, Column("Gap FTE", "The same in full-time people.", Type.NUMBER, unit="FTE")]
    fill: Annotated[Numbers, Column("Fill", "Named over asked for; 1 is filled.", Type.PERCENT, unit="1")]
    status: Annotated[Texts, Column("Fill Status", "Named, Requested or Unfilled.")]


def role_demand(
    placed: PlacedLoad | None, assignments: Assignments, resources: Resources, standard: Numbers | None, period: str
) -> RoleDemand:
    """Hours asked for, named and missing, by role and period; periods in which nobody asks are left out.

    An assignment of a resource whose type is Role asks for that role on its task. It stays as it was asked for: people
    of the role who are assigned to the same task fill it, day by day. People on a task for which nobody asked count as
    asked for and named. Fill status: Named where all is, Unfilled where nothing is, Requested between.
    """
    if placed is None or standard is None:
        return RoleDemand.of(0)
    asked, named, roles = _by_role_and_day(placed, assignments, resources)
    starts = np.array(period_starts(placed.days, period), dtype=np.int64)
    cut = starts - placed.days.first
    demand, filled = (np.add.reduceat(hours, cut, axis=1).ravel() for hours in (np.maximum(asked, named), named))
    missing = np.add.reduceat(np.maximum(asked - named, 0.0), cut, axis=1).ravel()
    full = np.tile(np.add.reduceat(standard, cut), len(roles))
    keep = ~(demand == 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        fte = {n: np.where(full > 0, h / full, np.nan) for n, h in (("d", demand), ("n", filled), ("g", missing))}
        fill = np.where(demand > 0, (demand - missing) / demand, np.nan)
    return RoleDemand.of(
        int(keep.sum()),
        role=np.repeat(np.array(roles, dtype=object), len(starts))[keep],
        period_start=np.tile(starts * DAY, len(roles))[keep],
        demand=demand[keep],
        named=filled[keep],
        gap=missing[keep],
        demand_fte=fte["d"][keep],
        named_fte=fte["n"][keep],
        gap_fte=fte["g"][keep],
        fill=fill[keep],
        status=np.array([_status(share) for share in fill[keep].tolist()], dtype=object),
    )


def _status(fill: float) -> str | None:
    if fill != fill:
        return None
    return "Named" if fill >= 1 - 1e-9 else "Unfilled" if fill <= 1e-9 else "Requested"


@dataclass(frozen=True, slots=True)
class Staffing:
    """Every booking day by day, and what is asked for and named by role and task.

    Attributes
    ----------
    booking, day, hours
        The booking, its day among those looked at, and its hours.
    pair
        The role and task that each of them is for: a row of `asked` and `named`.
    request
        Whether it asks for a role, and is nobody's.
    asked, named : (roles and tasks, days)
        Hours.
    roles
        The role of each pair.
    """

    booking: Positions
    day: Positions
    hours: Numbers
    pair: Positions
    request: Marks
    asked: Numbers
    named: Numbers
    roles: tuple[str, ...]


def staffing(placed: PlacedLoad, assignments: Assignments, resources: Resources) -> Staffing:
    """What is asked for and what is named, by role and task and day."""
    held, count = placed.bookings, placed.days.count
    request = np.array([generic(kind) for kind in resources.resource_type.tolist()], dtype=bool)
    named_role = [_role(resources, row) for row in range(len(resources))]
    pairs: dict[tuple[str, str], int] = {}
    of = np.array(
        [
            pairs.setdefault((named_role[who], str(assignments.task_id[row])), len(pairs))
            for who, row in zip(held.resource.tolist(), held.row.tolist(), strict=True)
        ],
        dtype=np.int64,
    )
    at, day = _days(held.first - placed.days.first, held.last - placed.days.first)
    hours = placed.share[at] * placed.available.present[held.resource[at], day]
    where, shape = of[at] * count + day, (len(pairs), count)
    asks = request[held.resource[at]]
    asked, named = (
        np.bincount(where, np.where(kind, hours, 0.0), shape[0] * count).reshape(shape).astype(np.float64)
        for kind in (asks, ~asks)
    )
    return Staffing(at, day, hours, of[at], asks, asked, named, tuple(role for role, _ in pairs))


def open_requests(placed: PlacedLoad, assignments: Assignments, resources: Resources, booking: str) -> Numbers:
    """Hours by resource and day of requests that nobody is named for, each request sharing what is missing."""
    of = staffing(placed, assignments, resources)
    held = placed.bookings
    with np.errstate(divide="ignore", invalid="ignore"):
        missing = np.where(
            of.asked > 0, np.maximum(of.asked - of.named, 0.0) / of.asked, np.where(of.asked == 0, 0, np.nan)
        )
    weight = held.probability if booking == "Expected" else np.ones(len(held.row))
    counts = np.ones(len(held.row), dtype=bool) if booking in ("All", "Expected") else held.hard == (booking == "Hard")
    kept = of.request & counts[of.booking]
    found = np.zeros_like(placed.available.present)
    hours = of.hours * missing[of.pair, of.day] * weight[of.booking]
    np.add.at(found, (held.resource[of.booking[kept]], of.day[kept]), hours[kept])
    return found


def open_by_role(placed: PlacedLoad, assignments: Assignments, resources: Resources, days: Days) -> dict[str, Numbers]:
    """Hours by day of each role that nobody is named for, on days that hold those of the bookings."""
    of = staffing(placed, assignments, resources)
    first = placed.days.first - days.first
    found: dict[str, Numbers] = {}
    for at, role in enumerate(of.roles):
        missing = np.maximum(of.asked[at] - of.named[at], 0.0)
        if missing.any():
            found.setdefault(role, np.zeros(days.count))[first : first + placed.days.count] += missing
    return found


def _by_role_and_day(
    placed: PlacedLoad, assignments: Assignments, resources: Resources
) -> tuple[Numbers, Numbers, list[str]]:
    """Hours asked for and named by role and day.

    A task with more people than were asked for asks for as many as it has: the surplus fills no other task.
    """
    of = staffing(placed, assignments, resources)
    roles = list(dict.fromkeys(of.roles))
    index = np.array([roles.index(role) for role in of.roles], dtype=np.int64)
    asked, named = np.zeros((len(roles), placed.days.count)), np.zeros((len(roles), placed.days.count))
    np.add.at(asked, index, np.maximum(of.asked, of.named))
    np.add.at(named, index, of.named)
    return asked, named, roles


def _role(resources: Resources, row: int) -> str:
    """A resource's role; a role without one is called by its name, a person without one has none."""
    if resources.role[row]:
        return str(resources.role[row])
    return str(resources.name[row] or resources.id[row]) if generic(resources.resource_type[row]) else "(no role)"


def _days(first: Positions, last: Positions) -> tuple[Positions, Positions]:
    """Every day of every booking: which booking, which day."""
    count = last - first + 1
    at = np.repeat(np.arange(len(count)), count)
    return at, first[at] + np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
