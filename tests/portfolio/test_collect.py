"""Workbooks of many projects in one: every project a row, each value with its cell, and nobody's file touched."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from pmo_excel.hosts.cli import app
from pmo_excel.hosts.collect_command import Asked, collect
from pmo_excel.portfolio.lineage import lineage
from pmo_excel.portfolio.tables import Lineage
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.portfolio_reading import read_portfolio
from tests.portfolio.collecting import DUE, NOW, STATUS, cell_of, here, portfolio_with, project, put, rows_of, run

__all__ = ["here"]
pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three projects: 10, 12 and 3 days of work after Thursday 2 April."""
    for key, days in (("PRJ-A", 10), ("PRJ-B", 12), ("PRJ-C", 3)):
        put(tmp_path / "in", f"{key}.xlsx", project(key, days=days))
    return tmp_path / "in"


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def test_every_project_is_a_row_and_no_workbook_is_changed(folder: Path, tmp_path: Path) -> None:
    """By hand: nothing is begun, so work begins on Friday 3 April: ten days end on 16, twelve on 20, three on 7."""
    before = digests(folder)
    portfolio = tmp_path / "P.xlsx"
    run(folder, portfolio)
    found = {row["Project ID"]: row for row in rows_of(portfolio, "Portfolio Register")}
    assert {key: row["Forecast Finish"].date() for key, row in found.items()} == {
        "PRJ-A": date(2026, 4, 16),
        "PRJ-B": date(2026, 4, 20),
        "PRJ-C": date(2026, 4, 7),
    }
    assert found["PRJ-A"]["Submission"] == "Received"
    assert found["PRJ-A"]["Data Age (d)"] == 4
    assert digests(folder) == before


def test_each_value_has_the_file_and_the_cell_that_it_comes_from(folder: Path, tmp_path: Path) -> None:
    """The cell is opened in the project's own workbook, and holds what the register shows."""
    portfolio = tmp_path / "P.xlsx"
    outcome = run(folder, portfolio)
    shown = {row["Project ID"]: row for row in rows_of(portfolio, "Portfolio Register")}
    compared = 0
    for one in outcome.collected.sources:
        if one.sheet == "Portfolio Register" and one.column in ("Project ID", "Project Name", "Sponsor", "Status Date"):
            sheet, _, ref = one.cell.partition("!")
            assert openpyxl.load_workbook(folder / one.file)[sheet][ref].value == shown[one.row][one.column]
            compared += 1
    assert compared == 12
    listed = [(row["Row"], row["Column"], row["File"]) for row in rows_of(portfolio, "Lineage")]
    assert ("PRJ-B", "Status Date", "PRJ-B.xlsx") in listed
    table = read_portfolio(open_package(portfolio)).tables["Lineage"]
    assert isinstance(table, Lineage)
    (found,) = lineage(table, "Portfolio Register", "PRJ-B", "Status Date")
    assert found.file == "PRJ-B.xlsx"


def test_a_second_collect_reads_nothing_and_changes_nothing(folder: Path, tmp_path: Path) -> None:
    portfolio = tmp_path / "P.xlsx"
    assert run(folder, portfolio).reading.read == 3
    before = portfolio.read_bytes()
    again = run(folder, portfolio)
    assert (again.reading.read, again.reading.remembered) == (0, 3)
    assert not again.changes
    assert portfolio.read_bytes() == before


def test_only_what_changed_in_a_workbook_changes(folder: Path, tmp_path: Path) -> None:
    """Eleven days instead of ten: one day later, and a new fingerprint of the file; no cell of another project."""
    portfolio = tmp_path / "P.xlsx"
    run(folder, portfolio)
    put(folder, "PRJ-A.xlsx", project("PRJ-A", days=11))
    again = run(folder, portfolio)
    assert again.reading.read == 1
    changed = {(c.cell.sheet, c.cell.column, c.key) for c in again.changes}
    assert changed == {("Portfolio Register", "Forecast Finish", "PRJ-A"), ("Collection", "Size / Hash", "PRJ-A")}
    assert again.copy is not None


