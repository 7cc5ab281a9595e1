"""The commands of LibreOffice's menu, toolbar and buttons, pressed in a running LibreOffice."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.hosts.books import checked
from tests.hosts.libreoffice.conftest import Scenario
from tests.refresh.workbooks import make

pytestmark = pytest.mark.live
ODS, XLSX = "calc8", "Calc MS Excel 2007 XML"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The template at its first level with a small plan, not computed yet."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(make())
    return path


def dry_run(path: Path) -> list[dict[str, Any]]:
    """What the command line says that a refresh would write."""
    command = [sys.executable, "-m", "pmo_excel.hosts.cli", "refresh", str(path), "--dry-run", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    changes: list[dict[str, Any]] = json.loads(done.stdout)["files"][0]["changes"]
    return changes


@pytest.mark.parametrize("how", ["menu", "button"])
def test_refresh_writes_the_cells_of_the_dry_run_and_undo_takes_them_back(
    how: str, plan: Path, office: Scenario, tmp_path: Path
) -> None:
    listed = {f"{change['sheet']}!{change['cell']}" for change in dry_run(plan)}
    expected = checked(plan).refresh
    assert expected is not None
    memory = {f"{c.cell.sheet}!{c.cell.ref}" for c in expected.changes} - listed
    bytes_before = plan.read_bytes()
    saved = {str(tmp_path / "saved.ods"): ODS, str(tmp_path / "saved.xlsx"): XLSX} if how == "menu" else {}
    found = office("pressed", book=str(plan), command="refresh", how=how, save=saved, again=how == "menu")
    assert set(found["changed"]) - memory == listed
    for change in expected.changes:
        assert found["changed"][f"{change.cell.sheet}!{change.cell.ref}"] == _cell(change.new)
    assert len(found["steps"]) == 1
    assert found["left after undo"] == found["left after redo"] == {}
    assert all(not differences for differences in found.get("saved", {}).values())
    assert found.get("changed again", {}) == {}
    assert f"{len(listed)} cells written" in found["shown"][-1]["text"]
    assert how == "button" or "Nothing to write" in found["again"][-1]["text"]
    assert plan.read_bytes() == bytes_before


def _cell(value: Any) -> Any:
    """A value as a cell holds it."""
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        return pytest.approx((moment - datetime(1899, 12, 30)).total_seconds() / 86400)
    return None if value == "" else value
