"""The catalogue entries of assumptions, dependencies, deliverables, gates and benefits."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Arg, Date, function
from pmo_excel.governance import products, raid
from pmo_excel.governance.functions import CalendarRange, HolidayRange, ToleranceDays, Trigger
from pmo_excel.governance.tables import Assumptions, Benefits, Deliverables, Dependencies, StageGates
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.tables import Schedule


@function("ASSUMPTIONAGES", example="=PMO.ASSUMPTIONAGES(Assumptions!A4:H40; DATE(2026;3;31))")
def assumptionages(
    assumptions: Annotated[Assumptions, Arg("The assumptions", needs=("Assumption ID", "Validate By"))],
    status_date: Annotated[Date, Arg("Status date", source="Charter.Status Date")],
) -> raid.AssumptionAges:
    """Whether each open assumption is past the day by which it must be validated."""
    return raid.assumption_ages(assumptions, status_date)


@function("DEPENDENCIES", example="=PMO.DEPENDENCIES(Dependencies!A4:M40; 10)")
def dependencies_function(
    dependencies: Annotated[
        Dependencies, Arg("The dependencies", needs=("Dependency ID", "Needed By", "Promised Date"))
    ],
    tolerance_days: ToleranceDays = 10,
    amber_trigger: Trigger = 0.5,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
) -> raid.DependencyStatus:
    """Working days from needed to promised of each dependency, and its status against the tolerance in time."""
    calendar = project_calendar(holidays, calendars)
    return raid.dependency_status(dependencies, calendar, tolerance_days, amber_trigger)


@function("DELIVERABLES", example="=PMO.DELIVERABLES(Deliverables!A4:O20; Schedule!A4:AK60)")
def deliverables_function(
    deliverables: Annotated[Deliverables, Arg("The deliverables", needs=("Deliverable ID",))],
    tasks: Annotated[Schedule, Arg("The schedule", needs=("Task ID", "Deliverable ID"), reads=("Finish",))],
    tolerance_days: ToleranceDays = 10,
    amber_trigger: Trigger = 0.5,
    status_date: Annotated[Date | None, Arg("Status date", source="Charter.Status Date")] = None,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
) -> products.LinkedDeliverables:
    """The tasks that make each deliverable, in the order of the plan, and the colour of its approval."""
    calendar = project_calendar(holidays, calendars)
    return products.linked_deliverables(deliverables, tasks, calendar, tolerance_days, amber_trigger, status_date)


@function("GATES", example="=PMO.GATES('Stage Gates'!A4:O40)")
def gates_function(
    gates: Annotated[StageGates, Arg("The gate checklist", needs=("Gate", "Checklist Item", "Mandatory", "Result"))],
) -> products.GateReadiness:
    """How ready each gate is, on its first row: the share of its items in place, and the mandatory ones that are not.

    A mandatory item is in place when its result is Yes and there is evidence of it.
    """
    return products.gate_readiness(gates)


@function("BENEFITS", example="=PMO.BENEFITS(Benefits!A4:N20; 10%)")
def benefits_function(
    benefits: Annotated[Benefits, Arg("The benefits", needs=("Benefit ID", "Target Value", "Forecast Value"))],
    tolerance: Annotated[
        float,
        Arg(
            "Tolerance in benefits",
            unit="fraction of the target",
            source="Charter.Tolerance Benefits (%) | Settings.Benefits tolerance",
        ),
    ] = 0.1,
    amber_trigger: Trigger = 0.5,
    status_date: Annotated[Date | None, Arg("Status date, for delays", source="Charter.Status Date")] = None,
) -> products.BenefitStatus:
    """Status of each benefit: what its forecast falls short of the target, against the tolerance; and its delay."""
    return products.benefit_status(benefits, tolerance, amber_trigger, status_date)