def test_what_people_type_stays_and_a_computed_cell_that_was_typed_over_is_kept_and_said(
    folder: Path, tmp_path: Path
) -> None:
    portfolio = tmp_path / "P.xlsx"
    run(folder, portfolio)
    comment = cell_of(portfolio, "Portfolio Register", "PMO Comment", "PRJ-B")
    sponsor = cell_of(portfolio, "Portfolio Register", "Sponsor", "PRJ-C")
    edits = [Edit("Portfolio Register", comment, "Wait"), Edit("Portfolio Register", sponsor, "Somebody else")]
    portfolio.write_bytes(patch(portfolio, edits).data)
    (folder / "PRJ-A.xlsx").unlink()
    put(folder, "PRJ-0.xlsx", project("PRJ-0"))
    again = run(folder, portfolio)
    found = {row["Project ID"]: row for row in rows_of(portfolio, "Portfolio Register")}
    assert found["PRJ-B"]["PMO Comment"] == "Wait"
    assert found["PRJ-C"]["Sponsor"] == "Somebody else"
    assert [p.code.value for p in again.problems if p.cell.ref == sponsor] == ["TYPED_IN_COMPUTED"]


def test_an_answer_stays_beside_its_finding_when_others_come_and_go(folder: Path, tmp_path: Path) -> None:
    portfolio = tmp_path / "P.xlsx"
    run(folder, portfolio)
    last = rows_of(portfolio, "Findings")[-1]
    at = f"H{len(rows_of(portfolio, 'Findings')) + 4}"
    portfolio.write_bytes(patch(portfolio, [Edit("Findings", at, "Later")]).data)
    put(folder, "PRJ-X.xlsx", project("PRJ-X", Schedule=[{"Task ID": "1", "Duration (wd)": 3, "Predecessors": "1"}]))
    again = run(folder, portfolio)
    rows = rows_of(portfolio, "Findings")
    assert [r | {"Accept": None} for r in rows if r["Accept"]] == [last]
    assert rows[0]["Severity"] == "High"
    assert not [p for p in again.problems if p.code.value == "TYPED_IN_COMPUTED"]
    (folder / "PRJ-X.xlsx").write_bytes(project("PRJ-X"))
    assert not [p for p in run(folder, portfolio).problems if p.code.value == "TYPED_IN_COMPUTED"]


def test_a_missing_workbook_is_carried_forward_and_grows_older(folder: Path, tmp_path: Path) -> None:
    portfolio = tmp_path / "P.xlsx"
    run(folder, portfolio)
    (folder / "PRJ-A.xlsx").unlink()
    run(folder, portfolio, NOW + timedelta(days=1))
    row = next(r for r in rows_of(portfolio, "Portfolio Register") if r["Project ID"] == "PRJ-A")
    assert (row["Submission"], row["Data Age (d)"]) == ("Missing", 5)
    assert row["Forecast Finish"].date() == date(2026, 4, 16)
    assert any(r["File"] == "PRJ-A.xlsx" for r in rows_of(portfolio, "Lineage"))


def test_without_its_memory_a_missing_project_keeps_its_row(folder: Path, tmp_path: Path) -> None:
    portfolio = tmp_path / "P.xlsx"
    run(folder, portfolio)
    (folder / "PRJ-A.xlsx").unlink()
    moved = put(tmp_path / "elsewhere", "P.xlsx", portfolio.read_bytes())
    run(folder, moved)
    row = next(r for r in rows_of(moved, "Portfolio Register") if r["Project ID"] == "PRJ-A")
    assert (row["Submission"], row["Forecast Finish"].date()) == ("Missing", date(2026, 4, 16))


