"""The efficient frontier: the best score for each budget, and whether more money would bring more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_excel.portfolio.choice import BUDGET, TINY, Choice
from pmo_excel.portfolio.selection import Selected, best_selection

STEPS: Final = 10


@dataclass(frozen=True, slots=True)
class Point:
    """The best set under a budget, and what limits it: Budget, Capacity or Nothing."""

    best: Selected
    binds: str


def frontier_of(choice: Choice, budget: float) -> Point | None:
    """The best set under a budget; None where what must be done costs more."""
    best = best_selection(choice.within(budget))
    if best is None:
        return None
    free = best_selection(choice.within(float(choice.cost.sum())))
    if free is not None and free.score > best.score + TINY:
        return Point(best, BUDGET)
    rest = len(best.chosen) < sum(1 for j in range(len(choice)) if j not in choice.barred and choice.score[j] > 0)
    return Point(best, "Capacity" if rest else "Nothing")


def steps(choice: Choice) -> list[float]:
    """Budgets in ten even steps up to what everything costs."""
    total = float(choice.cost.sum())
    return [total * step / STEPS for step in range(1, STEPS + 1)]
