"""Every kind of report of one project: headings, figures against their cells, empty workbooks, hostile texts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import html as markup
from openpyxl import load_workbook
from pptx import Presentation

from pmo_excel.core.instants import instant
from pmo_excel.refresh import refreshed
from pmo_excel.report.document import Audience, Beside, Page, Picture, Report, said
from pmo_excel.report.facts import Evidence, plain
from pmo_excel.report.formats.html import as_html
from pmo_excel.report.formats.sheets import as_sheets
from pmo_excel.report.formats.slides import as_slides
from pmo_excel.report.formats.word import as_word
from pmo_excel.report.kinds.catalogue import KINDS
from pmo_excel.report.material import Material
from pmo_excel.report.paging import paged
from pmo_excel.report.sections.draft import changes_since_last, draft
from pmo_excel.report.source import Source
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.sample import samples
from tests.made import workbook
from tests.report.cited import Cells, compared_with_cells, serial

PROJECT = [name for name, kind in KINDS.items() if kind.workbook == "project"]
REQUIRED: dict[str, tuple[str, ...]] = {
    # spec/reports.md and definitions 3.8, report by report
    "highlight": (
        *("Period", "Status summary", "Achieved this period", "Planned next period", "Products completed and planned"),
        *("Corrective actions", "Project tolerance status", "Stage tolerance status", "Requests for change"),
        *("Key issues", "Key risks", "Lessons", "What changed since last time", "Decisions or help needed"),
    ),
    "exception": ("Cause", "Consequences", "Options", "Recommendation", "Lessons"),
    "stage-end": (
        *("Project manager's report", "Review of the business case", "Project objectives", "Team performance"),
        *(
            "Product summary: quality records and approvals",
            "Off-specifications",
            "Issues",
            "Risks",
            "Forecast",
            "Lessons",
        ),
    ),
    "project-end": (
        *("Review of the business case", "Objectives and success criteria", "Against the plan", "Benefits"),
        *("Product summary: quality records and approvals", "Follow-on actions", "Lessons"),
    ),
    "lessons": ("Lessons",),
    "checkpoint": (
        *("Period", "Follow-ups", "Achieved this period", "Planned next period", "Work package tolerance", "Issues"),
    ),
    "gate": ("Checklist", "Missing mandatory items", "Conditions", "Forecast to the next gate", "Recommendation"),
    "change": (
        "Open changes",
        "Cumulative effect",
        "Before and after",
        "Authority",
        "Recommendation",
        "Milestones moved",
    ),
    "risk": ("Contingency recommendation", "Assumptions and seed", "Sensitivity"),
    "stakeholders": ("Expectations at risk", "Whom to see first", "Communications due", "Concerns"),
    "benefits": ("Benefits", "Objectives served", "Objectives without a benefit", "Cost of delay"),
    "capacity": (
        *("Hard and soft bookings, role by week", "Hard bookings only", "Demand without a name"),
        *("Skills that hang on one person", "Moves within float", "What takes most"),
    ),
    "milestones": ("Milestones", "Missed", "Next 90 days"),
    "raid": ("Top risks", "Open issues", "Overdue by owner", "Assumptions not validated", "Dependencies"),
    "health": ("Checks", "Tasks to mend", "GAO scheduling practices"),
}
NATIVE = ("milestones", "benefits", "capacity", "risk")
"""Reports with a line or bars, which every program has."""
HOSTILE = '=HYPERLINK("http://x.example","pay")<script>alert(1)</script>{{ 7 * 7 }}'
RENDERED: dict[str, Callable[[Report], bytes]] = {
    "html": lambda report: as_html(report).encode(),
    "pptx": as_slides,
    "docx": as_word,
    "xlsx": as_sheets,
}


def _material(data: bytes) -> tuple[Material, Cells]:
    book = read_book(open_package(data, "book.xlsx"))
    done = refreshed(book)
    source = Source("book.xlsx", "abc123", instant(datetime(2026, 4, 2, 9, 0)))
    return Material(Evidence(done.tables, done.results), source, done.problems), Cells(book, done)


def _history() -> list[dict[str, Any]]:
    """Three reports before the status date, in which the go-live slips by five days each time."""
    moments = (date(2025, 12, 31), date(2026, 1, 30), date(2026, 2, 27))
    slipping = ("2026-05-18", "2026-05-23", "2026-05-28")
    return [
        {
            "Snapshot ID": f"S{at}",
            "Status Date": day,
            "Object": "Milestone",
            "Key": "63",
            "Measure": "Forecast Date",
            "Value": expected,
        }
        for at, (day, expected) in enumerate(zip(moments, slipping, strict=True))
    ]


@pytest.fixture(scope="module")
def given() -> tuple[Material, Cells]:
    """The sample project with every register, and three snapshots."""
    project = next(one for one in samples() if one.file.startswith("CRM"))
    return _material(workbook(project.level, {**project.content, "History": _history()}))


@pytest.fixture(scope="module")
def reports(given: tuple[Material, Cells]) -> dict[str, Report]:
    return {name: KINDS[name].make(given[0]) for name in PROJECT}


def _charts(page: Page) -> list[Picture]:
    """The charts of a page that programs can draw themselves."""
    blocks = [one for b in page.blocks for one in ((*b.left, *b.right) if isinstance(b, Beside) else (b,))]
    return [b for b in blocks if isinstance(b, Picture) and b.chart is not None and b.chart.numbers is not None]


@pytest.fixture(scope="module")
def empty() -> Material:
    return _material(workbook("Light", {}))[0]


def _headings(page: str) -> set[str]:
    found = markup.fromstring(page).iterfind(".//h2/span")
    return {element.text_content() for element in found}


@pytest.mark.parametrize("name", REQUIRED)
def test_a_report_has_its_headings(name: str, reports: dict[str, Report]) -> None:
    headings = _headings(as_html(reports[name]))
    assert [one for one in REQUIRED[name] if not any(h.startswith(one) for h in headings)] == []


@pytest.mark.parametrize("name", sorted({*REQUIRED} - {"change"}))
def test_a_report_of_an_empty_workbook_has_the_same_headings_and_says_that_they_are_empty(
    name: str, empty: Material
) -> None:
    page = as_html(KINDS[name].make(empty))
    headings = _headings(page)
    assert [one for one in REQUIRED[name] if not any(h.startswith(one) for h in headings)] == []
    assert re.search("None in period|Not in this workbook|It takes two reports|Not assessed", page)


@pytest.mark.parametrize("name", PROJECT)
def test_every_figure_on_a_page_is_in_the_cell_it_names(
    name: str, reports: dict[str, Report], given: tuple[Material, Cells]
) -> None:
    compared, differing = compared_with_cells(as_html(reports[name]), given[1])
    assert not differing
    assert compared > {"lessons": 5, "gate": 10}.get(name, 12)


def test_charts_that_programs_have_are_theirs_and_their_numbers_are_in_the_cells_they_name(
    reports: dict[str, Report], given: tuple[Material, Cells]
) -> None:
    charts = {name: [one for page in report.pages for one in _charts(page)] for name, report in reports.items()}
    assert [name for name in NATIVE if not charts[name]] == []
    pages = tuple(Page(said("Chart"), (one,)) for found in charts.values() for one in found)
    deck = Presentation(io.BytesIO(as_slides(replace(reports["risk"], pages=pages))))
    drawn = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(drawn) == len(pages)
    compared = 0
    for chart in drawn:
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        for _, value, source in book["Sources"].iter_rows(min_row=2, values_only=True):
            if source:
                compared += 1
                assert value == pytest.approx(serial(given[1].value(source))), source
    assert compared > 60


def test_a_highlight_report_has_two_sides(reports: dict[str, Report], empty: Material) -> None:
    assert len(paged(reports["highlight"])) <= 2
    assert len(paged(KINDS["highlight"].make(empty))) <= 2


def test_reports_of_people_name_nobody_to_a_board_and_private_notes_to_none(
    reports: dict[str, Report], given: tuple[Material, Cells]
) -> None:
    assert reports["stakeholders"].audience is Audience.PMO
    held = given[1].held
    people = {str(v) for k, v in held.items() if re.fullmatch(r"Resources!B\d+", k) and v} - {"Resource Name"}
    roles = {str(v) for k, v in held.items() if re.fullmatch(r"Resources!D\d+", k) and v}
    parts = markup.fromstring(as_html(reports["capacity"])).iterfind(".//div[@role='group']")
    page = " ".join(part.text_content() for part in parts)  # without the author in the footer
    assert page
    assert [name for name in people - roles if name in page] == []


@pytest.mark.parametrize("form", RENDERED)
def test_no_text_of_a_workbook_becomes_more_than_text(form: str) -> None:
    content = {
        "Charter": [{"Project ID": "P-1", "Project Name": HOSTILE, "Status Date": date(2026, 3, 31)}],
        "Schedule": [{"Task ID": "1", "Task Name": HOSTILE, "Duration (wd)": 5, "Stage": "Plan"}],
        "Risks": [{"Risk ID": "R-1", "Risk Title": HOSTILE, "Probability (1-5)": 5, "Impact Time (1-5)": 4}],
        "Issues": [{"Issue ID": "I-1", "Issue Title": HOSTILE, "Severity": "High"}],
        "Changes": [{"Change ID": "C-1", "Change Title": HOSTILE, "Recommendation": HOSTILE}],
        "Lessons": [{"Lesson ID": "L-1", "Event": HOSTILE, "Recommendation": HOSTILE}],
        "Benefits": [{"Benefit ID": "B-1", "Benefit": HOSTILE, "Target Value": 10, "Forecast Value": 5}],
        "Stakeholders": [{"Stakeholder ID": "S-1", "Name": HOSTILE, "Power (1-5)": 5, "Interest (1-5)": 5}],
    }
    material, _ = _material(workbook("Structured", content))
    made = [KINDS[name].make(material) for name in PROJECT]
    data = RENDERED[form](replace(made[0], pages=tuple(page for one in made for page in one.pages)))
    if form == "html":
        page = markup.fromstring(data.decode())
        assert not page.findall(".//script")
        assert "49" not in {e.text for e in page.iter()}
    elif form == "xlsx":
        book = load_workbook(io.BytesIO(data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    elif form == "docx":
        root = Document(io.BytesIO(data)).element
        assert not root.findall(".//{*}hyperlink")
        assert not root.findall(".//{*}instrText")
    else:
        shapes = [shape for slide in Presentation(io.BytesIO(data)).slides for shape in slide.shapes]
        runs = [run for s in shapes if s.has_text_frame for par in s.text_frame.paragraphs for run in par.runs]
        assert not [run for run in runs if run.hyperlink.address]


def test_every_kind_is_described_with_its_audience(reports: dict[str, Report]) -> None:
    text = (Path(__file__).parents[2] / "docs" / "reports.md").read_text("utf-8")
    rows = [f"| `{name}` | {report.audience.value} |" for name, report in reports.items()]
    assert [row for row in rows if row not in text] == []


def test_a_draft_loses_the_sentence_whose_fact_is_gone(given: tuple[Material, Cells]) -> None:
    evidence = given[0].evidence
    whole = [plain(sentence) for sentence in draft(evidence)]
    assert any(text.startswith("The largest risk is R-002") for text in whole)
    tables = {name: table for name, table in evidence.tables.items() if name != "Risks"}
    without = [plain(sentence) for sentence in draft(Evidence(tables, evidence.results))]
    assert [text for text in whole if text not in without] == [t for t in whole if t.startswith("The largest risk")]
    assert all(any(piece.source for piece in sentence) for sentence in draft(evidence))


def test_what_changed_is_what_the_cell_says_and_nothing_else(given: tuple[Material, Cells]) -> None:
    found = changes_since_last(given[0].evidence)
    cell = str(given[1].value(found[0][0].source))
    assert found[0][0].text == "Project CRM-207 Forecast Finish 15-Jul-26 (new)"
    assert len(found) == len(cell.split("; "))


def test_a_trend_is_drawn_on_dates_with_the_diagonal(reports: dict[str, Report]) -> None:
    """By hand: the go-live was expected on 18, 23 and 28 May and is on 17 June: 30 days later in all."""
    picture = next(one for page in reports["milestones"].pages for one in _charts(page))
    assert picture.chart is not None
    assert picture.chart.drawing.title.startswith("Go live slipped 30 days since the first report")
    numbers = picture.chart.numbers
    assert numbers is not None
    assert [series.name for series in numbers.series] == ["Go live", "Completion"]
    assert [one.text for one in numbers.series[0].values[:4]] == ["18-May-26", "23-May-26", "28-May-26", "17-Jun-26"]
