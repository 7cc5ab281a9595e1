"""The commands that look at a plan, on the office move as a workbook; expected values are those of fixture A.1."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pmo_excel.core.instants import as_date
from pmo_excel.hosts.cli import app
from pmo_excel.workbook.patch import Edit, patch
from tests.made import workbook
from tests.refresh.workbooks import CHARTER, book_of
from tests.schedule.office_sheet import OFFICE

RUNNER = CliRunner()
PROGRESS: dict[str, dict[str, Any]] = {
    "1": {"Actual Start": date(2026, 3, 2), "Actual Finish": date(2026, 3, 2), "% Complete": 1},
    "2": {"Actual Start": date(2026, 3, 2), "Actual Finish": date(2026, 3, 13), "% Complete": 1},
    "3": {"Actual Start": date(2026, 3, 16), "Remaining Duration (wd)": 4},
    "4": {"Actual Start": date(2026, 3, 12), "Actual Finish": date(2026, 3, 27), "% Complete": 1},
    "5": {"Actual Start": date(2026, 3, 17), "Actual Finish": date(2026, 3, 26), "% Complete": 1},
}
"""On 30-Mar-2026 tasks 1, 2, 4 and 5 are done as planned, and the third has the 4 working days to 7-Apr left."""


def office(
    path: Path, durations: dict[str, Any] | None = None, more: dict[str, dict[str, Any]] | None = None, **content: Any
) -> Path:
    """The office move as a workbook that was never refreshed."""
    rows = [
        {"Task ID": key, "Task Name": name, "Duration (wd)": (durations or {}).get(key, days)}
        | ({"Predecessors": before} if before else {})
        | (more or {}).get(key, {})
        for key, name, days, before in OFFICE
    ]
    charter = CHARTER | content.pop("charter", {})
    holidays = [{"Date From": date(2026, 4, day)} for day in (3, 6)]
    path.write_bytes(workbook("Light", {"Charter": [charter], "Schedule": rows, "Holidays": holidays} | content))
    return path


def pmo(*arguments: Any, given: str = "") -> Result:
    return RUNNER.invoke(app, [str(a) for a in arguments], input=given)


def rows(*arguments: Any) -> list[dict[str, Any]]:
    """The rows that a command prints as JSON, by header."""
    result = pmo(*arguments, "--json")
    assert result.exit_code in (0, 1), result.output
    value = json.loads(result.stdout)["value"]
    return [dict(zip(value[0], row, strict=True)) for row in value[1:]]


def set_cell(path: Path, sheet: str, field: str, row: int, value: Any) -> None:
    """A person types into a cell."""
    data = path.read_bytes()
    path.write_bytes(patch(data, [Edit(sheet, book_of(data).tables[sheet].cell(field, row).ref, value)]).data)


def test_diff_finds_one_cause_and_what_moved(tmp_path: Path) -> None:
    """Feature SC17: task 4 takes 18 days instead of 12."""
    old, new = office(tmp_path / "old.xlsx"), office(tmp_path / "new.xlsx", {"4": 18})
    found = rows("diff", old, new, "--plan")
    causes = [row for row in found if row["Cause or Consequence"] == "Cause"]
    assert [(c["Task ID"], c["Column"], c["Before"], c["After"]) for c in causes] == [("4", "Duration (wd)", 12, 18)]
    moved = {row["Task ID"] for row in found if row["Kind"] == "moved" and row["Column"] == "Start"}
    assert moved == {"6", "7", "8", "10"}
    assert [row["After"] for row in found if row["Task ID"] == "Project"] == ["1-2-4-6-8-10", "2026-05-13"]


def test_diff_names_what_the_plans_are_scheduled_by(tmp_path: Path) -> None:
    """Fixture A.1: without the two holidays, 8-May-2026."""
    old = office(tmp_path / "old.xlsx")
    new = office(tmp_path / "new.xlsx", Holidays=[])
    found = rows("diff", old, new, "--plan")
    assert (found[0]["Column"], found[0]["Before"], found[0]["After"]) == ("Holidays", "2026-04-03; 2026-04-06", None)
    assert (found[-1]["Column"], found[-1]["After"]) == ("Finish", "2026-05-08")
    assert rows("diff", old, old, "--plan") == []


def test_diff_of_a_file_that_is_not_there_is_not_done(tmp_path: Path) -> None:
    result = pmo("diff", tmp_path / "none.xlsx", office(tmp_path / "new.xlsx"), "--json")
    assert result.exit_code == 2
    assert "No such file" in json.loads(result.stdout)["problems"][0]["message"]


def test_lookahead_lists_two_weeks(tmp_path: Path) -> None:
    """Feature SC12: on 30-Mar, task 3 finishes on 7-Apr and task 6 starts on 8-Apr; the holidays are marked."""
    path = office(tmp_path / "a.xlsx", more=PROGRESS, charter={"Status Date": date(2026, 3, 30)})
    events = {(row["Date"], row["Event"], row["Task ID"]) for row in rows("lookahead", path, "--weeks", 2)}
    assert {
        ("2026-04-07", "Finish", "3"),
        ("2026-04-08", "Start", "6"),
        ("2026-04-03", "Holiday", None),
        ("2026-04-06", "Holiday", None),
    } <= events


def test_lookahead_begins_on_the_day_that_is_asked_for_or_today_but_never_on_a_guess(tmp_path: Path) -> None:
    """Nothing of the office move of 2026 is due in the year 2000. An unreadable status date is no empty one."""
    path = office(tmp_path / "a.xlsx", charter={"Status Date": None})
    assert rows("lookahead", path, "--from", "2000-01-01") == []
    assert pmo("lookahead", path).exit_code == 0
    set_cell(path, "Charter", "status_date", 0, "end of term")
    result = pmo("lookahead", path, "--json")
    assert result.exit_code == 2
    assert "Status Date is empty or could not be read" in json.loads(result.stdout)["problems"][0]["message"]


def test_roadblocks_tell_that_an_owner_is_away(tmp_path: Path) -> None:
    """Feature SC13."""
    people = [{"Resource ID": "AKE", "Resource Name": "Ana Keller"}]
    leave = [{"Resource ID": "AKE", "From": date(2026, 4, 8), "To": date(2026, 4, 17)}]
    path = office(tmp_path / "a.xlsx", more={"6": {"Owner": "Ana Keller"}}, Resources=people, Leave=leave)
    found = {row["Roadblock"] for row in rows("roadblocks", path)}
    assert "6 starts while owner away, 0 float" in found


def test_recovery_shortens_what_is_critical_and_nothing_else(tmp_path: Path) -> None:
    """Feature SC14: to gain 2 days."""
    found = rows("recovery", office(tmp_path / "a.xlsx"), "--days", 2)
    assert "shorten 6 by 2 d" in {row["Option"] for row in found}
    assert "7" not in {row["Task ID"] for row in found}
    assert all(row["Cost Effect"] and row["Risk Effect"] and row["New Finish"] for row in found)


def test_a_snapshot_is_kept_once_and_the_next_one_compares_with_it(tmp_path: Path) -> None:
    path = office(tmp_path / "a.xlsx")
    assert pmo("snapshot", path).exit_code == 0
    again = pmo("snapshot", path, "--json")
    assert again.exit_code == 2
    assert json.loads(again.stdout)["problems"][0]["code"] == "DUPLICATE_KEY"
    set_cell(path, "Charter", "status_date", 0, date(2026, 3, 1))
    set_cell(path, "Schedule", "duration", 5, 22)
    set_cell(path, "Schedule", "predecessors", 2, "2+2d")
    assert pmo("refresh", path).exit_code == 0
    health = {row["Check No"]: row for row in rows("health", path)}
    assert (health["3"]["Previous Result"], health["3"]["Trend"]) == (pytest.approx(4 / 13, abs=1e-6), "▼")
    assert (health["1"]["Previous Result"], health["1"]["Trend"]) == (0, "►")
    book = book_of(path.read_bytes())
    sheet = book.tables["Schedule Health"]
    assert dict(zip(sheet.number.tolist(), sheet.trend.tolist(), strict=True))["3"] == "▼"
    milestones = book.tables["Milestones"]
    assert dict(zip(milestones.id.tolist(), milestones.trend.tolist(), strict=True)) == {"1": "►", "10": "▼"}
    history = book.tables["History"]
    columns = (history.object, history.key, history.measure, history.value)
    kept = zip(*(c.tolist() for c in columns), strict=True)
    assert ("Milestone", "10", "Forecast Date", "2026-05-12") in set(kept)


def test_a_refresh_fills_the_sheet_of_health_and_names_the_tasks(tmp_path: Path) -> None:
    """Of 13 links 4 have a lag, those to 5, 7, 8 and 9; one, that to 4, has a lead; 5, 7 and 8 are not all FS."""
    path = office(tmp_path / "a.xlsx")
    assert pmo("refresh", path).exit_code == 0
    tables = book_of(path.read_bytes()).tables
    health = tables["Schedule Health"]
    found = dict(
        zip(
            health.number.tolist(),
            zip(health.count, health.denominator, health.passed, health.task_ids, strict=True),
            strict=True,
        )
    )
    assert found["2"] == (1, 13, False, "4")
    assert found["3"] == (4, 13, False, "5; 7; 8; 9")
    assert found["4"] == (10, 13, False, "5; 7; 8")
    assert health.definition[health.number.tolist().index("11")].endswith("No result: no baseline is given.")
    named = dict(zip(tables["Schedule"].id.tolist(), tables["Schedule"].health_findings.tolist(), strict=True))
    assert named == {
        **dict.fromkeys(map(str, range(1, 11))),
        "4": "DCMA2",
        "5": "DCMA3; DCMA4",
        "9": "DCMA3",
    } | dict.fromkeys(("7", "8"), "DCMA3; DCMA4")
    assert json.loads(pmo("refresh", path, "--json").stdout)["files"][0]["changes"] == []


def test_variance_is_against_each_baseline_that_is_asked_for(tmp_path: Path) -> None:
    """Feature SC6: baseline 0, a slip of 5 days on the critical path, baseline 1: 5 days after the first, 0 after the
    second; both stay readable."""
    path = office(tmp_path / "a.xlsx")
    for number, days in enumerate((15, 20)):
        set_cell(path, "Schedule", "duration", 2, days)
        taken = pmo("baseline", path, "--name", f"BL{number + 1}", "--by", "Helen Marsh")
        assert taken.exit_code == 0, taken.output
    for number, late in ((0, 5), (1, 0), (None, 0)):
        given = json.dumps({} if number is None else {"baseline_no": number})
        reply = json.loads(pmo("call", "BASELINEVARIANCE", "--book", path, given=given).stdout)
        found = {row[0]: dict(zip(reply["value"][0], row, strict=True)) for row in reply["value"][1:]}
        assert (found["10"]["Finish Variance (wd)"], found["8"]["Start Variance (wd)"]) == (late, late)
    kept = book_of(path.read_bytes()).tables["Baselines"]
    assert set(zip(kept.baseline_number, kept.baseline_name, kept.approved_by, strict=True)) == {
        (0, "BL1", "Helen Marsh"),
        (1, "BL2", "Helen Marsh"),
    }


def test_a_twelfth_baseline_is_refused(tmp_path: Path) -> None:
    path = office(tmp_path / "a.xlsx")
    assert pmo("baseline", path, "--name", "Last", "--by", "Helen Marsh", "--number", 10).exit_code == 0
    refused = pmo("baseline", path, "--name", "More", "--by", "Helen Marsh", "--json")
    assert refused.exit_code == 2
    assert "0 to 10, not 11" in json.loads(refused.stdout)["problems"][0]["message"]


def test_call_takes_from_the_workbook_what_is_not_given(tmp_path: Path) -> None:
    path = office(tmp_path / "a.xlsx")
    reply = json.loads(pmo("call", "FINISH", "--book", path).stdout)
    assert (reply["value"], reply["problems"]) == ("2026-05-12", [])
    given = pmo("call", "FINISH", "--book", path, given='{"holidays": ["2026-12-25"]}')
    assert json.loads(given.stdout)["value"] == "2026-05-08"
    assert pmo("call", "FINISHED", "--book", path).exit_code == 2


def test_a_date_that_the_program_made_of_a_typed_range_is_a_problem_and_gives_no_date(tmp_path: Path) -> None:
    """43381 is 8-Oct-2018, as Excel keeps it where 8/10/18 was typed; 10 (12-18) is not in order, and is said so."""
    path = office(tmp_path / "a.xlsx", {"9": 43381, "7": "10 (12-18)", "8": "5 (4–9)"})
    result = pmo("check", path, "--json")
    found = {p["code"]: p["cell"] for p in json.loads(result.stdout)["files"][0]["problems"]}
    book = book_of(path.read_bytes())
    cell = book.tables["Schedule"].cell
    assert found["DURATION_TEXT"] == f"Schedule!{cell('duration', 8).ref}"
    assert found["DURATION_RANGE"] == f"Schedule!{cell('duration', 6).ref}"
    tasks = {row["id"]: row for row in json.loads(pmo("schedule", path, "--json").stdout)["tasks"]}
    assert tasks["9"]["finish"] is None
    assert tasks["8"]["finish"][:10] == "2026-05-12"


def test_a_plan_of_microsoft_project_is_looked_at_alike(tmp_path: Path) -> None:
    from pmo_excel.interop.mspdi_write import write_mspdi
    from tests.schedule.conftest import HOLIDAYS as DAYS
    from tests.schedule.conftest import OFFICE as LINES
    from tests.schedule.conftest import made, standard_with_holidays

    data, _ = write_mspdi(made(LINES, standard_with_holidays(*DAYS)))
    path = tmp_path / "office.xml"
    path.write_bytes(data)
    found = {row["Check"]: row for row in rows("health", path)}
    assert (found["Leads"]["Count"], found["Leads"]["Denominator"]) == (1, 13)
    assert rows("diff", path, path, "--plan") == []


def shared(path: Path) -> Path:
    """The office move where Ana does tasks 6 and 9 and is asked for task 7 as well."""
    people = [{"Resource ID": "AKE", "Resource Name": "Ana Keller"}]
    booked = [
        {"Assignment ID": f"AS-{task}", "Task ID": task, "Resource ID": "AKE", "Units %": units, "Booking": kind}
        for task, units, kind in (("6", 0.6, "Hard"), ("9", 0.5, "Hard"), ("7", 0.5, "Soft"))
    ]
    return office(path, Resources=people, Assignments=booked)


def test_leveling_says_who_waits_and_for_whom(tmp_path: Path) -> None:
    """6 has no float and keeps Ana until 5 May; 9, with 5 days of it, waits from 15 April to 6 May: 15 days."""
    found = {row["Task ID"]: row for row in rows("level", shared(tmp_path / "a.xlsx"))}
    assert (found["6"]["Delay (wd)"], found["9"]["Levelled Start"]) == (0, "2026-05-06")
    assert found["9"]["Delay (wd)"] == 15
    assert found["9"]["Because"].startswith("Waits for Ana Keller: 6 Fit-out has them at 60% until 05-May-26")


def test_levelled_dates_are_written_beside_the_others(tmp_path: Path) -> None:
    path = shared(tmp_path / "a.xlsx")
    assert pmo("refresh", path).exit_code == 0
    schedule = book_of(path.read_bytes()).tables["Schedule"]
    assert as_date(int(schedule.start[8])) == date(2026, 4, 15)
    assert as_date(int(schedule.levelled_start[8])) == date(2026, 5, 6)


def test_overloads_are_smoothed_and_requests_have_their_price(tmp_path: Path) -> None:
    path = shared(tmp_path / "a.xlsx")
    assert {row["Task ID"] for row in rows("smoothing", path)} == {"9"}
    assert [row["Task ID"] for row in rows("fairshare", path)] == ["7"]
