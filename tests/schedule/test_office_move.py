"""The office move of the specification (fixture A.1), worked out by brute force independently of this program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from pmo_excel.core.instants import as_date, instant
from pmo_excel.core.problems import Code
from pmo_excel.schedule.critical_path import Dates, dates
from pmo_excel.schedule.drivers import driver_chain
from pmo_excel.schedule.plan import Constraint, Plan, StatusRule
from pmo_excel.schedule.rows import as_rows
from pmo_excel.schedule.why import why

Made = Callable[..., Plan]

EXPECTED = {
    "1": ((3, 2), (3, 2), 0, 0, True),
    "2": ((3, 2), (3, 13), 0, 0, True),
    "3": ((3, 16), (4, 7), 0, 0, True),
    "4": ((3, 12), (3, 27), 5, 0, False),
    "5": ((3, 17), (3, 26), 19, 11, False),
    "6": ((4, 8), (5, 5), 0, 0, True),
    "7": ((4, 15), (4, 28), 8, 8, False),
    "8": ((5, 6), (5, 12), 0, 0, True),
    "9": ((4, 15), (5, 5), 5, 5, False),
    "10": ((5, 12), (5, 12), 0, 0, True),
}


def critical_ids(plan: Plan, found: Dates) -> str:
    return "-".join(key for key, critical in zip(plan.id, found.critical, strict=True) if critical)


def test_dates_floats_and_the_critical_path_are_those_of_the_fixture(office: Made) -> None:
    plan = office()
    found = dates(plan)
    got = {
        key: (
            (as_date(found.start[row]).month, as_date(found.start[row]).day),
            (as_date(found.finish[row]).month, as_date(found.finish[row]).day),
            found.total_float[row] / 480,
            found.free_float[row] / 480,
            found.critical[row],
        )
        for row, key in enumerate(plan.id)
    }
    assert got == EXPECTED
    assert not found.problems


@pytest.mark.parametrize(
    ("changed", "finish", "path"),
    [
        ({"4": 15}, date(2026, 5, 12), None),
        ({"4": 17}, date(2026, 5, 12), None),
        ({"4": 18}, date(2026, 5, 13), "1-2-4-6-8-10"),
        ({"9": 23}, date(2026, 5, 15), "1-2-3-9-10"),
        ({"6": 18}, date(2026, 5, 8), None),
    ],
)
def test_a_changed_duration_moves_the_finish_as_in_the_fixture(
    office: Made, changed: dict[str, int], finish: date, path: str | None
) -> None:
    plan = office(changed)
    found = dates(plan)
    assert as_date(found.project_finish) == finish
    assert path is None or critical_ids(plan, found) == path


def test_a_longer_design_leaves_a_day_of_float_to_the_supplier_and_moves_four_tasks(office: Made) -> None:
    before, after = dates(office()), dates(office({"4": 18}))
    assert after.total_float[2] == 480
    assert [r for r in range(10) if before.start[r] != after.start[r]] == [5, 6, 7, 9]
    assert [r for r in range(10) if before.finish[r] != after.finish[r]] == [3, 5, 6, 7, 9]


def test_without_the_two_holidays_the_move_is_two_days_earlier(office: Made) -> None:
    assert as_date(dates(office(holidays=())).project_finish) == date(2026, 5, 8)


def test_a_late_constraint_lowers_the_float_and_leaves_early_dates_to_the_links(office: Made) -> None:
    """SC4: finish no later than 8-May on task 10 gives float -2 working days on 1-2-3-6-8-10."""
    late = {"constraint": {"10": Constraint.FNLT}, "constraint_date": {"10": datetime(2026, 5, 8, 17)}}
    plan = office(**late)
    found = dates(plan)
    assert [key for key, value in zip(plan.id, found.total_float, strict=True) if value == -960] == [
        "1", "2", "3", "6", "8", "10",
    ]  # fmt: skip
    assert found.start == dates(office()).start
    assert [p.code for p in found.problems] == [Code.CONSTRAINT_BROKEN]


def test_a_constraint_that_wins_over_links_moves_the_task_itself(office: Made) -> None:
    """Microsoft Project's "Tasks will always honor their constraint dates": task 10 is put on 8-May."""
    late = {"constraint": {"10": Constraint.FNLT}, "constraint_date": {"10": datetime(2026, 5, 8, 17)}}
    found = dates(office(settings={"honor_constraints": True}, **late))
    assert as_date(found.finish[9]) == date(2026, 5, 8)
    assert as_date(found.early_finish[9]) == date(2026, 5, 12)
    assert found.total_float[9] == -960


