"""The sheets of cost."""

from pmo_excel.cost.tables.budget import Budget
from pmo_excel.cost.tables.earned_value import EarnedValue

__all__ = ["Budget", "EarnedValue"]
