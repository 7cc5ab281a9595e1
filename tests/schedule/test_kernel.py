"""The compiled loops give the dates that the plain ones give, in every kind of plan; columns are links like others."""

from __future__ import annotations

import random
from dataclasses import fields
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_excel.core.instants import DAY, NO_INSTANT, instant
from pmo_excel.schedule import compiled
from pmo_excel.schedule.calendars import STANDARD, Calendar, week_of
from pmo_excel.schedule.critical_path import dates
from pmo_excel.schedule.dates import Dates
from pmo_excel.schedule.links import TYPES, UNITS, LinkColumns, link_columns
from pmo_excel.schedule.plan import Constraint, LagUnit, Link, LinkType, Plan, Settings, StatusRule, plan_of

START = instant(datetime(2026, 3, 2, 8))
SHIFTS = Calendar("Shifts", week_of(((6 * 60, 14 * 60),), working_days=6))


@pytest.fixture
def always_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile whatever the size, and however many rules there are."""
    pytest.importorskip("numba", reason="numba, the extra `fast`, is not installed")
    for name in ("COMPILED_FROM", "LOADED_FROM", "RULED_SHARE"):
        monkeypatch.setattr(compiled, name, 0)


def any_plan(seed: int) -> Plan:
    """A plan with something of everything: summaries, calendars, constraints, progress, wrong rows, loops."""
    choose = random.Random(seed)
    rows = choose.randrange(1, 40)

    def some(share: float, value: Any, empty: Any) -> list[Any]:
        return [value() if choose.random() < share else empty for _ in range(rows)]

    def day() -> int:
        return START + choose.randrange(60) * DAY + choose.choice((0, 240, 540))

    order = choose.sample(range(rows), rows)
    links = [
        Link(
            order[choose.randrange(at)],
            order[at],
            choose.choice(TYPES),
            choose.choice((0, 0, 480, -240, 33)),
            choose.choice((LagUnit.WORKING, LagUnit.WORKING, LagUnit.ELAPSED, LagUnit.PERCENT)),
        )
        for at in range(1, rows)
        for _ in range(choose.randrange(4))
    ]
    begun = some(0.1, day, NO_INSTANT)
    return plan_of(
        [f"T{row}" for row in range(rows)],
        Settings(
            start=START,
            status_date=choose.choice((NO_INSTANT, START + 9 * DAY)),
            status_rule=choose.choice(list(StatusRule)),
            honor_constraints=choose.random() < 0.5,
        ),
        links + ([Link(order[-1], order[0])] if choose.random() < 0.1 else []),
        [STANDARD, SHIFTS],
        duration=[choose.choice((0, 480, 2400, 33, 5.5)) for _ in range(rows)],
        parent=[choose.randrange(row) if row and choose.random() < 0.2 else -1 for row in range(rows)],
        calendar=some(0.1, lambda: 1, -1),
        constraint=some(0.2, lambda: choose.choice(list(Constraint)), Constraint.ASAP),
        constraint_date=some(0.3, day, NO_INSTANT),
        actual_start=begun,
        percent_complete=[choose.choice((0.3, 1.0)) if at != NO_INSTANT else 0.0 for at in begun],
        leveling_delay=some(0.05, lambda: 1440, 0),
        wrong=some(0.03, lambda: True, False),
    )


def columns_of(found: Dates) -> dict[str, Any]:
    return {each.name: getattr(found, each.name) for each in fields(found)}


@given(st.integers(0, 10**9))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_compiled_dates_are_the_plain_ones(always_compiled: None, seed: int) -> None:
    quick = columns_of(dates(any_plan(seed)))
    with pytest.MonkeyPatch.context() as plainly:
        plainly.setattr(compiled, "COMPILED_FROM", 10**9)
        plainly.setattr(compiled, "LOADED_FROM", 10**9)
        assert quick == columns_of(dates(any_plan(seed)))


def test_a_key_beyond_all_time_does_not_overflow_where_compiled(always_compiled: None) -> None:
    """A hundred durations of a million years in a row: each is out of range, and is reported."""
    chain = [Link(row, row + 1) for row in range(99)]
    found = dates(plan_of([str(row) for row in range(100)], Settings(start=START), chain, duration=[5e11] * 100))
    assert not any(found.known)
    assert all(value == NO_INSTANT for value in found.finish)


def test_links_as_columns_are_the_links() -> None:
    links = [Link(row, row + 1, TYPES[row % 4], row - 3, UNITS[row % 3]) for row in range(9)]
    columns = link_columns(links)
    assert list(columns) == links
    assert columns[3] == links[3]
    assert columns[-1] == links[-1]
    assert columns[2:4] == links[2:4]
    assert link_columns(columns) is columns


def test_a_plan_from_arrays_is_the_plan_from_lists() -> None:
    links = [Link(0, 1), Link(0, 2, LinkType.SS, 480), Link(1, 2, LinkType.FF)]
    columns = LinkColumns(np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([0, 1, 2]), np.array([0, 480, 0]))
    settings_ = Settings(start=START)
    lists = dates(plan_of("abc", settings_, links, duration=[480, 960, 240]))
    arrays = dates(plan_of("abc", settings_, columns, duration=np.array([480, 960, 240])))
    assert columns_of(lists) == columns_of(arrays)


def test_a_chain_of_many_tasks_needs_no_deep_stack() -> None:
    """Twenty thousand tasks of a minute each in a row, typed in the opposite order.

    20,000 minutes are 41 days of 480 and 320 minutes. 41 working days from Monday 2 March on are eight weeks and a
    day, so the last day is Tuesday 28 April; 240 minutes of it end at 12:00, the other 80 at 14:20.
    """
    count = 20_000
    links = LinkColumns(np.arange(1, count), np.arange(count - 1))
    found = dates(plan_of(map(str, range(count)), Settings(start=START), links, duration=[1] * count))
    assert all(found.critical)
    assert found.finish[0] == found.project_finish == instant(datetime(2026, 4, 28, 14, 20))
