"""The kinds of report that are made of a portfolio's workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pmo_excel.report.kinds.catalogue import Kind
from pmo_excel.report.kinds.portfolio.benefits import benefits_report
from pmo_excel.report.kinds.portfolio.capacity import capacity_report
from pmo_excel.report.kinds.portfolio.collection import collection_report
from pmo_excel.report.kinds.portfolio.coming import milestones_report
from pmo_excel.report.kinds.portfolio.dashboard import dashboard_report
from pmo_excel.report.kinds.portfolio.pack import steering_pack
from pmo_excel.report.kinds.portfolio.raid import raid_report

_OF: Final = "portfolio"
PORTFOLIO_KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("portfolio", "One page for the board: figures, colours by exception, what moved.", _OF, dashboard_report),
        Kind("milestones", "Milestones of all projects: missed, moved, and ahead.", _OF, milestones_report),
        Kind("raid", "What concerns the board in all registers, the largest first.", _OF, raid_report),
        Kind("capacity", "Roles by week, confirmed and asked for; what lacks, and ways out.", _OF, capacity_report),
        Kind("benefits", "Objectives by project, benefits against targets, cost of delay.", _OF, benefits_report),
        Kind("collection", "How reports arrived, findings by type; for the PMO.", _OF, collection_report),
        Kind("steering", "The steering committee's pack, as pmo pack makes it for the board.", _OF, steering_pack),
    )
}
"""By name; some names are of kinds of a project's workbook too."""
