"""Projects that share a person, leveled together: who waits for whom, by which rule, and what is written."""

from __future__ import annotations

import json
import signal
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pmo_excel.hosts.cli import app
from pmo_excel.resources.leveling.together import Step
from tests.made import sheet_of
from tests.portfolio.books import small
from tests.refresh.workbooks import CHARTER

RUNNER = CliRunner()


def project(key: str, rank: str | None, days: int, person: str = "Ana Keller", **booking: Any) -> bytes:
    """A task of so many days on the person at 100 % from 2 March 2026, and one day of closing after it."""
    return small(
        CHARTER | {"Project ID": key, "Priority": rank},
        Schedule=[
            {"Task ID": "1", "Task Name": "Do", "Duration (wd)": days, "Predecessors": None},
            {"Task ID": "2", "Task Name": "Close", "Duration (wd)": 1, "Predecessors": "1"},
        ],
        Resources=[{"Resource ID": "R", "Resource Name": person}],
        Assignments=[{"Assignment ID": "AS-1", "Task ID": "1", "Resource ID": "R", "Units %": 1} | booking],
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two projects of which each needs Ana for the week from 2 March."""
    (tmp_path / "A.xlsx").write_bytes(project("PRJ-A", "4", 5))
    (tmp_path / "B.xlsx").write_bytes(project("PRJ-B", "1", 5, "Keller, Ana"))
    return tmp_path


def run(*args: object) -> tuple[dict[str, Any], int]:
    done = RUNNER.invoke(app, [*map(str, args), "--json"])
    assert done.exit_code in (0, 1, 2), done.output
    return json.loads(done.stdout), done.exit_code


def test_the_project_of_higher_priority_keeps_the_person_and_the_reason_names_the_rule(folder: Path) -> None:
    """By hand: B keeps the week of 2 March, A starts on Monday 9 March, 5 working days later; priority 4 counts 2."""
    answer, code = run("level", folder)
    late, kept = answer["projects"]
    assert (kept["Project ID"], kept["Delay (wd)"]) == ("PRJ-B", 0)
    assert (late["Levelled Finish"], late["Delay (wd)"], late["Weighted Delay (wd)"]) == ("2026-03-16", 5, 10)
    assert late["Waits For"] == "PRJ-B 1×"
    first, second = answer["moved"]
    assert (first["Task ID"], first["Levelled Start"], first["Went First"]) == ("1", "2026-03-09", "PRJ-B 1 Do")
    assert first["Rule"] == "goes first: project priority 1 against 4"
    assert first["Because"] == (
        "Waits for Ana Keller: PRJ-B 1 Do has them at 100% until 06-Mar-26 "
        "and goes first: project priority 1 against 4."
    )
    assert (second["Because"], second["Went First"]) == ("Follows 1 Do, which moved.", None)
    assert code == 0


def test_another_priority_can_be_tried(folder: Path) -> None:
    answer, _ = run("level", folder, "--priority", "PRJ-A=1", "--priority", "PRJ-B=5")
    assert [row["Delay (wd)"] for row in answer["projects"]] == [0, 5]


def test_a_short_task_of_a_lesser_project_goes_first_where_that_costs_less_and_priority_alone_decides_otherwise(
    tmp_path: Path,
) -> None:
    """By hand: 1 day before 20: the large one, priority 2 (weight 4), is 1 day late: 4. The other way round the small
    one, priority 4 (weight 2), is 20 days late: 40."""
    (tmp_path / "L.xlsx").write_bytes(project("LARGE", "2", 20))
    (tmp_path / "S.xlsx").write_bytes(project("SMALL", "4", 1))
    answer, _ = run("level", tmp_path)
    assert [row["Weighted Delay (wd)"] for row in answer["projects"]] == [4, 0]
    assert answer["moved"][0]["Rule"] == (
        "goes first although its project has priority 4 against 2: so the delay weighted by project priority is least"
    )
    strict, _ = run("level", tmp_path, "--objective", "priority")
    assert [row["Delay (wd)"] for row in strict["projects"]] == [0, 20]
    spans, _ = run("level", tmp_path, "--objective", "makespan")
    assert (
        max(row["Levelled Finish"] for row in spans["projects"]) == "2026-03-31"
    )  # 21 days, then one: 22 working days


def test_each_project_keeps_its_own_calendar(tmp_path: Path) -> None:
    """B's Monday 9 March is a holiday: its task, which waits for A's of the week before, starts on Tuesday."""
    (tmp_path / "A.xlsx").write_bytes(project("PRJ-A", "1", 5))
    held = small(
        CHARTER | {"Project ID": "PRJ-B", "Priority": "5"},
        Schedule=[{"Task ID": "1", "Task Name": "Do", "Duration (wd)": 5, "Predecessors": None}],
        Resources=[{"Resource ID": "R", "Resource Name": "Ana Keller"}],
        Assignments=[{"Assignment ID": "AS-1", "Task ID": "1", "Resource ID": "R", "Units %": 1}],
        Holidays=[{"Date From": date(2026, 3, 9), "Holiday Name": "Fair"}],
    )
    (tmp_path / "B.xlsx").write_bytes(held)
    answer, _ = run("level", tmp_path)
    assert [(row["Project ID"], row["Levelled Start"]) for row in answer["moved"]] == [("PRJ-B", "2026-03-10")]


def test_the_same_number_of_schedules_gives_the_same_answer(folder: Path) -> None:
    one, two = (run("level", folder, "--schedules", 300)[0] for _ in range(2))
    for answer in (one, two):
        answer.pop("seconds")
    assert one == two


def test_across_projects_the_optimum_is_proven_for_what_counts(folder: Path) -> None:
    """Least is B first: A, which counts 2 a day, is 5 days late."""
    answer, _ = run("level", folder, "--optimal", "--seconds", 30)
    (said,) = [p for p in answer["problems"] if p["code"] == "OPTIMUM"]
    assert said["message"].endswith("no plan is better: 10 weighted days of delay is proven to be the least")


def test_ctrl_c_keeps_the_best_plan_so_far(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pressed when the first plan is there: it is the answer, and the answer says so."""
    told = Step.__init__

    def pressed(self: Step, *args: Any, **more: Any) -> None:
        told(self, *args, **more)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Step, "__init__", pressed)
    answer, _ = run("level", folder, "--seconds", 60)
    assert answer["cancelled"]
    assert [row["Delay (wd)"] for row in answer["projects"]] == [5, 0]


