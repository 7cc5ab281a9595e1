"""CH4 and CH5: changes are tried by the real engine on a copy; what they do adds up, and the plan is never altered."""

from __future__ import annotations

import math
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.change.beside import CostRates
from pmo_excel.change.functions import live_plan
from pmo_excel.change.lines import Line, short_lines
from pmo_excel.change.rates import Money
from pmo_excel.change.simulation import LivePlan, simulated
from pmo_excel.core.headers import Grid
from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Cell
from pmo_excel.core.reading import read
from pmo_excel.core.tables import columns
from pmo_excel.functions import ask
from pmo_excel.schedule.scheduling import Options
from pmo_excel.schedule.tables import Holidays, Schedule
from tests.change.office_changes import OWNERS
from tests.schedule.office_sheet import OFFICE, office, problems_of, table_of

NEEDED = ("Task ID", "Duration (wd)", "Predecessors")
BASIS: dict[str, Any] = {"start": "2026-03-02", "holidays": ["2026-04-03", "2026-04-06"]}
LINES = ["Change ID", "Task ID", "Field", "New Value"]
RATES = [["Rate For", "Rate per wd"], ["Designer", 400], ["Prolongation", 350]]


def plan(tasks: list[list[Any]] | None = None, rates: list[list[Any]] | None = None) -> LivePlan:
    from datetime import datetime

    rows = tasks or office(Owner=OWNERS)
    sheet, _ = read(Schedule, Grid("Schedule", rows[0], rows[1:]), NEEDED)
    days, _ = read(Holidays, Grid("Holidays", ["Date From"], [["2026-04-03"], ["2026-04-06"]]), ("Date From",))
    given_rates, _ = read(CostRates, Grid("Cost Rates", RATES[0], (rates or RATES)[1:]), ())
    return live_plan(sheet, days, None, Options(instant(datetime(2026, 3, 2))), Money(given_rates))


OFFICE_PLAN = plan()


def line(key: str, field: str, value: str, change: str = "CR-1") -> Line:
    return Line(change, "", key, field, value, lambda part: Cell("Change Lines", 5, part))


def test_ch4_the_live_plan_is_as_it_was() -> None:
    before = {name: getattr(OFFICE_PLAN.tasks, name).copy() for name in columns(Schedule)}
    dates = list(OFFICE_PLAN.done.dates.finish)
    simulated(
        OFFICE_PLAN, [line("4", "Duration (wd)", "18"), line("3", "Remove task", ""), line("11", "New task", "2")]
    )
    for name, column in before.items():
        np.testing.assert_array_equal(getattr(OFFICE_PLAN.tasks, name), column)
    assert OFFICE_PLAN.done.dates.finish == dates


@given(st.permutations(["3", "4", "6", "9"]), st.lists(st.integers(0, 9), min_size=4, max_size=4))
@settings(max_examples=25, deadline=None)
def test_ch5_several_changes_together_do_not_depend_on_their_order(keys: list[str], days: list[int]) -> None:
    lines = [
        line(key, "Duration (wd)", f"+{more}", f"CR-{at}")
        for at, (key, more) in enumerate(zip(keys, days, strict=True))
    ]
    one, other = simulated(OFFICE_PLAN, lines), simulated(OFFICE_PLAN, lines[::-1])
    assert (one.days, one.cost.amount, one.paths) == (other.days, other.cost.amount, other.paths)


@given(st.sampled_from([str(n) for n in range(2, 10)]), st.integers(1, 30))
@settings(max_examples=30, deadline=None)
def test_ch4_a_longer_task_uses_its_float_first(key: str, more: int) -> None:
    """Finish later = days beyond the float there was; a task whose start holds others (SS) uses no less than that."""
    tried = simulated(OFFICE_PLAN, [line(key, "Duration (wd)", f"+{more}")])
    row = [task[0] for task in OFFICE].index(key)
    there = OFFICE_PLAN.done.dates.total_float[row] / OFFICE_PLAN.done.plan.settings.minutes_per_day
    assert tried.days is not None
    assert tried.days == max(0, more - there)


