"""Where things are on a slide: places on the page in px of 1/96 inch, turned into the slide's own measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from pmo_excel.report import palette
from pmo_excel.report.document import Align
from pmo_excel.report.facts import Fact, Sentence

PAGE: Final = (1123.0, 794.0)
"""An A4 page in landscape [px]."""
MARGIN: Final = 30.0
EMU: Final = 9525
"""English metric units in a px."""
ALIGNED: Final = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "middle": PP_ALIGN.CENTER}


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page [px]."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Letters:
    """How a text is set: its size [px], colour, weight, and where it stands in its box."""

    size: float = 11.5
    colour: str = palette.TEXT
    bold: bool = False
    align: Align = "left"


@dataclass(slots=True)
class Canvas:
    """A slide, or a group of shapes on it, that is drawn on in px.

    Attributes
    ----------
    scale
        The slide's size against that of an A4 page, so that a template of another size is filled alike.
    cited
        Every figure that was printed, with its cell.
    """

    shapes: Any
    scale: float
    cited: list[Fact]

    def at(self, box: Box) -> tuple[Emu, Emu, Emu, Emu]:
        """A place in the slide's measure."""
        return (
            self.length(box.x),
            self.length(box.y),
            self.length(max(box.width, 0.0)),
            self.length(max(box.height, 0.0)),
        )

    def length(self, px: float) -> Emu:
        """A length in the slide's measure."""
        return Emu(round(px * EMU * self.scale))

    def points(self, px: float) -> Pt:
        """The size of letters."""
        return Pt(max(6.0, round(px * 0.75 * self.scale * 2) / 2))

    def text(self, box: Box, paragraphs: Sequence[Sentence], letters: Letters = Letters(), *, bullet: str = "") -> Any:
        """A text box without margins."""
        shape = self.shapes.add_textbox(*self.at(box))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        self.fill(frame, paragraphs, letters, bullet=bullet)
        return shape

    def fill(self, frame: Any, paragraphs: Sequence[Sentence], letters: Letters, *, bullet: str = "") -> None:
        """Set the paragraphs of a text frame, each piece a run of its own."""
        for at, pieces in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.alignment = ALIGNED[letters.align]
            for piece in (Fact(bullet), *pieces) if bullet else pieces:
                self.run(paragraph, piece, letters)

    def run(self, paragraph: Any, piece: Fact, letters: Letters) -> None:
        """One piece of a sentence."""
        run = paragraph.add_run()
        run.text = piece.text.replace("\n", " ")
        run.font.size = self.points(letters.size)
        run.font.bold = letters.bold
        run.font.color.rgb = colour(letters.colour)
        if piece.source:
            self.cited.append(piece)

    def bar(self, box: Box, fill: str) -> Any:
        """A filled rectangle without an outline."""
        shape = self.shapes.add_shape(MSO_SHAPE.RECTANGLE, *self.at(box))
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(fill)
        shape.line.fill.background()
        unshadowed(shape)
        return shape

    def rule(self, x: float, y: float, width: float, stroke: str, thick: float = 0.75) -> None:
        """A horizontal line: a thin bar, because themes give their lines shadows."""
        self.bar(Box(x, y, width, thick), stroke)


def colour(value: str) -> Any:
    """`#1F4E79` as the library takes it."""
    return RGBColor.from_string(value.lstrip("#"))


def described(shape: Any, text: str) -> None:
    """Say in words what a shape shows, for who cannot see it."""
    for properties in shape._element.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"):
        properties.set("descr", text)
        break


def middle(frame: Any) -> None:
    """Set a text in the middle of its box's height."""
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def unshadowed(shape: Any) -> None:
    """Take away the effects that a theme gives to shapes and lines."""
    for style in shape._element.findall("{http://schemas.openxmlformats.org/presentationml/2006/main}style"):
        shape._element.remove(style)
