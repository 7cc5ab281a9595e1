"""What is written is what is read: every kind of value, in both date systems; and damaged files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.refused import Refused

Minimal = Callable[..., bytes]
T = TypeVar("T")
D1904 = '<workbookPr date1904="1"/>'
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2">'
    '<xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def written(minimal: Minimal, value: Any, *, date1904: bool = False, style: int = 0) -> Any:
    """The cell A1 as python-calamine reads it after a patch; an empty cell between two others."""
    data = minimal(
        f'<row r="1"><c r="A1" s="{style}"/></row>',
        properties=D1904 if date1904 else "",
        links=(("styles", "styles.xml"),),
        parts={"xl/styles.xml": STYLES},
    )
    patched = patch(data, [Edit("Plan", "A1", value), Edit("Plan", "B2", 1)]).data
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(patched)).get_sheet_by_index(0).to_python(skip_empty_area=False)[0][0]
    )


text = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\0\x01\x0b\r\n\t _x0<>&\"']")))


@given(st.one_of(text, st.builds("_x{:04X}_".format, st.integers(0, 0xFFFF)), st.builds(" {} ".format, text)))
def test_text_comes_back_letter_for_letter(minimal: Minimal, value: str) -> None:
    assume(value)
    assert written(minimal, value) == value


@given(st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(), st.integers(-(10**400), 10**400)))
def test_numbers_come_back_exactly_or_are_refused(minimal: Minimal, value: float) -> None:
    if isinstance(value, int) and (value.bit_length() > 1023 or int(float(value)) != value):
        with pytest.raises(Refused, match="digits"):
            written(minimal, value)
    else:
        assert written(minimal, value) == value


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31, 23, 59)).map(
        lambda d: d.replace(second=0, microsecond=0)
    ),
    st.booleans(),
)
def test_moments_come_back_in_both_date_systems(minimal: Minimal, moment: datetime, date1904: bool) -> None:
    """Compared as serials: day 60 of the 1900 system does not exist, and readers disagree on the days before it."""
    first = datetime(1904, 1, 1) if date1904 else datetime(1900, 1, 1)
    if moment < first:
        with pytest.raises(Refused, match="is before"):
            written(minimal, moment, date1904=date1904)
        return
    days = (moment - first) / timedelta(days=1)
    serial = days if date1904 else days + 1 + (moment >= datetime(1900, 3, 1))
    assert written(minimal, moment, date1904=date1904) == pytest.approx(serial, abs=1e-9)
    if serial > 61:
        read = written(minimal, moment, date1904=date1904, style=1)
        read = read if isinstance(read, datetime) else datetime(read.year, read.month, read.day)
        assert abs(read - moment) < timedelta(seconds=1)


@given(st.dates(date(1899, 1, 1), date(1899, 12, 31)))
def test_days_before_excels_first_are_refused(minimal: Minimal, day: date) -> None:
    with pytest.raises(Refused, match=r"before 1900.*write it as text"):
        written(minimal, day)


@pytest.mark.parametrize("value", [True, False])
def test_true_and_false_come_back(minimal: Minimal, value: bool) -> None:
    assert written(minimal, value) is value


@pytest.mark.parametrize("value", [None, ""])
def test_nothing_comes_back_as_nothing(minimal: Minimal, value: Any) -> None:
    assert written(minimal, value) == ""


def test_the_longest_text_comes_back_and_a_longer_one_is_refused(minimal: Minimal) -> None:
    assert written(minimal, "ä" * 32_767) == "ä" * 32_767
    with pytest.raises(Refused, match="32,768 characters"):
        written(minimal, "ä" * 32_768)
    with pytest.raises(Refused, match="16,384 characters"):  # each counts twice in Excel, which counts UTF-16
        written(minimal, "😀" * 16_384)


@given(st.data())
def test_a_flipped_byte_is_a_message_or_changes_nothing_else(rich: bytes, data: st.DataObject) -> None:
    """Bytes of the packed members, the headers and the directory alike; other errors fail the test."""
    at = data.draw(st.integers(0, len(rich) - 1))
    broken = bytearray(rich)
    broken[at] ^= data.draw(st.integers(1, 255))
    given_ = bytes(broken)
    patched = attempted(lambda: patch(given_, [Edit("Schedule", "C5", 20)]))
    if patched is not None:
        before, after = members(given_), members(patched.data)
        assert {name for name in before if before[name] != after.get(name)} <= {*patched.changed, *patched.removed}
    assert bytes(broken) == given_


def attempted(action: Callable[[], T]) -> T | None:
    """What the action gives, or None when it is refused with reasons; any other error goes on."""
    try:
        return action()
    except Refused as refusal:
        said = [(problem.message, problem.suggestion) for problem in refusal.problems]
    assert said
    assert all(message and suggestion for message, suggestion in said)
    return None


def members(data: bytes) -> dict[str, tuple[int, int]]:
    """Size and checksum of each member, as the directory gives them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.orig_filename: (info.file_size, info.CRC) for info in archive.infolist()}


@given(st.data())
def test_a_flipped_byte_in_unpacked_xml_is_a_message(minimal: Minimal, data: st.DataObject) -> None:
    """As a program would write it that damages XML before packing it, so that no checksum tells."""
    rows = '<row r="1" spans="1:2"><c r="A1" s="0"><v>1</v></c><c r="B1" t="b"><f>A1*2</f><v>2</v></c></row>'
    sound = minimal(
        rows, head='<dimension ref="A1:B1"/>', tail='<mergeCells count="1"><mergeCell ref="C1:D2"/></mergeCells>'
    )
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    part = parts[data.draw(st.sampled_from(sorted(parts)))]
    part[data.draw(st.integers(0, len(part) - 1))] ^= data.draw(st.integers(1, 255))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, bytes(content))
    attempted(lambda: patch(out.getvalue(), [Edit("Plan", "A1", 5)]))
