"""Work in progress in loads, by hand: a task from Monday 2 to Friday 13 March 2026, 40 hours planned."""

from __future__ import annotations

from typing import Any

import pytest

from pmo_excel.core.calling import as_json
from pmo_excel.functions import CATALOGUE, ask

HEADERS = ["Task ID", "Resource ID", "Work (h)", "Actual Work (h)", "Remaining Work (h)"]
TASKS = [["Task ID", "Start", "Finish"], ["1", "2026-03-02", "2026-03-13"]]
PEOPLE = [["Resource ID"], ["Ana"]]


def weeks(actual: object, left: object, status_date: str | None, name: str = "LOAD") -> list[Any]:
    booked = [HEADERS, ["1", "Ana", 40, actual, left]]
    answer = ask(name, booked, PEOPLE, TASKS, period="Week", status_date=status_date)
    headers, *rows = as_json(CATALOGUE[name], answer.value)
    return [row[headers.index("Load (h)")] for row in rows]


@pytest.mark.parametrize(
    ("actual", "left", "status_date", "expected"),
    [
        ("", "", "2026-03-06", [20, 20]),  # nothing said: as planned
        (10, 50, "2026-03-06", [10, 50]),  # 10 h were worked in the week that is over, 50 h are left for the next
        (10, "", "2026-03-06", [10, 30]),  # what is left is the work less the actual work
        (6, 24, "2026-03-04", [6 + 24 * 2 / 7, 24 * 5 / 7]),  # 2 of 7 working days left are in the first week
        (40, 0, "2026-03-06", [40, 0]),  # done early: the second week is free
        ("", 60, "2026-02-27", [30, 30]),  # not begun: all that is left
        (10, 50, None, [20, 20]),  # without a status date: as planned
        (10, 50, "2026-03-13", [20, 20]),  # hours are left and no day for them: as planned
    ],
)
def test_what_was_worked_lies_before_the_status_date_and_what_is_left_after_it(
    actual: object, left: object, status_date: str | None, expected: list[float]
) -> None:
    assert weeks(actual, left, status_date) == pytest.approx(expected)


def test_hours_left_can_overload_a_week_that_the_plan_did_not() -> None:
    """50 hours in a week of 40: on each of its five days."""
    booked = [HEADERS, ["1", "Ana", 40, 10, 50]]
    answer = ask("OVERALLOCATIONS", booked, PEOPLE, TASKS, status_date="2026-03-06")
    assert len(as_json(CATALOGUE["OVERALLOCATIONS"], answer.value)) == 1 + 5
