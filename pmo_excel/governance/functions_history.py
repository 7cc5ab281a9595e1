"""The catalogue entries that look back over snapshots: colours of past periods, trends of risks, watermelons."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.catalogue import Arg, Date, function
from pmo_excel.core.columns import Column, Texts, Type
from pmo_excel.core.tables import Table, table
from pmo_excel.governance import watermelons
from pmo_excel.governance.figures import RISK, SCORE
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.functions import SnapshotRange
from pmo_excel.schedule.snapshots import BETTER, SAME, WORSE, previous

ColourRange = Annotated[
    watermelons.ReportedColours,
    Arg("Snapshots of one project or of many", needs=("Status Date", "Object", "Key", "Measure", "Value")),
]
Periods = Annotated[float, Arg("Reports from which it is a rule", unit="reports")]


@table("Risks", key="id")
class RiskTrend(Table):
    """Risks with the direction of their score."""

    id: Annotated[Texts, Column("Risk ID", "The risk, as in the register.")]
    trend: Annotated[Texts, Column("Trend", "▲ lower, ► the same, ▼ higher than at the last snapshot.", Type.ARROW)]


@function("RISKTREND", example="=PMO.RISKTREND(Risks!A4:AU40; History!A4:H200; DATE(2026;3;31))")
def risktrend(
    risks: Annotated[Risks, Arg("The risk register", needs=("Risk ID",), reads=("Current Score",))],
    history: SnapshotRange = None,
    status_date: Annotated[Date | None, Arg("Snapshots from before it count", source="Charter.Status Date")] = None,
) -> RiskTrend:
    """Whether each risk's score is lower, the same or higher than at the last snapshot: an arrow up is better."""
    before = previous(history, RISK, SCORE, status_date)
    made = RiskTrend.of(len(risks), id=risks.id)
    for row, (key, score) in enumerate(zip(risks.id.tolist(), risks.current_score.tolist(), strict=True)):
        try:
            was = float(before.get(str(key), "nan"))
        except ValueError:
            was = np.nan
        if was == was and score == score:
            made.trend[row] = SAME if score == was else WORSE if score > was else BETTER
    return made


@function("WATERMELONS", example="=PMO.WATERMELONS(History!A4:I900; 2)")
def watermelons_function(history: ColourRange, periods: Periods = 2) -> watermelons.Watermelons:
    """Projects that report a better colour than is computed (or a worse one) for so many periods running."""
    return watermelons.watermelons(history, periods)


@function("OPTIMISTS", example="=PMO.OPTIMISTS(History!A4:I900; 2; 50%)")
def optimists(
    history: ColourRange,
    periods: Periods = 2,
    share: Annotated[float, Arg("Share of the reports from which it is a rule", unit="fraction")] = 0.5,
) -> watermelons.Optimists:
    """Project managers by how often they report a better colour than is computed, over all their projects."""
    return watermelons.optimists(history, periods, share)
