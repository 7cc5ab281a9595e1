"""One person in several workbooks: the same one by name, booked by all of them, with the cells that say so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from pmo_excel.hosts.cli import app
from tests.made import portfolio
from tests.portfolio.books import small
from tests.refresh.workbooks import CHARTER


def project(key: str, people: list[dict[str, Any]], booked: list[dict[str, Any]], **more: Any) -> bytes:
    """A project of one task of ten days from 2 March 2026."""
    sheets = {
        "Schedule": [{"Task ID": "1", "Task Name": "Do", "Duration (wd)": 10, "Predecessors": None}],
        "Resources": people,
        "Assignments": [{"Assignment ID": f"AS-{at}", "Task ID": "1"} | row for at, row in enumerate(booked, 1)],
    }
    return small(CHARTER | {"Project ID": key}, **(sheets | more))


def person(key: str, name: str, **more: Any) -> dict[str, Any]:
    return {"Resource ID": key, "Resource Name": name} | more


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ana at 70 % in three workbooks, under other IDs and spellings; Bo has Ana's ID in one of them."""
    names = {"A": ("R-01", "Ana Keller"), "B": ("AKE", "Keller, Ana"), "C": ("R-01", "ana  keller")}
    for letter, (key, name) in names.items():
        people, booked = [person(key, name)], [{"Resource ID": key, "Units %": 0.7}]
        if letter == "B":
            people.append(person("R-01", "Bo Lund"))
            booked.append({"Resource ID": "R-01", "Units %": 0.5, "Booking": "Soft"})
        (tmp_path / f"PRJ-{letter}.xlsx").write_bytes(project(f"PRJ-{letter}", people, booked))
    return tmp_path


def run(*args: object) -> tuple[dict[str, Any], int]:
    done = CliRunner().invoke(app, [*map(str, args), "--json"])
    return json.loads(done.stdout), done.exit_code


def rows(answer: list[dict[str, Any]], who: str) -> Iterator[dict[str, Any]]:
    return (row for row in answer if row["Resource / Role"] == who)


def test_three_workbooks_at_70_percent_are_210_percent_with_the_split(folder: Path) -> None:
    """By hand: 3 x 0.7 x 40 h = 84 of 40 h."""
    answer, code = run("load", folder)
    first = next(rows(answer["load"], "R-01"))
    assert first["Utilisation"] == pytest.approx(2.1)
    assert first["Band"] == "Critical"
    assert first["Top Contributors"] == "PRJ-A 28 h; PRJ-B 28 h; PRJ-C 28 h"
    split = [row for row in answer["split"] if row["Resource ID"] == "R-01" and row["Period Start"] == "2026-03-02"]
    assert [(r["Project ID"], r["Load (h)"]) for r in split] == [("PRJ-A", 28), ("PRJ-B", 28), ("PRJ-C", 28)]
    assert [r["Cells"] for r in split] == [f"[PRJ-{letter}.xlsx]Assignments!C2" for letter in "ABC"]
    assert len([row for row in answer["overallocations"] if row["Resource ID"] == "R-01"]) == 10
    assert code == 0


def test_the_same_id_under_another_name_is_another_person_and_is_said(folder: Path) -> None:
    answer, _ = run("load", folder)
    assert next(rows(answer["load"], "R-01 (Bo Lund)"))["Soft (h)"] == 20
    found = [p for p in answer["problems"] if p["code"] == "DUPLICATE_KEY"]
    assert [(p["file"], p["severity"]) for p in found] == [("PRJ-B.xlsx", "Medium")]


def test_leave_in_two_workbooks_is_taken_once_and_counts_for_all(tmp_path: Path) -> None:
    """By hand: half of Monday and Tuesday away is 8 of 40 h; 20 h at 50 % of the hours there are 16."""
    away = [{"Resource ID": "A", "From": date(2026, 3, 2), "To": date(2026, 3, 3), "Portion": 0.5}]
    for letter in "XY":
        data = project(letter, [person("A", "Ana")], [{"Resource ID": "A", "Units %": 0.5}], Leave=away)
        (tmp_path / f"{letter}.xlsx").write_bytes(data)
    first = next(rows(run("load", tmp_path)[0]["load"], "A"))
    assert (first["Capacity (h)"], first["Hard (h)"]) == (32, 32)


