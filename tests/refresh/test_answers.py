"""Answers on the Findings sheet: they stay with their finding, and an accepted fix is applied at the next refresh."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pmo_excel.core.problems import Cell, Code, Fix, Problem
from pmo_excel.refresh import Refreshed
from pmo_excel.refresh.findings import target
from pmo_excel.workbook.patch import Edit, patch
from tests.hosts.test_cli import pmo, printed
from tests.made import sheet_of
from tests.refresh.workbooks import make, refresh, typed

TASKS = [
    {"Task ID": "1", "Task Name": "Design", "Duration (wd)": 5, "Constraint Type": "As soon as posible"},
    {"Task ID": "2", "Task Name": "Build", "Duration (wd)": "soon", "Predecessors": "1"},
    {"Task ID": "3", "Task Name": "Test", "Duration (wd)": 3, "Predecessors": "99"},
]
DATED = {"Task ID": "4", "Task Name": "Hand over", "Duration (wd)": 2, "Deadline": "Q3 2026"}
"""Its deadline has a one-step fix: 30 September 2026 (the specification's M07)."""
COLUMNS = {0: "severity", 1: "code", 3: "place", 4: "message", 6: "accept"}


def listed(data: bytes) -> dict[int, dict[str, Any]]:
    """The rows of the Findings sheet that hold anything, by row number."""
    lines = load_workbook(BytesIO(data), read_only=True)["Findings"].iter_rows(5, 39, 1, 7, values_only=True)
    rows = {r: {name: line[at] for at, name in COLUMNS.items()} for r, line in enumerate(lines, start=5)}
    return {r: row for r, row in rows.items() if any(row.values())}


def row_of(data: bytes, code: Code) -> int:
    return next(r for r, row in listed(data).items() if row["code"] == code.value)


def refreshed(data: bytes) -> tuple[bytes, Refreshed]:
    result, patched = refresh(data)
    return (data if patched is None else patched.data), result


@pytest.fixture(scope="module")
def plan() -> bytes:
    return refreshed(make(Schedule=[*TASKS, DATED]))[0]


def test_an_answer_stays_with_its_finding_when_worse_ones_come_and_others_go(plan: bytes) -> None:
    number = row_of(plan, Code.UNKNOWN_TASK)
    answered = typed(plan, "Findings", f"G{number}", "Later")
    worse = typed(typed(answered, "Charter", "B13", None), "Schedule", "I6", 4)
    worse = typed(worse, "Schedule", "A5", "3")  # a key that is there twice, and lists before the others
    after, _ = refreshed(worse)
    answers = {row["code"]: row["accept"] for row in listed(after).values() if row["accept"]}
    assert answers == {Code.UNKNOWN_TASK.value: "Later"}
    assert refreshed(after)[1].changes == ()


def test_an_answer_stays_with_its_finding_when_its_row_moves(plan: bytes) -> None:
    """The finding of task 3 is the same one after a row was put above it: its kind, its record and its column are."""
    number = row_of(plan, Code.UNKNOWN_TASK)
    place = listed(plan)[number]["place"]
    answered = typed(plan, "Findings", f"G{number}", "Ignore")
    moved = _swapped(answered, 5, 7)
    after, _ = refreshed(moved)
    (row,) = [row for row in listed(after).values() if row["code"] == Code.UNKNOWN_TASK.value]
    assert row["accept"] == "Ignore"
    assert row["place"] != place


def test_an_accepted_fix_is_applied_and_its_answer_goes(plan: bytes) -> None:
    number = row_of(plan, Code.NOT_A_DATE)
    assert "Apply writes 30-Sep-26" in str(sheet_of(plan, "Findings")[f"F{number}"].value)
    after, result = refreshed(typed(plan, "Findings", f"G{number}", "Apply"))
    assert [problem.code for problem in result.accepted] == [Code.NOT_A_DATE]
    first = result.changes[0]
    assert (first.old, str(first.new)) == ("Q3 2026", "2026-09-30")
    assert "accepted on Findings" in first.because
    sheet = sheet_of(after, "Schedule")
    deadline = next(cell.column for cell in sheet[4] if cell.value == "Deadline")
    assert sheet.cell(8, deadline).value == datetime(2026, 9, 30)
    assert sheet.cell(8, deadline).is_date
    assert Code.NOT_A_DATE.value not in {row["code"] for row in listed(after).values()}
    assert not any(row["accept"] for row in listed(after).values())
    assert refreshed(after)[1].changes == ()


def test_apply_on_a_finding_without_a_fix_changes_nothing_and_stays(plan: bytes) -> None:
    number = row_of(plan, Code.UNKNOWN_TASK)
    after, result = refreshed(typed(plan, "Findings", f"G{number}", "Apply"))
    assert result.accepted == ()
    assert listed(after)[number]["accept"] == "Apply"


def test_notes_beside_a_finding_that_is_gone_stay(plan: bytes) -> None:
    """A word that only answers the finding goes with it; whatever else somebody wrote there does not."""
    number = row_of(plan, Code.UNKNOWN_TASK)
    noted = typed(plan, "Findings", f"G{number}", "Ask Helen")
    sheet = sheet_of(noted, "Schedule")
    column = next(cell.column_letter for cell in sheet[4] if cell.value == "Predecessors")
    after, _ = refreshed(typed(noted, "Schedule", f"{column}7", "2"))
    assert listed(after)[number] == {
        "severity": None,
        "code": None,
        "place": None,
        "message": None,
        "accept": "Ask Helen",
    }


def test_each_finding_leads_to_its_cell_and_a_second_refresh_writes_nothing(plan: bytes) -> None:
    sheet = sheet_of(plan, "Findings")
    rows = listed(plan)
    assert rows
    assert any(row["place"] for row in rows.values())
    for number, row in rows.items():
        link = sheet[f"D{number}"].hyperlink
        assert (link is None) == (row["place"] is None)  # a finding of the whole workbook leads nowhere
        assert link is None or link.location == row["place"] or "!" not in row["place"]
    assert not refresh(plan)[0].writes


def test_links_that_somebody_else_made_stay(plan: bytes) -> None:
    tail = b'<hyperlinks><hyperlink ref="A1" location="Start!A1" display="home"/></hyperlinks><pageMargins'
    package = _edited(make(Schedule=TASKS), "Findings", b"<pageMargins", tail)
    after, _ = refreshed(package)
    sheet = sheet_of(after, "Findings")
    assert sheet["A1"].hyperlink.location == "Start!A1"
    assert sheet["D5"].hyperlink.location


def test_a_place_leads_to_a_cell_whatever_the_sheet_is_called() -> None:
    names = ["Schedule", "Plan B", "It's"]
    places = [
        "Schedule!H12",
        "'Plan B'!A1",
        "'It''s'!C3",
        "Schedule!Finish",
        "Schedule row 7",
        "Charter!A1",
        "",
        "Gone",
    ]
    found = ["Schedule!H12", "'Plan B'!A1", "'It''s'!C3", "Schedule!A1", "Schedule!A7", "", "", ""]
    assert [target(place, names) for place in places] == found


def test_the_command_says_what_it_applied_and_undo_takes_it_back(plan: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    before = typed(plan, "Findings", f"G{row_of(plan, Code.NOT_A_DATE)}", "Apply")
    path.write_bytes(before)
    shown = pmo("refresh", path)
    assert "accepted: Schedule!" in shown.stdout
    assert "Q3 2026 → 30-Sep-26" in shown.stdout
    pmo("undo", path)
    assert path.read_bytes() == before


def test_a_dry_run_lists_the_accepted_fix_and_writes_nothing(plan: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    before = typed(plan, "Findings", f"G{row_of(plan, Code.NOT_A_DATE)}", "Apply")
    path.write_bytes(before)
    changes = printed(pmo("refresh", path, "--dry-run", "--json"))["files"][0]["changes"]
    assert any(c["new"] == "2026-09-30" and "accepted" in c["because"] for c in changes)
    assert path.read_bytes() == before


def test_what_apply_writes_is_said_beside_the_suggestion() -> None:
    from pmo_excel.refresh.findings import findings

    problem = Problem(Code.NOT_A_NUMBER, "x", Cell("S", 5, "C", "A5"), "Check it.", fix=Fix("85", 0.85))
    assert getattr(findings([problem]), "suggested_fix").tolist() == ["Check it. Apply writes 0.85."]  # noqa: B009


def _swapped(data: bytes, one: int, other: int) -> bytes:
    """The plan with two typed rows in each other's place."""
    sheet = sheet_of(data, "Schedule")
    edits = []
    for cell in sheet[4]:
        if cell.column > 24:
            break
        letter = cell.column_letter
        edits.append(Edit("Schedule", f"{letter}{one}", sheet[f"{letter}{other}"].value))
        edits.append(Edit("Schedule", f"{letter}{other}", sheet[f"{letter}{one}"].value))
    return patch(data, edits).data


def _edited(data: bytes, sheet: str, old: bytes, new: bytes) -> bytes:
    from pmo_excel.workbook.package import open_package

    package = open_package(data)
    found = package.sheet(sheet)
    assert found is not None
    xml = package.xml(found.member)
    assert old in xml
    return package.archive.with_members({found.member: xml.replace(old, new, 1)})
