"""Who is strained: weeks above a limit in a run of weeks, and how people stand against the share that is aimed at."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, day_text
from pmo_excel.core.tables import Table, table
from pmo_excel.resources.load import TOLERANCE, DailyLoad, period_starts
from pmo_excel.resources.tables import Resources


@table("Resources", key="id")
class Burnout(Table):
    """People who are over the limit in too many weeks of a run."""

    id: Annotated[Texts, Column("Resource ID", "The person.")]
    name: Annotated[Texts, Column("Resource Name", "The person's name.")]
    first: Annotated[Instants, Column("From", "Monday of the first week of the worst run.", Type.DATE)]
    last: Annotated[Instants, Column("To", "Monday of its last week.", Type.DATE)]
    over: Annotated[Numbers, Column("Weeks Over", "Weeks over the limit in that run.", Type.NUMBER, unit="weeks")]
    peak: Annotated[Numbers, Column("Highest Week", "Utilisation of the fullest of them.", Type.PERCENT, unit="1")]
    because: Annotated[Texts, Column("Because", "The weeks over the limit.")]


@table("Resources", key="id")
class Utilisation(Table):
    """How full people are against the share that is aimed at."""

    id: Annotated[Texts, Column("Resource ID", "The person.")]
    capacity: Annotated[Numbers, Column("Capacity (h)", "Hours there are.", Type.NUMBER, unit="hours")]
    load: Annotated[Numbers, Column("Load (h)", "Hours booked.", Type.NUMBER, unit="hours")]
    utilisation: Annotated[Numbers, Column("Utilisation", "Load over capacity; 1 is full.", Type.PERCENT, unit="1")]
    target: Annotated[Numbers, Column("Target", "Utilisation aimed at.", Type.PERCENT, unit="1")]
    difference: Annotated[Numbers, Column("Difference (h)", "Load less the target.", Type.NUMBER, unit="hours")]
    because: Annotated[Texts, Column("Because", "What it means.")]


def burnout(daily: DailyLoad | None, resources: Resources, weeks: int, over: int, limit: float) -> Burnout:
    """People with more than the limit booked in so many of any run of weeks; the worst run of each, in their order.

    Over-time that goes on is what exhausts; a single full week is not. A week with hours but no capacity is over.
    """
    if daily is None:
        return Burnout.of(0)
    starts = np.array(period_starts(daily.days, "Week"), dtype=np.int64)
    cut = starts - daily.days.first
    there, booked = (np.add.reduceat(hours, cut, axis=1) for hours in (daily.capacity, daily.load))
    full = booked > there * limit + TOLERANCE
    run = min(weeks, len(starts))
    counted = np.lib.stride_tricks.sliding_window_view(full, run, axis=1).sum(axis=2)
    worst = counted.argmax(axis=1)
    rows = np.flatnonzero(counted.max(axis=1, initial=0) >= over).tolist()
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(there > 0, booked / there, np.nan)
    said, peaks = [], []
    for row in rows:
        at = [week for week in range(worst[row], worst[row] + run) if full[row, week]]
        peaks.append(float(np.nanmax([np.nan, *share[row, at]])) if not np.isnan(share[row, at]).all() else np.nan)
        said.append(f"over {limit:.0%} in the weeks of " + ", ".join(_week(starts[w], share[row, w]) for w in at))
    first = starts[worst[rows]] if rows else np.zeros(0, dtype=np.int64)
    return Burnout.of(
        len(rows),
        id=resources.id[rows],
        name=resources.name[rows],
        first=first * DAY,
        last=(first + 7 * (run - 1)) * DAY,
        over=counted.max(axis=1, initial=0)[rows].astype(float),
        peak=np.array(peaks),
        because=np.array(said, dtype=object),
    )


def _week(start: int, share: float) -> str:
    return f"{day_text(int(start) * DAY)} ({'no capacity' if share != share else f'{share:.0%}'})"


def utilisation(daily: DailyLoad | None, resources: Resources, target: float) -> Utilisation:
    """Load against capacity over all the days looked at, and the hours by which it misses the target."""
    if daily is None:
        return Utilisation.of(0)
    there, booked = daily.capacity.sum(axis=1), daily.load.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(there > 0, booked / there, np.nan)
    short = booked - there * target
    return Utilisation.of(
        len(resources),
        id=resources.id,
        capacity=there,
        load=booked,
        utilisation=share,
        target=np.full(len(resources), target),
        difference=short,
        because=np.array([_meaning(*each) for each in zip(share, short, strict=True)], dtype=object),
    )


def _meaning(share: float, hours: float) -> str | None:
    if share != share:
        return None
    if abs(hours) < 0.05:
        return "as aimed at"
    return f"{abs(hours):,.1f} h {'more than aimed at' if hours > 0 else 'that could still be booked'}"
