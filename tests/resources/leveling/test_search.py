"""The search: what it finds is checked period by period, and against every possible schedule of small cases."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.resources.leveling import search
from pmo_excel.resources.leveling.bounds import lower_bound
from pmo_excel.resources.leveling.optimum import optimum
from pmo_excel.resources.leveling.problem import Link, Problem, finish_to_start
from pmo_excel.resources.leveling.rules import RULES, in_order, times
from pmo_excel.resources.leveling.search import Limits, Solution, solve
from pmo_excel.resources.leveling.space import Goals

FEW = Limits(schedules=300)


@st.composite
def problems(draw: st.DrawFn, most: int = 8) -> Problem:
    count = draw(st.integers(1, most))
    duration = draw(st.lists(st.integers(0, 4), min_size=count, max_size=count))
    pairs = [pair for pair in itertools.combinations(range(count), 2) if draw(st.integers(0, 3)) == 0]
    lag = [draw(st.integers(0, 2)) for _ in pairs]
    links = [Link(a, b, duration[a] + more) for (a, b), more in zip(pairs, lag, strict=True)]
    needs = [[(k, draw(st.integers(0, 2))) for k in range(2)] for _ in range(count)]
    return Problem(duration, links, needs, [2, 3])


def check(problem: Problem, start: tuple[int, ...]) -> int:
    """The span of a schedule whose links and capacities are looked at one by one."""
    assert min(start) >= 0
    assert all(start[after] >= start[before] + gap for before, after, gap in problem.links)
    span = max(s + d for s, d in zip(start, problem.duration, strict=True))
    for period, resource in itertools.product(range(span), range(len(problem.capacity))):
        on = [k for k, s in enumerate(start) if s <= period < s + problem.duration[k]]
        used = sum(units for k in on for need, units in problem.needs[k] if need == resource)
        assert used <= problem.capacity[resource]
    return span


def shortest(problem: Problem) -> int:
    """The span of the best of all orders: some order's serial schedule is optimal (Kolisch 1996, theorem 1)."""
    best = problem.horizon
    for order in itertools.permutations(range(len(problem))):
        start: dict[int, int] = {}
        for k in order:
            into = [link for link in problem.links if link.successor == k]
            if any(link.predecessor not in start for link in into):
                break
            begin = max((start[link.predecessor] + link.gap for link in into), default=0)
            while not _fits(problem, start, k, begin):
                begin += 1
            start[k] = begin
        else:
            best = min(best, max(s + problem.duration[k] for k, s in start.items()))
    return best


def _fits(problem: Problem, start: dict[int, int], activity: int, begin: int) -> bool:
    for period in range(begin, begin + problem.duration[activity]):
        for resource, units in problem.needs[activity]:
            on = [k for k, s in start.items() if s <= period < s + problem.duration[k]]
            used = sum(u for k in on for r, u in problem.needs[k] if r == resource)
            if used + units > problem.capacity[resource]:
                return False
    return True


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_schedule_keeps_links_and_capacity_and_is_not_below_its_bound(problem: Problem) -> None:
    found = solve(problem, FEW, plain=True)
    assert check(problem, found.start) == found.cost >= found.bound


@settings(max_examples=15, deadline=None)
@given(problems(5))
def test_small_cases_are_solved_to_the_optimum(problem: Problem) -> None:
    best = shortest(problem)
    assert solve(problem, FEW, plain=True).cost == best
    assert lower_bound(problem, times(problem)) <= best


def rcpsp(count: int = 40) -> Problem:
    """A case with much to decide, the same each time."""
    duration = [1 + k * 7 % 9 for k in range(count)]
    pairs = [(k, k + 1 + k * 5 % 7) for k in range(count) if k + 1 + k * 5 % 7 < count]
    needs = [[(k % 3, 2 + k % 2), ((k + 1) % 3, 1)] for k in range(count)]
    return Problem(duration, finish_to_start(duration, pairs), needs, [4, 5, 4])


def test_compiled_and_plain_loops_give_the_same_schedule() -> None:
    pytest.importorskip("numba")
    limits = Limits(schedules=400)
    plain, compiled = solve(rcpsp(), limits, 3, plain=True), solve(rcpsp(), limits, 3)
    assert plain.start == compiled.start
    assert plain.schedules == compiled.schedules


def test_compiled_and_plain_loops_give_the_same_schedule_where_goals_count() -> None:
    pytest.importorskip("numba")
    goals = Goals([20, 39], [30, 40], [3, 1])
    limits = Limits(schedules=400)
    assert solve(rcpsp(), limits, 3, goals, plain=True).start == solve(rcpsp(), limits, 3, goals).start


