"""Working time: the answers are counted by hand on a calendar sheet of 2026 (2-Mar-2026 is a Monday)."""

from __future__ import annotations

import time
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.instants import DAY, NO_INSTANT, instant
from pmo_excel.schedule.axis import Axis, ticks
from pmo_excel.schedule.calendars import (
    ALWAYS,
    DAY_OFF,
    STANDARD,
    Calendar,
    CalendarException,
    WorkWeek,
    common_time,
    hours_from,
    week_from,
    week_of,
)

MONDAY = instant(datetime(2026, 3, 2, 8))
FRIDAY_EVENING = instant(datetime(2026, 3, 6, 17))
NEXT_MONDAY = instant(datetime(2026, 3, 9, 8))
STANDARD_AXIS = Axis(STANDARD, MONDAY)
ALWAYS_AXIS = Axis(ALWAYS, MONDAY)
NO_WORK = Calendar("None", week_of(DAY_OFF))
AROUND = st.integers(MONDAY - 40 * 365 * DAY, MONDAY + 80 * 365 * DAY)


def at(*parts: int) -> int:
    return instant(datetime(*parts))  # type: ignore[arg-type]


def test_a_duration_lands_at_the_end_of_a_period_never_at_the_next_start() -> None:
    assert STANDARD_AXIS.add(MONDAY, 240) == at(2026, 3, 2, 12)
    assert STANDARD_AXIS.add(MONDAY, 5 * 480) == FRIDAY_EVENING


def test_taking_off_lands_at_the_start_of_a_period() -> None:
    assert STANDARD_AXIS.add(FRIDAY_EVENING, -5 * 480) == MONDAY


def test_adding_nothing_keeps_an_instant_in_the_night() -> None:
    assert STANDARD_AXIS.add(at(2026, 3, 7, 3), 0) == at(2026, 3, 7, 3)


def test_both_ends_of_a_weekend_are_the_same_working_time_and_different_instants() -> None:
    assert STANDARD_AXIS.between(FRIDAY_EVENING, NEXT_MONDAY) == 0
    assert STANDARD_AXIS.next_start(FRIDAY_EVENING) == NEXT_MONDAY
    assert STANDARD_AXIS.previous_finish(NEXT_MONDAY) == FRIDAY_EVENING


def test_a_day_given_as_a_date_starts_and_ends_with_its_working_hours() -> None:
    saturday = at(2026, 3, 7) // DAY
    assert STANDARD_AXIS.first_start(saturday) == NEXT_MONDAY
    assert STANDARD_AXIS.last_finish(saturday) == FRIDAY_EVENING
    assert STANDARD_AXIS.last_finish(saturday - 1) == FRIDAY_EVENING


