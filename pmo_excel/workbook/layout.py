"""How a workbook is laid out: what is said of each sheet, who sees it at which level, and the rows of a sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain, repeat
from math import ceil
from typing import Final

TITLE_ROW, STATUS_ROW, TOTALS_ROW, HEADER_ROW, FIRST_ROW = range(5)
"""Rows of a data sheet, counted from 0 as XlsxWriter does: title, status line, totals, headers, first row of data."""


class Level(Enum):
    """How much of the workbook people meet."""

    LIGHT = "Light"
    STANDARD = "Standard"
    STRUCTURED = "Structured"


class Colour(Enum):
    """Tab colours: what kind of sheet it is."""

    GUIDE = "#17375E"
    IDENTITY = "#2E75B6"
    PLAN = "#1B7F79"
    REGISTER = "#B7791F"
    PEOPLE = "#7B4B94"
    CONTROL = "#3E7C4F"
    RECORD = "#8A94A3"


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet of the workbook.

    Attributes
    ----------
    level
        From which level on it is shown.
    optional
        Shown below its level too when it has content.
    rows
        Rows of its table in an empty workbook.
    spare
        Empty rows kept after the content.
    frozen
        Columns that stay when the sheet is scrolled to the right.
    sums
        Headers whose columns are added up above the table.
    hint
        What to do on this sheet.
    height
        The height of its rows; taller where a refresh writes sentences, as not every program fits heights by itself.
    least
        Rows that a refresh always fills, however many pages they take.
    upright
        Printed upright: long and narrow.
    """

    name: str
    colour: Colour
    level: Level = Level.LIGHT
    optional: bool = False
    rows: int = 30
    spare: int = 15
    frozen: int = 2
    sums: tuple[str, ...] = ()
    hint: str = ""
    height: float = 18
    least: int = 0
    upright: bool = False


_LEVELS: Final = tuple(Level)


def visible(plan: SheetPlan, level: Level, filled: Collection[str]) -> bool:
    """Whether people see the sheet: its level is reached, or it is optional and `filled` names it."""
    return _LEVELS.index(plan.level) <= _LEVELS.index(level) or (plan.optional and plan.name in filled)


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed page: the size as files number it (ECMA-376 part 1, 18.3.1.63), and the points that print on it.

    The points are those within the margins of `making.set_print`.
    """

    size: int
    landscape: bool
    across: float
    down: float


A4, A4_UPRIGHT = Paper(9, True, 784.0, 510.0), Paper(9, False, 537.0, 757.0)
A3 = Paper(8, True, 1133.0, 757.0)
_READABLE: Final = 0.55
"""The smallest scale at which a table of 10 points is easy to read."""
_HEADING, _REPEATED = 110.0, 46.0
"""Points above the first row of the first page, and of the others."""


def paper(plan: SheetPlan, width: float) -> Paper:
    """The page that a table of so many points prints on: A3 where it is hard to read on A4."""
    if plan.upright:
        return A4_UPRIGHT
    return A4 if A4.across / width >= _READABLE else A3


def pages_across(plan: SheetPlan, width: float) -> int:
    """How many pages of its paper a table of so many points takes from left to right, to stay readable."""
    return ceil(width * _READABLE / paper(plan, width).across)


def table_rows(plan: SheetPlan, content: int, width: float) -> int:
    """Rows of the sheet's table: the content and the spare rows, or those of an empty workbook.

    Spare rows end with the printed page that the content ends on, so that none prints for them alone. `width` is that
    of the table in points.
    """
    wanted = content + plan.spare if content else plan.rows
    return min(wanted, next(end for end in _page_ends(plan, width) if end >= max(content, plan.least, 1)))


def _page_ends(plan: SheetPlan, width: float) -> Iterator[int]:
    """The last row of each printed page."""
    page = paper(plan, width)
    length = page.down / min(1.0, page.across * pages_across(plan, width) / width)
    end = 0.0
    for above in chain([_HEADING], repeat(_REPEATED)):
        end += (length - above) // plan.height
        yield int(end) - 1
