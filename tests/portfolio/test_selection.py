"""PF8, PF9: the selection is the best there is, tried against every set of small cases."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.portfolio.choice import BUDGET, Choice, Limit, rank_and_cut, score_by_cost
from pmo_excel.portfolio.frontier import frontier_of
from pmo_excel.portfolio.selection import best_selection
from pmo_excel.portfolio.selection_reasons import reasons


def choice(
    rows: list[tuple[float, float, float]], budget: float, capacity: float = float("inf"), **rules: object
) -> Choice:
    """Candidates by cost, score and people."""
    cost, score, people = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    limits = (Limit(BUDGET, cost, budget), Limit("FTE", people, capacity))
    names = [f"P{at}" for at in range(1, len(rows) + 1)]
    return Choice(names, score, cost, people, limits, **rules)  # type: ignore[arg-type]


def every_best(made: Choice) -> tuple[float, list[tuple[int, ...]]]:
    """The highest score of all sets that fit, and the sets that have it with nothing in them that is of no use."""
    sets = [s for n in range(len(made) + 1) for s in itertools.combinations(range(len(made)), n)]
    fitting = [s for s in sets if made.fits(s) and set(s) >= made.must]
    most = max((made.total(s) for s in fitting), default=float("-inf"))
    return most, [s for s in fitting if made.total(s) >= most - 1e-9 and not _idle(made, s)]


def _idle(made: Choice, chosen: tuple[int, ...]) -> bool:
    """Whether the set has a part that scores nothing and can go."""
    none = [j for j in chosen if made.score[j] <= 0 and j not in made.must]
    parts = [s for n in range(1, len(none) + 1) for s in itertools.combinations(none, n)]
    return any(made.fits(tuple(set(chosen) - set(part))) for part in parts)


ROW = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 4))


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    rows = draw(st.lists(ROW, min_size=1, max_size=7))
    places = st.integers(0, len(rows) - 1)
    pairs = st.frozensets(st.tuples(places, places).filter(lambda p: p[0] != p[1]), max_size=3)
    return choice(
        rows,
        draw(st.integers(0, 25)),
        draw(st.integers(0, 10)),
        must=draw(st.frozensets(places, max_size=1)),
        needs=draw(pairs),
        excludes=draw(pairs),
    )


@settings(max_examples=50, deadline=None)
@given(choices())
def test_no_set_scores_more_and_one_that_is_unique_is_the_only_one(made: Choice) -> None:
    most, best = every_best(made)
    found = best_selection(made)
    if found is None:
        assert best == []
        return
    assert found.proven
    assert found.score == pytest.approx(most)
    assert found.chosen in best
    assert found.unique == (len(best) == 1)


@settings(max_examples=20, deadline=None)
@given(choices())
def test_the_solver_finds_the_same(made: Choice) -> None:
    pytest.importorskip("ortools")
    from pmo_excel.portfolio.selection_solver import solved

    one, other = best_selection(made), solved(made)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.score == pytest.approx(other.score)
        if (made.score > 0).all():  # else the solver counts sets apart that differ in what is of no use
            assert one.unique == other.unique


@settings(max_examples=30, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=9), st.integers(0, 30), st.integers(0, 20), st.integers(0, 12))
def test_more_money_never_lowers_the_score(
    rows: list[tuple[float, float, float]], budget: int, more: int, capacity: int
) -> None:
    made = choice(rows, budget, capacity)
    one, other = frontier_of(made, budget), frontier_of(made, budget + more)
    assert one is not None
    assert other is not None
    assert other.best.score >= one.best.score - 1e-9


@settings(max_examples=30, deadline=None)
@given(choices())
def test_what_rankings_take_fits_and_never_scores_more(made: Choice) -> None:
    best = best_selection(made)
    for worth in (made.score, score_by_cost(made)):
        taken = rank_and_cut(made, worth)
        if best is not None and made.fits(taken):
            assert made.total(taken) <= best.score + 1e-9


def test_a_search_that_ends_early_says_so() -> None:
    rng = np.random.default_rng(1)
    rows = [(float(c), float(c) + 10, 0.0) for c in rng.integers(50, 500, 30)]
    found = best_selection(choice(rows, 3000), nodes=50)
    assert found is not None
    assert not found.proven
    assert found.unique is None


def test_forty_candidates_are_proven_at_once() -> None:
    """Feature PF8: exact for up to 40; the steps that it takes are the same on every machine."""
    rng = np.random.default_rng(7)
    rows = [tuple(map(float, row)) for row in rng.integers((50, 1, 1), (500, 100, 9), (40, 3))]
    found = best_selection(choice(rows, 4000, 80), nodes=20_000)  # type: ignore[arg-type]
    assert found is not None
    assert found.proven


def test_each_candidate_that_is_left_out_has_its_reason() -> None:
    """By hand: A and B fill the budget of 10; C costs 12 by itself; D needs C; E would push out B for 1 point less."""
    rows = [(5.0, 9.0, 0.0), (5.0, 8.0, 0.0), (12.0, 30.0, 0.0), (1.0, 1.0, 0.0), (5.0, 7.0, 0.0), (0.0, 0.0, 0.0)]
    made = choice(rows, 10, needs=frozenset({(3, 2)}))
    best = best_selection(made)
    assert best is not None
    assert dict(reasons(made, best)) == {
        2: "Budget 12 of 10 by itself",
        3: "needs P3; Budget 13 of 10 by itself",
        4: "P2 would have to go, 1 points less",
        5: "adds no points",
    }
