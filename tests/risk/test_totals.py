"""RI6: the total of independent risks. Counted again here one by one over all combinations, which is slow and plain."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.functions import exposure, exposurepercentile, mitigationworth
from pmo_excel.risk.totals import DRAWS, EXACTLY, Three, falls, total

HEADERS = ["Risk ID", "Risk Type", "Probability %", "Cost Impact Most Likely"]
FX_RISK4 = [
    HEADERS,
    ["R1", "Threat", 0.3, 20_000],
    ["R2", "Threat", 0.5, 30_000],
    ["R3", "Threat", 0.1, 200_000],
    ["R4", "Opportunity", 0.4, 25_000],
]
"""Fixture A.5."""

chances = st.integers(0, 20).map(lambda n: n / 20)
impacts = st.integers(-40, 60).map(lambda n: n * 500.0)
registers = st.lists(st.tuples(chances, impacts), min_size=1, max_size=6)
levels = st.integers(1, 20).map(lambda n: n / 20)


def brute_force(risks: list[tuple[float, float]], level: float) -> float:
    """The least amount that is not exceeded with a probability, from every combination of what happens."""
    outcomes: dict[float, float] = {}
    for happens in product((False, True), repeat=len(risks)):
        odds, amount = 1.0, 0.0
        for there, (chance, impact) in zip(happens, risks, strict=True):
            odds *= chance if there else 1 - chance
            amount += impact if there else 0.0
        outcomes[amount] = outcomes.get(amount, 0.0) + odds
    cumulative = 0.0
    for amount, odds in sorted(outcomes.items()):
        cumulative += odds
        if cumulative >= level - 1e-12:
            return amount
    return max(outcomes)


def of(risks: list[tuple[float, float]], seed: int = 1):  # type: ignore[no-untyped-def]
    chance, impact = (np.array(column) for column in zip(*risks, strict=True))
    return total(chance, impact, impact, impact, seed)


@given(registers, levels)
@settings(max_examples=50, deadline=None)
def test_percentiles_are_those_of_every_combination(risks: list[tuple[float, float]], level: float) -> None:
    assert of(risks).at(level) == pytest.approx(brute_force(risks, level))


@given(registers, st.tuples(chances, st.integers(0, 60).map(lambda n: n * 500.0)), levels)
@settings(max_examples=40, deadline=None)
def test_a_threat_more_never_lowers_a_percentile(
    risks: list[tuple[float, float]], threat: tuple[float, float], level: float
) -> None:
    assert of([*risks, threat]).at(level) >= of(risks).at(level) - 1e-6


@given(registers)
@settings(max_examples=30, deadline=None)
def test_percentiles_rise_with_their_level_and_the_mean_is_the_sum(risks: list[tuple[float, float]]) -> None:
    made = of(risks)
    values = [made.at(level / 20) for level in range(1, 21)]
    assert values == sorted(values)
    assert float(made.odds.sum()) == pytest.approx(1)
    assert float((made.amounts * made.odds).sum()) == pytest.approx(sum(p * i for p, i in risks), abs=1e-6)


@given(registers)
@settings(max_examples=25, deadline=None)
def test_emv_is_additive(risks: list[tuple[float, float]]) -> None:
    """The total of a register is the sum of the totals of its parts."""
    rows = [[f"R{n}", "Opportunity" if i < 0 else "Threat", p, abs(i)] for n, (p, i) in enumerate(risks)]
    whole = exposure([HEADERS, *rows])[-1][1]
    parts = [exposure([HEADERS, row])[-1][1] for row in rows]
    assert whole == pytest.approx(sum(parts), abs=1e-6)


def test_twenty_risks_of_different_sizes_are_exact() -> None:
    """Sizes 1, 2, 4, … of one chance in two: every sum from 0 to 2^20 - 1 is as likely as any other."""
    made = of([(0.5, 2.0**n) for n in range(EXACTLY)])
    assert made.draws == 0
    assert len(made.amounts) == 2**EXACTLY
    assert made.at(0.5) == 2 ** (EXACTLY - 1) - 1


def test_more_risks_are_drawn_with_an_error_that_holds_the_true_value() -> None:
    """25 risks of 1,000 with p = 0.5: binomial, so P80 is 15,000 (P(X ≤ 14) = 0.788, P(X ≤ 15) = 0.885)."""
    made = of([(0.5, 1000.0)] * 25)
    assert made.draws == DRAWS
    assert abs(made.at(0.8) - 15_000) <= max(made.error(0.8), 0)
    assert np.array_equal(made.amounts, of([(0.5, 1000.0)] * 25).amounts)
    assert not np.array_equal(made.amounts, of([(0.5, 1000.0)] * 25, seed=2).amounts)


def test_a_range_is_triangular() -> None:
    """A certain risk of Tri(8, 10, 18): P10 9.414, P50 11.675, P80 14.000, P90 15.172 (fixture A.7)."""
    made = total(np.array([1.0]), np.array([8.0]), np.array([10.0]), np.array([18.0]))
    for level, exact in ((0.1, 9.414), (0.5, 11.675), (0.8, 14.0), (0.9, 15.172)):
        assert made.at(level) == pytest.approx(exact, abs=0.03)
        assert 0 < made.error(level) < 0.05


def test_one_risk_with_a_range_is_drawn_and_says_how_exact_it_is() -> None:
    from pmo_excel.functions import call

    headers = ["Risk ID", "Probability %", "Cost Impact Min", "Cost Impact Most Likely", "Cost Impact Max"]
    called = call("EXPOSUREPERCENTILE", {"risks": [headers, ["R1", 1, 8000, 10000, 18000]], "percentile": 0.8})
    assert called.answer.value == pytest.approx(14_000, abs=30)
    (said,) = called.answer.problems
    assert said.code == "SIMULATED"
    assert "100,000 draws: ±" in said.message


def test_ri17_the_response_that_removes_r2_is_worth_ten_thousand_at_p80() -> None:
    """A.5 without R2: P80 is 20,000 (cumulative .9 at 20,000: all outcomes without R3), so it gains 10,000 there."""
    headers = [*HEADERS, "Response Type", "Response Cost"]
    rows = [[*row, "Avoid" if row[0] == "R2" else "", 5000 if row[0] == "R2" else ""] for row in FX_RISK4[1:]]
    found = mitigationworth([headers, *rows], percentile=0.8)
    assert dict(zip(*found, strict=True)) == {
        "Risk ID": "R2",
        "Response Cost": 5000,
        "EMV Gain": 15_000,
        "Ratio": 3.0,
        "EMV Days Gain": None,
        "Gain at Percentile": 10_000,
    }
    assert exposurepercentile([row for row in FX_RISK4 if row[0] != "R2"], 0.8) == 20_000


def test_what_a_response_lowers_is_the_difference_of_two_totals_also_where_they_are_drawn() -> None:
    """25 risks, so drawn: the third made half as likely, the fifth half as large."""
    chance, impact = np.full(25, 0.5), np.arange(1.0, 26.0) * 1000
    after, share = chance.copy(), np.ones(25)
    after[2], share[4] = 0.25, 0.5
    found, now = falls(chance, Three(impact, impact, impact), after, share, [2, 4], 0.8)
    smaller = impact * share
    for fell, (odds, sizes) in zip(found, ((after, impact), (chance, smaller)), strict=True):
        assert fell == pytest.approx(now.at(0.8) - total(odds, sizes, sizes, sizes).at(0.8))
        assert fell >= 0


def test_a_percentile_is_a_probability_or_a_percentage() -> None:
    assert exposurepercentile(FX_RISK4, 80) == exposurepercentile(FX_RISK4, 0.8) == 30_000