def test_the_portfolio_s_pool_leads_and_gets_the_capacity_once(folder: Path) -> None:
    """By hand: 80 % less a quarter of other work is 60 % of 40 h, 24 h."""
    pool = folder / "Portfolio.xlsx"
    people = [person("P-1", "Ana Keller", FTE=0.8) | {"Non-project Load %": 0.25}, person("P-2", "Bo Lund")]
    pool.write_bytes(portfolio({"Resource Pool": people}))
    done = CliRunner().invoke(app, ["load", str(folder), "--portfolio", str(pool), "--fill"])
    assert done.exit_code == 0, done.output
    book = openpyxl.load_workbook(pool)
    table = book["Capacity"].tables["tblCapacity"]
    cells = [[cell.value for cell in row] for row in book["Capacity"][table.ref]]
    held = [dict(zip(cells[0], row, strict=True)) for row in cells[1:] if row[0] is not None]
    assert [
        (r["Resource / Role"], r["Week"].date(), round(r["Capacity (h)"], 9), r["Hard (h)"], r["Soft (h)"])
        for r in held
    ] == [
        ("Ana Keller", date(2026, 3, 2), 24, 84, 0),
        ("Ana Keller", date(2026, 3, 9), 24, 84, 0),
        ("Bo Lund", date(2026, 3, 2), 40, 0, 20),
        ("Bo Lund", date(2026, 3, 9), 40, 0, 20),
    ]
    once = pool.read_bytes()
    CliRunner().invoke(app, ["load", str(folder), "--portfolio", str(pool), "--fill"])
    assert pool.read_bytes() == once
    assert len(list((folder / ".pmo-backups").iterdir())) == 1


def test_the_pool_says_how_full_the_next_weeks_are_and_who_is_irreplaceable(folder: Path) -> None:
    """By hand, from Monday 9 March: Ana 0.6 of 40 hours in 8 weeks are 192, and a week of 84 is booked; Bo 20 of 320.
    Cabling at level 2 or more has Ana alone, as Bo's is 1; Wi-Fi both."""
    pool = folder / "Portfolio.xlsx"
    people = [person("P-1", "Ana Keller", FTE=0.6), person("P-2", "Bo Lund", Skills="Wi-Fi:2")]
    held = [("P-1", "Cabling", 3), ("P-2", "Cabling", 1), ("P-1", "wi-fi", 2)]
    skills = [{"Resource ID": who, "Skill": skill, "Level (0-3)": level} for who, skill, level in held]
    pool.write_bytes(portfolio({"Resource Pool": people, "Skills": skills}))
    day = ["--today", "2026-03-09"]
    done = CliRunner().invoke(app, ["load", str(folder), "--portfolio", str(pool), "--fill", *day])
    assert done.exit_code == 0, done.output
    book = openpyxl.load_workbook(pool)
    full = column(book["Resource Pool"], "tblPool", "Next 8 Weeks Load %")
    assert full[:2] == pytest.approx([84 / 192, 20 / 320])
    assert column(book["Skills"], "tblSkills", "Single Point")[:3] == ["Yes", "No", "No"]


def column(sheet: Any, table: str, header: str) -> list[Any]:
    cells = [[cell.value for cell in row] for row in sheet[sheet.tables[table].ref]]
    return [row[cells[0].index(header)] for row in cells[1:]]


def test_what_cannot_be_read_leaves_a_person_unknown_and_the_others_as_they_are(folder: Path) -> None:
    broken = project("PRJ-D", [person("D", "Ana Keller")], [{"Resource ID": "D", "Units %": "most"}])
    (folder / "PRJ-D.xlsx").write_bytes(broken)
    answer, code = run("load", folder)
    assert next(rows(answer["load"], "R-01"))["Hard (h)"] is None
    assert next(rows(answer["load"], "R-01 (Bo Lund)"))["Soft (h)"] == 20
    assert code == 1


def test_a_file_that_is_no_workbook_is_said_and_the_rest_is_done(folder: Path) -> None:
    (folder / "broken.xlsx").write_bytes(b"not a workbook")
    answer, code = run("load", folder)
    assert next(rows(answer["load"], "R-01"))["Utilisation"] == pytest.approx(2.1)
    assert any(p["file"] == "broken.xlsx" for p in answer["problems"])
    assert code == 2


def test_the_page_shows_numbers_and_names_with_markup_escaped(folder: Path) -> None:
    (folder / "E.xlsx").write_bytes(project("E", [person("E", "<b>Eve</b>")], [{"Resource ID": "E", "Units %": 0.2}]))
    page = folder / "out" / "load.html"
    run("load", folder, "-o", page)
    html = page.read_text("utf-8")
    assert "210%" in html
    assert "&lt;b&gt;Eve&lt;/b&gt;" in html
    assert "<b>Eve</b>" not in html
