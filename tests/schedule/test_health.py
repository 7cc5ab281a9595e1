"""Schedule health: the ratios of fixture FX-DCMA out of real plans, and one example for each check."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pmo_excel.schedule.health_checks import CHECKS, PRACTICES
from tests.schedule.office_sheet import START, office, problems_of, table_of

MONDAY = date(2026, 3, 2)
FRIDAY_BEFORE = date(2026, 2, 27)


def checked(tasks: list[list[Any]], **arguments: Any) -> dict[Any, dict[str, Any]]:
    """The rows of HEALTH by check number."""
    arguments.setdefault("start", START)
    return {row["Check No"]: row for row in table_of("HEALTH", tasks=tasks, **arguments)}


def network() -> list[list[Any]]:
    """120 tasks and 210 links: 7 tasks lack a successor; 9 links have a lag;
    29 are start to start, 181 finish to start.

    A chain of 113 tasks has 112 links; 7 more tasks wait for the first one only (7 links); 91 links skip one task.
    """
    before: dict[int, list[str]] = {task: [str(task - 1)] for task in range(2, 114)}
    before |= {task: ["1"] for task in range(114, 121)}
    for number, task in enumerate(range(3, 94)):
        before[task].append(f"{task - 2}SS" if number < 29 else f"{task - 2}")
    for task in range(2, 11):
        before[task][0] += "FS+1d"
    rows = [[str(task), 1, "; ".join(before.get(task, []))] for task in range(1, 121)]
    return [["Task ID", "Duration (wd)", "Predecessors"], *rows]


def test_ratios_of_the_network_are_those_of_the_fixture() -> None:
    found = checked(network())
    assert (found[1]["Count"], found[1]["Denominator"]) == (7, 120)
    assert found[1]["Result"] == pytest.approx(0.0583, abs=5e-5)
    assert found[1]["Pass"] is False
    assert found[1]["Task IDs"] == "114; 115; 116; 117; 118; 119; 120"
    assert (found[3]["Count"], found[3]["Denominator"], found[3]["Pass"]) == (9, 210, True)
    assert found[3]["Result"] == pytest.approx(0.0429, abs=5e-5)
    assert (found[4]["Count"], found[4]["Denominator"], found[4]["Pass"]) == (181, 210, False)
    assert found[4]["Result"] == pytest.approx(0.862, abs=5e-4)
    assert (found[2]["Count"], found[2]["Pass"]) == (0, True)
    assert found["E4"]["Result"] == pytest.approx(210 / 120)


def progress() -> tuple[list[list[Any]], list[list[Any]]]:
    """50 tasks, 42 of them baselined to finish by Friday 13-Mar-2026: 36 on time, 2 a day late, 4 not begun."""
    tasks: list[list[Any]] = [["Task ID", "Duration (wd)", "Predecessors", "Actual Start", "Actual Finish"]]
    agreed: list[list[Any]] = [["Baseline No", "Task ID", "Baseline Start", "Baseline Finish"]]
    for task in range(1, 51):
        done = "2026-03-12" if task <= 36 else "2026-03-13" if task <= 38 else ""
        tasks.append([str(task), 1, "", done, done])
        due = "2026-03-12" if task <= 38 else "2026-03-13" if task <= 42 else "2026-03-20"
        agreed.append([0, str(task), due, due])
    return tasks, agreed


def test_missed_tasks_and_execution_are_those_of_the_fixture() -> None:
    tasks, agreed = progress()
    found = checked(tasks, baseline=agreed, status_date="2026-03-13")
    assert (found[11]["Count"], found[11]["Denominator"], found[11]["Pass"]) == (6, 42, False)
    assert found[11]["Result"] == pytest.approx(0.143, abs=5e-4)
    assert found[11]["Task IDs"] == "37; 38; 39; 40; 41; 42"
    assert (found[14]["Count"], found[14]["Denominator"], found[14]["Pass"]) == (38, 42, False)
    assert found[14]["Result"] == pytest.approx(0.905, abs=5e-4)
    assert found[14]["Task IDs"] == "39; 40; 41; 42"
    assert (found["E1"]["Count"], found["E1"]["Denominator"]) == (36, 42)


@pytest.mark.parametrize(
    ("weeks", "days_to_baseline", "expected", "passes"),
    [(16, 28, 1.25, True), (160, 28, 1.025, True), (12, -4, 0.933, False)],
)
def test_path_length_index_is_that_of_the_worked_examples(
    weeks: int, days_to_baseline: int, expected: float, passes: bool
) -> None:
    """80 days are 16 weeks, ending on a Friday; 20 days later is 28 calendar days; 4 days earlier is that Monday."""
    finish = MONDAY + timedelta(weeks=weeks, days=-3)
    agreed = finish + timedelta(days=days_to_baseline)
    tasks = [["Task ID", "Duration (wd)", "Predecessors"], ["A", weeks * 5, ""], ["End", 0, "A"]]
    baseline = [["Task ID", "Baseline Start", "Baseline Finish"], ["End", agreed.isoformat(), agreed.isoformat()]]
    row = checked(tasks, baseline=baseline, status_date=FRIDAY_BEFORE.isoformat())[13]
    assert row["Denominator"] == weeks * 5
    assert row["Result"] == pytest.approx(expected, abs=5e-4)
    assert (row["Pass"], row["Task IDs"]) == (passes, "End")


def test_a_deadline_stands_in_for_a_missing_baseline_in_the_path_length_index() -> None:
    """50 working days of FX-OFFICE without its holidays end on 8-May; the deadline 15-May is 5 working days later."""
    row = checked(office(Deadline={"10": "2026-05-15"}))[13]
    assert (row["Count"], row["Denominator"]) == (55, 50)


def test_a_break_in_the_network_fails_the_critical_path_test() -> None:
    """A is late for its date and drives nothing: with 600 days more it ends 501 days after B, which has 100."""
    tasks = [
        ["Task ID", "Duration (wd)", "Predecessors", "Constraint Type", "Constraint Date"],
        ["A", 1, "", "Finish no later than", "2026-02-27"],
        ["B", 100, "", "", ""],
    ]
    row = checked(tasks)[12]
    assert (row["Count"], row["Pass"], row["Task IDs"]) == (501, False, "A")


def test_the_critical_path_test_counts_on_the_calendar_of_the_task() -> None:
    calendars = [
        ["Calendar Name", *(f"{day} (h)" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))],
        ["Six days", 8, 8, 8, 8, 8, 8, 0],
    ]
    tasks = [["Task ID", "Duration (wd)", "Predecessors", "Calendar"], ["A", 5, "", "Six days"]]
    assert checked(tasks, calendars=calendars)[12]["Pass"] is True


def test_hard_and_soft_constraints_are_told_apart() -> None:
    kinds = {"3": "Must start on", "4": "Finish no later than", "5": "Start no earlier than"}
    dates = dict.fromkeys(kinds, "2026-06-01")
    found = checked(office(Constraint_Type=kinds, Constraint_Date=dates))
    assert (found[5]["Count"], found[5]["Task IDs"]) == (2, "3; 4")
    assert (found["E6"]["Count"], found["E6"]["Task IDs"]) == (1, "5")


def test_high_float_and_high_duration_leave_out_milestones_and_level_of_effort() -> None:
    """Beside 100 days of work a task of 10 days has 90 days of float; so have the milestone and the level of effort."""
    tasks = [
        ["Task ID", "Duration (wd)", "Predecessors", "Task Type"],
        ["Long", 100, "", "Task"],
        ["Package", 60, "", "Planning package"],
        ["Short", 10, "", "Task"],
        ["Gate", 0, "", "Milestone"],
        ["Office", 10, "", "Level of effort"],
    ]
    found = checked(tasks)
    assert (found[6]["Count"], found[6]["Denominator"], found[6]["Task IDs"]) == (1, 3, "Short")
    assert (found[8]["Count"], found[8]["Denominator"], found[8]["Task IDs"]) == (1, 2, "Long")


def test_negative_float_names_the_tasks_that_a_date_cannot_be_kept_with() -> None:
    """Feature SC4: finish no later than 8-May on task 10 gives -2 days on 1, 2, 3, 6, 8 and 10."""
    kept = office(Constraint_Type={"10": "Finish no later than"}, Constraint_Date={"10": "2026-05-08"})
    row = checked(kept, holidays=["2026-04-03", "2026-04-06"])[7]
    assert (row["Count"], row["Pass"], row["Task IDs"]) == (6, False, "1; 2; 3; 6; 8; 10")


def test_dates_on_the_wrong_side_of_the_status_date_are_named() -> None:
    tasks = [
        ["Task ID", "Duration (wd)", "Predecessors", "Actual Start", "Actual Finish"],
        ["Late", 5, "", "", ""],
        ["Early", 5, "", "2026-03-16", "2026-03-20"],
        ["Right", 5, "", "2026-03-09", "2026-03-13"],
    ]
    status: dict[str, Any] = {"status_date": "2026-03-13"}
    left = checked(tasks, **status, uncompleted_work="Leave in place")
    assert (left["9a"]["Count"], left["9a"]["Denominator"], left["9a"]["Task IDs"]) == (1, 1, "Late")
    assert (left["9b"]["Count"], left["9b"]["Denominator"], left["9b"]["Task IDs"]) == (1, 3, "Early")
    assert checked(tasks, **status)["9a"]["Count"] == 0


def test_tasks_of_a_day_or_more_need_somebody_where_the_plan_has_assignments() -> None:
    assignments = [["Task ID", "Resource ID"], *([str(task), "AKE"] for task in range(2, 9))]
    row = checked(office(), assignments=assignments)[10]
    assert (row["Count"], row["Denominator"], row["Pass"], row["Task IDs"]) == (1, 8, False, "9")


def test_dangling_ends_and_merge_hotspots_are_found() -> None:
    """B is held at its finish only; A's finish holds nothing; D has three predecessors."""
    tasks = [
        ["Task ID", "Duration (wd)", "Predecessors"],
        ["A", 5, ""],
        ["B", 5, "A FF"],
        ["C", 5, "A SS"],
        ["D", 5, "B; C; A SS"],
    ]
    found = checked(tasks)
    assert found["E2"]["Task IDs"] == "B"
    assert found["E3"]["Task IDs"] is None
    assert found["E5"]["Task IDs"] == "D"
    started_only = [row if row[0] != "B" else ["B", 5, "A SS"] for row in tasks]
    assert checked(started_only)["E3"]["Task IDs"] == "A"