def test_holidays_and_half_days_are_left_out() -> None:
    """3-Apr and 6-Apr off, Thursday 2-Apr till noon: a day from Thursday 08:00 ends on Tuesday 7-Apr 12:00."""
    days = [at(2026, 4, day) // DAY for day in (2, 3, 6)]
    half = CalendarException(days[0], days[0], ((480, 720),))
    axis = Axis(STANDARD.without_working_time(days[1:]).with_exceptions([half]), MONDAY)
    assert axis.add(at(2026, 4, 2, 8), 480) == at(2026, 4, 7, 12)


def test_the_later_exception_wins_over_the_earlier_and_over_work_weeks() -> None:
    day = at(2026, 3, 4) // DAY
    week = WorkWeek(day - 2, day + 4, (((540, 600),),) * 7)
    calendar = Calendar(
        "Summer", STANDARD.week, (CalendarException(day, day), CalendarException(day, day, ((600, 660),))), (week,)
    )
    assert calendar.days(day - 1, day) == [((540, 600),), ((600, 660),)]


def test_a_night_shift_goes_on_over_midnight() -> None:
    night = Calendar("Night", week_of(((0, 480), (1380, 1440)), working_days=7))
    assert Axis(night, MONDAY).add(at(2026, 3, 2, 23), 120) == at(2026, 3, 3, 1)


def test_the_common_time_of_two_calendars_is_what_both_have() -> None:
    early = Calendar("Early", week_of(((360, 600),)), (CalendarException(MONDAY // DAY, MONDAY // DAY),))
    common = common_time(STANDARD, early)
    assert common.days(MONDAY // DAY, MONDAY // DAY + 1) == [(), ((480, 600),)]


def test_a_short_day_has_no_break_and_a_long_one_has_an_hour() -> None:
    assert hours_from(540, 240) == ((540, 780),)
    assert hours_from(540, 480) == ((540, 780), (840, 1080))
    assert hours_from(540, 0) == DAY_OFF


def test_a_night_shift_goes_on_in_the_next_morning() -> None:
    """The Night Shift calendar of Microsoft Project: Monday 23:00 to Saturday 08:00, without 03:00 to 04:00."""
    night = ((0, 180), (240, 480))
    evening = (1380, 1440)
    assert week_from(1380, [480] * 5 + [0, 0]) == (
        (evening,), (*night, evening), (*night, evening), (*night, evening), (*night, evening), night, (),
    )  # fmt: skip


def test_twenty_four_hours_a_day_are_all_day_whenever_the_day_starts() -> None:
    assert week_from(540, [1440] * 7) == ALWAYS.week


def test_a_shift_on_sunday_goes_on_on_monday() -> None:
    assert week_from(1320, [0] * 6 + [240]) == (((0, 120),), (), (), (), (), (), ((1320, 1440),))


def test_the_hours_of_one_day_are_kept_even_where_they_do_not_fit_behind_its_start() -> None:
    assert hours_from(1320, 240) == ((1200, 1440),)


def test_a_calendar_without_working_time_is_refused() -> None:
    assert not NO_WORK.works
    with pytest.raises(ValueError, match="no working time"):
        Axis(NO_WORK, MONDAY)


def test_working_time_that_ends_is_reported_as_no_instant_and_does_not_loop() -> None:
    day = MONDAY // DAY
    once = Calendar("Once", NO_WORK.week, (CalendarException(day, day, ((480, 960),)),))
    axis = Axis(once, MONDAY)
    assert axis.add(MONDAY, 480) == at(2026, 3, 2, 16)
    assert axis.add(MONDAY, 481) == NO_INSTANT


def test_an_unending_duration_is_no_instant_within_a_moment() -> None:
    began = time.process_time()
    assert STANDARD_AXIS.add(MONDAY, 10**12) == NO_INSTANT
    assert time.process_time() - began < 2


@given(AROUND)
def test_every_instant_has_one_key_and_comes_back(value: int) -> None:
    assert STANDARD_AXIS.instant(STANDARD_AXIS.key(value)) == value
    assert STANDARD_AXIS.instants(np.array([STANDARD_AXIS.key(value)])).tolist() == [value]


@given(AROUND, AROUND)
def test_keys_sort_as_instants_do(one: int, other: int) -> None:
    assert (STANDARD_AXIS.key(one) < STANDARD_AXIS.key(other)) == (one < other)


@given(AROUND, st.integers(0, 10**6))
def test_working_time_added_is_working_time_between(value: int, minutes: int) -> None:
    assert STANDARD_AXIS.between(value, STANDARD_AXIS.add(value, minutes)) == minutes


@given(AROUND, st.integers(-(10**6), 10**6))
def test_the_24_hour_calendar_is_plain_arithmetic(value: int, minutes: int) -> None:
    assert ALWAYS_AXIS.add(value, minutes) == value + minutes
    assert ALWAYS_AXIS.between(value, value + minutes) == minutes


def test_time_is_counted_in_tenths_of_a_minute() -> None:
    assert ticks(0.1) == 1
    assert STANDARD_AXIS.add(MONDAY, 0.6) == MONDAY


def test_axes_far_from_their_origin_agree_with_near_ones() -> None:
    near = Axis(STANDARD, at(2090, 6, 1))
    assert near.add(at(2090, 6, 1, 8), 4800) == STANDARD_AXIS.add(at(2090, 6, 1, 8), 4800)
    assert STANDARD_AXIS.between(at(1990, 1, 1), at(1990, 1, 8)) == 5 * 480
    assert date(1990, 1, 1).weekday() == 0
