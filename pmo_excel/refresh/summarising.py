"""A project's workbook summarised for the portfolio: from its figures where they are current, else computed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pmo_excel.core.columns import Type
from pmo_excel.core.headers import Said
from pmo_excel.core.instants import DAY, NO_INSTANT
from pmo_excel.core.problems import Cell, Code, Problem, Severity
from pmo_excel.core.tables import Table, columns, declaration, sheets
from pmo_excel.portfolio.lineage import REGISTER
from pmo_excel.portfolio.summary import NEEDED, Finding, Summary, needed, summary
from pmo_excel.refresh import refreshed
from pmo_excel.refresh.current_figures import current_figures
from pmo_excel.refresh.findings import listed_as, ranked
from pmo_excel.workbook.package import Package
from pmo_excel.workbook.read import read_book
from pmo_excel.workbook.refused import Refused


def summarised(package: Package, stem: str, said: Mapping[str, Said] | None = None, trust: bool = True) -> Summary:
    """What the portfolio keeps of a workbook; the file is not written.

    Parameters
    ----------
    stem
        What stands for the project's ID where the workbook gives none.
    said
        What a person said about its headers.
    trust
        Take figures that are current as they stand; both ways give the same.

    Raises
    ------
    Refused
        The workbook cannot be read; the problems say why.
    """
    register = package.sheet(REGISTER)
    if register is not None and package.table_on(REGISTER, declaration(sheets("portfolio")[REGISTER]).name) is not None:
        raise _no_project(package.label, "it is a portfolio workbook")
    left = current_figures(package, NEEDED) if trust and not said else None
    if left is not None:
        found = [_finding(row) for row in left.findings]
        tables = {name: needed(table) for name, table in left.tables.items()}
        return summary(tables, found, package.label, stem, computed=False)
    book = read_book(package, said)
    if not {"Charter", "Schedule", "Status"} & book.tables.keys():
        raise _no_project(package.label, "it has neither a charter nor a plan")
    result = refreshed(book)
    found = [_finding(listed_as(problem)) for problem in ranked(result.problems)]
    tables = {name: in_days(needed(table)) for name, table in result.tables.items() if name in NEEDED}
    return summary(tables, found, package.label, stem)


def in_days(table: Table) -> Table:
    """A table whose dates are days, as cells hold them."""
    dates = [name for name, column in columns(type(table)).items() if column.type is Type.DATE]
    held = {name: getattr(table, name) for name in dates}
    return table.replace(**{n: np.where(v == NO_INSTANT, v, v // DAY * DAY) for n, v in held.items()})


def _no_project(label: str, why: str) -> Refused:
    fix = "Leave it out of the folder, or see how it is read with pmo map FILE."
    problem = Problem(Code.NOT_RECOGNISED, f"{label} is no project's workbook: {why}", Cell(""), fix, Severity.INFO)
    return Refused([problem])


def _finding(row: Mapping[str, str | None]) -> Finding:
    return Finding(*(row[name] or "" for name in Finding._fields))
