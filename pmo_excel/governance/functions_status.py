"""The catalogue entries of the project's status: its colours, and the figures and cells behind each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any

from pmo_excel.change.tables import Changes
from pmo_excel.core.catalogue import Answer, Arg, Date, asks_as, function, undefined
from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.core.problems import Problem
from pmo_excel.core.rag import Rag
from pmo_excel.cost.tables import Budget, EarnedValue
from pmo_excel.governance import exceptions, rag_figures, rollup, status
from pmo_excel.governance import line_reasons as lines
from pmo_excel.governance.deliverables import Limits
from pmo_excel.governance.dimensions.basis import Agreed, Basis, Sheets, declared
from pmo_excel.governance.figures import project_figures
from pmo_excel.governance.functions import CalendarRange, HolidayRange, ToleranceDays, Trigger
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.since_last import SinceLast, last_snapshot, since_last, since_text
from pmo_excel.governance.tables import Benefits, Charter, Deliverables, Dependencies, Issues, Settings, Status
from pmo_excel.resources.tables import Assignments, Leave, Resources
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.functions import SnapshotRange
from pmo_excel.schedule.functions_health import recovery_function
from pmo_excel.schedule.named_calendars import project_calendar
from pmo_excel.schedule.tables import Milestones, Schedule, ScheduleHealth
from pmo_excel.stakeholders.tables import Contacts, Expectations, Stakeholders

TaskRange = Annotated[
    Schedule,
    Arg(
        "The schedule",
        needs=("Task ID", "Finish"),
        reads=(
            "Finish",
            "Baseline Finish",
            "Finish Variance (wd)",
            "Driving Predecessor",
            "Total Float (wd)",
            "Critical",
        ),
    ),
]
BudgetRange = Annotated[Budget | None, Arg("The budget lines", needs=("Budget",), reads=("EAC",))]
StatusDate = Annotated[Date | None, Arg("Status date", source="Charter.Status Date")]
ApprovedBudget = Annotated[float | None, Arg("Approved budget", unit="currency", source="Charter.Approved Budget")]
ToleranceCost = Annotated[
    float,
    Arg(
        "Tolerance in cost",
        unit="fraction of the budget",
        source="Charter.Tolerance Cost (%) | Settings.Cost tolerance",
    ),
]
Rule = Annotated[
    str,
    Arg(
        "How statuses are rolled up",
        choices="RollUpRule",
        source="Charter.Roll-up Rule | Settings.Roll-up rule",
    ),
]
Contingency = Annotated[float | None, Arg("Money for known risks; empty: the charter's", unit="currency")]
ToleranceRisk = Annotated[float | None, Arg("Exposure that is accepted; empty: the charter's", unit="currency")]
AcceptedShortfall = Annotated[
    float | None, Arg("Tolerance in benefits; empty: the charter's", unit="fraction of the target")
]
ToleranceBenefits = Annotated[
    float,
    Arg(
        "Tolerance in benefits",
        unit="fraction of the target",
        source="Charter.Tolerance Benefits (%) | Settings.Benefits tolerance",
    ),
]
EarnedRange = Annotated[EarnedValue | None, Arg("Earned value", needs=("Period End", "WBS"), reads=("SPI(t)", "CPI"))]
RiskRange = Annotated[
    Risks | None, Arg("The risk register", needs=("Risk ID",), reads=("Exposure (EMV cost)", "Rating", "Current Score"))
]
IssueRange = Annotated[Issues | None, Arg("The issue register", needs=("Issue ID",))]
DeliverableRange = Annotated[
    Deliverables | None, Arg("The deliverables", needs=("Deliverable ID",), reads=("Deliverable RAG",))
]
ChangeRange = Annotated[
    Changes | None,
    Arg("The change log", needs=("Change ID",), reads=declared(Changes, "Impact Cost simulated")),
]
BenefitRange = Annotated[Benefits | None, Arg("The benefits", needs=("Benefit ID",))]
ResourceRange = Annotated[Resources | None, Arg("The resources", needs=("Resource ID",), reads=("Peak Load %",))]
AssignmentRange = Annotated[
    Assignments | None, Arg("The assignments", needs=("Task ID", "Resource ID"), reads=("Over-allocated",))
]
LeaveRange = Annotated[Leave | None, Arg("Leave", needs=("Resource ID", "From"))]
GateRange = Annotated[
    Milestones | None, Arg("The milestones, for gates", needs=("Milestone ID",), reads=("Milestone ID",))
]
CharterRange = Annotated[Charter | None, Arg("The charter, for cells and frequency", needs=("Project ID",))]
SettingRange = Annotated[Settings | None, Arg("The settings", needs=("Setting",))]
HealthRange = Annotated[
    ScheduleHealth | None, Arg("The checks of the plan", needs=("Check No", "Result"), reads=("Result",))
]
ReportedRange = Annotated[Status | None, Arg("The status sheet, for the reported colour", needs=("Reported RAG",))]
PeopleRange = Annotated[Stakeholders | None, Arg("The stakeholders, for changes since last", needs=("Stakeholder ID",))]
ContactRange = Annotated[Contacts | None, Arg("The contact log, for changes since last", needs=("Stakeholder ID",))]
PromiseRange = Annotated[
    Expectations | None, Arg("The promises, for changes since last", needs=("Expectation ID", "Promised Date"))
]
Today = Annotated[Date | None, Arg("Day on which the status is read, for its age; empty: its age does not count")]


def basis_of(given: Mapping[str, Any]) -> tuple[Basis, list[Problem]]:
    """What the arguments of STATUS are judged from, and what is wrong with the settings."""
    sheets = Sheets(**{f.name: given[f.name] for f in fields(Sheets)})
    limits, problems = setting_values(sheets.settings)
    of_charter = _of_charter(sheets.charter, given)
    terms = {f.name: given[f.name] for f in fields(Agreed) if f.name in given} | of_charter
    if terms["tolerance_benefits"] is None:
        terms["tolerance_benefits"] = limits["Benefits tolerance"]
    agreed = Agreed(**terms, unreadable=_unreadable(sheets.charter, given))
    calendar = project_calendar(sheets.holidays, sheets.calendars)
    return Basis(given["tasks"], sheets, agreed, limits, calendar, given["status_date"]), problems


_OF_CHARTER = ("contingency", "tolerance_risk", "tolerance_benefits")
"""Terms that one dimension rests on: read from the charter here, so that a wrong cell greys that dimension alone."""


def _of_charter(charter: Charter | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """The terms that are not given, from the charter; None where it has none."""
    found: dict[str, Any] = {}
    for name in _OF_CHARTER:
        held = None if charter is None or not len(charter) else float(getattr(charter, name)[0])
        found[name] = given[name] if given[name] is not None else None if held is None or held != held else held
    return found


def _unreadable(charter: Charter | None, given: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(
        name for name in _OF_CHARTER if charter is not None and given[name] is None and 0 in charter.wrong(name)
    )


@function("STATUS", example="=PMO.STATUS(Schedule!A4:AK60; Budget!A4:R20)")
def status_function(
    tasks: TaskRange,
    budget: BudgetRange = None,
    status_date: StatusDate = None,
    approved_budget: ApprovedBudget = None,
    tolerance_days: ToleranceDays = 10,
    tolerance_cost: ToleranceCost = 0.1,
    amber_trigger: Trigger = 0.5,
    rule: Rule = rollup.WORST_OF,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
    contingency: Contingency = None,
    tolerance_risk: ToleranceRisk = None,
    tolerance_benefits: AcceptedShortfall = None,
    earned: EarnedRange = None,
    risks: RiskRange = None,
    issues: IssueRange = None,
    deliverables: DeliverableRange = None,
    changes: ChangeRange = None,
    benefits: BenefitRange = None,
    resources: ResourceRange = None,
    assignments: AssignmentRange = None,
    leave: LeaveRange = None,
    milestones: GateRange = None,
    charter: CharterRange = None,
    settings: SettingRange = None,
    reported: ReportedRange = None,
    history: SnapshotRange = None,
    health: HealthRange = None,
    today: Today = None,
    stakeholders: PeopleRange = None,
    contacts: ContactRange = None,
    expectations: PromiseRange = None,
) -> status.ProjectStatus | Answer:
    """The project's status in one row: forecasts, each dimension's colour, reason and trend, and the roll-up."""
    basis, problems = basis_of(locals())
    found = status.standing(basis, reported, today)
    kept = last_snapshot(history, status_date)
    moved = since_text(kept, since_last(kept, project_figures(basis, found, health)))
    return Answer(status.project_status(basis, found, history, moved), [*found.problems, *problems])


@function("RAGFIGURES", example="=PMO.RAGFIGURES(Schedule!A4:AK60; Budget!A4:R20)")
@asks_as(status_function)
def ragfigures(**given: Any) -> rag_figures.RagFigures | Answer:
    """Every figure that the reasons of a status name, with the cells that it comes from; arguments as STATUS."""
    basis, problems = basis_of(given)
    return Answer(rag_figures.rag_figures(status.standing(basis, given["reported"], given["today"])), problems)


@function("CHANGESSINCE", example="=PMO.CHANGESSINCE(Schedule!A4:AK60; Budget!A4:R20)")
@asks_as(status_function)
def changessince(**given: Any) -> SinceLast | Answer:
    """Every figure unlike the last snapshot's before the status date, and nothing else; arguments as STATUS."""
    basis, problems = basis_of(given)
    found = status.standing(basis, given["reported"], given["today"])
    kept = last_snapshot(given["history"], given["status_date"])
    if kept is None:
        return undefined("no snapshot is kept from before the status date", "Take one: pmo snapshot.")
    return Answer(since_last(kept, project_figures(basis, found, given["health"])), problems)


