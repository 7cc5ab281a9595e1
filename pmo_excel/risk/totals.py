"""What independent risks come to together: exact over all their combinations, or drawn many times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt
from typing import Final, NamedTuple

import numpy as np

from pmo_excel.core.columns import Flags, Numbers

EXACTLY: Final = 20
"""Up to so many risks of one size each, every combination is counted."""
DRAWS: Final = 100_000
_DIGITS: Final = 6
"""Decimals in which amounts are the same."""
_SURE: Final = 1.96
"""Standard deviations on each side of a 95 % interval."""


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """The distribution of a total.

    Attributes
    ----------
    amounts, odds
        Each outcome in order, and its probability.
    draws
        How many times it was drawn; 0: it is exact.
    """

    amounts: Numbers
    odds: Numbers
    draws: int = 0

    def at(self, level: float) -> float:
        """The least amount that is not exceeded with this probability."""
        place = int(np.searchsorted(np.cumsum(self.odds), level - 1e-12))
        return float(self.amounts[min(place, len(self.amounts) - 1)])

    def within(self, amount: float) -> float:
        """The probability that the total is not above an amount."""
        return float(self.odds[self.amounts <= amount + 0.005].sum())

    def error(self, level: float) -> float:
        """Half of the interval that holds the true percentile in 95 of 100 simulations; 0 where it is exact.

        Source
        ------
        W. J. Conover, Practical Nonparametric Statistics, 3rd edition, 1999, section 3.2: interval for a quantile.
        """
        if not self.draws:
            return 0.0
        spread = _SURE * sqrt(self.draws * level * (1 - level))
        low = max(0, floor(self.draws * level - spread) - 1)
        high = min(self.draws - 1, ceil(self.draws * level + spread) - 1)
        return float(self.amounts[high] - self.amounts[low]) / 2


class Three(NamedTuple):
    """An impact of each risk: least, most likely and most; all the same where it is no range, nan where not known."""

    low: Numbers
    likely: Numbers
    high: Numbers

    @property
    def mean(self) -> Numbers:
        """The mean of a triangular distribution."""
        return (self.low + self.likely + self.high) / 3

    def of(self, rows: Flags) -> Three:
        """The impacts of some rows."""
        return Three(self.low[rows], self.likely[rows], self.high[rows])


def total(chance: Numbers, low: Numbers, likely: Numbers, high: Numbers, seed: int = 1) -> Total:
    """The total of independent risks that each happen or not, with an impact that is known or triangular.

    Exact where there are at most 20 risks, each with one impact; otherwise 100,000 draws, the same for the same seed.
    Each risk has its own random numbers, so one that is added at the end changes none of the others.

    Parameters
    ----------
    chance, low, likely, high
        (n,) probability and impact of each risk; the impact is certain where low = likely = high.
    """
    if len(chance) <= EXACTLY and bool(np.all(low == high)):
        return _exact(chance, likely)
    return _drawn(_sums(chance, Three(low, likely, high), seed))


def falls(
    chance: Numbers, impact: Three, after: Numbers, share: Numbers, rows: Sequence[int], level: float
) -> tuple[list[float], Total]:
    """By how much each of some risks alone, once its response is done, lowers a percentile of the total; and that.

    Parameters
    ----------
    after, share
        (n,) probability once the response is done, and the impact then as a share of what it is now.
    """
    now = total(chance, *impact)
    sums = _sums(chance, impact, 1) if now.draws else np.zeros(0)
    rank = max(0, min(DRAWS, ceil(level * DRAWS - 1e-6)) - 1)
    found = []
    for row in rows:
        odds, then = chance.copy(), Three(*(column.copy() for column in impact))
        odds[row] = after[row]
        for column in then:
            column[row] *= share[row]
        if now.draws:
            changed = sums - _draws(chance, impact, row, 1) + _draws(odds, then, row, 1)
            found.append(now.at(level) - float(np.partition(changed, rank)[rank]))
        else:
            found.append(now.at(level) - _exact(odds, then.likely).at(level))
    return found, now


def _sums(chance: Numbers, impact: Three, seed: int) -> Numbers:
    sums = np.zeros(DRAWS)
    for row in range(len(chance)):
        sums += _draws(chance, impact, row, seed)
    return sums


def _draws(chance: Numbers, impact: Three, row: int, seed: int) -> Numbers:
    """What one risk comes to in each draw."""
    random = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, row])))
    happens = random.random(DRAWS) < chance[row]
    low, likely, high = (float(column[row]) for column in impact)
    amounts = np.full(DRAWS, likely) if low == high else random.triangular(low, likely, high, DRAWS)
    return np.where(happens, amounts, 0.0)


def _drawn(sums: Numbers) -> Total:
    return Total(np.sort(sums), np.full(DRAWS, 1 / DRAWS), DRAWS)


def _exact(chance: Numbers, impact: Numbers) -> Total:
    """Every combination, those of the same amount put together: the convolution of two-point distributions."""
    amounts: Numbers = np.zeros(1)
    odds: Numbers = np.ones(1)
    for p, amount in zip(chance.tolist(), impact.tolist(), strict=True):
        both = np.concatenate([amounts, np.round(amounts + amount, _DIGITS)])
        amounts, where = np.unique(both, return_inverse=True)
        weights = np.concatenate([odds * (1 - p), odds * p])
        odds = np.bincount(where, weights=weights, minlength=len(amounts)).astype(np.float64)
    return Total(amounts, odds)
