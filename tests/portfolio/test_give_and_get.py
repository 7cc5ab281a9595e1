"""Both sides of what one project gives another, and boards with more gates than they can hold."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.workbook.patch import Edit, patch
from tests.portfolio.collecting import cell_of, here, portfolio_with, project, put, rows_of, run

__all__ = ["here"]
pytestmark = pytest.mark.usefixtures("here")


def dependency(
    key: str, direction: str, other: str, what: str, needed: Any = None, promised: Any = None
) -> dict[str, Any]:
    dates = {"Needed By": needed, "Promised Date": promised}
    said = {"Dependency ID": key, "Direction": direction, "Other Project ID": other, "What": what}
    return said | {header: value for header, value in dates.items() if value}


def test_give_and_get_are_one_row_with_the_gap_and_both_cells(tmp_path: Path) -> None:
    """By hand: promised Wednesday 20 May, needed Tuesday 12 May 2026: six working days late."""
    gives = [dependency("D-1", "Give", "PRJ-B", "Test system with data", promised=date(2026, 5, 20))]
    gives.append(dependency("D-2", "Give", "PRJ-C", "Manual", promised=date(2026, 5, 4)))
    gets = [dependency("D-7", "Get", "prj-a", "test  system with Data", needed=date(2026, 5, 12))]
    put(tmp_path / "in", "A.xlsx", project("PRJ-A", Dependencies=gives))
    put(tmp_path / "in", "B.xlsx", project("PRJ-B", Dependencies=gets))
    portfolio = tmp_path / "P.xlsx"
    outcome = run(tmp_path / "in", portfolio)
    first, second = rows_of(portfolio, "Cross Dependencies")
    assert (first["Give Project"], first["Get Project"], first["Matched"]) == ("prj-a", "PRJ-B", "Both sides")
    assert (first["Needed By"], first["Promised Date"]) == (datetime(2026, 5, 12), datetime(2026, 5, 20))
    assert first["Gap (wd)"] == 6
    assert (second["What"], second["Matched"], second["Gap (wd)"]) == ("Manual", "One side only", None)
    cells = [(s.file, s.cell) for s in outcome.collected.sources if s.sheet == "Cross Dependencies"]
    assert cells == [("A.xlsx", "Dependencies!D2"), ("B.xlsx", "Dependencies!D2"), ("A.xlsx", "Dependencies!D3")]


def test_two_things_between_the_same_projects_are_two_rows(tmp_path: Path) -> None:
    gives = [dependency("1", "Give", "PRJ-B", "Data of March"), dependency("2", "Give", "PRJ-B", "Signed contract")]
    gets = [dependency("1", "Get", "PRJ-A", "Signed contract"), dependency("2", "Get", "PRJ-A", "Data of march")]
    put(tmp_path / "in", "A.xlsx", project("PRJ-A", Dependencies=gives))
    put(tmp_path / "in", "B.xlsx", project("PRJ-B", Dependencies=gets))
    run(tmp_path / "in", tmp_path / "P.xlsx")
    assert [r["Matched"] for r in rows_of(tmp_path / "P.xlsx", "Cross Dependencies")] == ["Both sides"] * 2


def test_three_gates_of_a_board_in_one_week_are_said_until_it_can_hold_three(tmp_path: Path) -> None:
    """Feature PF12: 3 gates for the same board in one week, capacity 2. The boards are typed in the portfolio."""
    for key, day in (("PRJ-A", 13), ("PRJ-B", 15), ("PRJ-C", 17)):
        gate = {"Gate": "G2 Plan", "Item No": "1", "Checklist Item": "Plan", "Mandatory": "Yes", "Result": "Yes"}
        gates = [gate | {"Evidence Link": "https://example.org/plan", "Gate Date (planned)": date(2026, 4, day)}]
        put(tmp_path / "in", f"{key}.xlsx", project(key, **{"Stage Gates": gates}))
    portfolio = portfolio_with(tmp_path / "P.xlsx")
    run(tmp_path / "in", portfolio)
    rows = rows_of(portfolio, "Gate Pipeline")
    assert [(r["Project ID"], r["Readiness %"]) for r in rows] == [("PRJ-A", 1), ("PRJ-B", 1), ("PRJ-C", 1)]
    boards = [cell_of(portfolio, "Gate Pipeline", "Board", key) for key in ("PRJ-A", "PRJ-B", "PRJ-C")]
    portfolio.write_bytes(patch(portfolio, [Edit("Gate Pipeline", ref, "Portfolio board") for ref in boards]).data)
    run(tmp_path / "in", portfolio)
    (said,) = [r for r in rows_of(portfolio, "Findings") if r["Code"] == "OVERALLOCATED"]
    assert said["Message"].startswith("Portfolio board has 3 gates in the week of 13-Apr-26 and can hold 2:")
    setting = _setting(portfolio)
    portfolio.write_bytes(patch(portfolio, [Edit("Settings", setting, 3)]).data)
    run(tmp_path / "in", portfolio)
    assert not [r for r in rows_of(portfolio, "Findings") if r["Code"] == "OVERALLOCATED"]


def _setting(portfolio: Path) -> str:
    rows = rows_of(portfolio, "Settings")
    at = next(at for at, row in enumerate(rows) if row["Setting"] == "Gates per board and week")
    return f"C{at + 5}"
