"""Opening workbook files, and telling what else a file may be."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.core.problems import Code
from pmo_excel.workbook.package import Package, Refused, open_package
from pmo_excel.workbook.patch import Edit, patch

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_sheets_come_in_tab_order_with_state_and_kind(rich: bytes) -> None:
    found = [(sheet.name, sheet.state, sheet.kind) for sheet in open_package(rich).sheets]
    assert found == [
        ("Schedule", "visible", "worksheet"),
        ("R&D's reports", "visible", "worksheet"),
        ("Hidden", "hidden", "worksheet"),
        ("Secret", "veryHidden", "worksheet"),
        ("Chart", "visible", "chartsheet"),
    ]


def test_a_table_tells_its_rows_columns_and_calculated_columns(rich: bytes) -> None:
    table = open_package(rich).table("TBLTASKS")
    assert table is not None
    assert (table.name, table.sheet, str(table.ref), str(table.rows)) == ("tblTasks", "Schedule", "B3:F6", "B4:F6")
    assert table.columns == ("ID", "Duration", "Start", "Twice", "Note")
    assert [column is not None for column in table.calculated] == [False, False, False, True, False]


def test_names_tell_what_they_refer_to_and_their_sheet(rich: bytes) -> None:
    names = {(name.name, name.sheet): name.refers_to for name in open_package(rich).names}
    assert names["Durations", ""] == "Schedule!$C$4:$C$6"
    assert names["_xlnm.Print_Area", "Schedule"] == "Schedule!$A$1:$M$6"


def test_the_1904_flag_is_read(minimal) -> None:
    assert open_package(minimal(properties='<workbookPr date1904="1"/>')).date1904
    assert not open_package(minimal()).date1904


def test_a_sheet_is_found_whatever_its_case(minimal) -> None:
    assert open_package(minimal()).sheet("PLAN") is not None


def test_opening_does_not_unpack_the_sheets(minimal) -> None:
    data = minimal(sheet=b"not XML at all")
    assert [sheet.name for sheet in open_package(data).sheets] == ["Plan"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty (0 bytes)"),
        (COMPOUND + wide("EncryptedPackage"), "protected with a password to open"),
        (COMPOUND + wide("EncryptedPackage") + wide("DRMEncryptedDataSpace"), "sensitivity label"),
        (COMPOUND + wide("Workbook"), "Excel 97-2003 workbook"),
        (COMPOUND, "without a workbook"),
        (b"<html><table>", "web page or XML"),
        (b"PK\3\4 and then nothing", "not a complete zip archive"),
        (b"\x89PNG....", "does not begin like"),
    ],
)
def test_what_is_no_workbook_is_named_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        open_package(data, "Plan.xlsx")
    assert words in str(refusal.value)
    assert "Plan.xlsx" in refusal.value.problem.message
    assert refusal.value.problem.suggestion


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"xl/workbook.bin": b""}, "Excel Binary Workbook"),
        ({"mimetype": b"", "content.xml": b""}, "OpenDocument"),
        ({"word/document.xml": b""}, "Word or PowerPoint"),
        ({"notes.txt": b""}, "but no workbook"),
        ({"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>"}, "which part is the workbook"),
    ],
)
def test_archives_of_other_programs_are_named(members: dict[str, bytes], words: str) -> None:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    with pytest.raises(Refused, match=words):
        open_package(out.getvalue())


@pytest.mark.parametrize("name", ["~$Plan.xlsx", ".~lock.Plan.xlsx#"])
def test_a_lock_file_leads_to_its_workbook(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=r"Use Plan\.xlsx\."):
        open_package(tmp_path / name)


def test_a_text_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("a,b")
    with pytest.raises(Refused, match="text file"):
        open_package(tmp_path / "plan.csv")


def test_a_file_that_is_not_there_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No such file") as refusal:
        open_package(str(tmp_path / "none.xlsx"))
    assert refusal.value.problem.code is Code.FILE


def test_document_types_are_refused_in_every_encoding(minimal) -> None:
    xxe = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    for text in (xxe.encode(), xxe.encode("utf-16")):
        package = open_package(minimal(parts={"xl/workbook.xml": text}))
        with pytest.raises(Refused, match="document type"):
            _ = package.sheets
        with pytest.raises(Refused, match="document type"):
            patch(minimal(sheet=text), [Edit("Plan", "A1", 1)])


def test_encodings_excel_cannot_read_are_damage(minimal) -> None:
    with pytest.raises(Refused, match="is not XML"):
        _ = open_package(minimal(parts={"xl/workbook.xml": "<workbook/>".encode("utf-32")})).sheets


def test_a_sheet_without_a_part_is_damage(minimal) -> None:
    package = open_package(minimal(parts={"xl/_rels/workbook.xml.rels": "<Relationships/>"}))
    with pytest.raises(Refused, match="'Plan' points to no part"):
        _ = package.sheets


@given(st.data())
def test_any_flipped_byte_is_a_refusal_or_no_matter(rich: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rich) - 1))
    flipped = rich[:at] + bytes([rich[at] ^ data.draw(st.integers(1, 255))]) + rich[at + 1 :]
    with suppress(Refused):
        package = Package(flipped, "Plan.xlsx")
        assert package.tables is not None
        assert package.names is not None
        patch(package, [Edit("Schedule", "C5", 7)])


@given(st.data())
def test_a_file_cut_short_is_a_refusal(rich: bytes, data: st.DataObject) -> None:
    with pytest.raises(Refused):
        Package(rich[: data.draw(st.integers(0, len(rich) - 1))], "Plan.xlsx")


@pytest.mark.parametrize(
    "flags", [{"st_file_attributes": 0x400020}, {"st_file_attributes": 0x1020}, {"st_flags": 1 << 30}]
)
def test_a_file_that_is_online_only_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: dict[str, int]
) -> None:
    """The attributes Windows and macOS give a file whose content is in the cloud; reading it fails while offline."""
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(b"PK")

    def offline(self: Path) -> bytes:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(Path, "read_bytes", offline)
    monkeypatch.setattr(Path, "stat", lambda self, **_: SimpleNamespace(st_size=2, **flags))
    with pytest.raises(Refused, match=r"Plan\.xlsx is online only"):
        open_package(path)
