"""Snapshots, the audit log, roles, evidence and watermelons through the commands, on a workbook of the sample."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from typer.testing import CliRunner

from pmo_excel.core.calling import call
from pmo_excel.hosts.audit_command import audit_file, roll
from pmo_excel.hosts.books import checked, opened, refresh_file
from pmo_excel.hosts.cli import app
from pmo_excel.hosts.publish_command import not_allowed
from pmo_excel.hosts.snapshot_command import take_snapshot
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.refused import Refused
from tests import made

NOW = datetime(2026, 4, 1, 9, 0)
CHARTER = {
    "Project ID": "PRJ-014",
    "Project Name": "Archive",
    "Project Manager": "Ana Keller",
    "Planned Start": date(2026, 3, 2),
    "Status Date": date(2026, 3, 31),
    "Reporting Frequency": "Monthly",
    "Approved Budget": 1000,
}
PLAN = {
    "Charter": [CHARTER],
    "Schedule": [
        {"Task ID": "1", "Task Name": "Sort", "Duration (wd)": 25},
        {"Task ID": "2", "Task Name": "Moved", "Task Type": "Milestone", "Duration (wd)": 0, "Predecessors": "1"},
    ],
    "Baselines": [
        {"Baseline No": 0, "Task ID": key, "Baseline Start": date(2026, 3, 2), "Baseline Finish": date(2026, 3, 27)}
        for key in ("1", "2")
    ],
    "Budget": [{"Cost Line ID": "C-01", "Budget": 1000, "Forecast to Complete": 1000}],
    "Risks": [
        {
            "Risk ID": "R-001",
            "Risk Title": "Damp",
            "Risk Status": "Open",
            "Probability (1-5)": 2,
            "Impact Cost (1-5)": 2,
        }
    ],
}
Book = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A small plan of our own, five working days late of ten; with other sheets where they are given."""

    def make(rules: tuple[dict[str, str], ...] = (), **sheets: Any) -> Path:
        path = tmp_path / "plan.xlsx"
        settings = [{"Setting": "Uncompleted work", "Value": "Leave in place"}, *rules]
        path.write_bytes(_refreshed(made.workbook("Light", {**PLAN, **sheets, "Settings": settings})))
        return path

    return make


