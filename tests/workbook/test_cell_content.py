"""What a cell's XML holds for a value."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from pmo_excel.workbook.cell_content import Content, UnwritableError, content, serial


def inner(value: object) -> bytes:
    return content(value, b"", False).inner  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, Content(b"", b"")),
        ("", Content(b"", b"")),
        (True, Content(b' t="b"', b"<v>1</v>")),
        (3, Content(b"", b"<v>3</v>")),
        (3.0, Content(b"", b"<v>3</v>")),
        (0.1, Content(b"", b"<v>0.1</v>")),
        (1e300, Content(b"", b"<v>1e+300</v>")),
        (np.int64(5), Content(b"", b"<v>5</v>")),
        (np.float32(0.5), Content(b"", b"<v>0.5</v>")),
        ("a<b&c", Content(b' t="inlineStr"', b"<is><t>a&lt;b&amp;c</t></is>")),
    ],
)
def test_values_become_cell_content(value: object, expected: Content) -> None:
    assert content(value, b"", False) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    made = content(text, b"", False)
    assert made.kind == b' t="inlineStr"'
    assert b"<f" not in made.inner


@pytest.mark.parametrize("text", [" a", "a ", "a\nb", "a  b"])
def test_space_that_xml_readers_might_drop_is_kept(text: str) -> None:
    assert b'<t xml:space="preserve">' in inner(text)


def test_control_characters_are_escaped_and_what_looks_escaped_too() -> None:
    """ECMA-376 Part 1, 22.9.2.19: `_xHHHH_` is the character; a literal one has its underscore escaped."""
    assert b"a_x000B_b_x000D_" in inner("a\x0bb\r")
    assert b"_x005F_x000B_" in inner("_x000B_")
    assert b"_xD800_" in inner("\ud800")


def test_the_sheets_prefix_is_used() -> None:
    assert content("a", b"x:", False).inner == b"<x:is><x:t>a</x:t></x:is>"


def test_text_may_have_32767_characters_counted_as_excel_counts() -> None:
    inner("a" * 32_767)
    with pytest.raises(UnwritableError, match="32,768 characters"):
        inner("a" * 32_768)
    with pytest.raises(UnwritableError, match="16,384 characters"):
        inner("\N{GRINNING FACE}" * 16_384)


@given(st.datetimes(datetime(1900, 3, 1), datetime(2199, 1, 1)))
def test_dates_are_the_serials_openpyxl_writes(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert serial(moment, False) == pytest.approx(to_excel(moment, CALENDAR_WINDOWS_1900), abs=1e-9)
    if moment.year >= 1904:
        assert serial(moment, True) == pytest.approx(to_excel(moment, CALENDAR_MAC_1904), abs=1e-9)


@pytest.mark.parametrize(
    ("day", "date1904", "expected"),
    [
        (date(1900, 1, 1), False, 1),
        (date(1900, 2, 28), False, 59),
        (date(1900, 3, 1), False, 61),
        (date(2008, 1, 1), False, 39448),
        (date(1904, 1, 1), True, 0),
        (date(2008, 1, 1), True, 37986),
    ],
)
def test_serials_are_those_excel_shows(day: date, date1904: bool, expected: float) -> None:
    """39448 is the example of Microsoft's DATEVALUE page; the 1904 system is 1,462 days behind (support.microsoft.com
    "Date systems in Excel"); 1900 counts a 29 February that was not (18.17.4.1)."""
    assert serial(day, date1904) == expected


def test_dates_before_the_workbooks_first_day_cannot_be_written() -> None:
    with pytest.raises(UnwritableError, match="31 December 1899"):
        serial(date(1899, 12, 31), False)
    with pytest.raises(UnwritableError, match="before 1904"):
        serial(date(1903, 12, 31), True)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), datetime(2026, 1, 1, tzinfo=UTC)])
def test_values_that_are_not_ones_are_the_callers_mistake(value: object) -> None:
    with pytest.raises(ValueError, match=r"finite|time zone"):
        inner(value)


def test_other_types_are_the_callers_mistake() -> None:
    with pytest.raises(TypeError, match="value must be text"):
        inner(timedelta(1))
