"""Lists of tasks of other programs, small ones written by hand under the headers that the programs export.

Layouts
-------
Jira: Atlassian, "Export search results to a CSV file" (all fields): a column for each value of a field, own fields as
`Custom field (…)`, links as `Inward issue link (Blocks)`, estimates in seconds, days as `02/Mar/26 12:00 AM`.
Azure DevOps: Microsoft, "Bulk import, update, or export work items with CSV files": `Title 1`, `Title 2` in a tree.
Planner: Microsoft, "Export a plan in Planner to Excel"; Planner Premium: labels, a blank row, then the list.
Expected days are counted by hand on a calendar of 2026: 2 March is a Monday.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import pmo_excel.functions  # noqa: F401 -- declares the sheets
from pmo_excel.core.instants import as_datetime
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.interop import formats
from pmo_excel.interop.imported import Fate, Imported
from pmo_excel.interop.text_cells import decimal_comma, text_cells
from pmo_excel.schedule.critical_path import dates
from pmo_excel.workbook.content import Content

JIRA = """\
Summary,Issue key,Issue id,Issue Type,Status,Project name,Priority,Assignee,Resolved,Due date,Labels,Labels,\
Description,Outward issue link (Blocks),Inward issue link (Blocks),Inward issue link (Blocks),Original estimate,\
Remaining Estimate,Time Spent,Custom field (Start date),Custom field (Story Points),Parent
Migrate archive,ARC-1,10001,Epic,In Progress,Archive,High,Ana Keller,,30/Apr/26 12:00 AM,move,,,,,,,,,\
02/Mar/26 12:00 AM,,
"Inventory, full",ARC-2,10002,Story,Done,Archive,Medium,Ben Ito,13/Mar/26 4:10 PM,13/Mar/26 12:00 AM,move,paper,"Count
all boxes",ARC-3,,,288000,0,280800,02/Mar/26 12:00 AM,5,10001
Choose vendor,ARC-3,10003,Story,In Progress,Archive,Highest,Ben Ito,,27/Mar/26 12:00 AM,,,,,ARC-2,,144000,108000,36000,\
16/Mar/26 12:00 AM,3,10001
Sign contract,ARC-4,10004,Task,To Do,Archive,Odd,,,,,,,,ARC-3,OPS-9,57600,57600,,,,10001
Old idea,ARC-5,10005,Story,Won't Do,Archive,Low,,,,,,,,,,,,,,,
"""

AZURE = """\
"ID","Work Item Type","Title 1","Title 2","Assigned To","State","Iteration Path","Start Date","Target Date",\
"Original Estimate","Remaining Work","Completed Work","Priority"
"501","Feature","Search",,"Ana Keller <ana@contoso.com>","Active","Portal\\Sprint 1","3/2/2026 12:00:00 AM",\
"3/27/2026 12:00:00 AM",,,,"1"
"503","Task",,"Index","Ben Ito <ben@contoso.com>","Closed","Portal\\Sprint 1","3/2/2026 12:00:00 AM",\
"3/6/2026 12:00:00 AM","40","0","38","2"
"504","Task",,"Query page","Cy Ng <cy@contoso.com>","Resolved","Portal\\Sprint 1","3/9/2026 12:00:00 AM",\
"3/20/2026 12:00:00 AM","60","45","15","2"
"""

PLANNER = """\
Plan name|Website
Plan ID|abc123

Task ID|Task Name|Bucket Name|Progress|Priority|Assigned To|Created By|Created Date|Start Date|Due Date|Is Recurring|\
Late|Completed Date|Completed By|Completed Checklist Items|Checklist Items|Labels|Description
a1|Write copy|Content|Completed|Important|Ana Keller;Ben Ito|Ana|02/16/2026|03/02/2026|03/06/2026|false|false|\
03/05/2026|Ben Ito|2/2|Draft;Review|Red|First
b2|Layout|Design|In progress|Urgent|Ben Ito|Ana|02/16/2026|03/09/2026|03/20/2026|false|false|||0/1|Logo||
c3|Launch|Design|Not started|Medium||Ana|02/16/2026||04/01/2026
"""

PREMIUM = """\
Project Name|Office
Project manager|Jane Doe
Project start date|2026-03-02T00:00

