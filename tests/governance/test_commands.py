"""The commands of governance on workbooks: GV7, GV9, GV10, RP14; each says what it did and refuses what it must."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.core.problems import Code
from pmo_excel.governance.naming import mask_pattern, odd_file_name
from pmo_excel.hosts.books import opened
from pmo_excel.report.wording import wording
from pmo_excel.workbook.build import build_portfolio
from tests.hosts.test_cli import pmo, printed
from tests.made import workbook
from tests.refresh.workbooks import CHARTER, TASKS

LIBRARY = [
    {"Project ID": "PRJ-002", "Lesson ID": f"L-0{n}", "Recommendation": what, "Tags": tags}
    for n, what, tags in (
        (1, "Visit the site before ordering.", "supplier; site"),
        (2, "Plan a rehearsal.", "rehearsal"),
        (3, "Agree prices early.", "Supplier"),
        (4, "Name a second supplier.", "supplier"),
    )
]
CONTENT: dict[str, list[dict[str, Any]]] = {
    "Charter": [CHARTER | {"Methodology": "PRINCE2", "Current Stage": "Initiation", "Objectives": "One office."}],
    "Schedule": TASKS,
    "Risks": [{"Risk ID": "R-001", "Risk Title": "Supplier is late"}, {"Risk ID": "RISK2", "Risk Title": "Rain"}],
    "Actions": [
        {"Action ID": "AC-007", "Action": "Send the floor plan", "Action Owner": "Tom Adeyemi"}
        | {"Date Raised": date(2026, 2, 12), "Due Date": date(2026, 2, 20), "Action Status": "In progress"}
    ],
}


@pytest.fixture(scope="module")
def data() -> bytes:
    return workbook("Light", CONTENT)


@pytest.fixture
def path(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PMO_STATE", str(tmp_path / "state"))
    made = tmp_path / "TST-001 Test.xlsx"
    made.write_bytes(data)
    return made


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("library") / "Portfolio.xlsx"
    made.write_bytes(build_portfolio({"Lessons Library": LIBRARY}))
    return made


def test_the_tag_supplier_puts_three_lessons_on_the_charter_of_a_new_project(library: Path, tmp_path: Path) -> None:
    made = tmp_path / "new.xlsx"
    assert pmo("new", "project", made, "--lessons", library, "--tag", "supplier").exit_code == 0
    said = opened(made).tables["Charter"].lessons[0].splitlines()
    assert [line.split(":")[0] for line in said] == ["PRJ-002 L-01", "PRJ-002 L-03", "PRJ-002 L-04"]
    assert said[0] == "PRJ-002 L-01: Visit the site before ordering. (tag supplier)"


def test_lessons_fit_a_projects_risks_and_are_written_when_asked(path: Path, library: Path) -> None:
    before = path.read_bytes()
    found = printed(pmo("lessons", library, "--for", path, "--json"))
    assert (found["searched"], len(found["lessons"])) == (4, 3)
    assert path.read_bytes() == before
    assert pmo("lessons", library, "--for", path, "--write").exit_code == 0
    assert "the project's words hold 'supplier'" in opened(path).tables["Charter"].lessons[0]
    assert pmo("lessons", library, "--write").exit_code == 2


def test_the_matrix_tells_which_project_lacks_what(path: Path) -> None:
    """In Initiation the gates before are passed: a business case is missing, the plan is due next, closing is later."""
    done = pmo("compliance", path.parent, "--json")
    assert done.exit_code == 1
    (project,) = printed(done)["projects"]
    states = {product: cell["state"] for product, cell in project["cells"].items()}
    assert project["missing"] == ["Business case", "Stakeholder register"]
    assert (states["Project charter"], states["Risk register"]) == ("In place", "In place")
    assert states["Final project report"] == "Later"
    shown = pmo("compliance", path.parent, "-o", path.parent / "matrix.html").stdout
    page = (path.parent / "matrix.html").read_text(encoding="utf-8")
    assert "1 of 1 project lacks 2 products that are due" in page
    assert page.count('class="pill red"') == 2
    assert "TST-001 (PRINCE2, Light) lacks Business case, Stakeholder register" in shown


def test_an_action_of_the_last_meeting_is_carried_over_with_its_age(path: Path) -> None:
    """Raised on 12-Feb, 15 days before the status date 27-Feb; due on the 20th, 7 days before it."""
    rows = printed(pmo("meeting", path, "--last", "2026-02-17", "--json"))["value"]
    (carried,) = [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[0] == "Carried over"]
    assert (carried["ID"], carried["Age (d)"], carried["Overdue (d)"]) == ("AC-007", 15, 7)


def test_minutes_become_rows_once(path: Path, tmp_path: Path) -> None:
    minutes = tmp_path / "minutes.txt"
    minutes.write_text(
        "Present: Ana\nAction: Send the floor plan; Tom Adeyemi\nAction: Call the landlord; Ana Keller; 6-Mar-2026\n"
        "Decision: Open until June; Board\n",
        encoding="utf-8",
    )
    done = printed(pmo("minutes", path, minutes, "--forum", "Steering", "--date", "2026-02-27", "--json"))
    assert (done["actions"], done["decisions"]) == (["AC-008"], ["DE-001"])
    book = opened(path)
    assert book.tables["Actions"].action.tolist() == ["Send the floor plan", "Call the landlord"]
    assert book.tables["Actions"].source.tolist() == [None, "Meeting"]
    assert book.tables["Decisions"].forum.tolist() == ["Steering"]
    again = printed(pmo("minutes", path, minutes, "--json"))
    assert (again["actions"], again["decisions"], again["written"]) == ([], [], None)
    assert pmo("minutes", path, tmp_path / "none.txt").exit_code == 2


def test_ids_and_file_names_that_break_the_convention_are_found(path: Path) -> None:
    problems = printed(pmo("check", path, "--json"))["files"][0]["problems"]
    (odd,) = [p for p in problems if p["code"] == Code.PATTERN.value]
    assert odd["message"] == "1 of 2 IDs is not written as R-000: RISK2"
    other = path.rename(path.with_name("plan final.xlsx"))
    problems = printed(pmo("check", other, "--json"))["files"][0]["problems"]
    assert [p["message"] for p in problems if p["code"] == Code.PATTERN.value][-1] == (
        "the file is called plan final.xlsx; by the convention its name begins with TST-001"
    )


def test_masks_and_names_are_read_as_written() -> None:
    cases = [("R-000", "R-001"), ("AAA-000", "PRJ-001"), ("AC-000", "AC-012"), ("P-00", "P-1"), ("R-000", "R-0001")]
    assert [bool(mask_pattern(mask).fullmatch(one)) for mask, one in cases] == [True, True, True, False, False]
    fields = {"Project ID": "PRJ-001", "Project Name": "Office move"}
    convention = "{Project ID} {Project Name}"
    assert odd_file_name("PRJ-001_Office-move v3.xlsx", convention, fields) is None
    assert odd_file_name("Office move.xlsx", convention, fields) is not None
    assert odd_file_name("Office move.xlsx", "any", fields) is None


def test_reports_are_called_as_the_method_calls_them() -> None:
    """GV12: highlight, exception and end stage report against status, variance and phase end report."""
    prince2, other = wording("PRINCE2"), wording("Hybrid")
    assert (prince2.report, prince2.exception, prince2.stage_end) == (
        "Highlight report",
        "Exception report",
        "End stage report",
    )
    assert (other.report, other.sponsor, other.project_end) == ("Status report", "Sponsor", "Final project report")
    assert prince2.said("Change requests of the phase") == "Requests for change of the stage"
