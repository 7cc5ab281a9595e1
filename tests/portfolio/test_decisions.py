"""PF4-PF9, PF13, PF14 in a portfolio workbook: refreshed, and asked by command."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pmo_excel.core.problems import Code
from pmo_excel.core.tables import Table
from pmo_excel.hosts.books import refresh_file
from pmo_excel.hosts.cli import app
from pmo_excel.refresh import Refreshed, refreshed
from pmo_excel.refresh.ledger import Ledger
from pmo_excel.refresh.memory import Memory
from pmo_excel.refresh.rows import row_changes
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.read import PORTFOLIO, Book, read_book
from tests.portfolio.decisions import workbook

NOW = datetime(2026, 4, 1, 9)


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(open_package(workbook(), "Portfolio.xlsx"))


@pytest.fixture(scope="module")
def result(book: Book) -> Refreshed:
    return refreshed(book)


@pytest.fixture
def path(book: Book, tmp_path: Path) -> Path:
    path = tmp_path / "Portfolio.xlsx"
    path.write_bytes(book.package.data)
    return path


def told(made: Table, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(getattr(made, name).tolist() for name in names), strict=True))


def test_selection_of_the_fixture_in_the_sheets_of_a_workbook(book: Book, result: Refreshed) -> None:
    """Fixture A.10, scores by 20: 237 is 11.85, 230 is 11.5; rank-and-cut is 29 points lower, 1.45."""
    assert book.kind == PORTFOLIO
    made = result.tables["Selection"]
    assert told(made, "selected", "score_cost_fte")[:2] == [
        ("P2; P3; P4; P5; P7", "11.85 / 1,000 / 13"),
        ("P1; P2; P4; P5", "11.5 / 1,000 / 13"),
    ]
    assert made.compared_with_rank_and_cut[0] == pytest.approx(1.45)  # type: ignore[attr-defined]
    assert "P1: P3, P7 would have to go" in made.reason_not_selected[0]  # type: ignore[attr-defined]


def test_what_is_not_understood_in_a_scenario_empties_it_and_is_said(result: Refreshed) -> None:
    assert told(result.tables["Selection"], "selected")[2] == (None,)
    said = {(p.code, p.cell.column) for p in result.problems if p.cell.sheet == "Selection" and p.cell.row == 7}
    assert {(Code.NOT_A_CHOICE, "Must Do"), (Code.PATTERN, "Depends On")} <= said


def test_weights_come_from_pairs_where_none_are_typed_and_score_the_register(result: Refreshed) -> None:
    """By hand: 9 to 1 is 90% and 10%; each project has the same score twice, so that is its score."""
    assert result.tables["Criteria"].ahp_weight.tolist()[:2] == pytest.approx([0.9, 0.1])  # type: ignore[attr-defined]
    ranked = told(result.tables["Portfolio Register"], "id", "priority_rank", "strategic_score")
    assert ranked[0] == ("P1", 1, pytest.approx(4.4))
    assert ranked[6] == ("P7", 8, pytest.approx(1.0))
    assert told(result.tables["Scores"], "rank", "rank_range")[0] == (1, "1")


def test_alignment_goes_both_ways(result: Refreshed) -> None:
    """By hand: P1's 400 go 3 to 1 to O1 and O2; P5's 200 to O1; P3's 300 to O2."""
    made = told(result.tables["Objectives"], "id", "budget_share", "projects_serving", "forecast_contribution")
    assert made == [("O1", 500, 2, 4), ("O2", 400, 2, 4), ("O3", 0, 0, 0)]
    said = [p.message for p in result.problems if "serves" in p.message]
    assert said[0] == "P2: serves no objective"
    assert said[-1] == "O3: no project serves it"


def test_a_request_has_its_age_on_the_newest_status_date(result: Refreshed) -> None:
    assert told(result.tables["Intake"], "age") == [(25,)]


def test_a_second_refresh_changes_nothing_and_typed_cells_stay(path: Path) -> None:
    first = refresh_file(path, NOW)
    assert first.patched is not None
    assert refresh_file(path, NOW).patched is None
    typed = read_book(open_package(path)).tables["Selection"]
    assert typed.must_do[1] == "P2"  # type: ignore[attr-defined]
    findings = [c for c in first.refresh.changes if c.cell.sheet == "Findings"] if first.refresh else []
    assert findings == []  # the sheet lists what was collected


