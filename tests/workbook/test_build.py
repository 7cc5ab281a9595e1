"""Workbooks built from the declared sheets."""

import datetime
import re
import zipfile
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pmo_excel.core.lists import LISTS
from pmo_excel.core.tables import columns, declaration
from pmo_excel.workbook.build import build, with_results
from pmo_excel.workbook.declared import declared_sheets
from pmo_excel.workbook.gantt import WEEKS
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.project_sheets import PROJECT_SHEETS
from pmo_excel.workbook.templates_folder import templates_folder
from tests import made
from tests.made import workbook

LIGHT = [
    "Start",
    "Charter",
    "Schedule",
    "Milestones",
    "Risks",
    "Issues",
    "Actions",
    "Stakeholders",
    "Status",
    "Dashboard",
    "Findings",
]
HIDDEN = ["Calendars", "Baselines", "History", "Audit", "Lists", "Settings"]
CONTENT: dict[str, list[dict[str, Any]]] = {
    "Charter": [
        {
            "Project ID": "PRJ-001",
            "Project Name": "Office Move",
            "Planned Start": datetime.date(2026, 3, 4),
            "Status Date": datetime.date(2026, 3, 31),
        }
    ],
    "Schedule": [
        {"Task ID": 1, "Task Name": "Fit-out", "Duration (wd)": "10 (8-18)", "WBS": "1.2"},
        {"Task ID": 2, "Task Name": "=1+1", "Actual Start": "TBC", "Critical": True, "% Complete": 1},
    ],
    "Budget": [{"Cost Line ID": "C-01", "Budget": 1200.5}],
}


@pytest.fixture(scope="module")
def built() -> bytes:
    return made.built("Light", CONTENT)


@pytest.fixture(scope="module")
def light(built: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(built))


@pytest.fixture(scope="module")
def values() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(with_results("Light", CONTENT)), data_only=True)


@pytest.fixture(scope="module")
def empty() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook()))


def _template(level: str) -> bytes:
    """The committed one, which `test_templates` compares with what is built."""
    return (templates_folder() / f"Project ({level}).xlsx").read_bytes()


def _shown(data: bytes) -> list[str]:
    return [s.name for s in Package(data, "built").sheets if s.state == "visible"]


def test_an_empty_light_workbook_shows_eleven_sheets_in_order(empty: openpyxl.Workbook) -> None:
    assert _shown(workbook()) == LIGHT
    assert set(HIDDEN) <= set(empty.sheetnames)


def test_sheets_of_people_and_money_are_shown_when_they_have_content(built: bytes) -> None:
    assert [s for s in _shown(built) if s not in LIGHT] == ["Budget"]


def test_a_sheet_can_be_shown_on_request_and_larger_levels_show_more() -> None:
    assert [s for s in _shown(build(show=["Leave"])) if s not in LIGHT] == ["Leave"]
    assert len(_shown(_template("Standard"))) == 28
    assert _shown(_template("Structured")) == [p.name for p in PROJECT_SHEETS]


def test_every_declared_sheet_holds_its_table_with_the_declared_headers(empty: openpyxl.Workbook) -> None:
    for name, cls in declared_sheets().items():
        stated, sheet = declaration(cls), empty[name]
        table = sheet.tables[stated.name]
        headers = [sheet.cell(4, at + 1).value for at in range(len(table.tableColumns))]
        assert [c.name for c in table.tableColumns] == headers
        if stated.layout == "fields":
            assert headers[:2] == ["Field", "Value"]
            fields = [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)]
            assert fields == [c.header for c in columns(cls).values() if c.beside is None]
        else:
            assert headers == [c.header for c in columns(cls).values()]


def test_headers_carry_their_help_as_a_note(empty: openpyxl.Workbook) -> None:
    note = empty["Schedule"]["A4"].comment
    assert note is not None
    assert "never used again" in note.text


def test_values_are_written_as_what_they_are(light: openpyxl.Workbook) -> None:
    sheet = light["Schedule"]
    at = {sheet.cell(4, c).value: c for c in range(1, 40)}
    assert sheet.cell(5, at["Duration (wd)"]).value == "10 (8-18)"
    assert (sheet.cell(6, at["Task Name"]).value, sheet.cell(6, at["Task Name"]).data_type) == ("=1+1", "s")
    assert sheet.cell(6, at["Actual Start"]).value == "TBC"
    assert sheet.cell(6, at["Critical"]).value == "Yes"
    assert light["Charter"]["B24"].value == datetime.datetime(2026, 3, 4)


