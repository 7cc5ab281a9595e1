"""What the runs say: percentiles and their error, confidence, criticality, and what each thing costs in days."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor, sqrt
from typing import Final, NamedTuple

import numpy as np

from pmo_excel.core.columns import Instants, Numbers
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.risk.simulation.simulation import Simulation
from pmo_excel.schedule.axis import SHIFT, STARTS, TICKS, Axis
from pmo_excel.schedule.dates import last_day
from pmo_excel.schedule.links import Ints

PERCENTILES: Final = tuple(range(5, 100, 5))
AT: Final = 0.8
"""The percentile by which things are compared."""


def rank(runs: int, share: float) -> int:
    """The place, from 0, of a percentile among the sorted runs: the first at which the share is reached."""
    return min(max(ceil(share * runs - 1e-9), 1), runs) - 1


def percentile(values: Numbers, share: float) -> float:
    """The least value that is not exceeded in that share of the runs."""
    return float(np.partition(values, rank(len(values), share))[rank(len(values), share)])


def error(values: Numbers, share: float) -> float:
    """The Monte-Carlo error of a percentile: half of what lies between the ranks one standard error below and above.

    The number of runs below the true percentile is binomial, whatever the distribution is.

    Source
    ------
    W. J. Conover, Practical Nonparametric Statistics, 3rd edition 1999, section 3.2.
    """
    runs = len(values)
    apart = sqrt(runs * share * (1 - share))
    low, high = max(floor(share * runs - apart), 0), min(ceil(share * runs + apart), runs - 1)
    kept = np.partition(values, (low, high))
    return float(kept[high] - kept[low]) / 2


def finish_day(axis: Axis, key: int) -> int:
    """The working date of a finish, an instant; what lies outside of working time counts for the next one."""
    if key & STARTS:
        return axis.instant(key | STARTS) // DAY * DAY
    return last_day(axis.instant(key)) // DAY * DAY


def date_at(simulation: Simulation, share: float) -> int:
    """The earliest working date by which that share of the runs has finished; an instant."""
    keys, at = simulation.finishes, rank(simulation.runs, share)
    return finish_day(simulation.axis, int(np.partition(keys, at)[at]))


def days_at(simulation: Simulation, share: float) -> float:
    """Working days from the start that suffice in that share of the runs."""
    return percentile(simulation.durations(simulation.finishes), share)


def by_date(simulation: Simulation, day: int) -> np.ndarray:
    """(runs,) whether each run finishes by the end of a day."""
    limit = simulation.axis.key_at((day // DAY + 1) * DAY * TICKS)
    found: np.ndarray = simulation.finishes <= limit
    return found


def confidence(simulation: Simulation, day: int) -> float:
    """The share of runs that finish by the end of a day."""
    return float(by_date(simulation, day).mean())


def joint_confidence(simulation: Simulation, day: int, cost: float) -> float:
    """The share of runs that finish by a day and cost no more than an amount.

    Source
    ------
    NASA Cost Estimating Handbook, version 4.0, 2015, appendix J: joint cost and schedule confidence level.
    """
    within = simulation.costs <= cost * (1 + 1e-12) + 1e-9
    return float((by_date(simulation, day) & within).mean())


class Tasks(NamedTuple):
    """By row of the plan; nan and `NO_INSTANT` where unknown.

    Attributes
    ----------
    criticality
        Share of the runs in which its total float is 0 or less.
    cruciality
        Absolute value of Pearson's correlation of its duration with the finish; nan where either is certain.
    sensitivity
        Schedule sensitivity index: criticality times the ratio of both standard deviations.
    """

    criticality: Numbers
    cruciality: Numbers
    sensitivity: Numbers


def tasks(simulation: Simulation) -> Tasks:
    """How much each task matters to the finish.

    Source
    ------
    T. Williams, Criticality in stochastic networks, Journal of the Operational Research Society 43 (1992), 353-357
    (cruciality); PMI, PMBOK Guide 2000, by way of M. Vanhoucke, Measuring Time, 2010, chapter 5 (SSI).
    """
    tally, runs, n = simulation.tally, simulation.runs, len(simulation.model.plan)
    criticality = np.where(simulation.known, tally.critical / runs, np.nan)
    later = ((simulation.finishes >> SHIFT) - (simulation.planned >> SHIFT)).astype(float)
    spread = float(later.std())
    x, xx, xy = tally.sums
    variance = np.maximum(xx / runs - (x / runs) ** 2, 0)
    together = xy / runs - x / runs * later.mean()
    own = np.sqrt(variance)
    cruciality, ratio = np.full(n, np.nan), np.zeros(n)
    rows = simulation.model.rows
    sound = (own > 1e-6) & (spread > 1e-6)
    safe = np.where(sound, own * spread, 1.0)
    cruciality[rows] = np.where(sound, np.minimum(np.abs(together) / safe, 1.0), np.nan)
    ratio[rows] = own / spread if spread > 1e-6 else np.nan
    return Tasks(criticality, cruciality, criticality * ratio)


def task_dates(simulation: Simulation, share: float) -> Instants:
    """By row, the earliest working date by which it has finished in that share of the runs."""
    bins, found = simulation.tally.bins, np.full(len(simulation.model.plan), NO_INSTANT)
    at = rank(simulation.runs, share) + 1
    for number, row in enumerate(bins.rows.tolist()):
        first = int(bins.offset[number])
        counts = simulation.tally.counts[first : first + int(bins.width[number])]
        day = int(bins.first[number]) + int(np.searchsorted(np.cumsum(counts), at))
        found[row] = int(bins.days[int(bins.axis[number])].day[day]) * DAY
    return found


def finishes(simulation: Simulation) -> Mapping[str, tuple[Instants, Ints]]:
    """By task ID in lower case, the working dates on which it finishes in some run, and how many runs by date."""
    bins, found = simulation.tally.bins, {}
    for number, row in enumerate(bins.rows.tolist()):
        first, width = int(bins.offset[number]), int(bins.width[number])
        counts = simulation.tally.counts[first : first + width]
        at = np.flatnonzero(counts)
        days = bins.days[int(bins.axis[number])].day[int(bins.first[number]) + at] * DAY
        found[simulation.model.plan.id[row].casefold()] = (days, counts[at])
    return found


def gains(simulation: Simulation, share: float = AT) -> list[float]:
    """Working days by which a percentile is earlier, with each thing that was left out."""
    whole = days_at(simulation, share)
    left_out = simulation.tally.without[:, : simulation.runs]
    return [whole - percentile(simulation.durations(keys), share) for keys in left_out]
