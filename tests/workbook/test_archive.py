"""The zip archive around a workbook."""

from __future__ import annotations

import io
import zipfile

import pytest

from pmo_excel.workbook.archive import Archive, Limits
from pmo_excel.workbook.refused import Refused


def archive_of(*members: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as opened:
        for name, data in members:
            opened.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), data, compression)
    return out.getvalue()


def streamed(*members: tuple[str, bytes]) -> bytes:
    """An archive written to a pipe: sizes stand behind the data, as .NET and Java programs write them."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, piece: object) -> int:
            self.data += bytes(piece)  # type: ignore[call-overload]
            return len(bytes(piece))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in members:
            with opened.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(data)
    return pipe.data


def test_an_archive_without_changes_is_written_as_the_same_bytes() -> None:
    data = archive_of(("a.xml", b"<a/>" * 50), ("b/ü.bin", bytes(range(256))))
    assert Archive(data, "x").with_members({}) == data


def test_members_that_do_not_change_keep_their_packed_bytes_order_and_times() -> None:
    data = archive_of(("a", b"a" * 99), ("b", b"b" * 99), ("c", b"c" * 99))
    new = Archive(data, "x").with_members({"b": b"new" * 1000}, {"c"})
    with zipfile.ZipFile(io.BytesIO(new)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["a", "b"]
        assert opened.read("b") == b"new" * 1000
        assert {info.date_time for info in opened.infolist()} == {(2024, 5, 6, 7, 8, 10)}
    start = data.index(b"a")
    assert new[: start + 20] == data[: start + 20]


def test_an_archive_written_as_a_stream_keeps_its_other_members() -> None:
    data = streamed(("a", b"a" * 999), ("b", b"b" * 999), ("c", b"c" * 999))
    new = Archive(data, "x").with_members({"b": b"new"})
    with zipfile.ZipFile(io.BytesIO(new)) as opened:
        assert opened.testzip() is None
        assert [opened.read(name) for name in "abc"] == [b"a" * 999, b"new", b"c" * 999]


def test_stored_members_stay_stored() -> None:
    data = archive_of(("a", b"1"), compression=zipfile.ZIP_STORED)
    with zipfile.ZipFile(io.BytesIO(Archive(data, "x").with_members({"a": b"22"}))) as opened:
        assert opened.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert opened.read("a") == b"22"


def test_the_archive_comment_stays() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        opened.writestr("a", "1")
        opened.comment = b"kept"
    with zipfile.ZipFile(io.BytesIO(Archive(out.getvalue(), "x").with_members({"a": b"2"}))) as opened:
        assert opened.comment == b"kept"


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    data = archive_of(("bomb.xml", bytes(60_000_000)))
    with pytest.raises(Refused, match="would unpack to 1 parts and 60 MB"):
        Archive(data, "x.xlsx")


def test_limits_count_members_and_sizes() -> None:
    data = archive_of(("a", b"1"), ("b", b"2"))
    with pytest.raises(Refused, match="2 parts"):
        Archive(data, "x", Limits(members=1))
    with pytest.raises(Refused, match="would unpack"):
        Archive(data, "x", Limits(unpacked=1))


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "xl\\workbook.xml", "C:x", "a/../../b"])
def test_names_that_lead_out_of_the_file_are_refused(name: str) -> None:
    with pytest.raises(Refused, match="not a name inside the file"):
        Archive(archive_of((name, b"")), "x")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["xl/a.xml", "XL/A.XML"])
def test_two_members_of_one_name_are_refused(second: str) -> None:
    with pytest.raises(Refused, match="same name"):
        Archive(archive_of(("xl/a.xml", b"1"), (second, b"2")), "x")


def test_a_size_that_lies_is_found_when_the_member_is_read() -> None:
    data = bytearray(archive_of(("a", b"a" * 1000)))
    entry = data.index(b"PK\1\2")
    data[entry + 24 : entry + 28] = (500).to_bytes(4, "little")
    with pytest.raises(Refused, match="does not unpack to what was packed"):
        Archive(bytes(data), "x").read("a")


def test_a_local_header_that_names_another_member_is_refused() -> None:
    data = bytearray(archive_of(("aaa", b"1"), ("bbb", b"2")))
    data[30:33] = b"ccc"
    with pytest.raises(Refused, match="another name in the directory"):
        Archive(bytes(data), "x")
