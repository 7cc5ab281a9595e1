"""Agreement with a slow reference that walks over working hours one by one, on several calendars, with dates imposed.

The reference is written from the rules as they are stated (critical path method; a lag counts on the calendar of
the successor, a duration on the task's own; work begins at the start of a working hour and ends at its end), and shares
nothing with the engine.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import datetime
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_excel.core.instants import NO_INSTANT, instant
from pmo_excel.schedule.calendars import ALWAYS, STANDARD, Calendar
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.plan import Constraint, LagUnit, Link, LinkType, Plan, Settings, plan_of

HOUR = 60
START = instant(datetime(2026, 3, 2, 8))
LATE = ((960, 1440),)
CALENDARS = (
    STANDARD,
    Calendar("Weekend and Wednesday", ((), (), ((480, 960),), (), (), ((480, 960),), ((480, 960),))),
    Calendar("Late shift", (LATE, LATE, LATE, LATE, LATE, (), ())),
    ALWAYS,
)
FS, SS, FF, SF = LinkType.FS, LinkType.SS, LinkType.FF, LinkType.SF


class SlowCalendar:
    """The working hours of a calendar, all of them written down; times in hours since 1970."""

    def __init__(self, calendar: Calendar) -> None:
        first = START // HOUR // 24 - 300
        self.hours = [
            (first + day) * 24 + hour
            for day in range(900)
            for hour in range(24)
            if any(start <= hour * 60 < end for start, end in calendar.week[(first + day + 3) % 7])
        ]

    def begin(self, time: int) -> int:
        """The first working hour that begins at a time or after it."""
        return self.hours[bisect_left(self.hours, time)]

    def end(self, time: int) -> int:
        """The end of the last working hour that ends at a time or before it."""
        return self.hours[bisect_right(self.hours, time - 1) - 1] + 1

    def add(self, time: int, hours: int) -> int:
        """The end of so many working hours from a time on; or the start of so many before it."""
        at = bisect_left(self.hours, time)
        return time if not hours else self.hours[at + hours - 1] + 1 if hours > 0 else self.hours[at + hours]

    def between(self, one: int, other: int) -> int:
        return bisect_left(self.hours, other) - bisect_left(self.hours, one)


SLOW = [SlowCalendar(calendar) for calendar in CALENDARS]


class Reference:
    """Start, finish, late start, late finish and total float of every row, in hours."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.on = [SLOW[max(number, 0)] for number in plan.calendar]
        self.length = [int(minutes) // HOUR for minutes in plan.duration]
        self.held = {link.successor for link in plan.links if link.type in (FS, SS)}
        self.start, self.late_finish = cache(self._start), cache(self._late_finish)
        self.project = max(self.finish(row) for row in range(len(plan)))

    def finish(self, row: int) -> int:
        return self.on[row].add(self.start(row), self.length[row])

    def late_start(self, row: int) -> int:
        return self.on[row].add(self.late_finish(row), -self.length[row])

    def total_float(self, row: int) -> int:
        gaps = (self.start(row), self.late_start(row)), (self.finish(row), self.late_finish(row))
        return min(self.on[row].between(*gap) for gap in gaps)

    def _lagged(self, link: Link, time: int, sign: int) -> int:
        hours = sign * int(link.lag) // HOUR
        return time + hours if link.unit is LagUnit.ELAPSED else self.on[link.successor].add(time, hours)

    def _start(self, row: int) -> int:
        asked = [] if row in self.held else [START // HOUR]
        if self.plan.constraint[row] is Constraint.SNET:
            asked.append(self.plan.constraint_date[row] // HOUR)
        for link in (link for link in self.plan.links if link.successor == row):
            before = self.finish(link.predecessor) if link.type in (FS, FF) else self.start(link.predecessor)
            time = self._lagged(link, before, 1)
            asked.append(self.on[row].add(time, -self.length[row]) if link.type in (FF, SF) else time)
        return self.on[row].begin(max(asked))

    def _late_finish(self, row: int) -> int:
        allowed = [self.project]
        if self.plan.constraint[row] is Constraint.FNLT:
            allowed.append(self.plan.constraint_date[row] // HOUR)
        if self.plan.deadline[row] != NO_INSTANT:
            allowed.append(self.plan.deadline[row] // HOUR)
        for link in (link for link in self.plan.links if link.predecessor == row):
            after = self.late_finish(link.successor) if link.type in (FF, SF) else self.late_start(link.successor)
            time = self._lagged(link, after, -1)
            allowed.append(self.on[row].add(time, self.length[row]) if link.type in (SS, SF) else time)
        return self.on[row].end(min(allowed))


@st.composite
def dated_plans(draw: st.DrawFn, calendars: int) -> Plan:
    """Up to eight tasks on some calendars, linked in every way, some with a date imposed."""
    count = draw(st.integers(1, 8))
    units = st.sampled_from((LagUnit.WORKING, LagUnit.ELAPSED))
    links = [
        Link(before, after, draw(st.sampled_from(tuple(LinkType))), draw(st.integers(-4, 20)) * HOUR, draw(units))
        for after in range(1, count)
        for before in draw(st.sets(st.integers(0, after - 1), max_size=2))
    ]
    kinds = [draw(st.sampled_from((Constraint.ASAP, Constraint.SNET, Constraint.FNLT))) for _ in range(count)]
    imposed = [START + draw(st.integers(0, 300)) * HOUR for _ in range(count)]
    due = [draw(st.sampled_from((NO_INSTANT, START + draw(st.integers(0, 300)) * HOUR))) for _ in range(count)]
    return plan_of(
        [f"T{row}" for row in range(count)],
        Settings(start=START, deadline_caps_late_finish=True),
        links,
        CALENDARS[:calendars],
        duration=[draw(st.integers(1, 40)) * HOUR for _ in range(count)],
        calendar=[draw(st.integers(0, calendars - 1)) for _ in range(count)],
        constraint=kinds,
        constraint_date=[
            date if kind is not Constraint.ASAP else NO_INSTANT for kind, date in zip(kinds, imposed, strict=True)
        ],
        deadline=due,
    )


@pytest.mark.parametrize("calendars", [1, len(CALENDARS)], ids=["one calendar", "four calendars"])
def test_dates_and_float_agree_with_the_reference(calendars: int) -> None:
    @given(dated_plans(calendars))
    @settings(suppress_health_check=[HealthCheck.too_slow])
    def agree(plan: Plan) -> None:
        found, slow, rows = dates(plan), Reference(plan), range(len(plan))
        for name in ("start", "finish", "late_start", "late_finish"):
            assert [value // HOUR for value in getattr(found, name)] == [getattr(slow, name)(row) for row in rows], name
        assert [value / HOUR for value in found.total_float] == [slow.total_float(row) for row in rows]
        assert found.project_finish // HOUR == slow.project

    agree()