def test_a_copy_of_the_workbook_is_refreshed_as_well(path: Path, tmp_path: Path) -> None:
    """What Refresh wrote is remembered in the workbook, so that a copy's own cells are not taken for typed ones."""
    refresh_file(path, NOW)
    copy = tmp_path / "elsewhere" / "Copy.xlsx"
    copy.parent.mkdir()
    at = read_book(open_package(path)).tables["Selection"].cell("budget_limit", 0)
    copy.write_bytes(patch(open_package(path), [Edit(at.sheet, at.ref, 800)]).data)
    done = refresh_file(copy, NOW)
    assert done.refresh is not None
    assert [p for p in done.problems if p.code is Code.TYPED_IN_COMPUTED] == []
    assert told(done.refresh.tables["Selection"], "score_cost_fte")[0] == ("9.85 / 800 / 12",)


def test_collecting_rows_leaves_what_a_refresh_computes(book: Book, result: Refreshed) -> None:
    ledger = Ledger(Memory(frozenset()))
    row_changes(book, "Portfolio Register", result.tables["Portfolio Register"], ledger)
    assert "Priority Rank" not in {change.cell.column for change in ledger.changes}


def ask(*words: str) -> tuple[int, Any]:
    done = CliRunner().invoke(app, [*words, "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_select_by_command_writes_nothing(path: Path) -> None:
    before = path.read_bytes()
    code, said = ask("select", str(path), "--budget", "800", "--capacity", "14", "--frontier")
    assert code == 0
    chosen = {row[0] for row in said["value"][1:9] if row[1]}
    assert (
        sum(
            score
            for key, score in zip("12345678", (88, 60, 75, 42, 40, 80, 20, 50), strict=True)
            if f"P{key}" in chosen
        )
        == 197
    )
    assert said["frontier"][-1][4] == "Capacity"
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_select_takes_a_scenario_by_name_and_says_which_there_are(path: Path) -> None:
    code, said = ask("select", str(path), "--scenario", "rules")
    assert (code, said["scenario"]) == (0, "Rules")
    assert [row[0] for row in said["value"][1:9] if row[1]] == ["P1", "P2", "P4", "P5"]
    code, said = ask("select", str(path), "--scenario", "none")
    assert code == 2
    assert "Base, Rules, Wrong" in said["problems"][0]["suggestion"]


def test_the_page_shows_the_frontier_and_the_matrix(path: Path, tmp_path: Path) -> None:
    page = tmp_path / "out" / "page.html"
    assert ask("select", str(path), "-o", str(page))[0] == 0
    text = page.read_text()
    assert text.count("<svg") == 2
    assert "then people are short" in text
    assert "5 of 8 projects serve no objective; 1 of 3 objectives is not served" in text


def test_deferring_frees_people_and_drops_an_objective_below_its_target(path: Path) -> None:
    """PF13, by hand: 5 people for 13 weeks from 30 March are 2 days of Q1 and 63 of Q2's 65: 5 x 63 / 65 = 4.846."""
    before = path.read_bytes()
    code, said = ask("scenario", str(path), "--defer", "P3 1q")
    rows = {(row[0], row[1], row[2]): row for row in said["value"][1:]}
    assert code == 0
    assert rows["People", "All roles", "2026-Q2"][5] == pytest.approx(-5 * 63 / 65 + 5 * 2 / 65)
    assert rows["Score", None, None][5] == pytest.approx(-3.75)
    assert rows["Objective", "O2", None][3:5] == [4, 1]
    assert rows["Objective", "O2", None][9] == "falls below its target 3"
    assert rows["Cost deferred", None, None][4] == 270
    assert path.read_bytes() == before


def test_a_scenario_that_is_not_understood_is_not_tried(path: Path) -> None:
    code, said = ask("scenario", str(path), "--stop", "P3", "--defer", "P4")
    assert (code, said["value"]) == (2, None)
    assert said["problems"][0]["code"] == "ARGUMENT"


def test_a_project_workbook_is_no_portfolio(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    from tests.made import workbook as project

    path.write_bytes(project())
    code, said = ask("select", str(path), "--budget", "100")
    assert code == 2
    assert said["problems"][0]["code"] == "NOT_RECOGNISED"
