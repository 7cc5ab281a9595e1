"""`pmo change`: impact only reads, apply needs an approval and leaves a trail, and undo takes it back."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.core.tables import Table
from pmo_excel.workbook.patch import Edit, patch
from tests.change.office_changes import content
from tests.hosts.test_cli import pmo, printed
from tests.made import workbook
from tests.refresh.workbooks import book_of


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMO_STATE", str(tmp_path_factory.mktemp("state")))


@pytest.fixture(scope="module")
def with_baselines(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook with two baselines, 0 and 1, as BL1 is there before CR-004."""
    path = tmp_path_factory.mktemp("changes") / "office.xlsx"
    path.write_bytes(workbook("Standard", content()))
    for name in ("First", "Gate 1"):
        assert pmo("baseline", path, "--name", name, "--by", "Helen Marsh").exit_code == 0
    return path.read_bytes()


@pytest.fixture
def office(tmp_path: Path, with_baselines: bytes) -> Path:
    path = tmp_path / "office.xlsx"
    path.write_bytes(with_baselines)
    return path


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory, with_baselines: bytes) -> tuple[Path, dict[str, Any]]:
    """The workbook after CR-004 was applied, and what the command said; read only."""
    path = tmp_path_factory.mktemp("applied") / "office.xlsx"
    path.write_bytes(with_baselines)
    return path, printed(pmo("change", "apply", path, "CR-004", "--by", "Ana Keller", "--json"))


def typed(data: bytes, sheet: str, **values: Any) -> bytes:
    """The workbook after a person typed into cells of a sheet, by reference."""
    return patch(data, [Edit(sheet, ref, value) for ref, value in values.items()]).data


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def sheet(path: Path, name: str) -> Table:
    return book_of(path.read_bytes()).tables[name]


def columns_of(path: Path, name: str, *fields: str) -> list[tuple[Any, ...]]:
    table = sheet(path, name)
    return list(zip(*(getattr(table, field).tolist() for field in fields), strict=True))


def test_ch4_impact_reads_the_workbook_and_leaves_it_byte_for_byte(office: Path, tmp_path: Path) -> None:
    before = digest(office)
    page = tmp_path / "impact.html"
    result = printed(pmo("change", "impact", office, "CR-004", "--html", page, "--json"))
    assert digest(office) == before
    assert result["changes"][0]["message"] == "CR-004 moves the finish 1 working day later, and it costs 2,750"
    rows = {row[0]: row[3] for row in result["changes"][0]["impact"][1:]}
    assert (rows["Finish"], rows["Cost"], rows["Float used (wd)"], rows["Tasks moved"]) == (1, 2750, 5, 4)
    assert result["changes"][0]["authority"]["level"] == "Project Manager"
    assert result["changes"][0]["dimensions"]["Scope"] == "Not assessed"
    assert [row[0] for row in result["together"][1:]] == ["CR-004", "CR-005", "Together"]
    text = page.read_text()
    assert "moves the finish 1 working day later" in text
    assert "<script" not in text


def test_ch2_ch9_figures_count_by_type_and_by_month(office: Path) -> None:
    """By hand: CR-004 is a request for change, decided after six days; CR-005 has no type and is open since 25-Feb."""
    found = dict(row[:2] for row in printed(pmo("change", "figures", office, "--json"))["value"][1:])
    assert (found["Open"], found["Oldest open"], found["Median decision"]) == (1, 2, 6)
    assert (found["Type: Request for change"], found["Type: not given"]) == (1, 1)
    assert printed(pmo("change", "figures", office, "--by-month", "--json"))["value"][1:] == [
        ["2026-02-01", 2, 1, 1, 6]
    ]


def test_ch14_impact_says_whom_a_change_touches(office: Path) -> None:
    found = printed(pmo("change", "impact", office, "CR-004", "--json"))["changes"][0]["disruption"]
    assert dict(zip(found[0], found[1], strict=True)) | {"Because": ""} == {
        "Change ID": "CR-004",
        "Tasks": 4,
        "Owners": 3,
        "Milestones": 1,
        "Promises": 1,
        "Tasks Soon": 0,
        "Owners Soon": 0,
        "Milestones Soon": 0,
        "Disruption Index": 0,
        "Because": "",
    }


