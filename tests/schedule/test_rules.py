"""One worked example for each rule that real plans seldom show.

The project starts on Monday 2-Mar-2026; days have 8 hours, 08:00-12:00 and 13:00-17:00.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from pmo_excel.core.instants import DAY, as_datetime, instant
from pmo_excel.core.problems import Code
from pmo_excel.schedule.calendars import ALWAYS, STANDARD, Calendar, CalendarException, week_of
from pmo_excel.schedule.critical_path import Dates, dates
from pmo_excel.schedule.dates import Driver
from pmo_excel.schedule.plan import (
    Assignment,
    Constraint,
    LagUnit,
    Link,
    LinkType,
    Plan,
    Settings,
    StatusRule,
    plan_of,
)
from pmo_excel.schedule.summaries import percent_complete

Made = Callable[..., Plan]
HONOR = {"honor_constraints": True}


def day(number: int, hour: int = 8) -> datetime:
    return datetime(2026, 3, number, hour)


def span(found: Dates, row: int) -> tuple[datetime, datetime]:
    return as_datetime(found.start[row]), as_datetime(found.finish[row])


def late(found: Dates, row: int) -> tuple[datetime, datetime]:
    return as_datetime(found.late_start[row]), as_datetime(found.late_finish[row])


def test_finish_to_finish_ends_the_successor_with_its_predecessor(plan: Made) -> None:
    """a: Mon-Fri. b (2 d) ends with it on Friday: Thu-Fri. Its own late dates follow a's."""
    found = dates(plan("a|A|5|\nb|B|2|aFF"))
    assert span(found, 1) == (day(5), day(6, 17))
    assert found.total_float == [0, 0]


def test_a_finish_to_finish_link_alone_does_not_pull_a_task_before_the_project(plan: Made) -> None:
    """b is longer than a, so it starts with the project and ends after a; a may end as late as b does."""
    found = dates(plan("a|A|2|\nb|B|5|aFF"))
    assert span(found, 1) == (day(2), day(6, 17))
    assert late(found, 0) == (day(5), day(6, 17))


def test_start_to_finish_ends_the_successor_at_the_predecessors_start(plan: Made) -> None:
    """a starts on Thursday (after x, 3 d); b (2 d) ends when a starts: Tue-Wed."""
    found = dates(plan("x|X|3|\na|A|2|x\nb|B|2|aSF"))
    assert span(found, 2) == (day(3), day(4, 17))


def test_start_to_start_binds_the_late_start_of_the_predecessor(plan: Made) -> None:
    """a (1 d) starts 2 d before b (5 d), which ends the project on Tue 10-Mar; a may start on Monday at the latest."""
    found = dates(plan("a|A|1|\nb|B|5|aSS+2d"))
    assert span(found, 1) == (day(4), day(10, 17))
    assert found.late_start[0] == instant(day(2))
    assert found.total_float == [0, 0]


def test_a_lead_overlaps(plan: Made) -> None:
    """a Mon-Fri, b two days before its end: Thursday."""
    assert span(dates(plan("a|A|5|\nb|B|1|a-2d")), 1)[0] == day(5)


def test_an_elapsed_lag_runs_through_the_weekend(plan: Made) -> None:
    """a ends on Friday 17:00; 2 elapsed days later is Sunday 17:00; b starts on Monday. In working days: Wednesday."""
    found = dates(plan("a|A|5|\nb|B|1|aFS+2ed\nc|C|1|aFS+2d"))
    assert span(found, 1)[0] == day(9)
    assert span(found, 2)[0] == day(11)


def test_a_percent_lag_is_a_part_of_the_predecessors_duration(plan: Made) -> None:
    """Half of a's 4 days: b starts 2 days after a's start, on Wednesday."""
    assert span(dates(plan("a|A|4|\nb|B|1|aSS+50%")), 1)[0] == day(4)


def test_an_elapsed_percent_lag_is_that_part_in_elapsed_time(plan: Made) -> None:
    """Half of a's 4 days of 8 hours are 16 hours; from Thu 17:00 on the clock that is Fri 09:00."""
    assert span(dates(plan("a|A|4|\nb|B|1|aFS+50e%")), 1)[0] == day(6, 9)


def test_a_percent_lag_of_an_elapsed_task_is_elapsed(plan: Made) -> None:
    """a hardens 2 elapsed days, Mon 08:00 to Wed 08:00; half of that is one more day on the clock: Thu 08:00.

    MPXJ's MicrosoftScheduler takes the units of the predecessor's duration.
    """
    found = dates(plan("a|A|0|\nb|B|1|aFS+50%", duration=[2 * DAY, 480], elapsed={"a": True}))
    assert span(found, 1)[0] == day(5)


def test_a_negative_percent_lag_overlaps(plan: Made) -> None:
    """A quarter of a's 4 days before its end on Thursday: b starts on Thursday morning."""
    found = dates(plan("a|A|4|\nb|B|4|aFS-25%"))
    assert span(found, 1)[0] == day(5)
    assert found.total_float == [0, 0]


def test_an_elapsed_duration_ignores_the_calendar_and_its_float_is_elapsed(plan: Made) -> None:
    """Concrete hardens 3 elapsed days from Friday 17:00 to Monday 17:00; beside it x leaves it 1 elapsed day."""
    found = dates(
        plan(
            "a|Pour|5|\nb|Harden|0|a\nc|Build|1|b\nx|X|7|",
            duration=[2400, 3 * DAY, 480, 7 * 480 + 480],
            elapsed={"b": True},
        )
    )
    assert span(found, 1) == (day(6, 17), day(9, 17))
    assert span(found, 2)[0] == day(10)
    assert as_datetime(found.late_finish[1]) == day(11, 8)
    assert found.total_float[1] == 39 * 60


def test_a_milestone_stays_at_the_end_of_the_day_and_work_begins_the_next_morning(plan: Made) -> None:
    """Microsoft Project shows the milestone at 17:00, and its late finish at 08:00 of what follows."""
    found = dates(plan("a|A|5|\nm|M|0|a\nb|B|1|m"))
    assert span(found, 1) == (day(6, 17), day(6, 17))
    assert late(found, 1)[1] == day(9)
    assert span(found, 2)[0] == day(9)
    assert found.total_float[1] == 0


def test_a_milestone_after_a_lag_is_at_the_end_of_a_day(plan: Made) -> None:
    assert span(dates(plan("s|S|0|\nm|M|0|sFS+3d")), 1)[0] == day(4, 17)


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