@cache
def _refreshed(data: bytes) -> bytes:
    """The workbook after its first refresh: most tests begin with the same."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        path.write_bytes(data)
        refresh_file(path, NOW)
        return path.read_bytes()


def typed(path: Path, **cells: Any) -> None:
    """Type into cells of the file, as a person does: `Charter_B29=…`."""
    edits = [Edit(*place.split("_"), value) for place, value in cells.items()]
    path.write_bytes(patch(open_package(path), edits).data)


def field_cell(path: Path, sheet: str, name: str) -> str:
    return opened(path).tables[sheet].cell(name, 0).ref


def pmo(*words: Any) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_closed_period_is_told_anew_only_with_a_reason_which_is_logged(book: Book) -> None:
    """RP7. The snapshot that was there stays to the letter."""
    path = book()
    first = take_snapshot(path, NOW)
    kept = opened(path).tables["History"].value.tolist()
    typed(path, **{f"Charter_{field_cell(path, 'Charter', 'status_date')}": date(2026, 3, 25)})
    with pytest.raises(Refused, match="the period is closed"):
        take_snapshot(path, NOW)
    assert opened(path).tables["History"].value.tolist() == kept
    again = take_snapshot(path, NOW, "The landlord's invoice came late.")
    assert (first.snapshot.id, again.snapshot.id) == ("S-2026-03-31", "S-2026-03-25-R1")
    history, log = (opened(path).tables[sheet] for sheet in ("History", "Audit"))
    assert history.value.tolist()[: len(kept)] == kept
    restated = log.cell_or_key.tolist().index("restatement")
    assert log.new[restated] == again.snapshot.id
    assert "invoice came late" in log.why[restated]


def test_what_changed_since_the_last_report_is_the_difference_of_the_snapshots_and_nothing_else(book: Book) -> None:
    """RP12: a month later the task takes two days more; figures of both snapshots are compared row by row."""
    path = book()
    take_snapshot(path, NOW)
    tasks = opened(path).tables["Schedule"]
    duration = f"Schedule_{tasks.cell('duration', 0).ref}"
    typed(path, **{f"Charter_{field_cell(path, 'Charter', 'status_date')}": date(2026, 4, 30), duration: 50})
    refresh_file(path, NOW)
    listed = json.loads(pmo("since", path, "--json").stdout)["value"][1:]
    said = opened(path).tables["Status"].changes_since_last[0]
    take_snapshot(path, NOW)
    history = opened(path).tables["History"]
    columns = (getattr(history, name).tolist() for name in ("snapshot_id", "object", "key", "measure", "value"))
    rows = zip(*columns, strict=True)
    kept: dict[str, dict[tuple[str, ...], str]] = {}
    for snapshot, *name, value in rows:
        kept.setdefault(snapshot, {})[tuple(name)] = value
    before, after = kept["S-2026-03-31"], kept["S-2026-04-30"]
    names = {tuple(row[1:4]) for row in listed}
    assert names == {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert ("Milestone", "2", "Forecast Date") in names
    assert said.startswith("Since 31-Mar-26: ")
    assert "Milestone 2 Forecast Date 2026-04-03 → 2026-05-08" in said


def test_milestones_and_risks_show_what_moved_since_the_last_snapshot(book: Book) -> None:
    """RP8, by hand: 25 working days from 2 March end on 3 April, 27 on 7 April: two working days on."""
    path = book()
    take_snapshot(path, NOW)
    tasks, risks = (opened(path).tables[sheet] for sheet in ("Schedule", "Risks"))
    cells = {
        f"Charter_{field_cell(path, 'Charter', 'status_date')}": date(2026, 4, 1),
        f"Schedule_{tasks.cell('duration', 0).ref}": 27,
        f"Risks_{risks.cell('probability', 0).ref}": 4,
    }
    typed(path, **cells)
    refresh_file(path, NOW)
    held = opened(path).tables
    milestones = held["Milestones"]
    dates = (milestones.previous_forecast[0], milestones.forecast_date[0])
    assert tuple(day // 1440 for day in dates) == (_day(2026, 4, 3), _day(2026, 4, 7))
    assert (milestones.moved[0], milestones.trend[0]) == (2, "▼")
    assert held["Risks"].trend[0] == "▼"
    assert held["Status"].time_rag_trend[0] == "▼"
    assert held["Status"].time_rag_last[0] == "G"


def _day(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(1970, 1, 1)).days


def test_every_change_is_logged_with_who_and_why_and_altering_a_line_is_told(book: Book, monkeypatch: Any) -> None:
    """SE1, check 4."""
    monkeypatch.setenv("PMO_USER", "akeller")
    path = book()
    typed(path, **{f"Schedule_{opened(path).tables['Schedule'].cell('duration', 0).ref}": 40})
    refresh_file(path, NOW)
    log = opened(path).tables["Audit"]
    at = next(r for r, key in enumerate(log.cell_or_key.tolist()) if key.startswith("Time RAG B"))
    assert (log.who[at], log.sheet[at], log.old[at], log.new[at]) == ("akeller", "Status", "G", "R")
    assert "Time RED: forecast finish" in log.why[at]
    assert audit_file(path).holds
    assert [p for p in checked(path).problems if p.code == "AUDIT_CHAIN"] == []
    typed(path, **{f"Audit_{log.cell('new', at).ref}": "A"})
    told = [p.cell.ref for p in checked(path).problems if p.code == "AUDIT_CHAIN"]
    assert told == [log.cell("chain_hash", at).ref]
    done = pmo("audit", path)
    assert done.exit_code == 1
    assert "altered" in done.output


def test_lines_cut_off_at_the_end_are_told(book: Book) -> None:
    path = book()
    typed(path, **{f"Schedule_{opened(path).tables['Schedule'].cell('duration', 0).ref}": 40})
    refresh_file(path, NOW)
    log = opened(path).tables["Audit"]
    last = len(log) - 1
    names = ("when", "who", "sheet", "cell_or_key", "old", "new", "why", "chain_hash")
    typed(path, **{f"Audit_{log.cell(name, last).ref}": None for name in names})
    state = audit_file(path)
    assert len(state.problems) == 1
    assert "lines were removed" in state.problems[0].message


def test_a_long_log_is_moved_beside_the_workbook_and_its_chain_goes_on(book: Book) -> None:
    path = book()
    for at in range(2):
        typed(path, **{f"Schedule_{opened(path).tables['Schedule'].cell('duration', 0).ref}": 30 + at})
        refresh_file(path, NOW)
    before = opened(path).tables["Audit"]
    state = roll(path, NOW, most=5, kept=4)
    assert (state.moved, state.archived, state.lines) == (len(before) - 4, len(before) - 4, 5)
    assert state.holds
    after = opened(path).tables["Audit"]
    assert after.chain_hash.tolist()[1:] == before.chain_hash.tolist()[-4:]
    typed(path, **{f"Schedule_{opened(path).tables['Schedule'].cell('duration', 0).ref}": 20})
    refresh_file(path, NOW)
    assert audit_file(path).holds
    place = path.parent / ".pmo-memory" / "plan.xlsx.audit.jsonl"
    place.write_text(place.read_text().replace("Schedule", "Budget", 1))
    assert not audit_file(path).holds


def test_who_may_not_close_a_period_or_publish_is_told_the_role(book: Book, monkeypatch: Any) -> None:
    """SE6: a viewer cannot publish; the message names the role."""
    path = book(rules=({"Setting": "Roles", "Value": "akeller: Project Manager; guest: Viewer; *: Sponsor"},))
    for person, role in (("guest", "Viewer"), ("somebody", "Sponsor")):
        monkeypatch.setenv("PMO_USER", person)
        done = pmo("snapshot", path)
        assert done.exit_code == 2
        assert f"{person} has the role {role}, which may not close a period" in " ".join(done.output.split())
        found = not_allowed([checked(path)])
        assert [f"{person} has the role {role}, which may not publish" in p.message for p in found] == [True]
    monkeypatch.setenv("PMO_USER", "akeller")
    assert not_allowed([checked(path)]) == []
    assert pmo("snapshot", path).exit_code == 0


def test_an_override_by_somebody_whose_role_may_not_is_refused(book: Book) -> None:
    roles = ({"Setting": "Roles", "Value": "Ana Keller: Viewer"},)
    status = {
        "Reported RAG": "R",
        "Override Reason": "The supplier has told us that it will stop.",
        "Override Expires": date(2026, 4, 30),
    }
    held = opened(book(rules=roles, Status=[status])).tables["Status"]
    assert "Ana Keller has the role Viewer, which may not override" in held.reported_rag_why[0]


def test_an_auditor_works_the_colours_out_again_from_the_pack_alone(tmp_path: Path) -> None:
    """SE11: by the pack's inputs through `pmo call`, and by hand from the rows of the sheets that are in it."""
    path, pack = tmp_path / "CRM.xlsx", tmp_path / "pack.zip"
    path.write_bytes(made.samples()["CRM-207_Customer_CRM.xlsx"])
    assert pmo("evidence", path, "-o", pack).exit_code == 0
    os.remove(path)
    with zipfile.ZipFile(pack) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    inputs, result = (json.loads(files[f"{where}/STATUS.json"]) for where in ("inputs", "results"))
    row = dict(zip(*result, strict=True))
    again = call("STATUS", inputs).answer.value
    dimensions = ("Time", "Cost", "Scope", "Quality", "Risk", "Resource", "Benefits")
    for name in dimensions:
        assert getattr(again, f"{name.lower()}_rag")[0] == row[f"{name} RAG"], name

    tasks, budget, risks, benefits = (_rows(inputs[name]) for name in ("tasks", "budget", "risks", "benefits"))
    charter = _rows(inputs["charter"])[0]
    finish, agreed = max(t["Finish"] for t in tasks), max(t["Baseline Finish"] or "" for t in tasks)
    holidays = {h["Date From"] for h in _rows(inputs["holidays"])}
    late = _working_days(agreed, finish, holidays)
    assert row["Time RAG"] == _colour(late, inputs["tolerance_days"], inputs["amber_trigger"])
    over = sum(line["EAC"] for line in budget) / inputs["approved_budget"] - 1
    assert row["Cost RAG"] == _colour(over, inputs["tolerance_cost"], inputs["amber_trigger"])
    high = [risk for risk in risks if risk["Rating"] == "High" and risk["Risk Status"] == "Open"]
    unanswered = [risk for risk in high if risk["Response Status"] != "In progress"]
    exposure = sum(r["Exposure (EMV cost)"] or 0 for r in risks) / charter["Contingency"]
    assert row["Risk RAG"] == ("R" if unanswered else _colour(exposure, 1.0, 0.8))
    worst = max(1 - b["Forecast Value"] / b["Target Value"] for b in benefits if b["Benefit ID"] == "B-03")
    assert _colour(worst, charter["Tolerance Benefits (%)"] or 0.1, inputs["amber_trigger"]) == row["Benefits RAG"]
    assert json.loads(files["audit_check.json"])["holds"]
    assert json.loads(files["rules.json"])["version"].startswith("pmo-excel ")
    assert b"Rate" not in files["inputs/STATUS.json"]  # private columns stay out