Task number|Outline number|Name|Assigned to|Start|Finish|Duration|Bucket|% complete|Priority|Depends on|\
Dependents (after)|Effort|Effort completed|Milestone|Notes|Sprint
1|1|Plan||2026-03-02T08:00|2026-03-20T17:00|15 days|B1|0.5|Medium
2|1.1|Requirements|Ana Keller|2026-03-02T08:00|2026-03-13T17:00|10 days|B1|1|Important||3FS|80 hours|80 hours|No||S1
3|1.2|Design|Ben Ito|2026-03-16T08:00|2026-03-20T17:00|5 days|B1|0|Medium|2FS|4FS+2 days|40 hours|0 hours|No|see mail|
4|2|Go live||2026-03-24T17:00|2026-03-24T17:00|0 days|B2|0|Urgent|3FS+2 days||||Yes||
"""

Result = tuple[Imported, list[Problem]]


def text_file(folder: Path, content: str, encoding: str = "utf-8", name: str = "export.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def excel_cell(text: str) -> Any:
    """Dates and times, and shares, are typed in Excel; the rest is text."""
    if len(text) == 16 and text[10] == "T":
        return datetime.fromisoformat(text)
    return float(text) if text in ("0", "0.5", "1") else text or None


def excel_file(folder: Path, rows: str, title: str = "Tasks") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for line in rows.splitlines():
        sheet.append([excel_cell(text) for text in line.split("|")])
    book.save(folder / "export.xlsx")
    return folder / "export.xlsx"


def imported(path: Path, program: str) -> Result:
    found = formats.format_of(path)
    assert found is not None
    assert found.name == program
    made, problems = formats.read_rows(path)
    assert made is not None, problems
    Content.of(made.content)  # every header is declared
    return made, problems


def tasks(made: Imported) -> dict[str, dict[str, Any]]:
    return {row["Task ID"]: row for row in made.content["Schedule"]}


def test_jira_issues_become_tasks_with_links_work_and_an_outline(tmp_path: Path) -> None:
    """288,000 s are 80 h; of 10 h spent and 30 h left a quarter is done; 2 to 13 March are 10 working days."""
    made, problems = imported(text_file(tmp_path, JIRA), "Jira")
    rows = tasks(made)
    assert list(rows) == ["ARC-1", "ARC-2", "ARC-3", "ARC-4"]
    assert [row["WBS"] for row in rows.values()] == ["1", "1.1", "1.2", "1.3"]
    assert rows["ARC-1"]["Task Type"] == "Summary"
    done = rows["ARC-2"]
    assert done["% Complete"] == 1
    assert (done["Actual Start"], done["Actual Finish"]) == (date(2026, 3, 2), date(2026, 3, 13))
    assert done["Duration (wd)"] == 10
    assert "Work: 80 h estimated, 78 h spent, 0 h left" in done["Notes"]
    assert "Labels: move; paper" in done["Notes"]
    assert "Custom field (Story Points): 5" in done["Notes"]
    begun = rows["ARC-3"]
    assert (begun["% Complete"], begun["Predecessors"], begun["Priority (level)"]) == (0.25, "ARC-2", 900)
    assert begun["Deadline"] == date(2026, 3, 27)
    assert (rows["ARC-4"]["Duration (wd)"], rows["ARC-4"]["Predecessors"]) == ("16h", "ARC-3")
    assert "Blocked by: OPS-9" in rows["ARC-4"]["Notes"]
    assert "Priority: Odd" in rows["ARC-4"]["Notes"]
    assert made.content["Charter"][0]["Project Name"] == "Archive"
    assert [p.code for p in problems if p.severity is Severity.MEDIUM] == [Code.NOT_CARRIED]


def test_jira_totals_count_what_came_over_and_what_did_not(tmp_path: Path) -> None:
    made, _ = imported(text_file(tmp_path, JIRA), "Jira")
    assert {t.entity: (t.found, t.left_out) for t in made.totals} == {
        "Rows": (5, 0),
        "Tasks": (5, 1),
        "Links": (3, 1),
        "Start dates": (3, 0),
        "Due dates": (3, 0),
        "Work (h)": (134, 0),
    }
    assert {p.path: p.place for p in made.parts}["Custom field (Start date)"] == "Schedule!Constraint Date"
    assert [p.path for p in made.parts if p.fate is Fate.LEFT_OUT] == ["Issue id"]


def test_jira_calls_its_issues_work_items_too(tmp_path: Path) -> None:
    renamed = (
        JIRA.replace("Issue key", "Work item key")
        .replace("Issue id", "Work item id")
        .replace("Issue Type", "Work type")
    )
    assert list(tasks(imported(text_file(tmp_path, renamed), "Jira")[0])) == ["ARC-1", "ARC-2", "ARC-3", "ARC-4"]


def test_work_items_of_azure_devops_stand_under_their_titles(tmp_path: Path) -> None:
    """3/27 and 3/20 tell the order of day and month, and they tell it for all dates of the list."""
    made, problems = imported(text_file(tmp_path, AZURE, "utf-8-sig"), "Azure DevOps")
    rows = tasks(made)
    assert not problems
    assert [row["WBS"] for row in rows.values()] == ["1", "1.1", "1.2"]
    assert rows["501"]["Owner"] == "Ana Keller"
    assert "ana@contoso.com" in rows["501"]["Notes"]
    assert (rows["503"]["% Complete"], rows["503"]["Duration (wd)"]) == (1, 5)
    assert "Actual Finish" not in rows["503"]  # nothing says when
    assert (rows["504"]["% Complete"], rows["504"]["Actual Start"]) == (
        0.25,
        date(2026, 3, 9),
    )  # resolved is not closed
    assert rows["504"]["Deadline"] == date(2026, 3, 20)


def test_a_plan_of_planner(tmp_path: Path) -> None:
    """In progress is 50 % in Planner (Microsoft Graph, plannerTask)."""
    made, problems = imported(excel_file(tmp_path, PLANNER), "Microsoft Planner")
    rows = tasks(made)
    assert made.content["Charter"][0]["Project Name"] == "Website"
    assert (rows["a1"]["% Complete"], rows["a1"]["Actual Finish"]) == (1, date(2026, 3, 5))
    assert (rows["a1"]["Owner"], rows["a1"]["Priority (level)"]) == ("Ana Keller", 700)
    for line in ("First", "Bucket Name: Content", "Checklist Items: Draft;Review", "Assigned to: Ana Keller; Ben Ito"):
        assert line in rows["a1"]["Notes"].splitlines()
    assert (rows["b2"]["% Complete"], rows["b2"]["Duration (wd)"]) == (0.5, 10)
    assert rows["c3"]["Deadline"] == date(2026, 4, 1)
    assert "Duration (wd)" not in rows["c3"]
    assert [p.code for p in problems if p.severity is Severity.MEDIUM] == [Code.MISSING_DURATION]
    assert any("Plan ID; abc123" in p.message for p in problems)


def test_a_plan_of_planner_premium_gives_the_dates_it_had(tmp_path: Path) -> None:
    path = excel_file(tmp_path, PREMIUM, "Project tasks")
    made, problems = imported(path, "Planner Premium")
    rows = tasks(made)
    assert not problems
    assert (rows["4"]["Predecessors"], rows["4"]["Task Type"]) == ("3FS+2d", "Milestone")
    assert made.content["Charter"][0] == {
        "Project Name": "Office",
        "Project Manager": "Jane Doe",
        "Planned Start": date(2026, 3, 2),
    }
    plan, _ = formats.read_plan(path)
    assert plan is not None
    got = dates(plan)
    assert [as_datetime(int(at)).date() for at in got.start] == [date(2026, 3, day) for day in (2, 2, 16, 24)]
    assert [as_datetime(int(at)).date() for at in got.finish] == [date(2026, 3, day) for day in (20, 13, 20, 24)]
    assert [t.id for t in made.tasks] == ["1", "2", "3", "4"]
    assert made.tasks[3].linked == ("3",)


GERMAN = """\
Projekt Umzug;;;;;;;
;;;;;;;
Nr.;Vorgangsname;Dauer;Anfang;Ende;Vorgänger;Arbeit;% abgeschlossen;Kostenstelle
1;Planung;;;;;;;4711
2;  Anforderungen;10;02.03.2026;13.03.2026;;60,5;100;4711
3;  Auswahl;7,5;18.03.2026;27.03.2026;2FS+2t;1.200,5;1;
4;Umzug;5 Tage;06.04.2026;10.04.2026;3;;0;
;Summe;;;;;;;
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_list_in_any_encoding_with_decimal_commas_and_indents(tmp_path: Path, encoding: str) -> None:
    """`1` in a column of percentages up to 100 is one percent; 6 April is held, as the links alone ask for 30 March."""
    made, problems = imported(text_file(tmp_path, GERMAN, encoding), "Task list")
    rows = tasks(made)
    assert [row["WBS"] for row in rows.values()] == ["1", "1.1", "1.2", "2"]
    assert (rows["2"]["Effort (h)"], rows["3"]["Effort (h)"]) == (60.5, 1200.5)
    assert (rows["2"]["% Complete"], rows["3"]["% Complete"]) == (1, 0.01)
    assert (rows["3"]["Duration (wd)"], rows["3"]["Predecessors"]) == (7.5, "2FS+2d")
    assert rows["4"]["Constraint Date"] == date(2026, 4, 6)
    assert "Kostenstelle: 4711" in rows["1"]["Notes"]
    assert any("left out: 8" in p.message for p in problems)  # the total, on line 8
    assert any("Projekt Umzug" in p.message for p in problems)
    assert not any(p.severity in (Severity.HIGH, Severity.CRITICAL) for p in problems)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    lines = [["ID", "Task Name", "Duration", "Notes"], ["1", "Dig", "5", '"soft, wet; deep"'], ["2", "Pour", "3", ""]]
    content = "\n".join(separator.join(line) for line in lines)
    rows = tasks(imported(text_file(tmp_path, content), "Task list")[0])
    assert rows["1"]["Notes"] == "soft, wet; deep"
    assert rows["2"]["Duration (wd)"] == 3


