"""What holds for every load, whatever the bookings, calendars and leave: checked against a slow reference."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.calling import as_json
from pmo_excel.functions import CATALOGUE, ask

FIRST = date(2026, 3, 2)
DAYS = st.integers(0, 40)
SHARES = st.sampled_from([0.1, 0.25, 0.3, 0.5, 0.6, 1.0, 1.5])
HOLIDAYS = ["2026-03-18", "2026-03-19"]
CALENDARS = [["Calendar Name", "Mon (h)", "Tue (h)", "Wed (h)", "Thu (h)"], ["Four", 7.5, 7.5, 7.5, 7.5]]
RESOURCES = [["Resource ID", "Calendar", "Capacity %"], ["R", "", ""], ["S", "Four", 0.5]]


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, date, date]:
    """Who, and between which days."""
    start, length = draw(DAYS), draw(st.integers(0, 20))
    return draw(st.sampled_from("RS")), FIRST + timedelta(start), FIRST + timedelta(start + length)


BOOKED = st.lists(st.tuples(spans(), SHARES, st.booleans(), st.sampled_from(["Hard", "Soft", ""])), min_size=1)
AWAY = st.lists(st.tuples(spans(), st.sampled_from([0.25, 0.5, 1.0])), max_size=4)


def assignments(booked: list[Any]) -> list[list[Any]]:
    rows = [
        [str(at), who, "" if work else share, share * 20 if work else "", kind, start.isoformat(), finish.isoformat()]
        for at, ((who, start, finish), share, work, kind) in enumerate(booked)
    ]
    return [["Task ID", "Resource ID", "Units %", "Work (h)", "Booking", "Start", "Finish"], *rows]


def leave(away: list[Any]) -> list[list[Any]]:
    rows = [[who, start.isoformat(), finish.isoformat(), portion] for (who, start, finish), portion in away]
    return [["Resource ID", "From", "To", "Portion"], *rows]


def table(name: str, **given: Any) -> list[dict[str, Any]]:
    common = {"resources": RESOURCES, "holidays": HOLIDAYS, "calendars": CALENDARS}
    headers, *rows = as_json(CATALOGUE[name], ask(name, **{**common, **given}).value)
    return [dict(zip(headers, row, strict=True)) for row in rows]


def there(who: str, day: date, away: list[Any]) -> float:
    """Hours that somebody full time is there: one day at a time, as a person would say it."""
    if day.isoformat() in HOLIDAYS or day.weekday() > (4 if who == "R" else 3):
        return 0.0
    distinct = {(w, s, f, p) for (w, s, f), p in away}
    gone = min(1.0, sum(p for w, s, f, p in distinct if w == who and s <= day <= f))
    return (8.0 if who == "R" else 7.5) * (1 - gone)


@given(BOOKED, AWAY, st.sampled_from(["Day", "Week", "Month"]))
def test_load_summed_over_time_is_the_work(booked: list[Any], away: list[Any], period: str) -> None:
    """By a loop over days: work where the person is there at all, else nothing; units times the hours there."""
    expected = {"R": 0.0, "S": 0.0}
    for (who, start, finish), share, work, _ in booked:
        hours = sum(there(who, start + timedelta(at), away) for at in range((finish - start).days + 1))
        expected[who] += (share * 20 if hours > 0 else 0.0) if work else share * hours
    found = {"R": 0.0, "S": 0.0}
    rows = table("LOAD", assignments=assignments(booked), leave=leave(away), period=period, booking="All")
    for row in rows:
        found[row["Resource ID"]] += row["Load (h)"]
    assert found == pytest.approx(expected, abs=1e-4)


@given(BOOKED, AWAY)
def test_hard_and_soft_are_all_and_expected_lies_between(booked: list[Any], away: list[Any]) -> None:
    rows = table("CAPACITY", assignments=assignments(booked), leave=leave(away))
    for row in rows:
        assert row["Gap (h)"] == pytest.approx(row["Capacity (h)"] - row["Hard (h)"] - row["Soft (h)"], abs=1e-6)
        assert row["Expected (h)"] == pytest.approx(row["Hard (h)"] + row["Soft (h)"] / 2, abs=1e-5)


@given(BOOKED, AWAY)
def test_a_person_without_leave_is_never_less_available(booked: list[Any], away: list[Any]) -> None:
    said = assignments(booked)
    without = table("LOAD", assignments=said, period="Day")
    for with_leave, free in zip(table("LOAD", assignments=said, leave=leave(away), period="Day"), without, strict=True):
        assert with_leave["Capacity (h)"] <= free["Capacity (h)"] + 1e-9
        assert free["Capacity (h)"] <= 8


@given(BOOKED)
def test_shuffled_assignments_give_the_same_load(booked: list[Any]) -> None:
    headers, *rows = assignments(booked)
    one, other = (table("LOAD", assignments=[headers, *order], booking="All") for order in (rows, rows[::-1]))
    assert one == other


@given(BOOKED, AWAY)
def test_the_days_over_capacity_are_those_of_the_loads_by_day(booked: list[Any], away: list[Any]) -> None:
    """A week's average may hide a day; the list of over-allocations never does."""
    given_ = {"assignments": assignments(booked), "leave": leave(away), "booking": "All"}
    days = table("LOAD", period="Day", **given_)
    over = {(r["Resource ID"], r["Period Start"]) for r in days if r["Load (h)"] > r["Capacity (h)"] + 1e-6}
    found = {(r["Resource ID"], r["Date"]) for r in table("OVERALLOCATIONS", period="Week", **given_)}
    assert found == over
