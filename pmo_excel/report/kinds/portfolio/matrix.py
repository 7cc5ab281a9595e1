"""The colours of all projects by dimension, the worst on top, each in its cell with its letter."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pmo_excel.core.tables import columns
from pmo_excel.governance.reasons import rag_of
from pmo_excel.portfolio.tables import Projects
from pmo_excel.report.document import Entry, Grid, GridColumn, entry, letter, said
from pmo_excel.report.facts import fact, shortened, signed
from pmo_excel.report.kinds.portfolio.overview import Overview, stamped

RULE: Final = "worst colour first, then latest; stamps: status older than its limit"
MOST: Final = 25
"""Projects that a page of the portfolio shows."""
_COMPUTED: Final = "overall_rag_computed"
_NAME: Final = 42


def dimensions() -> dict[str, str]:
    """The colours that the register has, by field, under the dimension's name: those beside the overall one."""
    return {
        name: column.header.removesuffix(" RAG") for name, column in columns(Projects).items() if name.endswith("_rag")
    }


def rag_matrix(given: Overview, limit: int = MOST) -> Grid:
    """Project by dimension, by exception, with what the board compares: finish, days late, cost over budget."""
    table, rows = given.register, given.rows()
    parts = [name for name in dimensions() if table.has(name)]
    heads = (
        GridColumn("Project", 3.7),
        GridColumn("Overall", 0.9, "middle"),
        *(GridColumn(dimensions()[name], 0.5 + 0.09 * len(dimensions()[name]), "middle") for name in parts),
        GridColumn("Finish", 1.1, "right"),
        GridColumn("Late (wd)", 0.8, "right"),
        GridColumn("EAC over", 0.9, "right"),
    )
    shown = rows[: min(limit, MOST)]
    made = tuple((_project(given, row), *_colours(given, row, parts), *_figures(table, row)) for row in shown)
    more = f"{len(rows) - len(shown)} more in the sheet Portfolio Register" if len(rows) > len(shown) else ""
    return Grid(said("Projects by exception"), heads, made, RULE, more, "No projects are in the register")


def _project(given: Overview, row: int) -> Entry:
    table = given.register
    name = shortened(fact(table, "name", row), _NAME)
    pieces = said(fact(table, "id", row), " ", name) if name.known else (fact(table, "id", row),)
    return stamped(Entry(pieces), given.stamp(row))


def _colours(given: Overview, row: int, parts: list[str]) -> list[Entry]:
    table = given.register
    found = [fact(table, name, row) for name in (_COMPUTED, *parts)]
    return [letter(rag_of(one.text) if one.known else None, one) for one in found]


def _figures(table: Projects, row: int) -> list[Entry]:
    late = signed(fact(table, "schedule_variance", row))
    over = fact(table, "cost_variance_percent", row)
    over = replace(over, text=over.text.replace("-", "−")) if over.known else over
    return [entry(fact(table, "forecast_finish", row)), entry(late), entry(over)]
