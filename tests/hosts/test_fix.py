"""Fixes are applied only when a person says so, through the writer, with a backup; and undone in one step."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.hosts.test_cli import pmo, printed
from tests.refresh.own_template import changed, own

TYPED = {"r1": {"F": 85, "G": "03/04/2026"}, "r2": {"G": "25/03/2026"}, "r3": {"F": "75 %", "G": "Q3 2026"}}


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMO_STATE", str(tmp_path_factory.mktemp("state")))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(own(changed(**TYPED)))
    return path


def fixes(path: Path) -> dict[str, dict[str, Any]]:
    """The findings with a fix, by cell."""
    found = printed(pmo("check", path, "--json"))["files"][0]["problems"]
    return {p["cell"].split("!")[-1]: p for p in found if "fix" in p}


def held(path: Path, ref: str) -> Any:
    return load_workbook(path)["Our plan"][ref].value


def test_a_finding_with_a_fix_says_cell_old_and_new(plan: Path) -> None:
    found = fixes(plan)
    assert {ref: (p["fix"]["old"], p["fix"]["new"]) for ref, p in found.items()} == {
        "F5": (85, 0.85),
        "F7": ("75 %", 0.75),
        "G5": ("03/04/2026", "2026-04-03"),
        "G7": ("Q3 2026", "2026-09-30"),
    }
    assert len({p["id"] for p in found.values()}) == 4
    assert all({"code", "severity", "sheet", "cell", "message", "suggestion"} <= p.keys() for p in found.values())


def test_only_the_fix_that_a_person_applied_is_written(plan: Path) -> None:
    before = plan.read_bytes()
    wanted = fixes(plan)["G7"]
    result = printed(pmo("check", plan, "--apply", wanted["id"], "--json"))
    assert [p["cell"] for p in result["files"][0]["applied"]] == ["'Our plan'!G7"]
    assert Path(result["files"][0]["backup"]).read_bytes() == before
    assert held(plan, "G7") == datetime(2026, 9, 30)
    assert held(plan, "F5") == 85
    assert "G7" not in fixes(plan)


def test_all_fixes_are_applied_in_one_step_and_then_there_are_none(plan: Path) -> None:
    assert pmo("check", plan, "--apply-all").exit_code == 0
    assert [held(plan, ref) for ref in ("F5", "F7")] == [0.85, 0.75]
    assert held(plan, "G5") == datetime(2026, 4, 3)
    assert load_workbook(plan)["Our plan"]["G5"].is_date
    assert fixes(plan) == {}


def test_undo_gives_the_bytes_back_and_keeps_what_was_undone(plan: Path) -> None:
    before = plan.read_bytes()
    pmo("check", plan, "--apply-all")
    fixed = plan.read_bytes()
    result = printed(pmo("undo", plan, "--json"))
    assert plan.read_bytes() == before
    assert Path(result["kept"]).read_bytes() == fixed
    assert pmo("undo", plan).exit_code == 2


def test_undo_goes_back_step_by_step_also_over_a_refresh(plan: Path) -> None:
    states = [plan.read_bytes()]
    pmo("check", plan, "--apply-all")
    states.append(plan.read_bytes())
    pmo("refresh", plan)
    assert plan.read_bytes() not in states
    assert pmo("undo", plan).exit_code == 0
    assert plan.read_bytes() == states[1]
    assert pmo("undo", plan).exit_code == 0
    assert plan.read_bytes() == states[0]
    pmo("refresh", plan)
    assert "TYPED_IN_COMPUTED" not in pmo("check", plan, "--json").stdout


def test_undo_never_loses_what_somebody_changed_since(plan: Path) -> None:
    pmo("check", plan, "--apply-all")
    book = load_workbook(plan)
    book["Our plan"]["B5"] = "Design, revised"
    book.save(plan)
    mine = plan.read_bytes()
    result = pmo("undo", plan, "--json")
    assert result.exit_code == 2
    assert "--anyway" in result.stdout
    assert plan.read_bytes() == mine
    forced = printed(pmo("undo", plan, "--anyway", "--json"))
    assert Path(forced["kept"]).read_bytes() == mine


def test_an_unknown_finding_is_refused_and_nothing_is_written(plan: Path) -> None:
    before = plan.read_bytes()
    known = fixes(plan)["F5"]["id"]
    result = pmo("check", plan, "--apply", known, "--apply", "ffffffff", "--json")
    assert result.exit_code == 2
    assert plan.read_bytes() == before


def test_a_formula_is_never_replaced_by_a_fix(tmp_path: Path) -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet.write_formula("F5", '="75 "&"%"', None, "75 %")

    path = tmp_path / "plan.xlsx"
    path.write_bytes(own(change=change))
    found = printed(pmo("check", path, "--json"))["files"][0]["problems"]
    assert [("fix" in p) for p in found if p["cell"].endswith("!F5")] == [False]
