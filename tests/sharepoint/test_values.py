"""Canonical values: the same on both sides, nothing cut short, nothing made up."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.columns import Column, Type
from pmo_excel.core.instants import NO_INSTANT, instant
from sharepoint.fields import Field, fields
from sharepoint.values import UnpublishableError, fingerprint, from_cell, from_site, key, to_site
from sharepoint.zones import SiteZone, site_zone

BERLIN = site_zone({"Id": 4})


def column(kind: Type) -> Field:
    (made,) = fields([Column("Field", "For tests.", kind, choices=("A", "B") if kind is Type.CHOICES else ())])
    return made


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Type.TEXT, "  a\r\nb ", "a b"),
        (Type.TEXT, "=1+1", "=1+1"),
        (Type.LONG_TEXT, "a\r\nb\x07", "a\nb"),
        (Type.NUMBER, -0.0, 0.0),
        (Type.NUMBER, 0.1 + 0.2, 0.3),
        (Type.DATE, date(2026, 3, 2), "2026-03-02"),
        (Type.DATE, instant(datetime(2026, 3, 2, 8)), "2026-03-02"),
        (Type.DATETIME, instant(datetime(2026, 3, 2, 8)), "2026-03-02T08:00"),
        (Type.YES_NO, False, False),
        (Type.CHOICES, "A; B;;", ["A", "B"]),
        (Type.TEXT, "", None),
        (Type.NUMBER, math.nan, None),
        (Type.DATE, NO_INSTANT, None),
        (Type.CHOICES, " ; ", None),
    ],
)
def test_a_cell_has_one_canonical_value(kind: Type, cell: Any, value: Any) -> None:
    assert from_cell(column(kind), cell) == value


@pytest.mark.parametrize(
    ("kind", "cell", "reason"),
    [
        (Type.TEXT, "x" * 256, "256 characters"),
        (Type.TEXT, "😀" * 128, "256 characters"),  # SharePoint counts UTF-16 units
        (Type.NUMBER, "12", "not a number"),
        (Type.NUMBER, math.inf, "not a number"),
        (Type.DATE, "soon", "not a date"),
        (Type.YES_NO, "maybe", "neither Yes nor No"),
        (Type.URL, "javascript:alert(1)", "not a web address"),
    ],
)
def test_what_the_site_cannot_hold_is_refused_with_the_reason(kind: Type, cell: Any, reason: str) -> None:
    with pytest.raises(UnpublishableError, match=reason):
        from_cell(column(kind), cell)


@given(
    st.one_of(
        st.tuples(st.just(Type.LONG_TEXT), st.text()),
        st.tuples(st.just(Type.NUMBER), st.floats(-1e15, 1e15)),
        st.tuples(st.just(Type.DATE), st.dates(date(1950, 1, 1), date(2099, 12, 31))),
        st.tuples(st.just(Type.YES_NO), st.booleans()),
    ),
    st.sampled_from([4, 10, 13, 17, 20, 23, 93]),
)
def test_what_is_written_reads_back_as_the_same_value(given_cell: tuple[Type, Any], zone_id: int) -> None:
    kind, cell = given_cell
    made, zone = column(kind), site_zone({"Id": zone_id})
    value = from_cell(made, cell)
    assert from_site(made, to_site(made, value, zone), zone) == value


def test_a_day_is_the_site_s_midnight_in_utc() -> None:
    """Berlin is one hour ahead of UTC in winter and two in summer (from 29 March 2026, 02:00)."""
    assert BERLIN.day_out("2026-03-29") == "2026-03-28T23:00:00Z"
    assert BERLIN.day_out("2026-03-30") == "2026-03-29T22:00:00Z"
    assert BERLIN.day_in("2026-03-28T23:00:00Z") == "2026-03-29"
    assert BERLIN.time_out("2026-07-01T08:00") == "2026-07-01T06:00:00Z"


@pytest.mark.parametrize("stored", ["2026-06-30T22:00:00Z", "2026-06-30T23:00:00Z", "2026-07-01T11:00:00Z"])
def test_a_zone_known_by_its_offset_only_still_gives_the_right_day(stored: str) -> None:
    """1 July in a zone one hour ahead, stored as midnight with or without summer time, or as noon."""
    zone = site_zone({"Id": 0, "Information": {"Bias": -60}})
    assert zone == SiteZone(zone.rules, exact=False)
    assert zone.day_out("2026-07-01") == "2026-07-01T11:00:00Z"
    assert zone.day_in(stored) == "2026-07-01"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ALPHA-001", "R-1"), ("alpha-001", "r-1 ")),
        (("A", "Ü"), ("a", "U\u0308")),
    ],
)
def test_keys_are_the_same_without_case_and_in_any_unicode_form(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert key(*one) == key(*other)


@given(st.tuples(st.text(min_size=1), st.text()), st.tuples(st.text(min_size=1), st.text()))
def test_the_key_of_one_project_never_lies_in_the_scope_of_another(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    scope, others = key(one[0]), key(other[0])
    if scope and others and scope != others:
        assert not key(*other).startswith(scope + "|")


def test_the_fingerprint_does_not_depend_on_order_or_empty_columns() -> None:
    assert fingerprint({"A": 1.0, "B": "x"}) == fingerprint({"B": "x", "C": None, "A": 1.0})
    assert fingerprint({"A": 1.0}) != fingerprint({"A": "1.0"})
