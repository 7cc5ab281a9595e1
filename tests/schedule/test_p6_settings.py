"""Options that Primavera P6 has: whose calendar a lag is counted on, and where milestones stand.

Days are counted by hand; 6 March 2026 is a Friday.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from pmo_excel.core.instants import as_datetime, instant
from pmo_excel.schedule.calendars import STANDARD, Calendar
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import LagCalendar, Link, Settings, plan_of

WEEK = STANDARD.week
DAILY = Calendar("Every day", (*WEEK[:5], WEEK[0], WEEK[0]))


@pytest.mark.parametrize(
    ("counted", "starts"),
    [(LagCalendar.SUCCESSOR, datetime(2026, 3, 9, 8)), (LagCalendar.PREDECESSOR, datetime(2026, 3, 11, 8))],
)
def test_a_lag_across_a_weekend(counted: LagCalendar, starts: datetime) -> None:
    """From Friday evening, two days on seven-day weeks end on Sunday; on five-day weeks they end on Tuesday."""
    settings = Settings(start=instant(datetime(2026, 3, 6, 8)), lag_calendar=counted)
    plan = plan_of(["1", "2"], settings, [Link(0, 1, lag=960)], [STANDARD, DAILY], duration=[480] * 2, calendar=[0, 1])
    got = dates(plan)
    assert as_datetime(int(got.start[1])) == starts
    assert got.total_float == [0, 0]


@pytest.mark.parametrize(("waits", "reached"), [(False, datetime(2026, 3, 7, 17)), (True, datetime(2026, 3, 9, 8))])
def test_a_milestone_on_a_weekend(waits: bool, reached: datetime) -> None:
    """Work on every day ends on Saturday; a milestone on five-day weeks may wait for Monday."""
    settings = Settings(start=instant(datetime(2026, 3, 7, 8)), milestones_in_working_time=waits)
    plan = plan_of(["1", "2"], settings, [Link(0, 1)], [STANDARD, DAILY], duration=[480, 0], calendar=[1, 0])
    assert as_datetime(int(dates(plan).start[1])) == reached


def test_on_one_calendar_it_makes_no_difference() -> None:
    for counted in LagCalendar:
        settings = Settings(start=instant(datetime(2026, 3, 6, 8)), lag_calendar=counted)
        plan = plan_of(["1", "2"], settings, [Link(0, 1, lag=960)], duration=[480] * 2)
        assert as_datetime(int(dates(plan).start[1])) == datetime(2026, 3, 11, 8)
