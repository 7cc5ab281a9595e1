"""`pmo stakeholders`: lists, page and charts; private notes on none of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html
from typer.testing import CliRunner

from pmo_excel.hosts.cli import app
from pmo_excel.report.charts.drawing import Diamond, Label, Rect
from pmo_excel.report.charts.quadrant import Standing, quadrant_chart
from pmo_excel.report.charts.seam import Engaged, seam
from pmo_excel.stakeholders.distribution import Page, pages_for
from tests.made import workbook
from tests.stakeholders.book import PEOPLE, content

NOTES = "burned by the last move"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str, str]:
    """What the command says of the office move, as JSON, as text, and its page."""
    folder = tmp_path_factory.mktemp("people")
    made: dict[str, Any] = content(t4=18)
    made["Stakeholders"][0] |= {"Attitude Notes (private)": NOTES, "Name": "<script>CFO"}
    made["Issues"] = [
        {"Issue ID": "I-1", "Issue Type": "Concern", "Issue Title": "Noise", "Issue Owner": "Ana Keller"}
        | {"Date Raised": date(2026, 2, 22), "Severity": "Medium", "Issue Status": "Open"}
    ]
    path, page = folder / "Move.xlsx", folder / "people.html"
    path.write_bytes(workbook("Structured", made))
    run = CliRunner().invoke(app, ["stakeholders", str(path), "--json", "-o", str(page)])
    assert run.exit_code == 1, run.output  # two A in a row of the RACI chart
    text = CliRunner().invoke(app, ["stakeholders", str(path)])
    return json.loads(run.stdout), text.stdout, page.read_text()


def test_st1_to_st13_the_lists_of_the_command(shown: tuple[dict[str, Any], str, str]) -> None:
    found, _, _ = shown
    assert [row["Quadrant"] for row in found["grid"]][:2] == ["Manage closely", "Manage closely"]
    assert [(row["Name"], row["Priority"]) for row in found["priorities"][1:]] == [
        ("Ops Dir", 20),
        ("Union", 15),
        ("IT", 8),
        ("Auditor", 0),
    ]
    assert [(row["ID"], row["Overdue (d)"]) for row in found["due"]] == [("CM-2", 10), ("CM-1", None)]
    assert [row["ID"] for row in found["expectations"]] == ["EX-1"]
    assert found["raci"][1]["Activity"] == "Move"
    assert [(row["Level"], row["With"]) for row in found["concerns"]] == [(2, "Helen Marsh")]
    assert "RACI" in {problem["code"] for problem in found["problems"]}


def test_private_notes_are_in_no_output(shown: tuple[dict[str, Any], str, str]) -> None:
    found, text, page = shown
    assert "CFO" in text
    assert all(NOTES not in said for said in (json.dumps(found), text, page))


def test_the_page_escapes_what_people_typed_and_has_a_text_for_each_chart(
    shown: tuple[dict[str, Any], str, str],
) -> None:
    _, _, page = shown
    assert "<script" not in page
    tree = html.fromstring(page)
    assert len(tree.xpath("//*[local-name()='svg']/*[local-name()='desc'][string-length(.) > 40]")) == 2
    assert "restricted" in tree.text_content()


def test_st1_the_grid_places_everybody_and_says_how_many_are_to_be_managed_closely() -> None:
    people = [Standing(name, power, interest, 1) for name, power, interest, _, _ in PEOPLE]
    drawing = quadrant_chart([*people, Standing("CIO", 5, 4)], 3.5)
    assert drawing is not None
    marks = [mark for mark in drawing.marks if isinstance(mark, Diamond)]
    assert [mark.letter for mark in marks] == ["2", "", "", "", ""]  # CFO and CIO stand in one place
    assert drawing.title == "3 of 6 are to be managed closely; 2 of them less engaged than wanted"
    names = {mark.text for mark in drawing.marks if isinstance(mark, Label)}
    assert {"CFO", "CIO", "Union", "Manage closely"} <= names
    cfo, _, union = marks[0], marks[1], marks[2]
    assert cfo.y < union.y  # more power is higher
    assert cfo.x < union.x  # more interest is further right
    assert all(0 < mark.x < drawing.width and 0 < mark.y < drawing.height for mark in marks)
    assert quadrant_chart([], 3.5) is None


def test_st2_the_matrix_has_c_and_d_and_one_cell_where_they_agree() -> None:
    drawing = seam([Engaged(name, now, then) for name, _, _, now, then in PEOPLE])
    assert drawing is not None
    letters = [m.text for m in drawing.marks if isinstance(m, Label) and m.text in ("C", "D", "C/D")]
    assert letters == ["C", "D"] * 4 + ["C/D"]
    filled = [mark.ink.fill != "#FFFFFF" for mark in drawing.marks if isinstance(mark, Rect)]
    assert filled == [True, False] * 4 + [True]  # C and D differ without colour
    assert drawing.title == "4 of 5 are less engaged than wanted"
    assert "CFO: Resistant, wanted Supportive, gap 2" in drawing.description


def test_a_workbook_without_a_register_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Plan.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Task ID", "Task Name", "Duration (wd)"])
    book.active.append(["1", "Plan", 5])
    book.save(path)
    run = CliRunner().invoke(app, ["stakeholders", str(path), "--json"])
    assert run.exit_code == 2
    assert [problem["code"] for problem in json.loads(run.stdout)["problems"]] == ["MISSING_TABLE"]


def test_st8_an_audience_gets_its_pages_and_those_for_everybody() -> None:
    pages = [Page("Status"), Page("Money", ("Board",)), Page("Team plan", ("Team", "PMO"))]
    assert pages_for("board", pages) == ["Status", "Money"]
    assert pages_for("Users", pages) == ["Status"]
