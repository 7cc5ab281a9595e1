"""The catalogue entries that look back over snapshots: colours of past periods, trends of risks, watermelons."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Arg, function
from pmo_excel.governance import watermelons

ColourRange = Annotated[
    watermelons.ReportedColours,
    Arg("Snapshots of one project or of many", needs=("Status Date", "Object", "Key", "Measure", "Value")),
]
Periods = Annotated[float, Arg("Reports from which it is a rule", unit="reports")]


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
