"""The shapes of three-point estimates, and the copula that lets tasks be long together: all by inverse distribution.

Closed forms use what IEEE 754 rounds exactly only (no powers, no exponentials); the others are tables. So compiled
loops and numpy give the same bits.
"""

from __future__ import annotations

from functools import lru_cache
from math import erf
from typing import Final

import numpy as np

from pmo_excel.core.columns import Numbers

CELLS: Final = 512
"""Cells of a table of quantiles; its first and last cell are divided into as many again."""
STEPS: Final = 4096
REACH: Final = 8.0
"""The standard normal distribution is tabled from -8 to 8."""
_GRID: Final = 8192


def triangular(u: Numbers, low: float, mode: float, high: float) -> Numbers:
    """Quantiles of the triangular distribution.

    Source
    ------
    S. Kotz and J. R. van Dorp, Beyond Beta, 2004, chapter 1.
    """
    span = high - low
    rising, falling = (mode - low) * span, (high - mode) * span
    return np.where(u * span < mode - low, low + np.sqrt(u * rising), high - np.sqrt((1.0 - u) * falling))


def looked_up(table: Numbers, u: Numbers) -> Numbers:
    """Quantiles by linear interpolation in a table as `_table` makes it."""
    scaled = u * CELLS
    first, last = scaled < 1.0, scaled >= CELLS - 1.0
    scaled = np.where(first, scaled * CELLS, np.where(last, (scaled - (CELLS - 1.0)) * CELLS, scaled))
    cell = np.minimum(scaled.astype(np.int64), CELLS - 1)
    rest = scaled - cell
    at = cell + np.where(first, CELLS + 1, np.where(last, 2 * (CELLS + 1), 0))
    found: Numbers = table[at] + rest * (table[at + 1] - table[at])
    return found


def _levels() -> Numbers:
    """Where a table of quantiles is known: all cells, then the first and the last one divided again."""
    all_cells = np.arange(CELLS + 1) / CELLS
    return np.concatenate((all_cells, all_cells / CELLS, (CELLS - 1 + all_cells) / CELLS))


@lru_cache(maxsize=4096)
def _beta_pert(ratio: float) -> tuple[float, ...]:
    alpha, beta = 1.0 + 4.0 * ratio, 5.0 - 4.0 * ratio
    nodes, weights = np.polynomial.legendre.leggauss(8)
    edges = (1.0 - np.cos(np.pi * np.arange(_GRID + 1) / _GRID)) / 2.0
    half = np.diff(edges) / 2.0
    x = edges[:-1, None] + half[:, None] * (nodes + 1.0)
    area = half * ((x ** (alpha - 1.0) * (1.0 - x) ** (beta - 1.0)) @ weights)
    total = np.concatenate(([0.0], np.cumsum(area)))
    return tuple(np.interp(_levels(), total / total[-1], edges).tolist())


def beta_pert(ratio: float) -> Numbers:
    """The table of quantiles of the Beta-PERT distribution on 0 to 1 with its mode at `ratio`.

    alpha = 1 + 4 ratio and beta = 1 + 4 (1 - ratio), as the density by Gauss-Legendre integration.

    Source
    ------
    D. Vose, Risk Analysis, 3rd edition 2008, section 22: modified PERT with weight 4.
    """
    return np.array(_beta_pert(ratio))


@lru_cache(maxsize=1)
def normal_tables() -> tuple[Numbers, Numbers]:
    """Probabilities of the standard normal distribution from -8 to 8 in equal steps, and its table of quantiles."""
    z = np.linspace(-REACH, REACH, 2 * STEPS + 1)
    below = np.array([0.5 * (1.0 + erf(each / 2.0**0.5)) for each in z.tolist()])
    fine = np.linspace(-REACH, REACH, 16 * STEPS + 1)
    known = np.array([0.5 * (1.0 + erf(each / 2.0**0.5)) for each in fine.tolist()])
    return below, np.interp(_levels(), known, fine)


def correlated(u: Numbers, common: Numbers, share: float, rest: float) -> Numbers:
    """Uniform numbers that lean towards a common one: a Gaussian copula of one factor.

    Parameters
    ----------
    u, common
        Independent uniform numbers, and the normal number that all share.
    share, rest
        Square roots of the correlation, and of 1 less it.

    Source
    ------
    R. B. Nelsen, An Introduction to Copulas, 2nd edition 2006, section 2.3.
    """
    below, quantiles = normal_tables()
    z = share * common + rest * looked_up(quantiles, u)
    scaled = (np.minimum(np.maximum(z, -REACH), REACH) + REACH) * (STEPS / REACH)
    cell = np.minimum(scaled.astype(np.int64), 2 * STEPS - 1)
    found: Numbers = below[cell] + (scaled - cell) * (below[cell + 1] - below[cell])
    return found
