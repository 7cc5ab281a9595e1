"""How a workbook is laid out: what is said of each sheet, who sees it at which level, and the rows of a sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
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


_LEVELS: Final = tuple(Level)


def visible(plan: SheetPlan, level: Level, filled: Collection[str]) -> bool:
    """Whether people see the sheet: its level is reached, or it is optional and `filled` names it."""
    return _LEVELS.index(plan.level) <= _LEVELS.index(level) or (plan.optional and plan.name in filled)


def table_rows(plan: SheetPlan, content: int) -> int:
    """Rows of the sheet's table: the content and the spare rows, or those of an empty workbook."""
    return content + plan.spare if content else plan.rows
