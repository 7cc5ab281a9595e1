"""VBA projects that are written without Excel: what other programs read in them is the source that went in."""

from __future__ import annotations

from io import BytesIO

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import VBA_Parser, decompress_stream

from pmo_excel.hosts.excel.compound_file import compound_file
from pmo_excel.hosts.excel.compression import compressed, offset_bits
from pmo_excel.hosts.excel.vba_project import Kind, Module, protected, vba_project

LINES = st.lists(st.sampled_from(["x = 1", "End Sub", "If a Then b = c", "' Grüße", ""]) | st.text("abc ", max_size=9))


def macros(project: bytes) -> dict[str, str]:
    """Module by name, as olevba (oletools) reads a project; without the attribute lines."""
    found = VBA_Parser("project.bin", data=project).extract_macros()
    return {name.split(".")[0]: code for _, _, name, code in found}


def streams(data: bytes) -> dict[str, bytes]:
    """Every stream as olefile reads it, which complains of anything irregular."""
    with olefile.OleFileIO(BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as file:
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


EXAMPLES = {
    "abcdefghijklmnopqrstuv.": "01 19B0 00 6162636465666768 00 696A6B6C6D6E6F70 00 7172737475762E",
    "#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa": "01 2FB0 00 2361616162636465 82 66007061"
    "6768696A0138 08 616B6C00306D6E6F 70 067102700410727374 7576 10 7778797A003C",
    "a" * 73: "01 03B0 02 614500",
}
"""[MS-OVBA] 3.2.1, 3.2.2 and 3.2.3: a text, and what it is compressed to."""


@pytest.mark.parametrize("plain", EXAMPLES, ids=["nothing repeats", "a little repeats", "all repeats"])
def test_compression_is_as_short_as_that_of_the_standards_examples(plain: str) -> None:
    """Other copies are as right, so what counts is that the same is read from both, and the length."""
    theirs, mine = bytes.fromhex(EXAMPLES[plain]), compressed(plain.encode())
    assert decompress_stream(bytearray(theirs)) == plain.encode()
    assert decompress_stream(bytearray(mine)) == plain.encode()
    assert len(mine) <= len(theirs)


@given(st.binary(max_size=300) | st.lists(st.sampled_from([b"abc", b"Sub x()", b"\r\n"]), max_size=3000).map(b"".join))
def test_what_is_compressed_is_read_back(data: bytes) -> None:
    """By oletools' decompression; data that cannot be compressed is longer than a chunk only in real noise."""
    assert decompress_stream(bytearray(compressed(data))) == data


@pytest.mark.parametrize(
    ("at", "bits"), [(1, 4), (16, 4), (17, 5), (32, 5), (33, 6), (2048, 11), (2049, 12), (4095, 12)]
)
def test_bits_of_an_offset(at: int, bits: int) -> None:
    """[MS-OVBA] 2.4.1.3.19.1: the smallest number of bits that holds every offset so far, 4 at least."""
    assert offset_bits(at) == bits


@given(
    st.dictionaries(st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,20}", fullmatch=True), st.binary(max_size=9000), max_size=9)
)
def test_a_compound_file_holds_every_stream(content: dict[str, bytes]) -> None:
    names = {name.upper(): name for name in content}.values()  # names differ by more than case
    held = {name: content[name] for name in names}
    assert streams(compound_file({"Inside": held, "Other": b"x"})) == {
        "Other": b"x",
        **{f"Inside/{name}": data for name, data in held.items()},
    }


def test_a_large_compound_file_has_more_than_one_table_sector() -> None:
    data = bytes(range(256)) * 2000
    assert streams(compound_file({"Large": data})) == {"Large": data}


def test_a_file_that_is_too_large_or_a_name_that_is_too_long_is_an_error() -> None:
    with pytest.raises(ValueError, match="too large"):
        compound_file({"Large": bytes(8_000_000)})
    with pytest.raises(ValueError, match="31 characters"):
        compound_file({"N" * 32: b""})


@given(LINES)
def test_olevba_reads_the_source_back(lines: list[str]) -> None:
    source = 'Attribute VB_Name = "Old"\nOption Explicit\n' + "\n".join(lines)
    project = vba_project([Module("ThisWorkbook", "", Kind.WORKBOOK), Module("Own", source)], "Project")
    read = macros(project)["Own"].replace("\r\n", "\n").rstrip("\n")
    assert read == ('Attribute VB_Name = "Own"\nOption Explicit\n' + "\n".join(lines)).rstrip("\n")


def test_the_same_modules_give_the_same_bytes() -> None:
    modules = [Module("ThisWorkbook", "", Kind.WORKBOOK), Module("Class1", "Private x", Kind.CLASS)]
    assert vba_project(modules, "Project") == vba_project(modules, "Project")


def test_a_sign_that_vba_has_not_is_an_error() -> None:
    with pytest.raises(UnicodeEncodeError):
        vba_project([Module("Own", "' ≤")], "Project")


def unprotected(identity: str, text: str) -> bytes:
    """Data Decryption as [MS-OVBA] 2.4.3.3 tells it."""
    packed = bytes.fromhex(text)
    seed, version, key = packed[0], packed[1] ^ packed[0], packed[2] ^ packed[0]
    assert version == 2
    assert key == sum(map(ord, identity)) % 256
    plain, before, before_that = key, packed[2], packed[1]
    found = []
    for byte in packed[3:]:
        plain = byte ^ (before_that + plain) % 256
        found.append(plain)
        before_that, before = before, byte
    body = found[(seed & 6) // 2 :]
    assert int.from_bytes(body[:4], "little") == len(body) - 4
    return bytes(body[4:])


@given(st.binary(max_size=40), st.integers(0, 255))
def test_protected_fields_are_read_back(data: bytes, seed: int) -> None:
    identity = "{917DED54-440B-4FD1-A5C1-74ACF261E600}"
    assert unprotected(identity, protected(identity, data, seed)) == data
