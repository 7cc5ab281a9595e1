"""The sheets of resources: people and equipment, what they are assigned to, when they are away, hours worked."""

from pmo_excel.resources.tables.assignments import Assignments
from pmo_excel.resources.tables.leave import Leave
from pmo_excel.resources.tables.resources import Resources
from pmo_excel.resources.tables.terms import Terms
from pmo_excel.resources.tables.timesheets import Timesheets

__all__ = ["Assignments", "Leave", "Resources", "Terms", "Timesheets"]
