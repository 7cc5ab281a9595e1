"""Deliverables with their tasks, gates with their readiness, benefits with their colour."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.rag import rag
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.deliverable_rag import deliverable_reasons, letters
from pmo_excel.governance.tables import Benefits, Deliverables, StageGates
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.tables import Schedule


@table("Deliverables", key="id")
class LinkedDeliverables(Table):
    """Deliverables with the tasks that make them."""

    id: Annotated[Texts, Column("Deliverable ID", "The deliverable, as in its sheet.")]
    linked_tasks: Annotated[Texts, Column("Linked Tasks", "Tasks that name it, in the plan's order.")]
    rag: Annotated[Texts, Column("Deliverable RAG", "Its expected approval against the planned one.", Type.RAG)]


@table("Stage Gates")
class GateReadiness(Table):
    """The checklist's rows; the first one of each gate says how ready the gate is."""

    gate: Annotated[Texts, Column("Gate", "The gate, as in the checklist.")]
    readiness: Annotated[Numbers, Column("Readiness %", "Items in place.", Type.PERCENT, unit="fraction")]
    missing_mandatory: Annotated[Texts, Column("Missing Mandatory", "Mandatory items not in place.")]


@table("Benefits", key="id")
class BenefitStatus(Table):
    """Benefits with their colour."""

    id: Annotated[Texts, Column("Benefit ID", "The benefit, as in the register.")]
    rag: Annotated[Texts, Column("Benefit RAG", "Forecast against target.", Type.RAG)]
    cost_of_delay: Annotated[
        Numbers, Column("Cost of Delay to Date", "Value of the weeks that it is late.", Type.MONEY, unit="currency")
    ]


def linked_deliverables(
    deliverables: Deliverables,
    tasks: Schedule,
    calendar: Calendar,
    tolerance: float,
    amber_trigger: float,
    status_date: int | None,
) -> LinkedDeliverables:
    """The tasks of each deliverable, empty where none names it; and its colour."""
    colours = letters(deliverable_reasons(deliverables, tasks, calendar, tolerance, amber_trigger, status_date))
    by_deliverable: dict[str, list[str]] = defaultdict(list)
    for task, made in zip(tasks.id.tolist(), tasks.deliverable_id.tolist(), strict=True):
        if task and made:
            by_deliverable[made].append(task)
    linked = ["; ".join(by_deliverable[i]) if i in by_deliverable else None for i in deliverables.id.tolist()]
    return LinkedDeliverables.of(
        len(linked), id=deliverables.id, linked_tasks=np.array(linked, dtype=object), rag=colours
    )


def gate_readiness(gates: StageGates) -> GateReadiness:
    """Items with the result Yes out of those that apply; a mandatory item needs evidence as well as a Yes.

    An item that does not apply (N/A) counts for nothing; a gate of such items only has no readiness.
    """
    made = GateReadiness.of(len(gates), gate=gates.gate)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, gate in enumerate(gates.gate.tolist()):
        if gate:
            rows[gate].append(row)
    for listed in rows.values():
        applying = [r for r in listed if gates.result[r] != "N/A"]
        if applying:
            made.readiness[listed[0]] = sum(gates.result[r] == "Yes" for r in applying) / len(applying)
        missing = [r for r in applying if gates.mandatory[r] and not _in_place(gates, r)]
        names = [gates.checklist_item[r] or gates.item_no[r] or f"row {r + 1}" for r in missing]
        made.missing_mandatory[listed[0]] = "; ".join(names) or None
    return made


def _in_place(gates: StageGates, row: int) -> bool:
    return gates.result[row] == "Yes" and bool(gates.evidence_link[row])


def benefit_status(
    benefits: Benefits, tolerance: float, amber_trigger: float, status_date: int | None = None
) -> BenefitStatus:
    """The colour of each benefit: how far its forecast falls short of its target, against the tolerance.

    Delay costs the value of a week for each week by which the status date lies after the target date of a benefit
    that has not reached its target.
    """
    made = BenefitStatus.of(len(benefits), id=benefits.id, cost_of_delay=_cost_of_delay(benefits, status_date))
    for row, kind in enumerate(benefits.benefit_type.tolist()):
        baseline, target, forecast = (
            float(getattr(benefits, name)[row]) for name in ("baseline_value", "target_value", "forecast_value")
        )
        short = shortfall(kind == "Disbenefit", baseline, target, forecast)
        if short == short:
            made.rag[row] = rag(short, tolerance, amber_trigger).value
    return made


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
