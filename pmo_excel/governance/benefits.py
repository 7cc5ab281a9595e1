"""Benefits: how far each falls short of its target, in which colour and why, and which are to be measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
from pmo_excel.core.rag import rag
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.reasons import number_text, percent_text
from pmo_excel.governance.tables import Benefits


@table("Benefits", key="id")
class BenefitStatus(Table):
    """Benefits with their colour."""

    id: Annotated[Texts, Column("Benefit ID", "The benefit, as in the register.")]
    rag: Annotated[Texts, Column("Benefit RAG", "Forecast against target.", Type.RAG)]
    why: Annotated[Texts, Column("Benefit RAG Why", "One sentence with the numbers.", Type.LONG_TEXT)]
    realised_share: Annotated[
        Numbers,
        Column("Realised %", "Realised value, on the way from baseline to target.", Type.PERCENT, unit="fraction"),
    ]
    cost_of_delay: Annotated[
        Numbers, Column("Cost of Delay to Date", "Value of the weeks that it is late.", Type.MONEY, unit="currency")
    ]


def benefit_status(
    benefits: Benefits, tolerance: float, amber_trigger: float, status_date: int | None = None
) -> BenefitStatus:
    """The colour of each benefit: how far its forecast falls short of its target, against the tolerance.

    Delay costs the value of a week for each week by which the status date lies after the target date of a benefit
    that has not reached its target.
    """
    made = BenefitStatus.of(len(benefits), id=benefits.id, cost_of_delay=_cost_of_delay(benefits, status_date))
    for row, kind in enumerate(benefits.benefit_type.tolist()):
        baseline, target, forecast, realised = (
            float(getattr(benefits, name)[row])
            for name in ("baseline_value", "target_value", "forecast_value", "realised_value")
        )
        made.realised_share[row] = _realised(baseline, target, realised)
        short = shortfall(kind == "Disbenefit", baseline, target, forecast)
        if short == short:
            colour = rag(short, tolerance, amber_trigger)
            made.rag[row] = colour.value
            how = f"{percent_text(abs(short))} {'short of' if short > 0 else 'beyond'}" if short else "on"
            limits = f"tolerance {percent_text(tolerance)}, amber > {percent_text(amber_trigger * tolerance)}"
            said = f"forecast {number_text(forecast)} is {how} target {number_text(target)}"
            made.why[row] = f"Benefits {colour.word}: {said} ({limits})."
    return made


def _realised(baseline: float, target: float, realised: float) -> float:
    """The part of the way from the baseline, or 0 without one, to the target; nan where there is no way."""
    begin = 0.0 if np.isnan(baseline) else baseline
    return (realised - begin) / (target - begin) if target != begin else float("nan")


def to_measure(benefits: Benefits, status_date: int) -> Iterator[Problem]:
    """Benefits whose target date has passed and that were not measured on it or later."""
    rows = zip(benefits.target_date.tolist(), benefits.measured_on.tolist(), strict=True)
    for row, (due, measured) in enumerate(rows):
        late = status_date // DAY - due // DAY
        if due != NO_INSTANT and late > 0 and (measured == NO_INSTANT or measured < due):
            name = " ".join(part for part in (benefits.id[row], benefits.name[row]) if part) or "this benefit"
            days = f"{late} {'day' if late == 1 else 'days'} ago"
            text = f"{name} was to be reached on {day_text(due)}, {days}, and was not measured since"
            fix = (
                f"Ask {benefits.benefit_owner[row] or 'its owner'} for the value; type Realised Value and Measured On."
            )
            place = benefits.cell("measured_on", row)
            yield Problem(Code.REVIEW_OVERDUE, text, place, fix, Severity.MEDIUM)


def _cost_of_delay(benefits: Benefits, status_date: int | None) -> Numbers:
    cost = np.full(len(benefits), np.nan)
    for row, due in enumerate(benefits.target_date.tolist()):
        if status_date is None or due == NO_INSTANT:
            continue
        baseline, target, realised = (
            float(getattr(benefits, name)[row]) for name in ("baseline_value", "target_value", "realised_value")
        )
        reached = realised <= target if target < baseline else realised >= target
        late = 0 if reached else max(0, status_date // DAY - due // DAY)
        cost[row] = benefits.value_per_week[row] * late / 7
    return cost


def shortfall(disbenefit: bool, baseline: float, target: float, forecast: float) -> float:
    """1 - forecast / target; where the target lies below the baseline, the part of the way down that is missing.

    A disbenefit falls short by what it exceeds. nan where a value is missing or the target is 0.
    """
    if target < baseline:
        return (forecast - target) / (baseline - target)
    if target == 0:
        return float("nan")
    return (forecast - target if disbenefit else target - forecast) / abs(target)
