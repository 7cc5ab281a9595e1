"""IO7: keys are unique, no reference leads nowhere, and no text of a cell is a formula."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pmo_excel.hosts.cli import app
from pmo_excel.hosts.star_command import star
from tests.made import samples
from tests.portfolio.books import small
from tests.portfolio.decisions import workbook

HOSTILE = "@SUM(1)\nnext"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of the sample's projects, one that is hostile and wrong, and what is none."""
    folder = tmp_path_factory.mktemp("star")
    for name in list(samples())[:1]:
        (folder / name).write_bytes(samples()[name])
    tasks = [
        {"Task ID": "1", "Task Name": HOSTILE, "Duration (wd)": 5},
        {"Task ID": "1", "Task Name": "Twice", "Duration (wd)": 5},
        {"Task ID": "2", "Task Name": "Much too late", "Duration (wd)": 1, "Deadline": date(2026, 5, 1)},
    ]
    risks = [{"Risk ID": "R-1", "Risk Title": "@SUM(1)", "Date Raised": date(2026, 3, 2)}]
    charter = {"Project ID": "BAD-001", "Project Name": "+1", "Planned Start": date(2026, 3, 2)}
    booked = [{"Assignment ID": "A-1", "Task ID": "9", "Resource ID": "nobody", "Units %": 1}]
    data = small(charter, Schedule=tasks, Risks=risks, Assignments=booked)
    (folder / "bad.xlsx").write_bytes(data)
    (folder / "bad copy.xlsx").write_bytes(data)
    (folder / "broken.xlsx").write_bytes(b"no workbook")
    return folder


@pytest.fixture(scope="module")
def written(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Any], dict[str, list[list[str]]]]:
    """What the command says, and the rows of each file."""
    out = tmp_path_factory.mktemp("tables")
    done = CliRunner().invoke(app, ["star", str(folder), "-o", str(out), "--json"])
    texts = {file.stem: file.read_bytes() for file in out.glob("*.csv")}
    assert all(text.startswith(b"\xef\xbb\xbf") for text in texts.values())
    return json.loads(done.stdout), {n: list(csv.reader(StringIO(t.decode("utf-8-sig")))) for n, t in texts.items()}


def column(rows: list[list[str]], name: str) -> list[str]:
    at = rows[0].index(name)
    return [row[at] for row in rows[1:]]


def test_keys_are_unique_without_regard_to_case(written: tuple[dict[str, Any], dict[str, list[list[str]]]]) -> None:
    said, files = written
    for one in said["tables"]:
        keys = [key.casefold() for key in column(files[one["table"]], one["key"])]
        assert len(keys) == len(set(keys)) == one["rows"]
        assert "" not in keys


def test_every_reference_leads_to_a_row(written: tuple[dict[str, Any], dict[str, list[list[str]]]]) -> None:
    _, files = written
    compared = 0
    for table, name, target, key in files["relationships"][1:]:
        known = set(column(files[target], key))
        values = [value for value in column(files[table], name) if value]
        compared += len(values)
        assert set(values) <= known, (table, name)
    assert compared > 300


def test_the_date_table_has_every_day_of_its_years(written: tuple[dict[str, Any], dict[str, list[list[str]]]]) -> None:
    days = [date.fromisoformat(text) for text in column(written[1]["dim_date"], "Date")]
    assert (days[0].month, days[0].day, days[-1].month, days[-1].day) == (1, 1, 12, 31)
    assert len(days) == (days[-1] - days[0]).days + 1
    assert column(written[1]["dim_date"], "DateKey")[0] == days[0].strftime("%Y%m%d")


def test_texts_are_no_formulas_and_stay_in_their_cell(
    written: tuple[dict[str, Any], dict[str, list[list[str]]]],
) -> None:
    _, files = written
    assert not [cell for rows in files.values() for row in rows for cell in row if cell[:1] in "=+@" and cell]
    assert "'@SUM(1) next" in column(files["dim_task"], "TaskName")


def test_what_is_left_out_is_said(written: tuple[dict[str, Any], dict[str, list[list[str]]]]) -> None:
    said = {(p["code"], p["message"].split(" ")[0]) for p in written[0]["problems"]}
    assert ("DUPLICATE_KEY", "BAD-001|1") in said
    assert ("NOT_A_CHOICE", "'nobody'") in said
    assert ("DUPLICATE_VERSION", "bad.xlsx") in said or ("DUPLICATE_VERSION", "bad") in said
    assert any(p["message"].startswith("broken.xlsx") for p in written[0]["problems"])


def test_a_portfolio_gives_its_own_tables(tmp_path: Path) -> None:
    path = tmp_path / "Portfolio.xlsx"
    path.write_bytes(workbook())
    made = {table.name: table for table in star(path).tables}
    assert made["dim_project"].values("ProjectKey") == [f"P{at}" for at in range(1, 9)]
    assert made["fact_project"].values("PriorityRank")[0] == 1
    assert made["fact_alignment"].values("ProjectKey") == ["P1", "P1", "P3", "P5"]
