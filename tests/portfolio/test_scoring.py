"""PF5, PF6, PF16: weights, ranks and probabilities hold what they promise for any input."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.portfolio.confidence import at_least, counts
from pmo_excel.portfolio.pairwise import RANDOM_INDEX, square, weighed
from pmo_excel.portfolio.scoring import Given, Scored, Weights, firmness, ranks, shifted

WEIGHT = st.floats(0.05, 1)


@settings(max_examples=30, deadline=None)
@given(st.lists(WEIGHT, min_size=2, max_size=9))
def test_a_consistent_matrix_gives_back_its_weights_with_a_ratio_of_nothing(weights: list[float]) -> None:
    wanted = np.array(weights) / sum(weights)
    made = weighed(wanted[:, None] / wanted[None, :])
    assert made.weights == pytest.approx(wanted)
    assert made.ratio == pytest.approx(0.0, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(3, 6).flatmap(lambda n: st.lists(st.floats(1 / 9, 9), min_size=n * n, max_size=n * n)))
def test_weights_are_1_together_and_the_eigenvalue_is_no_less_than_the_number(numbers: list[float]) -> None:
    n = int(len(numbers) ** 0.5)
    matrix = np.eye(n)
    for i, j in itertools.combinations(range(n), 2):
        matrix[i, j], matrix[j, i] = numbers[i * n + j], 1 / numbers[i * n + j]
    made = weighed(matrix)
    assert made.weights.sum() == pytest.approx(1.0)
    assert (made.weights > 0).all()
    assert made.eigenvalue >= n - 1e-9
    assert made.ratio == pytest.approx(made.index / RANDOM_INDEX[n])


def test_a_square_is_read_with_headings_and_without() -> None:
    plain = ["1", "3", "1/3", "1"]
    for cells in (plain, ["", "A", "B", "A", *plain[:2], "B", *plain[2:]], ["A", "B", *plain]):
        found = square([cell or None for cell in cells])
        assert found is not None
        assert found[0].tolist() == [[1, 3], [pytest.approx(1 / 3), 1]]
        assert found[1] == (["1", "2"] if cells is plain else ["A", "B"])
    assert square(["1", "2", "3"]) is None
    assert square(["1", "high", "low", "1"]) is None


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=7))
def test_the_number_of_projects_in_time_is_that_of_all_outcomes_added_up(probabilities: list[float]) -> None:
    """Against every combination of in time and late, 2 to the power of n."""
    expected = np.zeros(len(probabilities) + 1)
    for outcome in itertools.product((0, 1), repeat=len(probabilities)):
        expected[sum(outcome)] += np.prod([p if one else 1 - p for p, one in zip(probabilities, outcome, strict=True)])
    assert counts(probabilities) == pytest.approx(expected)
    assert at_least(probabilities) == pytest.approx(expected[::-1].cumsum()[::-1])


@settings(max_examples=30, deadline=None)
@given(st.lists(WEIGHT, min_size=1, max_size=6), st.floats(0, 1))
def test_weights_stay_whole_when_one_is_changed(weights: list[float], shift: float) -> None:
    made = Weights({str(at): w / sum(weights) for at, w in enumerate(weights)}, {})
    for other in shifted(made, shift):
        assert sum(other.of.values()) == pytest.approx(1.0)
        assert all(0 <= weight <= 1 for weight in other.of.values())


def test_equal_scores_share_a_rank_and_who_has_none_has_no_rank() -> None:
    assert ranks([3.0, float("nan"), 5.0, 3.0, 1.0])[0::2] == [2, 1, 4]
    assert np.isnan(ranks([3.0, float("nan")])[1])


def test_a_project_that_falls_out_of_the_first_ones_does_not_keep_its_place() -> None:
    """By hand: with .5 and .5, A is 3.02 and B 3.0; Fit x 0.9 makes it .45: A 2.92, B 3.0. C is 1."""
    weights = Weights({"fit": 0.5, "risk": 0.5}, {"fit": "Fit", "risk": "Risk"})
    projects = [
        Given("A", {"fit": 4.04, "risk": 2}),
        Given("B", {"fit": 3, "risk": 3}),
        Given("C", {"fit": 1, "risk": 1}),
    ]
    scores = [one.score(weights) for one in projects]
    made = Scored(projects, scores, ranks(scores), weights)
    assert made.rank == [1, 2, 3]
    assert firmness(made, top=1).keeps == [False, False, False]
    assert firmness(made, top=2).keeps == [True, True, False]
