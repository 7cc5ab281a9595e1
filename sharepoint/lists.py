"""The lists that workbooks publish to, made from the tables that declare the workbook's columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pmo_excel.core.columns import Column, Type
from pmo_excel.core.tables import Table, columns, declaration
from pmo_excel.governance.tables import Actions, Charter, Issues, Status
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.tables import Milestones
from sharepoint.fields import fields
from sharepoint.wanted import ListSpec, ProjectRows

SITE_COMMENT: Final = Column("Comment on the Site", "For readers; never changed by publishing.", Type.LONG_TEXT)
"""A column on every list that belongs to people on the site."""

REPORT: Final = Column("Report", "The project's latest report; written when it is published.", Type.URL)
(LINK,) = fields((REPORT,))
"""The column that `sharepoint.links` fills in: no workbook holds it."""

_PROJECT_COLUMNS: Final[Mapping[type[Table], Sequence[str]]] = {
    Charter: (
        "Project Name",
        "Programme",
        "Sponsor",
        "Project Manager",
        "PMO Coordinator",
        "Project Type",
        "Methodology",
        "Lifecycle Status",
        "Current Stage",
        "Priority",
        "Currency",
        "Planned Start",
        "Required Finish",
        "Forecast Finish",
        "Approved Budget",
        "Estimate at Completion (EAC)",
        "Status Date",
        "Overall RAG",
    ),
    Status: ("Executive Summary", "Help / Decisions Needed", "Time RAG", "Time RAG Why", "Cost RAG", "Cost RAG Why"),
}


def _declared(table: type[Table], headers: Sequence[str] = ()) -> tuple[Column, ...]:
    found = {column.header: column for column in columns(table).values()}
    return tuple(found[header] for header in headers) if headers else tuple(found.values())


def list_of(table: type[Table], title_header: str, description: str = "") -> ListSpec:
    """The list for a table: the sheet's name, keyed by the table's key."""
    declared = declaration(table)
    key = columns(table)[declared.key].header
    text = description or declared.purpose
    title = declared.sheet
    return ListSpec(title, _declared(table), key, title_header, (SITE_COMMENT,), description=text)


PROJECTS: Final = ListSpec(
    "Projects",
    tuple(column for table, headers in _PROJECT_COLUMNS.items() for column in _declared(table, headers)),
    title_header="Project Name",
    human=(SITE_COMMENT, REPORT),
    description="One item per project, from its workbook.",
)
MILESTONES: Final = list_of(Milestones, "Milestone")
RISKS: Final = list_of(Risks, "Risk Title")
ISSUES: Final = list_of(Issues, "Issue Title")
ACTIONS: Final = list_of(Actions, "Action")

PUBLISHED: Final[Mapping[type[Table], ListSpec]] = {
    Milestones: MILESTONES,
    Risks: RISKS,
    Issues: ISSUES,
    Actions: ACTIONS,
}
"""The list for each table of rows."""


def in_currency(spec: ListSpec, currency: str) -> ListSpec:
    """The same list with money in one currency, for sites where every project uses it."""
    return replace(spec, currency=currency)


def project_row(charter: Charter, status: Status | None = None) -> ProjectRows:
    """The project's own item, from the charter and the status sheet."""
    values: dict[str, Any] = {}
    for table in (charter, status):
        for name, column in columns(type(table)).items() if table is not None else ():
            cells = getattr(table, name).tolist()
            values[column.header] = cells[0] if cells else None
    return ProjectRows(str(values.get("Project ID") or ""), [values], declaration(Charter).sheet)


def publication(
    charter: Charter, tables: Sequence[Table], status: Status | None = None
) -> list[tuple[ListSpec, ProjectRows]]:
    """Everything one project's workbook publishes to lists: the project, then each table that has a list."""
    own = project_row(charter, status)
    rows = [
        (PUBLISHED[type(table)], ProjectRows.of(own.project, table)) for table in tables if type(table) in PUBLISHED
    ]
    return [(PROJECTS, own), *rows]
