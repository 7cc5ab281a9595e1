"""The sheets of risk: the register and the parameters of the simulation."""

from pmo_excel.risk.tables.register import Risks
from pmo_excel.risk.tables.simulation import RiskAnalysis

__all__ = ["RiskAnalysis", "Risks"]
