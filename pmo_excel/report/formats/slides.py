"""A report as PowerPoint slides: one a page, of native texts, tables and charts, with the sources in the notes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any, Final

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu

from pmo_excel.core.instants import as_datetime
from pmo_excel.report import palette
from pmo_excel.report.document import Page, Report, said
from pmo_excel.report.facts import Fact, plain
from pmo_excel.report.formats.footers import footer
from pmo_excel.report.formats.slide_blocks import stack
from pmo_excel.report.formats.slide_frame import EMU, MARGIN, PAGE, Box, Canvas, Letters
from pmo_excel.report.formats.slide_template import opened
from pmo_excel.report.formats.steady import steady
from pmo_excel.report.paging import HEIGHT, WIDTH, paged, title_height

_FONT: Final = "Arial"
"""Of our own slides: every office program has it or letters of its widths; a users' template keeps its own."""
_TITLE: Final = PP_PLACEHOLDER.TITLE
_TITLES: Final = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_TITLE_ONLY: Final = 5
"""The place of the layout Title Only among PowerPoint's own."""


def as_slides(report: Report, template: bytes | None = None) -> bytes:
    """The report as a presentation.

    Parameters
    ----------
    template
        A presentation whose master, layouts and size are used; its slides are not.

    Raises
    ------
    Refused
        The template is not a presentation that can be read.
    """
    return joined_slides((report,), template)


def joined_slides(reports: Iterable[Report], template: bytes | None = None) -> bytes:
    """Several reports in one presentation, one after the other."""
    given = [(report, page) for report in reports for page in paged(report)]
    deck = _our_own() if template is None else opened(template, "the template")
    for at, (report, page) in enumerate(given, start=1):
        _slide(deck, report, page, f"page {at} of {len(given)}")
    first = given[0][0]
    made = max(source.produced_at for source in first.sources)
    deck.core_properties.title = f"{first.name}: {plain(given[0][1].title)}"
    deck.core_properties.author = first.author.text if first.author.known else ""
    output = io.BytesIO()
    deck.save(output)
    return steady(output.getvalue(), as_datetime(made))


def _our_own() -> Any:
    """An A4 page in landscape, in letters that every program has."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = (Emu(round(side * EMU)) for side in PAGE)
    theme = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme._blob = theme.blob.replace(b'<a:latin typeface="Calibri"/>', f'<a:latin typeface="{_FONT}"/>'.encode())
    return deck


def _layout(deck: Any) -> Any:
    """A layout with a title and nothing else to fill, by its name or its place."""
    named = [layout for layout in deck.slide_layouts if layout.name.strip().lower() in ("title only", "nur titel")]
    if named:
        return named[0]
    titled = [one for one in deck.slide_layouts if any(p.placeholder_format.type in _TITLES for p in one.placeholders)]
    return (
        min(titled, key=lambda one: len(one.placeholders))
        if titled
        else deck.slide_layouts[min(_TITLE_ONLY, len(deck.slide_layouts) - 1)]
    )


def _slide(deck: Any, report: Report, page: Page, number: str) -> None:
    slide = deck.slides.add_slide(_layout(deck))
    scale = min(deck.slide_width / (PAGE[0] * EMU), deck.slide_height / (PAGE[1] * EMU))
    canvas = Canvas(slide.shapes, scale, [])
    kicker = (*said(report.name.upper(), "  ·  "), *report.subject) if report.subject else said(report.name.upper())
    canvas.text(Box(MARGIN, MARGIN, WIDTH - 220, 16), (kicker,), Letters(10.5, palette.QUIET))
    stale = f"  stale {report.currency.stale_by} d" if report.currency.stale_by else ""
    as_of = said("As of ", report.currency.as_of, stale)
    right = Letters(11.5, palette.QUIET, bool(stale), "right")
    canvas.text(Box(MARGIN + WIDTH - 220, MARGIN, 220, 16), (as_of,), right)
    height = title_height(page.title)
    _title(canvas, slide, page, Box(MARGIN, MARGIN + 18, WIDTH, height))
    top = MARGIN + 18 + height + 6
    canvas.rule(MARGIN, top, WIDTH, palette.ACCENT, thick=2.0)
    stack(canvas, page.blocks, Box(MARGIN, top + 9, WIDTH, HEIGHT))
    foot = PAGE[1] - MARGIN - 16
    canvas.rule(MARGIN, foot - 4, WIDTH, palette.LINE)
    canvas.text(Box(MARGIN, foot, WIDTH, 16), (said(*footer(report), f" · {number}"),), Letters(10, palette.QUIET))
    _notes(slide, canvas.cited)


def _title(canvas: Canvas, slide: Any, page: Page, box: Box) -> None:
    shape = slide.shapes.title
    if shape is None:
        canvas.text(box, (page.title,), Letters(22, palette.ACCENT, bold=True))
        return
    shape.left, shape.top, shape.width, shape.height = canvas.at(box)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.TOP
    canvas.fill(frame, (page.title,), Letters(22, palette.ACCENT, bold=True))
    for other in [p for p in slide.placeholders if p.placeholder_format.idx]:  # PowerPoint would ask to fill them
        other._element.getparent().remove(other._element)


def _notes(slide: Any, cited: list[Fact]) -> None:
    """Where every figure of the slide comes from."""
    lines = dict.fromkeys(f"{fact.text.replace(chr(10), ' ')} ← {fact.source}" for fact in cited)
    slide.notes_slide.notes_text_frame.text = "\n".join(("Sources", *lines))
