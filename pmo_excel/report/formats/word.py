"""A report as a Word document: real headings, tables and charts, page after page, and the sources at the end."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor

from pmo_excel.core.instants import as_datetime
from pmo_excel.report import palette
from pmo_excel.report.document import (
    Beside,
    Block,
    Bullets,
    Entry,
    Figures,
    Grid,
    GridColumn,
    Picture,
    Report,
    Single,
    Strip,
    Text,
    letter,
    said,
)
from pmo_excel.report.facts import Fact, Sentence, plain
from pmo_excel.report.formats.footers import footer
from pmo_excel.report.formats.slide_frame import EMU, MARGIN, PAGE
from pmo_excel.report.formats.steady import steady
from pmo_excel.report.formats.word_charts import picture
from pmo_excel.report.formats.word_tables import plain_table, table
from pmo_excel.report.paging import WIDTH, nothing

_FONT: Final = "Arial"
_LOOKS: Final = (("Normal", 9, palette.TEXT), ("Heading 1", 17, palette.ACCENT), ("Heading 2", 10, palette.ACCENT))
_WIDEST: Final = 760.0
"""The width of a chart [px], so that text finds room on its page."""
_SOURCES: Final = 2
"""Pairs of columns of the list of sources."""


def as_word(report: Report) -> bytes:
    """The report as a Word document that Word and LibreOffice edit."""
    document = Document()
    _styles(document)
    _section(document, report)
    cited: list[Fact] = []
    for at, page in enumerate(report.pages):
        heading = document.add_heading(level=1)
        heading.paragraph_format.page_break_before = at > 0
        _pieces(heading, page.title, cited)
        for block in page.blocks:
            _block(document, block, cited)
    _sources(document, cited)
    made = as_datetime(max(source.produced_at for source in report.sources))
    document.core_properties.title = f"{report.name}: {plain(report.pages[0].title)}"
    document.core_properties.author = report.author.text if report.author.known else ""
    document.core_properties.comments = ""
    output = io.BytesIO()
    document.save(output)
    return steady(output.getvalue(), made)


def _styles(document: Any) -> None:
    for name, size, ink in _LOOKS:
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.color.rgb = _colour(ink)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(0)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(9)
    document.styles["Heading 2"].paragraph_format.space_after = Pt(3)


def _section(document: Any, report: Report) -> None:
    """An A4 page in landscape with the report's name above and its age, sources and page number below."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Emu(round(side * EMU)) for side in PAGE)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Emu(round(MARGIN * EMU)))
    section.header_distance = section.footer_distance = Emu(round(MARGIN * EMU))
    section.top_margin = section.bottom_margin = Emu(round((MARGIN + 24) * EMU))
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph.style = document.styles["Normal"]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Emu(round(WIDTH * EMU)), WD_TAB_ALIGNMENT.RIGHT)
    stale = f"  stale {report.currency.stale_by} d" if report.currency.stale_by else ""
    subject = (*said("  ·  "), *report.subject) if report.subject else ()
    _quiet(head, (*said(report.name.upper()), *subject, *said("\tAs of ", report.currency.as_of, stale)))
    _quiet(foot, said(*footer(report), "\tpage "))
    for name, between in (("PAGE", " of "), ("NUMPAGES", "")):
        _field(foot, name)
        _quiet(foot, said(between))


def _block(document: Any, block: Block, cited: list[Fact]) -> None:
    """A block; two columns are read one after the other, so that every reader, and every screen reader, can follow."""
    if isinstance(block, Beside):
        for one in (*block.left, *block.right):
            _single(document, one, cited)
        return
    _single(document, block, cited)


def _single(document: Any, block: Single, cited: list[Fact]) -> None:
    if block.heading:
        heading = document.add_heading(level=2)
        _pieces(heading, block.heading, cited)
        heading.paragraph_format.keep_with_next = True
    if block.note:
        _quiet(document.add_paragraph(), said(block.note))
    if nothing(block):
        _quiet(document.add_paragraph(), said(block.absent))
        return
    match block:
        case Text():
            for paragraph in block.paragraphs:
                _pieces(document.add_paragraph(), paragraph, cited)
        case Bullets():
            for item in block.items:
                _pieces(document.add_paragraph(style="List Bullet"), item, cited)
        case Grid():
            table(document, block, cited)
        case Figures():
            table(document, _as_grid(block), cited)
        case Strip():
            table(document, _judged(block), cited)
        case Picture():
            cited += picture(document, block.chart, _WIDEST) if block.chart else []
    if isinstance(block, Bullets | Grid) and block.more:
        _quiet(document.add_paragraph(), said(block.more))


def _as_grid(block: Figures) -> Grid:
    """Large numbers as a table of one row."""
    columns = tuple(GridColumn(figure.label) for figure in block.figures)
    row = tuple(Entry((one.value, *said("  "), *one.note) if one.note else (one.value,)) for one in block.figures)
    return Grid(block.heading, columns, (row,))


def _judged(block: Strip) -> Grid:
    columns = (GridColumn("Dimension", 1.0), GridColumn("RAG", 0.5, "middle"), GridColumn("Why", 6.0))
    rows = tuple((Entry(said(d.name)), letter(d.rag, d.letter), Entry(d.why)) for d in block.dimensions)
    return Grid(block.heading, columns, rows)


def _sources(document: Any, cited: Sequence[Fact]) -> None:
    """Where every figure comes from, once each."""
    found = list(dict.fromkeys((fact.text.replace("\n", " "), fact.source) for fact in cited))
    if not found:
        return
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading("Where the figures come from", level=1)
    half = -(-len(found) // _SOURCES)
    pairs = [found[at * half : (at + 1) * half] for at in range(_SOURCES)]
    rows = [[text for part in pairs for text in (part[at] if at < len(part) else ("", ""))] for at in range(half)]
    plain_table(document, ("Figure", "Cell") * _SOURCES, rows)


def _pieces(paragraph: Any, pieces: Sentence, cited: list[Fact]) -> None:
    for piece in pieces:
        paragraph.add_run(piece.text)
        if piece.source:
            cited.append(piece)


def _quiet(paragraph: Any, pieces: Iterable[Fact]) -> None:
    for piece in pieces:
        run = paragraph.add_run(piece.text)
        run.font.size, run.font.color.rgb = Pt(8), _colour(palette.QUIET)


def _field(paragraph: Any, name: str) -> None:
    """A number that the program counts: of this page, of all pages."""
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        run = paragraph.add_run()
        run.font.size, run.font.color.rgb = Pt(8), _colour(palette.QUIET)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._element.append(part)


def _colour(value: str) -> RGBColor:
    return RGBColor.from_string(value.lstrip("#"))
