"""Tables and ranges that grow, and what follows them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from pmo_excel.core.problems import Code
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.package import Refused, open_package
from pmo_excel.workbook.patch import Edit, patch

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
Minimal = Callable[..., bytes]

pytestmark = pytest.mark.filterwarnings("ignore:.*is not supported and will be removed")


def member(data: bytes, name: str = SHEET) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


@pytest.fixture(scope="module")
def grown(rich: bytes) -> bytes:
    """Table tblTasks with rows 7 and 8 added, and an ID in each."""
    edits = [Edit("Schedule", "B7", "D"), Edit("Schedule", "B8", "E"), Edit("Schedule", "C8", 9)]
    return patch(rich, edits, [Growth(2, table="tbltasks")]).data


def test_the_table_and_its_filter_end_at_the_new_row(grown: bytes) -> None:
    table = open_package(grown).table("tblTasks")
    assert table is not None
    assert str(table.ref) == "B3:F8"
    assert '<autoFilter ref="B3:F8"/>' in member(grown, table.member)


def test_new_rows_take_styles_and_calculated_columns_of_the_last_row(grown: bytes) -> None:
    style = re.search(r'<c r="D6" s="(\d+)"', member(grown))
    assert style is not None
    row = re.search(r'<row r="8".*?</row>', member(grown))
    assert row is not None
    assert f'<c r="D8" s="{style[1]}"/>' in row[0]
    assert '<c r="E8"><f>[[#This Row],Duration]*2</f></c>' in row[0]


def test_formats_and_validations_follow_in_the_sheet(grown: bytes) -> None:
    sheet = member(grown)
    assert '<conditionalFormatting sqref="C4:C8">' in sheet
    assert '<conditionalFormatting sqref="B4:F8">' in sheet
    assert "COUNTIF($B$4:$B$8,$B4)" in sheet
    assert '<conditionalFormatting sqref="H4:Z8">' in sheet  # the bars beside the table belong to its rows
    assert "<xm:sqref>C4:C8</xm:sqref>" in sheet  # the data bar's x14 half
    assert re.search(r'<dataValidation [^>]*sqref="B4:B8"', sheet)
    assert "<xm:f>Schedule!C4:C8</xm:f><xm:sqref>H1</xm:sqref>" in sheet  # the sparkline


def test_names_charts_and_lists_of_other_sheets_follow(grown: bytes) -> None:
    names = {name.name: name.refers_to for name in open_package(grown).names}
    assert names["Durations"] == "Schedule!$C$4:$C$8"
    assert names["Elsewhere"] == "Schedule!$C$4:$C$5"
    assert names["_xlnm.Print_Area"] == "Schedule!$A$1:$M$8"
    for chart in ("xl/charts/chart1.xml", "xl/charts/chart2.xml"):
        assert member(grown, chart).count("$4:$B$8") == 1
        assert member(grown, chart).count("$4:$C$8") == 1
        assert "Schedule!$C$3</c:f>" in member(grown, chart)
    assert "<formula1>Schedule!$B$4:$B$8</formula1>" in member(grown, "xl/worksheets/sheet2.xml")


def test_parts_that_do_not_refer_to_the_table_stay(rich: bytes) -> None:
    patched = patch(rich, [], [Growth(1, table="tblTasks")])
    assert set(patched.changed) == {
        SHEET,
        "xl/worksheets/sheet2.xml",
        "xl/workbook.xml",
        "xl/tables/table1.xml",
        "xl/charts/chart1.xml",
        "xl/charts/chart2.xml",
    }
    assert set(patched.cells) == {
        *[("Schedule", ref) for ref in ("D7", "E7", "J4", "L4")],  # new cells; formulas over the whole column
        ("R&D's reports", "B1"),
    }


def test_formulas_over_whole_columns_follow_wherever_they_stand(grown: bytes) -> None:
    assert "<f>SUM(Schedule!C4:C8)</f>" in member(grown, "xl/worksheets/sheet2.xml")
    assert '<f t="array" ref="J4:J6">C4:C8*2</f>' in member(grown)


@pytest.mark.parametrize(
    ("cell", "formula", "after"),
    [
        ("H1", "SUM(B2:B4)", "SUM(B2:B6)"),  # a total above
        ("H3", "SUM(B2:B4)", "SUM(B2:B6)"),  # a total beside
        ("H4", "SUM(B$2:B4)", "SUM(B$2:B4)"),  # the last of running totals beside
        ("B4", "SUM(A$2:A4)", "SUM(A$2:A4)"),  # the same in the range
        ("B3", "A3/SUM(A$2:A$4)", "A3/SUM(A$2:A$6)"),  # a share of the total
        ("H1", "SUM(B3:B4)", "SUM(B3:B4)"),  # two of the rows
        ("H1", 'COUNTIF(B2:B4,"B2:B4")', 'COUNTIF(B2:B6,"B2:B4")'),  # text stays text
        ("H1", "SUM([1]Plan!B2:B4)", "SUM([1]Plan!B2:B4)"),  # another workbook
        ("H1", "INDEX(A1:B4,2,1)", "INDEX(A1:B6,2,1)"),  # with its header
        ("H1", "SUM(A2:Z4)", "SUM(A2:Z4)"),  # more than the range
    ],
)
def test_which_formulas_follow_a_plain_range(minimal: Minimal, cell: str, formula: str, after: str) -> None:
    rows = "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{ref}"><f>{formula}</f></c>'
            if ref == cell
            else f'<c r="{ref}"><v>{n}</v></c>'
            if ref[0] < "C"
            else ""
            for ref in (f"A{n}", f"B{n}", f"H{n}")
        )
        + "</row>"
        for n in range(1, 5)
    )
    patched = patch(minimal(rows), [], [Growth(2, sheet="Plan", ref="A1:B4")])
    found = re.search(rf'<c r="{cell}"><f>(.*?)</f>', member(patched.data))
    assert found is not None
    assert found[1] == after
    assert (("Plan", cell) in patched.cells) is (formula != after)


def test_a_share_of_the_total_goes_on_in_the_new_rows(minimal: Minimal) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><f>A{n}/SUM(A$2:A$4)</f></c></row>' for n in (2, 3, 4)
    )
    patched = patch(minimal(rows), [], [Growth(1, sheet="Plan", ref="A1:B4")])
    assert "<f>A5/SUM(A$2:A$5)</f>" in member(patched.data)


def test_readers_find_the_new_rows(grown: bytes) -> None:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(grown)).get_sheet_by_name("Schedule").to_python()
    assert [row[1] for row in rows[3:8]] == ["A", "B", "C", "D", "E"]
    assert openpyxl.load_workbook(io.BytesIO(grown))["Schedule"].tables["tblTasks"].ref == "B3:F8"


def test_rows_are_in_order_after_growing(grown: bytes) -> None:
    numbers = [int(number) for number in re.findall(r'<row r="(\d+)"', member(grown))]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    ("rows", "words"),
    [(4, "over the merged cells A10:C11"), (1_048_571, "would pass the last row of the sheet")],
)
def test_growth_stops_at_what_is_in_the_way(rich: bytes, rows: int, words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        patch(rich, [], [Growth(rows, table="tblTasks")])
    assert refusal.value.problem.code is Code.NO_ROOM
    assert refusal.value.problem.cell.address == "Schedule!B7"


def test_growth_stops_at_values_and_says_which(rich: bytes) -> None:
    data = patch(rich, [Edit("Schedule", ref, "x") for ref in ("B8", "C8", "D8", "E9", "G7")]).data
    with pytest.raises(Refused, match=r"B8, C8, D8 and 1 more below it hold values\. Move it, or insert 3 rows"):
        patch(data, [], [Growth(3, table="tblTasks")])
    patch(data, [], [Growth(1, table="tblTasks")])


def test_tables_that_are_not_there_and_sheets_that_are_not_there_are_named(rich: bytes) -> None:
    with pytest.raises(Refused, match="no Excel Table named 'tblRisks'"):
        patch(rich, [], [Growth(1, table="tblRisks")])
    with pytest.raises(Refused, match="no sheet named 'Risks'"):
        patch(rich, [], [Growth(1, sheet="Risks", ref="A1:B2")])


def test_growing_by_nothing_is_the_callers_mistake(rich: bytes) -> None:
    with pytest.raises(ValueError, match="rows must not be 0"):
        patch(rich, [], [Growth(0, table="tblTasks")])


def test_growing_one_table_twice_is_the_callers_mistake(rich: bytes) -> None:
    with pytest.raises(ValueError, match="each table or range once"):
        patch(rich, [], [Growth(1, table="tblTasks"), Growth(2, table="TBLTASKS")])


def table_part(attributes: str = "", formula: str = "", array: str = "") -> str:
    calculated = f"<calculatedColumnFormula{array}>{formula}</calculatedColumnFormula>" if formula else ""
    return (
        f'<table {MAIN} id="1" name="T" displayName="T" ref="A1:B3" {attributes}><tableColumns count="2">'
        f'<tableColumn id="1" name="A"/><tableColumn id="2" name="B">{calculated}</tableColumn></tableColumns></table>'
    )


def with_table(minimal: Minimal, rows: str, table: str, tail: str = "") -> bytes:
    return minimal(
        rows, tail=tail, sheet_links=(("table", "../tables/table1.xml"),), parts={"xl/tables/table1.xml": table}
    )


def test_a_totals_row_is_refused(minimal: Minimal) -> None:
    with pytest.raises(Refused, match="table T has a totals row") as refusal:
        patch(with_table(minimal, "", table_part('totalsRowCount="1"')), [], [Growth(1, table="T")])
    assert "Turn the totals row off" in refusal.value.problem.suggestion
    with pytest.raises(Refused, match="totals row of table T, A3:B3"):
        patch(with_table(minimal, "", table_part('totalsRowCount="1"')), [Edit("Plan", "B3", 1)])


def test_a_row_keeps_its_height_and_format_but_is_not_hidden(minimal: Minimal) -> None:
    rows = '<row r="3" spans="1:2" s="4" customFormat="1" ht="30" customHeight="1" hidden="1"><c r="A3" s="4"/></row>'
    grown = patch(with_table(minimal, rows, table_part()), [], [Growth(1, table="T")])
    assert '<row r="4" s="4" customFormat="1" ht="30" customHeight="1"><c r="A4" s="4"/></row>' in member(grown.data)


def test_references_in_a_calculated_column_move_with_the_row(minimal: Minimal) -> None:
    rows = '<row r="2"><c r="B2"><f>A2*$D$1</f></c></row><row r="3"><c r="B3"><f>A3*$D$1</f></c></row>'
    grown = patch(with_table(minimal, rows, table_part(formula="A2*$D$1")), [], [Growth(2, table="T")])
    assert re.findall("<f>(.*?)</f>", member(grown.data))[2:] == ["A4*$D$1", "A5*$D$1"]


def test_a_calculated_column_overwritten_in_the_last_row_still_goes_on(minimal: Minimal) -> None:
    rows = '<row r="2"><c r="B2"><f>A2*2</f></c></row><row r="3"><c r="B3"><v>7</v></c></row>'
    grown = patch(with_table(minimal, rows, table_part(formula="A2*2")), [], [Growth(1, table="T")])
    assert '<c r="B4"><f>A4*2</f></c>' in member(grown.data)


def test_an_array_column_gives_each_new_cell_its_own_array(minimal: Minimal) -> None:
    rows = '<row r="3"><c r="B3" cm="1"><f t="array" ref="B3">SUM(T[A])</f><v>1</v></c></row>'
    part = table_part(formula="SUM(T[A])", array=' array="1"')
    grown = patch(with_table(minimal, rows, part), [], [Growth(1, table="T")])
    assert '<c r="B4" cm="1"><f t="array" ref="B4">SUM(T[A])</f></c>' in member(grown.data)


def test_a_table_with_one_row_takes_formats_and_charts_of_one_cell_along(minimal: Minimal) -> None:
    table = table_part().replace("A1:B3", "A1:B2")
    tail = '<conditionalFormatting sqref="A2 D9"/><dataValidations><dataValidation sqref="B2"/></dataValidations>'
    chart = "<c><f>Plan!$B$2</f><f>Plan!$B$1</f><f>Plan!$A$2:$B$2</f></c>"
    data = minimal(
        tail=tail,
        sheet_links=(("table", "../tables/table1.xml"),),
        parts={"xl/tables/table1.xml": table, "xl/charts/chart1.xml": chart},
    )
    grown = patch(data, [], [Growth(3, table="T")]).data
    assert '<conditionalFormatting sqref="A2:A5 D9"/>' in member(grown)
    assert '<dataValidation sqref="B2:B5"/>' in member(grown)
    assert member(grown, "xl/charts/chart1.xml") == (
        "<c><f>Plan!$B$2:$B$5</f><f>Plan!$B$1</f><f>Plan!$A$2:$B$2</f></c>"
    )


def test_references_to_other_workbooks_and_other_sheets_stay(minimal: Minimal) -> None:
    names = (
        "<definedNames><definedName name='a'>[1]Plan!$A$2:$A$3</definedName>"
        "<definedName name='b'>Other!$A$2:$A$3</definedName>"
        "<definedName name='c'>OFFSET(PLAN!$A$1,0,0,COUNTA(plan!$A$2:$A$3))</definedName>"
        "<definedName name='d'>Plan!$A$2:$C$3</definedName></definedNames>"
    )
    data = minimal(
        workbook=names, sheet_links=(("table", "../tables/table1.xml"),), parts={"xl/tables/table1.xml": table_part()}
    )
    grown = open_package(patch(data, [], [Growth(1, table="T")]).data)
    assert [name.refers_to for name in grown.names] == [
        "[1]Plan!$A$2:$A$3",
        "Other!$A$2:$A$3",
        "OFFSET(PLAN!$A$1,0,0,COUNTA(plan!$A$2:$A$4))",
        "Plan!$A$2:$C$3",
    ]


def test_a_second_table_below_is_in_the_way(minimal: Minimal) -> None:
    second = table_part().replace('"T"', '"U"').replace("A1:B3", "B5:C6")
    data = minimal(
        sheet_links=(("table", "../tables/table1.xml"), ("table", "../tables/table2.xml")),
        parts={"xl/tables/table1.xml": table_part(), "xl/tables/table2.xml": second},
    )
    with pytest.raises(Refused, match="table T cannot grow over table U B5:C6"):
        patch(data, [], [Growth(3, table="T")])
    patch(data, [], [Growth(1, table="T")])


PLAIN = (
    '<row r="1"><c r="A1"/></row>'
    '<row r="2"><c r="A2" s="3"><v>1</v></c><c r="B2"><f t="shared" ref="B2:B3" si="0">A2*2</f></c>'
    '<c r="C2"><f>A9</f></c></row>'
    '<row r="3"><c r="A3" s="3"><v>2</v></c><c r="B3"><f t="shared" si="0"/></c><c r="C3"><f>A9</f></c></row>'
)


def test_a_plain_range_grows_with_its_filter_formulas_and_pivot_source(minimal: Minimal) -> None:
    cache = (
        f'<pivotCacheDefinition {MAIN}><cacheSource type="worksheet"><worksheetSource ref="A1:C3" sheet="Plan"/>'
        "</cacheSource></pivotCacheDefinition>"
    )
    data = minimal(
        PLAIN,
        tail='<autoFilter ref="A1:C3"/>',
        links=(("pivotCacheDefinition", "pivotCache/p.xml"),),
        parts={"xl/pivotCache/p.xml": cache},
    )
    patched = patch(data, [Edit("Plan", "A4", 5)], [Growth(1, sheet="plan", ref="A1:C3")])
    assert '<row r="4"><c r="A4" s="3"><v>5</v></c><c r="B4"><f>A4*2</f></c></row>' in member(patched.data)
    assert '<autoFilter ref="A1:C4"/>' in member(patched.data)
    assert 'refreshOnLoad="1"' in member(patched.data, "xl/pivotCache/p.xml")
    assert 'ref="A1:C4"' in member(patched.data, "xl/pivotCache/p.xml")


def test_a_range_of_only_a_header_grows_without_taking_its_look(minimal: Minimal) -> None:
    data = minimal('<row r="1"><c r="A1" s="9" t="s"><v>0</v></c></row>', tail='<conditionalFormatting sqref="A1:B1"/>')
    grown = patch(data, [Edit("Plan", "A2", "x")], [Growth(1, sheet="Plan", ref="A1:B1")]).data
    assert '<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row>' in member(grown)
    assert 'sqref="A1:B1"' in member(grown)
