"""Patching cells: what changes, and that nothing else does."""

from __future__ import annotations

import io
import re
from datetime import date, datetime

import openpyxl
import pytest

from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from tests.workbook.parts import MAIN, SHEET, Minimal, calamine, member, packed, plan, rows

pytestmark = pytest.mark.filterwarnings("ignore:.*is not supported and will be removed")


def test_only_the_bytes_of_the_cell_change(minimal: Minimal) -> None:
    data = minimal(
        '<row r="2" spans="1:3" ht="20"><c r="A2" s="4"><v>1</v></c> <c r="C2" t="s"><v>9</v></c></row><row r="5"/>'
    )
    patched = patch(data, plan(("A2", 7)))
    assert member(patched.data) == member(data).replace("<v>1</v>", "<v>7</v>")
    assert patched.changed == (SHEET,)
    assert patched.removed == ()
    assert patched.identical == 4
    assert patched.cells == (("Plan", "A2"),)


def test_a_cell_keeps_its_style_and_loses_what_belonged_to_its_old_value(minimal: Minimal) -> None:
    data = minimal('<row r="1"><c r="A1" s="4" t="e" vm="1" cm="1" ph="1"><v>#N/A</v></c></row>')
    assert rows(patch(data, plan(("A1", True))).data) == '<row r="1"><c r="A1" s="4" ph="1" t="b"><v>1</v></c></row>'


def test_clearing_keeps_the_style_and_clearing_nothing_adds_nothing(minimal: Minimal) -> None:
    data = minimal('<row r="1"><c r="A1" s="4" t="s"><v>3</v></c></row>')
    assert rows(patch(data, plan(("A1", None), ("B1", None), ("A9", ""))).data) == '<row r="1"><c r="A1" s="4"/></row>'


def test_a_patch_that_changes_nothing_is_the_same_file(minimal: Minimal) -> None:
    data = minimal('<row r="1"><c r="A1"><f>B1</f><v>3</v></c><c r="B1"><v>3</v></c></row>')
    once = patch(data, plan(("B1", 3), ("C1", None)))
    assert once.data == data
    assert (once.changed, once.cells) == ((), ())
    text = patch(data, plan(("B1", "x"))).data
    assert patch(text, plan(("B1", "x"))).data == text


@pytest.mark.parametrize(
    ("before", "ref", "after"),
    [
        ("", "B2", '<row r="2"><c r="B2"><v>1</v></c></row>'),
        ('<row r="3"/>', "B2", '<row r="2"><c r="B2"><v>1</v></c></row><row r="3"/>'),
        ('<row r="1"/>', "B2", '<row r="1"/><row r="2"><c r="B2"><v>1</v></c></row>'),
        ('<row r="2" ht="9"/>', "B2", '<row r="2" ht="9"><c r="B2"><v>1</v></c></row>'),
        (
            '<row r="2"><c r="A2"/><c r="C2"/></row>',
            "B2",
            '<row r="2"><c r="A2"/><c r="B2"><v>1</v></c><c r="C2"/></row>',
        ),
        ('<row r="2"><c r="C2"/></row>', "AA2", '<row r="2"><c r="C2"/><c r="AA2"><v>1</v></c></row>'),
        (
            '<row r="2" spans="2:3"><c r="C2"/></row>',
            "F2",
            '<row r="2" spans="2:6"><c r="C2"/><c r="F2"><v>1</v></c></row>',
        ),
    ],
)
def test_missing_rows_and_cells_are_put_in_order(minimal: Minimal, before: str, ref: str, after: str) -> None:
    assert rows(patch(minimal(before), plan((ref, 1))).data) == after


def test_a_sheet_without_any_row_gets_one(minimal: Minimal) -> None:
    data = minimal(sheet=f"<worksheet {MAIN}><sheetData/></worksheet>")
    assert calamine(patch(data, plan(("A1", 5))).data) == [[5.0]]


def test_the_dimension_grows_with_new_cells(minimal: Minimal) -> None:
    data = minimal('<row r="2"><c r="B2"/></row>', head='<dimension ref="B2"/>')
    assert '<dimension ref="B2:D9"/>' in member(patch(data, plan(("D9", 1))).data)


