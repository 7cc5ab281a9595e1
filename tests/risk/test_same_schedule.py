"""Every run is the schedule of its draws: numpy, compiled loops and the schedule itself give the same, to the bit."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.interop.mspdi import read
from pmo_excel.risk.simulation import compiled as compiled_loops
from pmo_excel.risk.simulation.blocks import Block, ByNumpy, BySchedule
from pmo_excel.risk.simulation.model import Model
from pmo_excel.risk.simulation.narrow import Narrow, narrow
from pmo_excel.risk.simulation.program import program
from pmo_excel.risk.simulation.sampling import Without, drawn
from pmo_excel.risk.simulation.simulation import Simulation, prepared, simulate
from pmo_excel.schedule.axis import SHIFT, STARTS
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import Plan
from tests.risk.plans import chain, event, modelled, rich_plans

_FILES = ("A_10-mp-j30-a2-nr5", "A_bug1", "A_home-move-plan", "A_new-product", "A_residential-construction")


def agree(one: Block, other: Block) -> None:
    """Finishes of all rows, what is critical, and the project's finish, with and without things left out."""
    for mine, theirs in zip(one, other, strict=True):
        assert np.array_equal(mine, theirs)


@given(rich_plans())
@settings(max_examples=40)
def test_a_run_is_what_the_schedule_makes_of_its_durations(plan: Plan) -> None:
    model = modelled(plan, [event("R", 0.5, 2.0, 0), event("F", 0.5, 0.0, len(plan) - 1, factor=1.5)])
    steps = program(model)
    block = drawn(model, 0, 4)
    without = [Without(tasks=frozenset({0}))] if len(model.rows) else []
    if steps is not None:
        dated = np.ones(len(plan), bool)
        dated[list(steps.network.unknown)] = False  # in a circle of links nothing is told of a finish
        made = (ByNumpy(steps, model, None, without)(block), BySchedule(model, None, without)(block))
        agree(*(each._replace(finish=each.finish[dated]) for each in made))


def without_risk(plan: Plan) -> tuple[Model, Block]:
    """One run in which nothing is drawn, through the steps where the plan has them."""
    model = modelled(plan, low=1.0, high=1.0)
    steps = program(model)
    scheduler = BySchedule(model, None) if steps is None else ByNumpy(steps, model, None)
    return model, scheduler(drawn(model, 0, 1))


def same_as_the_schedule(plan: Plan) -> bool:
    """Whether a run without anything drawn finishes every task when the schedule does."""
    model, block = without_risk(plan)
    steps, found = program(model), dates(plan)
    axes = steps.network.axis if steps else None
    if axes is None:
        return bool(block.finish.size)
    keys = block.finish[:, 0].tolist()
    same = all(axes[r].instant(keys[r]) == found.finish[r] for r in range(len(plan)) if found.known[r])
    known = [r for r in range(len(plan)) if found.float_known[r]]
    return same and all(bool(block.critical[r, 0]) == _critical(found, r) for r in known)


def _critical(found: object, row: int) -> bool:
    return bool(found.critical[row])  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", _FILES)
def test_without_ranges_a_run_is_the_plan_of_microsoft_project(name: str, shared: Path) -> None:
    plan, _ = read((shared / "data/msp/cases" / f"{name}.xml").read_bytes())
    assert plan is not None
    assert same_as_the_schedule(plan)


@pytest.mark.live
def test_without_ranges_a_run_is_the_plan_for_every_case_of_classes_a_and_b(shared: Path) -> None:
    files = [file for file in sorted((shared / "data/msp/cases").glob("*.xml")) if file.name[0] in "AB"]
    plans = [read(file.read_bytes())[0] for file in files]
    assert len(plans) > 30
    assert all(same_as_the_schedule(plan) for plan in plans if plan is not None)


def same_tally(one: Simulation, other: Simulation) -> None:
    """Both counted the same in every run."""
    for name in ("counts", "critical", "sums", "target", "cost", "without"):
        assert np.array_equal(getattr(one.tally, name), getattr(other.tally, name)), name


@pytest.mark.live  # compiling takes 15 s where nothing is in the cache
@given(rich_plans())
@settings(max_examples=30, deadline=None)
def test_keys_of_32_and_of_64_bits_and_numpy_give_the_same_bits(plan: Plan) -> None:
    pytest.importorskip("numba")
    model = modelled(plan, [event("R", 0.5, 2.0, 0), event("F", 0.5, 0.0, len(plan) - 1, factor=1.5)])
    without = [Without(tasks=frozenset({0}))] if len(model.rows) else []
    with patch.object(compiled_loops, "narrow", return_value=None):
        wide = simulate(model, 100, without=without, compiled=True)
    same_tally(wide, simulate(model, 100, without=without, compiled=True))
    same_tally(wide, simulate(model, 100, without=without, compiled=False))


def test_what_is_too_long_for_32_bits_keeps_64() -> None:
    short, long = (modelled(chain(*days)) for days in ((3, 5), (9000, 9000)))
    for model, fits in ((short, True), (long, False)):
        steps, made = program(model), prepared(model, 1, 1, None, [], by_schedule=False, wide=False)
        assert steps is not None
        assert (narrow(steps, model, made.tally.bins, made.planned) is not None) is fits


@given(st.lists(st.tuples(st.integers(-(1 << 20), 1 << 20), st.sampled_from((0, 7, 99, STARTS))), min_size=1))
def test_keys_in_32_bits_keep_their_order_and_come_back(parts: list[tuple[int, int]]) -> None:
    keys = np.array([position << SHIFT | offset for position, offset in parts])
    held = Narrow(-5, np.array([0, 7, 99, *[STARTS - 1] * 4, STARTS]))
    small = held.keys(keys)
    assert np.array_equal(np.argsort(small, kind="stable"), np.argsort(keys, kind="stable"))
    assert np.array_equal(held.widened(small), keys)


@pytest.mark.live  # compiling takes 15 s where nothing is in the cache
def test_compiled_loops_threads_and_numpy_give_the_same_bits() -> None:
    pytest.importorskip("numba")
    model = modelled(chain(3, 5, 0, 8), [event("R", 0.4, 2.0, 1, cost=500), event("F", 0.3, 0.0, 1, 3, factor=1.4)])
    left_out = [Without(tasks=frozenset({1})), Without(risks=frozenset({1}))]
    runs = [
        simulate(model, 1500, without=left_out, compiled=compiled, threads=threads)
        for compiled, threads in ((False, None), (True, 1), (True, 3))
    ]
    for other in runs[1:]:
        same_tally(runs[0], other)


def test_fewer_runs_are_the_first_of_more() -> None:
    model = modelled(chain(3, 5, 8))
    few, many = simulate(model, 700, compiled=False), simulate(model, 3000, compiled=False)
    assert np.array_equal(few.finishes, many.finishes[:700])


def test_what_there_is_when_it_is_stopped_is_an_answer() -> None:
    model = modelled(chain(3, 5, 8))
    stopped = simulate(model, 5000, compiled=False, progress=lambda runs, of, so_far: runs < 1500)
    whole = simulate(model, 5000, compiled=False)
    assert 1500 <= stopped.runs < 5000
    assert np.array_equal(stopped.finishes, whole.finishes[: stopped.runs])
