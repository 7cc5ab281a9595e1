"""Portfolio confidence: how likely so many of several projects meet their dates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pmo_excel.core.columns import Numbers


def counts(probabilities: Sequence[float]) -> Numbers:
    """The probability of exactly 0, 1, … n successes of independent trials that differ: (n + 1,).

    Source
    ------
    The Poisson binomial distribution, by its recursion: Y. H. Wang, "On the number of successes in independent
    trials", Statistica Sinica 3 (1993).
    """
    held = np.ones(1)
    for p in probabilities:
        held = np.append(held * (1 - p), 0.0) + np.append(0.0, held * p)
    return held


def at_least(probabilities: Sequence[float]) -> Numbers:
    """The probability of at least 0, 1, … n successes."""
    tails: Numbers = np.minimum(np.cumsum(counts(probabilities)[::-1])[::-1], 1.0)
    return tails