def test_a_damaged_memory_is_read_again_and_gives_the_same(folder: Path, tmp_path: Path) -> None:
    portfolio = tmp_path / "P.xlsx"
    run(folder, portfolio)
    kept = sorted((tmp_path / ".pmo-memory" / "P.xlsx.collected").glob("*.summary"))
    kept[0].write_bytes(kept[0].read_bytes().replace(b"PRJ-", b"XXX-"))
    kept[1].write_bytes(b"")
    kept[2].write_bytes(kept[2].read_bytes().replace(b"summary 2", b"summary 0"))
    (kept[0].parent / "projects.json").write_text("[1, {")
    again = run(folder, portfolio)
    assert again.reading.read == 3
    assert not again.changes


def test_of_two_versions_the_newest_status_date_counts_and_the_other_is_named(folder: Path, tmp_path: Path) -> None:
    """Saved later and reporting earlier: the status date decides."""
    older = project("PRJ-A", days=99, charter={"Status Date": date(2026, 3, 20)})
    put(folder, "old/PRJ-A v3_final.xlsx", older, NOW)
    outcome = run(folder, tmp_path / "P.xlsx")
    (a,) = [one for one in outcome.collected.projects if one.id == "PRJ-A"]
    assert a.shown is not None
    assert a.shown.file == "PRJ-A.xlsx"
    (said,) = [f for f in a.findings if f.code == "DUPLICATE_VERSION"]
    assert said.message.startswith("old/PRJ-A v3_final.xlsx is an earlier version than PRJ-A.xlsx")


