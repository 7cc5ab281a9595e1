"""Earned value over a plan. Expected numbers are worked by hand in each docstring, or are fixtures A.1 to A.3."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_excel.core.problems import Code
from pmo_excel.functions import ask, evm

HOLIDAYS = ["2026-04-03", "2026-04-06"]
OFFICE = {
    "2": ("2026-03-02", "2026-03-13", 10),
    "3": ("2026-03-16", "2026-04-07", 15),
    "4": ("2026-03-12", "2026-03-27", 12),
    "5": ("2026-03-17", "2026-03-26", 8),
    "6": ("2026-04-08", "2026-05-05", 20),
    "7": ("2026-04-15", "2026-04-28", 10),
    "8": ("2026-05-06", "2026-05-12", 5),
    "9": ("2026-04-15", "2026-05-05", 15),
}
"""Fixture A.1: dates and working days of the tasks that cost 1,000 per day."""
HEADERS = [
    "Task ID",
    "WBS",
    "Earned Value Method",
    "% Complete",
    "Actual Start",
    "Actual Finish",
    "Baseline Start",
    "Baseline Finish",
    "Deliverable ID",
]


def task(key: str, wbs: str = "", method: str = "", **cells: Any) -> list[Any]:
    """A row of a plan: two weeks of baseline from Monday 2 March 2026, unless it says otherwise."""
    row = {"Baseline Start": "2026-03-02", "Baseline Finish": "2026-03-13"} | cells
    return [key, wbs, method, *(row.get(header, "") for header in HEADERS[3:])]


def line(task_id: str, budget: float, **cells: Any) -> dict[str, Any]:
    return {"Cost Line ID": f"C-{task_id}", "WBS / Task ID": task_id, "Budget": budget} | cells


def measured(tasks: list[list[Any]], lines: list[dict[str, Any]], day: str, **more: Any) -> list[dict[str, Any]]:
    headers, *rows = evm([HEADERS, *tasks], lines, day, **more)
    return [dict(zip(headers, row, strict=True)) for row in rows]


def earned(method: str, day: str = "2026-03-06", **cells: Any) -> Any:
    """EV of one task of 1,000."""
    return measured([task("1", "", method, **cells)], [line("1", 1000)], day)[0]["Earned Value (EV)"]


BEGUN = {"Actual Start": "2026-03-02"}
DONE = BEGUN | {"Actual Finish": "2026-03-06", "% Complete": 1}


def test_bu2_the_earned_value_set_of_the_fixture() -> None:
    """A.2: PV 200, EV 180, AC 210, BAC 500 thousand.

    PV 200 of 500 over 10 days is 4 days, to 5 March; 36 % complete.
    """
    row = measured(
        [task("1", **{"% Complete": 0.36})], [line("1", 500_000, **{"Actual to Date": 210_000})], "2026-03-05"
    )[0]
    expected = {
        "Planned Value (PV)": 200_000,
        "Earned Value (EV)": 180_000,
        "SV": -20_000,
        "CV": -30_000,
        "SV%": -0.1,
        "CV%": -1 / 6,
        "SPI": 0.9,
        "CPI": 0.857142857,
        "% Complete": 0.36,
        "% Spent": 0.42,
        "TCPI": 1.103448276,
        "TCPI (EAC)": 0.857142857,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_bu3_estimates_side_by_side_each_with_its_assumption() -> None:
    """A.2: 583.3, 530.0, 624.8 and 579.6 thousand."""
    row = measured(
        [task("1", **{"% Complete": 0.36})], [line("1", 500_000, **{"Actual to Date": 210_000})], "2026-03-05"
    )[0]
    headers = ("EAC typical", "EAC atypical", "EAC cost & schedule", "EAC weighted")
    assert [row[h] for h in headers] == pytest.approx([583_333.33, 530_000, 624_814.81, 579_636.96], abs=0.005)
    assert (row["EAC chosen"], row["VAC"]) == pytest.approx((583_333.33, -83_333.33), abs=0.005)


def test_bu4_a_ratio_without_a_denominator_is_empty_with_its_reason() -> None:
    row = measured([task("1", **{"% Complete": 0.5})], [line("1", 1000)], "2026-03-06")[0]
    assert row["CPI"] is None
    assert row["EAC typical"] is None
    assert "AC is 0" in row["Reason if blank"]
    assert row["EAC atypical"] == 500


@pytest.mark.parametrize(
    ("value", "time", "expected"),
    [
        (180, 4, (3.75, -0.25, 0.9375, 8.533333333, 1.0625)),
        (200, 4, (4, 0, 1, 8, 1)),
        (500, 10, (8, -2, 0.8, 10, None)),
        (10, 1, (0.5, -0.5, 0.5, 16, 1.071428571)),
        (0, 1, (0, -1, 0, None, 1.142857143)),
    ],
)
def test_bu5_earned_schedule_of_the_fixture(value: float, time: float, expected: tuple[float | None, ...]) -> None:
    """A.3."""
    got = ask("EARNEDSCHEDULE", [0, 20, 60, 120, 200, 300, 400, 470, 500], value, time)
    found = [getattr(got.value, name)[0] for name in _ES]
    assert [None if f != f else f for f in found] == pytest.approx(expected)
    assert [p.code for p in got.problems] == [Code.UNDEFINED] * expected.count(None)


_ES = ("earned_schedule", "variance", "index", "estimate", "to_complete_index")


def test_bu5_a_flat_stretch_counts_to_its_end() -> None:
    """PV 0, 10, 10, 10, 20: 10 is earned at period 3; 15 halfway from there to period 4."""
    for value, expected in ((10, 3), (15, 3.5), (20, 4)):
        assert ask("EARNEDSCHEDULE", [0, 10, 10, 10, 20], value, 2).value.earned_schedule.tolist() == [expected]


def test_bu5_a_fractional_time_and_a_performance_factor() -> None:
    """AT 3.5, ES 3.75: SPI(t) 1.0714; EAC(t) with PF 0.5 is 3.5 + 4.25 / 0.5 = 12."""
    planned = [0, 20, 60, 120, 200, 300, 400, 470, 500]
    row = ask("EARNEDSCHEDULE", planned, 180, 3.5, 0.5).value
    assert row.index[0] == pytest.approx(1.071428571)
    assert row.estimate[0] == pytest.approx(12)


@pytest.mark.parametrize(
    ("planned", "value", "code"),
    [
        ([0, 20, 10], 5, Code.OUT_OF_RANGE),
        ([0, None, 10], 5, Code.MISSING_VALUE),
        ([0, 10], 11, Code.OUT_OF_RANGE),
        ([0, 0], 0, Code.UNDEFINED),
        ([5, 10], 3, Code.UNDEFINED),
    ],
)
def test_what_is_no_cumulative_plan_has_no_earned_schedule(planned: list[Any], value: float, code: Code) -> None:
    got = ask("EARNEDSCHEDULE", planned, value, 1)
    assert got.value is None
    assert [p.code for p in got.problems] == [code]


@pytest.mark.parametrize(
    ("method", "cells", "expected"),
    [
        ("0/100", BEGUN | {"% Complete": 0.9}, 0),
        ("0/100", DONE, 1000),
        ("50/50", {}, 0),
        ("50/50", BEGUN, 500),
        ("50/50", DONE, 1000),
        ("25/75", BEGUN | {"% Complete": 0.9}, 250),
        ("25/75", DONE, 1000),
        ("% complete", BEGUN | {"% Complete": 0.9}, 900),
        ("", {"% Complete": 0.4}, 400),
        ("", {"Actual Start": "2026-03-02", "Actual Finish": "2026-03-06"}, 1000),
        ("Level of effort", BEGUN | {"% Complete": 0.9}, 500),
    ],
)
def test_bu6_earning_rules(method: str, cells: dict[str, Any], expected: float) -> None:
    """Of 1,000, on the fifth of ten baseline days."""
    assert earned(method, **cells) == expected


def test_bu6_the_start_credit_can_be_set() -> None:
    row = measured([task("1", "", "25/75", **BEGUN)], [line("1", 1000)], "2026-03-06", start_credit=0.3)[0]
    assert row["Earned Value (EV)"] == pytest.approx(300)


def test_bu6_percent_complete_is_capped_until_the_work_is_accepted() -> None:
    """Cap 80 %: 95 % earns 80 %; 60 % earns 60 %; with an actual finish, or its deliverable approved, all."""
    rows = [
        task("1", **{"% Complete": 0.95}),
        task("2", **{"% Complete": 0.6}),
        task("3", **DONE),
        task("4", **{"% Complete": 0.95, "Deliverable ID": "P-1"}),
        task("5", **DONE, **{"Deliverable ID": "P-2"}),
    ]
    deliverables = [["Deliverable ID", "Deliverable Status"], ["P-1", "Approved"], ["P-2", "In review"]]
    for key, expected in (("1", 800), ("2", 600), ("3", 1000), ("4", 950), ("5", 800)):
        row = measured(rows, [line(key, 1000)], "2026-03-06", cap=0.8, deliverables=deliverables)[0]
        assert row["Earned Value (EV)"] == pytest.approx(expected), key


def test_bu6_weighted_milestones_and_units_are_counted_from_their_steps() -> None:
    """Milestones of weight 3 and 1, the first reached: 75 %. Units: 12 of 40 made: 30 %."""
    steps = [
        ["Task ID", "Weight", "Reached", "Units Planned", "Units Done"],
        ["1", 3, "Yes", "", ""],
        ["1", 1, "No", "", ""],
        ["2", "", "", 40, 12],
    ]
    rows = [task("1", "1", "Weighted milestones"), task("2", "2", "Units")]
    found = measured(rows, [line("1", 1000), line("2", 1000)], "2026-03-06", steps=steps, wbs_level=1)
    assert [row["Earned Value (EV)"] for row in found] == [750, 300]


def test_bu6_a_package_earns_by_the_milestones_below_it() -> None:
    """Two milestones of equal weight, one reached; 1 of the 6 working days between them is planned."""
    rows = [
        task("1", "1", "Weighted milestones", **{"Baseline Start": "", "Baseline Finish": ""}),
        task("2", "1.1", "0/100", **{"Baseline Start": "2026-03-06"}, **{"Baseline Finish": "2026-03-06"}, **DONE),
        task("3", "1.2", "0/100", **{"Baseline Start": "2026-03-13"}),
    ]
    row = measured(rows, [line("1", 1000)], "2026-03-06")[0]
    assert row["Earned Value (EV)"] == 500
    assert row["Planned Value (PV)"] == pytest.approx(1000 / 6)


def test_bu6_apportioned_work_earns_as_the_work_beside_it() -> None:
    """600 of 1,000 are earned beside it, so it earns 60 % of its 100; level of effort does not count."""
    rows = [
        task("1", "1"),
        task("2", "1.1", **{"% Complete": 0.6}),
        task("3", "1.2", "Apportioned"),
        task("4", "1.3", "Level of effort"),
        task("5", "2", **{"% Complete": 0}),
    ]
    lines = [line("2", 1000), line("3", 100), line("4", 100), line("5", 1000)]
    row = measured(rows, lines, "2026-03-06", wbs_level=1)[0]
    assert row["Earned Value (EV)"] == pytest.approx(600 + 60 + 50)


def test_much_level_of_effort_is_said() -> None:
    rows = [task("1", "", "Level of effort"), task("2")]
    for effort, said in ((160, 1), (140, 0)):
        got = ask("EVM", [HEADERS, *rows], [line("1", effort), line("2", 1000 - effort)], "2026-03-06")
        assert [p.code for p in got.problems] == [Code.EARNED_VALUE] * said


def test_bu7_planned_value_of_the_office_move() -> None:
    """A.1 at 1,000 per working day: on 31 March, the 22nd day, 42,000 of 95,000."""
    rows = [task(k, **{"Baseline Start": s, "Baseline Finish": f}) for k, (s, f, _) in OFFICE.items()]
    lines = [line(key, 1000 * days) for key, (_, _, days) in OFFICE.items()]
    row = measured(rows, lines, "2026-03-31", holidays=HOLIDAYS)[0]
    assert (row["Planned Value (PV)"], row["BAC"]) == (42_000, 95_000)
    rows[1][3] = "half"
    got = ask("EVM", [HEADERS, *rows], lines, "2026-03-31", holidays=HOLIDAYS)
    assert got.value.reason[0].startswith("what is done of 3 is not known")
    assert got.value.earned_value[0] != got.value.earned_value[0]


def test_a_project_on_plan_is_forecast_on_its_baseline_finish() -> None:
    """Halfway through ten days with half earned: SPI(t) is 1 and the finish that of the baseline."""
    row = measured([task("1", **{"% Complete": 0.5})], [line("1", 1000)], "2026-03-06")[0]
    assert row["SPI(t)"] == pytest.approx(1)
    assert row["EAC(t) finish"] == "2026-03-13"


def test_a_project_finished_late_keeps_its_late_index() -> None:
    """Planned for 10 working days, done after 20: SPI is 1, SPI(t) 0.5, on every status date after the end."""
    late = {"% Complete": 1, "Actual Start": "2026-03-02", "Actual Finish": "2026-03-27"}
    for day in ("2026-03-27", "2026-06-30"):
        row = measured([task("1", **late)], [line("1", 1000, **{"Actual to Date": 900})], day)[0]
        assert row["SPI"] == 1
        assert row["SPI(t)"] == pytest.approx(0.5)
        assert row["EAC(t) finish"] == "2026-03-27"


def test_money_outside_of_the_baseline_is_said_and_not_counted() -> None:
    rows = [task("1"), task("2", **{"Baseline Start": "", "Baseline Finish": ""})]
    got = ask("EVM", [HEADERS, *rows], [line("1", 1000), line("2", 500), line("", 70)], "2026-03-06")
    assert got.value.budget_at_completion.tolist() == [1000]
    assert [p.code for p in got.problems] == [Code.EARNED_VALUE, Code.EARNED_VALUE]


def test_a_line_for_no_task_leaves_the_total_unknown_and_the_parts_known() -> None:
    rows = [task("1", "1"), task("2", "2")]
    lines = [line("1", 1000), line("7", 500)]
    whole = ask("EVM", [HEADERS, *rows], lines, "2026-03-06")
    assert [p.code for p in whole.problems] == [Code.UNKNOWN_TASK]
    assert whole.value.budget_at_completion[0] != whole.value.budget_at_completion[0]
    assert [row["BAC"] for row in measured(rows, lines, "2026-03-06", wbs_level=1)] == [1000, 0]


def test_the_baseline_counts_where_the_budget_was_changed_since() -> None:
    baseline = [
        ["Task ID", "Baseline Start", "Baseline Finish", "Baseline Cost"],
        ["1", "2026-03-02", "2026-03-13", 1000],
    ]
    got = ask("EVM", [HEADERS, task("1")], [line("1", 1500)], "2026-03-06", baseline)
    assert got.value.budget_at_completion.tolist() == [1000]
    assert "1,500.00 in the budget" in got.problems[0].message


def test_a_forecast_without_a_budget_is_in_the_bottom_up_estimate() -> None:
    """200 spent and 300 to go on the line with a budget; 50 to go on the one without: 550."""
    rows = [task("1", **{"% Complete": 0.4})]
    lines = [line("1", 1000, **{"Actual to Date": 200, "Forecast to Complete": 300})]
    lines.append({"Cost Line ID": "C-2", "WBS / Task ID": "1", "Forecast to Complete": 50})
    assert measured(rows, lines, "2026-03-06", eac_method="Bottom-up ETC")[0]["EAC chosen"] == 550


_RULE = st.sampled_from(["0/100", "50/50", "25/75", "% complete", "Level of effort", "Apportioned", ""])
_TASK = st.tuples(
    st.sampled_from(["1", "1.1", "1.2", "2.1", "3", ""]),
    _RULE,
    st.floats(0, 1),
    st.booleans(),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(2, 28),
    st.integers(0, 3),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_TASK, min_size=1, max_size=8), st.integers(1, 31))
def test_the_parts_sum_to_the_whole_and_no_more_is_earned_than_there_is(drawn: list[Any], day: int) -> None:
    rows, lines = [], []
    for at, (wbs, method, percent, done, budget, cost, start, weeks) in enumerate(drawn):
        finish = f"2026-{3 + (start + 7 * weeks) // 29:02d}-{max(1, (start + 7 * weeks) % 29):02d}"
        dates = {"Baseline Start": f"2026-03-{start:02d}", "Baseline Finish": max(finish, f"2026-03-{start:02d}")}
        progress = {"% Complete": 1, "Actual Start": "2026-03-01", "Actual Finish": "2026-03-01"}
        cells = dates | (progress if done else {"% Complete": round(percent, 3)})
        rows.append(task(f"T{at}", wbs, method, **cells))
        lines.append(line(f"T{at}", budget, **{"Actual to Date": cost}))
    on = f"2026-03-{day:02d}"
    whole, parts = measured(rows, lines, on)[0], measured(rows, lines, on, wbs_level=1)
    basic = ("Planned Value (PV)", "Earned Value (EV)", "Actual Cost (AC)", "BAC")
    for name in basic:
        if all(part[name] is not None for part in parts):
            assert whole[name] == pytest.approx(sum(part[name] for part in parts))
    pv, ev, ac, bac = (whole[name] for name in basic)
    if ev is None:
        return
    assert -0.005 <= ev <= bac + 0.005
    assert -0.005 <= pv <= bac + 0.005
    if all(done for *_, done, _, _, _, _ in drawn) and not any(row[2] == "Apportioned" for row in rows):
        assert ev == pytest.approx(bac)
    if whole["EAC chosen"] is not None:
        assert whole["ETC"] + ac == pytest.approx(whole["EAC chosen"])
        assert whole["VAC"] == pytest.approx(bac - whole["EAC chosen"])
        if whole["TCPI (EAC)"] is not None and ev < bac:
            assert whole["TCPI (EAC)"] * whole["ETC"] == pytest.approx(bac - ev, abs=0.01)
            assert whole["TCPI (EAC)"] == pytest.approx(whole["CPI"], rel=1e-3)
