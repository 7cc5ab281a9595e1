"""One worked example for each rule of links: every kind, lags and leads, elapsed time, the ends of days."""

from __future__ import annotations

from pmo_excel.core.instants import DAY, as_datetime, instant
from pmo_excel.schedule.critical_path import dates
from tests.schedule.rules import Made, day, late, span


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
