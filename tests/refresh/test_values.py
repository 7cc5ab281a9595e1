"""Whole columns of values are what single values are: each is the other's check."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.columns import Column, Type, empty_values, is_empty
from pmo_excel.core.instants import NO_INSTANT, instant
from pmo_excel.refresh.values import agreeing, canonical, cell_value, cell_values, empties, same

INSTANTS = st.just(NO_INSTANT) | st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31)).map(instant)
NUMBERS = st.just(float("nan")) | st.floats(-1e12, 1e12) | st.integers(-1000, 1000).map(float)
WORDS = st.none() | st.text(max_size=5) | st.sampled_from(["1", "R"])
FLAGS = st.none() | st.booleans()
KINDS = {
    Type.DATE: INSTANTS,
    Type.DATETIME: INSTANTS,
    Type.NUMBER: NUMBERS,
    Type.MONEY: NUMBERS,
    Type.TEXT: WORDS,
    Type.RAG: WORDS,
    Type.YES_NO: FLAGS,
}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_a_column_is_what_its_cells_are(kind: Type, data: st.DataObject) -> None:
    column = Column("Value", "A value.", kind)
    pairs = data.draw(st.lists(st.tuples(KINDS[kind], KINDS[kind]) | KINDS[kind].map(lambda one: (one, one))))
    found, values = empty_values(column, len(pairs)), empty_values(column, len(pairs))
    for row, pair in enumerate(pairs):
        found[row], values[row] = pair
    assert empties(values).tolist() == [is_empty(value) for value in values]
    assert cell_values(column, values) == [cell_value(column, value) for value in values]
    assert agreeing(column, found, values).tolist() == [same(column, *pair) for pair in pairs]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Type.DATE, instant(datetime(2026, 3, 2, 17)), "2026-03-02"),
        (Type.DATE, instant(date(1969, 12, 31)), "1969-12-31"),
        (Type.DATETIME, instant(datetime(2026, 3, 2, 8)), "2026-03-02T08:00"),
        (Type.DATE, NO_INSTANT, ""),
        (Type.NUMBER, 0.1 + 0.2, "0.3"),
        (Type.NUMBER, 12.0, "12"),
        (Type.NUMBER, float("nan"), ""),
        (Type.TEXT, "Grey", "Grey"),
        (Type.YES_NO, True, "True"),
        (Type.TEXT, None, ""),
    ],
)
def test_fingerprints_see_values_as_they_always_did(kind: Type, value: object, text: str) -> None:
    """Every refreshed workbook remembers these texts; another one would be taken for what a person typed."""
    column = Column("Value", "A value.", kind)
    values = empty_values(column, 1)
    values[0] = value
    assert canonical(column, np.asarray(values)) == [text]
