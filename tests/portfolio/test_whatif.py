"""Scenarios on a copy: what they change is listed, and no workbook changes."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.portfolio.books import small
from tests.portfolio.test_loads import person, run
from tests.resources.test_refreshed import FX_RES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """FX-RES as three workbooks, each a task of Ana's."""
    for at, letter in enumerate("ABC"):
        sheets = {name: rows for name, rows in FX_RES.items() if name not in ("Charter", "Schedule", "Assignments")}
        sheets |= {
            "Schedule": [FX_RES["Schedule"][at] | {"Predecessors": None}],
            "Assignments": [FX_RES["Assignments"][at]],
            "Budget": [{"Cost Line ID": "C-1", "Budget": 1000, "Actual to Date": 400, "Forecast to Complete": 500}],
        }
        charter = FX_RES["Charter"][0] | {"Project ID": f"PRJ-{letter}"}
        (tmp_path / f"PRJ-{letter}.xlsx").write_bytes(small(charter, **sheets))
    return tmp_path


def hashes(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.glob("*.xlsx"))}


def of(answer: dict[str, Any], measure: str) -> list[dict[str, Any]]:
    return [row for row in answer["differences"] if row["Measure"] == measure]


def test_a_delay_lists_weeks_and_hours_and_changes_no_workbook(folder: Path) -> None:
    """By hand: PRJ-B runs 11 days from 1 to 17 April at 3.75 h, the 9th and 10th off. Ten working days later, on
    17 April, it starts again for 11 days to 1 May: one day in the week of 13 April, five in each of the next two."""
    before = hashes(folder)
    answer, code = run("whatif", folder, "--delay", "PRJ-B 2w")
    assert hashes(folder) == before
    assert code == 0
    finish = of(answer, "Finish")[0]
    assert (finish["Project ID"], finish["Date Before"], finish["Date After"]) == ("PRJ-B", "2026-04-17", "2026-05-01")
    assert finish["Difference"] == 10
    loads = {row["Period Start"]: (row["Before"], row["After"], row["Difference"]) for row in of(answer, "Load")}
    assert loads == {
        "2026-03-30": (25.5, 18, -7.5),
        "2026-04-06": (21, 13.5, -7.5),
        "2026-04-13": (30, 15, -15),
        "2026-04-20": (11.25, 30, 18.75),
        "2026-04-27": (0, 18.75, 18.75),
    }


def test_a_hire_takes_what_is_open_of_its_role(tmp_path: Path) -> None:
    """By hand: a tester is asked for full time for two weeks; half of one from the second week leaves 40 and 20 h."""
    sheets = {
        "Resources": [person("TST", "Tester", Role="Tester") | {"Resource Type": "Role (generic)"}],
        "Schedule": [
            {"Task ID": "1", "Duration (wd)": 10, "Predecessors": None, "Constraint Type": "Start no earlier than"}
            | {"Constraint Date": date(2026, 4, 13)}
        ],
        "Assignments": [{"Assignment ID": "1", "Task ID": "1", "Resource ID": "TST", "Units %": 1}],
        "Calendars": FX_RES["Calendars"],
    }
    (tmp_path / "PRJ.xlsx").write_bytes(small(FX_RES["Charter"][0], **sheets))
    answer, _ = run("whatif", tmp_path, "--add-hire", "tester; from 2026-04-20; 50%; 60")
    assert [(r["Period Start"], r["Before"], r["After"]) for r in of(answer, "Open demand")] == [("2026-04-20", 40, 20)]
    assert [(r["Period Start"], r["After"]) for r in of(answer, "Capacity of new people")] == [("2026-04-20", 20)]
    assert of(answer, "Cost of new people")[0]["After"] == 1200


def test_a_cut_leaves_the_estimate_as_it_is(folder: Path) -> None:
    """By hand: 400 spent and 500 to come are 900; a tenth off 1,000 leaves nothing over."""
    answer, _ = run("whatif", folder, "--cut-budget", "prj-a 10%")
    assert [(r["Before"], r["After"]) for r in of(answer, "Budget")] == [(1000, 900)]
    assert [(r["Before"], r["After"]) for r in of(answer, "Variance at completion")] == [(100, 0)]


def test_the_differences_go_to_a_page_and_to_a_workbook_of_their_own(folder: Path) -> None:
    run("whatif", folder, "--delay", "PRJ-B/B 2w", "-o", folder / "delta.html")
    assert "PRJ-B finishes 10 working days later" in (folder / "delta.html").read_text("utf-8")
    (folder / "out").mkdir()
    run("whatif", folder, "--delay", "PRJ-B 2w", "-o", folder / "out" / "delta.xlsx")
    sheet = openpyxl.load_workbook(folder / "out" / "delta.xlsx")["What-if"]
    cells = [[cell.value for cell in row] for row in sheet[sheet.tables["tblWhatIf"].ref]]
    assert cells[0][:4] == ["Measure", "Project ID", "Resource / Role", "Period Start"]
    assert {row[0] for row in cells[1:]} >= {"Finish", "Load"}


@pytest.mark.parametrize(
    ("option", "text", "says"),
    [
        ("--delay", "PRJ-B", "is not a project and a working time"),
        ("--delay", "PRJ-Z 2w", "none of the workbooks is of the project 'PRJ-Z'"),
        ("--delay", "PRJ-B/99 2w", "has no task with the ID '99'"),
        ("--delay", "PRJ-B -2w", "is not a project and a working time"),
        ("--add-hire", "Tester; soon", "'soon' is not understood"),
        ("--cut-budget", "PRJ-A 150%", "is not a project and an amount"),
    ],
)
def test_what_cannot_be_tried_says_why_and_does_nothing(folder: Path, option: str, text: str, says: str) -> None:
    answer, code = run("whatif", folder, option, text)
    assert code == 2
    assert answer["differences"] == []
    assert any(says in problem["message"] for problem in answer["problems"])
