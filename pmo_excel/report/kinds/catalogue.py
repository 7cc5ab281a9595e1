"""Every kind of report: what the command line calls it, of which workbook it is made, and in which formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pmo_excel.report.document import Report
from pmo_excel.report.kinds.health import health_report
from pmo_excel.report.kinds.meeting import meeting_report
from pmo_excel.report.kinds.milestones import milestones_report
from pmo_excel.report.kinds.raid import raid_report
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
        Kind("milestones", "Milestones: agreed, forecast, actual, what moved.", "project", milestones_report),
        Kind("raid", "Risks, assumptions, issues and dependencies, the largest first.", "project", raid_report),
        Kind(
            "meeting", "Agenda, decisions to be made, actions carried over with their age.", "project", meeting_report
        ),
        Kind("health", "How sound the plan is: 14 checks, trends, and the tasks to mend.", "project", health_report),
    )
}
