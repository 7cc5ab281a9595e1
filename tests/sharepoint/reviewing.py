"""What the tests of reviewing share: a project's workbook, its coordinator, and what stands on its review sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pmo_excel.hosts.books import opened
from pmo_excel.hosts.publish_command import Publication, publication_plan, published
from pmo_excel.hosts.review_command import Review, review
from pmo_excel.hosts.review_sheet import SHEET, TABLE, open_rows
from pmo_excel.workbook.draft import Edit
from pmo_excel.workbook.package import open_package
from pmo_excel.workbook.patch import patch
from pmo_excel.workbook.table_rows import TableRows
from tests.made import sheet_of, workbook
from tests.sharepoint.publishing import Person

NOW = datetime(2026, 3, 6, 9, 30)
CHARTER = {
    "Project ID": "PRJ-1",
    "Project Name": "Archive move",
    "Planned Start": date(2026, 3, 2),
    "Status Date": date(2026, 3, 6),
}
RISKS = (
    {"Risk ID": "R-001", "Risk Title": "Late consent", "Risk Owner": "Jo", "Probability (1-5)": 3},
    {"Risk ID": "R-002", "Risk Title": "Late switches", "Risk Owner": "Kim", "Response Actions": "Order in March"},
)
PROBABILITY = "PMOProbability151414"
"""The internal name of "Probability (1-5)": a short digest stands for its signs."""


@dataclass
class Coordinator:
    """Somebody who publishes one workbook with a state folder of their own."""

    url: str
    path: Path
    state: Path

    def publish(self) -> Publication:
        return published([self.path], self.url, state=self.state)

    def plan(self) -> Publication:
        return publication_plan([self.path], self.url, self.state)

    def review(self) -> Review:
        return review([self.path], self.url, NOW, self.state)

    def person(self) -> Person:
        return Person(self.url, "Risks")

    def type(self, sheet: str, **cells: Any) -> None:
        """Type into cells of the workbook, as a person does in Excel."""
        package = open_package(self.path)
        self.path.write_bytes(patch(package, [Edit(sheet, ref, value) for ref, value in cells.items()]).data)

    def risk(self, risk_id: str, **headers: Any) -> None:
        """Type into a row of the register, by header."""
        table = TableRows.of(open_package(self.path), "tblRisks")
        assert table is not None
        row = next(row for row in table.rows if row.cells["Risk ID"] == risk_id)
        self.type("Risks", **{table.ref(row.number, header): value for header, value in headers.items()})

    def choose(self, object_key: str, field: str = "", choice: str = "", own: Any = None) -> None:
        """Choose on the review sheet."""
        row = next(
            row
            for row in open_rows(open_package(self.path))
            if (row.text("object_key"), row.text("field")) == (object_key, field)
        )
        cells = {"Choice": choice or None, "Your Value": own}
        self.type(SHEET, **{row.table.ref(row.row.number, header): value for header, value in cells.items()})

    def risks(self) -> dict[str, dict[str, Any]]:
        """The register as it is in the workbook, by risk ID."""
        table = opened(self.path).tables["Risks"]
        names = {"title": "title", "owner": "owner", "probability": "probability", "actions": "response_actions"}
        return {
            name: {word: getattr(table, field)[row] for word, field in names.items()}
            for row, name in enumerate(table.id)  # type: ignore[attr-defined]
        }

    def sheet(self) -> list[Mapping[str, Any]]:
        """The rows of the review sheet, by header."""
        table = TableRows.of(open_package(self.path), TABLE)
        return [row.cells for row in table.rows] if table else []

    def cell(self, sheet: str, ref: str) -> Any:
        """A cell as openpyxl reads it."""
        return sheet_of(self.path, sheet)[ref]


def coordinator(url: str, folder: Path, name: str = "PRJ-1 Archive.xlsx", **charter: Any) -> Coordinator:
    """A coordinator with a new workbook of two risks."""
    path = folder / name
    path.write_bytes(workbook("Light", {"Charter": [CHARTER | charter], "Risks": RISKS}))
    return Coordinator(url, path, folder / "state")