def test_what_a_request_costs_the_other_sponsors(folder: Path) -> None:
    """By hand: least is B (5 a day for 5 days), then C (3 for 4), then A (1 for 5): C waits for B, and A for C, too."""
    (folder / "C.xlsx").write_bytes(project("PRJ-C", "3", 4, Booking="Soft"))
    answer, code = run("fairshare", folder, "--priority", "PRJ-A=5")
    (request,) = answer["requests"]
    assert request["Costs"] == "adding PRJ-C soft → PRJ-A +4 d, PRJ-B 0"
    assert (request["Others' Delay (wd)"], request["Own Delay (wd)"], code) == (4, 5, 0)


def test_a_project_that_cannot_be_read_is_said_and_the_others_are_leveled(folder: Path) -> None:
    (folder / "X.xlsx").write_bytes(b"no workbook")
    answer, code = run("level", folder)
    assert len(answer["projects"]) == 2
    assert [p["file"] for p in answer["problems"] if p["severity"] == "Critical"] == ["X.xlsx"]
    assert code == 2


def test_a_project_without_priority_counts_as_the_middle_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "A.xlsx").write_bytes(project("PRJ-A", None, 2))
    answer, _ = run("level", tmp_path)
    assert answer["projects"][0]["Priority"] == 3
    assert [p["code"] for p in answer["problems"] if p["column"] == "Priority"] == ["DEFAULT_USED"]


def test_the_page_names_the_rule(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "out" / "level.html"
    RUNNER.invoke(app, ["level", str(folder), "-o", str(page)])
    text = page.read_text()
    assert "1 of 2 projects finish later: PRJ-A +5 d" in text
    assert "goes first: project priority 1 against 4" in text


def made(key: str, rank: str) -> bytes:
    """A workbook with the columns of leveling, a setting for them, and one task of five days for Ana."""
    task = {"Task ID": "1", "Task Name": "Do", "Duration (wd)": 5, "Predecessors": None}
    return small(
        CHARTER | {"Project ID": key, "Priority": rank},
        Schedule=[task | {"Levelled Start": None, "Levelled Finish": None}],
        Resources=[{"Resource ID": "R", "Resource Name": "Ana Keller"}],
        Assignments=[{"Assignment ID": "AS-1", "Task ID": "1", "Resource ID": "R", "Units %": 1}],
        Settings=[{"Setting": "Levelled dates", "Value": "This workbook", "Meaning": None}],
    )


def leveled_cell(path: Path) -> object:
    sheet = sheet_of(path, "Schedule")
    row = next(r for r in sheet.iter_rows() if any(c.value == "Levelled Start" for c in r))
    at = next(c for c in row if c.value == "Levelled Start")
    return sheet.cell(at.row + 1, at.column).value


def test_nothing_is_written_unless_asked_and_a_refresh_keeps_what_was(tmp_path: Path) -> None:
    for key, rank in (("PRJ-A", "4"), ("PRJ-B", "1")):
        (tmp_path / f"{key}.xlsx").write_bytes(made(key, rank))
    late, before = tmp_path / "PRJ-A.xlsx", (tmp_path / "PRJ-A.xlsx").read_bytes()
    tried, _ = run("level", tmp_path, "--dry-run")
    changed = [c for c in tried["written"][0]["changes"] if c["column"] == "Levelled Start"]
    assert [c["new"] for c in changed] == ["2026-03-09"]
    assert late.read_bytes() == before
    done, _ = run("level", tmp_path, "--write")
    assert leveled_cell(late).date() == date(2026, 3, 9)
    assert Path(done["written"][0]["backup"]).read_bytes() == before
    run("refresh", late)
    assert leveled_cell(late).date() == date(2026, 3, 9)
    assert not [p for p in run("check", late)[0]["files"][0]["problems"] if p["column"] == "Levelled Start"]
    undone = RUNNER.invoke(app, ["undo", str(late)])
    assert undone.exit_code == 0
    assert late.read_bytes() == before
