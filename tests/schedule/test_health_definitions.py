"""Definitions 3.3, check by check: one row offends, and who is counted is who the definition counts.

Each plan is worked by hand in the docstring of its test. 44 working days are 8 weeks and 4 days.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.schedule.office_sheet import START, problems_of, table_of

HEADERS = ["Task ID", "Duration (wd)", "Predecessors"]
FRIDAY_BEFORE = "2026-02-27"


def checked(tasks: list[list[Any]], **arguments: Any) -> dict[Any, dict[str, Any]]:
    arguments.setdefault("start", START)
    return {row["Check No"]: row for row in table_of("HEALTH", tasks=tasks, **arguments)}


def counted(row: dict[str, Any]) -> tuple[Any, Any, Any]:
    return row["Count"], row["Denominator"], row["Task IDs"]


def test_1_a_finished_first_task_leaves_no_excuse_for_another_open_start() -> None:
    """A, the first, is finished. C has no predecessor and is not the first; 2 tasks are unfinished."""
    tasks = [
        [*HEADERS, "Actual Start", "Actual Finish"],
        ["A", 5, "", "2026-03-02", "2026-03-06"],
        ["C", 1, "", "", ""],
        ["B", 5, "A; C", "", ""],
    ]
    assert counted(checked(tasks)[1]) == (1, 2, "C")


def test_1_a_task_that_lacks_both_ends_counts_once() -> None:
    tasks = [HEADERS, ["A", 5, ""], ["Alone", 1, ""], ["B", 5, "A"]]
    assert counted(checked(tasks)[1]) == (1, 3, "Alone")


def test_1_a_summary_is_neither_counted_nor_missing_logic() -> None:
    tasks = [
        ["Task ID", "WBS", "Duration (wd)", "Predecessors"],
        ["S", "1", "", ""],
        ["A", "1.1", 5, ""],
        ["B", "1.2", 5, "A"],
    ]
    assert counted(checked(tasks)[1]) == (0, 2, None)


@pytest.mark.parametrize(
    ("typed", "check", "expected"),
    [
        ("A-1d", 2, (1, 2, "B")),
        ("A+1d", 3, (1, 2, "B")),
        ("A SS", 4, (1, 2, "B")),
        ("A", 2, (0, 2, None)),
        ("A", 3, (0, 2, None)),
    ],
)
def test_2_to_4_a_link_counts_by_its_lag_and_type(typed: str, check: int, expected: tuple[Any, Any, Any]) -> None:
    tasks = [HEADERS, ["A", 5, ""], ["B", 5, typed], ["C", 5, "B"]]
    assert counted(checked(tasks)[check]) == expected


def test_2_to_4_links_to_finished_tasks_do_not_count() -> None:
    tasks = [
        [*HEADERS, "Actual Start", "Actual Finish"],
        ["A", 5, "", "2026-02-16", "2026-02-20"],
        ["B", 5, "A SS-2d", "2026-02-16", "2026-02-20"],
        ["C", 5, "B", "", ""],
    ]
    found = checked(tasks)
    assert [counted(found[n])[:2] for n in (2, 3, 4)] == [(0, 1), (0, 1), (1, 1)]


@pytest.mark.parametrize(
    ("kind", "hard"),
    [
        ("Must start on", 1),
        ("Must finish on", 1),
        ("Start no later than", 1),
        ("Finish no later than", 1),
        ("Start no earlier than", 0),
        ("Finish no earlier than", 0),
    ],
)
def test_5_a_constraint_is_hard_or_soft(kind: str, hard: int) -> None:
    tasks = [
        [*HEADERS, "Constraint Type", "Constraint Date"],
        ["A", 5, "", kind, "2026-06-01"],
        ["B", 5, "A", "As soon as possible", ""],
    ]
    found = checked(tasks)
    assert (found[5]["Count"], found["E6"]["Count"], found[5]["Denominator"]) == (hard, 1 - hard, 2)


@pytest.mark.parametrize(("days", "count"), [(44, 0), (45, 1)])
def test_6_float_of_44_days_is_not_high_and_of_45_is(days: int, count: int) -> None:
    """Beside a task of days + 1, one of a day has so many days of float."""
    assert checked([HEADERS, ["Long", days + 1, ""], ["Short", 1, ""]])[6]["Count"] == count


@pytest.mark.parametrize(("days", "count"), [(44, 0), (45, 1), ("9w", 1), ("60ed", 0), ("70ed", 1)])
def test_8_a_duration_of_44_days_is_not_high_and_of_45_is(days: int | str, count: int) -> None:
    """60 elapsed days from Monday 2-Mar hold 8 weeks and Monday to Thursday: 44 days. 70 hold 50."""
    assert checked([HEADERS, ["A", days, ""]])[8]["Count"] == count


def test_8_a_baseline_duration_counts_and_so_does_only_what_is_left() -> None:
    """A was agreed for 60 days and has 10 left; B, with 60 days of which 40 are left, was not agreed."""
    tasks = [
        [*HEADERS, "Actual Start", "Remaining Duration (wd)"],
        ["A", 60, "", "2026-02-02", 10],
        ["B", 60, "", "2026-02-02", 40],
    ]
    baseline = [
        ["Task ID", "Baseline Start", "Baseline Finish", "Baseline Duration"],
        ["A", "2026-02-02", "2026-04-24", 60],
    ]
    assert counted(checked(tasks, baseline=baseline)[8]) == (1, 2, "A")
    assert counted(checked(tasks)[8]) == (0, 2, None)


def test_8_a_duration_that_cannot_be_read_leaves_no_result() -> None:
    tasks = [HEADERS, ["A", "soon", ""], ["B", 60, ""]]
    assert checked(tasks)[8]["Result"] is None
    said = [text for _, text in problems_of("HEALTH", tasks=tasks, start=START)]
    assert "check 8, High duration, has no result: 1 durations cannot be read" in said


def test_9b_an_actual_date_on_the_status_date_is_valid() -> None:
    tasks = [[*HEADERS, "Actual Start", "Actual Finish"], ["A", 5, "", "2026-03-02", "2026-03-06"]]
    assert counted(checked(tasks, status_date="2026-03-06")["9b"]) == (0, 1, None)
    assert counted(checked(tasks, status_date="2026-03-05")["9b"]) == (1, 1, "A")


def test_10_a_cost_is_as_good_as_a_resource_and_less_than_a_day_needs_neither() -> None:
    """Of four tasks of a day or more, A has somebody, B a budget line, C nobody's name and D nothing."""
    tasks = [HEADERS, *([key, 1, ""] for key in "ABCD"), ["E", "4h", ""], ["F", 0, ""]]
    assignments = [["Task ID", "Resource ID"], ["A", "ANA"], ["C", ""]]
    budget = [["WBS / Task ID", "Budget"], ["B", 1000], ["D", 0]]
    assert counted(checked(tasks, assignments=assignments, budget=budget)[10]) == (2, 4, "C; D")


