"""The sheets of stakeholders: the register, expectations, communications and responsibilities."""

from pmo_excel.stakeholders.tables.communication import RACI, Communications, Contacts, Expectations, Raci
from pmo_excel.stakeholders.tables.drafts import Drafts
from pmo_excel.stakeholders.tables.register import Stakeholders

__all__ = ["RACI", "Communications", "Contacts", "Drafts", "Expectations", "Raci", "Stakeholders"]
