"""The sheets of the portfolio workbook in the order of the tabs, and how each is laid out."""

from __future__ import annotations

from typing import Final

from pmo_excel.workbook.layout import Colour, SheetPlan

_COLLECTED: Final = "Filled when workbooks are collected; people type the blue columns."


def _collected(name: str, frozen: int = 2, sums: tuple[str, ...] = (), rows: int = 24) -> SheetPlan:
    return SheetPlan(name, Colour.PLAN, rows=rows, spare=8, frozen=frozen, sums=sums, hint=_COLLECTED)


def _typed(name: str, hint: str, colour: Colour = Colour.REGISTER, frozen: int = 2, height: float = 18) -> SheetPlan:
    return SheetPlan(name, colour, rows=24, spare=10, frozen=frozen, hint=hint, height=height)


PORTFOLIO_SHEETS: Final[tuple[SheetPlan, ...]] = (
    SheetPlan("Start", Colour.GUIDE),
    SheetPlan("Dashboard", Colour.GUIDE),
    _collected("Portfolio Register", sums=("Approved Budget", "Actual to Date", "EAC", "Exposure (EMV)"), rows=30),
    SheetPlan("Roll-up", Colour.PLAN, rows=24, spare=8, frozen=2, hint="Filter by the first column."),
    _typed("Collection", "One row per project: where its workbook is, and when it is due.", Colour.IDENTITY, 1),
    _typed("Header Map", "What the headers of another template stand for.", Colour.IDENTITY, 0),
    _typed("Intake", "One row per request; move its stage, record the decision."),
    _typed("Objectives", "What the organisation wants to reach; weights add up to 100%."),
    _typed("Alignment", "Say which project serves which objective, and why."),
    _typed("Criteria", "Weights add up to 100%; or leave them empty and compare the criteria in pairs.", frozen=1),
    _typed("Scores", "One row per project, or request, and criterion, 1 to 5."),
    _typed(
        "Selection", "One row per scenario: what may be spent and must be done; refresh chooses.", frozen=1, height=56
    ),
    _typed("Resource Pool", "Everybody whom projects can ask for.", Colour.PEOPLE),
    _typed("Skills", "One row per person and skill.", Colour.PEOPLE),
    _typed("Demand", "Collected assignments; type requests for roles below them.", Colour.PEOPLE),
    _typed("Capacity", _COLLECTED, Colour.PEOPLE),
    SheetPlan("Heatmap", Colour.PEOPLE, hint="Load of everybody by week, from Capacity."),
    _collected("Portfolio Milestones"),
    _collected("Cross Dependencies", frozen=0),
    _collected("Portfolio RAID", frozen=3),
    _collected("Financials", sums=("Budget", "Actual", "Forecast", "Commitment", "Variance", "Contingency Left")),
    _collected("Portfolio Benefits"),
    _collected("Portfolio Changes"),
    _collected("Gate Pipeline"),
    SheetPlan("Findings", Colour.RECORD, rows=16, spare=6, frozen=2, hint="Work from the top.", height=32),
    SheetPlan("Lessons Library", Colour.CONTROL, rows=24, spare=8, frozen=2, hint="Filter by category or tag."),
    SheetPlan(
        "Lineage", Colour.RECORD, rows=24, frozen=3, hint="Filter by sheet and row to see where a value is from."
    ),
    SheetPlan("Publish Log", Colour.RECORD, rows=24, frozen=0, hint="Written by Publish; never edit."),
    SheetPlan("Conflicts", Colour.RECORD, rows=24, frozen=0, hint="Choose whose value is to stay."),
    SheetPlan("History", Colour.RECORD, rows=24, frozen=0, hint="Written by Snapshot; never edit."),
    SheetPlan("Settings", Colour.RECORD, spare=3, frozen=2, hint="Type where the default does not fit."),
)
"""The pages first, then what is collected, what people type and what the program keeps."""
