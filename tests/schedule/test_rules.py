"""One worked example for each rule that real plans seldom show: calendars, people, manual and inactive tasks."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pmo_excel.core.instants import DAY, as_datetime, instant
from pmo_excel.core.problems import Code
from pmo_excel.schedule.calendars import ALWAYS, STANDARD, Calendar, CalendarException, week_of
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import (
    Assignment,
    Constraint,
    LagUnit,
    Link,
    LinkType,
    Settings,
    plan_of,
)
from tests.schedule.rules import HONOR, Made, day, late, span

WEEKEND = Calendar("Weekend", ((), (), (), (), (), ((480, 960),), ((480, 960),)))


def test_a_link_between_calendars_keeps_the_instant_and_counts_the_lag_on_the_successors_calendar(plan: Made) -> None:
    """a ends on Tuesday; b works on weekends: Sat 7-Mar; with a lag of a day, Sun 8-Mar; c follows on Monday."""
    found = dates(
        plan("a|A|2|\nb|B|1|a\nd|D|1|aFS+1d\nc|C|1|b; d", calendars=[STANDARD, WEEKEND], calendar={"b": 1, "d": 1})
    )
    assert span(found, 1) == (day(7), day(7, 16))
    assert span(found, 2) == (day(8), day(8, 16))
    assert span(found, 3)[0] == day(9)
    assert late(found, 1) == (day(8), day(8, 16))
    assert found.total_float == [3 * 480, 480, 0, 0]


def test_a_calendar_without_working_time_is_reported_once_and_empties_its_tasks(plan: Made) -> None:
    idle = Calendar("Shut", week_of(()))
    found = dates(plan("a|A|1|\nb|B|1|\nc|C|1|", calendars=[STANDARD, idle], calendar={"a": 1, "b": 1}))
    assert [p.code for p in found.problems] == [Code.NO_WORKING_TIME]
    assert list(found.known) == [False, False, True]


def test_working_time_that_runs_out_leaves_no_date(plan: Made) -> None:
    first = instant(day(2)) // DAY
    once = Calendar("Once", week_of(()), (CalendarException(first, first, ((480, 960),)),))
    found = dates(plan("a|A|2|", calendars=[once]))
    assert list(found.known) == [False]
    assert [p.code for p in found.problems] == [Code.OUT_OF_RANGE]


def test_a_manual_task_stays_where_it_was_typed_and_drives_what_follows(plan: Made) -> None:
    found = dates(
        plan(
            "a|A|5|\nb|B|2|a\nc|C|1|b",
            manual={"b": True},
            manual_start={"b": day(3)},
            manual_finish={"b": day(4, 17)},
        )
    )
    assert span(found, 1) == (day(3), day(4, 17))
    assert span(found, 2)[0] == day(5)
    assert found.total_float[1] >= 0


def test_an_inactive_task_holds_nobody(plan: Made) -> None:
    found = dates(plan("a|A|5|\nb|B|1|a", active=[False, True]))
    assert span(found, 1)[0] == day(2)
    assert as_datetime(found.project_finish) == day(2, 17)


def test_a_leveling_delay_is_elapsed_time_after_the_start_that_links_give(plan: Made) -> None:
    """Friday 08:00 and 2 elapsed days is Sunday, so Monday."""
    assert span(dates(plan("a|A|4|\nb|B|1|a", leveling_delay={"b": 2 * DAY})), 1)[0] == day(9)


def test_a_leveling_delay_between_two_tasks_gives_the_first_one_no_float(plan: Made) -> None:
    """a ends on Tuesday; b could start on Wed 4-Mar, and leveling moves it 5 elapsed days to Mon 9-Mar.

    Seen in two leveled plans of Microsoft Project (41 tasks): what comes before the delay is critical.
    """
    found = dates(plan("a|A|2|\nb|B|2|a", leveling_delay={"b": 5 * DAY}))
    assert span(found, 1) == (day(9), day(10, 17))
    assert late(found, 1) == (day(9), day(10, 17))
    assert late(found, 0) == (day(2), day(3, 17))
    assert found.total_float == [0, 0]


def test_a_link_from_the_start_counts_on_to_the_last_of_several_people(plan: Made) -> None:
    """On a, one works on Monday and one on Wednesday, from its third day on; b starts with it and takes 5 days.

    So a may start on Monday at the latest, and end on Wednesday at the latest.
    """
    made = plan("a|A|1|\nb|B|5|aSS")
    found = dates(made.replace(assignments=[Assignment(0, 0, 480), Assignment(0, 0, 480, delay=960)]))
    assert late(found, 0) == (day(2), day(4, 17))
    assert found.total_float == [0, 0]


def test_work_is_done_on_the_calendar_of_the_resource_and_float_counted_on_the_tasks(plan: Made) -> None:
    """Two resources share the task: the office worker ends on Monday 17:00, the weekend worker on Saturday 16:00."""
    made = plan("a|A|1|\nb|B|1|a", calendars=[STANDARD, WEEKEND])
    found = dates(made.replace(assignments=[Assignment(0, 0, 480), Assignment(0, 1, 480)]))
    assert span(found, 0) == (day(2), day(7, 16))
    assert span(found, 1)[0] == day(9)


def test_an_assignment_may_begin_later_than_its_task(plan: Made) -> None:
    made = plan("a|A|1|")
    found = dates(made.replace(assignments=[Assignment(0, 0, 480), Assignment(0, 0, 480, delay=960)]))
    assert span(found, 0) == (day(2), day(4, 17))
    assert late(found, 0) == (day(2), day(4, 17))


DAILY = Calendar("Every day", week_of(((480, 960),), working_days=7))


@pytest.mark.parametrize(
    ("kind", "number", "start"), [(Constraint.FNLT, 10, 7), (Constraint.MFO, 12, 9), (Constraint.FNET, 15, 12)]
)
def test_a_finish_that_is_imposed_counts_back_on_the_calendars_of_the_resources(
    plan: Made, kind: Constraint, number: int, start: int
) -> None:
    """a ends on Fri 6-Mar; the people on b work every day, 3 days each, one from the second day on: Sat to Tue 10-Mar.

    From Sun 15-Mar back it starts on Thu 12, from Thu 12-Mar on Mon 9. So MPXJ's MicrosoftScheduler counts, too.
    """
    dated = {"constraint": {"b": kind}, "constraint_date": {"b": day(number, 16)}}
    made = plan("a|A|5|\nb|B|4|a", calendars=[STANDARD, DAILY], settings=HONOR, **dated)
    found = dates(made.replace(assignments=[Assignment(1, 1, 1440), Assignment(1, 1, 1440, delay=480)]))
    assert span(found, 1) == (day(start), day(number, 16))
    assert not found.problems


def test_an_unending_duration_gives_no_date_instead_of_a_false_one(plan: Made) -> None:
    found = dates(plan("a|A|1|\nb|B|1|a\nc|C|1|", duration=[10**11, 480, 480]))
    assert list(found.known) == [False, False, True]
    assert [p.code for p in found.problems] == [Code.OUT_OF_RANGE]
    assert found.total_float[2] == 0


def test_a_link_to_the_24_hour_calendar_keeps_the_minute(plan: Made) -> None:
    found = dates(plan("a|A|5|\nb|B|1|a", calendars=[STANDARD, ALWAYS], calendar={"b": 1}))
    assert span(found, 1) == (day(6, 17), datetime(2026, 3, 7, 1))


def test_links_name_tasks_by_row_and_a_wrong_column_is_the_callers_mistake() -> None:
    settings = Settings(start=instant(date(2026, 3, 2)))
    with pytest.raises(TypeError, match="colour"):
        plan_of(["a"], settings, colour=["red"])
    with pytest.raises(ValueError, match="duration"):
        plan_of(["a"], settings, duration=[1, 2])
    made = plan_of(["a", "b"], settings, [Link(0, 1, LinkType.FS, 0, LagUnit.WORKING)], duration=[480, 480])
    assert dates(made).driving_predecessor == [-1, 0]
