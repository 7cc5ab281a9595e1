"""`pmo import`: the workbook, the page of date differences and the certificate, from files written by hand."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pmo_excel.hosts.cli import app
from pmo_excel.report.import_pages import read_certificate
from tests.interop.files import calendar, link, project, task

RUNNER = CliRunner()


def pmo(*arguments: str | Path) -> Result:
    return RUNNER.invoke(app, [str(a) for a in arguments])


def printed(result: Result) -> Any:
    return json.loads(result.stdout)


def dated(uid: int, duration: str, start: str, finish: str, inside: str = "") -> str:
    return task(uid, duration, f"<Start>2026-{start}:00</Start><Finish>2026-{finish}:00</Finish>{inside}")


DELAY = "<LevelingDelay>14400</LevelingDelay><LevelingDelayFormat>8</LevelingDelayFormat>"
HOLIDAY = """<Exceptions><Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod>
    <FromDate>2026-04-03T00:00:00</FromDate><ToDate>2026-04-03T23:59:00</ToDate></TimePeriod><Name>Good Friday</Name>
    <Type>1</Type><DayWorking>0</DayWorking></Exception></Exceptions>"""
PEOPLE = """<Resources><Resource><UID>5</UID><Name>Ana Keller</Name><Type>1</Type></Resource></Resources>
    <Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>5</ResourceUID><Units>1</Units>
    <Work>PT16H0M0S</Work></Assignment>
    <Assignment><UID>2</UID><TaskUID>2</TaskUID><ResourceUID>-65535</ResourceUID><Units>1</Units></Assignment>
    </Assignments>"""
PLAN = project(
    dated(1, "PT16H0M0S", "03-02T08:00", "03-03T17:00", "<Hyperlink>drawing</Hyperlink>")
    + dated(2, "PT24H0M0S", "03-05T08:00", "03-09T17:00", link(1) + DELAY)
    + dated(3, "PT8H0M0S", "03-10T08:00", "03-10T17:00", link(2))
    + dated(4, "PT0H0M0S", "03-03T17:00", "03-03T17:00", link(1) + "<Milestone>1</Milestone>"),
    "<Title>Works</Title><LastSaved>2026-02-27T16:40:00</LastSaved>",
    calendar(1, "Standard", HOLIDAY),
    PEOPLE,
)
"""Four tasks from Monday 2 March 2026. Task 2 follows task 1 (2 and 3 March) after a leveling delay of one elapsed
day, so on Thursday 5 March, and ends on Monday the 9th; task 3 follows it on the 10th. Without the delay they are on
the 4th to the 6th, and on the 9th. Ana works on task 1; the assignment of task 2 is of nobody."""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "Works.xml"
    path.write_bytes(PLAN)
    return path


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the plan after an import."""
    folder = tmp_path_factory.mktemp("once")
    (folder / "Works.xml").write_bytes(PLAN)
    assert pmo("import", folder / "Works.xml").exit_code == 0
    return folder


@pytest.fixture
def imported(once: Path, tmp_path: Path) -> Path:
    """The plan with what an import made of it beside it."""
    return Path(shutil.copytree(once, tmp_path, dirs_exist_ok=True)) / "Works.xml"


def dates_in(path: Path) -> dict[str, tuple[str, str]]:
    sheet = load_workbook(path, read_only=True)["Schedule"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if "Task ID" in row)
    at = {name: place for place, name in enumerate(rows[head])}
    return {
        str(row[at["Task ID"]]): (row[at["Start"]].date().isoformat(), row[at["Finish"]].date().isoformat())
        for row in rows[head + 1 :]
        if row[at["Task ID"]]
    }


def test_the_workbook_is_made_and_computed(imported: Path) -> None:
    book = imported.with_suffix(".xlsx")
    assert dates_in(book) == {
        "1": ("2026-03-02", "2026-03-03"),
        "2": ("2026-03-04", "2026-03-06"),
        "3": ("2026-03-09", "2026-03-09"),
        "4": ("2026-03-03", "2026-03-03"),
    }
    again = printed(pmo("refresh", book, "--dry-run", "--json"))
    assert again["files"][0]["changes"] == []


def test_every_task_on_other_days_has_its_reason(plan: Path) -> None:
    found = printed(pmo("import", plan, "--json"))["dates"]
    assert (found["compared"], found["differing"], found["to_the_minute_in_full"]) == (4, 2, 4)
    told = {t["id"]: (t["reason"], t["start_later_days"], t["finish_later_days"]) for t in found["tasks"]}
    assert told == {"2": ("LEVELING", -1, -1), "3": ("UPSTREAM", -1, -1)}
    page = plan.with_name("Works differences.html").read_text()
    assert "2 of 4 tasks have other dates here" in page
    assert "It is linked to tasks whose dates differ: 2 (leveling delay)." in page