def test_ch5_predecessors_of_two_changes_are_merged() -> None:
    """6 waits for 3 and 4: one change takes 4 away, another adds 9, so 6 waits for 3 and 9, which ends on 5-May."""
    tried = simulated(
        OFFICE_PLAN, [line("6", "Predecessors", "3", "CR-1"), line("6", "Predecessors", "3; 4; 9", "CR-2")]
    )
    assert tried.edits.tasks.predecessors[5] == "3; 9"
    assert tried.problems == ()
    assert tried.days == 20  # by hand: 6 starts on 6-May instead of 8-Apr, twenty working days later


def test_ch5_what_contradicts_is_not_tried_together() -> None:
    for one, other in (
        (("6", "Predecessors", "3FS+1d; 4"), ("6", "Predecessors", "3FS+2d; 4")),
        (("6", "Owner", "A"), ("6", "Owner", "B")),
    ):
        tried = simulated(OFFICE_PLAN, [line(*one, "CR-1"), line(*other, "CR-2")])
        assert [p.code.value for p in tried.problems] == ["CHANGE_LINE"]
        assert tried.after is None


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("Duration (wd)", "-13", "NEGATIVE_DURATION"),
        ("Cost", "a lot", "NOT_A_NUMBER"),
        ("Cost", "-1", "OUT_OF_RANGE"),
        ("Work (h)", "40", "CHANGE_LINE"),
        ("Predecessors", "4", "SELF_LINK"),
        ("Constraint Date", "soon", "NOT_A_DATE"),
        ("Constraint Type", "Whenever", "NOT_A_CHOICE"),
        ("", "3", "CHANGE_LINE"),
    ],
)
def test_ch4_a_wrong_line_is_a_problem_at_its_cell_and_no_number(field: str, value: str, code: str) -> None:
    tried = simulated(OFFICE_PLAN, [line("4", field, value)])
    assert [p.code.value for p in tried.problems] == [code]
    assert tried.problems[0].cell.sheet == "Change Lines"
    assert (tried.days, tried.cost.amount) == (None, None)


def test_ch4_money_that_is_stated_is_not_counted_twice() -> None:
    """By hand: 5,000 for task 4, whose six days at 400 are in it; one day of prolongation is 350."""
    tried = simulated(OFFICE_PLAN, [line("4", "Duration (wd)", "18"), line("4", "Cost", "+5000")])
    assert tried.cost.amount == 5350
    assert simulated(OFFICE_PLAN, [line("4", "Work (h)", "+10")]).cost.amount == 500  # 10 h at 400 for 8


def test_ch4_a_cost_without_a_rate_is_not_known_and_not_nothing() -> None:
    tried = simulated(plan(rates=[RATES[0], ["Nobody", 1], ["Designer", 400]]), [line("9", "Duration (wd)", "+1")])
    assert tried.cost.amount is None
    assert "no rate" in tried.cost.why


def test_ch4_what_is_done_of_a_task_stays_done() -> None:
    """By hand: half of 12 days is done on task 4; made 18 days long, 12 are left, six more than before."""
    tasks = office(**{"% Complete": {"4": 0.5}, "Actual Start": {"4": "2026-03-12"}})
    tried = simulated(plan(tasks), [line("4", "Duration (wd)", "18")])
    assert tried.edits.tasks.remaining_duration[3] == 12
    short = simulated(plan(tasks), [line("4", "Duration (wd)", "5")])
    assert [p.code.value for p in short.problems] == ["PROGRESS"]
    gone = simulated(plan(tasks), [line("4", "Remove task", "")])
    assert "PROGRESS" in [p.code.value for p in gone.problems]


def test_ch4_a_plan_with_an_error_gives_no_impact() -> None:
    tasks = office({"5": "TBC"})
    lines = [LINES, ["CR-1", "4", "Duration (wd)", 18]]
    codes = [code for code, _ in problems_of("IMPACT", tasks=tasks, change_lines=lines, **BASIS)]
    assert "DEPENDS_ON_ERROR" in codes
    assert "DURATION_TEXT" in codes