def test_the_same_content_gives_the_same_bytes(built: bytes) -> None:
    assert build("Light", CONTENT) == built


@pytest.mark.parametrize(
    ("level", "content"),
    [("Huge", {}), ("Light", {"Sheet9": [{"A": 1}]}), ("Light", {"Risks": [{"Riks ID": "R-1"}]})],
)
def test_a_level_sheet_or_header_that_does_not_exist_is_an_error(level: str, content: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"Huge|Sheet9|Riks ID"):
        build(level, content)


def _rules(sheet: Worksheet, cell: str) -> list[str]:
    return [v.formula1 for v in sheet.data_validations.dataValidation if cell in v.cells]


def test_typed_columns_with_a_list_offer_it(empty: openpyxl.Workbook) -> None:
    risks = empty["Risks"]
    at = {c.value: c.column_letter for c in risks[4]}
    assert _rules(risks, f"{at['Risk Status']}5") == ["lst_RiskStatus"]
    assert _rules(risks, f"{at['Rating']}5") == []
    assert _rules(empty["Assignments"], "B5") == ["ids_Schedule_Task_ID"]


def test_every_list_name_refers_to_the_words_of_its_list(empty: openpyxl.Workbook) -> None:
    lists = empty["Lists"]
    for name, words in LISTS.items():
        area = empty.defined_names[f"lst_{name}"].attr_text
        first, last = (int(n) for n in re.findall(r"\$B\$(\d+)", area))
        assert [str(lists.cell(row, 2).value) for row in range(first, last + 1)] == list(words)


def test_settings_begin_with_their_defaults(empty: openpyxl.Workbook) -> None:
    sheet = empty["Settings"]
    found = {sheet.cell(row, 1).value: (sheet.cell(row, 2).value, sheet.cell(row, 3).value) for row in range(5, 30)}
    assert found["Time tolerance"] == (None, 10)


def test_the_gantt_begins_on_the_monday_of_the_planned_start(values: openpyxl.Workbook) -> None:
    """4-Mar-2026 is a Wednesday: the first week begins on 2-Mar-2026."""
    sheet = values["Schedule"]
    width = len(columns(declared_sheets()["Schedule"]))
    axis = [sheet.cell(4, width + 2 + week).value for week in range(WEEKS)]
    assert axis[0] == datetime.datetime(2026, 3, 2)
    assert axis[-1] == datetime.datetime(2026, 3, 2) + datetime.timedelta(weeks=WEEKS - 1)


