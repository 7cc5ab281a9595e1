"""Messy workbooks: each seeded defect is found, none becomes a silent value, no file changes, good rows still count."""

from __future__ import annotations

import hashlib
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pmo_excel.core.columns import TEMPORAL
from pmo_excel.core.instants import NO_INSTANT, as_date
from pmo_excel.core.problems import Code, Problem
from pmo_excel.core.tables import columns
from pmo_excel.hosts.books import Outcome, checked, workbooks
from pmo_excel.hosts.folder_check import among_files
from pmo_excel.workbook.read import read_book
from tests.refresh.messy import Messy, huge, messy
from tests.refresh.own_template import own
from tests.refresh.workbooks import CHARTER, book_of, make

CASES = messy()
TODAY = datetime(2026, 3, 22)
"""Nine days after the status date of the workbooks."""


def check(folder: Path, case: Messy) -> list[Outcome]:
    """`pmo check` on a folder of the case's files; that nothing in it changes is checked here, for every case."""
    for name, data in case.files.items():
        (folder / name).write_bytes(data)
    before = {p.name: hashlib.sha256(p.read_bytes()).digest() for p in folder.iterdir()}
    found, problems = workbooks([folder])
    assert not problems
    outcomes = among_files([checked(path) for path in found], TODAY)
    assert {p.name: hashlib.sha256(p.read_bytes()).digest() for p in folder.iterdir()} == before
    return outcomes


def held(data: bytes, field: str) -> list[Any]:
    """What a column of the plan holds, as plain values: dates, numbers, text, None."""
    table = book_of(data).tables["Schedule"]
    values = getattr(table, field).tolist()
    if columns(type(table))[field].type in TEMPORAL:
        return [None if value == NO_INSTANT else as_date(value) for value in values]
    return [None if isinstance(value, float) and np.isnan(value) else value for value in values]


@pytest.mark.parametrize("code", [code for code, case in CASES.items() if case.finding])
def test_a_seeded_defect_is_found_where_it_is(code: str, tmp_path: Path) -> None:
    case = CASES[code]
    assert case.finding is not None
    wanted, severity, cell = case.finding
    found = [p for outcome in check(tmp_path, case) for p in outcome.problems]
    hits = [p for p in found if p.code == wanted and p.severity.value == severity and cell in ("", p.cell.address)]
    assert hits, [(p.code.value, p.severity.value, p.cell.address, p.message) for p in found]
    assert all(p.message and p.suggestion for p in hits)


@pytest.mark.parametrize("code", [code for code, case in CASES.items() if case.values])
def test_a_defect_never_becomes_a_silent_value_and_good_rows_still_count(code: str) -> None:
    data = next(iter(CASES[code].files.values()))
    for field, expected in CASES[code].values.items():
        assert held(data, field) == list(expected)


@pytest.mark.parametrize("code", ["M06", "M15", "M20", "M23", "M27"])
def test_what_is_certain_is_no_finding(code: str, tmp_path: Path) -> None:
    """These have one meaning only; a finding beyond those of the sound workbook would cry wolf."""
    (tmp_path / "sound").mkdir()
    (tmp_path / "messy").mkdir()
    usual = {p.code for o in check(tmp_path / "sound", Messy({"plan.xlsx": own()})) for p in o.problems}
    expected = {"M06": {Code.PROGRESS, Code.OUT_OF_SEQUENCE}, "M20": {Code.PROGRESS}}.get(code, set())
    assert {p.code for o in check(tmp_path / "messy", CASES[code]) for p in o.problems} <= usual | expected


def problems(code: str) -> list[Problem]:
    return list(read_book(book_of(next(iter(CASES[code].files.values()))).package).problems)


def test_m01_every_spelling_of_a_header_is_mapped() -> None:
    others = {"Project ID": "APO-001", "Project Name": "Apollo", "Sponsor": "Helen", "Status Date": "x"}
    for spelling in ("Proj Mgr", "PM ", "Project  manager", "Chef de projet", "Proj. manager", "Projektleiter"):
        cover = {**others, spelling: "Jane"}
        assert book_of(own(cover=cover)).tables["Charter"].project_manager.tolist() == ["Jane"], spelling


def test_m07_a_period_in_words_is_proposed_and_stays_unknown() -> None:
    """The spec's proposals: 30-Sep-2026 and 31-May-2026; TBC has none."""
    fixes = {p.cell.ref: p.fix and p.fix.new.isoformat() for p in problems("M07") if p.code is Code.NOT_A_DATE}
    assert fixes == {"G5": None, "G6": "2026-09-30", "G7": "2026-05-31"}


def test_m08_an_error_value_leaves_the_task_out_of_the_roll_up_and_is_no_zero(tmp_path: Path) -> None:
    outcome = check(tmp_path, CASES["M08"])[0]
    assert outcome.refresh is not None
    table = outcome.refresh.tables["Schedule"]
    assert 1 in table.wrong("percent_complete")
    assert np.isnan(table.percent_complete[1])


def test_m09_the_odd_cell_is_shown_with_its_neighbours_formula() -> None:
    (odd,) = [p for p in problems("M09") if p.code is Code.ODD_FORMULA]
    assert "=H7+D7" in odd.message


def test_m10_amounts_and_durations_as_people_type_them(tmp_path: Path) -> None:
    """The spec: 10, 10 (a week of five days), 1200, 1200.5, -500."""
    outcome = check(tmp_path, CASES["M10"])[0]
    assert outcome.refresh is not None
    read = book_of(next(iter(CASES["M10"].files.values()))).tables["Budget"].budget.tolist()
    assert read[:3] == [7.0, 1200.0, 1200.5]
    below = [p.message for p in outcome.problems if p.cell.address == "Budget!C5"]
    assert read[3] == -500.0 or "-500 is not 0 or more" in below
    plan = outcome.refresh.tables["Schedule"]
    assert plan.finish[0] - plan.start[0] == plan.finish[1] - plan.start[1]