def _rows(table: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def _working_days(before: str, after: str, holidays: set[str]) -> int:
    first, last = (date.fromisoformat(day[:10]).toordinal() for day in (before, after))
    days = (date.fromordinal(at) for at in range(first + 1, last + 1))
    return sum(day.weekday() < 5 and day.isoformat() not in holidays for day in days)


def _colour(variance: float, tolerance: float, trigger: float) -> str:
    return "R" if variance > tolerance else "A" if variance > trigger * tolerance else "G"


def test_watermelons_are_listed_to_the_pmo_and_not_on_the_page(book: Book) -> None:
    """RP18: reported G over a computed R, two months running."""
    status = {
        "Reported RAG": "G",
        "Override Reason": "The team is confident that it will catch up.",
        "Override Expires": date(2026, 5, 29),
    }
    tasks = [{"Task ID": "1", "Task Name": "Sort", "Duration (wd)": 60}]
    path = book(Schedule=tasks, Status=[status])
    take_snapshot(path, NOW)
    assert json.loads(pmo("watermelons", path, "--json").stdout)["projects"][1:] == []
    typed(path, **{f"Charter_{field_cell(path, 'Charter', 'status_date')}": date(2026, 4, 30)})
    refresh_file(path, NOW)
    take_snapshot(path, NOW)
    found = json.loads(pmo("watermelons", path, "--json").stdout)
    listed = dict(zip(*found["projects"], strict=True))
    assert (listed["Project ID"], listed["Kind"], listed["Periods"]) == ("PRJ-014", "Watermelon", 2)
    assert (listed["Reported"], listed["Computed"]) == ("G G", "R R")
    assert dict(zip(*found["people"], strict=True))["Project Manager"] == "Ana Keller"
    assert pmo("report", path, "-o", path.parent / "pages").exit_code in (0, 1)
    page = next((path.parent / "pages").glob("plan*.html")).read_text()
    assert "atermelon" not in page
    assert "ptimist" not in page


def test_an_exception_is_the_facts_by_section_and_none_within_tolerance(book: Book) -> None:
    """GV6."""
    quiet = pmo("exception", book())
    assert "nothing is forecast beyond its tolerance" in " ".join(quiet.output.split())
    late = book(Schedule=[{"Task ID": "1", "Task Name": "Sort", "Stage": "Deliver", "Duration (wd)": 60}])
    rows = json.loads(pmo("exception", late, "--json").stdout)["value"][1:]
    sections = {(row[0], row[2]) for row in rows}
    wanted = ("Title", "Cause", "Option", "Recommendation", "Lesson")
    assert {("Project", section) for section in wanted} <= sections
    assert {("Stage", "Title"), ("Work package", "Title")} <= sections
    assert any(row[3].startswith("shorten 1 by") for row in rows if row[2] == "Option")