def test_ch8_applying_writes_the_plan_and_a_baseline_whose_changed_rows_name_the_change(
    applied: tuple[Path, dict[str, Any]], with_baselines: bytes
) -> None:
    """Rows 4, 6, 7, 8 and 10 change (A.1: moved 6, 7, 8, 10 and the finish of 4); the earlier baselines stay."""
    path, result = applied
    assert (result["baseline"], result["tasks"]) == (2, ["4", "6", "7", "8", "10"])
    fields = ("baseline_number", "task_id", "baseline_finish", "change_id")
    old = book_of(with_baselines).tables["Baselines"]
    before = list(zip(*(getattr(old, field).tolist() for field in fields), strict=True))
    after = columns_of(path, "Baselines", *fields)
    assert after[: len(before)] == before
    assert {task for number, task, _, change in after if change == "CR-004"} == {"4", "6", "7", "8", "10"}
    assert len([1 for row in after if row[0] == 2]) == 10
    assert sheet(path, "Schedule").duration[3] == 18  # type: ignore[attr-defined]
    assert columns_of(path, "Changes", "id", "status")[0] == ("CR-004", "Implementing")
    added = [line for line in columns_of(path, "Budget", "wbs_or_task", "budget", "change_id") if line[2]]
    assert added == [("4", 2400, "CR-004"), ("4", 350, "CR-004")]
    trail = columns_of(path, "Audit", "who", "sheet", "old", "new")
    assert ("Ana Keller", "Schedule", "12", "18") in trail
    assert ("Ana Keller", "Changes", "Approved", "Implementing") in trail


def test_ch8_a_refresh_after_it_changes_nothing_and_the_cost_stays_known(
    applied: tuple[Path, dict[str, Any]],
) -> None:
    assert printed(pmo("refresh", applied[0], "--dry-run", "--json"))["files"][0]["changes"] == []
    cost, time = columns_of(applied[0], "Changes", "impact_cost", "impact_time")[0]
    assert cost == 2750
    assert time != time


def test_a_change_that_the_plan_holds_is_not_tried_again(applied: tuple[Path, dict[str, Any]]) -> None:
    again = pmo("change", "impact", applied[0], "CR-004", "--json")
    assert again.exit_code == 2
    assert "Implementing" in printed(again)["problems"][0]["message"]


def test_ch8_apply_is_undone_in_one_step(office: Path) -> None:
    before = office.read_bytes()
    assert pmo("change", "apply", office, "CR-004").exit_code == 0
    assert pmo("undo", office).exit_code == 0
    assert office.read_bytes() == before


def test_ch8_a_dry_run_and_a_refusal_write_nothing(office: Path) -> None:
    before = digest(office)
    tried = printed(pmo("change", "apply", office, "CR-004", "--dry-run", "--json"))
    assert ("Schedule", "Duration (wd)", 12, 18) in [
        (c["sheet"], c["column"], c["old"], c["new"]) for c in tried["cells"]
    ]
    refused = pmo("change", "apply", office, "CR-005", "--json")
    assert refused.exit_code == 2
    assert [(p["code"], p["column"]) for p in printed(refused)["problems"]] == [("CHANGE_STATE", "Change Status")]
    assert pmo("change", "apply", office, "CR-404").exit_code == 2
    assert digest(office) == before
    assert not (office.parent / ".pmo-backups").exists()


def test_ch8_new_and_removed_tasks_are_written_too(tmp_path: Path, with_baselines: bytes) -> None:
    lines = [
        ("11", "New task", "Server room"),
        ("11", "Duration (wd)", "5"),
        ("11", "Predecessors", "6"),
        ("8", "Predecessors", "6; 11"),
        ("7", "Remove task", ""),
        ("AS-1", "Units %", "50%"),
    ]
    cells = {}
    for at, (key, field, value) in enumerate(lines, start=5):
        cells |= {f"A{at}": "CR-004", f"C{at}": key, f"D{at}": field, f"E{at}": value or None}
    path = tmp_path / "office.xlsx"
    path.write_bytes(typed(with_baselines, "Change Lines", **cells))
    assert pmo("change", "apply", path, "CR-004", "--no-baseline").exit_code == 0
    tasks = columns_of(path, "Schedule", "id", "name", "predecessors")
    assert [task for task, _, _ in tasks] == ["1", "2", "3", "4", "5", "6", "8", "9", "10", "11"]
    assert tasks[-1] == ("11", "Server room", "6")
    assert tasks[6] == ("8", "Test & snag", "6; 11")
    assert columns_of(path, "Assignments", "id", "units") == [("AS-1", 0.5)]
    assert sheet(path, "Schedule").finish[-1] > 0  # type: ignore[attr-defined]


