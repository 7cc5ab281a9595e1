"""A portfolio workbook with everything computed, in memory: what is tried on it touches no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Cell, Code
from pmo_excel.core.tables import Table
from pmo_excel.hosts.books import opened
from pmo_excel.refresh.compute import computed
from pmo_excel.workbook.read import PORTFOLIO, Book
from pmo_excel.workbook.refused import refused


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The workbook as it was read, and its tables with their computed columns."""

    book: Book
    tables: Mapping[str, Table]


def portfolio(path: Path) -> Portfolio:
    """A portfolio workbook, read and computed.

    Raises
    ------
    Refused
        The file cannot be read, or is no portfolio workbook.
    """
    book = opened(path)
    if book.kind != PORTFOLIO:
        fix = "Make one with pmo new portfolio, or name the portfolio's workbook."
        raise refused(f"{path.name} is no portfolio workbook", fix, code=Code.NOT_RECOGNISED, cell=Cell(path.name))
    return Portfolio(book, computed(book.tables, Conventions(book.package.date1904)).tables)
