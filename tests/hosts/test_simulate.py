"""A refreshed workbook has P-dates beside the plan's, and `pmo simulate` tells the same."""

from __future__ import annotations

import json
import signal
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pmo_excel.core.instants import as_date
from pmo_excel.hosts import simulate_command
from pmo_excel.hosts.cli import app
from pmo_excel.refresh import Refreshed, refreshed
from pmo_excel.risk.simulation.simulation import Progress, Simulation
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.read import read_book
from tests.made import workbook

CONTENT: dict[str, Any] = {
    "Charter": [{"Project ID": "PRJ-001", "Project Name": "Three tasks", "Planned Start": date(2026, 3, 2)}],
    "Holidays": [{"Date From": date(2026, 4, 3)}, {"Date From": date(2026, 4, 6)}],
    "Risk Analysis": [{"Iterations": 10_000, "Seed": 1, "Distribution": "Triangular"}],
    "Schedule": [
        {"Task ID": "1", "Task Name": "One", "Duration (wd)": "10 (8-18)"},
        {"Task ID": "2", "Task Name": "Two", "Duration (wd)": "5 (4-9)", "Predecessors": "1"},
        {"Task ID": "3", "Task Name": "Three", "Duration (wd)": "20 (18-28)", "Predecessors": "2"},
        {"Task ID": "4", "Task Name": "Done", "Duration (wd)": 0, "Predecessors": "3"},
    ],
}


@pytest.fixture(scope="module")
def book() -> bytes:
    return workbook("Structured", CONTENT)


@pytest.fixture(scope="module")
def done(book: bytes) -> Refreshed:
    return refreshed(read_book(open_package(book, "book.xlsx")))


def test_a_refresh_gives_the_dates_of_the_fixture(done: Refreshed) -> None:
    """Fixture FX-SRA3: P50 28-Apr-2026, P80 1-May-2026; a chain is always critical."""
    tasks: Any = done.tables["Schedule"]
    row = tasks.id.tolist().index("3")
    assert [as_date(int(column[row])) for column in (tasks.p50_finish, tasks.p80_finish)] == [
        date(2026, 4, 28),
        date(2026, 5, 1),
    ]
    assert tasks.criticality[row] == 1
    milestones: Any = done.tables["Milestones"]
    assert as_date(int(milestones.p80_date[0])) == date(2026, 5, 1)
    analysis: Any = done.tables["Risk Analysis"]
    assert analysis.iterations[0] == 10_000
    assert analysis.deterministic[0] == pytest.approx(0.049, abs=0.005)
    at = analysis.result.tolist().index("P80")
    assert as_date(int(analysis.finish[at])) == date(2026, 5, 1)


def test_the_command_tells_the_same_and_writes_a_page(book: bytes, tmp_path: Path) -> None:
    path, page = tmp_path / "book.xlsx", tmp_path / "page.html"
    path.write_bytes(book)
    ran = CliRunner().invoke(app, ["simulate", str(path), "--html", str(page), "--json"])
    assert ran.exit_code == 0, ran.output
    said = json.loads(ran.stdout)
    assert said["runs"] == 10_000
    assert {row[0]: row[1] for row in said["percentiles"][1:]}["P80"] == "2026-05-01"
    assert [row[0] for row in said["sensitivity"][1:]] == ["1", "2", "3", "4"]
    assert page.read_text(encoding="utf-8").count("<svg") == 2


def test_a_workbook_that_is_not_there_is_said(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["simulate", str(tmp_path / "none.xlsx"), "--json"])
    assert ran.exit_code == 2
    assert json.loads(ran.stdout)["problems"]


def test_ctrl_c_ends_the_runs_and_what_there_is_is_told(
    book: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signal is a real one, sent while the first block of runs is counted."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(book)
    real = simulate_command.analysis

    def pressed(*given: Any, progress: Progress, **named: Any) -> Any:
        def told(runs: int, of: int, so_far: Simulation) -> bool:
            signal.raise_signal(signal.SIGINT)
            return progress(runs, of, so_far)

        return real(*given, progress=told, **named)

    monkeypatch.setattr(simulate_command, "analysis", pressed)
    before = signal.getsignal(signal.SIGINT)
    ran = CliRunner().invoke(app, ["simulate", str(path), "--json"])
    said = json.loads(ran.stdout)
    assert 0 < said["runs"] < said["asked"] == 10_000
    assert f"it was stopped after {said['runs']} of 10000 runs" in json.dumps(said["problems"])
    assert {row[0]: row[1] for row in said["percentiles"][1:]}["P80"] >= "2026-04-28"
    assert signal.getsignal(signal.SIGINT) is before
