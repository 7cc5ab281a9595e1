"""One worked example for each rule of summaries with links and dates of their own, of loops, and of what is missing."""

from __future__ import annotations

from pmo_excel.core.instants import instant
from pmo_excel.core.problems import Code
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.dates import Driver
from pmo_excel.schedule.plan import (
    Constraint,
    Settings,
    plan_of,
)
from pmo_excel.schedule.summaries import percent_complete
from tests.schedule.rules import Made, day, span

PHASES = "s|Phase|0|x\nb|B|2|\nc|C|3|b\nx|X|1|\ny|Y|1|s"


def test_links_of_a_summary_hold_its_tasks_and_wait_for_them(plan: Made) -> None:
    """x on Monday; the phase's tasks b Tue-Wed and c Thu-Mon behind it; y on Tuesday 10-Mar."""
    found = dates(plan(PHASES, parent=[-1, 0, 0, -1, -1]))
    assert span(found, 1) == (day(3), day(4, 17))
    assert span(found, 0) == (day(3), day(9, 17))
    assert span(found, 4)[0] == day(10)
    assert found.driver[1] is Driver.SUMMARY_LINK
    assert found.total_float == [0, 0, 0, 0, 0]


def test_start_no_earlier_on_a_summary_holds_all_of_its_tasks(plan: Made) -> None:
    dated = {"constraint": {"s": Constraint.SNET}, "constraint_date": {"s": day(9)}}
    found = dates(plan(PHASES, parent=[-1, 0, 0, -1, -1], **dated))
    assert span(found, 1)[0] == day(9)


def test_finish_no_later_on_a_summary_limits_all_of_its_tasks(plan: Made) -> None:
    """x on Monday, b Tue-Wed and c Thu-Mon; the phase must end on Thursday, 2 days sooner, and so must x."""
    dated = {"constraint": {"s": Constraint.FNLT}, "constraint_date": {"s": day(5, 17)}}
    found = dates(plan(PHASES, parent=[-1, 0, 0, -1, -1], **dated))
    assert [found.total_float[row] / 480 for row in (1, 2, 3)] == [-2, -2, -2]
    assert span(found, 2) == (day(5), day(9, 17))
    assert [p.code for p in found.problems] == [Code.CONSTRAINT_BROKEN]


def test_a_task_linked_to_its_own_summary_is_reported(plan: Made) -> None:
    found = dates(plan("s|Phase|0|\nb|B|2|s\nc|C|1|", parent=[-1, 0, -1]))
    assert [p.code for p in found.problems] == [Code.SUMMARY_LINK]
    assert list(found.known) == [False, False, True]


def test_a_task_that_is_its_own_predecessor_is_reported(plan: Made) -> None:
    found = dates(plan("a|A|2|a\nb|B|1|"))
    assert [p.code for p in found.problems] == [Code.SELF_LINK]
    assert list(found.known) == [False, True]


def test_two_loops_are_two_problems(plan: Made) -> None:
    found = dates(plan("1|A|1|2\n2|B|1|1\n3|C|1|4\n4|D|1|3\n5|E|1|"))
    assert [p.message for p in found.problems] == ["Loop: 1 A → 2 B → 1", "Loop: 3 C → 4 D → 3"]
    assert list(found.known) == [False] * 4 + [True]


def test_a_loop_through_a_summary_is_found(plan: Made) -> None:
    """y waits for the phase, and c in the phase waits for y."""
    found = dates(plan("s|Phase|0|\nc|C|1|y\ny|Y|1|s", parent=[-1, 0, -1]))
    assert [p.code for p in found.problems] == [Code.LOOP]
    assert found.problems[0].message == "Loop: s Phase → y Y → c C → s"


def test_a_missing_duration_is_reported_and_a_missing_start_too(plan: Made) -> None:
    found = dates(plan("a|A|1|\nb|B|1|a", duration=[-1, 480]))
    assert [p.code for p in found.problems] == [Code.MISSING_DURATION]
    nothing = dates(plan_of(["a"], Settings(start=-(2**63)), duration=[480]))
    assert [p.code for p in nothing.problems] == [Code.NO_START]
    assert list(nothing.known) == [False]


def test_an_empty_plan_has_no_dates(plan: Made) -> None:
    found = dates(plan_of([], Settings(start=instant(day(2)))))
    assert list(found.start) == []


def test_percent_complete_of_a_summary_weighs_by_duration(plan: Made) -> None:
    """SC7: 10 d at 100 % and 30 d at 0 % are 25 %."""
    made = plan("s|S|0|\na|A|10|\nb|B|30|", parent=[-1, 0, 0], percent_complete={"a": 1.0})
    assert percent_complete(made)[0] == 0.25


def test_multiple_critical_paths_make_every_chain_critical(plan: Made) -> None:
    settings = {"multiple_critical_paths": True}
    found = dates(plan("a|A|5|\nb|B|2|", settings=settings))
    assert list(found.critical) == [True, True]
