"""A drawing as shapes of a slide, in one group: every bar and letter stays editable."""

from __future__ import annotations

from typing import Any, Final

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Pt

from pmo_excel.report.charts.drawing import Diamond, Drawing, Ink, Label, Line, Mark, Rect, text_width
from pmo_excel.report.facts import Fact
from pmo_excel.report.formats.slide_frame import Box, Canvas, Letters, colour, described, middle, unshadowed

_ROOM: Final = 1.35
"""How much wider than estimated a label's box is, so that no program breaks its line."""


def draw(canvas: Canvas, drawing: Drawing, box: Box) -> None:
    """Draw into a box, as wide as that."""
    group = canvas.shapes.add_group_shape()
    group.name = drawing.title
    described(group, f"{drawing.title}. {drawing.description}")
    factor = box.width / drawing.width
    inner = Canvas(group.shapes, canvas.scale, canvas.cited)
    for mark in drawing.marks:
        _mark(inner, mark, box, factor)


def _mark(canvas: Canvas, mark: Mark, box: Box, factor: float) -> None:
    match mark:
        case Rect():
            place = Box(box.x + mark.x * factor, box.y + mark.y * factor, mark.width * factor, mark.height * factor)
            _inked(canvas, canvas.shapes.add_shape(MSO_SHAPE.RECTANGLE, *canvas.at(place)), mark.ink)
        case Line():
            begin = canvas.at(Box(box.x + mark.x1 * factor, box.y + mark.y1 * factor, 0, 0))[:2]
            end = canvas.at(Box(box.x + mark.x2 * factor, box.y + mark.y2 * factor, 0, 0))[:2]
            line = canvas.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *begin, *end)
            unshadowed(line)
            _stroke(canvas, line.line, mark.ink)
        case Diamond():
            half = mark.half * factor
            place = Box(box.x + mark.x * factor - half, box.y + mark.y * factor - half, 2 * half, 2 * half)
            _inked(canvas, canvas.shapes.add_shape(MSO_SHAPE.DIAMOND, *canvas.at(place)), mark.ink)
            if mark.letter:
                size = mark.half * 1.2
                drawn = Label(
                    mark.x, mark.y + mark.half * 0.42, mark.letter, size, Ink(mark.letter_colour), "middle", True
                )
                _label(canvas, drawn, box, factor)
        case Label():
            _label(canvas, mark, box, factor)


def _label(canvas: Canvas, mark: Label, box: Box, factor: float) -> None:
    """A text whose baseline is at its place: letters rise about 0.8 of their size above it."""
    size = mark.size * factor
    width = text_width(mark.text, size) * _ROOM + size
    left = {"start": 0.0, "middle": width / 2, "end": width}[mark.anchor]
    place = Box(box.x + mark.x * factor - left, box.y + mark.y * factor - size, width, size * 1.25)
    align: Any = {"start": "left", "middle": "middle", "end": "right"}[mark.anchor]
    letters = Letters(size, mark.ink.fill or "#000000", mark.bold, align)
    shape = canvas.text(place, ((Fact(mark.text, mark.text, mark.source),),), letters)
    shape.text_frame.word_wrap = False
    middle(shape.text_frame)


def _inked(canvas: Canvas, shape: Any, ink: Ink) -> None:
    unshadowed(shape)
    if ink.fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(ink.fill)
    else:
        shape.fill.background()
    if ink.stroke:
        _stroke(canvas, shape.line, ink)
    else:
        shape.line.fill.background()


def _stroke(canvas: Canvas, line: Any, ink: Ink) -> None:
    line.color.rgb = colour(ink.stroke or "#000000")
    line.width = Pt(ink.width * 0.75 * canvas.scale)
    if ink.dashes:
        line.dash_style = MSO_LINE.DASH if float(ink.dashes.split()[0]) > 2 else MSO_LINE.ROUND_DOT
