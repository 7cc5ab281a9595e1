"""The sample portfolio builds, and reads back as it was written."""

import datetime
import shutil
import subprocess
from collections import defaultdict
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_excel.core.columns import TEMPORAL, Column, is_empty
from pmo_excel.core.instants import as_date
from pmo_excel.core.problems import Code
from pmo_excel.core.tables import Table, columns, field_of
from pmo_excel.workbook.build import with_results
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.read import Book, read_book
from pmo_excel.workbook.sample import Sample, samples
from tests.made import samples as built

SAMPLES = samples()
TROUBLED = "RGX-014"
EVERY = pytest.mark.parametrize("project", SAMPLES, ids=[s.file for s in SAMPLES])


@cache
def _read(file: str) -> Book:
    return read_book(Package(built()[file], file))


def _shown(table: Table, name: str, column: Column, row: int) -> Any:
    value = getattr(table, name).tolist()[row]
    if is_empty(value):
        return None
    return as_date(value) if column.type in TEMPORAL else value


def _same(found: Any, written: Any) -> bool:
    if isinstance(written, (bool, datetime.date)) or isinstance(found, str):
        return str(found) == str(written)
    return found == written


def test_there_are_five_projects_of_different_kinds() -> None:
    charters = [s.content["Charter"][0] for s in SAMPLES]
    assert len({c["Project ID"] for c in charters}) == 5
    assert len({c["Project Type"] for c in charters}) == 5
    assert {c["Currency"] for c in charters} == {"GBP", "EUR"}
    assert set(built()) == {s.file for s in SAMPLES}


@EVERY
def test_reading_a_workbook_gives_the_content_it_was_built_from(project: Sample) -> None:
    """Every typed cell; in the troubled project those that could be read as they are."""
    book = _read(project.file)
    compared = 0
    for sheet, rows in project.content.items():
        table = book.tables[sheet]
        assert len(table) == len(rows)
        for row, record in enumerate(rows):
            for header, written in record.items():
                name = field_of(type(table), header)
                column = columns(type(table))[name]
                found = _shown(table, name, column, row)
                if row in table.wrong(name):
                    assert found is None
                elif not (TROUBLED in project.file and isinstance(written, (str, int))):
                    assert _same(found, written), f"{sheet}.{header} row {row}"
                    compared += 1
    assert compared > 40


@EVERY
def test_only_the_troubled_project_has_findings_when_it_is_read(project: Sample) -> None:
    assert bool(_read(project.file).problems) == (TROUBLED in project.file)


def test_the_troubles_of_the_troubled_project_are_found_where_they_are() -> None:
    troubled = next(s for s in SAMPLES if TROUBLED in s.file)
    found = {(p.code, str(p.cell)) for p in _read(troubled.file).problems}
    assert {
        (Code.NOT_A_DATE, "Schedule!Actual Finish row 10"),
        (Code.AMBIGUOUS_DATE, "Schedule!Constraint Date row 18"),
        (Code.DUPLICATE_KEY, "Schedule!Task ID row 23"),
        (Code.DUPLICATE_KEY, "Schedule!Task ID row 24"),
        (Code.OUT_OF_RANGE, "Schedule!% Complete row 9"),
        (Code.NOT_A_CHOICE, "Issues!Issue Status row 6"),
        (Code.NOT_A_NUMBER, "Resources!Capacity % row 7"),
    } <= found


def test_the_office_move_is_the_worked_example_of_the_specification() -> None:
    """Fixture FX-OFFICE: durations and predecessors; the baseline holds its worked dates, 2-Mar to 12-May-2026."""
    office = next(s for s in SAMPLES if s.file.startswith("PRJ-001"))
    plan = {r["Task ID"]: (r["Duration (wd)"], r.get("Predecessors")) for r in office.content["Schedule"]}
    assert plan == {
        1: (0, None),
        2: (10, "1"),
        3: (15, "2"),
        4: (12, "2FS-2d"),
        5: (8, "4SS+3d"),
        6: (20, "3; 4"),
        7: (10, "5; 6SS+5d"),
        8: (5, "6; 7FF+2d"),
        9: (15, "3FS+5d"),
        10: (0, "8; 9"),
    }
    dates = [(r["Baseline Start"], r["Baseline Finish"]) for r in office.content["Baselines"]]
    assert [(f"{s.day}-{s.month}", f"{f.day}-{f.month}") for s, f in dates] == [
        ("2-3", "2-3"),
        ("2-3", "13-3"),
        ("16-3", "7-4"),
        ("12-3", "27-3"),
        ("17-3", "26-3"),
        ("8-4", "5-5"),
        ("15-4", "28-4"),
        ("6-5", "12-5"),
        ("15-4", "5-5"),
        ("12-5", "12-5"),
    ]
    assert sum(r["Budget"] for r in office.content["Budget"]) == 95000


@pytest.mark.live
def test_libreoffice_opens_every_workbook_and_computes_what_the_builder_does(tmp_path: Path) -> None:
    """Opened and saved again, with its own settings: every formula has the result that the builder worked out."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice is missing")
    profile, out = tmp_path / "profile", tmp_path / "out"
    (profile / "user").mkdir(parents=True)
    for name, data in built().items():
        (tmp_path / name).write_bytes(data)
    files = [str(tmp_path / name) for name in built()]
    command = [soffice, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx", "--outdir"]
    for _ in range(2):  # a fresh profile may end the first start
        subprocess.run([*command, str(out), *files], check=False, capture_output=True, timeout=180)
        if len(list(out.glob("*.xlsx"))) == len(files):
            break
    for name, data in built().items():
        project = next(s for s in SAMPLES if s.file == name)
        formulas, made = _formulas(data), with_results(project.level, project.content)
        stored, computed = _values(made), _values((out / name).read_bytes())
        different = {at: (stored[at], computed[at]) for at in formulas if not _equal(stored[at], computed[at])}
        assert len(formulas) > 100
        assert different == {}, name


def _formulas(data: bytes) -> list[tuple[str, str]]:
    book = openpyxl.load_workbook(BytesIO(data))
    return [
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def _values(data: bytes) -> defaultdict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    cells = ((sheet.title, cell) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return defaultdict(lambda: None, {(sheet, cell.coordinate): cell.value for sheet, cell in cells})


def _equal(stored: Any, computed: Any) -> bool:
    if isinstance(stored, (int, float)) and isinstance(computed, (int, float)):
        return abs(stored - computed) < 1e-9
    return (stored or None) == (computed or None)