def test_text_that_holds_the_reference_of_a_cell_is_not_taken_for_it(minimal: Minimal) -> None:
    data = minimal(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>say r="B1" and r="B1"></t></is></c>'
        '<c s="3" r="B1"><v>1</v></c></row>'
    )
    assert '<c s="3" r="B1"><v>2</v></c></row>' in rows(patch(data, plan(("B1", 2))).data)


def test_cells_and_rows_may_leave_their_references_out(minimal: Minimal) -> None:
    """ECMA-376 18.3.1.4: without a reference, a cell follows the one before it."""
    data = minimal('<row><c><v>1</v></c><c r="C1"/><c><v>4</v></c></row><row><c><v>5</v></c></row>')
    patched = patch(data, plan(("D1", 40), ("B1", 20), ("A2", 50), ("B2", 60)))
    assert calamine(patched.data) == [[1.0, 20.0, "", 40.0], [50.0, 60.0, "", ""]]


@pytest.mark.parametrize("ref", ["A1", "B1", "Z1", "A7"])
def test_prefixed_elements_are_written_with_their_prefix(minimal: Minimal, ref: str) -> None:
    sheet = (
        f"<x:worksheet {MAIN.replace('xmlns', 'xmlns:x')}><x:sheetData>"
        '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    patched = patch(minimal(sheet=sheet), plan((ref, "text")))
    assert openpyxl.load_workbook(io.BytesIO(patched.data))["Plan"][ref].value == "text"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_comments_and_cdata_are_read(minimal: Minimal, encoding: str) -> None:
    sheet = (
        f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?><worksheet {MAIN}><!-- <sheetData> --><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<c r="B1">ü]]></t></is></c></row></sheetData></worksheet>'
    )
    patched = patch(minimal(sheet=sheet.encode(encoding)), plan(("B1", 2)))
    assert calamine(patched.data) == [['<c r="B1">ü', 2.0]]


def test_dates_are_written_for_the_workbooks_own_date_system(minimal: Minimal) -> None:
    cell = '<row r="1"><c r="A1"/></row>'
    new = plan(("A1", date(2008, 1, 1)), ("B1", datetime(2008, 1, 1, 12)))
    assert '<v>39448</v></c><c r="B1"><v>39448.5</v>' in rows(patch(minimal(cell), new).data)
    old_mac = minimal(cell, properties='<workbookPr date1904="true"/>')
    assert '<v>37986</v></c><c r="B1"><v>37986.5</v>' in rows(patch(old_mac, new).data)


def test_a_new_cell_in_a_table_takes_the_style_above_it(rich: bytes) -> None:
    before = member(rich)
    style = re.search(r'<c r="D6" s="(\d+)"', before)
    assert style is not None
    without = rich_without(rich, "D6")
    assert f'<c r="D6" s="{style[1]}"><v>46085</v></c>' in member(
        patch(without, [Edit("Schedule", "D6", date(2026, 3, 4))]).data
    )


def rich_without(data: bytes, ref: str) -> bytes:
    """The workbook without one cell."""
    from pmo_excel.workbook.archive import Archive

    new = re.sub(rf'<c r="{ref}".*?</c>', "", member(data), count=1)
    return Archive(data, "x").with_members({SHEET: new.encode()})


def test_a_new_cell_elsewhere_takes_the_style_of_its_row_or_column(minimal: Minimal) -> None:
    head = '<cols><col min="2" max="3" style="8"/></cols>'
    data = minimal('<row r="1" s="5" customFormat="1"/><row r="2"/>', head=head)
    assert rows(patch(data, plan(("B1", 1), ("C2", 1), ("D2", 1))).data) == (
        '<row r="1" s="5" customFormat="1"><c r="B1" s="5"><v>1</v></c></row>'
        '<row r="2"><c r="C2" s="8"><v>1</v></c><c r="D2"><v>1</v></c></row>'
    )


