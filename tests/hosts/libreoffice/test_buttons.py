"""The commands of LibreOffice's menu, toolbar and buttons, pressed in a running LibreOffice."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from pmo_excel.core.spelling import in_file
from pmo_excel.functions import CATALOGUE
from pmo_excel.hosts.book_answers import answer_from
from pmo_excel.hosts.books import checked, refresh_file
from pmo_excel.hosts.respell_command import PROGRAMS, respell
from pmo_excel.workbook.sample import sample
from sharepoint.local import running
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
    logged = {cell for cell in found["changed"] if cell.startswith("Audit!")}  # a dry run lists no lines of the log
    assert set(found["changed"]) - memory - logged == listed
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


def test_check_what_if_snapshot_report_and_publish_on_one_open_workbook(office: Scenario, tmp_path: Path) -> None:
    """The sample's office move, computed; its status date has no snapshot yet, and the site is the local one."""
    name, data = next((name, data) for name, data in sample().items() if "Office" in name)
    path = tmp_path / name
    path.write_bytes(data)
    computed = refresh_file(path, datetime(2026, 3, 5, 14, 15))
    assert computed.refresh is not None
    with running(tmp_path / "site") as site:
        done = office(
            "errands",
            book=str(path),
            commands=["check", "whatif", "publish", "report", "snapshot"],
            environment={"PMO_SITE": site.url},
        )
    told = {command: found["shown"][-1]["text"] for command, found in done.items() if command != "steps"}
    assert "Everything computed is up to date" in told["check"]
    options = answer_from(path, "RECOVERY", {"days": 5}).answer.value
    assert told["whatif"].startswith("To finish 5 working days earlier.")
    assert str(options.option[0]) in told["whatif"]
    asked = [line for line in done["publish"]["shown"] if "confirm" in line]
    assert "Projects" in asked[0]["text"]
    assert done["publish"]["shown"][-1]["show"] == "Publish"
    page = path.with_name(f"{path.stem} status.html")
    assert done["report"]["shown"][0] == {"open": str(page)}
    assert "Office Move" in page.read_text(encoding="utf-8")
    for command in ("check", "whatif", "publish", "report"):
        assert done[command]["changed"] == {}
    assert told["snapshot"].startswith("Snapshot ")
    kept = {place.split("!")[0] for place in done["snapshot"]["changed"]}
    assert "History" in kept
    assert done["steps"] == ["PMO Snapshot"]


def test_a_refresh_that_is_stopped_writes_nothing(plan: Path, office: Scenario) -> None:
    found = office("stopped", book=str(plan))
    assert "stopped" in found["shown"][-1]["text"]
    assert found["changed"] == {}
    assert "cells written" in found["again"][-1]["text"]


@pytest.mark.parametrize("program", ["excel", "officejs"])
def test_formulas_of_other_programs_are_adapted_here_or_by_respell(
    program: str, office: Scenario, tmp_path: Path
) -> None:
    path = tmp_path / "figures.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_formula("A1", f"={in_file('CPI', PROGRAMS[program])}(90,100)+1")
    sheet.write_formula("A2", "=SUM(1,2)")
    book.close()
    found = office("foreign", book=str(path), cells=["A1", "A2"])
    assert found["came"][0][0] != 0
    assert found["adapted"] == [[0, pytest.approx(1.9)], [0, 3]]
    texts = [line["text"] for line in found["shown"]]
    assert texts[:2] == ["Formulas adapted: 1.", "PMO.CPI: AC is 0, so CPI has no value"]
    assert f"{len(CATALOGUE)} functions" in texts[2]
    respell(path, "libreoffice", datetime(2026, 3, 5))
    assert office("foreign", book=str(path), cells=["A1"])["came"] == [[0, pytest.approx(1.9)]]