def test_a_date_that_may_be_two_days_is_not_guessed(tmp_path: Path) -> None:
    """Fixture A.15: `04/03/2026` alone is ambiguous; it stays as text in the notes, and the cell is named."""
    made, problems = imported(text_file(tmp_path, "ID,Task Name,Duration,Start\n1,Dig,5,04/03/2026\n"), "Task list")
    assert [(p.code, p.cell.ref) for p in problems] == [(Code.AMBIGUOUS_DATE, "D2")]
    assert tasks(made)["1"]["Notes"] == "Start: 04/03/2026"
    assert "Constraint Date" not in tasks(made)["1"]


def test_another_date_of_the_list_tells_the_order(tmp_path: Path) -> None:
    text = "ID,Task Name,Duration,Start,Due Date\n1,Dig,5,04/03/2026,25/03/2026\n"
    assert tasks(imported(text_file(tmp_path, text), "Task list")[0])["1"]["Constraint Date"] == date(2026, 3, 4)


def test_levels_and_parents_make_the_outline(tmp_path: Path) -> None:
    levels = "ID,Outline Level,Task Name,Duration\n1,1,A,\n2,2,B,1\n3,3,C,1\n4,1,D,1\n"
    parents = "ID,Task Name,Duration,Parent\n4,D,1,\n3,C,1,2\n2,B,1,A\n1,A,,\n"
    by_level = tasks(imported(text_file(tmp_path, levels), "Task list")[0])
    assert {key: row["WBS"] for key, row in by_level.items()} == {"1": "1", "2": "1.1", "3": "1.1.1", "4": "2"}
    by_parent = tasks(imported(text_file(tmp_path, parents, name="p.csv"), "Task list")[0])
    assert {key: row["WBS"] for key, row in by_parent.items()} == {"4": "1", "1": "2", "2": "2.1", "3": "2.1.1"}