def test_11_and_14_count_only_what_is_baselined_to_finish_by_the_status_date() -> None:
    """By 13-Mar: A finished on time, B a day late, C not yet. D is due later. The milestone M is late: it counts in
    check 14 only."""
    tasks = [
        [*HEADERS, "Actual Start", "Actual Finish"],
        ["A", 1, "", "2026-03-09", "2026-03-09"],
        ["B", 1, "", "2026-03-11", "2026-03-11"],
        ["C", 1, "", "", ""],
        ["D", 1, "", "", ""],
        ["M", 0, "C", "", ""],
    ]
    due = {"A": "2026-03-09", "B": "2026-03-10", "C": "2026-03-13", "D": "2026-03-16", "M": "2026-03-13"}
    baseline = [["Task ID", "Baseline Start", "Baseline Finish"], *([key, day, day] for key, day in due.items())]
    found = checked(tasks, baseline=baseline, status_date="2026-03-13")
    assert counted(found[11]) == (2, 3, "B; C")
    assert counted(found[14]) == (2, 4, "C; M")
    assert (found["E1"]["Count"], found["E1"]["Denominator"]) == (1, 3)


def test_11_and_14_without_anything_due_have_no_result_and_say_why() -> None:
    tasks = [HEADERS, ["A", 5, ""]]
    baseline = [["Task ID", "Baseline Start", "Baseline Finish"], ["A", "2026-03-02", "2026-03-06"]]
    found = checked(tasks, baseline=baseline, status_date=FRIDAY_BEFORE)
    assert [found[n]["Result"] for n in (11, 14, "E1")] == [None, None, None]
    said = [t for _, t in problems_of("HEALTH", tasks=tasks, baseline=baseline, start=START, status_date=FRIDAY_BEFORE)]
    assert sum("no task is baselined to finish by the status date" in text for text in said) == 3


