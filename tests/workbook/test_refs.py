"""References and the numbers they stand for."""

from __future__ import annotations

import openpyxl.utils
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.workbook.refs import (
    LAST_COLUMN,
    LAST_ROW,
    Range,
    cell_at,
    cell_ref,
    column_letters,
    column_number,
    range_at,
    sheet_ref,
)


@given(st.integers(1, LAST_COLUMN))
def test_columns_are_lettered_as_openpyxl_letters_them(column: int) -> None:
    assert column_letters(column) == openpyxl.utils.get_column_letter(column)
    assert column_number(column_letters(column)) == column


@given(st.integers(1, LAST_ROW), st.integers(1, LAST_COLUMN))
def test_a_cell_reference_read_back_is_the_same_cell(row: int, column: int) -> None:
    assert cell_at(cell_ref(row, column)) == (row, column)


def test_dollar_signs_do_not_matter() -> None:
    assert cell_at("$H$12") == (12, 8)


def test_a_range_may_be_given_from_any_corner() -> None:
    assert range_at("C9:A2") == Range(2, 1, 9, 3)
    assert str(range_at("C9:A2")) == "A2:C9"
    assert str(range_at("H12")) == "H12"


@pytest.mark.parametrize("ref", ["", "12", "H0", "A1048577", "XFE1", "A:C", "1:2", "Sheet!A1", "H12 "])
def test_what_is_no_cell_reference_is_named(ref: str) -> None:
    with pytest.raises(ValueError, match=r"reference|column"):
        range_at(ref)


@pytest.mark.parametrize("column", [0, LAST_COLUMN + 1])
def test_columns_beyond_the_sheet_have_no_letters(column: int) -> None:
    with pytest.raises(ValueError, match="column must be 1 to 16384"):
        column_letters(column)


def test_ranges_overlap_when_they_share_a_cell() -> None:
    assert range_at("A1:B2").overlaps(range_at("B2:C3"))
    assert not range_at("A1:B2").overlaps(range_at("C1:C9"))
    assert range_at("A1:B2").holds(2, 2)
    assert not range_at("A1:B2").holds(3, 1)


def test_a_sheet_name_with_a_quote_is_quoted_as_excel_does() -> None:
    assert sheet_ref("Bob's plan", "A1") == "'Bob''s plan'!A1"
    assert sheet_ref("Plan", "A1") == "Plan!A1"