def test_links_of_a_summary_are_links_of_the_tasks_below_it() -> None:
    tasks = [
        ["Task ID", "WBS", "Duration (wd)", "Predecessors"],
        ["A", "1", 5, ""],
        ["S", "2", "", "A"],
        ["B", "2.1", 5, ""],
        ["C", "3", 5, "S"],
    ]
    row = checked(tasks)[1]
    assert (row["Count"], row["Denominator"]) == (0, 3)


def test_a_wrong_predecessor_empties_the_checks_that_rest_on_it_and_only_those() -> None:
    broken = office()
    broken[6] = ["6", "Fit-out", 20, "3; 44"]
    found = checked(broken)
    assert all(found[number]["Result"] is None for number in (1, 2, 3, 4, 6, 7, 12, "E2", "E3", "E4", "E5"))
    assert found[5]["Result"] == 0
    assert found[8]["Result"] == 0
    said = [text for _, text in problems_of("HEALTH", tasks=broken, start=START)]
    assert "check 1, Logic, has no result: 1 predecessors cannot be read" in said


def test_the_checks_serve_the_ten_practices_as_the_specification_maps_them() -> None:
    """Definitions 3.3: practice 2 is checks 1-5, 3 is 10, 4 is 8, 6 is 12, 7 is 6 and 7, 9 is 9; there are ten."""
    assert list(PRACTICES) == list(range(1, 11))
    serving = {n: {check.number for check in CHECKS if n in check.practices} for n in PRACTICES}
    assert {1, 2, 3, 4, 5} <= serving[2]
    assert serving[3] == {10}
    assert serving[4] == {8}
    assert serving[6] == {12}
    assert {6, 7} <= serving[7]
    assert {"9a", "9b"} <= serving[9]
    assert all(serving[n] or PRACTICES[n][1] for n in PRACTICES)
