"""Durations and predecessors as people type them; cases of SC2, M10 and M15 of the specification."""

from __future__ import annotations

import pytest

from pmo_excel.schedule.durations import Duration, duration
from pmo_excel.schedule.plan import LagUnit, LinkType, Settings
from pmo_excel.schedule.predecessors import lag_text, predecessors

SETTINGS = Settings(start=0)
FS, SS, FF, SF = LinkType
WORKING, ELAPSED, PERCENT, ELAPSED_PERCENT = LagUnit


@pytest.mark.parametrize(
    ("typed", "minutes", "elapsed"),
    [
        (10, 4800, False),
        (1.5, 720, False),
        ("10", 4800, False),
        ("10d", 4800, False),
        ("2 w", 4800, False),
        ("5h", 300, False),
        ("30m", 30, False),
        ("1mo", 9600, False),
        ("1,5 d", 720, False),
        ("10 days", 4800, False),
        ("5d?", 2400, False),
        ("3ed", 4320, True),
        ("2eh", 120, True),
        ("0", 0, False),
    ],
)
def test_a_duration_is_read_as_typed(typed: str | float, minutes: int, elapsed: bool) -> None:
    assert duration(typed, SETTINGS) == Duration(minutes, elapsed)


def test_a_week_has_the_minutes_of_the_settings() -> None:
    assert duration("1w", Settings(start=0, minutes_per_day=450, minutes_per_week=2250)) == Duration(2250)


@pytest.mark.parametrize("typed", ["10 (8-18)", "10d (8d-18d)", "10 (8 – 18)", "2w (8d-18d)", "10 (8 to 18)"])
def test_a_range_gives_three_points(typed: str) -> None:
    assert duration(typed, SETTINGS) == Duration(4800, False, 3840, 8640)


def test_a_range_takes_the_unit_of_the_most_likely_value() -> None:
    assert duration("2w (1-3)", SETTINGS) == Duration(4800, False, 2400, 7200)


def test_a_most_likely_value_outside_of_its_range_is_out_of_order() -> None:
    found = duration("20 (8-18)", SETTINGS)
    assert found is not None
    assert not found.in_order


@pytest.mark.parametrize("typed", ["abc", "", "10 dd", "d", "10 (8-)", "10 (8d-3ed)", float("nan"), "3e"])
def test_what_is_no_duration_is_none(typed: str | float) -> None:
    assert duration(typed, SETTINGS) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("3", [("3", FS, 0, WORKING)]),
        ("3FS+2d", [("3", FS, 960, WORKING)]),
        ("4SS;5FF-1d", [("4", SS, 0, WORKING), ("5", FF, -480, WORKING)]),
        ("2FS+1w", [("2", FS, 2400, WORKING)]),
        ("3FS+50%", [("3", FS, 50, PERCENT)]),
        ("3FS+50e%", [("3", FS, 50, ELAPSED_PERCENT)]),
        ("3ss-25 E%", [("3", SS, -25, ELAPSED_PERCENT)]),
        ("3FS+2ed", [("3", FS, 2880, ELAPSED)]),
        ("2fs-2d", [("2", FS, -960, WORKING)]),
        ("7sf + 4h", [("7", SF, 240, WORKING)]),
        ("3FS+2d; 4SS,5", [("3", FS, 960, WORKING), ("4", SS, 0, WORKING), ("5", FS, 0, WORKING)]),
        ("3,4", [("3", FS, 0, WORKING), ("4", FS, 0, WORKING)]),
        ("3FS+1,5d", [("3", FS, 720, WORKING)]),
        ("3FS+1.5d\n4", [("3", FS, 720, WORKING), ("4", FS, 0, WORKING)]),
        ("T-01", [("T-01", FS, 0, WORKING)]),
        ("T-01 SS + 2d", [("T-01", SS, 960, WORKING)]),
        ("1.2", [("1.2", FS, 0, WORKING)]),
        ("3+2d", [("3", FS, 960, WORKING)]),
        ("3-2d", [("3", FS, -960, WORKING)]),
        (" ; 3 ;; ", [("3", FS, 0, WORKING)]),
    ],
)
def test_predecessors_are_read_as_typed(typed: str, expected: list[tuple[object, ...]]) -> None:
    found, wrong = predecessors(typed, SETTINGS)
    assert [tuple(one) for one in found] == expected
    assert not wrong


