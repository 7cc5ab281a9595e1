"""Fixture A.13 and ST5-ST13 in a refreshed workbook: the same answers as from a call."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.hosts.snapshot_command import take_snapshot
from pmo_excel.refresh import Refreshed
from tests.made import workbook
from tests.refresh.workbooks import refresh
from tests.stakeholders.book import content


@pytest.fixture(scope="module")
def late() -> tuple[Refreshed, bytes]:
    """The office move with 6 days more on task 4, refreshed."""
    result, patched = refresh(workbook("Structured", content(t4=18)))
    assert patched is not None
    return result, patched.data


def column(result: Refreshed, sheet: str, name: str) -> list[Any]:
    found: list[Any] = getattr(result.tables[sheet], name).tolist()
    return found


def test_st1_st2_st3_fixture_a13_in_the_register(late: tuple[Refreshed, bytes]) -> None:
    result, _ = late
    assert column(result, "Stakeholders", "engagement_gap") == [2, 1, 1, 2, 0]
    assert column(result, "Stakeholders", "engagement_priority") == [40, 20, 15, 8, 0]
    assert column(result, "Stakeholders", "grid_quadrant") == [
        "Manage closely",
        "Manage closely",
        "Keep informed",
        "Monitor",
        "Keep satisfied",
    ]


def test_st10_the_ledger_and_the_register_show_the_promise_at_risk(late: tuple[Refreshed, bytes]) -> None:
    result, _ = late
    assert column(result, "Expectations", "status") == ["At risk", "Kept so far"]
    assert column(result, "Expectations", "why")[0] == "At risk: 1 wd late, told 1-Mar by e-mail, manage closely"
    assert column(result, "Expectations", "gap")[0] == 1
    at_risk = column(result, "Stakeholders", "expectations_at_risk")
    assert at_risk[0] == 1
    assert all(count != count for count in at_risk[1:])


def test_st6_a_contact_sets_last_contact_and_clears_the_overdue_mark(late: tuple[Refreshed, bytes]) -> None:
    """Weekly since 20-Feb is due on 27-Feb; the CFO was called on 4-Mar, so on 11-Mar; the union is 10 days late."""
    result, _ = late
    overdue = column(result, "Communications Plan", "overdue")
    assert overdue[0] != overdue[0]
    assert overdue[1] == 10


def test_st7_the_chart_is_checked_on_its_sheet(late: tuple[Refreshed, bytes]) -> None:
    result, _ = late
    assert column(result, "RACI", "check")[1].startswith("Error: 2 A (Sponsor, Project Manager)")


def test_st13_engagement_that_falls_between_two_snapshots_points_down(
    late: tuple[Refreshed, bytes], tmp_path: Path
) -> None:
    from pmo_excel.core.instants import instant
    from pmo_excel.hosts.patch_command import patch_file
    from pmo_excel.workbook.package import open_package
    from pmo_excel.workbook.patch import Edit
    from pmo_excel.workbook.read import read_book

    path = tmp_path / "Move.xlsx"
    path.write_bytes(late[1])
    take_snapshot(path, datetime(2026, 3, 9, 17))
    book = read_book(open_package(path))
    assert {"Supportive", "At risk", "2026-05-12", "Concerned"} <= set(book.tables["History"].value.tolist())  # type: ignore[attr-defined]
    ops, charter = book.tables["Stakeholders"], book.tables["Charter"]
    falls = Edit("Stakeholders", ops.cell("current_engagement", 1).ref, "Neutral")
    rises = Edit("Stakeholders", ops.cell("current_engagement", 0).ref, "Neutral")
    later = Edit("Charter", charter.cell("status_date", 0).ref, datetime(2026, 3, 31))
    assert patch_file(path, [falls, rises, later], [], datetime(2026, 3, 31)).patched is not None
    result, _ = refresh(path.read_bytes())
    assert column(result, "Stakeholders", "engagement_trend") == ["▲", "▼", "►", "►", "►"]
    assert int(charter.status_date[0]) == instant(datetime(2026, 3, 9))  # type: ignore[attr-defined]


def test_a_limit_in_settings_changes_the_check_and_its_words() -> None:
    made = content()
    rows = [{"Activity / Deliverable": f"Row {n}", "Sponsor": "A", "Project Manager": "R"} for n in range(3)]
    made["RACI"] = [*rows, {"Activity / Deliverable": "Last", "Project Manager": "A/R"}]
    assert column(refresh(workbook("Structured", made))[0], "RACI", "check") == ["OK"] * 4
    made["Settings"] = [{"Setting": "Accountable limit", "Value": 2}]
    changed = column(refresh(workbook("Structured", made))[0], "RACI", "check")
    assert changed == ["Warning: Sponsor answers for 3 rows, more than 2."] * 3 + ["OK"]


def test_a_day_that_cannot_be_read_empties_its_own_promise_and_no_other() -> None:
    made = content(t4=18)
    made["Expectations"][1]["Promised Date"] = "31/02/2026"
    result, _ = refresh(workbook("Structured", made))
    assert column(result, "Expectations", "status") == ["At risk", None]
    assert column(result, "Expectations", "why")[1] is None
    assert [p.code.value for p in result.problems if p.cell.sheet == "Expectations"] == ["NOT_A_DATE"]
