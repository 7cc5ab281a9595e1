"""One worked example for each rule that real plans seldom show: dates that are imposed, and plans from their finish."""

from __future__ import annotations

from datetime import datetime

import pytest

from pmo_excel.core.instants import as_datetime, instant
from pmo_excel.core.problems import Code
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.dates import Driver
from pmo_excel.schedule.plan import (
    Constraint,
)
from tests.schedule.rules import HONOR, Made, day, span


def test_start_no_earlier_replaces_the_projects_start_without_predecessors(plan: Made) -> None:
    dated = {"constraint": {"a": Constraint.SNET}, "constraint_date": {"a": datetime(2026, 2, 25, 8)}}
    assert span(dates(plan("a|A|1|", **dated)), 0)[0] == datetime(2026, 2, 25, 8)


def test_finish_no_earlier_starts_the_task_so_that_it_ends_then(plan: Made) -> None:
    dated = {"constraint": {"a": Constraint.FNET}, "constraint_date": {"a": day(6, 17)}}
    assert span(dates(plan("a|A|2|", **dated)), 0) == (day(5), day(6, 17))


@pytest.mark.parametrize(
    ("kind", "date_", "early", "float_"),
    [
        (Constraint.SNLT, day(4), day(9), -3),
        (Constraint.FNLT, day(5, 17), day(9), -3),
        (Constraint.MSO, day(4), day(9), -3),
        (Constraint.MFO, day(5, 17), day(9), -3),
    ],
)
def test_a_late_constraint_is_broken_where_links_win(
    plan: Made, kind: Constraint, date_: datetime, early: datetime, float_: int
) -> None:
    """a takes Mon-Fri, b (2 d) follows on Mon 9-Mar but is asked for Wed-Thu 4-5-Mar: 3 working days too late."""
    found = dates(plan("a|A|5|\nb|B|2|a", constraint={"b": kind}, constraint_date={"b": date_}))
    assert span(found, 1)[0] == early
    assert [value / 480 for value in found.total_float] == [float_, float_]
    assert [p.code for p in found.problems] == [Code.CONSTRAINT_BROKEN]


@pytest.mark.parametrize(
    ("kind", "date_"),
    [
        (Constraint.SNLT, day(4)),
        (Constraint.FNLT, day(5, 17)),
        (Constraint.MSO, day(4)),
        (Constraint.MFO, day(5, 17)),
    ],
)
def test_a_late_constraint_places_the_task_where_constraints_win(plan: Made, kind: Constraint, date_: datetime) -> None:
    """The same plan: b is put on Wed-Thu although a ends on Friday; early dates and float tell of the conflict."""
    found = dates(plan("a|A|5|\nb|B|2|a", settings=HONOR, constraint={"b": kind}, constraint_date={"b": date_}))
    assert span(found, 1) == (day(4), day(5, 17))
    assert as_datetime(found.early_start[1]) == day(9)
    assert found.total_float[0] == -3 * 480


@pytest.mark.parametrize(("kind", "date_"), [(Constraint.MSO, day(5)), (Constraint.MFO, day(6, 17))])
def test_a_fixed_date_later_than_the_links_holds_in_both_modes(plan: Made, kind: Constraint, date_: datetime) -> None:
    """b (2 d) could start on Tuesday; it must be Thu-Fri. Nothing is broken and b has no float."""
    for settings in ({}, HONOR):
        found = dates(plan("a|A|1|\nb|B|2|a", settings=settings, constraint={"b": kind}, constraint_date={"b": date_}))
        assert span(found, 1) == (day(5), day(6, 17))
        assert found.total_float[1] == 0
        assert found.driver[1] is Driver.CONSTRAINT


def test_as_late_as_possible_uses_up_the_float_and_moves_what_follows(plan: Made) -> None:
    """x (5 d) ends on Friday. a and b (1 d each) could be Mon and Tue; as late as possible, a is Thursday, b Friday."""
    found = dates(plan("a|A|1|\nb|B|1|a\nx|X|5|", constraint={"a": Constraint.ALAP}))
    assert span(found, 0) == (day(5), day(5, 17))
    assert span(found, 1) == (day(6), day(6, 17))
    assert found.total_float[:2] == [0, 0]
    assert found.driver[0] is Driver.PROJECT_FINISH


def test_a_plan_from_its_finish_begins_as_late_as_it_can(plan: Made) -> None:
    """Finish Fri 13-Mar: b (3 d) Wed-Fri, a (2 d) Mon-Tue; c (1 d) beside them on Friday, with 4 days of float."""
    settings = {"schedule_from_finish": True, "finish": instant(day(13, 17))}
    found = dates(plan("a|A|2|\nb|B|3|a\nc|C|1|", settings=settings))
    assert span(found, 0) == (day(9), day(10, 17))
    assert span(found, 1) == (day(11), day(13, 17))
    assert span(found, 2) == (day(13), day(13, 17))
    assert found.total_float == [0, 0, 4 * 480]


def test_in_a_plan_from_its_finish_as_soon_as_possible_is_the_early_date(plan: Made) -> None:
    settings = {"schedule_from_finish": True, "finish": instant(day(13, 17))}
    constraint = [Constraint.ALAP, Constraint.ALAP, Constraint.ASAP]
    found = dates(plan("a|A|2|\nb|B|3|a\nc|C|1|", settings=settings, constraint=constraint))
    assert span(found, 2) == (day(9), day(9, 17))


FROM_FINISH = {"schedule_from_finish": True, "finish": instant(day(13, 17)), "honor_constraints": True}


@pytest.mark.parametrize(
    ("kind", "date_", "expected"),
    [
        (Constraint.FNLT, day(12, 17), (day(11), day(12, 17))),
        (Constraint.SNLT, day(10), (day(10), day(11, 17))),
        (Constraint.SNET, day(9), (day(12), day(13, 17))),
        (Constraint.FNET, day(10, 17), (day(12), day(13, 17))),
        (Constraint.MSO, day(10), (day(10), day(11, 17))),
        (Constraint.MFO, day(12, 17), (day(11), day(12, 17))),
    ],
)
def test_in_a_plan_from_its_finish_a_date_leaves_the_task_as_late_as_it_allows(
    plan: Made, kind: Constraint, date_: datetime, expected: tuple[datetime, datetime]
) -> None:
    """Finish Fri 13-Mar; a (5 d) holds the start on 9-Mar. c (2 d) is at Thu-Fri unless its constraint says sooner.

    Microsoft Project help, "Set a task start or finish date (constraint) for a task": no later than is set by a date
    typed in a plan that is scheduled from its finish, and is flexible there.
    """
    dated = {"constraint": [Constraint.ALAP, kind], "constraint_date": {"c": date_}}
    found = dates(plan("a|A|5|\nc|C|2|", settings=FROM_FINISH, **dated))
    assert span(found, 1) == expected
    assert span(found, 0) == (day(9), day(13, 17))


@pytest.mark.parametrize(("honor", "start"), [(True, day(12)), (False, day(9))])
def test_in_a_plan_from_its_finish_no_earlier_than_wins_over_links_where_constraints_do(
    plan: Made, honor: bool, start: datetime
) -> None:
    """b (3 d) ends on Fri 13-Mar, so a (2 d) before it must be at Mon-Tue 9/10; it may not start before Thu 12."""
    dated = {"constraint": [Constraint.SNET, Constraint.ALAP], "constraint_date": {"a": day(12)}}
    found = dates(plan("a|A|2|\nb|B|3|a", settings=FROM_FINISH | {"honor_constraints": honor}, **dated))
    assert span(found, 0)[0] == start
    assert found.total_float[0] < 0
