"""`pmo patch`: cells of any workbook, typed as on a command line, with the proof of what was left alone."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from typer.testing import CliRunner, Result

from pmo_excel.hosts.cli import app
from pmo_excel.hosts.patch_command import typed
from pmo_excel.workbook.cell_content import Formula, Value

RUNNER = CliRunner()


def pmo(*arguments: str | Path) -> Result:
    return RUNNER.invoke(app, ["patch", *(str(a) for a in arguments)])


def printed(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Sheets `My plan` (A1 text, B1 a date, C1 a formula; table T in E1:F3) and `Locked`, which is protected."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    sheet = made.add_worksheet("My plan")
    sheet.write_row(0, 0, ["Old"])
    sheet.write_datetime("B1", datetime(2026, 3, 2), made.add_format({"num_format": "dd-mmm-yy"}))
    sheet.write_formula("C1", "=1+1", None, 2)
    sheet.add_table(
        "E1:F3", {"name": "T", "columns": [{"header": "ID"}, {"header": "N"}], "data": [["A", 1], ["B", 2]]}
    )
    made.add_worksheet("Locked").protect()
    made.close()
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("12", 12),
        ("-0.5", -0.5),
        ("1e3", 1000),
        ("0", 0),
        ("007", "007"),  # an ID keeps its zeros
        ("12345678901234567890", "12345678901234567890"),  # a number would lose digits
        ("1,5", "1,5"),
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-03-31 14:05", datetime(2026, 3, 31, 14, 5)),
        ("31.03.2026", "31.03.2026"),  # not guessed
        ("true", True),
        ("FALSE", False),
        ("", None),
        ("=1+1", "=1+1"),
        ("nan", "nan"),
        ("1e999", "1e999"),
    ],
)
def test_words_become_typed_values(word: str, value: Value) -> None:
    found = typed(word)
    assert (type(found), found) == (type(value), value)


def test_formulas_only_when_asked_for() -> None:
    assert typed("=A1", formulas=True) == Formula("=A1")
    assert typed("A1", formulas=True) == "A1"


def test_cells_are_written_and_the_proof_is_printed(book: Path) -> None:
    before = book.read_bytes()
    result = pmo(book, "'My plan'!A1", "=2+2", "My plan!B1", "2026-04-01", "My plan!D9", "-5", "--json")
    assert result.exit_code == 0
    answer = printed(result)
    assert answer["changed"] == ["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(book) as archive:
        assert answer["kept"] == len(archive.namelist()) - 1
    assert answer["cells"] == [
        {"cell": "'My plan'!A1", "old": "Old", "new": "=2+2"},
        {"cell": "'My plan'!B1", "old": "2026-03-02", "new": "2026-04-01"},
        {"cell": "'My plan'!D9", "old": None, "new": -5},
    ]
    sheet = openpyxl.load_workbook(book)["My plan"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=2+2", "s")
    assert sheet["B1"].value == datetime(2026, 4, 1)
    assert Path(answer["backup"]).read_bytes() == before


def test_a_dry_run_lists_what_is_then_written(book: Path) -> None:
    before = book.read_bytes()
    words = ("My plan!A1", "New", "My plan!E4", "C", "--rows", "T=1", "--json")
    dry = printed(pmo(book, *words, "--dry-run"))
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == ["Plan.xlsx"]
    real = printed(pmo(book, *words))
    assert {**dry, "backup": ""} == {**real, "backup": ""}
    assert openpyxl.load_workbook(book)["My plan"].tables["T"].ref == "E1:F4"


def test_a_formula_is_written_when_asked_for(book: Path) -> None:
    assert pmo(book, "My plan!D1", "=SUM(T[N])", "--formula").exit_code == 0
    assert openpyxl.load_workbook(book)["My plan"]["D1"].value == "=SUM(T[N])"
    broken = pmo(book, "My plan!D1", "=SUM(", "--formula", "--json")
    assert broken.exit_code == 2
    assert "no formula Excel would take" in printed(broken)["problems"][0]["message"]


def test_writing_what_is_there_changes_nothing_and_keeps_no_copy(book: Path) -> None:
    pmo(book, "My plan!A1", "New")
    answer = printed(pmo(book, "My plan!A1", "New", "--json"))
    assert (answer["changed"], answer["cells"], answer["backup"]) == ([], [], None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Locked!A1", "1"], "sheet 'Locked' is protected"),
        (["My plan!C1", "3"], "C1 held the formula =1+1"),
    ],
)
def test_what_to_know_about_a_written_cell_is_said(book: Path, words: list[str], said: str) -> None:
    result = pmo(book, *words, "--json")
    assert result.exit_code == 0
    assert [p["code"] for p in printed(result)["problems"]] == ["WRITTEN"]
    assert said in printed(result)["problems"][0]["message"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["A1", "1"], "names no sheet"),
        (["My plan!A", "1"], "not a cell reference"),
        (["My plan!A1:B2", "1"], "not a cell reference"),
        (["My plan!A1"], "each cell needs a value"),
        ([], "each cell needs a value"),
        (["My plan!A1", "2026-02-30"], "no day of the calendar"),
        (["--rows", "T=0"], "names no rows"),
        (["--rows", "T"], "names no rows"),
        (["Nope!A1", "1"], "no sheet named 'Nope'"),
        (["My plan!E1", "1"], "header of table T"),
        (["--rows", "Nope=2"], "no Excel Table named 'Nope'"),
        (["My plan!A1", "x" * 32_768], "32,768 characters"),
    ],
)
def test_what_cannot_be_done_writes_nothing_and_exits_2(book: Path, words: list[str], said: str) -> None:
    before = book.read_bytes()
    result = pmo(book, *words, "--json")
    assert result.exit_code == 2
    assert said in printed(result)["problems"][0]["message"]
    assert printed(result)["changed"] == []
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == ["Plan.xlsx"]


def test_people_read_what_was_written(book: Path) -> None:
    said = pmo(book, "My plan!A1", "New [b]").stdout
    assert "'My plan'!A1  Old  New [b]" in said
    assert "byte for byte as they were" in said
    assert ".pmo-backups" in said
