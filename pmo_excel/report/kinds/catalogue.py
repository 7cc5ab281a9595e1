"""Every kind of report: what the command line calls it, of which workbook it is made, and in which formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pmo_excel.report.document import Report
from pmo_excel.report.kinds.benefits import benefits_report
from pmo_excel.report.kinds.capacity import capacity_report
from pmo_excel.report.kinds.change import change_report
from pmo_excel.report.kinds.checkpoint import checkpoint_report
from pmo_excel.report.kinds.exception import exception_report
from pmo_excel.report.kinds.gate import gate_report
from pmo_excel.report.kinds.health import health_report
from pmo_excel.report.kinds.highlight import highlight_report
from pmo_excel.report.kinds.lessons import lessons_report
from pmo_excel.report.kinds.meeting import meeting_report
from pmo_excel.report.kinds.milestones import milestones_report
from pmo_excel.report.kinds.raid import raid_report
from pmo_excel.report.kinds.schedule_risk import risk_report
from pmo_excel.report.kinds.stage_end import project_end_report, stage_end_report
from pmo_excel.report.kinds.stakeholders import stakeholders_report
from pmo_excel.report.kinds.status import status_report
from pmo_excel.report.material import Material

FORMATS: Final = ("html", "pdf", "pptx", "docx", "xlsx")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report.

    Attributes
    ----------
    workbook
        Which workbook it is made of.
    formats
        Those that make sense for its readers.
    """

    name: str
    help: str
    workbook: Literal["project", "portfolio"]
    make: Callable[[Material], Report]
    formats: tuple[str, ...] = FORMATS


KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("status", "One page for the sponsor: colours and why, dates, money, decisions.", "project", status_report),
        Kind("highlight", "What a stage did and will do, its tolerances, changes, risks.", "project", highlight_report),
        Kind("exception", "What is beyond tolerance: causes, consequences, options.", "project", exception_report),
        Kind("stage-end", "The end of a stage: objectives, products, forecast.", "project", stage_end_report),
        Kind(
            "project-end",
            "The end of the project: business case, benefits, what is left.",
            "project",
            project_end_report,
        ),
        Kind("lessons", "What happened, what came of it, what to do another time.", "project", lessons_report),
        Kind("checkpoint", "The team's work packages: done, next, beyond tolerance.", "project", checkpoint_report),
        Kind("gate", "The next gate: checklist, what is missing, conditions.", "project", gate_report),
        Kind("milestones", "Milestones: agreed, forecast, actual, what moved.", "project", milestones_report),
        Kind("raid", "Risks, assumptions, issues and dependencies, the largest first.", "project", raid_report),
        Kind("risk", "How sure the finish is, what costs days, contingency.", "project", risk_report),
        Kind("change", "What each open change would do, and who may decide it.", "project", change_report),
        Kind("capacity", "Roles by week, demand without a name, ways out.", "project", capacity_report),
        Kind("benefits", "Forecast against target, objectives, cost of delay.", "project", benefits_report),
        Kind("stakeholders", "Restricted: who stands where, what is due and at risk.", "project", stakeholders_report),
        Kind(
            "meeting", "Agenda, decisions to be made, actions carried over with their age.", "project", meeting_report
        ),
        Kind("health", "How sound the plan is: 14 checks, trends, and the tasks to mend.", "project", health_report),
    )
}
