"""What independent risks come to together: exact over all their combinations, or drawn many times."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt
from typing import Final

import numpy as np

from pmo_excel.core.columns import Numbers

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
    sums = np.zeros(DRAWS)
    rows = zip(chance.tolist(), low.tolist(), likely.tolist(), high.tolist(), strict=True)
    for row, (p, least, middle, most) in enumerate(rows):
        random = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, row])))
        happens = random.random(DRAWS) < p
        sums += happens * (middle if least == most else random.triangular(least, middle, most, DRAWS))
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