def test_totals_and_what_did_not_come_over_are_in_the_certificate(imported: Path) -> None:
    read = read_certificate(imported.with_name("Works certificate.html").read_text())
    assert read is not None
    totals = {t["entity"]: (t["found"], t["carried"], t["why"]) for t in read.content["totals"]}
    assert totals["Tasks"] == (4, 4, "")
    assert totals["Links"] == (3, 3, "")
    assert totals["Duration of tasks (h)"] == (48, 48, "")
    assert totals["Assignments"][:2] == (2, 1)
    fates = {part["path"]: (part["fate"], part["place"]) for part in read.content["parts"]}
    assert fates["Tasks/Task/Hyperlink"] == ("LEFT_OUT", "")
    assert fates["Tasks/Task/Name"] == ("CARRIED", "Schedule!Task Name")
    assert fates["Tasks/Task/Start"] == ("COMPUTED", "")
    assert fates["Calendars/Calendar/Exceptions/Exception/Name"] == ("CARRIED", "Holidays!Description")
    assert read.content["source"]["saved"] == "2026-02-27T16:40:00"
    for listed in (read.content["source"], read.content["workbook"], *read.content["pages"]):
        assert hashlib.sha256(imported.with_name(listed["file"]).read_bytes()).hexdigest() == listed["sha256"]


def test_the_name_of_a_holiday_comes_over(imported: Path) -> None:
    values = list(load_workbook(imported.with_suffix(".xlsx"), read_only=True)["Holidays"].iter_rows(values_only=True))
    assert any("Good Friday" in row for row in values)


def test_the_same_file_gives_the_same_bytes(plan: Path, once: Path) -> None:
    pmo("import", plan)
    for name in ("Works.xlsx", "Works differences.html", "Works certificate.html"):
        assert plan.with_name(name).read_bytes() == (once / name).read_bytes()


def test_nothing_that_is_there_is_overwritten_unless_asked(plan: Path) -> None:
    book = plan.with_suffix(".xlsx")
    book.write_bytes(b"mine")
    assert pmo("import", plan).exit_code == 2
    assert book.read_bytes() == b"mine"
    assert not plan.with_name("Works certificate.html").exists()
    assert pmo("import", plan, "--force").exit_code == 0
    assert [copy.read_bytes() for copy in plan.parent.glob(".pmo-backups/*.xlsx")] == [b"mine"]


def test_a_workbook_that_is_open_elsewhere_is_not_replaced(plan: Path) -> None:
    """LibreOffice keeps a lock file beside what it has open."""
    book = plan.with_suffix(".xlsx")
    book.write_bytes(b"mine")
    plan.with_name(".~lock.Works.xlsx#").write_text(",ana,pc,05.03.2026 10:00,file:///x;")
    assert pmo("import", plan, "--force").exit_code == 2
    assert book.read_bytes() == b"mine"


@pytest.mark.parametrize("target", ["Works.xml", "Works.xlsm", "Works"])
def test_only_a_new_workbook_can_be_the_target(plan: Path, target: str) -> None:
    assert pmo("import", plan, "-o", plan.with_name(target), "--force").exit_code == 2
    assert plan.read_bytes() == PLAN


def test_a_certificate_verifies_until_something_changes(imported: Path) -> None:
    page = imported.with_name("Works certificate.html")
    first = printed(pmo("import", "--verify", page, "--json"))
    assert first["sound"]
    assert [check["what"] for check in first["checks"]] == [
        page.name,
        "Works.xml",
        "Works.xlsx",
        "Works differences.html",
    ]
    imported.write_bytes(PLAN + b"\n")
    result = pmo("import", "--verify", page, "--json")
    assert result.exit_code == 1
    assert [c["what"] for c in printed(result)["checks"] if not c["sound"]] == ["Works.xml"]


@pytest.mark.parametrize("old", ["Duration of tasks (h)", '"left_out": 0', "Microsoft Project XML"])
def test_no_part_of_a_certificate_can_be_changed_unseen(imported: Path, old: str) -> None:
    """Neither in what people read, nor in the data, which is escaped there."""
    page = imported.with_name("Works certificate.html")
    text = page.read_text()
    wanted = old if old in text else old.replace('"', "&#34;")
    assert wanted in text
    page.write_text(text.replace(wanted, wanted[:-1] + "x"))
    result = pmo("import", "--verify", page)
    assert result.exit_code in (1, 2)


