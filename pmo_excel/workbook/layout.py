"""How the project workbook is laid out: its sheets in order, who sees them at which level, and the rows of a sheet."""

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


SHEETS: Final[tuple[SheetPlan, ...]] = (
    SheetPlan("Start", Colour.GUIDE),
    SheetPlan("Charter", Colour.IDENTITY, frozen=1, hint="Fill the yellow cells; the rest when you know it."),
    SheetPlan(
        "Schedule",
        Colour.PLAN,
        rows=60,
        spare=25,
        frozen=3,
        hint="Type tasks, durations and predecessors, then Refresh. Open the + above for more columns.",
    ),
    SheetPlan(
        "Holidays", Colour.PLAN, Level.STANDARD, True, rows=20, spare=10, hint="Type days on which nobody works."
    ),
    SheetPlan("Resources", Colour.PLAN, Level.STANDARD, True, hint="One row per person; the resource pool leads."),
    SheetPlan(
        "Assignments",
        Colour.PLAN,
        Level.STANDARD,
        True,
        rows=60,
        spare=20,
        frozen=3,
        sums=("Work (h)", "Actual Work (h)", "Remaining Work (h)", "Cost"),
        hint="One row per task and person, with units or hours.",
    ),
    SheetPlan(
        "Leave", Colour.PLAN, Level.STANDARD, True, rows=20, spare=10, frozen=1, hint="Say who is away, and when."
    ),
    SheetPlan(
        "Budget",
        Colour.PLAN,
        Level.STANDARD,
        True,
        frozen=1,
        sums=(
            "Budget",
            "Commitment",
            "Actual to Date",
            "Accrual",
            "Forecast to Complete",
            "Contingency Drawn",
            "EAC",
            "Variance at Completion",
        ),
        hint="One row per cost line; update actuals and forecasts each month.",
    ),
    SheetPlan(
        "Milestones",
        Colour.PLAN,
        hint="Refresh lists the milestones; choose their class and what is shown.",
        height=32,
    ),
    SheetPlan(
        "Risks",
        Colour.REGISTER,
        frozen=1,
        sums=("Response Cost", "Exposure (EMV cost)", "Exposure (EMV days)"),
        hint="Say what may happen, its probability and impact, and what you do. Open the + for ranges and dates.",
    ),
    SheetPlan("Issues", Colour.REGISTER, frozen=1, hint="Say what has happened, who resolves it and by when."),
    SheetPlan("Actions", Colour.REGISTER, hint="Say who does what by when; set Done when it is done."),
    SheetPlan("Stakeholders", Colour.REGISTER, hint="Say who has a say, where they stand and should stand."),
    SheetPlan("Status", Colour.IDENTITY, frozen=1, hint="Write three sentences; the colours and reasons are computed."),
    SheetPlan("Dashboard", Colour.GUIDE),
    SheetPlan("Findings", Colour.RECORD, rows=60, frozen=2, hint="Work from the top; then Refresh again.", height=32),
    SheetPlan(
        "Calendars", Colour.RECORD, Level.STRUCTURED, rows=8, spare=6, frozen=1, hint="Type the hours of each day."
    ),
    SheetPlan("Baselines", Colour.RECORD, Level.STRUCTURED, frozen=0, hint="Written by Baseline; never edit."),
    SheetPlan(
        "Schedule Health",
        Colour.RECORD,
        Level.STRUCTURED,
        rows=24,
        frozen=2,
        hint="Refresh fills it; look at the tasks named where Pass is No.",
        height=56,
    ),
    SheetPlan("History", Colour.RECORD, Level.STRUCTURED, frozen=0, hint="Written by Snapshot; never edit."),
    SheetPlan("Audit", Colour.RECORD, Level.STRUCTURED, frozen=0, hint="Written by commands; never edit."),
    SheetPlan(
        "Lists",
        Colour.RECORD,
        Level.STRUCTURED,
        spare=0,
        frozen=0,
        hint="The words of the drop-down lists.",
    ),
    SheetPlan(
        "Settings",
        Colour.RECORD,
        Level.STRUCTURED,
        spare=3,
        frozen=1,
        hint="Type where the default does not fit.",
    ),
)
"""Every sheet in the order of the tabs."""

_LEVELS: Final = tuple(Level)


def visible(plan: SheetPlan, level: Level, filled: Collection[str]) -> bool:
    """Whether people see the sheet: its level is reached, or it is optional and `filled` names it."""
    return _LEVELS.index(plan.level) <= _LEVELS.index(level) or (plan.optional and plan.name in filled)


def table_rows(plan: SheetPlan, content: int) -> int:
    """Rows of the sheet's table: the content and the spare rows, or those of an empty workbook."""
    return content + plan.spare if content else plan.rows
