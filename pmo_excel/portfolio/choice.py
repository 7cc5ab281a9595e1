"""What there is to choose from: candidates with score, cost and people, what limits them, and rules among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from pmo_excel.core.columns import Numbers

TINY: Final = 1e-9
"""What rounding of decimal numbers may add up to; scores closer than this are equal."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that selected candidates may use up together: what each uses, and how much there is."""

    name: str
    use: Numbers
    most: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A selection to be made; candidates are positions.

    Attributes
    ----------
    limits
        The budget, and the people in each period.
    must
        Candidates that are done in any case.
    needs
        Pairs: the first only with the second.
    excludes
        Pairs of which one at most is done.
    barred
        Candidates that cannot be chosen, and why.
    """

    names: Sequence[str]
    score: Numbers
    cost: Numbers
    people: Numbers
    limits: Sequence[Limit] = ()
    must: frozenset[int] = frozenset()
    needs: frozenset[tuple[int, int]] = frozenset()
    excludes: frozenset[tuple[int, int]] = frozenset()
    barred: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.names)

    def fits(self, chosen: Sequence[int]) -> bool:
        """Whether these are within all limits together and break no rule."""
        held = set(chosen)
        return (
            all(float(limit.use[list(held)].sum()) <= limit.most + TINY * max(1.0, limit.most) for limit in self.limits)
            and all(b in held for a, b in self.needs if a in held)
            and not any(a in held and b in held for a, b in self.excludes)
            and not held & self.barred.keys()
        )

    def total(self, chosen: Sequence[int]) -> float:
        """What these score together."""
        return float(self.score[list(chosen)].sum())

    def with_must(self, more: int) -> Choice:
        """The same with one more that is done in any case."""
        return replace(self, must=self.must | {more})

    def within(self, budget: float) -> Choice:
        """The same under another budget."""
        others = [limit for limit in self.limits if limit.name != BUDGET]
        return replace(self, limits=(Limit(BUDGET, self.cost, budget), *others))


BUDGET: Final = "Budget"


def rank_and_cut(choice: Choice, worth: Numbers) -> tuple[int, ...]:
    """What people expect: down the ranking, taking what still fits; what must be done and what it needs goes first.

    Parameters
    ----------
    worth
        By what is ranked: the score, or score by cost.
    """
    chosen: list[int] = []
    order = [j for j in np.argsort(-worth, kind="stable").tolist() if j not in choice.barred]
    for j in [*sorted(choice.must), *order]:
        wanted = [*chosen, *(one for one in closure(choice, j) if one not in chosen)]
        if j not in chosen and (choice.fits(wanted) or j in choice.must):
            chosen = wanted
    return tuple(sorted(chosen))


def closure(choice: Choice, j: int) -> list[int]:
    """A candidate with all that it needs, directly or not."""
    found, waiting = [j], [j]
    while waiting:
        at = waiting.pop()
        for a, b in sorted(choice.needs):
            if a == at and b not in found:
                found.append(b)
                waiting.append(b)
    return found


def score_by_cost(choice: Choice) -> Numbers:
    """Points per unit of cost; what costs nothing comes first."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(choice.cost > 0, choice.score / choice.cost, np.inf)
    return np.nan_to_num(ratio, nan=-np.inf, posinf=np.inf)
