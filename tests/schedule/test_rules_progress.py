"""One worked example for each rule that real plans seldom show: work that has begun or is done."""

from __future__ import annotations

from datetime import datetime

import pytest

from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Code
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import (
    StatusRule,
)
from tests.schedule.rules import Made, day, late, span


def test_retained_logic_makes_the_rest_wait_for_the_predecessor(plan: Made) -> None:
    """a (5 d) is late: 3 days left from 10-Mar. b began out of sequence and has 2 days left: after a, 13 and 16-Mar.

    Under Microsoft Project's rule the link is ignored and b's work goes on after its completed half.
    """
    progress = {
        "actual_start": {"a": day(2), "b": day(5)},
        "remaining_duration": {"a": 3 * 480, "b": 2 * 480},
        "percent_complete": {"a": 0.4, "b": 0.5},
    }
    retained = {"status_date": instant(day(9, 17)), "status_rule": StatusRule.AFTER_STATUS_DATE}
    found = dates(plan("a|A|5|\nb|B|4|a", settings=retained, **progress))
    assert span(found, 0) == (day(2), day(12, 17))
    assert span(found, 1) == (day(5), day(16, 17))
    assert [p.code for p in found.problems] == [Code.OUT_OF_SEQUENCE]
    left = dates(plan("a|A|5|\nb|B|4|a", **progress))
    assert span(left, 1) == (day(5), day(10, 17))


def test_work_that_begins_on_the_day_of_a_milestone_is_in_sequence(plan: Made) -> None:
    """The gate is reached on Friday evening, as far as the plan knows; c begins on that Friday, d the day before."""
    progress = {"actual_start": {"c": day(6), "d": day(5)}, "percent_complete": {"c": 0.1, "d": 0.1}}
    found = dates(plan("a|A|5|\nm|Gate|0|a\nc|C|5|m\nd|D|5|m", **progress))
    assert [p.cell.row for p in found.problems] == [4]


AFTER_FRIDAY = {"status_date": instant(day(6, 17)), "status_rule": StatusRule.AFTER_STATUS_DATE}


@pytest.mark.parametrize("rule", [{}, AFTER_FRIDAY], ids=["Microsoft Project", "after the status date"])
def test_a_start_to_start_link_does_not_hold_a_task_that_has_begun(plan: Made, rule: dict[str, object]) -> None:
    """a has 2 days left on Friday evening, b 4: until Tue 10-Mar and Thu 12-Mar. a has begun, so b's start is not at
    stake any more: a may end with the project, 2 working days later. MPXJ 14's MicrosoftScheduler has it so, too.
    """
    progress = {
        "actual_start": {"a": day(2), "b": day(4)},
        "resume": {"a": day(9), "b": day(9)},
        "remaining_duration": {"a": 2 * 480, "b": 4 * 480},
        "percent_complete": {"a": 0.6, "b": 0.5},
    }
    found = dates(plan("a|A|5|\nb|B|8|aSS+2d", settings=rule, **progress))
    assert [span(found, row)[1] for row in (0, 1)] == [day(10, 17), day(12, 17)]
    assert found.total_float == [2 * 480, 0]
    assert found.free_float == [2 * 480, 0]


def test_a_start_to_start_link_to_a_task_that_has_not_begun_leaves_no_free_float_to_gain(plan: Made) -> None:
    """a began on Monday and has a day left; b waits until 4 days after a's start. No later end of a moves b."""
    progress = {"actual_start": {"a": day(2)}, "remaining_duration": {"a": 480}, "percent_complete": {"a": 0.5}}
    found = dates(
        plan(
            "a|A|2|\nb|B|1|aSS+4d",
            settings={"status_date": instant(day(2, 17))} | {"status_rule": StatusRule.AFTER_STATUS_DATE},
            **progress,
        )
    )
    assert span(found, 1)[0] == day(6)
    assert (found.total_float[0], found.free_float[0]) == (3 * 480, 3 * 480)


@pytest.mark.parametrize(
    ("link", "started", "told"),
    [
        ("a", day(6), True),
        ("a", day(9), False),
        ("aFS-1d", day(6), False),
        ("aFS-1d", day(5), True),
        ("aFS+2d", day(9), True),
        ("aFS+2d", day(11), False),
        ("aFS+50%", day(10), True),
        ("aSS+1d", day(2), True),
        ("aSS+1d", day(3), False),
        ("aFF", day(2), False),
    ],
)
def test_progress_before_what_a_link_asks_for_is_told(plan: Made, link: str, started: datetime, told: bool) -> None:
    """a goes from Mon 2 to Fri 6-Mar. Its lead of a day lets b start on Friday, its lag of 2 days on Wednesday only."""
    found = dates(plan(f"a|A|5|\nb|B|5|{link}", actual_start={"b": started}, percent_complete={"b": 0.2}))
    assert [p.code for p in found.problems] == [Code.OUT_OF_SEQUENCE] * told


def test_a_percentage_without_an_actual_start_begins_where_the_network_has_it(plan: Made) -> None:
    """4 days from Monday, half done; the other 2 days after the status date Friday: to Tue 10-Mar."""
    settings = {"status_date": instant(day(6, 17)), "status_rule": StatusRule.AFTER_STATUS_DATE}
    assert span(dates(plan("a|A|4|", settings=settings, percent_complete={"a": 0.5})), 0) == (day(2), day(10, 17))


def test_a_finished_task_has_its_actual_dates_and_binds_nobody(plan: Made) -> None:
    found = dates(
        plan(
            "a|A|5|\nb|B|1|a",
            actual_start={"a": day(3), "b": day(2)},
            actual_finish={"b": day(2, 17)},
            percent_complete={"b": 1.0},
        )
    )
    assert span(found, 1) == (day(2), day(2, 17))
    assert found.total_float == [0, 0]
    assert not found.critical[1]
    assert late(found, 1) == span(found, 1)
