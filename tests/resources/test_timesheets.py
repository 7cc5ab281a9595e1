"""Hours worked come in once, rows in error stay out and are said, and the plan is compared with them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from pmo_excel.hosts.cli import app
from tests.portfolio.books import small
from tests.refresh.workbooks import CHARTER

HOURS = "Employee;Task;Work Date;Hours Worked\nANA;1;2026-03-02;8\nANA;1;2026-03-03;14\nANA;1;soon;3\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """30 hours planned for Ana, and one hour booked already."""
    sheets: dict[str, Any] = {
        "Schedule": [{"Task ID": "1", "Duration (wd)": 5, "Predecessors": None}],
        "Resources": [{"Resource ID": "ANA", "Resource Name": "Ana Keller"}],
        "Assignments": [{"Assignment ID": "A-1", "Task ID": "1", "Resource ID": "ANA", "Work (h)": 30}],
        "Timesheets": [{"Resource ID": "ANA", "Task ID": "1", "Date": date(2026, 3, 2), "Hours": 8}],
    }
    path = tmp_path / "book.xlsx"
    path.write_bytes(small(CHARTER, **sheets))
    (tmp_path / "hours.csv").write_text(HOURS)
    return path


def run(book: Path, *more: str) -> tuple[dict[str, Any], int]:
    done = CliRunner().invoke(app, ["timesheets", str(book), str(book.parent / "hours.csv"), *more, "--json"])
    return json.loads(done.stdout), done.exit_code


def test_new_rows_are_added_once_and_the_plan_is_compared(book: Path) -> None:
    """Feature RE12: 22 of 30 h are 73 %, 8 h remain if the plan holds."""
    answer, code = run(book)
    assert (answer["added"], answer["there_already"], code) == (1, 1, 1)
    row = dict(zip(*answer["actuals"], strict=True))
    assert (row["Actual Work (h)"], row["Remaining Work (h)"]) == (22, 8)
    assert row["Used"] == pytest.approx(22 / 30)
    assert [(p["code"], p["cell"]) for p in answer["problems"]] == [("NOT_A_DATE", "hours.csv!C4")]
    rows = list(openpyxl.load_workbook(book)["Timesheets"].iter_rows(min_row=2, values_only=True))
    assert [(r[0], r[2].date(), r[3]) for r in rows] == [("ANA", date(2026, 3, 2), 8), ("ANA", date(2026, 3, 3), 14)]
    once = book.read_bytes()
    assert run(book)[0]["added"] == 0
    assert book.read_bytes() == once


def test_a_dry_run_compares_and_writes_nothing(book: Path) -> None:
    before = book.read_bytes()
    answer, _ = run(book, "--dry-run")
    assert answer["added"] == 1
    assert book.read_bytes() == before


def test_a_list_without_the_columns_is_refused_and_says_which(book: Path) -> None:
    (book.parent / "hours.csv").write_text("Name,Hours\nANA,8\n")
    answer, code = run(book)
    assert code == 2
    assert {p["column"] for p in answer["problems"]} == {"Task ID", "Date"}