def test_ch1_a_move_that_leaves_out_a_step_is_refused(office: Path) -> None:
    before = digest(office)
    refused = pmo("change", "move", office, "CR-005", "Implemented", "--json")
    assert (refused.exit_code, digest(office)) == (2, before)
    assert printed(refused)["problems"][0]["code"] == "CHANGE_STATE"


def test_ch1_a_decision_needs_who_decides_and_is_recorded(tmp_path: Path, with_baselines: bytes) -> None:
    path = tmp_path / "office.xlsx"
    path.write_bytes(typed(with_baselines, "Changes", V6="Awaiting decision"))
    assert pmo("change", "move", path, "CR-005", "Rejected").exit_code == 2
    assert pmo("change", "move", path, "CR-005", "Rejected", "--by", "Helen Marsh").exit_code == 0
    status, decision, who = columns_of(path, "Changes", "status", "decision", "decided_by")[1]
    assert (status, decision, who) == ("Rejected", "Reject", "Helen Marsh")
    assert ("Helen Marsh", "Awaiting decision", "Rejected") in columns_of(path, "Audit", "who", "old", "new")


def test_ch7_an_approval_beyond_the_change_budget_is_blocked(tmp_path: Path, with_baselines: bytes) -> None:
    path = tmp_path / "office.xlsx"
    settings = book_of(with_baselines).tables["Settings"]
    budget = settings.cell("value", settings.name.tolist().index("Change budget")).ref  # type: ignore[attr-defined]
    data = typed(with_baselines, "Settings", **{budget: "2000"})
    path.write_bytes(typed(data, "Changes", V5="Awaiting decision", S5=None))
    blocked = pmo("change", "move", path, "CR-004", "Approved", "--by", "Helen Marsh", "--json")
    assert blocked.exit_code == 2
    found = printed(blocked)["problems"][0]
    assert (found["code"], "2,000 of the change budget" in found["message"]) == ("CHANGE_BUDGET", True)


def test_ch12_drafts_go_to_the_owners_of_what_moves_and_to_whom_was_promised(office: Path, tmp_path: Path) -> None:
    before, folder = digest(office), tmp_path / "drafts"
    result = printed(pmo("change", "notices", office, "CR-004", "--to", folder, "--json"))
    assert [draft["name"] for draft in result["drafts"]] == ["Mei Tanaka", "Tom Oduya", "Ana Keller", "Ingrid Bauer"]
    assert digest(office) == before
    file = next(folder.glob("*Ingrid*.eml"))
    mail = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
    assert (mail["To"], mail["X-Unsent"]) == ("ib@example.com", "1")
    text = mail.get_content()
    assert "12-May-26: would be missed, now 13-May-26" in text
    assert "2,750" not in text  # money is for who decides
    assert pmo("change", "notices", office, "CR-004", "--to", folder).exit_code == 2  # an edited draft stays


def test_ch12_a_name_is_no_path_and_no_header(tmp_path: Path, with_baselines: bytes) -> None:
    path, folder = tmp_path / "office.xlsx", tmp_path / "a" / "b"
    owners = {f"G{row}": "../../x\nBcc: all@example.com" for row in range(5, 15)}
    path.write_bytes(typed(with_baselines, "Schedule", **owners))
    assert pmo("change", "notices", path, "CR-004", "--to", folder).exit_code == 0
    assert {file.parent for file in tmp_path.rglob("*.eml")} == {folder}
    for file in folder.glob("*.eml"):
        assert BytesParser(policy=policy.default).parsebytes(file.read_bytes())["Bcc"] is None