@pytest.mark.parametrize("typed", ["+2d", "-4h", "+90m", "+3ed", "-5eh", "+50%", "-12.5%", "+50e%", ""])
def test_a_lag_is_written_as_people_type_it(typed: str) -> None:
    found = predecessors(f"3FS{typed}", SETTINGS)[0][0]
    assert lag_text(found.lag, found.unit, SETTINGS.minutes_per_day) == typed


@pytest.mark.parametrize("typed", ["3FS+%", "3FS+e%", "3FS+5ee%", "3FS+5d%"])
def test_a_percentage_without_a_number_is_not_a_lag(typed: str) -> None:
    assert predecessors(typed, SETTINGS, {"3"})[1] == [typed]


def test_a_piece_that_cannot_be_read_is_given_back_as_typed_and_the_others_are_kept() -> None:
    found, wrong = predecessors("2; 3FS+2dd, 4FS+1,5dd", SETTINGS)
    assert [one.task for one in found] == ["2"]
    assert wrong == ["3FS+2dd", "4FS+1,5dd"]


def test_the_number_that_a_spreadsheet_makes_of_two_ids_is_two_tasks() -> None:
    """Typed 3,4 where the comma is the decimal sign, Excel stores 3.4."""
    assert [one.task for one in predecessors("3.4", SETTINGS, {"3", "4"})[0]] == ["3", "4"]
    assert [one.task for one in predecessors("3.4", SETTINGS, {"3", "4", "3.4"})[0]] == ["3.4"]


def test_an_id_that_looks_like_a_link_is_the_task_of_that_name() -> None:
    assert predecessors("A1SS", SETTINGS, {"A1SS"})[0][0].task == "A1SS"


@pytest.mark.parametrize(
    "typed",
    [
        "10(8-18)",
        "10 (8 – 18)",
        "10 (8—18)",
        "10 (8 to 18)",
        "10 [8-18]",
        "10 (8;18)",
        "10 d (8 d - 18 d)",
        "8/10/18",
        "10 (64h-18)",
        "2w (8d-18d)",
        "10 (8 .. 18)",
        "8 / 10 / 18 wd",
    ],
)
def test_a_range_is_read_however_it_is_typed(typed: str) -> None:
    """Feature SC18: 10 days, at best 8, at worst 18."""
    assert duration(typed, SETTINGS) == Duration(4800, False, 3840, 8640)


@pytest.mark.parametrize("typed", ["2 (1-3w)", "2w (1-3)", "2 (1w-3w)", "1/2/3w"])
def test_a_unit_that_is_typed_once_holds_for_the_whole_range(typed: str) -> None:
    assert duration(typed, SETTINGS) == Duration(4800, False, 2400, 7200)


def test_a_decimal_comma_is_a_decimal_point() -> None:
    assert (
        duration("10,5 (8,5-18)", SETTINGS) == duration("10.5 (8.5-18)", SETTINGS) == Duration(5040, False, 4080, 8640)
    )


@pytest.mark.parametrize("typed", ["10 (8-)", "10 (8-18", "10 [8-18)", "8-18", "8/10", "10 (8-18-20)"])
def test_half_a_range_is_none(typed: str) -> None:
    assert duration(typed, SETTINGS) is None


@pytest.mark.parametrize("typed", ["10 (12-18)", "10 (2-8)", "10 (18-8)", "10 (-8-18)", "18/10/8"])
def test_a_range_that_is_not_in_order_says_so(typed: str) -> None:
    found = duration(typed, SETTINGS)
    assert found is not None
    assert not found.in_order
