"""The figures of a project on its status date, as a snapshot keeps them and as the next report compares with them."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_excel.core.instants import NO_INSTANT
from pmo_excel.cost.past_values import figures_of, line_figures
from pmo_excel.governance.dimensions.basis import Basis
from pmo_excel.governance.status import Standing
from pmo_excel.governance.status_history import status_figures
from pmo_excel.governance.tables import Issues
from pmo_excel.risk.past_risks import risk_figures
from pmo_excel.schedule.health_trend import kept_results
from pmo_excel.schedule.milestones import forecasts
from pmo_excel.schedule.snapshots import Figure
from pmo_excel.schedule.tables import ScheduleHealth
from pmo_excel.stakeholders.snapshots import people_figures

ISSUE, CHANGE = "Issue", "Change"
ISSUE_STATUS, SEVERITY = "Issue Status", "Severity"


def project_figures(basis: Basis, found: Standing, health: ScheduleHealth | None) -> list[Figure]:
    """What the plan forecasts, where it stands, the state of the registers, how sound it is, and what it costs."""
    charter, sheets, day = basis.sheets.charter, basis.sheets, basis.status_date
    project = str(charter.id[0] or "") if charter is not None and len(charter) else ""
    manager = str(charter.project_manager[0] or "") if charter is not None and len(charter) else ""
    figures = [*forecasts(basis.tasks, project)]
    figures += status_figures([*found.dimensions, found.overall], found.reported.colour, manager)
    figures += _registers(basis)
    figures += kept_results(health) if health is not None else ()
    if sheets.earned is not None and day is not None and day != NO_INSTANT:
        figures += figures_of(sheets.earned, day)
    figures += line_figures(sheets.budget) if sheets.budget is not None else ()
    figures += people_figures(sheets.stakeholders, sheets.contacts, sheets.expectations)
    return figures


def _registers(basis: Basis) -> Iterator[Figure]:
    """The state, score and exposure of each risk, the state and severity of each issue, the state of each change."""
    risks, issues, changes = basis.sheets.risks, basis.sheets.issues, basis.sheets.changes
    if risks is not None:
        yield from risk_figures(risks)
    if issues is not None:
        yield from issue_figures(issues)
    if changes is not None:
        for key, state in zip(changes.id.tolist(), changes.status.tolist(), strict=True):
            if key and state:
                yield Figure(CHANGE, str(key), "Change Status", str(state))


def issue_figures(issues: Issues) -> Iterator[Figure]:
    """The state and the severity of each issue."""
    for key, state, severity in zip(*(c.tolist() for c in (issues.id, issues.status, issues.severity)), strict=True):
        for measure, value in ((ISSUE_STATUS, state), (SEVERITY, severity)):
            if key and value:
                yield Figure(ISSUE, str(key), measure, str(value))