def test_a_file_that_cannot_be_read_costs_only_itself(folder: Path, tmp_path: Path) -> None:
    put(folder, "PRJ-D_Plan.xlsx", (folder / "PRJ-A.xlsx").read_bytes()[:2000])
    put(folder, "PRJ-E.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    put(folder, "notes.xlsx", b"PK\3\4")
    portfolio = tmp_path / "P.xlsx"
    outcome = run(folder, portfolio)
    how = {one.id: one.how.value for one in outcome.collected.projects}
    assert {how[key] for key in ("PRJ-A", "PRJ-B", "PRJ-C")} == {"Received"}
    assert {how[key] for key in ("PRJ-D_Plan", "PRJ-E", "notes")} == {"Defective"}
    results = {row["Project ID"]: row["Result"] for row in rows_of(portfolio, "Collection")}
    assert (results["PRJ-D_Plan"], results["PRJ-E"], results["PRJ-A"]) == ("Rejected", "Password", "OK with findings")
    again = run(folder, portfolio)
    assert (again.reading.read, again.changes) == (0, [])


def test_files_of_the_same_name_in_two_folders_are_two_projects(tmp_path: Path) -> None:
    for key in ("PRJ-A", "PRJ-B"):
        put(tmp_path / key, "Plan.xlsx", project(key))
    outcome = collect(Asked([tmp_path / "PRJ-A", tmp_path / "PRJ-B"], tmp_path / "P.xlsx", NOW))
    files = {one.id: one.shown.file for one in outcome.collected.projects if one.shown}
    assert files == {key: str(tmp_path / key / "Plan.xlsx") for key in ("PRJ-A", "PRJ-B")}


def test_a_portfolio_and_a_list_of_birthdays_are_no_projects(folder: Path, tmp_path: Path) -> None:
    portfolio_with(folder / "Other.xlsx")
    book = openpyxl.Workbook()
    book.active.append(["Name", "Birthday"])
    book.save(folder / "Birthdays.xlsx")
    outcome = run(folder, tmp_path / "P.xlsx")
    assert len(outcome.collected.projects) == 3
    assert len(outcome.reading.skipped) == 2


def test_a_person_at_70_percent_in_three_workbooks_shows_210_with_the_split(tmp_path: Path) -> None:
    """By hand: 3 x 0.7 x 40 h = 84 of 40 h in a whole week; Monday 6 April to Friday 10 is the first whole one."""
    for letter, name in (("A", "Ana Keller"), ("B", "Keller, Ana"), ("C", "ana  keller")):
        people = [{"Resource ID": f"R-{letter}", "Resource Name": name}]
        booked = [{"Assignment ID": "1", "Task ID": "1", "Resource ID": f"R-{letter}", "Units %": 0.7}]
        put(tmp_path / "in", f"PRJ-{letter}.xlsx", project(f"PRJ-{letter}", Resources=people, Assignments=booked))
    pool = [{"Resource ID": "R-01", "Resource Name": "Ana Keller", "FTE": 1}]
    portfolio = portfolio_with(tmp_path / "P.xlsx", Resource_Pool=pool)
    outcome = run(tmp_path / "in", portfolio)
    row = next(r for r in rows_of(portfolio, "Capacity") if r["Week"].date() == date(2026, 4, 6))
    assert row["Utilisation %"] == pytest.approx(2.1)
    assert row["Peak Day %"] == pytest.approx(2.1)
    assert row["Top Contributors"] == "PRJ-A 28 h; PRJ-B 28 h; PRJ-C 28 h"
    (ana,) = rows_of(portfolio, "Resource Pool")  # nine of the ten days lie in the eight weeks of 40 h from 6 April on
    assert ana["Next 8 Weeks Load %"] == pytest.approx(9 * 8 * 2.1 / (8 * 40))
    assert outcome.collected.loads is not None
    by_day = outcome.collected.loads.overallocations
    assert len(by_day) == 10  # every day of the ten, 3 to 16 April
    assert by_day.utilisation.tolist() == pytest.approx([2.1] * 10)


def test_who_alone_is_good_at_something_is_marked(folder: Path, tmp_path: Path) -> None:
    """Two are good at cabling, one of them and nobody else at audits; basic knowledge is no help."""
    levels = (("R-1", "Cabling", 3), ("R-2", "cabling", 2), ("R-1", "Audit", 2), ("R-2", "Audit", 1), ("R-2", "Law", 1))
    skills = [{"Resource ID": who, "Skill": skill, "Level (0-3)": level} for who, skill, level in levels]
    pool = [{"Resource ID": key, "Resource Name": key} for key in ("R-1", "R-2")]
    portfolio = portfolio_with(tmp_path / "P.xlsx", Skills=skills, Resource_Pool=pool)
    run(folder, portfolio)
    assert [row["Single Point"] for row in rows_of(portfolio, "Skills")] == ["No", "No", "Yes", "No", "No"]


def test_people_who_are_booked_and_not_in_the_pool_are_one_finding(tmp_path: Path) -> None:
    people = [{"Resource ID": "R-1", "Resource Name": "Bo Lund"}]
    booked = [{"Assignment ID": "1", "Task ID": "1", "Resource ID": "R-1", "Units %": 1}]
    put(tmp_path / "in", "A.xlsx", project("PRJ-A", Resources=people, Assignments=booked))
    portfolio = tmp_path / "P.xlsx"
    run(tmp_path / "in", portfolio)
    (said,) = [r for r in rows_of(portfolio, "Findings") if r["Code"] == "UNKNOWN_RESOURCE"]
    assert said["Message"].endswith("no row for them: Bo Lund.")


def test_colours_are_rolled_up_by_the_worst_and_by_weight_and_the_chosen_one_is_shown(
    folder: Path, tmp_path: Path
) -> None:
    """By hand: one is amber, as its time cannot be judged, and one red. By weight 50 x .9 = 45 points are red; by count
    one red is amber.
    """
    for key, budget, left in (("PRJ-A", 900, 900), ("PRJ-B", 100, 900)):
        lines = [{"Cost Line ID": "C-1", "Budget": budget, "Actual to Date": 0, "Forecast to Complete": left}]
        who = {"Sponsor": "Ana", "Approved Budget": budget}
        put(folder, f"{key}.xlsx", project(key, charter=who, Budget=lines))
    (folder / "PRJ-C.xlsx").unlink()
    shown = {}
    for rule in ("", "Count rule"):
        settings = [{"Setting": "Roll-up rule", "Value": rule}] if rule else []
        portfolio = portfolio_with(tmp_path / f"P{rule}.xlsx", Settings=settings)
        run(folder, portfolio)
        rows = {(r["By"], r["Group"]): r for r in rows_of(portfolio, "Roll-up")}
        assert (rows["Sponsor", "Ana"]["Worst-of"], rows["Sponsor", "Ana"]["Weighted"]) == ("R", "R")
        shown[rule] = rows["Whole", "All projects"]["Shown"]
    assert shown == {"": "R", "Count rule": "A"}


def test_a_watermelon_and_another_currency_are_said(folder: Path, tmp_path: Path) -> None:
    """By hand: an estimate of 1,500 for a budget of 1,000 is red in cost, and green is reported."""
    late = {"Status Date": STATUS, "Currency": "EUR"}
    lines = [{"Cost Line ID": "C-1", "Budget": 1000, "Actual to Date": 500, "Forecast to Complete": 1000}]
    status = [{"Field": "Reported RAG", "Value": "G"}, {"Field": "Executive Summary", "Value": "Fine"}]
    status += [{"Field": "Overall RAG (computed)", "Value": None}]
    put(folder, "PRJ-W.xlsx", project("PRJ-W", charter=late, Budget=lines, Status=status))
    for key in ("PRJ-A", "PRJ-B"):
        put(folder, f"{key}.xlsx", project(key, charter={"Currency": "GBP"}))
    portfolio = tmp_path / "P.xlsx"
    run(folder, portfolio)
    found = {r["Code"]: r["Message"] for r in rows_of(portfolio, "Findings") if r["Project ID"] == "PRJ-W"}
    assert "EUR" in found["DEFAULT_USED"]
    assert "watermelon" in found["OVERRIDE"]


def test_the_command_says_who_is_missing_and_ends_with_1_on_a_high_finding(folder: Path, tmp_path: Path) -> None:
    put(folder, "PRJ-X.xlsx", project("PRJ-X", Schedule=[{"Task ID": "1", "Duration (wd)": 3, "Predecessors": "1"}]))
    portfolio = portfolio_with(tmp_path / "P.xlsx", Collection=[{"Project ID": "PRJ-M"}])
    args = ["collect", str(folder), "-o", str(portfolio), "--at", "2026-04-06T09:00"]
    done = CliRunner().invoke(app, [*args, "--json"])
    answer: dict[str, Any] = json.loads(done.stdout)
    assert done.exit_code == 1
    how = {one["project"]: one["submission"] for one in answer["projects"]}
    assert how == {
        "PRJ-A": "Received",
        "PRJ-B": "Received",
        "PRJ-C": "Received",
        "PRJ-M": "Missing",
        "PRJ-X": "Defective",
    }
    assert answer["files"] == {"read": 4, "remembered": 0}
    assert "Missing: PRJ-M" in CliRunner().invoke(app, [*args, "--dry-run"]).stdout


def test_a_folder_without_workbooks_is_not_done_and_a_project_is_no_portfolio(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = CliRunner().invoke(app, ["collect", str(tmp_path / "empty"), "-o", str(tmp_path / "P.xlsx")])
    assert done.exit_code == 2
    done = CliRunner().invoke(app, ["collect", str(folder), "-o", str(folder / "PRJ-A.xlsx")])
    assert done.exit_code == 2
    assert "is no portfolio workbook" in done.stderr


def test_check_of_a_folder_ends_with_1_on_a_high_finding_and_with_0_without(folder: Path) -> None:
    assert CliRunner().invoke(app, ["check", str(folder), "--today", "2026-04-06"]).exit_code == 0
    put(folder, "PRJ-X.xlsx", project("PRJ-X", Schedule=[{"Task ID": "1", "Duration (wd)": 3, "Predecessors": "1"}]))
    assert CliRunner().invoke(app, ["check", str(folder), "--today", "2026-04-06"]).exit_code == 1


def test_a_dry_run_writes_nothing(folder: Path, tmp_path: Path) -> None:
    outcome = run(folder, tmp_path / "P.xlsx", dry_run=True)
    assert outcome.changes
    assert not (tmp_path / "P.xlsx").exists()
    assert DUE < NOW