def test_a_certificate_moved_away_finds_its_files_where_they_are_said_to_be(imported: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    moved.mkdir()
    page = shutil.move(imported.with_name("Works certificate.html"), moved)
    shutil.move(imported.with_name("Works differences.html"), moved)
    assert pmo("import", "--verify", page).exit_code == 1
    assert pmo("import", imported, "-o", imported.with_suffix(".xlsx"), "--verify", page).exit_code == 0


def test_a_certificate_that_names_files_elsewhere_opens_none(imported: Path) -> None:
    page = imported.with_name("Works certificate.html")
    page.write_text(page.read_text().replace("Works.xml", "../../etc/passwd"))
    result = pmo("import", "--verify", page, "--json")
    assert result.exit_code == 1
    assert "is no name of a file beside the certificate" in result.stdout


@pytest.mark.parametrize("content", [b"", b"<html></html>", b'<b id="digest">' + b"0" * 64 + b"</b>", b"\xff\xfe"])
def test_what_is_no_certificate_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x certificate.html"
    path.write_bytes(content)
    assert pmo("import", "--verify", path).exit_code == 2


HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "<script>alert(1)</script>",
    "../../../etc/passwd",
    "[red]x[/red] [/]",
    "</pre></details><h1>x",
    '<b id="digest">' + "0" * 64 + "</b>",
    "{{ 7*7 }}",
    "@SUM(A1)",
]


def test_hostile_names_stay_text_everywhere(tmp_path: Path) -> None:
    """As formulas, markup, paths, styles of the terminal, or forged seals."""
    escaped = [name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for name in HOSTILE]
    tasks = "".join(
        dated(at, "PT8H0M0S", "03-05T08:00", "03-05T17:00").replace(f"<Name>Task {at}<", f"<Name>{name}<")
        for at, name in enumerate(escaped, start=1)
    )
    path = tmp_path / "[bold] & 'plan'.xml"
    path.write_bytes(project(tasks, f"<Title>{escaped[2]}</Title><Manager>{escaped[0]}</Manager>"))
    result = pmo("import", path)
    assert result.exit_code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        f"[bold] & 'plan'{end}" for end in (".xml", ".xlsx", " differences.html", " certificate.html")
    )
    book = load_workbook(path.with_suffix(".xlsx"), read_only=True)
    cells = [cell for row in book["Schedule"].iter_rows() for cell in row if cell.value in HOSTILE]
    assert [cell.value for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} == {"s"}
    for page in tmp_path.glob("*.html"):
        text = page.read_text()
        assert "<script" not in text
        assert "<h1>x" not in text
    certificate = tmp_path / "[bold] & 'plan' certificate.html"
    assert pmo("import", "--verify", certificate).exit_code == 0


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><Project><Title>&b;</Title></Project>',
        b"<Project><Tasks>",
        b"no XML",
    ],
    ids=["entities", "cut off", "text"],
)
def test_what_cannot_be_read_makes_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.xml"
    path.write_bytes(content)
    result = pmo("import", path, "--json")
    assert result.exit_code == 2
    assert printed(result)["problems"][0]["severity"] == "Critical"
    assert [p.name for p in tmp_path.iterdir()] == ["bad.xml"]


def test_a_source_without_dates_has_no_page_of_differences(tmp_path: Path) -> None:
    path = tmp_path / "plain.xml"
    path.write_bytes(project(task(1)))
    assert pmo("import", path).exit_code == 0
    assert not (tmp_path / "plain differences.html").exists()
    assert "holds no computed dates" in (tmp_path / "plain certificate.html").read_text()


def test_a_text_that_no_cell_holds_is_cut_and_said(tmp_path: Path) -> None:
    path = tmp_path / "long.xml"
    path.write_bytes(project(task(1).replace("Task 1", "x" * 40_000)))
    problems = printed(pmo("import", path, "--json"))["problems"]
    assert any("40,000 characters was cut" in p["message"] for p in problems)
    sheet = load_workbook(path.with_suffix(".xlsx"), read_only=True)["Schedule"]
    assert any(cell.value == "x" * 32_000 for row in sheet.iter_rows() for cell in row)


def test_without_a_file_it_says_what_it_needs() -> None:
    assert pmo("import").exit_code == 2


def test_schedule_reads_the_file_itself_with_uids_as_ids(plan: Path) -> None:
    """In full, with the leveling delay: the dates that the source has, to the minute."""
    result = pmo("schedule", plan, "--json")
    assert result.exit_code == 0
    rows = {row["id"]: (row["start"], row["finish"]) for row in printed(result)["tasks"]}
    assert rows == {
        "1": ("2026-03-02T08:00", "2026-03-03T17:00"),
        "2": ("2026-03-05T08:00", "2026-03-09T17:00"),
        "3": ("2026-03-10T08:00", "2026-03-10T17:00"),
        "4": ("2026-03-03T17:00", "2026-03-03T17:00"),
    }


def test_schedule_says_what_no_plan_is(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text("<Gantt/>")
    assert pmo("schedule", tmp_path / "x.xml", "--json").exit_code == 2
    (tmp_path / "x.txt").write_text("plan")
    assert pmo("schedule", tmp_path / "x.txt", "--json").exit_code == 2
