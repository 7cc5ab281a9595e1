"""The sentence that says why a task lies where it does is true for everything that can set a date; worked by hand.

The project starts on Monday 2-Mar-2026; days have 8 hours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from pmo_excel.core.instants import DAY, instant
from pmo_excel.schedule.calendars import STANDARD, Calendar, week_of
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import Assignment, Constraint, Plan, StatusRule
from pmo_excel.schedule.why import why

Made = Callable[..., Plan]
WEEKEND = Calendar("Weekend", ((), (), (), (), (), ((480, 960),), ((480, 960),)))
LATE_WEEK = Calendar("Late week", ((), (), (), ((480, 960),), ((480, 960),), (), ()))


def day(number: int, hour: int = 8) -> datetime:
    return datetime(2026, 3, number, hour)


def at(key: str, kind: Constraint, date: datetime) -> dict[str, Any]:
    return {"constraint": {key: kind}, "constraint_date": {key: date}}


SNET, SNLT, FNET, FNLT = Constraint.SNET, Constraint.SNLT, Constraint.FNET, Constraint.FNLT
AFTER_FRIDAY = {"status_date": instant(day(6, 17)), "status_rule": StatusRule.AFTER_STATUS_DATE}
HONOR = {"honor_constraints": True}
CASES: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "the project's start": ("a|A|1|", {}, "a", "driven by the project's start, 2-Mar; chain a"),
    "a lead": ("a|A|5|\nb|B|1|a-2d", {}, "b", "driven by a A (FS-2d), finish 6-Mar; chain b←a"),
    "a percent lag": ("a|A|4|\nb|B|1|aSS+50%", {}, "b", "driven by a A (SS+50%), start 2-Mar; chain b←a"),
    "an elapsed lag": ("a|A|5|\nb|B|1|aFS+3ed", {}, "b", "driven by a A (FS+3ed), finish 6-Mar; chain b←a"),
    "a constraint": (
        "a|A|1|",
        at("a", SNET, day(9)),
        "a",
        "driven by its constraint, start no earlier than 9-Mar; chain a",
    ),
    "a constraint on the finish": (
        "a|A|2|",
        at("a", FNET, day(12, 17)),
        "a",
        "driven by its constraint, finish no earlier than 12-Mar; chain a",
    ),
    "a constraint that does nothing": (
        "a|A|5|\nb|B|1|a",
        at("b", SNET, day(3)),
        "b",
        "driven by a A (FS), finish 6-Mar; chain b←a",
    ),
    "a late constraint that is kept": (
        "a|A|1|",
        at("a", FNLT, day(12, 17)),
        "a",
        "driven by the project's start, 2-Mar; chain a",
    ),
    "a late constraint that wins over links": (
        "a|A|5|\nb|B|2|a",
        {"settings": HONOR, **at("b", SNLT, day(4))},
        "b",
        "driven by its constraint, start no later than 4-Mar; chain b",
    ),
    "a fixed date on the day that the link asks for": (
        "a|A|5|\nb|B|2|a",
        {"settings": HONOR, **at("b", Constraint.MSO, day(9))},
        "b",
        "driven by its constraint, must start on 9-Mar; chain b",
    ),
    "a deadline, which moves nothing": (
        "a|A|5|",
        {"deadline": {"a": day(4, 17)}},
        "a",
        "driven by the project's start, 2-Mar; chain a",
    ),
    "as late as possible": (
        "a|A|1|\nx|X|5|",
        {"constraint": {"a": Constraint.ALAP}},
        "a",
        "driven by the latest date that delays nothing, 6-Mar; chain a",
    ),
    "a calendar of its own": (
        "a|A|2|\nb|B|1|a",
        {"calendars": [STANDARD, WEEKEND], "calendar": {"b": 1}},
        "b",
        "driven by a A (FS), finish 3-Mar; it works on the calendar Weekend; chain b←a",
    ),
    "the status date": (
        "a|A|2|",
        {"settings": AFTER_FRIDAY},
        "a",
        "driven by the status date, as it has not begun: it starts after it, 9-Mar; chain a",
    ),
    "progress that goes on after the status date": (
        "a|A|4|",
        {"settings": AFTER_FRIDAY, "actual_start": {"a": day(3)}, "percent_complete": {"a": 0.5}},
        "a",
        "driven by its actual start, 3-Mar; what is left goes on after the status date, and ends on 10-Mar; chain a",
    ),
    "progress that waits for its predecessor": (
        "a|A|5|\nb|B|4|a",
        {"settings": AFTER_FRIDAY, "actual_start": {"b": day(3)}, "percent_complete": {"b": 0.5}},
        "b",
        "driven by its actual start, 3-Mar; what is left waits for a A (FS), finish 13-Mar, and ends on 17-Mar; "
        "chain b",
    ),
    "progress left where it is": (
        "a|A|4|",
        {"actual_start": {"a": day(3)}, "percent_complete": {"a": 0.5}, "resume": {"a": day(9)}},
        "a",
        "driven by its actual start, 3-Mar; what is left resumes on 9-Mar, and ends on 10-Mar; chain a",
    ),
    "finished": (
        "a|A|4|",
        {"actual_start": {"a": day(3)}, "actual_finish": {"a": day(5, 17)}, "percent_complete": {"a": 1.0}},
        "a",
        "driven by its actual dates, 3-Mar to 5-Mar; chain a",
    ),
    "finished, its start unknown": (
        "a|A|2|",
        {"actual_finish": {"a": day(5, 17)}, "percent_complete": {"a": 1.0}},
        "a",
        "driven by its actual finish, less its duration, 4-Mar; chain a",
    ),
    "typed by hand on the day that its predecessor asks for": (
        "a|A|1|\nb|B|1|a",
        {"manual": {"b": True}, "manual_start": {"b": day(3)}, "manual_finish": {"b": day(3, 17)}},
        "b",
        "driven by dates typed by hand, 3-Mar; chain b",
    ),
    "external": (
        "a|A|1|",
        {"external": {"a": True}, "manual_start": {"a": day(5)}, "manual_finish": {"a": day(5, 17)}},
        "a",
        "driven by its own plan, as it is a task of another one, 5-Mar; chain a",
    ),
    "a leveling delay": (
        "a|A|1|",
        {"leveling_delay": {"a": 2 * DAY}},
        "a",
        "driven by its leveling delay, 4-Mar; chain a",
    ),
    "resources": (
        "a|A|1|",
        {"calendars": [STANDARD, LATE_WEEK, WEEKEND], "assignments": [Assignment(0, 1, 480), Assignment(0, 2, 480)]},
        "a",
        "driven by the calendars of its resources, 5-Mar; chain a",
    ),
    "a summary": (
        "s|Phase|0|\na|A|1|\nb|B|3|",
        {"parent": [-1, 0, 0], **at("a", SNET, day(3))},
        "s",
        "driven by its tasks: b B starts first, 2-Mar, b B finishes last, 4-Mar; chain s",
    ),
    "a link of its summary": (
        "x|X|1|\ns|Phase|0|xFS+1d\na|A|1|",
        {"parent": [-1, -1, 1]},
        "a",
        "driven by x X (FS+1d), finish 2-Mar as a task of s Phase; chain a←x",
    ),
    "a date of its summary": (
        "s|Phase|0|\na|A|1|",
        {"parent": [-1, 0], **at("s", SNET, day(9))},
        "a",
        "driven by a date of its summary, 9-Mar; chain a",
    ),
    "a summary typed by hand": (
        "s|Phase|0|\na|A|1|",
        {"parent": [-1, 0], "manual": {"s": True}, "manual_start": {"s": day(5)}, "manual_finish": {"s": day(6, 17)}},
        "s",
        "driven by dates typed by hand, 5-Mar; chain s",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_reason_of_a_date_is_told(plan: Made, name: str) -> None:
    lines, columns, key, expected = CASES[name]
    assignments = columns.get("assignments", ())
    made = plan(lines, **{k: v for k, v in columns.items() if k != "assignments"}).replace(assignments=assignments)
    assert why(made, dates(made), made.id.index(key)) == expected


def test_an_inactive_task_is_driven_by_nothing(plan: Made) -> None:
    made = plan("a|A|5|\nb|B|1|a", active=[True, False])
    assert why(made, dates(made), 1).startswith("driven by nothing, as it is inactive")


def test_a_shut_project_start_is_told_as_it_is(plan: Made) -> None:
    """The project starts on a Sunday; nobody works before Monday."""
    made = plan(
        "a|A|1|", Calendar("Office", week_of(((480, 960),))), settings={"start": instant(datetime(2026, 3, 1, 8))}
    )
    assert why(made, dates(made), 0) == "driven by the project's start, 2-Mar; chain a"