def test_excel_calculates_on_opening_only_when_there_are_formulas(minimal: Minimal) -> None:
    assert patch(minimal('<row r="1"><c r="A1"/></row>'), plan(("A1", 1))).changed == (SHEET,)
    formula = '<row r="1"><c r="A1"/><c r="B1"><f>A1</f><v>0</v></c></row>'
    for workbook, expected in (
        ("", '<calcPr fullCalcOnLoad="1"/></workbook>'),
        ('<calcPr calcId="9"/>', '<calcPr calcId="9" fullCalcOnLoad="1"/>'),
        ('<definedNames/><calcPr calcMode="manual" fullCalcOnLoad="0"/>', 'calcMode="manual" fullCalcOnLoad="1"/>'),
    ):
        patched = patch(minimal(formula, workbook=workbook), plan(("A1", 1)))
        assert set(patched.changed) == {SHEET, "xl/workbook.xml"}
        assert expected in member(patched.data, "xl/workbook.xml")
        assert "<v>0</v>" in rows(patched.data)
    asked = minimal(formula, workbook='<calcPr fullCalcOnLoad="1"/>')
    assert patch(asked, plan(("A1", 1))).changed == (SHEET,)


def with_chain(minimal: Minimal) -> bytes:
    return minimal(
        '<row r="1"><c r="A1"/><c r="B1"><f>A1</f><v>0</v></c><c r="C1"><f>B1</f></c></row>',
        links=(("calcChain", "calcChain.xml"),),
        parts={"xl/calcChain.xml": f'<calcChain {MAIN}><c r="B1" i="1"/><c r="C1"/></calcChain>'},
    )


def test_the_calculation_chain_goes_only_with_a_formula(minimal: Minimal) -> None:
    data = with_chain(minimal)
    kept = patch(data, plan(("A1", 1)))
    assert kept.removed == ()
    gone = patch(data, plan(("B1", 1)))
    assert gone.removed == ("xl/calcChain.xml",)
    assert set(gone.changed) == {SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
    assert "calcChain" not in member(gone.data, "xl/_rels/workbook.xml.rels") + member(gone.data, "[Content_Types].xml")
    assert openpyxl.load_workbook(io.BytesIO(gone.data))["Plan"]["B1"].value == 1


def test_rich_text_in_a_cell_is_no_formula(minimal: Minimal) -> None:
    rich_text = '<is><r><rPr><family val="2"/></rPr><t>bold</t></r></is>'
    row = f'<row r="1"><c r="A1" t="inlineStr">{rich_text}</c><c r="B1"><f>A1</f></c></row>'
    data = minimal(row, links=(("calcChain", "calcChain.xml"),), parts={"xl/calcChain.xml": "<calcChain/>"})
    assert patch(data, plan(("A1", 1))).removed == ()


def test_members_of_a_shared_formula_get_their_own_when_its_first_cell_goes(minimal: Minimal) -> None:
    data = minimal(
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2&amp;""</f><v>2</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"></f><v>6</v></c>'
        '<c r="C3"><f t="shared" ref="C3:C4" si="1">D3</f></c></row>'
    )
    assert rows(patch(data, plan(("B1", 9))).data) == (
        '<row r="1"><c r="B1"><v>9</v></c></row>'
        '<row r="2"><c r="B2"><f>A2*2&amp;""</f><v>4</v></c></row>'
        '<row r="3"><c r="B3"><f>A3*2&amp;""</f><v>6</v></c><c r="C3"><f t="shared" ref="C3:C4" si="1">D3</f></c></row>'
    )
    assert '<c r="B1"><f t="shared" ref="B1:B3" si="0">' in rows(patch(data, plan(("B2", 9))).data)


def test_hidden_sheets_can_be_written_and_stay_hidden(rich: bytes) -> None:
    patched = patch(rich, [Edit("hidden", "A1", "x"), Edit("Secret", "A1", "y")])
    assert [sheet.state for sheet in open_package(patched.data).sheets[2:4]] == ["hidden", "veryHidden"]
    assert calamine(patched.data, "Secret") == [["y"]]


def test_every_other_part_of_a_rich_workbook_stays_byte_for_byte(rich: bytes) -> None:
    patched = patch(rich, [Edit("Schedule", "C5", 20), Edit("Schedule", "A1", "Apollo 2")])
    assert patched.changed == (SHEET,)  # XlsxWriter already asks Excel to calculate
    before, after = packed(rich), packed(patched.data)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == [SHEET]
    assert patched.identical == len(before) - 1
