"""What cannot be patched is refused with the reason and what to do; what lies around it stays whole."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pmo_excel.core.problems import Code
from pmo_excel.workbook.patch import Edit, Refused, patch
from tests.workbook.parts import MAIN, SHEET, Minimal, member, plan

pytestmark = pytest.mark.filterwarnings("ignore:.*is not supported and will be removed")


@pytest.mark.parametrize(
    ("row", "tail", "ref", "words"),
    [
        ("", '<mergeCells><mergeCell ref="A1:C2"/></mergeCells>', "B2", "B2 is in the merged cells A1:C2"),
        ('<row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f></c></row>', "", "A2", "in the array formula A1:A3"),
        (
            '<row r="1"><c r="A1"><f t="dataTable" ref="A1:B3" dt2D="1"/></c></row>',
            "",
            "A1",
            "in the what-if data table A1:B3",
        ),
    ],
)
def test_cells_that_belong_to_others_are_refused(minimal: Minimal, row: str, tail: str, ref: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        patch(minimal(row, tail=tail), plan((ref, 1)))
    assert words in str(refusal.value)
    assert refusal.value.problem.cell.address == f"Plan!{ref}"
    assert refusal.value.problem.suggestion


def test_the_first_of_merged_cells_can_be_written(minimal: Minimal) -> None:
    patch(minimal(tail='<mergeCells><mergeCell ref="A1:C2"/></mergeCells>'), plan(("A1", 1)))


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("B3", "the header of table tblTasks, B3:F3"),
        ("J5", "the array formula J4:J6"),
        ("L6", "the array formula L4:L6"),
        ("B11", "the merged cells A10:C11"),
    ],
)
def test_every_area_of_a_real_sheet_is_kept_whole(rich: bytes, ref: str, words: str) -> None:
    with pytest.raises(Refused, match=re.escape(words)):
        patch(rich, [Edit("Schedule", ref, 1)])


def test_all_reasons_come_at_once_and_one_for_each_area(rich: bytes) -> None:
    edits = [Edit("Schedule", ref, 1) for ref in ("J4", "J5", "J6", "B3", "C4")]
    edits.append(Edit("Schedule", "C5", date(1812, 9, 7)))
    with pytest.raises(Refused) as refusal:
        patch(rich, edits)
    assert [problem.message for problem in refusal.value.problems] == [
        "the date 07 September 1812 is before 1900, where Excel's dates begin",
        "J4 and 2 more cells are in the array formula J4:J6",
        "B3 is in the header of table tblTasks, B3:F3",
    ]


def test_a_pivot_table_is_kept_and_filled_again_when_its_source_changes(minimal: Minimal) -> None:
    cache = (
        f'<pivotCacheDefinition {MAIN}><cacheSource type="worksheet"><worksheetSource ref="A1:B9" sheet="Plan"/>'
        "</cacheSource></pivotCacheDefinition>"
    )
    data = minimal(
        links=(("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),),
        sheet_links=(("pivotTable", "../pivotTables/pivotTable1.xml"),),
        parts={
            "xl/pivotCache/pivotCacheDefinition1.xml": cache,
            "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition {MAIN} name="Pivot1"><location ref="D1:E5"/>'
            "</pivotTableDefinition>",
        },
    )
    with pytest.raises(Refused, match="D2 is in the PivotTable Pivot1, D1:E5"):
        patch(data, plan(("D2", 1)))
    assert patch(data, plan(("G2", 1))).changed == (SHEET,)
    patched = patch(data, plan(("B2", 1)))
    assert set(patched.changed) == {SHEET, "xl/pivotCache/pivotCacheDefinition1.xml"}
    assert ' refreshOnLoad="1">' in member(patched.data, "xl/pivotCache/pivotCacheDefinition1.xml")


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(rich: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        patch(rich, [Edit("Tasks", "A1", 1)])
    assert refusal.value.problem.code is Code.FILE_REFUSED
    assert "Its sheets are Schedule, R&D's reports, Hidden, Secret, Chart." in str(refusal.value)


def test_a_chart_sheet_has_no_cells(rich: bytes) -> None:
    with pytest.raises(Refused, match="Chart is no worksheet"):
        patch(rich, [Edit("Chart", "A1", 1)])


def test_a_signed_workbook_is_refused(minimal: Minimal) -> None:
    with pytest.raises(Refused, match="digitally signed"):
        patch(minimal(parts={"_xmlsignatures/origin.sigs": b""}), plan(("A1", 1)))


@pytest.mark.parametrize(
    "rows_xml",
    [
        '<row r="5"/><row r="4"/>',
        '<row r="1"><c r="A1">',
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="?"/></row>',
    ],
)
def test_broken_rows_are_damage(minimal: Minimal, rows_xml: str) -> None:
    with pytest.raises(Refused, match="is damaged"):
        patch(minimal(rows_xml), plan(("A1", 1), ("B1", 1)))
