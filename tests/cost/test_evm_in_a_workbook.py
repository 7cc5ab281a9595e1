"""Earned value in a refreshed workbook: the same numbers as from a call. Fixture A.1 at 1,000 per working day."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_excel.core.problems import Code
from pmo_excel.functions import evm
from pmo_excel.hosts.snapshot_command import take_snapshot
from pmo_excel.refresh import Refreshed
from tests.cost.test_evm import HOLIDAYS, OFFICE
from tests.made import workbook
from tests.refresh.workbooks import CHARTER, book_of, refresh, typed

DONE = {"2": 1.0, "3": 0.5, "4": 1.0, "5": 1.0}
SPENT = {"2": 11_000, "3": 10_000, "4": 12_000, "5": 8_000}


def content(**charter: Any) -> dict[str, list[dict[str, Any]]]:
    """The office move in progress on 31 March, with its baseline and its budget."""
    day = date.fromisoformat
    tasks, baselines, budget = [], [], []
    for key, (start, finish, days) in OFFICE.items():
        task: dict[str, Any] = {"Task ID": key, "Task Name": f"Task {key}", "Duration (wd)": days}
        if key in DONE:
            task |= {"% Complete": DONE[key], "Actual Start": day(start)}
            task |= {"Actual Finish": day(finish)} if DONE[key] == 1 else {}
        tasks.append(task)
        agreed = {"Baseline Start": day(start), "Baseline Finish": day(finish)}
        baselines.append({"Baseline No": 0, "Task ID": key, **agreed})
        line = {"Cost Line ID": f"C-{key}", "WBS / Task ID": key, "Budget": days * 1000}
        budget.append(line | ({"Actual to Date": SPENT[key]} if key in SPENT else {}))
    return {
        "Charter": [CHARTER | {"Status Date": date(2026, 3, 31)} | charter],
        "Schedule": tasks,
        "Holidays": [{"Date From": day(holiday)} for holiday in HOLIDAYS],
        "Baselines": baselines,
        "Budget": budget,
    }


def refreshed(**charter: Any) -> tuple[Refreshed, bytes]:
    result, patched = refresh(workbook("Standard", content(**charter)))
    assert patched is not None
    return result, patched.data


def sheet_rows(result: Refreshed, wbs: str = "Project") -> dict[date, int]:
    sheet = result.tables["EVM"]
    pairs = zip(sheet.period_end.tolist(), sheet.wbs.tolist(), strict=True)  # type: ignore[attr-defined]
    return {date.fromordinal(719163 + day // 1440): row for row, (day, key) in enumerate(pairs) if key == wbs}


def test_the_sheet_has_the_numbers_of_the_call() -> None:
    """BAC 95,000, PV 42,000; EV 10 + 12 + 8 + half of 15 thousand; AC 41,000."""
    result, data = refreshed()
    sheet: Any = book_of(data).tables["EVM"]
    row = sheet_rows(result)[date(2026, 3, 31)]
    four = [sheet.planned_value[row], sheet.earned_value[row], sheet.actual_cost[row], sheet.budget_at_completion[row]]
    assert four == [42_000, 37_500, 41_000, 95_000]
    given = content()
    headers = ["Task ID", "% Complete", "Actual Start", "Actual Finish"]
    tasks = [headers, *([task.get(header) for header in headers] for task in given["Schedule"])]
    called = evm(tasks, given["Budget"], "2026-03-31", given["Baselines"], HOLIDAYS)
    answer = dict(zip(*called, strict=True))
    for name in ("cost_variance", "spi", "cpi", "earned_schedule", "time_index", "eac_typical", "to_complete_index"):
        assert getattr(sheet, name)[row] == pytest.approx(answer[_HEADERS[name]]), name


_HEADERS = {
    "cost_variance": "CV",
    "spi": "SPI",
    "cpi": "CPI",
    "earned_schedule": "Earned Schedule (ES)",
    "time_index": "SPI(t)",
    "eac_typical": "EAC typical",
    "to_complete_index": "TCPI",
}


def test_the_schedule_shows_each_tasks_money_and_it_sums_to_the_whole() -> None:
    result, _ = refreshed()
    tasks: Any = result.tables["Schedule"]
    assert tasks.planned_value.tolist() == [10_000, 12_000, 12_000, 8_000, 0, 0, 0, 0]
    assert tasks.earned_value.tolist() == [10_000, 7_500, 12_000, 8_000, 0, 0, 0, 0]
    assert tasks.actual_cost.sum() == 41_000
    assert tasks.cost.sum() == 95_000


def test_a_second_refresh_changes_nothing_and_a_chosen_method_counts() -> None:
    result, data = refreshed()
    assert refresh(data)[0].changes == ()
    place = book_of(data).tables["EVM"]
    row = place.origin.rows[sheet_rows(result)[date(2026, 3, 31)]]
    chosen = typed(data, "EVM", f"{place.origin.letters['eac_method']}{row}", "Atypical")
    after: Any = refresh(chosen)[0].tables["EVM"]
    at = sheet_rows(refresh(chosen)[0])[date(2026, 3, 31)]
    assert after.eac_chosen[at] == 41_000 + 95_000 - 37_500
    assert after.eac_method[at] == "Atypical"


def test_a_wrong_cell_empties_what_rests_on_it_and_says_why() -> None:
    _, data = refreshed()
    letter = book_of(data).tables["Schedule"].origin.letters["percent_complete"]
    result, _ = refresh(typed(data, "Schedule", f"{letter}6", "half"))
    sheet: Any = result.tables["EVM"]
    row = sheet_rows(result)[date(2026, 3, 31)]
    assert sheet.earned_value[row] != sheet.earned_value[row]
    assert sheet.actual_cost[row] == 41_000
    assert "what is done of 3 is not known" in sheet.reason[row]


def test_a_drawdown_without_a_change_is_a_finding() -> None:
    given = content()
    given["Budget"][0] |= {"Contingency Drawn": 500}
    result, _ = refresh(workbook("Standard", given))
    assert [p.cell.column for p in result.problems if p.code is Code.DRAWDOWN] == ["Contingency Drawn"]


def test_a_snapshot_keeps_what_the_next_period_compares_with(tmp_path: Path) -> None:
    """EV of March stands beside PV of April: tasks 2 to 5 whole, 17 days of 6, 10 of 7 and 12 of 9 are 84 thousand."""
    path = tmp_path / "office.xlsx"
    path.write_bytes(refreshed()[1])
    take_snapshot(path, datetime(2026, 4, 1, 9, 0))
    charter = book_of(path.read_bytes()).tables["Charter"]
    later = typed(path.read_bytes(), "Charter", charter.cell("status_date", 0).ref, date(2026, 4, 30))
    result, _ = refresh(later)
    sheet: Any = result.tables["EVM"]
    rows = sheet_rows(result)
    assert sheet.earned_value[rows[date(2026, 3, 31)]] == 37_500
    assert sheet.planned_value[rows[date(2026, 4, 30)]] == 84_000


@pytest.mark.live
def test_libreoffice_draws_the_curve_from_what_a_refresh_wrote(tmp_path: Path) -> None:
    """Recalculated there: plan 95,000; EV 37,500 and AC 41,000 on 31 March; typical EAC 95 / (37.5 / 41) thousand."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice is missing")
    (tmp_path / "office.xlsx").write_bytes(refreshed()[1])
    (tmp_path / "profile" / "user").mkdir(parents=True)
    place = [f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless", "--convert-to", "xlsx"]
    for _ in range(2):  # a fresh profile may end the first start
        command = [soffice, *place, "--outdir", str(tmp_path / "out"), str(tmp_path / "office.xlsx")]
        subprocess.run(command, check=False, capture_output=True, timeout=120)
    book = openpyxl.load_workbook(tmp_path / "out" / "office.xlsx", data_only=True)
    sheet = book["EVM"]
    left = next(cell.column for cell in sheet[4] if cell.value == "Date")
    last = [sheet.cell(65, left + at).value for at in range(6)]
    status = datetime(2026, 3, 31)
    assert last == [datetime(2026, 5, 31), 95_000, status, 37_500, status, 41_000]
    assert [sheet.cell(5, left + 8 + at).value for at in range(3)] == [41_000] * 3
    assert sheet.cell(6, left + 8).value == pytest.approx(95_000 / (37.5 / 41))
    shown = [cell.value for name in ("EVM", "Dashboard") for row in book[name].iter_rows() for cell in row]
    assert not [value for value in shown if isinstance(value, str) and value.startswith("#")]