def test_parents_in_a_loop_stand_at_the_top(tmp_path: Path) -> None:
    text = "ID,Task Name,Duration,Parent\n1,A,1,2\n2,B,1,1\n"
    assert set(tasks(imported(text_file(tmp_path, text), "Task list")[0])) == {"1", "2"}


def test_wrong_cells_are_reported_where_they_are_and_kept_as_notes(tmp_path: Path) -> None:
    text = "ID,Task Name,Duration,Start,% Complete,Predecessors\n1,A,3,TBC,half,\n1,B,2,2026-03-02,,9; x??+\n"
    made, problems = imported(text_file(tmp_path, text), "Task list")
    codes = {(p.code, p.cell.ref) for p in problems}
    assert {(Code.NOT_A_DATE, "D2"), (Code.NOT_A_NUMBER, "E2"), (Code.NOT_CARRIED, "F3")} <= codes
    assert Code.DUPLICATE_KEY in {p.code for p in problems}
    notes = [row.get("Notes", "") for row in made.content["Schedule"]]
    assert "Start: TBC" in notes[0]
    assert "% Complete: half" in notes[0]
    assert notes[1] == "Predecessor: x??+; 9"


def test_due_before_its_start_gives_no_duration(tmp_path: Path) -> None:
    text = "ID,Task Name,Start,Due Date\n1,A,2026-03-10,2026-03-02\n"
    made, problems = imported(text_file(tmp_path, text), "Task list")
    assert "Duration (wd)" not in tasks(made)["1"]
    assert Code.OUT_OF_RANGE in {p.code for p in problems}


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", b'ID,Task Name\n1,"open'])
def test_what_is_no_list_is_a_problem(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    made, problems = formats.read_rows(path)
    assert problems
    assert made is None or any(p.severity is Severity.HIGH for p in problems)


def test_a_workbook_that_is_none_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    made, problems = formats.read_rows(path)
    assert made is None
    assert problems[0].severity is Severity.CRITICAL


_SIGNS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff")
_TEXT = st.text(_SIGNS, min_size=1, max_size=8)


@given(st.lists(st.lists(_TEXT, min_size=3, max_size=3), min_size=2, max_size=6))
def test_cells_come_back_as_they_were_written(rows: list[list[str]]) -> None:
    text = "\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    assert [list(row) for row in text_cells(("sep=;\n" + text).encode(), "x").rows] == rows


@pytest.mark.parametrize(
    ("cells", "separator", "comma"),
    [
        (["1,5"], ",", True),
        (["1.5"], ";", False),
        (["1.234,5"], ";", True),
        (["1,234.5"], ",", False),
        (["1,234"], ";", True),
        (["1,234"], ",", None),
        (["1,5", "1.5"], ",", None),
    ],
)
def test_the_decimal_sign_is_that_of_the_column(cells: list[str], separator: str, comma: bool | None) -> None:
    assert decimal_comma(cells, separator) is comma


def test_a_second_column_of_the_same_meaning_goes_to_the_notes(tmp_path: Path) -> None:
    row = tasks(imported(text_file(tmp_path, "ID,Description,Task Name,Duration\n1,Deep,Dig,5\n"), "Task list")[0])["1"]
    assert (row["Task Name"], row["Notes"]) == ("Dig", "Description: Deep")


def test_a_project_workbook_of_our_own_is_no_list(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Charter").append(["Field", "Value"])
    book.create_sheet("Schedule").append(["Task ID", "Task Name", "Duration (wd)"])
    book.save(tmp_path / "own.xlsx")
    assert formats.format_of(tmp_path / "own.xlsx") is None
