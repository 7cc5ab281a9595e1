"""Schedule health over time: each check beside its result at the last snapshot; and the findings of each task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Final

import numpy as np

from pmo_excel.core import cells
from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.tables import Table, table
from pmo_excel.schedule.health import Examined, as_table
from pmo_excel.schedule.health_checks import HEALTHY_DENSITY, Check, Passes
from pmo_excel.schedule.snapshots import BETTER, HEALTH, RESULT, SAME, WORSE, Figure, Snapshots, previous
from pmo_excel.schedule.tables import Schedule, ScheduleHealth

_DIGITS: Final = 6
"""Decimals of a result that a snapshot keeps."""
_OF_THE_PLAN: Final = frozenset({12, 13})
"""Checks that look at the plan as a whole: their task is to blame only where they fail."""


@table("Schedule Health", key="number")
class HealthTrend(Table):
    """Checks with definition, result and trend."""

    number: Annotated[Texts, Column("Check No", "As the guideline numbers it.")]
    check: Annotated[Texts, Column("Check", "Its name.")]
    definition: Annotated[Texts, Column("Definition", "What is counted; and why there is no result.", Type.LONG_TEXT)]
    count: Annotated[Numbers, Column("Count", "What was counted.", Type.NUMBER)]
    denominator: Annotated[Numbers, Column("Denominator", "Out of how many.", Type.NUMBER)]
    result: Annotated[Numbers, Column("Result", "Count ÷ denominator.", Type.NUMBER)]
    threshold: Annotated[Numbers, Column("Threshold", "The result that still passes.", Type.NUMBER)]
    passed: Annotated[Flags, Column("Pass", "Yes where the result keeps the threshold.", Type.YES_NO)]
    previous: Annotated[Numbers, Column("Previous Result", "Its result at the last snapshot.", Type.NUMBER)]
    trend: Annotated[Texts, Column("Trend", "▲ better, ► the same, ▼ worse than at the last snapshot.", Type.ARROW)]
    task_ids: Annotated[Texts, Column("Task IDs", "The tasks to look at.", Type.LONG_TEXT)]


@table("Schedule", key="id")
class HealthFindings(Table):
    """Tasks with the checks that they fail."""

    id: Annotated[Texts, Column("Task ID", "The task, as in the Schedule sheet.")]
    findings: Annotated[Texts, Column("Health Findings", "The checks that name it, as in DCMA1; DCMA7.")]


def health_trend(
    found: Sequence[Examined], ids: Sequence[str], snapshots: Snapshots | None, status_date: int | None
) -> HealthTrend:
    """Every check with its definition, and its result beside that of the newest snapshot before the status date."""
    was = previous(snapshots, HEALTH, RESULT, status_date)
    plain = as_table(found, ids)
    before = [_number(was.get(str(one.check.number))) for one in found]
    arrows = [_arrow(one.check, old, one.finding.result) for one, old in zip(found, before, strict=True)]
    return HealthTrend.of(
        len(found),
        number=np.array([str(one.check.number) for one in found], dtype=object),
        check=plain.check,
        definition=np.array([_defined(one) for one in found], dtype=object),
        count=plain.count,
        denominator=plain.denominator,
        result=plain.result,
        threshold=plain.threshold,
        passed=plain.passed,
        previous=np.array(before, dtype=float),
        trend=np.array(arrows, dtype=object),
        task_ids=plain.task_ids,
    )


def results(made: HealthTrend) -> Iterator[Figure]:
    """The results as figures of a snapshot; those without a result are left out."""
    for number, result in zip(made.number.tolist(), made.result.tolist(), strict=True):
        if result == result:
            yield Figure(HEALTH, number, RESULT, f"{round(result, _DIGITS):g}")


def kept_results(sheet: ScheduleHealth) -> Iterator[Figure]:
    """The same from the sheet on which the results stand."""
    for number, result in zip(sheet.number.tolist(), sheet.result.tolist(), strict=True):
        if number and result == result:
            yield Figure(HEALTH, str(number), RESULT, f"{round(result, _DIGITS):g}")


def health_findings(tasks: Schedule, found: Sequence[Examined]) -> HealthFindings:
    """The checks of the guideline that name each task, in the order of the tasks: `DCMA1; DCMA7`."""
    codes: dict[int, list[str]] = {}
    for one in found:
        check, finding = one.check, one.finding
        if str(check.number).startswith("E") or (check.number in _OF_THE_PLAN and one.passed):
            continue
        for row in finding.rows:
            codes.setdefault(row, []).append(f"DCMA{check.number}")
    listed = ["; ".join(codes[row]) if row in codes else None for row in range(len(tasks))]
    return HealthFindings.of(len(tasks), id=tasks.id, findings=np.array(listed, dtype=object))


def _defined(one: Examined) -> str:
    """What a check counts; and why it has no result, where it has none."""
    why = one.finding.undefined
    return f"{one.check.definition} No result: {why}." if why else one.check.definition


def _number(text: str | None) -> float:
    value = None if text is None else cells.number(text).value
    return float("nan") if value is None else float(value)


def _arrow(check: Check, before: float, now: float) -> str | None:
    """Whether a result is nearer to what is wanted; None where it has none, or the check is for information."""
    if before != before or now != now or check.passes is Passes.INFORMATION:
        return None
    change = _shortfall(check, before) - _shortfall(check, now)
    return SAME if abs(change) < 10**-_DIGITS else BETTER if change > 0 else WORSE


def _shortfall(check: Check, result: float) -> float:
    """How far a result lies on the wrong side: smaller is better."""
    if check.passes is Passes.AT_MOST:
        return result
    if check.passes is Passes.AT_LEAST:
        return -result
    if check.passes is Passes.WITHIN:
        return max(HEALTHY_DENSITY[0] - result, result - HEALTHY_DENSITY[1], 0)
    return abs(result - check.threshold)
