"""How a workbook is laid out: what is said of each sheet, who sees it at which level, and the rows of a sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain, repeat
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


_LEVELS: Final = tuple(Level)


def visible(plan: SheetPlan, level: Level, filled: Collection[str]) -> bool:
    """Whether people see the sheet: its level is reached, or it is optional and `filled` names it."""
    return _LEVELS.index(plan.level) <= _LEVELS.index(level) or (plan.optional and plan.name in filled)


def table_rows(plan: SheetPlan, content: int, width: float) -> int:
    """Rows of the sheet's table: the content and the spare rows, or those of an empty workbook.

    Spare rows end with the printed page that the content ends on, so that none prints for them alone. `width` is that
    of the table in points.
    """
    wanted = content + plan.spare if content else plan.rows
    return min(wanted, next(end for end in _page_ends(plan, width) if end >= max(content, plan.least, 1)))


def reads_on_a4(width: float) -> bool:
    """Whether a table of so many points is still easy to read on A4."""
    return _A4[0] / width >= _READABLE


def _page_ends(plan: SheetPlan, width: float) -> Iterator[int]:
    """The last row of each printed page, when the sheet is fitted to one page across."""
    across, down = _A4 if reads_on_a4(width) else _A3
    length = down / min(1.0, across / width)
    end = 0.0
    for above in chain([_HEADING], repeat(_REPEATED)):
        end += (length - above) // plan.height
        yield int(end) - 1


_A4, _A3 = (784.0, 510.0), (1133.0, 757.0)
"""Points that print across and down a landscape page, less the margins of `making.set_print`."""
_READABLE: Final = 0.55
"""The smallest scale at which A4 is used."""
_HEADING, _REPEATED = 110.0, 46.0
"""Points above the first row of the first page, and of the others."""
