"""Status of resource: work in the next weeks that nobody is named for, and overload on the critical path."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.rag import Rag
from pmo_excel.governance.dimensions.basis import Basis
from pmo_excel.governance.judged import Cited, Judged, Measure, address, judged, not_kept
from pmo_excel.governance.reasons import number_text, percent_text
from pmo_excel.resources.bookings import generic
from pmo_excel.resources.demand import role_demand
from pmo_excel.resources.load import placed_load
from pmo_excel.resources.tables import Assignments, Resources
from pmo_excel.schedule.named_calendars import named_calendars, project_calendar
from pmo_excel.schedule.workdays import day_minutes


def resource_status(basis: Basis) -> Judged:
    """Status of resource; not judged where nobody is assigned."""
    assignments, resources = basis.sheets.assignments, basis.sheets.resources
    if assignments is None or resources is None or not len(assignments) or not len(resources):
        return not_kept("Resource", "no assignments are kept")
    return judged("Resource", [_unfilled(basis, assignments, resources), *_overload(basis, assignments, resources)])


def _unfilled(basis: Basis, assignments: Assignments, resources: Resources) -> Measure:
    weeks, amber, red = (
        basis.cited_limit("Staffing weeks", percent=False),
        basis.cited_limit("Unfilled amber"),
        basis.cited_limit("Unfilled red"),
    )
    asked, missing, roles = _demand(basis, assignments, resources, weeks.value)
    share = missing / asked if asked else 0.0
    cited = (
        Cited("Unfilled (h)", number_text(missing), missing),
        Cited("Asked for (h)", number_text(asked), asked),
        Cited("Share", percent_text(share), share),
        weeks,
        amber,
        red,
        *(Cited(f"Driver {role}", number_text(hours), hours) for role, hours in roles),
    )
    weeks_on = f"asked for in the next {weeks.text} weeks"
    said = (
        f"{number_text(missing)} of {number_text(asked)} h {weeks_on} have nobody named, {percent_text(share)} "
        f"(red > {red.text}, amber > {amber.text})"
        if asked
        else f"no role is {weeks_on} without a name"
    )
    colour = Rag.RED if share > red.value else Rag.AMBER if share > amber.value else Rag.GREEN
    drivers = tuple(f"{role} +{number_text(hours)} h" for role, hours in roles)
    return Measure(said, colour, share, red.value or 1.0, cited, drivers)


def _demand(
    basis: Basis, assignments: Assignments, resources: Resources, weeks: float
) -> tuple[float, float, list[tuple[str, float]]]:
    """Hours asked for and hours without a person in the weeks from the status date, and the roles that lack most."""
    if basis.status_date is None or not any(generic(kind) for kind in resources.resource_type.tolist()):
        return 0.0, 0.0, []
    named, _ = named_calendars(basis.sheets.holidays, basis.sheets.calendars)
    default = project_calendar(basis.sheets.holidays, basis.sheets.calendars)
    placed, _ = placed_load(assignments, resources, basis.tasks, basis.sheets.leave, named, default, "Day")
    standard = None if placed is None else day_minutes(default, placed.days.first, placed.days.count) / 60
    demand = role_demand(placed, assignments, resources, standard, "Day")
    first = basis.status_date // DAY * DAY
    inside = (demand.period_start > first) & (demand.period_start <= first + weeks * 7 * DAY)
    roles: dict[str, float] = {}
    for role, gap in zip(demand.role[inside].tolist(), demand.gap[inside].tolist(), strict=True):
        if gap == gap and gap > 0:
            roles[role] = roles.get(role, 0.0) + gap
    most = sorted(roles.items(), key=lambda item: (-item[1], item[0]))[:3]
    return float(np.nansum(demand.demand[inside])), sum(roles.values()), most


def _overload(basis: Basis, assignments: Assignments, resources: Resources) -> Iterator[Measure]:
    """The highest peak load of people who are overallocated on a critical task that is not done."""
    people = {str(key): row for row, key in enumerate(resources.id.tolist()) if key}
    critical = _critical(basis)
    rows = {
        people[str(who)]
        for task, who, over in zip(
            assignments.task_id.tolist(),
            assignments.resource_id.tolist(),
            assignments.overallocated.tolist(),
            strict=True,
        )
        if over and str(task) in critical and str(who) in people
    }
    loaded = sorted(
        (row for row in rows if resources.peak_load[row] == resources.peak_load[row]),
        key=lambda r: (-resources.peak_load[r], r),
    )
    if not loaded:
        return
    peak = float(resources.peak_load[loaded[0]])
    amber, red = (basis.cited_limit(f"Over-allocation {colour}") for colour in ("amber", "red"))
    cited = (*(_cited(resources, row) for row in loaded[:3]), amber, red)
    said = f"peak load on the critical path is {percent_text(peak)} (red > {red.text}, amber > {amber.text})"
    colour = Rag.RED if peak > red.value else Rag.AMBER if peak > amber.value else Rag.GREEN
    drivers = tuple(
        f"{resources.name[row] or resources.id[row]} {percent_text(float(resources.peak_load[row]))}"
        for row in loaded[:3]
    )
    yield Measure(said, colour, peak - amber.value, max(red.value - amber.value, 0.01), cited, drivers)


def _cited(resources: Resources, row: int) -> Cited:
    value = float(resources.peak_load[row])
    return Cited("Peak Load %", percent_text(value), value, address(resources, "peak_load", row))


def _critical(basis: Basis) -> set[str]:
    tasks = basis.tasks
    columns = (tasks.id, tasks.critical, tasks.percent_complete, tasks.actual_finish)
    return {
        str(key)
        for key, critical, done, finished in zip(*(c.tolist() for c in columns), strict=True)
        if key and critical and not done >= 1 and finished == NO_INSTANT
    }