def test_ch4_the_short_form_keeps_lists_of_predecessors_whole() -> None:
    found = list(short_lines("CR-1", "4:Duration (wd)=18; 6:Predecessors=3; 4SS+2d; 9:Owner=Ana", Cell("Changes")))
    assert [(one.key, one.field, one.value) for one in found] == [
        ("4", "Duration (wd)", "18"),
        ("6", "Predecessors", "3; 4SS+2d"),
        ("9", "Owner", "Ana"),
    ]
    assert list(short_lines("CR-1", "a second server room", Cell("Changes"))) == []


def test_ch5_marginal_is_what_refusing_one_would_gain() -> None:
    """By brute force: with each change left out in turn, of three changes on two paths."""
    lines = [
        LINES,
        ["A", "4", "Duration (wd)", "+4"],
        ["B", "4", "Duration (wd)", "+3"],
        ["C", "6", "Duration (wd)", "+1"],
    ]
    rows = {row["Change ID"]: row for row in table_of("CUMULATIVEIMPACT", tasks=office(), change_lines=lines, **BASIS)}

    def finish(*names: str) -> float:
        kept = [LINES, *(one for one in lines[1:] if one[0] in names)]
        found = table_of("IMPACT", tasks=office(), change_lines=kept, **BASIS)
        return float(found[0]["Difference"])

    together = finish("A", "B", "C")
    assert rows["Together"]["Alone (wd)"] == together == 3  # 4 at 19 days is two late, 6 one more
    for name, *others in permutations("ABC"):
        if others == sorted(others):
            assert rows[name]["Alone (wd)"] == finish(name)
            assert rows[name]["Marginal (wd)"] == together - finish(*others)
    assert not math.isnan(together)


def test_ch4_every_wrong_line_is_said_at_once_at_its_own_cell() -> None:
    """Each line has one mistake; nothing is simulated."""
    lines = [
        LINES,
        ["CR-8", "44", "Duration (wd)", 18],
        ["CR-8", "4", "Colour", "blue"],
        ["CR-8", "4", "Duration (wd)", "soon"],
        ["CR-8", "6", "Predecessors", "3; 99"],
        ["CR-8", "", "Cost", 3],
        ["CR-8", "2", "New task", "Again"],
        ["CR-8", "5", "Duration (wd)", ""],
        ["CR-8", "5", "Remove task", ""],
    ]
    answer = ask("IMPACT", tasks=office(), change_lines=lines, **BASIS)
    assert answer.value is None
    assert [(p.code.value, p.cell.address) for p in answer.problems] == [
        ("UNKNOWN_TASK", "change_lines!B2"),
        ("CHANGE_LINE", "change_lines!C3"),
        ("DURATION_TEXT", "change_lines!D4"),
        ("UNKNOWN_TASK", "change_lines!D5"),
        ("MISSING_VALUE", "change_lines!B6"),
        ("DUPLICATE_KEY", "change_lines!B7"),
        ("MISSING_VALUE", "change_lines!D8"),
        ("CHANGE_LINE", "change_lines!B9"),
    ]


def test_ch4_a_loop_is_said_at_the_line_that_makes_it() -> None:
    answer = ask("IMPACT", tasks=office(), change_lines=[LINES, ["CR-9", "3", "Predecessors", "6"]], **BASIS)
    assert answer.value is None
    assert [(p.code.value, p.cell.address) for p in answer.problems] == [("CHANGE_LINE", "change_lines!D2")]
    assert "Loop" in answer.problems[0].message


def test_ch4_a_change_without_lines_has_no_impact_which_is_not_nothing() -> None:
    answer = ask("IMPACT", tasks=office(), change_lines=[LINES], **BASIS)
    assert answer.value is None
    assert [(p.code.value, p.cell.sheet) for p in answer.problems] == [("UNDEFINED", "change_lines")]


def test_ch4_a_plan_without_tasks_says_so() -> None:
    answer = ask("IMPACT", tasks=office()[:1], change_lines=[LINES, ["CR-9", "3", "Duration (wd)", 6]], **BASIS)
    assert answer.value is None
    assert "the plan has no tasks, so there is nothing to try a change on" in [p.message for p in answer.problems]