def test_a_deadline_is_only_compared(office: Made) -> None:
    found = dates(office(deadline={"10": datetime(2026, 5, 8, 17)}))
    assert found.total_float == dates(office()).total_float
    assert [p.code for p in found.problems] == [Code.DEADLINE_MISSED]


def test_a_deadline_lowers_the_float_where_the_setting_says_so(office: Made) -> None:
    settings = {"deadline_caps_late_finish": True}
    found = dates(office(settings=settings, deadline={"10": datetime(2026, 5, 8, 17)}))
    assert found.total_float[9] == -960


def test_work_that_is_left_lies_after_the_status_date(office: Made) -> None:
    """SC5: at 31-Mar task 4, due on 12-Mar and not begun, moves to 1-Apr; task 5, half done, keeps its actual start.

    Retained logic lets the four days left of task 5 wait for three days of task 4: 1, 2 and 7-Apr; so 8 to 13-Apr.
    """
    found = dates(
        office(
            settings={"status_date": instant(datetime(2026, 3, 31, 17)), "status_rule": StatusRule.AFTER_STATUS_DATE},
            actual_start={"1": datetime(2026, 3, 2, 8), "2": datetime(2026, 3, 2, 8), "5": datetime(2026, 3, 17, 8)},
            actual_finish={"1": datetime(2026, 3, 2, 8), "2": datetime(2026, 3, 13, 17)},
            percent_complete={"1": 1.0, "2": 1.0, "5": 0.5},
        )
    )
    assert as_date(found.start[3]) == date(2026, 4, 1)
    assert as_date(found.start[4]) == date(2026, 3, 17)
    assert as_date(found.finish[4]) == date(2026, 4, 13)


def test_the_driver_of_a_date_is_told_in_words(office: Made) -> None:
    """SC9."""
    plan = office()
    assert why(plan, dates(plan), 7) == "driven by 6 Fit-out (FS), finish 5-May; chain 10←8←6←3←2←1"
    assert why(plan, dates(plan), 0) == "driven by the project's start, 2-Mar; chain 10←8←6←3←2←1"


def test_the_chain_of_a_task_with_float_ends_where_it_drives_nothing(office: Made) -> None:
    plan = office()
    assert [plan.id[row] for row in driver_chain(dates(plan), 4)] == ["5", "4", "2", "1"]


def test_a_loop_is_named_and_the_other_tasks_are_computed(office: Made) -> None:
    """SC8."""
    found = dates(office(typed={"3": "2; 6"}))
    assert [str(p) for p in found.problems] == [
        "Predecessors row 3: Loop: 3 Select supplier → 6 Fit-out → 3. Remove one link."
    ]
    assert [row + 1 for row in range(10) if found.known[row]] == [1, 2, 4, 5]
    assert as_date(found.start[3]) == date(2026, 3, 12)
    assert not found.complete


def test_one_wrong_cell_empties_what_rests_on_it_and_nothing_else(office: Made) -> None:
    """Task 9 cannot be read: 10 waits for it; all before 10 have dates but no float; nobody has a false number."""
    found = dates(office(wrong={"9": True}))
    assert [row + 1 for row in range(10) if not found.known[row]] == [9, 10]
    assert not any(found.float_known)
    assert not found.problems
    row = as_rows(office(), found)[8]
    assert row["start"] is None
    assert row["total_float_minutes"] is None
    assert row["critical"] is None


def test_float_stays_known_where_no_successor_is_unknown(plan: Made) -> None:
    found = dates(plan("a|A|2|\nb|B|3|a\nc|C|1|\nd|D|9|c", wrong={"b": True}))
    assert list(found.float_known) == [False, False, True, True]
    assert found.total_float[3] == 0


def test_rows_for_json_carry_ids_and_iso_dates(office: Made) -> None:
    plan = office()
    assert as_rows(plan, dates(plan))[3] == {
        "id": "4",
        "name": "Design layout",
        "start": "2026-03-12T08:00",
        "finish": "2026-03-27T17:00",
        "early_start": "2026-03-12T08:00",
        "early_finish": "2026-03-27T17:00",
        "late_start": "2026-03-19T08:00",
        "late_finish": "2026-04-07T17:00",
        "total_float_minutes": 2400,
        "free_float_minutes": 0,
        "critical": False,
        "driving_predecessor": "2",
    }
