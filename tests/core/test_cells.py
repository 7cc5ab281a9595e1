"""What typed cells mean. Expected values: the fixtures of the specification (dates and messy input)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.instants import from_serial, instant, iso_day, to_serial
from pmo_excel.core.problems import Code, Severity

UNKNOWN = Conventions()


def day(raw: object, conventions: Conventions = UNKNOWN) -> str | None:
    got = cells.moment(raw, conventions).value
    return None if got is None else iso_day(got)


@pytest.mark.parametrize(
    ("raw", "conventions", "expected"),
    [
        (46085, UNKNOWN, "2026-03-04"),
        (46085, Conventions(date1904=True), "2030-03-05"),
        (46085.75, UNKNOWN, "2026-03-04"),
        (46154, UNKNOWN, "2026-05-12"),
        ("2026-03-04", UNKNOWN, "2026-03-04"),
        ("4 Mar 2026", UNKNOWN, "2026-03-04"),
        ("04-Mar-26", UNKNOWN, "2026-03-04"),
        ("12.05.2026", UNKNOWN, "2026-05-12"),
        ("12-May-26", UNKNOWN, "2026-05-12"),
        ("04/03/2026", Conventions(day_first=True), "2026-03-04"),
        ("04/03/2026", Conventions(day_first=False), "2026-04-03"),
        ("25/03/2026", UNKNOWN, "2026-03-25"),
        (date(2026, 3, 4), UNKNOWN, "2026-03-04"),
    ],
)
def test_a_date_is_read_as_meant(raw: object, conventions: Conventions, expected: str) -> None:
    assert day(raw, conventions) == expected


@pytest.mark.parametrize("raw", ["31/02/2026", "30 Feb 2026", "0", "-", "TBC", "Q3 2026", "end May", 0, -5])
def test_what_is_no_date_stays_unknown_with_a_reason(raw: object) -> None:
    reading = cells.moment(raw, Conventions(day_first=True))
    assert reading.value is None
    assert reading.fault is not None
    assert reading.fault.code is Code.NOT_A_DATE


def test_a_date_whose_day_may_be_its_month_is_not_guessed() -> None:
    reading = cells.moment("04/03/2026", UNKNOWN)
    assert reading.value is None
    assert reading.fault is not None
    assert reading.fault.code is Code.AMBIGUOUS_DATE


def test_a_column_shows_the_order_of_its_dates() -> None:
    assert cells.day_first(["04/03/2026", "25/03/2026"]) is True
    assert cells.day_first(["04/03/2026", "03/25/2026"]) is False
    assert cells.day_first(["04/03/2026"]) is None
    assert cells.day_first(["25/03/2026", "03/25/2026"]) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("£1,200", 1200),
        ("1\u00a0200,50", 1200.5),
        ("(500)", -500),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        (" 7 ", 7),
    ],
)
def test_a_number_typed_as_text_is_read_and_said_so(raw: str, expected: float) -> None:
    reading = cells.number(cells.clean(raw))
    assert reading.value == expected
    assert reading.fault is not None
    assert reading.fault.severity is Severity.LOW


@pytest.mark.parametrize("raw", ["ten", "1,2,3", "12 apples", "--5", True, date(2026, 3, 4)])
def test_what_is_no_number_is_not_made_one(raw: object) -> None:
    assert cells.number(raw).value is None


def test_percentages_are_fractions_and_whole_numbers_are_said_to_be_read_as_percent() -> None:
    assert cells.percent(0.9).value == 0.9
    assert cells.percent("75 %").value == 0.75
    assert cells.percent("75 %").fault is None or cells.percent("75 %").fault.severity is Severity.LOW
    reading = cells.percent(85)
    assert reading.value == 0.85
    assert reading.fault is not None
    assert reading.fault.severity is Severity.MEDIUM


def test_invisible_characters_and_odd_blanks_do_not_count() -> None:
    assert cells.clean("\u200b T-01\u00a0") == "T-01"
    assert cells.clean(" \u00a0\u200b ") is None


@pytest.mark.parametrize(
    ("serial", "expected"),
    [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1)), (25569, date(1970, 1, 1))],
)
def test_serials_agree_with_the_1900_date_system(serial: int, expected: date) -> None:
    """ECMA-376 part 1, 18.17.4.1: day 60 is the 29 February 1900 that never was."""
    assert from_serial(serial) == instant(expected)
    assert to_serial(instant(expected)) == serial


@given(st.dates(date(1904, 1, 2), date(2200, 1, 1)), st.booleans())
def test_a_date_survives_the_way_to_a_serial_and_back(given_day: date, date1904: bool) -> None:
    value = instant(given_day)
    assert from_serial(to_serial(value, date1904), date1904) == value
