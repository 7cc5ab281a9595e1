"""Settings of the portfolio workbook that no project's workbook has."""

from __future__ import annotations

from typing import Final

from pmo_excel.core.columns import Column, Type

DEADLINE: Final = Column(
    "Collection deadline",
    "Day and hour by which workbooks are due each week, where Collection gives no other: Fri 17:00.",
    default="Fri 17:00",
)
GATES_PER_BOARD: Final = Column(
    "Gates per board and week",
    "Gates that a board can hold in one week; more are a finding.",
    Type.NUMBER,
    "gates",
    minimum=1,
    default=2,
)
COLLECTING: Final[tuple[Column, ...]] = (DEADLINE, GATES_PER_BOARD)
"""In the order of the sheet, after those of the projects."""