def test_the_gantt_lies_outside_the_table_and_covers_its_rows(light: openpyxl.Workbook) -> None:
    sheet = light["Schedule"]
    last = int(sheet.tables["tblSchedule"].ref.split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    first = get_column_letter(len(columns(declared_sheets()["Schedule"])) + 2)
    bars = [r for r in sheet.conditional_formatting if str(r.sqref).startswith(f"{first}5:")]
    assert len(bars) == 1
    assert str(bars[0].sqref).endswith(str(last))


def test_formulas_have_values_and_use_nothing_newer_than_excel_2016(
    light: openpyxl.Workbook, values: openpyxl.Workbook
) -> None:
    for sheet in light.worksheets:
        for row in sheet.iter_rows():
            for cell in (c for c in row if c.data_type == "f"):
                assert "_xl" not in str(cell.value)
                assert "[@" not in str(cell.value)
                assert not str(values[sheet.title][cell.coordinate].value).startswith("#")


def test_the_dashboard_has_five_charts_and_iterations_one_and_it_prints_on_one_page(
    built: bytes, light: openpyxl.Workbook
) -> None:
    with zipfile.ZipFile(BytesIO(built)) as package:
        drawings = [package.read(n) for n in package.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", n)]
    charts = sorted(drawing.count(b"<c:chart ") for drawing in drawings)
    assert charts == [1, 1, 2, 5]  # beside Stakeholders, Iterations and Risk Analysis
    page = light["Dashboard"].page_setup
    assert (page.orientation, page.fitToHeight) == ("landscape", None)


def test_every_visible_sheet_prints_landscape_on_one_page_across(built: bytes, light: openpyxl.Workbook) -> None:
    for name in _shown(built):
        sheet = light[name]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in str(sheet.oddFooter.right.text)
    assert int(light["Schedule"].page_setup.paperSize) == 8


def test_no_sheet_is_protected_and_only_computed_cells_are_marked_to_be(light: openpyxl.Workbook) -> None:
    sheet = light["Schedule"]
    at = {c.value: c.column_letter for c in sheet[4]}
    assert not sheet.protection.sheet
    assert sheet[f"{at['Start']}5"].protection.locked
    assert not sheet[f"{at['Task Name']}5"].protection.locked


def test_no_number_format_can_hide_a_minus_sign(empty: openpyxl.Workbook) -> None:
    """LibreOffice takes the sign off in a second part of a format, by condition or not: it has to be written there."""
    formats = {cell.number_format for sheet in empty.worksheets for row in sheet.iter_rows() for cell in row}
    parts = [shape.split(";") for shape in formats if ";" in shape]
    assert len(parts) >= 2
    assert [p for p in parts if p[1] and "-" not in p[1]] == []


def test_large_numbers_have_thousands_apart(empty: openpyxl.Workbook) -> None:
    sheet = empty["Benefits"]
    letter = next(cell.column_letter for cell in sheet[4] if cell.value == "Target Value")
    rules = [
        r for area in sheet.conditional_formatting if str(area.sqref).startswith(f"{letter}5:") for r in area.rules
    ]
    assert [(r.formula, r.dxf.numFmt.formatCode) for r in rules if r.dxf.numFmt] == [
        ([f"AND(ISNUMBER(${letter}5),ABS(N(${letter}5))>=1000)"], "#,##0")
    ]


def test_a_stripe_tells_critical_bars_from_others_where_colours_are_not_seen(empty: openpyxl.Workbook) -> None:
    sheet = empty["Schedule"]
    bars = next(area for area in sheet.conditional_formatting if len(area.rules) == 9)
    signs = [r.dxf.numFmt.formatCode for r in bars.rules if r.dxf.numFmt and "Yes" in r.formula[0]]
    assert signs == [';;"◆"', ';;"▬"', ';;"▬"']


def test_charts_of_an_empty_workbook_say_that_there_is_nothing(empty: openpyxl.Workbook) -> None:
    said = [str(c.value) for row in empty["Dashboard"].iter_rows() for c in row if "COUNTIF($" in str(c.value)]
    assert [text.split('"')[3] for text in said] == [
        "No milestone is later",
        "No open risks yet",
        "No money yet",
        "Nothing open",
    ]


def test_lists_print_upright_and_the_register_on_two_readable_pages() -> None:
    lists = made.sheet_of(_template("Structured"), "Lists").page_setup
    assert (lists.orientation, int(lists.paperSize)) == ("portrait", 9)
    register = openpyxl.load_workbook(BytesIO(made.portfolio()))["Portfolio Register"]
    assert (register.page_setup.fitToWidth, int(register.page_setup.paperSize)) == (2, 8)
    assert register.print_title_cols == "$A:$B"


def test_the_curve_stands_on_the_whole_project_and_repeats_its_last_points() -> None:
    """Rows in any order, a part among them: points by date; EV ends with the status date, the plan does not."""
    rows = [
        {"Period End": datetime.date(2026, 4, 30), "WBS": "Project", "Planned Value (PV)": 900, "BAC": 900},
        {"Period End": datetime.date(2026, 3, 31), "WBS": "1", "Planned Value (PV)": 7, "Earned Value (EV)": 7},
        {
            "Period End": datetime.date(2026, 3, 31),
            "WBS": "Project",
            "Planned Value (PV)": 400,
            "Earned Value (EV)": 300,
            "Actual Cost (AC)": 350,
            "EAC typical": 1050,
            "EAC(t) finish": datetime.date(2026, 6, 30),
        },
    ]
    plan = [{"Task ID": "1", "Task Name": "A", "Baseline Start": datetime.date(2026, 3, 2)}]
    held = with_results("Standard", {"EVM": rows, "Schedule": plan})
    sheet = made.sheet_of(held, "EVM", data_only=True)
    left = next(c.column for c in sheet[4] if c.value == "Date")
    points = [[sheet.cell(row, left + at).value for at in range(6)] for row in range(5, 5 + 61)]
    first, march, april = (
        datetime.datetime(2026, 3, 2),
        datetime.datetime(2026, 3, 31),
        datetime.datetime(2026, 4, 30),
    )
    assert points[0] == [first, 0, first, 0, first, 0]
    assert points[1] == [march, 400, march, 300, march, 350]
    assert points[2] == points[-1] == [april, 900, march, 300, march, 350]
    fan = [[sheet.cell(row, left + 7 + at).value for at in range(2)] for row in (5, 6, 65)]
    assert fan == [[march, 350], [datetime.datetime(2026, 6, 30), 1050], [datetime.datetime(2026, 6, 30), 1050]]
