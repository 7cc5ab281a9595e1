"""What a report of one workbook is made of."""

from __future__ import annotations

from datetime import datetime

from pmo_excel.core.instants import instant
from pmo_excel.hosts.books import Outcome
from pmo_excel.report.facts import Evidence
from pmo_excel.report.material import Material
from pmo_excel.report.source import Source


def material_of(outcome: Outcome, made: datetime) -> Material | None:
    """A workbook's tables, results and findings; None where it could not be read."""
    result = outcome.refresh
    if result is None:
        return None
    source = Source(outcome.path.name, outcome.sha256[:12], instant(made))
    return Material(Evidence(result.tables, result.results), source, result.problems)
