"""The sheets of change control."""

from pmo_excel.change.tables.log import ChangeLines, Changes
from pmo_excel.change.tables.transition import Cutover, PeopleReadiness

__all__ = ["ChangeLines", "Changes", "Cutover", "PeopleReadiness"]