@function("EXCEPTION", slow=True, example="=PMO.EXCEPTION(Schedule!A4:AK60; Budget!A4:R20)")
@asks_as(status_function)
def exception(**given: Any) -> exceptions.Exceptions | Answer:
    """The skeleton of an exception report where a forecast is beyond tolerance, by section; arguments as STATUS."""
    basis, problems = basis_of(given)
    found = status.standing(basis, given["reported"], given["today"])
    time = found.of("Time")
    options = None
    if time.colour is Rag.RED and time.variance is not None and basis.tasks.has("duration"):
        charter = basis.sheets.charter
        start = Date(int(charter.planned_start[0])) if charter is not None and len(charter) else None
        start = None if start == NO_INSTANT else start
        days = max(1.0, time.variance - (time.tolerance or 0.0))
        status_date = given["status_date"]
        got = recovery_function(basis.tasks, days, start, given["holidays"], given["calendars"], status_date)
        options = got.value if isinstance(got, Answer) else got
    made = exceptions.exceptions(basis, found, options)
    if not len(made):
        return undefined("nothing is forecast beyond its tolerance, so there is no exception")
    return Answer(made, problems)


@function("RAGREASONS", example="=PMO.RAGREASONS(Schedule!A4:AK60; Budget!A4:R20)")
def ragreasons(
    tasks: TaskRange,
    budget: BudgetRange = None,
    benefits: BenefitRange = None,
    deliverables: DeliverableRange = None,
    dependencies: Annotated[
        Dependencies | None,
        Arg("The dependencies", needs=("Dependency ID",), reads=declared(Dependencies, "Dependency RAG")),
    ] = None,
    status_date: StatusDate = None,
    tolerance_days: ToleranceDays = 10,
    tolerance_cost: ToleranceCost = 0.1,
    tolerance_benefits: ToleranceBenefits = 0.1,
    amber_trigger: Trigger = 0.5,
    holidays: HolidayRange = None,
    calendars: CalendarRange = None,
) -> lines.LineReasons:
    """Why each cost line, benefit, deliverable and dependency has its colour, in one sentence with its numbers."""
    found: list[lines.Line] = []
    if budget is not None:
        found += lines.budget_lines(budget, tolerance_cost, amber_trigger)
    if benefits is not None:
        found += lines.benefit_lines(benefits, tolerance_benefits, amber_trigger)
    if deliverables is not None:
        limits = Limits(status_date, tolerance_days, amber_trigger, project_calendar(holidays, calendars))
        found += lines.deliverable_lines(deliverables, tasks, limits)
    if dependencies is not None:
        found += lines.dependency_lines(dependencies, tolerance_days, amber_trigger)
    return lines.line_table(found)
