"""The catalogue entries of assumptions, dependencies, deliverables and benefits."""

from __future__ import annotations

from typing import Annotated

from pmo_excel.core.catalogue import Answer, Arg, Date, function
from pmo_excel.governance import benefits as benefit
from pmo_excel.governance import deliverables as deliverable
from pmo_excel.governance import raid
from pmo_excel.governance.cross_dependencies import DependencyPairs, ProjectDependencies, dependency_pairs
from pmo_excel.governance.document_register import DocumentStatus, document_status, overdue_reviews
from pmo_excel.governance.functions import CalendarRange, HolidayRange, Trigger
from pmo_excel.governance.tables import Assumptions, Benefits, Deliverables, Dependencies
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.tables import Schedule

ToleranceDays = Annotated[float, Arg("Tolerance in time", unit="working days", source="Charter.Tolerance Time (wd)")]


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
) -> raid.DependencyStatus | Answer:
    """Working days from needed to promised of each dependency, and its status against the tolerance in time.

    One that is promised later than needed, and one for which nobody is named, are findings.
    """
    made = raid.dependency_status(dependencies, project_calendar(holidays, calendars), tolerance_days, amber_trigger)
    return Answer(made, list(raid.dependency_problems(dependencies, made)))


@function("CROSSDEPENDENCIES", example="=PMO.CROSSDEPENDENCIES(A4:J40)")
def crossdependencies(
    dependencies: Annotated[
        ProjectDependencies,
        Arg("Dependencies of several projects", needs=("Project ID", "Direction", "Other Project ID")),
    ],
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
) -> DependencyPairs | Answer:
    """What projects give each other and get from each other, both sides matched, with the gap in working days.

    One that is late, one that only one side lists, and one that nobody delivers are findings.
    """
    return Answer(*dependency_pairs(dependencies, project_calendar(holidays, calendars)))


@function("DELIVERABLES", example="=PMO.DELIVERABLES(Deliverables!A4:P20; Schedule!A4:AK60; DATE(2026;3;31))")
def deliverables_function(
    deliverables: Annotated[Deliverables, Arg("The deliverables", needs=("Deliverable ID",))],
    tasks: Annotated[Schedule, Arg("The schedule", needs=("Task ID", "Deliverable ID"), reads=("Finish",))],
    status_date: Annotated[Date | None, Arg("Status date", source="Charter.Status Date")] = None,
    tolerance_days: ToleranceDays = 10,
    amber_trigger: Trigger = 0.5,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
) -> deliverable.DeliverableStatus:
    """The tasks that make each deliverable, in the order of the plan, and whether it will be approved in time.

    Approved is blue, rejected red; else the finish of its tasks, or the status date, against the planned approval.
    """
    limits = deliverable.Limits(status_date, tolerance_days, amber_trigger, project_calendar(holidays, calendars))
    return deliverable.deliverable_status(deliverables, tasks, limits)


@function("DOCUMENTS", example="=PMO.DOCUMENTS(Deliverables!A4:P20; DATE(2026;3;31))")
def documents_function(
    deliverables: Annotated[
        Deliverables, Arg("The register of documents", needs=("Deliverable ID", "Deliverable Status"))
    ],
    status_date: Annotated[Date, Arg("Status date", source="Charter.Status Date")],
) -> DocumentStatus | Answer:
    """The register of documents: status, version, owner, link, days by which a review is overdue, and what is lacking.

    Overdue reviews are findings.
    """
    return Answer(document_status(deliverables, status_date), list(overdue_reviews(deliverables, status_date)))


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
) -> benefit.BenefitStatus | Answer:
    """Status of each benefit: what its forecast falls short of the target, against the tolerance; and its delay.

    A benefit that was not measured since its target date is a finding.
    """
    found = [] if status_date is None else list(benefit.to_measure(benefits, status_date))
    return Answer(benefit.benefit_status(benefits, tolerance, amber_trigger, status_date), found)
