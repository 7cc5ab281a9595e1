"""What is new since the last snapshot, what moved, how sure a date is, and why a colour is what it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.hosts import collect_files
from pmo_excel.portfolio.lineage import SourceCell
from tests.made import workbook
from tests.portfolio.collecting import STATUS, Threads, project, put, rows_of, run
from tests.refresh.workbooks import CHARTER

LAST = date(2026, 3, 26)
TASKS = [
    {"Task ID": "1", "Task Name": "Do", "Duration (wd)": 10, "Optimistic": 8, "Pessimistic": 20},
    {"Task ID": "2", "Task Name": "Done", "Duration (wd)": 0, "Predecessors": "1"},
]
RISKS = [("R-1", "Open"), ("R-2", "Open"), ("R-3", "Closed"), ("R-4", "Open"), ("R-5", "Closed")]
ISSUES = [("I-1", "High", "Open"), ("I-2", "High", "Closed"), ("I-3", "Critical", "Open")]
KEPT = [
    ("Project", "PRJ-A", "Forecast Finish", "2026-04-14"),
    ("Milestone", "2", "Forecast Date", "2026-04-14"),
    ("Status", "Overall", "RAG", "G"),
    *[("Risk", key, "Status", "Open") for key in ("R-1", "R-3", "R-4")],
    *[("Risk", key, "Score", "20") for key in ("R-1", "R-3")],
    ("Risk", "R-4", "Score", "15"),
    ("Risk", "R-5", "Status", "Closed"),
    *[("Issue", key, "Issue Status", "Open") for key in ("I-1", "I-2")],
    *[("Issue", key, "Severity", "High") for key in ("I-1", "I-2")],
]
"""At the last snapshot R-2 and I-3 were not there, R-3 and I-2 were open, R-4 had a score of 15, R-5 was over."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Any]]:
    """One project with a snapshot of a week before, collected."""
    base = tmp_path_factory.mktemp("since")
    risk = {"Risk Type": "Threat", "Probability (1-5)": 4, "Impact Time (1-5)": 5, "Risk Owner": "Ana Keller"}
    charter = {**CHARTER, "Project ID": "PRJ-A", "Project Name": "A", "Status Date": STATUS, "Approved Budget": 1000}
    content = {
        "Charter": [charter],
        "Schedule": TASKS,
        "Milestones": [{"Milestone ID": "2", "Milestone Class": "Deliverable"}],
        "Risks": [{"Risk ID": key, "Risk Title": key, "Risk Status": state} | risk for key, state in RISKS],
        "Issues": [
            {"Issue ID": key, "Issue Title": key, "Severity": grave, "Issue Status": state}
            for key, grave, state in ISSUES
        ],
        "Risk Analysis": [{"Iterations": 1000, "Seed": 1}],
        "History": [
            {"Snapshot ID": "S-2026-03-26", "Status Date": LAST, "Object": of, "Key": key, "Measure": what, "Value": v}
            for of, key, what, v in KEPT
        ],
    }
    put(base / "in", "PRJ-A.xlsx", workbook("Light", content))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collect_files, "Processes", Threads)
        yield base / "P.xlsx", run(base / "in", base / "P.xlsx")


def test_what_is_new_changed_and_closed_since_the_last_snapshot_is_said(made: tuple[Path, Any]) -> None:
    """By hand from KEPT: the score is 4 x 5 = 20 now; what was over last time is not shown again."""
    rows = {row["ID"]: row["New / Changed / Closed"] for row in rows_of(made[0], "Portfolio RAID")}
    assert rows == {
        "R-1": None,
        "R-2": "New",
        "R-3": "Closed",
        "R-4": "Changed",
        "I-1": None,
        "I-2": "Closed",
        "I-3": "New",
    }


def test_a_milestone_says_where_it_was_and_how_far_it_moved(made: tuple[Path, Any]) -> None:
    """By hand: ten days from Friday 3 April end on Thursday 16, two working days after Tuesday 14."""
    (row,) = rows_of(made[0], "Portfolio Milestones")
    assert row["Previous Forecast"] == datetime(2026, 4, 14)
    assert row["Forecast Date"] == datetime(2026, 4, 16)
    assert row["Moved since Last (wd)"] == 2


def test_the_p80_dates_are_those_of_the_simulation(made: tuple[Path, Any]) -> None:
    """By hand: P80 of a triangle of 8, 10 and 20 days is 20 - sqrt(.2 x 12 x 10) = 15.1: the sixteenth, 24 April."""
    (register,) = rows_of(made[0], "Portfolio Register")
    (milestone,) = rows_of(made[0], "Portfolio Milestones")
    assert abs(register["P80 Finish"] - datetime(2026, 4, 24)).days <= 1
    assert milestone["P80 Date"] == register["P80 Finish"]


def test_every_colour_of_the_portfolio_has_its_reason_beside_its_source(made: tuple[Path, Any]) -> None:
    path, outcome = made
    (register,) = rows_of(path, "Portfolio Register")
    assert register["Trend"] == "▼"
    coloured = {h for h, value in register.items() if "RAG" in h and value}
    assert {"Time RAG", "Risk RAG", "Overall RAG (computed)"} <= coloured
    reasons = {(r["Sheet"], r["Column"]): r["Reason"] for r in rows_of(path, "Lineage") if r["Reason"]}
    assert {column for sheet, column in reasons if sheet == "Portfolio Register"} == coloured
    assert reasons["Portfolio Register", "Risk RAG"].startswith(f"Risk {_word(register['Risk RAG'])}: ")
    (milestone,) = rows_of(path, "Portfolio Milestones")
    assert bool(milestone["Milestone RAG"]) == (("Portfolio Milestones", None) in reasons)
    assert all(isinstance(one, SourceCell) for one in outcome.collected.sources)
    whole = next(row for row in rows_of(path, "Roll-up") if row["By"] == "Whole")
    assert whole["Why"] == f"{_word(whole['Shown'])} by Worst-of: {_word(whole['Shown'])} PRJ-A."


def _word(letter: str) -> str:
    return {"R": "RED", "A": "AMBER", "G": "GREEN"}[letter]


def test_without_a_snapshot_nothing_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collect_files, "Processes", Threads)
    issue = [{"Issue ID": "I-1", "Issue Title": "I", "Severity": "High", "Issue Status": "Open"}]
    put(tmp_path / "in", "PRJ-A.xlsx", project("PRJ-A", Issues=issue))
    run(tmp_path / "in", tmp_path / "P.xlsx")
    (row,) = rows_of(tmp_path / "P.xlsx", "Portfolio RAID")
    assert row["New / Changed / Closed"] is None
