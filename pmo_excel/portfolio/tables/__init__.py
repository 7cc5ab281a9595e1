"""The sheets of the portfolio workbook.

Columns marked `COLLECT` are filled from the project workbooks when these are collected; people type the others.
"""

from pmo_excel.portfolio.tables.collected import (
    CrossDependencies,
    Financials,
    GatePipeline,
    PortfolioBenefits,
    PortfolioChanges,
    PortfolioMilestones,
    PortfolioRaid,
    RollUps,
)
from pmo_excel.portfolio.tables.decisions import Criteria, Scores, Selection
from pmo_excel.portfolio.tables.demand import Alignment, Intake, Objectives
from pmo_excel.portfolio.tables.people import Capacity, Demand, Pool, Skills
from pmo_excel.portfolio.tables.records import (
    Conflicts,
    LessonsLibrary,
    Lineage,
    PortfolioFindings,
    PortfolioHistory,
    PortfolioSettings,
    PublishLog,
)
from pmo_excel.portfolio.tables.register import Projects
from pmo_excel.portfolio.tables.submissions import Collection, HeaderMap

__all__ = [
    "Alignment",
    "Capacity",
    "Collection",
    "Conflicts",
    "Criteria",
    "CrossDependencies",
    "Demand",
    "Financials",
    "GatePipeline",
    "HeaderMap",
    "Intake",
    "LessonsLibrary",
    "Lineage",
    "Objectives",
    "Pool",
    "PortfolioBenefits",
    "PortfolioChanges",
    "PortfolioFindings",
    "PortfolioHistory",
    "PortfolioMilestones",
    "PortfolioRaid",
    "PortfolioSettings",
    "Projects",
    "PublishLog",
    "RollUps",
    "Scores",
    "Selection",
    "Skills",
]
