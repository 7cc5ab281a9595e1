"""`pmo export`: a workbook's plan as Microsoft Project XML, and the way there and back."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from typer.testing import CliRunner, Result

from pmo_excel.hosts.cli import app
from pmo_excel.hosts.export_command import export_file
from pmo_excel.interop.formats import read_rows
from tests.hosts.test_import import HOSTILE
from tests.made import workbook

RUNNER = CliRunner()
NAMESPACE = "{http://schemas.microsoft.com/project}"
NOW = datetime(2026, 3, 1)


def pmo(*arguments: str | Path) -> Result:
    return RUNNER.invoke(app, [str(a) for a in arguments])


def day(text: str) -> Any:
    return datetime.fromisoformat(text).date()


CONTENT: dict[str, list[dict[str, Any]]] = {
    "Charter": [
        {
            "Project ID": "PRJ-1",
            "Project Name": "Works",
            "Project Manager": "Ana Keller",
            "Currency": "CHF",
            "Planned Start": day("2026-03-02"),
            "Status Date": day("2026-03-06"),
            "Sponsor": "Helen Marsh",
        }
    ],
    "Settings": [{"Setting": "Uncompleted work", "Value": "Leave in place"}],
    "Calendars": [
        {
            "Calendar Name": "Standard",
            **{f"{d} (h)": 8 for d in ("Mon", "Tue", "Wed", "Thu", "Fri")},
            "Start Time": "08:00",
        },
        {"Calendar Name": "Part time", "Mon (h)": 4, "Tue (h)": 4, "Start Time": "09:00", "Base Calendar": "Standard"},
    ],
    "Holidays": [{"Calendar Name": "Standard", "Date From": day("2026-03-04"), "Description": "Founders' day"}],
    "Schedule": [
        {"Task ID": "1", "WBS": "1", "Task Name": "Ground", "Task Type": "Summary"},
        {
            "Task ID": "2",
            "WBS": "1.1",
            "Task Name": "Dig",
            "Duration (wd)": 3,
            "% Complete": 0.5,
            "Actual Start": day("2026-03-02"),
            "Owner": "Ana Keller",
            "Notes": "=1+1 & <b>soil</b>",
            "Priority (level)": 700,
            "Effort (h)": 24,
        },
        {"Task ID": "3", "WBS": "1.2", "Task Name": "Pave", "Duration (wd)": 2, "Predecessors": "2FS+1d"},
        {
            "Task ID": "4",
            "WBS": "2",
            "Task Name": "Plant",
            "Duration (wd)": 1,
            "Calendar": "Part time",
            "Predecessors": "2SS+50%",
        },
        {
            "Task ID": "5",
            "WBS": "3",
            "Task Name": "Open",
            "Duration (wd)": 0,
            "Task Type": "Milestone",
            "Predecessors": "3; 4",
            "Constraint Type": "Finish no earlier than",
            "Constraint Date": day("2026-03-20"),
            "Deadline": day("2026-03-27"),
        },
    ],
    "Resources": [
        {
            "Resource ID": "AKE",
            "Resource Name": "Ana Keller",
            "Standard Rate": 68,
            "Calendar": "Part time",
            "Skills": "Paving:3",
        },
        {"Resource ID": "CEM", "Resource Name": "Cement", "Resource Type": "Material"},
    ],
    "Assignments": [
        {"Assignment ID": "A1", "Task ID": "2", "Resource ID": "AKE", "Units %": 0.5, "Work (h)": 12},
        {"Assignment ID": "A2", "Task ID": "3", "Resource ID": "CEM", "Work (h)": 0},
        {"Assignment ID": "A3", "Task ID": "99", "Resource ID": "AKE", "Units %": 1},
    ],
    "Baselines": [
        {
            "Baseline No": number,
            "Baseline Name": "Approved",
            "Task ID": "2",
            "Baseline Start": day("2026-03-02"),
            "Baseline Finish": day("2026-03-05"),
            "Baseline Duration": 3,
            "Baseline Work (h)": 24,
            "Baseline Cost": 1632,
        }
        for number in (0, 10, 11)
    ],
}
"""Monday 2 March 2026; Wednesday the 4th is off. Dig takes Monday, Tuesday and Thursday the 5th; Pave waits a day
(Friday) and takes Monday the 9th and Tuesday the 10th; Open is held to Friday the 20th."""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Works.xlsx"
    path.write_bytes(workbook("Light", CONTENT))
    return path


def tasks_in(path: Path) -> dict[str, dict[str, str]]:
    root = etree.fromstring(path.read_bytes())
    return {
        task.findtext(f"{NAMESPACE}UID"): {etree.QName(child).localname: child.text or "" for child in task}
        for task in root.iter(f"{NAMESPACE}Task")
    }


def test_tasks_go_with_their_dates_progress_and_notes(book: Path) -> None:
    """Dates worked by hand; see CONTENT."""
    assert pmo("export", book).exit_code == 0
    tasks = tasks_in(book.with_suffix(".xml"))
    spans = {uid: (of["Start"], of["Finish"]) for uid, of in tasks.items()}
    assert spans["2"] == ("2026-03-02T08:00:00", "2026-03-05T17:00:00")
    assert spans["3"] == ("2026-03-09T08:00:00", "2026-03-10T17:00:00")
    assert spans["5"] == ("2026-03-20T17:00:00", "2026-03-20T17:00:00")
    assert spans["1"] == ("2026-03-02T08:00:00", "2026-03-10T17:00:00")
    dig = tasks["2"]
    assert (dig["OutlineLevel"], dig["OutlineNumber"], dig["WBS"]) == ("2", "1.1", "1.1")
    assert (dig["PercentComplete"], dig["ActualStart"], dig["Duration"]) == ("50", "2026-03-02T08:00:00", "PT24H0M0S")
    assert (dig["Contact"], dig["Notes"], dig["Priority"]) == ("Ana Keller", "=1+1 & <b>soil</b>", "700")
    assert (dig["Manual"], dig["Active"], dig["EffortDriven"], dig["Type"]) == ("0", "1", "0", "1")
    opened = tasks["5"]
    assert (opened["ConstraintType"], opened["ConstraintDate"]) == ("6", "2026-03-20T17:00:00")
    assert (opened["Deadline"], opened["Milestone"]) == ("2026-03-27T17:00:00", "1")


def test_what_the_file_does_not_hold_is_listed(book: Path) -> None:
    result = pmo("export", book, "--json")
    said = {(p["cell"], p["message"]) for p in json.loads(result.stdout)["problems"] if p["code"] == "NOT_CARRIED"}
    assert ("Charter!Sponsor", "1 value of the column was not exported") in said
    assert ("Resources!Skills", "1 value of the column was not exported") in said
    assert ("Baselines!Baseline Name", "3 values of the column were not exported") in said
    assert ("Baselines", "1 row without a date, or with a number other than 0 to 10 was not exported") in said
    assert ("Assignments", "1 row of a task or a resource that is not in its sheet was not exported") in said


def test_import_gives_the_workbook_back(book: Path) -> None:
    """Every typed value that the file holds, by header; the default of empty cells aside."""
    pmo("export", book)
    imported, _ = read_rows(book.with_suffix(".xml"))
    assert imported is not None
    for sheet, keep in (
        ("Schedule", lambda row: row),
        ("Holidays", lambda row: row),
        ("Resources", lambda row: {k: v for k, v in row.items() if k != "Skills"}),
        ("Assignments", lambda row: row if row["Task ID"] != "99" else None),
        (
            "Baselines",
            lambda row: {k: v for k, v in row.items() if k != "Baseline Name"} if row["Baseline No"] < 11 else None,
        ),
    ):
        wanted = [kept for row in CONTENT[sheet] if (kept := keep(row)) is not None]
        found = [dict(row) for row in imported.content[sheet]]
        for one, other in zip(wanted, found, strict=True):
            defaults = {"Resource Type": "Person"}
            assert {k: other.get(k) for k in one} == one, sheet
            assert all(value == defaults.get(k) for k, value in other.items() if k not in one), (sheet, other)
    charter = imported.content["Charter"][0]
    assert charter == {k: v for k, v in CONTENT["Charter"][0].items() if k not in ("Project ID", "Sponsor")}


def test_ids_that_are_no_numbers_come_back(tmp_path: Path) -> None:
    rows = [
        {"Task ID": "A-1", "Task Name": "a", "Duration (wd)": 1},
        {"Task ID": "B", "Task Name": "b", "Duration (wd)": 1, "Predecessors": "A-1"},
    ]
    book = tmp_path / "ids.xlsx"
    book.write_bytes(workbook("Light", {"Charter": CONTENT["Charter"], "Schedule": rows}))
    result = pmo("export", book)
    assert "Text30 holds the IDs" in result.stderr
    imported, _ = read_rows(book.with_suffix(".xml"))
    assert imported is not None
    assert [(r["Task ID"], r.get("Predecessors")) for r in imported.content["Schedule"]] == [
        ("A-1", None),
        ("B", "A-1"),
    ]


def test_hostile_names_are_text_in_the_file(tmp_path: Path) -> None:
    rows = [{"Task ID": str(at), "Task Name": name, "Duration (wd)": 1} for at, name in enumerate(HOSTILE, start=1)]
    book = tmp_path / "hostile.xlsx"
    book.write_bytes(workbook("Light", {"Charter": CONTENT["Charter"], "Schedule": rows}))
    assert pmo("export", book).exit_code == 0
    assert [of["Name"] for of in tasks_in(book.with_suffix(".xml")).values()] == HOSTILE


def test_a_wrong_cell_leaves_its_task_without_dates_and_the_rest_is_exported(tmp_path: Path) -> None:
    rows = [
        {"Task ID": "1", "Task Name": "a", "Duration (wd)": "soon"},
        {"Task ID": "2", "Task Name": "b", "Duration (wd)": 1},
    ]
    book = tmp_path / "wrong.xlsx"
    book.write_bytes(workbook("Light", {k: CONTENT[k] for k in ("Charter", "Settings")} | {"Schedule": rows}))
    assert pmo("export", book).exit_code == 1
    tasks = tasks_in(book.with_suffix(".xml"))
    assert "Start" not in tasks["1"]
    assert tasks["2"]["Start"] == "2026-03-02T08:00:00"


def test_nothing_that_is_there_is_overwritten_unless_asked(book: Path) -> None:
    target = book.with_suffix(".xml")
    target.write_text("mine")
    assert pmo("export", book).exit_code == 2
    assert target.read_text() == "mine"
    assert pmo("export", book, "--force").exit_code == 0
    assert [copy.read_text() for copy in book.parent.glob(".pmo-backups/*.xml")] == ["mine"]
    assert pmo("export", book, "-o", book, "--force").exit_code == 2


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"nothing")
    assert pmo("export", tmp_path / "x.xlsx").exit_code == 2
    assert pmo("export", tmp_path / "none.xlsx").exit_code == 2


ROUNDED = {"Remaining Duration (wd)"}
"""Held to the minute in a workbook, to the tenth of one in Microsoft Project."""


def real_files(shared: Path) -> list[Path]:
    return sorted((shared / "data/msp/cases").glob("*.xml"), key=lambda file: (file.stat().st_size, file.name))


def test_small_real_plans_survive_import_export_import(shared: Path, tmp_path: Path) -> None:
    for file in real_files(shared)[:14:13]:
        survives(file, tmp_path)


@pytest.mark.live
def test_all_real_plans_survive_import_export_import(shared: Path, tmp_path: Path) -> None:
    """Starts no program, but takes a minute."""
    files = real_files(shared)
    assert len(files) == 92
    for file in files:
        survives(file, tmp_path)


def survives(file: Path, folder: Path) -> None:
    """The sheets of both imports are equal, cell by cell."""
    first, _ = read_rows(file)
    assert first is not None
    book = folder / "book.xlsx"
    book.write_bytes(workbook("Light", first.content))
    done, problems = export_file(book, folder / "again.xml", True, NOW)
    assert done is not None, [str(p) for p in problems]
    second, _ = read_rows(folder / "again.xml")
    assert second is not None
    for sheet, rows in first.content.items():
        again = second.content[sheet]
        assert len(rows) == len(again), (file.name, sheet)
        for one, other in zip(rows, again, strict=True):
            keys = (one.keys() | other.keys()) - ROUNDED
            assert {k: one.get(k) for k in keys} == {k: other.get(k) for k in keys}, (file.name, sheet)
