"""The sheets of governance: charter and status, registers and logs, products and gates, and the records behind them."""

from pmo_excel.governance.tables.approvals import Approvals
from pmo_excel.governance.tables.charter import Charter
from pmo_excel.governance.tables.iterations import Iterations
from pmo_excel.governance.tables.logs import Decisions, Lessons
from pmo_excel.governance.tables.products import Benefits, Deliverables, StageGates
from pmo_excel.governance.tables.raid import Assumptions, Dependencies
from pmo_excel.governance.tables.records import Audit, Findings, History, Lists, Settings
from pmo_excel.governance.tables.registers import Actions, Issues
from pmo_excel.governance.tables.review import SiteReview
from pmo_excel.governance.tables.status import Status

__all__ = [
    "Actions",
    "Approvals",
    "Assumptions",
    "Audit",
    "Benefits",
    "Charter",
    "Decisions",
    "Deliverables",
    "Dependencies",
    "Findings",
    "History",
    "Issues",
    "Iterations",
    "Lessons",
    "Lists",
    "Settings",
    "SiteReview",
    "StageGates",
    "Status",
]