@pytest.mark.parametrize("goals", [None, Goals([20, 39], [30, 40], [3, 1])])
def test_many_activities_are_walked_alike_by_compiled_and_plain_loops(
    goals: Goals | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr(search, "MANY", 10)
    limits = Limits(schedules=100)
    plain, compiled = solve(rcpsp(), limits, 3, goals, plain=True), solve(rcpsp(), limits, 3, goals)
    check(rcpsp(), plain.start)
    assert plain.start == compiled.start


def test_the_same_seed_and_number_of_schedules_give_the_same_answer() -> None:
    assert solve(rcpsp(), FEW, 5, plain=True).start == solve(rcpsp(), FEW, 5, plain=True).start


def test_progress_tells_each_better_schedule_and_cancel_ends_the_search() -> None:
    told: list[Solution] = []
    found = solve(rcpsp(), Limits(cancelled=lambda: len(told) >= 2), progress=told.append, plain=True)
    assert [t.cost for t in told] == sorted({t.cost for t in told}, reverse=True)
    assert told[-1].cost == found.cost


def test_a_heavier_goal_goes_first() -> None:
    """Two tasks of 5 and 3 periods want one person, both due at once: by hand, 8 x 1 + 3 x 4 = 20 against 5 + 8 x 4."""
    problem = Problem([5, 3], [], [[(0, 1)], [(0, 1)]], [1])
    found = solve(problem, FEW, goals=Goals([0, 1], [0, 0], [1, 4]), plain=True)
    assert found.start == (3, 0)
    assert found.cost == 20


@pytest.mark.parametrize("rule", RULES)
def test_rules_keep_predecessors_first(rule: str) -> None:
    problem = rcpsp()
    at = times(problem)
    place = {k: n for n, k in enumerate(in_order(problem, at, RULES[rule](problem, at)))}
    assert all(place[link.predecessor] < place[link.successor] for link in problem.links)


def test_what_cannot_be_scheduled_is_refused() -> None:
    with pytest.raises(ValueError, match="which has 1"):
        Problem([1], [], [[(0, 2)]], [1])
    with pytest.raises(ValueError, match="loop"):
        Problem([1, 1], [Link(0, 1, 1), Link(1, 0, 1)], [[], []], [])


def test_cp_sat_proves_the_optimum() -> None:
    """One machine, tasks of 3, 2 and 4 after which 1 and 6 more periods pass: by hand 4 first, then 3, 2: 10."""
    pytest.importorskip("ortools")
    problem = Problem([3, 2, 4, 6], [Link(2, 3, 4)], [[(0, 1)], [(0, 1)], [(0, 1)], []], [1])
    found = optimum(problem, Limits(seconds=5))
    assert found.optimal
    assert found.cost == check(problem, found.start) == 10


def test_cp_sat_starts_from_the_schedule_of_the_search() -> None:
    pytest.importorskip("ortools")
    found = optimum(rcpsp(20), Limits(seconds=1, schedules=30))
    assert check(rcpsp(20), found.start) == found.cost <= solve(rcpsp(20), Limits(schedules=30), plain=True).cost


@given(st.data())
@settings(max_examples=40)
def test_no_bound_is_above_the_shortest_schedule(data: st.DataObject) -> None:
    """Three resources, of which activities need a part, more than half, or all: against all orders."""
    count = data.draw(st.integers(2, 5))
    duration = data.draw(st.lists(st.integers(1, 3), min_size=count, max_size=count))
    pairs = [pair for pair in itertools.combinations(range(count), 2) if data.draw(st.integers(0, 4)) == 0]
    needs = [[(r, data.draw(st.integers(0, capacity))) for r, capacity in enumerate((4, 5, 6))] for _ in range(count)]
    problem = Problem(duration, finish_to_start(duration, pairs), needs, [4, 5, 6])
    assert lower_bound(problem, times(problem)) <= shortest(problem)


def test_what_cannot_go_beside_each_other_counts_in_full() -> None:
    """Five tasks of 60 % of a person for 2 days take 10 days, although they are 6 days of work."""
    problem = Problem([2] * 5, [], [[(0, 6)]] * 5, [10])
    assert lower_bound(problem, times(problem)) == 10


def test_three_people_of_whom_each_task_needs_two_do_one_task_at_a_time() -> None:
    """Six tasks of 3 days: 18 days, although each person has work for 12."""
    needs = [[(0, 1), (1, 1)], [(1, 1), (2, 1)], [(0, 1), (2, 1)]] * 2
    problem = Problem([3] * 6, [], needs, [1, 1, 1])
    assert lower_bound(problem, times(problem)) == 18


def test_of_units_in_thirds_two_go_beside_each_other() -> None:
    """Four of ten, three times: two beside each other, so five tasks of 2 days are three rounds at least: 5 x 2 / 2."""
    problem = Problem([2] * 5, [], [[(0, 4)]] * 5, [10])
    assert lower_bound(problem, times(problem)) == 5
