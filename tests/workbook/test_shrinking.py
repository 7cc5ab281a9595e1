"""Tables and ranges that lose their last rows, and what follows them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from pmo_excel.core.problems import Code
from pmo_excel.workbook.growth import Growth
from pmo_excel.workbook.package import Refused, open_package
from pmo_excel.workbook.patch import Edit, patch

SHEET = "xl/worksheets/sheet1.xml"
Minimal = Callable[..., bytes]

pytestmark = pytest.mark.filterwarnings("ignore:.*is not supported and will be removed")


def member(data: bytes, name: str = SHEET) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def numbered(last: int, more: str = "") -> str:
    """Rows 1 to `last` with their number in A and B."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" s="1"><v>{n}</v></c></row>' for n in range(2, last + 1)
    )
    return f'<row r="1"><c r="A1"><v>0</v></c>{more}</row>{rows}'


def test_growing_and_then_shrinking_gives_the_same_tables_names_charts_and_formats(rich: bytes) -> None:
    back = patch(patch(rich, [], [Growth(3, table="tblTasks")]).data, [], [Growth(-3, table="tblTasks")]).data
    assert str(open_package(back).table("tblTasks").ref) == "B3:F6"  # type: ignore[union-attr]
    for part in ("xl/charts/chart1.xml", "xl/charts/chart2.xml", "xl/worksheets/sheet2.xml", "xl/tables/table1.xml"):
        assert member(back, part) == member(rich, part)
    assert open_package(back).names == open_package(rich).names
    tail = member(rich).partition("</sheetData>")[2]
    assert member(back).partition("</sheetData>")[2] == tail


def test_rows_that_leave_are_emptied_and_listed(rich: bytes) -> None:
    patched = patch(rich, [], [Growth(-1, table="tblTasks")])
    assert {ref for sheet, ref in patched.cells if sheet == "Schedule"} >= {"B6", "C6", "D6", "E6"}
    sheet = openpyxl.load_workbook(io.BytesIO(patched.data))["Schedule"]
    assert [sheet.cell(6, column).value for column in range(2, 7)] == [None] * 5
    assert sheet["D6"].number_format == "General"
    assert sheet["B5"].value == "B"
    assert sheet.tables["tblTasks"].ref == "B3:F5"
    assert "calcChain" not in str(patched.changed)


def test_what_stands_beside_the_rows_stays(minimal: Minimal) -> None:
    rows = numbered(3).replace('<c r="B3" s="1"><v>3</v></c>', '<c r="B3" s="1"><v>3</v></c><c r="D3"><v>9</v></c>')
    patched = patch(minimal(rows), [], [Growth(-1, sheet="Plan", ref="A1:B3")])
    assert '<row r="3"><c r="A3" s="0"/><c r="B3" s="0"/><c r="D3"><v>9</v></c></row>' in member(patched.data)


def test_a_total_above_ends_with_the_range(minimal: Minimal) -> None:
    patched = patch(
        minimal(numbered(5, '<c r="D1"><f>SUM(B2:B5)</f></c>')), [], [Growth(-2, sheet="Plan", ref="A1:B5")]
    )
    assert '<c r="D1"><f>SUM(B2:B3)</f></c>' in member(patched.data)


@pytest.mark.parametrize(
    ("formula", "refused"),
    [
        ("<f>B5</f>", True),
        ("<f>SUM(B4:B5)</f>", True),
        ("<f>SUM(Plan!$A$5:$A$9)</f>", True),
        ("<f>SUM(B2:B4)</f>", False),  # begins above: empty cells count nothing
        ("<f>SUM(B2:B900)</f>", False),
        ("<f>C5+B2</f>", False),
        ("<f>&quot;B5&quot;</f>", False),
    ],
)
def test_a_formula_that_names_a_leaving_row_stops_it(minimal: Minimal, formula: str, refused: bool) -> None:
    data = minimal(numbered(5, f'<c r="D1">{formula}</c>'))
    if refused:
        with pytest.raises(Refused, match=r"D1 refer to rows 4 to 5") as refusal:
            patch(data, [], [Growth(-2, sheet="Plan", ref="A1:B5")])
        assert refusal.value.problem.code is Code.NO_ROOM
        assert refusal.value.problem.cell.ref == "A4"
    else:
        patch(data, [], [Growth(-2, sheet="Plan", ref="A1:B5")])


def shared_column(last: int, text: str, column: str) -> str:
    """Rows with a shared formula from row 2 down."""

    def row(n: int) -> str:
        inner = (
            f'<f t="shared" ref="{column}2:{column}{last}" si="0">{text}</f>' if n == 2 else '<f t="shared" si="0"/>'
        )
        cells = {
            "A": f'<c r="A{n}"><v>{n}</v></c>',
            "B": f'<c r="B{n}"><v>{n}</v></c>',
            column: f'<c r="{column}{n}">{inner}</c>',
        }
        return f'<row r="{n}">{"".join(cells[key] for key in sorted(cells))}</row>'

    return '<row r="1"><c r="A1"><v>0</v></c></row>' + "".join(row(n) for n in range(2, last + 1))


def test_shared_formulas_of_the_leaving_rows_themselves_do_not_stop_it(minimal: Minimal) -> None:
    patched = patch(minimal(shared_column(5, "A2*2", "B")), [], [Growth(-2, sheet="Plan", ref="A1:B5")])
    assert re.search(r'<c r="B3"><f t="shared" si="0"/>', member(patched.data))
    assert '<c r="B5" s="0"/>' in member(patched.data)


def test_a_shared_formula_beside_that_reads_leaving_rows_stops_it(minimal: Minimal) -> None:
    with pytest.raises(Refused, match="refer to rows 4 to 5"):
        patch(minimal(shared_column(5, "A2*2", "D")), [], [Growth(-2, sheet="Plan", ref="A1:B5")])


def test_a_name_for_leaving_rows_stops_it(minimal: Minimal) -> None:
    names = "<definedNames><definedName name='Last'>Plan!$B$5</definedName></definedNames>"
    with pytest.raises(Refused, match="Last refer to rows 5 to 5"):
        patch(minimal(numbered(5), workbook=names), [], [Growth(-1, sheet="Plan", ref="A1:B5")])


def test_one_row_stays(minimal: Minimal) -> None:
    patch(minimal(numbered(5)), [], [Growth(-3, sheet="Plan", ref="A1:B5")])
    with pytest.raises(Refused, match="has 4 rows below its header, and one must stay"):
        patch(minimal(numbered(5)), [], [Growth(-4, sheet="Plan", ref="A1:B5")])


def test_merged_cells_in_leaving_rows_stop_it(minimal: Minimal) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A4:A5"/></mergeCells>'
    with pytest.raises(Refused, match="cannot end at row 4 because of the merged cells A4:A5"):
        patch(minimal(numbered(5), tail=merged), [], [Growth(-1, sheet="Plan", ref="A1:B5")])


def test_a_cell_of_a_leaving_row_may_be_written_at_once(minimal: Minimal) -> None:
    patched = patch(minimal(numbered(5)), [Edit("Plan", "A5", "Total")], [Growth(-1, sheet="Plan", ref="A1:B5")])
    assert "Total" in member(patched.data)
