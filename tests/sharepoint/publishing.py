"""What the tests of publishing share: a list of risks, rows for it, and a person who edits the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pmo_excel.core.columns import Column, Type
from sharepoint.apply import Outcome
from sharepoint.documents import Document
from sharepoint.journal import Journal
from sharepoint.plan import Plan, Side
from sharepoint.publish import apply_publication, plan_publication
from sharepoint.site import Site, SiteList
from sharepoint.wanted import ListSpec, ProjectRows

HOSTILE = 'R&D #1 50% "x" O\'Brien – ü'

COLUMNS = (
    Column("Risk ID", "The ID."),
    Column("Risk Title", "The title."),
    Column("Description", "In full.", Type.LONG_TEXT),
    Column("Owner", "Who."),
    Column("Probability", "How likely.", Type.PERCENT),
    Column("Exposure", "In money.", Type.MONEY),
    Column("Due", "When.", Type.DATE),
    Column("Status", "Where it stands.", Type.CHOICE, choices="RiskStatus"),
    Column("Tags", "Several.", Type.CHOICES, choices=("IT", "Legal")),
    Column("RAG", "The RAG.", Type.RAG),
    Column("Escalated", "Yes or No.", Type.YES_NO),
    Column("Page", "The page.", Type.URL),
    Column("Day Rate", "Never published.", Type.RATE, private=True),
)
RISKS = ListSpec(
    "PMO Risks",
    COLUMNS,
    "Risk ID",
    "Risk Title",
    human=(Column("Sponsor Comment", "For the sponsor.", Type.LONG_TEXT),),
)


def risk(number: int, **changed: Any) -> dict[str, Any]:
    """A row of the workbook."""
    row = {
        "Risk ID": f"R-{number}",
        "Risk Title": f"Risk {number}",
        "Description": "First line\nsecond line",
        "Owner": "Jo",
        "Probability": 0.25,
        "Exposure": 1234.5,
        "Due": date(2026, 3, 29),
        "Status": "Open",
        "Tags": "IT;Legal",
        "RAG": "A",
        "Escalated": True,
        "Page": "https://example.com/?a=1&b=2",
        "Day Rate": 950.0,
    }
    return row | changed


def risks(count: int) -> list[dict[str, Any]]:
    """Rows of the workbook."""
    return [risk(number) for number in range(1, count + 1)]


@dataclass
class Publisher:
    """A coordinator who publishes one project's risks and documents."""

    url: str
    journal_path: Path
    project: str = "ALPHA-001"
    spec: ListSpec = RISKS
    site: Site = field(init=False)
    journal: Journal = field(init=False)

    def __post_init__(self) -> None:
        self.site = Site(self.url)
        self.site.connection.sleep = lambda seconds: None
        self.journal = Journal(self.journal_path)

    def plan(
        self, rows: Sequence[Mapping[str, Any]], documents: Sequence[Document] = (), keep: Side = Side.NEITHER
    ) -> Plan:
        return plan_publication(
            self.site, [(self.spec, ProjectRows(self.project, rows, "Risks"))], documents, self.journal, keep
        )

    def publish(self, rows: Sequence[Mapping[str, Any]], documents: Sequence[Document] = (), **options: Any) -> Outcome:
        return apply_publication(self.plan(rows, documents), self.site, self.journal, **options)


class Person:
    """Somebody who works on the site in a browser."""

    def __init__(self, url: str, title: str = "PMO Risks", site: Site | None = None) -> None:
        self.site = site or Site(url)
        found = self.site.describe([title]).lists[title]
        assert found is not None
        self.holder: SiteList = found

    def rows(self) -> list[dict[str, Any]]:
        """Every item, with all columns that are not the site's own."""
        names = [name for name in self.holder.fields if name.startswith("PMO") or name == "Title"]
        return list(self.site.items(self.holder, names))

    def row(self, risk_id: str) -> dict[str, Any]:
        """The item of one risk."""
        return next(row for row in self.rows() if row.get("PMORiskID") == risk_id)

    def edit(self, risk_id: str, **values: Any) -> None:
        """Change an item."""
        path = f"{self.holder.path}/items({self.row(risk_id)['Id']})"
        body = {"__metadata": {"type": self.holder.entity_type}, **values}
        answer = self.site.connection.send("MERGE", path, body, {"IF-MATCH": "*"})
        assert answer.ok, answer

    def add(self, **values: Any) -> None:
        """Add an item."""
        body = {"__metadata": {"type": self.holder.entity_type}, **values}
        answer = self.site.connection.send("POST", f"{self.holder.path}/items", body)
        assert answer.ok, answer

    def delete(self, risk_id: str) -> None:
        """Delete an item."""
        path = f"{self.holder.path}/items({self.row(risk_id)['Id']})"
        assert self.site.connection.send("DELETE", path, None, {"IF-MATCH": "*"}).ok
