"""What a simulation says, against distributions worked out elsewhere, and what must hold in every plan."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pmo_excel.functions as pmo
from pmo_excel.risk.simulation import measures
from pmo_excel.risk.simulation.model import Money, model_of
from pmo_excel.risk.simulation.shapes import beta_pert, looked_up
from pmo_excel.risk.simulation.simulation import simulate
from pmo_excel.risk.simulation.streams import stream, uniforms
from pmo_excel.schedule.plan import LinkType, Plan
from tests.risk.plans import chain, event, modelled
from tests.schedule.test_properties import plans

_SRA = [
    ["Task ID", "Duration (wd)", "Predecessors"],
    ["1", "10 (8-18)", ""],
    ["2", "5 (4-9)", "1"],
    ["3", "20 (18-28)", "2"],
]
_MERGE = [["Task ID", "Duration (wd)", "Predecessors"], ["A", "10 (8-18)", ""], ["B", "10 (8-18)", ""]]
_HOLIDAYS = [date(2026, 4, 3), date(2026, 4, 6)]
_SAID = {"start": date(2026, 3, 2), "holidays": _HOLIDAYS, "iterations": 10_000}


def by_name(rows: list[list[object]]) -> dict[object, list[object]]:
    return {row[0]: row for row in rows}


def test_three_tasks_in_a_row_have_the_distribution_of_the_fixture() -> None:
    """Fixture FX-SRA3, by 2 million runs of another program; ± 0.1 day and 1 point are over two standard errors."""
    got = by_name(pmo.simulate(_SRA, **_SAID))
    assert [got[f"P{p}"][1] for p in (10, 50, 80, 90)] == ["2026-04-22", "2026-04-28", "2026-05-01", "2026-05-05"]
    assert [got[f"P{p}"][2] for p in (10, 50, 80, 90)] == pytest.approx([35.90, 39.82, 42.77, 44.35], abs=0.12)
    assert got["Mean"][2] == pytest.approx(40.0, abs=0.03)
    assert got["Standard Deviation"][2] == pytest.approx(3.2404, abs=0.06)
    assert got["Deterministic"][1:3] == ["2026-04-21", 35]
    assert got["Confidence of Deterministic"][2] == pytest.approx(0.049, abs=0.005)
    rows = pmo.sensitivity(_SRA, **_SAID)[1:]
    assert [row[1] for row in rows] == [1, 1, 1]
    assert [row[2] for row in rows] == pytest.approx([0.6667, 0.3333, 0.6667], abs=0.02)
    assert [row[3] for row in rows] == pytest.approx([0.6667, 0.3333, 0.6667], abs=0.02)


def test_two_paths_finish_later_than_either_and_it_is_said_by_how_much() -> None:
    """Fixture FX-SRA-MERGE: P80 15.094 against 14.000 of one path; criticality 0.5, cruciality 0.634, SSI 0.544."""
    got = by_name(pmo.simulate(_MERGE, **_SAID))
    assert got["Mean"][2] == pytest.approx(13.2267, abs=0.04)
    assert [got[f"P{p}"][2] for p in (50, 80, 90)] == pytest.approx([13.159, 15.094, 15.974], abs=0.06)
    assert got["Confidence of Deterministic"][2] == pytest.approx(0.04, abs=0.005)
    assert got["Merge Bias at P80"][2] == pytest.approx(1.094, abs=0.06)
    for row in pmo.sensitivity(_MERGE, **_SAID)[1:]:
        assert row[1:] == pytest.approx([0.5, 0.634, 0.544, 1.094], abs=0.06)


def test_a_path_against_a_certain_one_is_critical_when_it_is_the_longer() -> None:
    """Fixture FX-SRA-MERGE: against a fixed path of 12 days, criticality 0.45."""
    rows = [_MERGE[0], _MERGE[1], ["B", 12, ""]]
    assert pmo.sensitivity(rows, **_SAID)[1][1] == pytest.approx(0.45, abs=0.01)


def test_beta_pert_has_the_quantiles_of_the_fixture() -> None:
    """Fixture FX-SRA-MERGE: Beta-PERT(8, 10, 18) is a beta of 1.8 and 4.2."""
    found = 8 + 10 * looked_up(beta_pert(0.2), np.array([0.1, 0.5, 0.8, 0.9]))
    assert found == pytest.approx([8.899, 10.767, 12.503, 13.453], abs=0.001)


def test_a_copula_correlates_tasks_so_that_a_chain_varies_more() -> None:
    """Var(A + B) = 2 Var(A) (1 + r): with r near 0.5, the spread is sqrt(1.5) times that of independent tasks."""
    free, tied = (simulate(modelled(chain(10, 10), correlation=r), 8000, compiled=False) for r in (0.0, 0.5))
    ratio = tied.durations(tied.finishes).std() / free.durations(free.finishes).std()
    assert ratio == pytest.approx(1.5**0.5, abs=0.03)


def test_a_driver_on_two_tasks_stretches_both_in_the_same_runs() -> None:
    """Risk p = 0.5, factor 2 on two tasks of 10 days in a row: 20 or 40 days, never 30."""
    model = model_of(chain(10, 10), [None, None], [event("R", 0.5, 0.0, 0, 1, factor=2.0)], Money(np.zeros(2)))
    found = simulate(model, 2048, compiled=False)
    days, counts = np.unique(found.durations(found.finishes), return_counts=True)
    assert days.tolist() == [20, 40]
    assert counts[0] == pytest.approx(1024, abs=2)


def test_numbers_of_a_stream_are_uniform_and_those_of_two_independent() -> None:
    """Means within a stratum's width; a correlation of 0 within 4 standard errors."""
    one, other = (uniforms(stream(7, name), 0, 10_240) for name in ("a", "b"))
    assert one.mean() == pytest.approx(0.5, abs=0.0005)
    assert np.histogram(one, 1024, (0, 1))[0].tolist() == [10] * 1024
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / 10_240**0.5


