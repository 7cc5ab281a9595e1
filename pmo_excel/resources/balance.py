"""Capacity against bookings by person, role or team and period: what is left, how full it is, and what fills it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY
from pmo_excel.core.tables import Table, table
from pmo_excel.resources.bookings import Marks, Positions, generic
from pmo_excel.resources.demand import open_requests
from pmo_excel.resources.load import PlacedLoad, hours_before, period_starts
from pmo_excel.resources.tables import Assignments, Resources

BANDS: Final = (("Light", 0.8), ("Healthy", 1.0), ("Over", 1.2))
"""Bands of utilisation and where each ends; Healthy and Over hold their upper limit. Above all of them: Critical."""
ROUNDING: Final = 1e-9
UNNAMED: Final = "nobody named"
"""What hours are called that are asked for and have nobody."""
TOP: Final = 3
"""Contributors that are named."""


@table("Capacity", key="")
class Balance(Table):
    """Capacity against bookings by period."""

    who: Annotated[Texts, Column("Resource / Role", "The resource's ID, the role or the team.")]
    name: Annotated[Texts, Column("Resource Name", "The resource's name; empty for roles and teams.")]
    period_start: Annotated[Instants, Column("Period Start", "First day of the period.", Type.DATE)]
    capacity: Annotated[Numbers, Column("Capacity (h)", "Hours there are.", Type.NUMBER, unit="hours")]
    hard: Annotated[Numbers, Column("Hard (h)", "Hours that are confirmed.", Type.NUMBER, unit="hours")]
    soft: Annotated[Numbers, Column("Soft (h)", "Hours that are asked for.", Type.NUMBER, unit="hours")]
    expected: Annotated[
        Numbers, Column("Expected (h)", "Hard, and soft by its probability.", Type.NUMBER, unit="hours")
    ]
    gap: Annotated[Numbers, Column("Gap (h)", "Capacity less bookings; minus is too much.", Type.NUMBER, unit="hours")]
    fte: Annotated[
        Numbers, Column("Booked FTE", "Booked hours over those of a full-time week or month.", Type.NUMBER, unit="FTE")
    ]
    utilisation: Annotated[Numbers, Column("Utilisation", "Bookings over capacity.", Type.PERCENT, unit="1")]
    peak_day: Annotated[Numbers, Column("Peak Day", "Utilisation on the busiest day.", Type.PERCENT, unit="1")]
    band: Annotated[Texts, Column("Band", "Light, Healthy, Over or Critical.")]
    contributors: Annotated[Texts, Column("Top Contributors", "What takes the most hours, the most first.")]


def band(utilisation: float) -> str | None:
    """Light below 80 %, Healthy to 100 %, Over to 120 %, Critical above; None where it is not known.

    Source
    ------
    The bands that the PMO agreed (definitions 3.10): < 80 light, 80-100 healthy, 100-120 over, > 120 critical.
    """
    if utilisation != utilisation:
        return None
    if utilisation < BANDS[0][1] - ROUNDING:
        return BANDS[0][0]
    return next((name for name, limit in BANDS[1:] if utilisation <= limit + ROUNDING), "Critical")


@dataclass(frozen=True, slots=True)
class Groups:
    """Which resources are taken together.

    Attributes
    ----------
    labels, names
        Of each group; a resource's name where each is a group of its own.
    of
        Each resource's group; -1 where it belongs to none.
    """

    labels: Sequence[str]
    names: Sequence[str | None]
    of: Positions


def groups(resources: Resources, by: str) -> Groups:
    """Resources by Person, Role or Team; material and cost have no hours, and are left out.

    A resource that stands for a role is nobody: by Person it is left out, as its hours are demand.
    """
    kinds = resources.resource_type.tolist()
    timed = [kind not in ("Material", "Cost") and not (by == "Person" and generic(kind)) for kind in kinds]
    ids = [None if key is None else str(key) for key in resources.id.tolist()]
    if by == "Person":
        keys = ids
    else:
        said = (resources.role if by == "Role" else resources.team).tolist()
        keys = [text or f"(no {by.lower()})" for text in said]
    places: dict[str, int] = {}
    of = [places.setdefault(k, len(places)) if t and k is not None else -1 for k, t in zip(keys, timed, strict=True)]
    called = dict(zip(ids, resources.name.tolist(), strict=True)) if by == "Person" else {}
    return Groups(list(places), [called.get(k) for k in places], np.array(of, dtype=np.int64))


def balance(
    placed: PlacedLoad | None,
    assignments: Assignments,
    resources: Resources,
    standard: Numbers | None,
    period: str,
    by: str,
    booking: str,
    labels: Sequence[str | None],
) -> Balance:
    """Capacity, bookings and what is left, by group and period.

    Of what is asked for a role, hours count that nobody is named for on the same task; a role gives no capacity.

    Parameters
    ----------
    standard
        Hours of a full-time day by day: what one FTE is.
    booking
        Which bookings count in gap, utilisation, peak and band.
    labels
        What each assignment is counted under among the contributors: its task, or its project.
    """
    if placed is None or standard is None:
        return Balance.of(0)
    made = groups(resources, by)
    starts = np.array(period_starts(placed.days, period), dtype=np.int64)
    cut = starts - placed.days.first
    nobody = np.array([generic(kind) for kind in resources.resource_type.tolist()], dtype=bool)
    capacity = _summed(np.where(nobody[:, None], 0.0, placed.available.capacity), made)
    hours = {kind: placed.hours(kind) for kind in ("Hard", "Soft", "Expected", "All")}
    for kind, of_kind in hours.items():
        of_kind[nobody] = open_requests(placed, assignments, resources, kind)[nobody]
    kinds = {kind: _summed(of_kind, made) for kind, of_kind in hours.items()}
    totals = {kind: np.add.reduceat(hours, cut, axis=1) for kind, hours in kinds.items()}
    there, booked = np.add.reduceat(capacity, cut, axis=1), totals[booking]
    used = _over(booked, there)
    full = np.add.reduceat(standard, cut)
    rows = len(made.labels) * len(starts)
    open_ = np.add.reduceat(_summed(np.where(nobody[:, None], hours[booking], 0.0), made), cut, axis=1)
    top = _contributors(placed, made, nobody, starts, booking, labels, open_)
    return Balance.of(
        rows,
        who=np.repeat(np.array(made.labels, dtype=object), len(starts)),
        name=np.repeat(np.array(made.names, dtype=object), len(starts)),
        period_start=np.tile(starts * DAY, len(made.labels)),
        capacity=there.ravel(),
        hard=totals["Hard"].ravel(),
        soft=totals["Soft"].ravel(),
        expected=totals["Expected"].ravel(),
        gap=(there - booked).ravel(),
        fte=_over(booked, np.broadcast_to(full, booked.shape)).ravel(),
        utilisation=used.ravel(),
        peak_day=np.maximum.reduceat(_over(kinds[booking], capacity, 0.0), cut, axis=1).ravel(),
        band=np.array([band(share) for share in used.ravel().tolist()], dtype=object),
        contributors=np.array([top.get(at) for at in range(rows)], dtype=object),
    )


def _summed(hours: Numbers, made: Groups) -> Numbers:
    """Hours of the resources as hours of the groups."""
    total = np.zeros((len(made.labels), hours.shape[1]))
    kept = made.of >= 0
    np.add.at(total, made.of[kept], hours[kept])
    return total


def _over(hours: Numbers, there: Numbers, nothing: float = np.nan) -> Numbers:
    """One over the other; `nothing` where neither is, nan where hours have no capacity."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(there > 0, hours / there, np.nan)
    return np.where((there == 0) & (hours == 0), nothing, share)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Bookings cut at the ends of periods: which booking, which period, how many hours."""

    booking: Positions
    period: Positions
    hours: Numbers


def pieces(placed: PlacedLoad, starts: Positions, booking: str) -> Pieces:
    """The hours of each counted booking in each period that it touches."""
    held, share = placed.bookings, placed.share
    if booking == "Expected":
        share = share * held.probability
    elif booking != "All":
        share = np.where(held.hard == (booking == "Hard"), share, 0.0)
    total = hours_before(placed.available.present)
    low = np.searchsorted(starts, held.first, "right") - 1
    count = np.searchsorted(starts, held.last, "right") - low
    at = np.repeat(np.arange(len(count)), count)
    which = np.repeat(low, count) + np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    ends = np.append(starts[1:], placed.days.first + placed.days.count)
    first = np.maximum(starts[which], held.first[at]) - placed.days.first
    last = np.minimum(ends[which], held.last[at] + 1) - placed.days.first
    who = held.resource[at]
    return Pieces(at, which, share[at] * (total[who, last] - total[who, first]))


def _contributors(
    placed: PlacedLoad,
    made: Groups,
    nobody: Marks,
    starts: Positions,
    booking: str,
    labels: Sequence[str | None],
    open_: Numbers,
) -> dict[int, str]:
    """What takes the most hours of each group and period, by the row of the result."""
    cut = pieces(placed, starts, booking)
    held = placed.bookings
    found: dict[int, dict[str, float]] = {}
    who = held.resource[cut.booking]
    groups_of, rows = np.where(nobody[who], -1, made.of[who]).tolist(), held.row[cut.booking].tolist()
    for group, row, period, hours in zip(groups_of, rows, cut.period.tolist(), cut.hours.tolist(), strict=True):
        if group >= 0 and hours > 0:
            each = found.setdefault(group * len(starts) + period, {})
            label = labels[row] or "(no name)"
            each[label] = each.get(label, 0.0) + hours
    for at in np.flatnonzero(open_ > ROUNDING).tolist():
        found.setdefault(at, {})[UNNAMED] = float(open_.ravel()[at])
    return {at: _top(each) for at, each in sorted(found.items())}


def _top(hours: dict[str, float]) -> str:
    ranked = sorted(hours.items(), key=lambda item: -item[1])
    rest = len(ranked) - TOP
    said = "; ".join(f"{label} {_text(amount)} h" for label, amount in ranked[:TOP])
    return f"{said}; {rest} more" if rest > 0 else said


def _text(hours: float) -> str:
    return f"{hours:.1f}".removesuffix(".0")
