"""Earned schedule: the time at which the value that is earned now was planned to be earned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from pmo_excel.core.catalogue import Answer, undefined
from pmo_excel.core.columns import Column, Numbers, Type
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, table

_CENT = 0.005


@table("Earned schedule")
class EarnedSchedule(Table):
    """Time performance in periods."""

    earned_schedule: Annotated[
        Numbers, Column("ES", "When the earned value was planned to be earned.", Type.NUMBER, unit="periods")
    ]
    variance: Annotated[Numbers, Column("SV(t)", "ES - AT; negative is behind plan.", Type.NUMBER, unit="periods")]
    index: Annotated[Numbers, Column("SPI(t)", "ES / AT.", Type.NUMBER, unit="ratio")]
    estimate: Annotated[Numbers, Column("EAC(t)", "Duration at completion.", Type.NUMBER, unit="periods")]
    to_complete_index: Annotated[
        Numbers, Column("TSPI", "Time efficiency that is needed from now on.", Type.NUMBER, unit="ratio")
    ]


def earned_time(times: Sequence[float], planned: Sequence[float], earned_value: float) -> float | None:
    """Earned schedule of a cumulative plan: C, the latest time with PV <= EV, and the part of the step after it.

    Where PV stands still, the end of the stretch counts. All is earned at the first time at which the plan is complete.
    None where EV lies below the plan's first value.

    Source
    ------
    Lipke, Schedule is different, 2003; Henderson, Earned schedule in action, 2005.
    """
    complete = planned[-1]
    if earned_value >= complete - _CENT:
        return next(time for time, value in zip(times, planned, strict=True) if value >= complete - _CENT)
    below = [at for at, value in enumerate(planned) if value <= earned_value]
    if not below:
        return None
    at = below[-1]
    part = (earned_value - planned[at]) / (planned[at + 1] - planned[at])
    return times[at] + part * (times[at + 1] - times[at])


def time_performance(
    earned: float,
    actual_time: float,
    planned_duration: float,
    performance_factor: float | None = None,
    estimated_duration: float | None = None,
) -> tuple[tuple[float, float, float, float, float], dict[str, list[str]]]:
    """ES, SV(t), SPI(t), EAC(t) and TSPI, nan where undefined, and the reasons of those that are.

    EAC(t) is PD / SPI(t), or AT + (PD - ES) / PF with a performance factor. TSPI is that of ending on the planned
    duration, or on an estimated one.
    """
    reasons: dict[str, list[str]] = {}
    index = earned / actual_time if actual_time > 0 else np.nan
    if index != index:
        reasons["no time has passed"] = ["SPI(t)"]
    if performance_factor:
        estimate = actual_time + (planned_duration - earned) / performance_factor
    elif index > 0:
        estimate = planned_duration / index
    else:
        estimate = np.nan
        why = "no schedule is earned yet" if index == 0 else "no time has passed"
        reasons.setdefault(why, []).extend(("EAC(t)", "EAC(t) finish"))
    goal = planned_duration if estimated_duration is None else estimated_duration
    needed = np.nan
    if goal > actual_time:
        needed = (planned_duration - earned) / (goal - actual_time)
    else:
        reasons["the planned duration has passed"] = ["TSPI"]
    return (earned, earned - actual_time, float(index), float(estimate), float(needed)), reasons


def earned_schedule(
    planned: Sequence[float | None],
    earned_value: float,
    actual_time: float,
    performance_factor: float | None,
    estimated_duration: float | None,
) -> EarnedSchedule | Answer:
    """The row of EARNEDSCHEDULE, with the reason for each measure that has no value."""
    wrong = _wrong(planned, earned_value, actual_time)
    if wrong is not None:
        return Answer(None, [wrong])
    values = [float(value or 0.0) for value in planned]
    times = [float(period) for period in range(len(values))]
    earned = earned_time(times, values, earned_value)
    if earned is None:
        return undefined("EV lies below the planned value of period 0, so it was planned at no time")
    duration = next(time for time, value in zip(times, values, strict=True) if value >= values[-1] - _CENT)
    figures, reasons = time_performance(earned, actual_time, duration, performance_factor, estimated_duration)
    es, variance, index, estimate, needed = (np.array([value]) for value in figures)
    row = EarnedSchedule.of(
        1, earned_schedule=es, variance=variance, index=index, estimate=estimate, to_complete_index=needed
    )
    said = [f"{names[0]} has no value: {why}" for why, names in reasons.items()]
    return Answer(row, [Problem(Code.UNDEFINED, text, severity=Severity.INFO) for text in said])


def _wrong(planned: Sequence[float | None], earned_value: float, actual_time: float) -> Problem | None:
    """What leaves no earned schedule to be told."""
    cell = Cell("planned_values")
    for at, value in enumerate(planned):
        before = planned[at - 1] if at else None
        if value is None:
            return Problem(Code.MISSING_VALUE, f"period {at} has no planned value", cell, "Give every period's PV.")
        if before is not None and value < before:
            text = f"the planned value falls from {before:g} to {value:g} at period {at}, and cumulative ones do not"
            return Problem(Code.OUT_OF_RANGE, text, cell, "Give cumulative values.")
    if len(planned) < 2 or not planned[-1]:
        return Problem(Code.UNDEFINED, "the plan has no value", cell, "Give PV from period 0 to the end.")
    if earned_value > float(planned[-1]) + _CENT:
        text = f"EV {earned_value:,.2f} is above BAC {planned[-1]:,.2f}"
        return Problem(Code.OUT_OF_RANGE, text, Cell("earned_value"), "No more than the plan can be earned.")
    if earned_value < 0 or actual_time < 0:
        name = "earned_value" if earned_value < 0 else "actual_time"
        return Problem(Code.OUT_OF_RANGE, f"{name} is below 0", Cell(name), "Give 0 or more.")
    return None
