"""The command line: exit status 0 fine, 1 findings of severity High, 2 could not do it; JSON for programs."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pmo_excel.core.meanings import MEANINGS
from pmo_excel.core.problems import Code
from pmo_excel.hosts.cli import app
from pmo_excel.hosts.reference import DOCS, pages
from tests.made import samples
from tests.refresh.workbooks import make, typed

RUNNER = CliRunner()

OFFICE = {
    "1": ("2026-03-02", "2026-03-02", 0, 0, True),
    "2": ("2026-03-02", "2026-03-13", 0, 0, True),
    "3": ("2026-03-16", "2026-04-07", 0, 0, True),
    "4": ("2026-03-12", "2026-03-27", 5, 0, False),
    "5": ("2026-03-17", "2026-03-26", 19, 11, False),
    "6": ("2026-04-08", "2026-05-05", 0, 0, True),
    "7": ("2026-04-15", "2026-04-28", 8, 8, False),
    "8": ("2026-05-06", "2026-05-12", 0, 0, True),
    "9": ("2026-04-15", "2026-05-05", 5, 5, False),
    "10": ("2026-05-12", "2026-05-12", 0, 0, True),
}
"""Fixture FX-OFFICE: start, finish, total and free float in working days, critical."""


def pmo(*arguments: str | Path, given: str = "") -> Result:
    """Run the command line in this process."""
    return RUNNER.invoke(app, [str(a) for a in arguments], input=given)


def printed(result: Result) -> Any:
    """The JSON that a command printed."""
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    for name, data in samples().items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def office(portfolio: Path, tmp_path: Path) -> Path:
    source = next(portfolio.glob("*Office*.xlsx"))
    return Path(shutil.copy(source, tmp_path / source.name))


def test_schedule_gives_the_dates_of_the_fixture(office: Path) -> None:
    result = pmo("schedule", office, "--json")
    assert result.exit_code == 0
    rows = {row["id"]: row for row in printed(result)["tasks"]}
    found = {
        key: (
            row["start"][:10],
            row["finish"][:10],
            row["total_float_minutes"] / 480,
            row["free_float_minutes"] / 480,
            row["critical"],
        )
        for key, row in rows.items()
    }
    assert found == OFFICE


def test_a_refresh_writes_the_dates_that_schedule_and_call_give(office: Path) -> None:
    assert pmo("refresh", office).exit_code == 0
    from pmo_excel.core.instants import iso_day
    from pmo_excel.hosts.books import opened

    table = opened(office).tables["Schedule"]
    in_cells = {
        key: (iso_day(table.start[row]), iso_day(table.finish[row]), table.total_float[row], table.free_float[row])
        for row, key in enumerate(table.id.tolist())
    }
    assert in_cells == {key: expected[:4] for key, expected in OFFICE.items()}


def test_a_dry_run_writes_nothing_and_lists_what_the_refresh_then_changes(office: Path) -> None:
    before = office.read_bytes()
    listed = printed(pmo("refresh", office, "--dry-run", "--json"))["files"][0]["changes"]
    assert office.read_bytes() == before
    done = printed(pmo("refresh", office, "--json"))["files"][0]
    assert done["changes"] == listed
    assert done["written"]["members_identical"] > 50
    assert Path(done["backup"]).read_bytes() == before
    assert printed(pmo("refresh", office, "--json"))["files"][0]["changes"] == []


def test_findings_of_severity_high_are_exit_status_1_and_name_their_cells(portfolio: Path) -> None:
    troubled = next(portfolio.glob("RGX*.xlsx"))
    result = pmo("check", troubled, "--json")
    assert result.exit_code == 1
    problems = printed(result)["files"][0]["problems"]
    codes = {p["code"] for p in problems}
    assert {"LOOP", "UNKNOWN_TASK", "NOT_A_DATE", "NEGATIVE_DURATION", "DUPLICATE_KEY"} <= codes
    assert all(p["cell"] and p["message"] and p["suggestion"] for p in problems if p["severity"] == "High")


def test_four_troubles_are_four_located_problems_and_the_rest_is_computed(tmp_path: Path) -> None:
    tasks = [
        {"Task ID": "1", "Task Name": "Sound", "Duration (wd)": 2},
        {"Task ID": "2", "Task Name": "Loop", "Duration (wd)": 1, "Predecessors": "3"},
        {"Task ID": "3", "Task Name": "Loop too", "Duration (wd)": 1, "Predecessors": "2"},
        {"Task ID": "4", "Task Name": "Unknown", "Duration (wd)": 1, "Predecessors": "99"},
        {"Task ID": "5", "Task Name": "Text date", "Duration (wd)": 1, "Actual Start": "TBC"},
        {"Task ID": "6", "Task Name": "Negative", "Duration (wd)": -3},
        {"Task ID": "7", "Task Name": "Sound too", "Duration (wd)": 1, "Predecessors": "1"},
    ]
    path = tmp_path / "troubles.xlsx"
    path.write_bytes(make(Schedule=tasks))
    result = pmo("refresh", path, "--json")
    assert result.exit_code == 1
    high = [(p["code"], p["cell"]) for p in printed(result)["files"][0]["problems"] if p["severity"] == "High"]
    assert sorted(code for code, _ in high) == ["LOOP", "NEGATIVE_DURATION", "NOT_A_DATE", "UNKNOWN_TASK"]
    assert all(cell.startswith("Schedule!") for _, cell in high)
    from pmo_excel.hosts.books import opened

    table = opened(path).tables["Schedule"]
    assert table.name.tolist() == [t["Task Name"] for t in tasks]
    assert [str(d) for d in table.duration.tolist()] == ["2.0", "1.0", "1.0", "1.0", "1.0", "-3.0", "1.0"]
    rows = {row["id"]: row for row in printed(pmo("schedule", path, "--json"))["tasks"]}
    assert rows["7"]["start"][:10] == "2026-03-04"
    assert all(rows[key]["start"] is None for key in "23456")


def test_a_real_workbook_is_read_and_left_untouched(shared: Path) -> None:
    path = shared / "data" / "workbooks" / "tpm_project_plan.xlsx"
    before = path.read_bytes()
    result = pmo("check", path, "--json")
    assert result.exit_code in (0, 1)
    problems = printed(result)["files"][0]["problems"]
    assert any(p["cell"].startswith("'Project Plan'!") for p in problems)
    assert path.read_bytes() == before


def test_a_file_that_is_no_workbook_is_exit_status_2_and_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    for command in ("check", "refresh", "schedule", "report"):
        result = pmo(command, path, "--json")
        assert result.exit_code == 2
        assert "plan.xlsx" in result.stdout
    assert pmo("check", tmp_path / "gone.xlsx").exit_code == 2
    assert pmo("schedule", tmp_path / "gone.xlsx", "--json").exit_code == 2


def test_a_new_project_is_made_once_and_never_over_another_file(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    assert pmo("new", "project", path, "--id", "PRJ-014", "--name", "R&D <lab> #1").exit_code == 0
    before = path.read_bytes()
    assert pmo("new", "project", path).exit_code == 2
    assert path.read_bytes() == before
    assert pmo("new", "project", tmp_path / "x.xlsx", "--level", "Huge").exit_code == 2
    assert pmo("check", path).exit_code in (0, 1)


def test_a_report_is_a_page_beside_the_workbook(office: Path) -> None:
    pmo("refresh", office)
    result = pmo("report", office, "--json")
    assert result.exit_code == 0
    page = Path(printed(result)["reports"][0]["path"])
    assert page.parent == office.parent
    assert "Office Move finishes 12-May-26 as planned" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "given", "status", "said"),
    [
        (("call", "CPI"), '{"earned_value": 180, "actual_cost": 210}', 0, "0.857"),
        (("call", "pmo.cpi"), '{"earned_value": 180, "actual_cost": 0}', 0, "UNDEFINED"),
        (("call", "SPIT"), "{}", 2, "Did you mean SPI"),
        (("call", "CPI"), "not json", 2, "not JSON"),
        (("call", "CPI"), '{"ev": 1}', 2, "earned_value, actual_cost"),
        (("call",), "", 2, ""),
    ],
)
def test_call_answers_one_object_with_one(arguments: tuple[str, ...], given: str, status: int, said: str) -> None:
    result = pmo(*arguments, given=given)
    assert result.exit_code == status
    assert said in result.stdout


def test_the_stream_answers_line_for_line_whatever_the_line_is() -> None:
    lines = [
        '{"function": "SV", "arguments": {"earned_value": 2, "planned_value": 1}, "id": 7}',
        "rubbish",
        '{"id": 8}',
    ]
    replies = [json.loads(line) for line in pmo("call", "--stream", given="\n".join(lines) + "\n").stdout.splitlines()]
    assert [reply.get("id") for reply in replies] == [7, None, 8]
    assert replies[0]["value"] == 1
    assert [len(reply["problems"]) for reply in replies] == [0, 1, 1]


def test_the_function_list_is_there_for_people_and_programs() -> None:
    listed = printed(pmo("functions", "--json"))["functions"]
    assert {"SCHEDULE", "LOAD", "CPI", "RAGWHY"} <= {entry["name"] for entry in listed}
    assert "SCHEDULE(" in pmo("functions").stdout


def test_the_generated_pages_of_the_documentation_are_up_to_date() -> None:
    for name, text in pages().items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, f"run python -m pmo_excel.hosts.reference ({name})"


def test_every_problem_code_is_explained() -> None:
    assert set(MEANINGS) == set(Code)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_folder_without_write_permission_leaves_the_workbook_alone(office: Path) -> None:
    office.parent.chmod(0o500)
    try:
        assert pmo("refresh", office).exit_code == 2
    finally:
        office.parent.chmod(0o700)


def test_a_typed_cell_survives_a_refresh(tmp_path: Path) -> None:
    path = tmp_path / "typed.xlsx"
    path.write_bytes(typed(make(), "Schedule", "C5", "=HYPERLINK(1)"))
    pmo("refresh", path)
    from pmo_excel.hosts.books import opened

    assert opened(path).tables["Schedule"].name[0] == "=HYPERLINK(1)"
