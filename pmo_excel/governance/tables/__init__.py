"""The sheets of governance: charter and status, registers of issues and actions, and the records behind them."""

from pmo_excel.governance.tables.charter import Charter
from pmo_excel.governance.tables.records import Audit, Findings, History, Lists, Settings
from pmo_excel.governance.tables.registers import Actions, Issues
from pmo_excel.governance.tables.status import Status

__all__ = ["Actions", "Audit", "Charter", "Findings", "History", "Issues", "Lists", "Settings", "Status"]
