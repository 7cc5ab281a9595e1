"""Assumptions that are not validated in time, and dependencies that come later than they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

import numpy as np

from pmo_excel.core.columns import Column, Flags, Numbers, Texts, Type
from pmo_excel.core.instants import DAY, NO_INSTANT, day_text
from pmo_excel.core.problems import Code, Problem, Severity
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


OVER: Final = frozenset({"Delivered", "Withdrawn"})
"""States in which nobody waits any more."""
_SIDES: Final = (("provider", "who delivers"), ("receiver", "who waits for"))


def dependency_problems(dependencies: Dependencies, found: DependencyStatus) -> Iterator[Problem]:
    """Open dependencies that come later than they are needed, and those for which a side names nobody."""
    for row, state in enumerate(dependencies.dependency_status.tolist()):
        name = " ".join(part for part in (dependencies.id[row], dependencies.what[row]) if part)
        if state in OVER or not name:
            continue
        if found.gap[row] > 0:
            days = f"{found.gap[row]:.0f} working day{'' if found.gap[row] == 1 else 's'}"
            promised, needed = (day_text(int(getattr(dependencies, f)[row])) for f in ("promised_date", "needed_by"))
            text = f"{name} is promised for {promised}, {days} after {needed}, when it is needed"
            fix = "Agree one date with the other side, or plan for the later one."
            place = dependencies.cell("promised_date", row)
            yield Problem(Code.DEPENDENCY_CONFLICT, text, place, fix, Severity.MEDIUM)
        for field, who in _SIDES:
            if dependencies.has(field) and not getattr(dependencies, field)[row]:
                place = dependencies.cell(field, row)
                yield Problem(
                    Code.NO_OWNER, f"nobody is named {who} {name}", place, "Name one person.", Severity.MEDIUM
                )


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
