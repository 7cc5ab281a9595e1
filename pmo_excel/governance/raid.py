"""Assumptions that are not validated in time, and dependencies that come later than they are needed."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.rag import Rag, rag
from pmo_excel.core.tables import Table, table
from pmo_excel.governance.tables import Assumptions, Dependencies
from pmo_excel.schedule.calendars import Calendar
from pmo_excel.schedule.workdays import working_days_after


@table("Assumptions", key="id")
class AssumptionAges(Table):
    """Assumptions with their lateness."""

    id: Annotated[Texts, Column("Assumption ID", "The assumption, as in its sheet.")]
    overdue: Annotated[Flags, Column("Overdue", "Open after its date.", Type.YES_NO)]


@table("Dependencies", key="id")
class DependencyStatus(Table):
    """Dependencies with their gap and colour."""

    id: Annotated[Texts, Column("Dependency ID", "The dependency, as in its sheet.")]
    gap: Annotated[Numbers, Column("Gap (wd)", "From needed to promised.", Type.NUMBER, unit="working days")]
    rag: Annotated[Texts, Column("Dependency RAG", "The gap against the tolerance.", Type.RAG)]


def assumption_ages(assumptions: Assumptions, status_date: int) -> AssumptionAges:
    """Overdue: neither valid nor invalid, and its date is before the status date."""
    settled = np.array([r in ("Valid", "Invalid") for r in assumptions.validation_result.tolist()], dtype=bool)
    by = assumptions.validate_by
    late = ~settled & (by != NO_INSTANT) & (by < status_date // DAY * DAY)
    return AssumptionAges.of(len(assumptions), id=assumptions.id, overdue=late.astype(object))


def dependency_status(
    dependencies: Dependencies, calendar: Calendar, tolerance: float, amber_trigger: float
) -> DependencyStatus:
    """Working days by which the promise is later than the need, and the colour that follows."""
    made = DependencyStatus.of(len(dependencies), id=dependencies.id)
    dates = zip(dependencies.needed_by.tolist(), dependencies.promised_date.tolist(), strict=True)
    for row, (needed, promised) in enumerate(dates):
        if NO_INSTANT not in (needed, promised):
            made.gap[row] = working_days_after(calendar, needed, promised)
        made.rag[row] = _colour(dependencies.dependency_status[row], float(made.gap[row]), tolerance, amber_trigger)
    return made


def _colour(state: str | None, gap: float, tolerance: float, amber_trigger: float) -> str | None:
    """Delivered is blue, broken red; else by the gap, and at risk is amber at least. Empty without dates."""
    if state == "Delivered":
        return str(Rag.BLUE.value)
    if state == "Broken":
        return str(Rag.RED.value)
    if state == "Withdrawn" or (gap != gap and state != "At risk"):
        return None
    found = rag(gap, tolerance, amber_trigger) if gap == gap else Rag.AMBER
    return str((Rag.AMBER if state == "At risk" and found is Rag.GREEN else found).value)
