"""The sheets of each workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pmo_excel.workbook.layout import SheetPlan
from pmo_excel.workbook.portfolio_sheets import PORTFOLIO_SHEETS
from pmo_excel.workbook.project_sheets import PROJECT_SHEETS

_PLANS: Final[Mapping[str, tuple[SheetPlan, ...]]] = {"project": PROJECT_SHEETS, "portfolio": PORTFOLIO_SHEETS}


def plans(book: str) -> tuple[SheetPlan, ...]:
    """The sheets of the project or the portfolio workbook, in the order of the tabs."""
    return _PLANS[book]
