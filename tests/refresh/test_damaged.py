"""A workbook that was damaged anywhere is refreshed, or a reason is given: never a traceback, never another file."""

from __future__ import annotations

import io
import zipfile
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_excel.hosts.books import applied
from pmo_excel.refresh import refreshed
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.refused import Refused
from tests.refresh.own_template import own

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


@cache
def sound() -> tuple[bytes, dict[str, bytes]]:
    """A user's own plan with a name, a link, a validation and a chart's worth of parts; packed and unpacked."""
    data = own()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return data, {name: archive.read(name) for name in archive.namelist()}


def attempted(data: bytes) -> bytes | None:
    """What a refresh makes of the bytes; None where they are refused with reasons."""
    try:
        book = read_book(open_package(data))
        result = refreshed(book)
        return applied(book.package, result).data if result.writes else data
    except Refused as refusal:
        said = [(problem.message, problem.suggestion) for problem in refusal.problems]
    assert said
    assert all(message and suggestion for message, suggestion in said)
    return None


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(st.data())
def test_a_flipped_byte_of_the_file_is_a_message(data: st.DataObject) -> None:
    broken = bytearray(sound()[0])
    broken[data.draw(st.integers(0, len(broken) - 1))] ^= data.draw(st.integers(1, 255))
    attempted(bytes(broken))


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(st.data())
def test_a_flipped_byte_inside_a_part_is_a_message(data: st.DataObject) -> None:
    """As a program would write it that damages XML before packing it, so that no checksum tells."""
    parts = {name: bytearray(content) for name, content in sound()[1].items()}
    part = parts[data.draw(st.sampled_from(sorted(parts)))]
    part[data.draw(st.integers(0, len(part) - 1))] ^= data.draw(st.integers(1, 255))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, bytes(content))
    attempted(out.getvalue())


def test_the_sound_file_is_refreshed_and_then_up_to_date() -> None:
    made = attempted(sound()[0])
    assert made is not None
    assert made != sound()[0]
    assert attempted(made) == made
