"""When an agile release comes: sprints still needed at a confidence, from how much past sprints finished.

After n sprints the points done are near a normal distribution with mean n m and deviation s sqrt(n), for sprints that
do not depend on each other (central limit theorem). With confidence p the release is done after the least n with
n m - R >= z(p) s sqrt(n), R being the points that are left.

Source: M. Cohn, *Agile Estimating and Planning*, 2006, chapters 15 and 16 (velocity as a range); W. Feller, *An
Introduction to Probability Theory*, vol. 1, X.1 (sums of independent variables).
"""

from __future__ import annotations

from math import ceil, sqrt
from statistics import NormalDist, fmean, stdev
from typing import NamedTuple

_ALMOST = 1e-9


class Velocity(NamedTuple):
    """Points finished in a sprint: the mean, and the standard deviation; None where it cannot be known."""

    mean: float
    deviation: float | None

    def __str__(self) -> str:
        spread = "" if self.deviation is None else f" ± {self.deviation:.3g}"
        return f"{self.mean:.3g}{spread} points a sprint"


def velocity(points: list[float], deviation: float | None = None) -> Velocity | None:
    """Mean and sample standard deviation of what sprints finished; None without a sprint."""
    if not points:
        return None
    spread = deviation if deviation is not None else stdev(points) if len(points) > 1 else None
    return Velocity(fmean(points), spread)


def sprints_left(remaining: float, speed: Velocity, confidence: float, added: float = 0) -> int | None:
    """The least number of sprints after which the points are done with this confidence.

    Parameters
    ----------
    remaining
        Points that are left.
    confidence
        Between 0 and 1.
    added
        Points by which the scope grows in a sprint.

    Returns
    -------
    The number; None where the work grows as fast as it is done, or where the deviation is needed and not known.

    Examples
    --------
    Mean 20, deviation 4, 120 left: 6 sprints at 50 %, 7 at 80 %.
    """
    net = speed.mean - added
    if remaining <= 0:
        return 0
    score = NormalDist().inv_cdf(confidence)
    if net <= 0 or (speed.deviation is None and abs(score) > _ALMOST):
        return None
    spread = score * (speed.deviation or 0)
    root = (spread + sqrt(spread * spread + 4 * net * remaining)) / (2 * net)
    return ceil(root * root - _ALMOST)