def test_what_is_changed_moves_what_comes_after_it_only() -> None:
    """A wider estimate of the second task: P-dates of the first stay, and those after it change; the same seed again
    gives the same."""
    wider = [*_SRA[:2], ["2", "5 (4-19)", "1"], _SRA[3]]
    before, after, again = (pmo.taskpercentiles(rows, **_SAID)[1:] for rows in (_SRA, wider, wider))
    assert before[0] == after[0]
    assert before[1][3] < after[1][3]
    assert before[2][3] < after[2][3]
    assert after == again


@given(plans(types=(LinkType.FS, LinkType.SS), least_lag=0), st.floats(0.1, 0.9))
@settings(max_examples=20)
def test_wider_ranges_and_more_risks_are_never_earlier(plan: Plan, chance: float) -> None:
    narrow, wide = (simulate(modelled(plan, low=1.0, high=h), 256, compiled=False) for h in (1.2, 1.9))
    risky = simulate(modelled(plan, [event("R", chance, 3.0, 0)], low=1.0, high=1.9), 256, compiled=False)
    finishes = [measures.days_at(each, 0.8) for each in (narrow, wide, risky)]
    assert finishes == sorted(finishes)
    assert measures.days_at(wide, 0.1) <= measures.days_at(wide, 0.5) <= measures.days_at(wide, 0.9)


@given(st.lists(st.integers(1, 15), min_size=1, max_size=6))
@settings(max_examples=15)
def test_a_chain_is_always_critical(days: list[int]) -> None:
    found = simulate(modelled(chain(*days)), 128, compiled=False)
    assert measures.tasks(found).criticality.tolist() == [1.0] * len(days)


def test_memory_for_a_task_does_not_grow_with_the_runs() -> None:
    few, many = (simulate(modelled(chain(3, 5, 8)), runs, compiled=False).tally for runs in (500, 5000))
    assert few.counts.size == many.counts.size
    assert few.high.size == many.high.size


def test_a_range_that_is_not_in_order_leaves_what_rests_on_it_empty() -> None:
    rows = [[*_SRA[0], "Optimistic"], ["1", "10 (8-18)", "", ""], ["2", 5, "1", 9], ["3", "4 (3-6)", "", ""]]
    got = pmo.taskpercentiles(rows, **_SAID)[1:]
    assert got[0][3] is not None
    assert got[1][3] is None
    assert got[2][3] is not None
    assert pmo.call("SIMULATE", {"tasks": rows, "start": "2026-03-02"}).answer.value is None