def test_11_an_empty_baselines_sheet_leaves_the_baseline_that_is_typed_with_the_tasks() -> None:
    tasks = [[*HEADERS, "Baseline Finish"], ["A", 5, "", "2026-02-20"]]
    empty = [["Task ID", "Baseline Start", "Baseline Finish"]]
    assert counted(checked(tasks, baseline=empty, status_date=FRIDAY_BEFORE)[11]) == (1, 1, "A")


def test_12_a_sound_plan_moves_by_all_600_days() -> None:
    row = checked([HEADERS, ["A", 5, ""], ["B", 5, "A"], ["M", 0, "B"]])[12]
    assert (row["Count"], row["Denominator"], row["Result"], row["Pass"]) == (600, 600, 1, True)


def test_13_a_milestone_that_must_start_on_a_day_is_measured_against_it() -> None:
    """10 days to Friday 13-Mar; the milestone must be reached on Wednesday 11-Mar: (10 - 2) / 10."""
    tasks = [
        [*HEADERS, "Constraint Type", "Constraint Date"],
        ["A", 10, "", "", ""],
        ["M", 0, "A", "Must start on", "2026-03-11"],
    ]
    row = checked(tasks, status_date=FRIDAY_BEFORE)[13]
    assert (row["Count"], row["Denominator"], row["Pass"], row["Task IDs"]) == (8, 10, False, "M")


@pytest.mark.parametrize(("links", "passes"), [(3, False), (4, True), (8, True), (9, False)])
def test_e4_two_to_four_links_for_each_task_are_healthy(links: int, passes: bool) -> None:
    """Of two unfinished tasks the second waits for so many finished ones."""
    done = [[f"D{n}", 1, "", "2026-02-16", "2026-02-16"] for n in range(9)]
    before = "; ".join(f"D{n}" for n in range(links - 1))
    tasks = [[*HEADERS, "Actual Start", "Actual Finish"], *done, ["A", 1, "", "", ""], ["B", 1, f"{before}; A", "", ""]]
    row = checked(tasks)["E4"]
    assert (row["Count"], row["Denominator"], row["Pass"]) == (links, 2, passes)


def test_e7_float_ratio_is_float_over_the_duration_that_is_left() -> None:
    """A of 10 days has no float, B of 4 days has 6: 6 / 14."""
    assert checked([HEADERS, ["A", 10, ""], ["B", 4, ""]])["E7"]["Result"] == pytest.approx(6 / 14)


def test_a_threshold_of_the_settings_counts_and_a_wrong_one_is_named() -> None:
    tasks = [HEADERS, ["A", 5, ""], ["Alone", 1, ""], ["B", 5, "A"]]
    limits = [["Setting", "Value"], ["health threshold 1", 0.4], ["Health threshold 3", "a few"]]
    found = checked(tasks, limits=limits)
    assert (found[1]["Threshold"], found[1]["Pass"]) == (0.4, True)
    assert found[3]["Threshold"] == 0.05
    wrong = [p for p in problems_of("HEALTH", tasks=tasks, limits=limits, start=START) if p[0] != "UNDEFINED"]
    assert wrong == [("NOT_A_NUMBER", "'a few' is not a number; the guideline's 0.05 was used")]
