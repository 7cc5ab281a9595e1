"""Tables in Word: header rows that repeat on each page, thin lines between rows, a status on its colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor

from pmo_excel.report import palette
from pmo_excel.report.document import Align, Entry, Grid
from pmo_excel.report.facts import Fact
from pmo_excel.report.formats.slide_frame import EMU
from pmo_excel.report.paging import WIDTH, column_widths

_ALIGNED: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "middle": WD_ALIGN_PARAGRAPH.CENTER,
}


def table(document: Any, grid: Grid, cited: list[Fact]) -> None:
    """Append a grid."""
    made = _framed(document, len(grid.rows), column_widths(grid.columns, WIDTH))
    for cell, column in zip(made.rows[0].cells, grid.columns, strict=True):
        _text(cell, (Fact(column.header),), column.align, palette.QUIET, size=8)
    for row, entries in zip(made.rows[1:], grid.rows, strict=True):
        for cell, given, column in zip(row.cells, entries, grid.columns, strict=True):
            _entry(cell, given, column.align)
            cited += [piece for piece in given.pieces if piece.source]


def plain_table(document: Any, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Append a table of texts in small letters."""
    made = _framed(document, len(rows), [WIDTH / len(headers)] * len(headers))
    for row, texts in zip(made.rows, (headers, *rows), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            _text(cell, (Fact(text),), "left", palette.QUIET, size=7)


def _framed(document: Any, rows: int, widths: Sequence[float]) -> Any:
    made = document.add_table(rows=rows + 1, cols=len(widths))
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Emu(round(width * EMU))
        for cell in column.cells:
            cell.width = Emu(round(width * EMU))
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_border(side))
    made._tbl.tblPr.append(borders)
    head = made.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
    for row in made.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return made


def _border(side: str) -> Any:
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", palette.GRID.lstrip("#"))):
        border.set(qn(f"w:{name}"), value)
    return border


def _entry(cell: Any, given: Entry, align: Align) -> None:
    if given.rag is None:
        _text(cell, given.pieces, align, palette.TEXT, tag=given.tag)
        return
    swatch = palette.STATUS[given.rag]
    _text(cell, given.pieces, "middle", swatch.ink, bold=True, tag=given.tag)
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", swatch.fill.lstrip("#"))):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _text(
    cell: Any, pieces: Sequence[Fact], align: Align, ink: str, *, bold: bool = False, size: float = 8.5, tag: str = ""
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _ALIGNED[align]
    paragraph.paragraph_format.space_after = Pt(1)
    for piece, heavy in [*((piece, bold) for piece in pieces), *([(Fact(f" {tag}"), True)] if tag else [])]:
        run = paragraph.add_run(piece.text)
        run.font.size, run.font.bold = Pt(size), heavy
        run.font.color.rgb = RGBColor.from_string(ink.lstrip("#"))
