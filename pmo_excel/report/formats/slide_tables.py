"""A grid as PowerPoint's own table: no fills but those of a status, thin lines between rows."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from pptx.enum.text import MSO_ANCHOR

from pmo_excel.report import palette
from pmo_excel.report.document import Entry, Grid, GridColumn
from pmo_excel.report.facts import Fact, plain
from pmo_excel.report.formats.slide_frame import Box, Canvas, Letters, colour, described
from pmo_excel.report.paging import LINE, column_widths, row_height

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The identity of PowerPoint's table style without fills and lines (ECMA-376 has no names for them)."""
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"


def table(canvas: Canvas, grid: Grid, box: Box) -> None:
    """Put a grid onto a slide; its first row is marked as its header."""
    across = column_widths(grid.columns, box.width)
    heights = [row_height(row, across) for row in grid.rows]
    head = box.height - sum(heights) - (LINE if grid.more else 0.0)
    frame = canvas.shapes.add_table(len(grid.rows) + 1, len(grid.columns), *canvas.at(box))
    described(frame, plain(grid.heading) or grid.note)
    made = frame.table
    made.horz_banding = False
    frame._element.graphic.graphicData.tbl.tblPr.find(f"{{{_A}}}tableStyleId").text = _NO_STYLE
    for column, width in zip(made.columns, across, strict=True):
        column.width = canvas.length(width)
    for row, height in zip(made.rows, (head, *heights), strict=True):
        row.height = canvas.length(height)
    for at, column in enumerate(grid.columns):
        _header(canvas, made.cell(0, at), column)
        for row, entries in enumerate(grid.rows, start=1):
            _entry(canvas, made.cell(row, at), entries[at], column)


def _header(canvas: Canvas, cell: Any, column: GridColumn) -> None:
    _set(canvas, cell, (Fact(column.header),), Letters(10.5, palette.QUIET, align=column.align))
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM
    _line_below(cell, palette.LINE, canvas)


def _entry(canvas: Canvas, cell: Any, given: Entry, column: GridColumn) -> None:
    if given.rag is not None:
        swatch = palette.STATUS[given.rag]
        _set(canvas, cell, given.pieces, Letters(10.5, swatch.ink, bold=True, align="middle"))
        cell.fill.solid()
        cell.fill.fore_color.rgb = colour(swatch.fill)
    else:
        _set(canvas, cell, given.pieces, Letters(11, palette.TEXT, align=column.align))
    if given.tag:
        ink = palette.STATUS_GREY if given.old else palette.TEXT
        canvas.run(cell.text_frame.paragraphs[0], Fact(f" {given.tag}"), Letters(11, ink, bold=True))
    _line_below(cell, palette.GRID, canvas)


def _set(canvas: Canvas, cell: Any, pieces: tuple[Fact, ...], letters: Letters) -> None:
    cell.margin_left, cell.margin_right = 0, canvas.length(6)
    cell.margin_top = cell.margin_bottom = canvas.length(1)
    canvas.fill(cell.text_frame, (pieces,), letters)


def _line_below(cell: Any, stroke: str, canvas: Canvas) -> None:
    """A cell's lower line, which the library has no name for."""
    properties = cell._tc.get_or_add_tcPr()
    line = etree.Element(f"{{{_A}}}lnB", w=str(round(6350 * canvas.scale)))
    fill = etree.SubElement(etree.SubElement(line, f"{{{_A}}}solidFill"), f"{{{_A}}}srgbClr")
    fill.set("val", stroke.lstrip("#"))
    properties.insert(0, line)
