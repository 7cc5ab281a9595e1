"""Changes in a workbook that a refresh computes: CR-004 of FX-OFFICE, limits from Settings, readiness and cut-over."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Problem
from pmo_excel.core.tables import Table
from pmo_excel.refresh.compute import computed
from pmo_excel.workbook.read import Book
from tests.change.office_changes import content
from tests.made import workbook
from tests.refresh.workbooks import book_of

COLUMNS = {
    "time": "impact_time",
    "cost": "impact_cost",
    "path": "new_critical_path",
    "float": "float_used",
    "people": "people_affected",
    "together": "impact_together",
    "authority": "authority_required",
}


@pytest.fixture(scope="module")
def book() -> Book:
    return book_of(workbook("Standard", content()))


def refreshed(book: Book, **typed: dict[str, dict[int, Any]]) -> tuple[dict[str, Any], list[Problem]]:
    """What a refresh computes after a person typed values into some cells, by sheet, column and row."""
    tables: dict[str, Table] = dict(book.tables)
    for sheet, cells in typed.items():
        table = tables[sheet.replace("_", " ")]
        values = {name: getattr(table, name).copy() for name in cells}
        for name, rows in cells.items():
            for row, value in rows.items():
                values[name][row] = value
        tables[sheet.replace("_", " ")] = table.replace(**values)
    done = computed(tables, Conventions())
    return dict(done.tables), done.problems


def row(table: Any, at: int) -> dict[str, Any]:
    return {short: getattr(table, name).tolist()[at] for short, name in COLUMNS.items()}


def setting(book: Book, name: str) -> int:
    names: list[str] = book.tables["Settings"].name.tolist()  # type: ignore[attr-defined]
    return names.index(name)


def test_ch4_cr_004_in_a_refreshed_workbook(book: Book) -> None:
    """The rate comes from Resources (50 an hour, 400 a day) and Settings (350): 2,750; CR-005 uses 3 of 5 days of 9."""
    made, _ = refreshed(book)
    assert row(made["Changes"], 0) == {
        "time": 1,
        "cost": 2750,
        "path": "1-2-4-6-8-10",
        "float": 5,
        "people": 4,
        "together": 1,
        "authority": "Project Manager",
    }
    assert made["Changes"].milestones_moved[0] == "10 Move weekend 12-May-26 → 13-May-26 (+1 wd)"
    other = row(made["Changes"], 1)
    assert (other["time"], other["float"], other["path"], other["authority"]) == (0, 3, "unchanged", None)
    assert other["cost"] != other["cost"]  # nobody's rate is known for 9, which is not 0
    assert made["Change Lines"].old_value.tolist() == ["12"]


def test_ch6_ch7_limits_and_the_change_budget_come_from_settings(book: Book) -> None:
    limits = {setting(book, "Project manager's change limit"): "2000", setting(book, "Change budget"): "2500"}
    asked = {"status": {0: "Awaiting decision"}, "decision": {0: None}}
    made, problems = refreshed(book, Settings={"value": limits}, Changes=asked)
    assert row(made["Changes"], 0)["authority"] == "Change authority"
    said = [(p.cell.address, p.message) for p in problems if p.code.value == "CHANGE_BUDGET"]
    assert said == [("Changes!A5", "CR-004 costs 2,750, and 2,500 of the change budget of 2,500 are left")]


def test_ch6_a_finish_beyond_the_tolerance_is_the_boards(book: Book) -> None:
    made, _ = refreshed(book, Charter={"tolerance_time": {0: 0}})
    assert row(made["Changes"], 0)["authority"] == "Project board"


def test_ch10_ch11_readiness_and_cutover_are_sheets(book: Book) -> None:
    made, _ = refreshed(book)
    groups, steps = made["People Readiness"], made["Cutover"]
    assert (groups.rag[0], steps.decision[0], steps.why[0]) == ("A", "No-go", "1 Support on call: No")
    assert "60%" in groups.rag_why[0]
    late, _ = refreshed(book, Settings={"value": {setting(book, "Readiness red days"): "30"}})
    assert late["People Readiness"].rag[0] == "R"


def test_ch4_wrong_lines_are_findings_and_leave_the_others_alone(book: Book) -> None:
    made, problems = refreshed(book, Change_Lines={"key": {0: "44"}})
    assert ("UNKNOWN_TASK", "'Change Lines'!C5") in {(p.code.value, p.cell.address) for p in problems}
    first, second = row(made["Changes"], 0), row(made["Changes"], 1)
    assert first["time"] != first["time"]
    assert (second["time"], second["float"]) == (0, 3)
    assert second["together"] != second["together"]  # not without the change that could not be tried


def test_ch4_lines_of_a_change_that_the_log_lacks_are_said(book: Book) -> None:
    _, problems = refreshed(book, Change_Lines={"change_id": {0: "CR-999"}})
    assert ("CHANGE_LINE", "'Change Lines'!A5") in {(p.code.value, p.cell.address) for p in problems}


def test_ch1_a_state_without_its_decision_is_a_finding(book: Book) -> None:
    _, problems = refreshed(book, Changes={"decision": {0: None}})
    assert ("CHANGE_STATE", "Changes!V5") in {(p.code.value, p.cell.address) for p in problems}


def test_ch5_a_difference_that_is_typed_stays_one(book: Book) -> None:
    """In a cell of the format General a spreadsheet program makes 3 of +3, which would be three days in all."""
    sheet = load_workbook(BytesIO(book.package.data), read_only=True)["Change Lines"]
    rows = list(sheet.iter_rows(min_row=4, max_row=6))
    at = [cell.value for cell in rows[0]].index("New Value")
    assert {row[at].number_format for row in rows[1:]} == {"@"}


def test_ch4_a_line_may_name_an_assignment_or_a_budget_line(book: Book) -> None:
    """By hand: half of 12 days of 8 hours less at 50 is 2,400 less; C-1 at 13,000 is 1,000 more."""
    line = {"key": {0: "AS-1"}, "object": {0: "Assignment"}, "field": {0: "Units %"}, "new_value": {0: "50%"}}
    made, problems = refreshed(book, Change_Lines=line)
    assert (row(made["Changes"], 0)["cost"], row(made["Changes"], 0)["time"]) == (-2400, 0)
    assert made["Change Lines"].old_value.tolist() == ["100%"]
    line = {"key": {0: "C-1"}, "object": {0: "Cost"}, "field": {0: "Budget"}, "new_value": {0: "13000"}}
    made, problems = refreshed(book, Change_Lines=line)
    assert row(made["Changes"], 0)["cost"] == 1000
    assert made["Change Lines"].old_value.tolist() == ["12000"]
    line = {"key": {0: "4"}, "field": {0: "Units %"}, "new_value": {0: "50%"}}
    made, problems = refreshed(book, Change_Lines=line)
    assert ("CHANGE_LINE", "'Change Lines'!C5") in {(p.code.value, p.cell.address) for p in problems}
