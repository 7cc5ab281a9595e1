"""The sheets of each workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pmo_excel.workbook.layout import Colour, SheetPlan
from pmo_excel.workbook.portfolio_sheets import PORTFOLIO_SHEETS
from pmo_excel.workbook.project_sheets import PROJECT_SHEETS

_ADDED: Final = (
    SheetPlan(
        "Conflicts",
        Colour.RECORD,
        rows=24,
        frozen=3,
        hint="Choose in the blue columns; pmo publish apply carries it out on both sides.",
        height=44,
    ),
    SheetPlan(
        "Drafts",
        Colour.PEOPLE,
        rows=12,
        frozen=1,
        hint="Edit the blue columns; pmo drafts BOOK --to FOLDER writes them as messages. Nothing is sent.",
        height=160,
    ),
)
_PLANS: Final[Mapping[str, tuple[SheetPlan, ...]]] = {
    "project": PROJECT_SHEETS,
    "portfolio": PORTFOLIO_SHEETS,
    "added": _ADDED,
}


def plans(book: str) -> tuple[SheetPlan, ...]:
    """The sheets of the project or the portfolio workbook, in the order of the tabs; or those added when needed."""
    return _PLANS[book]