def test_m12_a_colour_alone_is_a_question() -> None:
    (question,) = [p for p in problems("M12") if p.code is Code.COLOUR_ONLY]
    assert question.fix is not None
    assert question.fix.new == "G"


def test_m14_links_to_an_id_that_two_rows_have_are_listed(tmp_path: Path) -> None:
    codes = [p.code for p in check(tmp_path, CASES["M14"])[0].problems]
    assert codes.count(Code.DUPLICATE_KEY) == 2
    assert Code.AMBIGUOUS_TASK in codes
    assert Code.MISSING_VALUE in codes


def test_m15_predecessors_in_every_spelling(tmp_path: Path) -> None:
    outcome = check(tmp_path, CASES["M15"])[0]
    assert not {Code.PREDECESSOR_TEXT, Code.UNKNOWN_TASK} & {p.code for p in outcome.problems}


def test_m16_what_waits_in_a_loop_has_no_dates_and_the_rest_has(tmp_path: Path) -> None:
    outcome = check(tmp_path, CASES["M16"])[0]
    assert outcome.refresh is not None
    known = outcome.refresh.tables["Schedule"].finish != NO_INSTANT
    assert known.tolist() == [True, True, False, True, False]


def test_m17_the_newest_status_date_counts(tmp_path: Path) -> None:
    older, newest = check(tmp_path, CASES["M17"])
    assert Code.DUPLICATE_VERSION in {p.code for p in older.problems}
    assert Code.DUPLICATE_VERSION not in {p.code for p in newest.problems}


def test_m19_what_cannot_be_read_is_skipped_with_a_reason_of_its_own(tmp_path: Path) -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    files = {
        "secret.xlsx": compound + "EncryptedPackage".encode("utf-16-le"),
        "old.xls": compound + "Workbook".encode("utf-16-le"),
        "binary.xlsb": own().replace(b"xl/workbook.xml", b"xl/workbook.bin"),
        "corrupt.xlsx": own()[:2000],
        "~$plan.xlsx": b"\x04Jane",
        "plan.xlsx": own(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found, skipped = workbooks([tmp_path])
    reasons = {path.name: checked(path).problems[0].message for path in found if path.name != "plan.xlsx"}
    assert "password" in reasons["secret.xlsx"]
    assert ".xls)" in reasons["old.xls"]
    assert ".xlsb" in reasons["binary.xlsb"]
    assert "damaged" in reasons["corrupt.xlsx"]
    assert [p.code for p in skipped] == [Code.FILE_LOCKED]
    assert "plan.xlsx is open" in skipped[0].message
    assert not checked(tmp_path / "plan.xlsx").failed


@pytest.mark.live
def test_m22_formatting_down_to_the_last_row_is_read_in_seconds() -> None:
    data = huge()
    before = time.process_time()
    assert len(book_of(data).tables["Schedule"]) == 5
    assert time.process_time() - before < 5


def test_one_value_in_the_last_corner_does_not_fill_the_memory() -> None:
    def change(_: Any, plan: Any) -> None:
        plan.write("XFD1048576", "x")

    book = book_of(own(change=change))
    assert [p.cell.sheet for p in book.problems if p.code is Code.FILE_REFUSED] == ["Our plan"]


def test_m24_the_same_name_turned_round_is_one_person() -> None:
    (alias,) = [p for p in problems("M24") if p.code is Code.POSSIBLE_ALIAS]
    assert "'J. Smith' may be" in alias.message
    assert "Jane" in alias.message


def test_m25_the_link_names_the_other_file() -> None:
    (link,) = [p for p in problems("M25") if p.code is Code.EXTERNAL_LINK]
    assert "Durations 2025.xlsx" in link.message


def test_m26_a_placeholder_zero_of_xlsxwriter_is_no_zero() -> None:
    """XlsxWriter writes 0 for every formula whose result it is not given (its documentation, Formula Results)."""

    def change(_: Any, plan: Any) -> None:
        plan.write_formula("D6", "=5+5")

    data = own(change=change)
    assert held(data, "duration")[1] is None
    assert Code.NOT_CALCULATED in {p.code for p in book_of(data).problems}


@pytest.mark.parametrize(("reported", "kind"), [("G", "watermelon"), ("R", "pessimist")])
def test_m28_a_reported_colour_that_is_not_the_computed_one_is_listed(reported: str, kind: str, tmp_path: Path) -> None:
    """Late by 20 days with a tolerance of 10 is R; on its baseline it is G."""
    late = {"Task ID": "1", "Task Name": "Design", "Duration (wd)": 25 if reported == "G" else 5}
    agreed = {
        "Baseline No": 0,
        "Baseline Name": "Agreed",
        "Baseline Date": date(2026, 3, 2),
        "Task ID": "1",
        "Baseline Start": date(2026, 3, 2),
        "Baseline Finish": date(2026, 3, 6),
        "Baseline Duration": 5,
    }
    charter = {**CHARTER, "Tolerance Time (wd)": 10, "Tolerance Cost (%)": 0.1}
    money = {
        "Cost Line ID": "C-01",
        "Budget": 1000,
        "Actual to Date": 0,
        "Forecast to Complete": 1000,
    }
    data = make(
        Charter=[charter], Schedule=[late], Baselines=[agreed], Budget=[money], Status=[{"Reported RAG": reported}]
    )
    found = [p for p in check(tmp_path, Messy({"plan.xlsx": data}))[0].problems if p.code is Code.OVERRIDE]
    assert [kind in p.message for p in found] == [True]
    assert found[0].severity.value == "Medium"
