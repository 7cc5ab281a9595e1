"""How blocks are laid on A4 landscape pages: how high each is, and where a page is full.

Every format uses these measures, so that a page of the printout, a slide and a sheet end at the same line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import Final

from pmo_excel.report.charts.chart import Shape
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
    said,
)
from pmo_excel.report.facts import Sentence, plain

WIDTH: Final = 1063.0
"""Width of a page's content [px of 1/96 inch]: 297 mm less margins of 8 mm."""
HEIGHT: Final = 640.0
"""Height for blocks: 210 mm less margins, the lines above the title, and the footer."""
GAP: Final = 10.0
BETWEEN: Final = 26.0
"""Between the two columns of blocks that stand beside each other."""
HEADING: Final = 25.0
LINE: Final = 15.7
ROW: Final = 19.5
FIGURE: Final = 58.0
LETTER: Final = 6.1
"""Average width of a letter of running text."""
TITLE_LINE: Final = 28.0
TITLE_LETTER: Final = 13.6
AXES: Final = 48.0
BAR: Final = 22.0
FEWEST: Final = 3
"""Rows that a page begins or ends a table with, at least."""


def paged(report: Report) -> tuple[Page, ...]:
    """The report's pages, those that are too full continued on further ones."""
    return tuple(part for page in report.pages for part in _parts(page))


def fits(page: Page) -> bool:
    """Whether a page is one page, and is not continued."""
    return len(tuple(_parts(page))) == 1


def block_height(block: Block, width: float = WIDTH) -> float:
    """About how high a block is at a width [px]."""
    if isinstance(block, Beside):
        left, right = widths(block, width)
        return max(stack_height(block.left, left), stack_height(block.right, right))
    return _heading(block) + _body(block, width)


def stack_height(blocks: Sequence[Block], width: float = WIDTH) -> float:
    """How high blocks are one below the other, with the gaps between them."""
    return sum(block_height(block, width) for block in blocks) + GAP * max(0, len(blocks) - 1)


def widths(block: Beside, width: float = WIDTH) -> tuple[float, float]:
    """The widths of its two columns."""
    left = (width - BETWEEN) * block.share
    return left, width - BETWEEN - left


def column_widths(columns: Sequence[GridColumn], width: float) -> list[float]:
    """The width of each column of a grid."""
    shares = sum(column.share for column in columns)
    return [width * column.share / shares for column in columns]


def row_height(row: Sequence[Entry], across: Sequence[float]) -> float:
    """The height of a row of a grid whose columns are so wide."""
    lines = max((_lines(_shown(cell), room - 10) for cell, room in zip(row, across, strict=True)), default=1)
    return ROW + LINE * (lines - 1)


def title_height(title: Sentence) -> float:
    """The height of a page's title."""
    return TITLE_LINE * max(1, ceil(len(plain(title)) * TITLE_LETTER / WIDTH))


def _heading(block: Single) -> float:
    return HEADING if block.heading or block.note else 0.0


def _body(block: Single, width: float) -> float:
    if nothing(block):
        return LINE
    match block:
        case Text():
            return sum(LINE * _lines(plain(text), width) + 3 for text in block.paragraphs)
        case Bullets():
            room, edges = (width - 32, 8.0) if block.asks else (width - 14, 0.0)
            return edges + sum(LINE * _lines(plain(item), room) for item in block.items) + (LINE if block.more else 0)
        case Grid():
            across = column_widths(block.columns, width)
            head = 4 + LINE * max(_lines(c.header, room - 10) for c, room in zip(block.columns, across, strict=True))
            return head + sum(row_height(row, across) for row in block.rows) + (LINE if block.more else 0)
        case Figures():
            return FIGURE
        case Strip():
            room = width / max(1, len(block.dimensions)) - 24
            return 30 + LINE * max(_lines(plain(d.why), room) for d in block.dimensions)
        case Picture():
            return picture_height(block, width)


def picture_height(block: Picture, width: float) -> float:
    """The height of a chart that is as wide as its column, but never larger than it was drawn for."""
    if block.chart is None:
        return LINE
    drawing = block.chart.drawing
    height = drawing.height * min(1.25, width / drawing.width)
    numbers = block.chart.numbers
    if numbers is None or numbers.shape not in (Shape.BAR, Shape.STACKED_BAR):
        return height
    return max(height, AXES + BAR * len(numbers.categories))  # a program's own bars have an axis below, and its title


def nothing(block: Single) -> bool:
    """Whether a block has nothing to say, so that it says that."""
    match block:
        case Text():
            return not block.paragraphs
        case Bullets():
            return not block.items
        case Grid():
            return not block.rows
        case Figures():
            return not block.figures
        case Strip():
            return not block.dimensions
        case Picture():
            return block.chart is None


def _shown(cell: Entry) -> str:
    return f"{plain(cell.pieces)} {cell.tag}".rstrip()


def _lines(text: str, width: float) -> int:
    """Lines that a text takes, where each of its own lines is broken at so many letters."""
    room = max(1, int(width / LETTER))
    return sum(max(1, ceil(len(line) / room)) for line in text.split("\n"))


def _parts(page: Page) -> Iterator[Page]:
    """A page, cut where it is full."""
    room = HEIGHT - title_height(page.title)
    waiting = list(page.blocks)
    title, used = page.title, 0.0
    placed: list[Block] = []
    while waiting:
        block = waiting.pop(0)
        left = room - used - (GAP if placed else 0.0)
        if block_height(block) <= left:
            placed.append(block)
            used = room - left + block_height(block)
            continue
        if isinstance(block, Beside) and block_height(block) > room:
            waiting[:0] = [*block.left, *block.right]
            continue
        first, rest = _cut(block, left)
        if first is not None and rest is not None:
            placed.append(first)
            waiting.insert(0, rest)
        elif placed:
            waiting.insert(0, block)
        else:  # higher than a page, and nothing to cut it at
            placed.append(block)
        yield Page(title, tuple(placed))
        title, placed, used = (*page.title, *said(" (continued)")), [], 0.0
    if placed or not page.blocks:
        yield Page(title, tuple(placed))


def _cut(block: Block, room: float) -> tuple[Block | None, Block | None]:
    """What of a block fits into so much room, and the rest; None where too little would stand on one side."""
    if isinstance(block, Grid):
        kept = _fitting(len(block.rows), lambda n: block_height(replace(block, rows=block.rows[:n], more="")), room)
        if kept:
            return replace(block, rows=block.rows[:kept], more=""), replace(block, rows=block.rows[kept:])
    if isinstance(block, Bullets):
        kept = _fitting(len(block.items), lambda n: block_height(replace(block, items=block.items[:n], more="")), room)
        if kept:
            return replace(block, items=block.items[:kept], more=""), replace(block, items=block.items[kept:])
    return None, None


def _fitting(count: int, height: Callable[[int], float], room: float) -> int:
    """How many rows fit; 0 where fewer than `FEWEST` would stand on either page."""
    kept = next((n for n in range(count - 1, 0, -1) if height(n) <= room), 0)
    kept = min(kept, count - FEWEST) if count >= 2 * FEWEST else kept
    return kept if kept >= min(FEWEST, count - 1) else 0
