"""The best selection, exactly: the highest score within all limits and rules, by branch and bound.

Larger or harder cases than it can prove are given to OR-Tools' CP-SAT, where that is installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

import numpy as np

from pmo_excel.core.columns import Numbers
from pmo_excel.portfolio.choice import TINY, Choice, rank_and_cut, score_by_cost

NODES: Final = 20_000
"""Steps of the search, after which it gives up proving; forty candidates with a budget take a few thousand."""
_ALONE: Final = 10
"""How many times as long it searches where no solver is installed."""
DEEPEST: Final = 300
"""Candidates up to which it searches at all; portfolios have fewer."""
_UPDATES: Final = 80
"""Steps in which the mix of all limits is made as strict as it can be."""
_MIXED: Final = 1
"""Limits whose relaxation is tried one by one, the tightest first, after all of them mixed."""


@dataclass(frozen=True, slots=True)
class Selected:
    """The candidates chosen, in order.

    Attributes
    ----------
    unique
        Whether no other set scores as much; None where that was not settled.
    proven
        Whether none can score more; False where the search ended early.
    """

    chosen: tuple[int, ...]
    score: float
    unique: bool | None
    proven: bool


def best_selection(choice: Choice, nodes: int = NODES) -> Selected | None:
    """The set with the highest score within the limits and rules; None where even what must be done does not fit.

    Source
    ------
    The 0-1 program of capital budgeting (Lorie and Savage, "Three problems in rationing capital", 1955; Martello and
    Toth, Knapsack Problems, 1990, chapter 2), bounded by its fractional relaxation (Dantzig 1957).
    """
    solver = bool(find_spec("ortools")) and nodes >= NODES
    search = _Search(choice, nodes if solver or nodes < NODES else nodes * _ALONE)
    if len(choice) <= DEEPEST:
        search.run()
        if search.complete:
            return search.selected(proven=True)
    if solver:
        from pmo_excel.portfolio.selection_solver import solved

        return solved(choice)
    return search.selected(proven=False) or _guess(choice)


def _guess(choice: Choice) -> Selected | None:
    """The better of what people would take, where nothing could be searched."""
    sets = [rank_and_cut(choice, worth) for worth in (choice.score, score_by_cost(choice))]
    fitting = [one for one in sets if choice.fits(one)]
    best = max(fitting, key=choice.total, default=None)
    return None if best is None else Selected(best, choice.total(best), None, False)


def best_mix(use: Numbers, most: Numbers, score: Numbers) -> Numbers:
    """Weights of the limits under which their mix, as one limit, bounds the score best: those that bind count more.

    Parameters
    ----------
    use, most
        (n, k) and (k,): what each candidate uses up of each limit, and how much there is.

    Source
    ------
    The surrogate dual of Glover, "Surrogate constraint duality in mathematical programming", Operations Research 23
    (1975), by multiplicative updates; any weights give a valid bound.
    """
    share = 1 / np.maximum(most, TINY)
    weights = np.full(len(most), 1 / len(most))
    best, lowest = weights, np.inf
    for step in range(1, _UPDATES + 1):
        mix = weights * share
        taken = _fractions(use @ mix, score, float(most @ mix))
        bound = float(taken @ score)
        if bound < lowest - TINY:
            best, lowest = weights, bound
        over = (taken @ use - most) * share
        weights = weights * np.exp(over * 4 / np.sqrt(step))
        weights = weights / weights.sum()
    mixed: Numbers = best * share
    return mixed


def _fractions(weight: Numbers, score: Numbers, room: float) -> Numbers:
    """The parts of candidates that score most within one limit: whole ones by points for weight, and a part of one."""
    worth = np.where(weight > 0, score / np.maximum(weight, TINY), np.inf)
    taken = np.zeros(len(weight))
    for j in np.argsort(-worth, kind="stable").tolist():
        if score[j] <= 0:
            continue
        taken[j] = 1.0 if weight[j] <= room else room / weight[j]
        room -= weight[j] * taken[j]
        if taken[j] < 1:
            break
    return taken


class _Search:
    """Depth first, the candidate with the most points for what it uses first, taken before left."""

    def __init__(self, choice: Choice, nodes: int) -> None:
        self.choice = choice
        self.left = nodes
        self.complete = True
        self.limits = [limit for limit in choice.limits if limit.use.sum() > limit.most]  # others never bind
        count = len(choice)
        self.use = np.array([limit.use for limit in self.limits]).reshape(len(self.limits), count).T
        self.most = np.array([limit.most for limit in self.limits])
        self.slack = TINY * np.maximum(1.0, self.most)
        self.score: list[float] = choice.score.tolist()
        self.needs: list[list[int]] = [[] for _ in range(count)]
        self.needed: list[list[int]] = [[] for _ in range(count)]
        self.against: list[list[int]] = [[] for _ in range(count)]
        for a, b in sorted(choice.needs):
            self.needs[a].append(b)
            self.needed[b].append(a)
        for a, b in sorted(choice.excludes):
            self.against[a].append(b)
            self.against[b].append(a)
        self.relaxed = self._relaxations()
        self.order = self.relaxed[0][1] if self.relaxed else list(range(count))
        self.found: list[tuple[int, ...]] = []
        self.best = float("-inf")

    def _relaxations(self) -> list[tuple[list[float], list[int], Numbers]]:
        """Weights of candidates under one limit or a mix of them, the order by points for weight, and the mix."""
        if not self.limits:
            return []
        share = 1 / np.maximum(self.most, TINY)
        tight = np.argsort(-(self.use.sum(axis=0) * share), kind="stable")[:_MIXED]
        mixes = [np.eye(len(self.limits))[k] * share for k in tight.tolist()]
        if len(self.limits) > 1:
            mixes.insert(0, best_mix(self.use, self.most, self.choice.score))
        made = []
        for mix in mixes:
            weight = self.use @ mix
            worth = np.where(weight > 0, self.choice.score / np.maximum(weight, TINY), np.inf)
            made.append((weight.tolist(), np.argsort(-worth, kind="stable").tolist(), mix))
        return made

    def run(self) -> None:
        """Search, beginning with what people would take, which is a good lower bound."""
        status = [-1] * len(self.choice)
        rest = self.most.copy()
        for j in self.choice.barred:
            if not self._leave(j, status):
                return
        for j in range(len(status)):
            if self.score[j] <= 0 and j not in self.choice.must and not self.needed[j]:
                status[j] = 0
        for j in sorted(self.choice.must):
            done = self._take(j, status, rest)
            if done is None:
                return
            rest = done
        for worth in (self.choice.score, score_by_cost(self.choice)):
            guess = rank_and_cut(self.choice, worth)
            if self.choice.fits(guess):
                self.best = max(self.best, self.choice.total(guess))
        self._step(status, rest, 0)

    def _step(self, status: list[int], rest: Numbers, at: int) -> None:
        if self.left <= 0:
            self.complete = False
            return
        self.left -= 1
        if self._hopeless(status, rest):
            return
        while at < len(self.order) and status[self.order[at]] >= 0:
            at += 1
        if at == len(self.order):
            self._keep(status)
            return
        j = self.order[at]
        with_it = status.copy()
        taken = self._take(j, with_it, rest)
        if taken is not None:
            self._step(with_it, taken, at + 1)
        without = status.copy()
        if self._leave(j, without):
            self._step(without, rest, at + 1)

    def _keep(self, status: Sequence[int]) -> None:
        chosen = self._useful([j for j, one in enumerate(status) if one == 1])
        score = self.choice.total(chosen)
        if score > self.best + TINY:
            self.best, self.found = score, [chosen]
        elif len(self.found) < 2 and chosen not in self.found:
            self.found.append(chosen)

    def _useful(self, chosen: list[int]) -> tuple[int, ...]:
        """The set without those that add nothing and that nobody in it needs."""
        for j in list(chosen):
            idle = self.score[j] <= 0 and j not in self.choice.must
            if idle and not any(other in chosen for other in self.needed[j]):
                return self._useful([one for one in chosen if one != j])
        return tuple(chosen)

    def _hopeless(self, status: Sequence[int], rest: Numbers) -> bool:
        """Whether nothing below can beat what is found; as much counts until two sets are found that score it."""
        have: float = sum(self.score[j] for j, one in enumerate(status) if one == 1)
        wanted = self.best + TINY if len(self.found) > 1 else self.best - TINY
        if not self.relaxed:
            return have + sum(s for s, one in zip(self.score, status, strict=True) if one < 0 < s) < wanted
        return any(have + self._bound(status, rest, *one) < wanted for one in self.relaxed)

    def _bound(
        self, status: Sequence[int], rest: Numbers, weight: Sequence[float], order: Sequence[int], mix: Numbers
    ) -> float:
        """What the undecided could add at most, if parts of candidates could be taken."""
        room, more = float((rest + self.slack) @ mix), 0.0
        for j in order:
            if status[j] >= 0 or self.score[j] <= 0:
                continue
            if weight[j] > room:
                return more + self.score[j] * room / weight[j]
            room -= weight[j]
            more += self.score[j]
        return more

    def _take(self, j: int, status: list[int], rest: Numbers) -> Numbers | None:
        """Take a candidate and what follows from that; what is left of the limits, or None where it cannot be."""
        waiting = [j]
        while waiting:
            one = waiting.pop()
            if status[one] == 1:
                continue
            rest = rest - self.use[one]
            if status[one] == 0 or (rest < -self.slack).any():
                return None
            status[one] = 1
            if not all(self._leave(other, status) for other in self.against[one]):
                return None
            waiting += self.needs[one]
        return rest

    def _leave(self, j: int, status: list[int]) -> bool:
        """Leave a candidate and all that need it; False where one of them is taken."""
        if status[j] == 1:
            return False
        if status[j] == -1:
            status[j] = 0
            return all(self._leave(other, status) for other in self.needed[j])
        return True

    def selected(self, proven: bool) -> Selected | None:
        """What was found: among two that score the same, the cheaper."""
        if not self.found:
            return None
        chosen = min(self.found, key=lambda one: float(self.choice.cost[list(one)].sum()))
        return Selected(chosen, self.choice.total(chosen), len(self.found) == 1 if proven else None, proven)


__all__ = ["Selected", "best_selection"]
