"""The people of a portfolio workbook."""

from __future__ import annotations

from pmo_excel.portfolio.loads import pool_resources
from pmo_excel.portfolio.pool import Source
from pmo_excel.portfolio.tables import Pool
from pmo_excel.workbook.portfolio_reading import PortfolioBook


def pool_source(book: PortfolioBook, name: str) -> Source:
    """The Resource Pool of a portfolio workbook."""
    sheet = book.tables.get("Resource Pool")
    assert isinstance(sheet, Pool)  # noqa: S101 -- the caller saw its Excel Table
    return Source(name, "", pool_resources(sheet))
