"""A user's own workbook refreshed in place: results in the columns that are there, or on an added sheet as chosen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from pmo_excel.core.problems import Code
from pmo_excel.hosts.books import checked, refresh_file
from tests.refresh.messy import edited
from tests.refresh.own_template import ROWS, Sheet, own
from tests.refresh.workbooks import book_of

NOW = datetime(2026, 3, 13, 9)


def notes(book: Any, plan: Sheet) -> None:
    """A total below the plan, a note below that, a formula of the user's and a chart."""
    plan.write("B10", "Total")
    plan.write_formula("D10", "=SUM(D5:D9)", None, 23)
    plan.write("A12", "* dates subject to approval by the board")
    plan.write_formula("M5", "=D5*2", None, 10)
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "='Our plan'!$D$5:$D$9"})
    plan.insert_chart("L15", chart)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "Apollo.xlsx"
    path.write_bytes(own(change=notes))
    return path


def members(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cells(data: bytes, formulas: bool = False) -> dict[tuple[str, str], Any]:
    """Every cell, read by openpyxl."""
    book = load_workbook(io.BytesIO(data), data_only=not formulas)
    return {(s.title, c.coordinate): c.value for s in book for row in s for c in row if c.value is not None}


def test_results_go_to_the_columns_that_are_there_and_nothing_else_changes(plan: Path) -> None:
    before = plan.read_bytes()
    outcome = refresh_file(plan, NOW)
    after = plan.read_bytes()
    assert outcome.patched is not None
    old, new = cells(before, formulas=True), cells(after, formulas=True)
    different = {where for where in old.keys() | new.keys() if old.get(where) != new.get(where)}
    assert different == {("Our plan", f"{letter}{row}") for letter in "HI" for row in range(5, 10)}
    assert new["Our plan", "I7"] == datetime(2026, 3, 27)
    changed = {name for name, data in members(before).items() if members(after)[name] != data}
    assert changed <= {"xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"}


def test_a_date_is_shown_as_a_date_in_a_cell_that_had_no_format(plan: Path) -> None:
    refresh_file(plan, NOW)
    assert load_workbook(plan)["Our plan"]["I7"].is_date


def test_a_field_that_is_missing_is_told_with_those_that_are_there() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Charter"
    for line in (("Field", "Value"), ("Project ID", "BEN-001"), ("Project Name", "Works")):
        sheet.append(line)
    data = io.BytesIO()
    book.save(data)
    missing = [p.message for p in book_of(data.getvalue()).problems if p.code is Code.MISSING_COLUMN]
    assert "the column 'Sponsor' is missing; found 'Project ID', 'Project Name'" in missing


def test_a_second_refresh_changes_nothing_and_a_third_follows_the_plan(plan: Path) -> None:
    """The workbook has no Audit sheet: what was computed is remembered beside it, so it is not taken for typed."""
    refresh_file(plan, NOW)
    again = refresh_file(plan, NOW)
    assert again.patched is None
    assert Code.TYPED_IN_COMPUTED not in {p.code for p in again.problems}
    from pmo_excel.workbook.patch import Edit, patch

    plan.write_bytes(patch(plan.read_bytes(), [Edit("Our plan", "D7", 6)]).data)
    moved = refresh_file(plan, NOW)
    assert moved.refresh is not None
    assert {(c.key, c.cell.column) for c in moved.refresh.seen} >= {("3", "Finish"), ("5", "Finish")}
    assert {c.new for c in moved.refresh.seen if c.key == "3" and c.cell.column == "Finish"} == {date(2026, 3, 30)}


def test_what_was_typed_into_a_column_of_results_is_kept(plan: Path) -> None:
    from pmo_excel.workbook.patch import Edit, patch

    plan.write_bytes(patch(plan.read_bytes(), [Edit("Our plan", "I7", date(2026, 5, 1))]).data)
    outcome = refresh_file(plan, NOW)
    assert cells(plan.read_bytes())["Our plan", "I7"] is not None
    kept = [p for p in outcome.problems if p.code is Code.TYPED_IN_COMPUTED]
    assert [p.cell.ref for p in kept] == ["I7"]


def test_a_formula_in_a_column_of_results_is_never_overwritten(tmp_path: Path) -> None:
    def change(_: Any, sheet: Sheet) -> None:
        for row in range(5, 10):
            sheet.write_formula(f"I{row}", f"=H{row}+D{row}", None, 46090)

    path = tmp_path / "own.xlsx"
    path.write_bytes(own(change=change))
    refresh_file(path, NOW)
    refresh_file(path, NOW)
    assert cells(path.read_bytes(), formulas=True)["Our plan", "I7"] == "=H7+D7"


def test_results_without_a_column_go_to_an_added_sheet_where_that_is_chosen(plan: Path) -> None:
    before = plan.read_bytes()
    outcome = refresh_file(plan, NOW, "sheet")
    after = plan.read_bytes()
    book = load_workbook(plan)
    assert book.sheetnames == ["Cover", "Our plan", "Schedule results"]
    sheet = book["Schedule results"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[:2] == ["Task ID", "Task Name"]
    assert "Total Float (wd)" in headers
    rows = {row[0].value: [c.value for c in row] for row in sheet.iter_rows(min_row=2)}
    assert list(rows) == [r[0] for r in ROWS]
    floats = {key: row[headers.index("Total Float (wd)")] for key, row in rows.items()}
    assert floats["4"] == 2
    assert {n for n, d in members(before).items() if members(after)[n] != d} <= {
        *("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        *("xl/styles.xml", "xl/worksheets/sheet2.xml"),
    }
    assert outcome.refresh is not None
    assert refresh_file(plan, NOW).patched is None


def test_a_dry_run_lists_what_the_added_sheet_would_hold(plan: Path) -> None:
    before = plan.read_bytes()
    outcome = checked(plan, "sheet")
    assert outcome.refresh is not None
    assert [s.name for s in outcome.refresh.sheets] == ["Schedule results"]
    assert any(c.cell.sheet == "Schedule results" for c in outcome.refresh.seen)
    assert plan.read_bytes() == before


def test_what_a_person_adds_to_the_sheet_of_results_stays(plan: Path) -> None:
    refresh_file(plan, NOW, "sheet")
    book = load_workbook(plan)
    headers = [cell.value for cell in book["Schedule results"][1]]
    book["Schedule results"].cell(2, len(headers) + 2, "my note")
    book["Schedule results"].cell(3, headers.index("Total Float (wd)") + 1, 99)
    book.save(plan)
    outcome = refresh_file(plan, NOW)
    sheet = load_workbook(plan)["Schedule results"]
    assert sheet.cell(2, len(headers) + 2).value == "my note"
    assert sheet.cell(3, headers.index("Total Float (wd)") + 1).value == 99
    assert Code.TYPED_IN_COMPUTED in {p.code for p in outcome.problems}


def test_a_protected_structure_is_refused_with_what_to_do(tmp_path: Path) -> None:
    data = edited(
        own(), "xl/workbook.xml", lambda xml: xml.replace("<sheets>", '<workbookProtection lockStructure="1"/><sheets>')
    )
    path = tmp_path / "locked.xlsx"
    path.write_bytes(data)
    outcome = refresh_file(path, NOW, "sheet")
    assert outcome.failed
    assert "--results columns" in outcome.problems[0].suggestion
    assert path.read_bytes() == data
    assert not refresh_file(path, NOW, "columns").failed
