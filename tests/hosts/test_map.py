"""pmo map: what was guessed is a question; the answer is remembered beside the workbook, which is not touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pmo_excel.hosts.books import opened
from tests.hosts.test_cli import pmo, printed
from tests.refresh.own_template import HEADERS, ROWS, Sheet, own

GUESSED = tuple({"Predecessors": "Predecesors", "Responsible": "Lead Person"}.get(h, h) for h in HEADERS)


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMO_STATE", str(tmp_path_factory.mktemp("state")))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(own(headers=GUESSED))
    return path


def mapping(path: Path, *arguments: str) -> dict[str, tuple[str, str]]:
    """What each header of the plan stands for, and how that is known."""
    result = pmo("map", path, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return {
        one["header"]: (one["column"], one["how"]) for one in printed(result)["headers"] if one["table"] == "Schedule"
    }


def questions(path: Path) -> list[str]:
    found = printed(pmo("check", path, "--json"))["files"][0]["problems"]
    return [p["cell"] for p in found if p["code"] == "HEADER_GUESSED"]


def test_a_guess_is_a_question_until_it_is_accepted_and_the_file_is_not_touched(plan: Path) -> None:
    before = plan.read_bytes()
    assert questions(plan) == ["'Our plan'!E4"]
    assert mapping(plan)["Predecesors"] == ("Predecessors", "guessed")
    assert mapping(plan)["Lead Person"] == ("", "not used")
    mapping(plan, "--accept")
    assert questions(plan) == []
    assert mapping(plan)["Predecesors"] == ("Predecessors", "as said")
    assert plan.read_bytes() == before


def test_what_is_set_is_used_and_an_empty_answer_leaves_a_column_out(plan: Path) -> None:
    mapping(plan, "--set", "lead  person=owner", "--set", "Task=")
    assert opened(plan).tables["Schedule"].owner.tolist() == [row[2] for row in ROWS]
    assert not opened(plan).tables["Schedule"].has("name")
    mapping(plan, "--forget")
    assert opened(plan).tables["Schedule"].has("name")


def test_an_answer_holds_when_columns_move_and_the_sheet_is_renamed(plan: Path) -> None:
    mapping(plan, "--accept", "--set", "Lead Person=Owner")
    order = [3, 0, 4, 2, 1, 5, 6]
    headers = ["Comment", *(GUESSED[at] for at in order)]
    rows = [["hm", *(row[at] for at in order)] for row in ROWS]
    plan.write_bytes(own(rows, headers, sheet="New plan"))
    table = opened(plan).tables["Schedule"]
    assert table.owner.tolist() == [row[2] for row in ROWS]
    assert table.predecessors.tolist() == [row[4] for row in ROWS]
    assert questions(plan) == []


def test_a_column_that_disappeared_is_a_finding_and_shown(plan: Path) -> None:
    mapping(plan, "--set", "Lead Person=Owner")
    plan.write_bytes(own(headers=[h if h != "Lead Person" else None for h in GUESSED]))
    found = printed(pmo("check", plan, "--json"))["files"][0]["problems"]
    assert any(
        p["code"] == "MISSING_COLUMN" and "'Lead Person', which holds Owner, is gone" in p["message"] for p in found
    )
    assert mapping(plan)["Lead Person"] == ("Owner", "gone")


def test_the_order_of_day_and_month_can_be_said(plan: Path) -> None:
    rows = [[*ROWS[0][:6], "04/03/2026"], *ROWS[1:]]
    plan.write_bytes(own(rows))
    assert "AMBIGUOUS_DATE" in pmo("check", plan, "--json").stdout
    mapping(plan, "--dates", "MDY")
    from pmo_excel.core.instants import iso_day

    assert iso_day(opened(plan).tables["Schedule"].actual_start[0]) == "2026-04-03"
    assert "AMBIGUOUS_DATE" not in pmo("check", plan, "--json").stdout


def test_another_sheet_can_be_chosen(tmp_path: Path) -> None:
    def change(book: Any, plan: Sheet) -> None:
        other = book.add_worksheet("Plan B")
        other.write_row("A1", ["No", "Task", "Duration", "Predecessors"])
        other.write_row("A2", ["B1", "Something else", 4])

    path = tmp_path / "two.xlsx"
    path.write_bytes(own(change=change))
    found = printed(pmo("check", path, "--json"))["files"][0]["problems"]
    assert [p["sheet"] for p in found if p["code"] == "NOT_RECOGNISED"] == ["Plan B"]
    mapping(path, "--sheet", "schedule=plan b")
    assert opened(path).tables["Schedule"].id.tolist() == ["B1"]


def test_a_folder_that_cannot_be_written_remembers_in_the_users_own(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (plan.parent / ".pmo-memory").write_text("in the way")
    result = printed(pmo("map", plan, "--accept", "--json"))
    assert "workbooks" in result["remembered"]
    assert questions(plan) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "Nobody=Owner"), "Nobody"),
        (("--set", "Task=Nonsense"), "Nonsense"),
        (("--set", "Task"), "HEADER=COLUMN"),
        (("--sheet", "Schedule=Nowhere"), "Nowhere"),
        (("--dates", "YMD"), "DMY or MDY"),
    ],
)
def test_an_answer_that_names_nothing_is_refused_with_what_there_is(
    plan: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = pmo("map", plan, *arguments, "--json")
    assert result.exit_code == 2
    assert said in result.stdout


def test_a_damaged_memory_is_said_and_not_ignored(plan: Path) -> None:
    mapping(plan, "--accept")
    memory = plan.parent / ".pmo-memory" / "plan.xlsx.json"
    memory.write_text("{")
    result = pmo("check", plan, "--json")
    assert result.exit_code == 2
    assert "cannot be read" in result.stdout


def test_people_see_the_mapping(plan: Path) -> None:
    said = pmo("map", plan).stdout
    assert "Predecesors" in said
    assert "guessed" in said
    assert "--accept" in said


def test_a_plan_whose_ids_are_not_recognised_is_read_once_they_are_said(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(own(headers=["Ref", *HEADERS[1:]]))
    found = printed(pmo("check", path, "--json"))["files"][0]["problems"]
    (question,) = [p for p in found if p["code"] == "NOT_RECOGNISED"]
    assert "Schedule!HEADER=Task ID" in question["suggestion"]
    mapping(path, "--set", "Schedule!Ref=Task ID")
    assert opened(path).tables["Schedule"].id.tolist() == [row[0] for row in ROWS]
