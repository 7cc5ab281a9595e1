"""The blocks of a report on a slide: native text boxes, tables and charts at the places where a page has them."""

from __future__ import annotations

from typing import Any, Final

from pmo_excel.report import palette
from pmo_excel.report.document import Beside, Block, Bullets, Figures, Grid, Picture, Single, Strip, Text
from pmo_excel.report.facts import Fact
from pmo_excel.report.formats.slide_charts import chart
from pmo_excel.report.formats.slide_drawings import draw
from pmo_excel.report.formats.slide_frame import Box, Canvas, Letters
from pmo_excel.report.formats.slide_tables import table
from pmo_excel.report.paging import BETWEEN, GAP, HEADING, LINE, block_height, nothing, picture_height, widths

_HEAD: Final = Letters(12, palette.ACCENT, bold=True)
_NOTE: Final = Letters(10.5, palette.QUIET, align="right")
_QUIET: Final = Letters(11.5, palette.QUIET)
_SMALL: Final = Letters(10.5, palette.QUIET)
_NATIVE: Final = 200.0
"""The least height of a program's own chart: its axes and legend take room that our drawings do not need."""


def stack(canvas: Canvas, blocks: tuple[Block, ...], box: Box) -> None:
    """Blocks one below the other."""
    y = box.y
    for block in blocks:
        height = block_height(block, box.width)
        place(canvas, block, Box(box.x, y, box.width, height))
        y += height + GAP


def place(canvas: Canvas, block: Block, box: Box) -> None:
    """One block in its box."""
    if isinstance(block, Beside):
        left, right = widths(block, box.width)
        stack(canvas, block.left, Box(box.x, box.y, left, box.height))
        stack(canvas, block.right, Box(box.x + left + BETWEEN, box.y, right, box.height))
        return
    if isinstance(block, Bullets) and block.asks:
        canvas.bar(Box(box.x, box.y - 2, box.width, box.height + 4), palette.PALE)
        canvas.bar(Box(box.x, box.y - 2, 4, box.height + 4), palette.ACCENT)
        box = Box(box.x + 12, box.y, box.width - 18, box.height)
    y = box.y + _heading(canvas, block, box)
    _body(canvas, block, Box(box.x, y, box.width, box.height - (y - box.y)))


def _heading(canvas: Canvas, block: Single, box: Box) -> float:
    if not block.heading and not block.note:
        return 0.0
    note = min(box.width * 0.6, 7 * len(block.note) + 6)
    canvas.text(Box(box.x, box.y, box.width - note, 18), (block.heading,), _HEAD)
    if block.note:
        canvas.text(Box(box.x + box.width - note, box.y + 2, note, 16), ((Fact(block.note),),), _NOTE)
    canvas.rule(box.x, box.y + 19, box.width, palette.LINE)
    return HEADING


def _body(canvas: Canvas, block: Single, box: Box) -> None:
    if nothing(block):
        canvas.text(box, ((Fact(block.absent),),), _QUIET)
        return
    match block:
        case Text():
            canvas.text(box, block.paragraphs)
        case Bullets():
            canvas.text(box, block.items, bullet="– ")
            _more(canvas, block.more, box)
        case Grid():
            table(canvas, block, box)
            _more(canvas, block.more, box)
        case Figures():
            _figures(canvas, block, box)
        case Strip():
            _strip(canvas, block, box)
        case Picture():
            _picture(canvas, block, box)


def _more(canvas: Canvas, text: str, box: Box) -> None:
    if text:
        canvas.text(Box(box.x, box.y + box.height - LINE, box.width, LINE), ((Fact(text),),), _SMALL)


def _picture(canvas: Canvas, block: Picture, box: Box) -> None:
    given = block.chart
    if given is None:
        return
    if given.numbers is not None and box.height >= min(_NATIVE, given.drawing.height):
        chart(canvas, given, given.numbers, box)
        return
    width = min(box.width, given.drawing.width * picture_height(block, box.width) / given.drawing.height)
    draw(canvas, given.drawing, Box(box.x, box.y, width, box.height))


def _figures(canvas: Canvas, block: Figures, box: Box) -> None:
    for figure, part in zip(block.figures, _across(box, len(block.figures)), strict=True):
        canvas.bar(part, palette.PALE)
        canvas.bar(Box(part.x, part.y, 4, part.height), _edge(figure.rag))
        inner = Box(part.x + 12, part.y + 4, part.width - 16, 14)
        canvas.text(inner, ((Fact(figure.label),),), Letters(_fitting(figure.label, inner, 10.5), palette.QUIET))
        size = _fitting(figure.value.text, inner, 17)
        canvas.text(Box(inner.x, inner.y + 14, inner.width, 21), ((figure.value,),), Letters(size, bold=True))
        if figure.note:
            canvas.text(Box(inner.x, inner.y + 35, inner.width, 14), (figure.note,), _SMALL)


def _fitting(text: str, box: Box, most: float) -> float:
    """The largest size at which a text stays on one line; bold digits are about 0.68 of their size wide."""
    return min(most, box.width / (0.68 * max(1, len(text))))


def _strip(canvas: Canvas, block: Strip, box: Box) -> None:
    for judged, part in zip(block.dimensions, _across(box, len(block.dimensions)), strict=True):
        canvas.bar(part, palette.PALE)
        canvas.bar(Box(part.x, part.y, 4, part.height), palette.STATUS[judged.rag].fill)
        canvas.text(Box(part.x + 12, part.y + 6, part.width - 54, 16), ((Fact(judged.name),),), Letters(12, bold=True))
        swatch = palette.STATUS[judged.rag]
        pill = canvas.bar(Box(part.x + part.width - 40, part.y + 6, 34, 16), swatch.fill)
        _pill(canvas, pill, (judged.letter, judged.trend) if judged.trend.known else (judged.letter,), swatch.ink)
        canvas.text(Box(part.x + 12, part.y + 26, part.width - 18, part.height - 28), (judged.why,))


def _pill(canvas: Canvas, shape: Any, pieces: tuple[Fact, ...], ink: str) -> None:
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    canvas.fill(frame, (pieces,), Letters(10.5, ink, bold=True, align="middle"))


def _across(box: Box, count: int) -> list[Box]:
    width = (box.width - GAP * (count - 1)) / count
    return [Box(box.x + at * (width + GAP), box.y, width, box.height) for at in range(count)]


def _edge(rag: Any) -> str:
    return palette.LINE if rag is None else palette.STATUS[rag].fill
