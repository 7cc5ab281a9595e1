"""The sentence behind each colour that the portfolio shows, as the project's workbook gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pmo_excel.core.instants import NO_INSTANT, day_text
from pmo_excel.core.rag import Rag
from pmo_excel.core.tables import Table
from pmo_excel.governance.reasons import number_text
from pmo_excel.governance.tables import Dependencies, Status
from pmo_excel.portfolio.raid_rows import RaidPart
from pmo_excel.portfolio.register_row import Tables, of
from pmo_excel.portfolio.tables import PortfolioBenefits, PortfolioMilestones
from pmo_excel.schedule.tables import Milestones

WHY: Final[Mapping[str, str]] = {
    "time_rag": "time_rag_why",
    "cost_rag": "cost_rag_why",
    "scope_rag": "scope_rag_why",
    "risk_rag": "risk_rag_why",
    "resource_rag": "resource_rag_why",
    "benefits_rag": "benefits_rag_why",
    "overall_rag_computed": "overall_rag_why",
    "overall_rag_reported": "reported_rag_why",
}
"""The field of the status that says why, by the register's field."""


def status_reasons(tables: Tables) -> dict[str, str]:
    """Why each colour of the register is what it is."""
    status = of(tables, Status)
    if status is None or not len(status):
        return {}
    said = {field: getattr(status, why)[0] for field, why in WHY.items()}
    return {field: str(text) for field, text in said.items() if text}


def row_reasons(tables: Tables, rows: Mapping[str, Table], raid: Sequence[RaidPart]) -> dict[str, list[str]]:
    """Why the colour of each row is what it is, by sheet; of RAID, by kind: only dependencies have one."""
    found = {}
    milestones, dependencies = of(tables, Milestones), of(tables, Dependencies)
    for sheet, table in rows.items():
        if isinstance(table, PortfolioMilestones) and milestones is not None:
            named = [row for row, name in enumerate(milestones.name.tolist()) if name]
            found[sheet] = [str(milestones.rag_why[row] or "") for row in named]
        elif isinstance(table, PortfolioBenefits):
            found[sheet] = list(_benefits(table))
    for part in raid:
        if part.kind == "Dependency" and dependencies is not None:
            found[part.kind] = [_dependency(dependencies, row) for row in part.rows]
    return {sheet: said for sheet, said in found.items() if any(said)}


def _benefits(benefits: PortfolioBenefits) -> Iterator[str]:
    values = (benefits.rag.tolist(), benefits.forecast.tolist(), benefits.target.tolist())
    for letter, forecast, target in zip(*values, strict=True):
        yield f"{Rag(letter).word}: forecast {number_text(forecast)}, target {number_text(target)}." if letter else ""


def _dependency(dependencies: Dependencies, row: int) -> str:
    needed, promised = (int(getattr(dependencies, name)[row]) for name in ("needed_by", "promised_date"))
    said = [
        f"{word} {day_text(day)}" for word, day in (("needed by", needed), ("promised", promised)) if day != NO_INSTANT
    ]
    said += [str(state)] if (state := dependencies.dependency_status[row]) else []
    return f"{Rag(dependencies.rag[row]).word}: {', '.join(said)}."
