"""Milestone trend: how a forecast has slipped from report to report, and where that leads if it goes on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Final, NamedTuple

import numpy as np

from pmo_excel.core.columns import Column, Instants, Numbers, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Table, table

ENOUGH: Final = 3
"""Points from which there is a trend."""


@table("", plain="date")
class DateList(Table):
    """A list of dates."""

    date: Annotated[
        Instants,
        Column(
            "Date",
            "A date.",
            Type.DATE,
            also=("Report Date", "Forecast Date", "Forecast Finish", "Status Date", "Snapshot Date", "As Of"),
        ),
    ]


@table("History")
class Trend(Table):
    """Forecasts of one milestone, report by report."""

    report_date: Annotated[Instants, Column("Report Date", "When it was forecast.", Type.DATE)]
    forecast_date: Annotated[Instants, Column("Forecast Date", "What was forecast.", Type.DATE)]
    slip: Annotated[Numbers, Column("Slip (d)", "Days later than in the report before.", Type.NUMBER, unit="days")]
    slope: Annotated[
        Numbers, Column("Slope", "Days of slip for each day that passes; 1 is never finishing.", Type.NUMBER)
    ]
    trend_finish: Annotated[
        Instants, Column("Trend-implied Finish", "Where the trend meets the day itself; an indication only.", Type.DATE)
    ]


class Line(NamedTuple):
    """A regression of forecasts on report dates: its slope, and the day on which it meets the diagonal, if it does."""

    slope: float
    finish: int | None


def trend(reports: Sequence[int], forecasts: Sequence[int], points: int = 0) -> Trend:
    """Slips, and for each report the trend up to it, in the order of the dates.

    Parameters
    ----------
    reports, forecasts
        Instants, pair by pair; a pair with an empty date is left out.
    points
        Only so many latest points count in each trend, at least three; 0: all up to then.

    Source
    ------
    Milestone trend analysis: report dates across, forecasts up, completion on the diagonal. Least squares.
    """
    pairs = sorted(p for p in zip(reports, forecasts, strict=True) if NO_INSTANT not in p)
    made = Trend.of(len(pairs))
    for at, (report, forecast) in enumerate(pairs):
        made.report_date[at], made.forecast_date[at] = report, forecast
        if at:
            made.slip[at] = (forecast - pairs[at - 1][1]) / DAY
        line = _line(pairs[max(0, at + 1 - max(points, ENOUGH)) if points else 0 : at + 1])
        if line is not None:
            made.slope[at] = line.slope
            made.trend_finish[at] = NO_INSTANT if line.finish is None else line.finish
    return made


def _line(pairs: Sequence[tuple[int, int]]) -> Line | None:
    """The line through the points; None with fewer than three, or when all stand on one day."""
    if len(pairs) < ENOUGH or pairs[0][0] == pairs[-1][0]:
        return None
    x, y = (np.array(side, dtype=float) / DAY for side in zip(*pairs, strict=True))
    across, up = x - x.mean(), y - y.mean()
    slope = float((across * up).sum() / (across**2).sum())
    if slope >= 1:
        return Line(slope, None)
    meets = (y.mean() - slope * x.mean()) / (1 - slope)
    return Line(slope, math.ceil(meets - 1e-6) * DAY)
