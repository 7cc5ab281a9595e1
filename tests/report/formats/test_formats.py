"""Every format says the same, keeps the cell of each figure, is the same bytes again, and lets no text become more."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from docx import Document
from lxml import etree, html
from openpyxl import load_workbook
from pptx import Presentation

from pmo_excel.core.instants import instant
from pmo_excel.core.rag import Rag
from pmo_excel.report import palette
from pmo_excel.report.charts.chart import Chart, Numbers, Series, Shape
from pmo_excel.report.charts.drawing import CURRENT, GRID, Diamond, Drawing, Ink, Label, Line, Rect
from pmo_excel.report.document import (
    Audience,
    Beside,
    Bullets,
    Entry,
    Figure,
    Figures,
    Grid,
    GridColumn,
    Judged,
    Page,
    Picture,
    Report,
    Strip,
    Text,
    entry,
    letter,
    said,
)
from pmo_excel.report.facts import Fact
from pmo_excel.report.formats.html import as_html
from pmo_excel.report.formats.sheets import as_sheets
from pmo_excel.report.formats.slides import as_slides
from pmo_excel.report.formats.word import as_word
from pmo_excel.report.source import Currency, Source
from pmo_excel.workbook.refused import Refused

DAY = instant(datetime(2026, 3, 31))
HOSTILE = (
    '=HYPERLINK("http://x.example","pay")',
    "<script>alert(1)</script>",
    "+1+cmd|' /C calc'!A0",
    "../../etc/passwd",
    "@SUM(1+1)",
    "]]><x>&amp;",
    "{{ 7 * 7 }}",
)
RENDERED: dict[str, Callable[[Report], bytes]] = {
    "html": lambda report: as_html(report).encode(),
    "pptx": as_slides,
    "docx": as_word,
    "xlsx": as_sheets,
}


def _numbers(shape: Shape) -> Numbers:
    months = tuple(Fact("", DAY + at * 43200) for at in range(3))
    named = tuple(Fact(text, text) for text in HOSTILE[:3])
    values = tuple(Fact(str(v), float(v), f"EVM!C{row}") for row, v in ((2, 1250), (3, 2500), (4, 4000)))
    ink = Ink(fill=palette.ACCENT, stroke=palette.ACCENT)
    across = tuple(Fact(str(x), float(x), f"Risk!B{x}") for x in (5, 6, 7))
    series = Series(HOSTILE[0], values, ink, across)
    return Numbers(shape, months if shape is Shape.LINE else named, (series, Series("Second", values, ink, across)))


def _drawing(title: str) -> Drawing:
    marks = (
        Rect(10, 20, 100, 40, CURRENT, "Schedule!B2"),
        Line(0, 100, 500, 100, GRID),
        Diamond(250, 90, 9, Ink(fill="#C00000"), "R"),
        Label(300, 50, HOSTILE[1], 10, source="Schedule!B3"),
    )
    return Drawing(500, 220, title, "In words", marks)


def report(*pages: Page) -> Report:
    """A report of these pages, with what every page prints."""
    sources = (Source("book.xlsx", "abc123", DAY),)
    currency = Currency(Fact("31-Mar-26", DAY, "Charter!B9"), 3, 7)
    return Report("test", "Test report", said(Fact(HOSTILE[1])), Audience.TEAM, pages, currency, sources)


def _everything() -> Report:
    f = Fact
    why = said("Why ", f("10", 10.0, "Status!C2"))
    strip = Strip(said("Status"), tuple(Judged(r.name, r, f(r.value, r.value, "Status!B2"), why) for r in Rag))
    estimate = f("1,234,567", 1234567.0, "Budget!H9")
    figures = Figures(said("Figures"), (Figure("EAC", estimate, said("of ", "1"), Rag.RED),))
    columns = (GridColumn("Name", 2.0), GridColumn("Share"), GridColumn("Day"), GridColumn("RAG", 0.5, "middle"))
    rows = tuple(
        (
            Entry(said(f(text, text, "Risks!B4"))),
            entry(f("85.5 %", 0.855, "Risks!C4"), "overdue"),
            entry(f("12-May-26", DAY + 42 * 1440, "Risks!D4")),
            letter(Rag.AMBER, f("A", "A", "Risks!E4")),
        )
        for text in HOSTILE
    )
    pictures = tuple(Picture(said(shape.value), Chart(_drawing(HOSTILE[0]), _numbers(shape))) for shape in Shape)
    asked = Bullets(said("Asked"), (said(HOSTILE[0]),), asks=True)
    beside = Beside((Picture(said("Drawn"), Chart(_drawing("Drawn"))),), (asked,))
    empty = (Text(said("Nothing"), ()), Grid(said("No rows"), columns, ()), Picture(said("No chart"), None))
    message = said("The message ", f("7", 7.0, "Risks!A1"))
    first = Page(message, (strip, figures, Grid(said("Grid"), columns, rows), beside))
    return report(first, Page(said("Charts"), (*pictures, *empty)))


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {form: render(_everything()) for form, render in RENDERED.items()}


@pytest.mark.parametrize("form", RENDERED)
def test_the_same_report_is_the_same_bytes(form: str, made: dict[str, bytes]) -> None:
    assert RENDERED[form](_everything()) == made[form]


def test_html_has_no_markup_of_a_workbook_and_every_cell(made: dict[str, bytes]) -> None:
    page = html.fromstring(made["html"].decode())
    assert not page.findall(".//script")
    cited = {element.get("data-cell"): element.text_content() for element in page.iter() if element.get("data-cell")}
    assert cited["Budget!H9"] == "1,234,567"
    assert cited["Risks!C4"] == "85.5 %"
    assert page.text_content().count("None in period") == 3


def test_slides_are_native_and_their_charts_keep_values_and_sources(made: dict[str, bytes]) -> None:
    deck = Presentation(io.BytesIO(made["pptx"]))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    charts = [shape.chart for shape in shapes if shape.has_chart]
    assert len(charts) == len(Shape)
    assert not [shape for shape in shapes if shape.shape_type is not None and shape.shape_type.name == "PICTURE"]
    for chart in charts:
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        kept = {row[2].value: row[1].value for row in book["Sources"].iter_rows(min_row=2)}
        assert [kept[f"EVM!C{row}"] for row in (2, 3, 4)] == [1250, 2500, 4000]
        assert next(iter(chart.plots[0].series)).name == HOSTILE[0]
        assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    tables = [shape.table for shape in shapes if shape.has_table]
    assert [tables[0].cell(row, 0).text for row in range(1, len(HOSTILE) + 1)] == list(HOSTILE)
    notes = deck.slides[0].notes_slide.notes_text_frame.text
    assert "1,234,567 ← Budget!H9" in notes
    described = [s for s in shapes if s.has_chart or s.has_table or s.shape_type.name == "GROUP"]
    assert all(shape._element.xpath(".//p:cNvPr/@descr")[0] for shape in described)


def test_word_has_real_headings_tables_charts_and_its_sources(made: dict[str, bytes]) -> None:
    document = Document(io.BytesIO(made["docx"]))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["The message 7", "Charts", "Where the figures come from"]
    texts = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert set(HOSTILE) <= texts
    assert {"Budget!H9", "EVM!C2"} <= texts
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as package:
        charts = [name for name in package.namelist() if name.startswith("word/charts/chart")]
        assert len(charts) == len(Shape)
        root = etree.fromstring(package.read("word/document.xml"))
    assert not root.findall(".//{*}instrText[.='HYPERLINK']")
    assert not root.findall(".//{*}hyperlink")


def test_sheets_keep_numbers_as_numbers_texts_as_texts_and_the_cell_of_each(made: dict[str, bytes]) -> None:
    book = load_workbook(io.BytesIO(made["xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    sources = {row[2].value: row[0].value for row in book["Sources"].iter_rows(min_row=2)}
    sheet, place = sources["Risks!D4"].rsplit("!", 1)
    assert book[sheet.strip("'")][place].value == datetime(2026, 5, 12)
    sheet, place = sources["Budget!H9"].rsplit("!", 1)
    assert book[sheet.strip("'")][place].value == 1234567
    assert sum(len(sheet._charts) for sheet in book) == len(Shape)
    assert set(HOSTILE) <= {cell.value for cell in cells}


def test_a_users_template_gives_its_size_and_looks() -> None:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Theirs"
    given = io.BytesIO()
    deck.save(given)
    made = Presentation(io.BytesIO(as_slides(report(Page(said("Ours"), ())), given.getvalue())))
    assert (made.slide_width, made.slide_height) == (deck.slide_width, deck.slide_height)
    assert [slide.shapes.title.text for slide in made.slides] == ["Ours"]


def test_a_template_without_a_layout_for_titles_alone_leaves_nothing_to_fill() -> None:
    deck = Presentation()
    for layout in deck.slide_layouts:
        layout.name = f"House {layout.name}"
    given = io.BytesIO()
    deck.save(given)
    made = Presentation(io.BytesIO(as_slides(report(Page(said("Ours"), ())), given.getvalue())))
    (slide,) = made.slides
    assert slide.shapes.title.text == "Ours"
    assert [p.placeholder_format.idx for p in slide.placeholders] == [0]


def test_a_template_that_is_no_presentation_is_refused() -> None:
    with pytest.raises(Refused, match="not a PowerPoint presentation"):
        as_slides(report(Page(said("Ours"), ())), as_word(report(Page(said("x"), ()))))
    with pytest.raises(Refused, match="zip archive"):
        as_slides(report(Page(said("Ours"), ())), b"nothing")
