"""The blocks of a report on a sheet, one below the other: tables of real cells, native charts."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from pmo_excel.report.charts.chart import Chart
from pmo_excel.report.document import (
    Beside,
    Block,
    Bullets,
    Entry,
    Figures,
    Grid,
    GridColumn,
    Page,
    Picture,
    Report,
    Single,
    Strip,
    Text,
    letter,
    said,
)
from pmo_excel.report.facts import Fact, Sentence, plain
from pmo_excel.report.formats.sheet_charts import chart_onto, drawing_onto
from pmo_excel.report.formats.sheet_looks import Looks, typed
from pmo_excel.report.paging import nothing

PLAIN: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
COLUMNS: Final = 12
"""Columns that a sheet prints."""
WIDTHS: Final = (36.0, *(12.5,) * (COLUMNS - 1))
"""Widths of the columns [letters]; the first names the row."""
LETTERS: Final = 165
"""Letters of running text that fit across a sheet."""
ROW: Final = 18.0
"""Height of a row that no text makes higher [px]."""


@dataclass(slots=True)
class Sheet:
    """A sheet that is written from the top, and what all sheets of a report share.

    Attributes
    ----------
    data, free
        The sheet with the charts' numbers, and its first free row.
    cited
        Every figure: its cell here, as printed, and the cell it comes from.
    row
        The next free row.
    """

    book: Any
    sheet: Any
    data: Any
    free: int
    looks: Looks
    cited: list[tuple[str, str, str]]
    row: int = 0

    def write(self, column: int, pieces: Sentence, look: Any = None, align: Any = "left") -> None:
        """One cell: a single figure as a number or a date, anything else as text."""
        given = pieces[0] if len(pieces) == 1 else Fact(plain(pieces))
        value, number_format = typed(given)
        form = look or self.looks.cell(align, number_format)
        if isinstance(value, str):
            self.sheet.write_string(self.row, column, value, form)
        elif isinstance(value, int | float):
            self.sheet.write_number(self.row, column, value, form)
        else:
            self.sheet.write_datetime(self.row, column, value, form)
        self.cite(column, pieces)

    def across(self, pieces: Sentence, look: Any, lines: float = 0.0) -> None:
        """A text over the whole width, as high as it needs."""
        text = plain(pieces)
        needed = lines or sum(max(1, ceil(len(line) / LETTERS)) for line in text.split("\n"))
        self.sheet.merge_range(self.row, 0, self.row, COLUMNS - 1, "", look)
        self.sheet.write_string(self.row, 0, text, look)
        self.sheet.set_row(self.row, 13.5 * needed)
        self.cite(0, pieces)
        self.row += 1

    def cite(self, column: int, pieces: Sentence) -> None:
        """Note where the figures of a cell come from."""
        here = f"'{self.sheet.name}'!{xl_rowcol_to_cell(self.row, column)}"
        self.cited += [(here, piece.text, piece.source) for piece in pieces if piece.source]


def page_onto(made: Sheet, report: Report, page: Page) -> int:
    """Write a page; the first free row of the charts' data after it."""
    sheet = made.sheet
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.4, 0.6)
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    stale = f"  stale {report.currency.stale_by} d" if report.currency.stale_by else ""
    subject = (*said("  ·  "), *report.subject) if report.subject else ()
    kicker = (*said(report.name.upper()), *subject, *said("  ·  As of ", report.currency.as_of, stale))
    made.across(kicker, made.looks.quiet())
    made.across(page.title, made.looks.title(), lines=1.6 * ceil(len(plain(page.title)) / 92))
    for block in page.blocks:
        _block(made, block)
    sheet.print_area(0, 0, max(made.row, 1), COLUMNS - 1)
    return made.free


def _block(made: Sheet, block: Block) -> None:
    if isinstance(block, Beside):
        for one in (*block.left, *block.right):
            _single(made, one)
        return
    _single(made, block)


def _single(made: Sheet, block: Single) -> None:
    made.row += 1
    if block.heading:
        made.across(block.heading, made.looks.heading())
    if block.note:
        made.across(said(block.note), made.looks.quiet())
    if nothing(block):
        made.across(said(block.absent), made.looks.quiet())
        return
    match block:
        case Text():
            for paragraph in block.paragraphs:
                made.across(paragraph, made.looks.paragraph())
        case Bullets():
            for item in block.items:
                made.across((Fact("– "), *item), made.looks.paragraph())
        case Grid():
            _grid(made, block)
        case Figures():
            _grid(made, _as_grid(block))
        case Strip():
            _strip(made, block)
        case Picture():
            _picture(made, block.chart)
    if isinstance(block, Bullets | Grid) and block.more:
        made.across(said(block.more), made.looks.quiet())


def _grid(made: Sheet, grid: Grid) -> None:
    for at, column in enumerate(grid.columns):
        made.sheet.write_string(made.row, at, column.header, made.looks.header(column.align))
    made.row += 1
    for row in grid.rows:
        for at, (given, column) in enumerate(zip(row, grid.columns, strict=True)):
            _entry(made, at, given, column)
        made.row += 1


def _entry(made: Sheet, at: int, given: Entry, column: GridColumn) -> None:
    if given.rag is not None:
        made.write(at, given.pieces, made.looks.status(given.rag))
        return
    pieces = (*given.pieces, Fact(f" {given.tag}")) if given.tag else given.pieces
    made.write(at, pieces, align=column.align)


def _as_grid(block: Figures) -> Grid:
    """Large numbers as rows: what, how much, against what."""
    columns = (GridColumn("Figure"), GridColumn("Value", align="right"), GridColumn(""))
    rows = tuple((Entry(said(one.label)), Entry((one.value,)), Entry(one.note or said(""))) for one in block.figures)
    return Grid(block.heading, columns, rows)


def _strip(made: Sheet, block: Strip) -> None:
    """A dimension a row: its name, its letter, and why over the rest of the width."""
    for judged in block.dimensions:
        made.write(0, said(judged.name))
        made.write(1, letter(judged.rag, judged.letter).pieces, made.looks.status(judged.rag))
        look = made.looks.cell("left")
        made.sheet.merge_range(made.row, 2, made.row, COLUMNS - 1, "", look)
        made.sheet.write_string(made.row, 2, plain(judged.why), look)
        made.cite(2, judged.why)
        made.sheet.set_row(made.row, 13.5 * max(1, ceil(len(plain(judged.why)) / 125)))
        made.row += 1


def _picture(made: Sheet, given: Chart | None) -> None:
    """A chart, and as many empty rows as it covers."""
    if given is None:
        return
    if given.numbers is not None:
        height, made.free = chart_onto(made.book, made.sheet, made.data, (made.row, made.free), given, given.numbers)
    else:
        height = drawing_onto(made.sheet, made.row, given.drawing)
    if height:
        made.row += ceil(height / ROW)
    else:
        made.across(said(f"{given.drawing.title}. {given.drawing.description}"), made.looks.paragraph())
