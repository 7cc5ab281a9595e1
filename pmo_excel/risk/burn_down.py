"""Risk burn-down: the exposure that was planned and the exposure there is, by date."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.catalogue import Answer, undefined
from pmo_excel.core.columns import Column, Flags, Instants, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.tables import Table, table
from pmo_excel.risk.past_risks import COST, PastRisks, number
from pmo_excel.risk.scales import Scales
from pmo_excel.risk.sizes import sizes
from pmo_excel.risk.tables import Risks
from pmo_excel.risk.worth import planned_exposure
from pmo_excel.schedule.snapshots import Snapshots

TOTAL = "Total"
"""The key under which a kept total stands for the sum of the risks."""


@table("Burn-down")
class BurnDown(Table):
    """The exposure of the register by date."""

    date: Annotated[Instants, Column("Date", "A status date; later, a day on which the plan changes.", Type.DATE)]
    planned: Annotated[
        Numbers, Column("Planned Exposure", "If all responses are done in time.", Type.MONEY, unit="currency")
    ]
    actual: Annotated[Numbers, Column("Actual Exposure", "As it was assessed.", Type.MONEY, unit="currency")]
    change: Annotated[Numbers, Column("Change", "Since the date before.", Type.MONEY, unit="currency")]
    increased: Annotated[Flags, Column("Increased", "Yes where it is more than before.", Type.YES_NO)]
    why: Annotated[Texts, Column("Why", "Which risks made it more or less.", Type.LONG_TEXT)]


def burn_down(risks: Risks, history: Snapshots | None, status_date: int | None, scales: Scales) -> Answer:
    """Planned and actual exposure at each snapshot and on the status date, then what is planned.

    The plan starts from the exposures of the first snapshot (without one, of now): each risk keeps its exposure until
    its response is due, has that of its target as typed now afterwards, and none once its window is over. Risks that
    came later are not in the plan; they raise the actual exposure alone.

    Source
    ------
    PMI, Practice Standard for Project Risk Management, 2009, 9.3: risk trend; exposure by status date.
    """
    past = {date: _kept(of) for date, of in PastRisks.of(history, status_date).dates.items()}
    if status_date is not None:
        past[status_date] = _now(risks, scales)
    past = {date: kept for date, kept in past.items() if kept}
    if not past:
        return undefined(
            "no snapshot has the exposure of a risk, and there is no status date", "Take one: pmo snapshot"
        )
    dates = sorted(past)
    steps = _plan(risks, past[dates[0]], dates[0], scales)
    ahead = sorted({day for day, _ in steps if day > dates[-1]})
    actual = [_total(past[date]) for date in dates]
    start = actual[0]
    everything = [*dates, *ahead]
    planned = [start - sum(drop for day, drop in steps if day <= date) for date in everything]
    made = BurnDown.of(
        len(everything),
        date=np.array(everything, dtype=np.int64),
        planned=np.array(planned),
        actual=np.array([*actual, *[np.nan] * len(ahead)]),
    )
    for at in range(1, len(dates)):
        made.change[at] = actual[at] - actual[at - 1]
        if made.change[at] == made.change[at]:
            made.increased[at] = bool(made.change[at] > 0.005)
            made.why[at] = _why(past[dates[at - 1]], past[dates[at]])
    return Answer(made, [])


def _kept(snapshot: dict[str, dict[str, str]]) -> dict[str, float]:
    """The exposure of each risk at a snapshot."""
    found = {key: number(measures.get(COST)) for key, measures in snapshot.items()}
    return {key: value for key, value in found.items() if value == value}


def _total(kept: dict[str, float]) -> float:
    return kept[TOTAL] if TOTAL in kept else sum(kept.values())


def _now(risks: Risks, scales: Scales) -> dict[str, float]:
    """The exposure of each open risk; not known, where a cell of one could not be read."""
    size = sizes(risks, scales)
    values = size.chance * size.cost.mean
    if any(size.open[row] for row in size.broken["cost"]):
        return {TOTAL: float("nan")}
    keys = risks.id.tolist()
    return {str(keys[row]): float(values[row]) for row in np.flatnonzero(size.open & ~np.isnan(values)).tolist()}


def _plan(risks: Risks, first: dict[str, float], start: int, scales: Scales) -> list[tuple[int, float]]:
    """By how much the exposure is to fall, and when: each response on its day, each risk at the end of its window."""
    steps = []
    left = planned_exposure(risks, scales)
    for row, key in enumerate(risks.id.tolist()):
        there = first.get(str(key))
        if there is None:
            continue
        due, end = int(risks.response_due[row]), int(risks.proximity_to[row])
        drop = max(0.0, there - float(left[row])) if left[row] == left[row] else 0.0
        if due != NO_INSTANT and drop and (end == NO_INSTANT or due < end + DAY):
            steps.append((max(due, start), drop))
            there -= drop
        if end != NO_INSTANT:
            steps.append((max(end + DAY, start), there))
    return steps


def _why(before: dict[str, float], now: dict[str, float]) -> str | None:
    """The risks that changed most, as in `R-003 +12,000, R-001 −4,000`."""
    moves = {key: now.get(key, 0.0) - before.get(key, 0.0) for key in dict.fromkeys((*before, *now)) if key != TOTAL}
    most = sorted((key for key in moves if abs(moves[key]) > 0.005), key=lambda key: -abs(moves[key]))[:3]
    return ", ".join(f"{key} {'+' if moves[key] > 0 else '−'}{abs(moves[key]):,.0f}" for key in most) or None
