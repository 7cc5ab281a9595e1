"""The page of a selection: what is chosen and why the others are not, the frontier, and what it is all for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pmo_excel.core.tables import Table
from pmo_excel.portfolio.alignment import OVER, aligned
from pmo_excel.portfolio.selection_tables import Frontier, SelectedProjects
from pmo_excel.portfolio.tables import Alignment, Objectives, Projects
from pmo_excel.report.charts.alignment_matrix import Served, alignment_matrix
from pmo_excel.report.charts.chart import Chart
from pmo_excel.report.charts.frontier import FrontierPoint, Taken, frontier_chart
from pmo_excel.report.charts.svg import svg
from pmo_excel.report.html import moment_text, rendered

_TOTALS = ("Score", "Cost", "FTE", "Points lost")
Set = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """What the page shows; `tables` are those of the portfolio workbook, computed."""

    file: str
    made_at: int
    scenario: str
    limits: str
    selected: SelectedProjects
    frontier: Frontier | None
    tables: Mapping[str, Table]


def decision_html(page: DecisionPage) -> str:
    """The page as one HTML document."""
    count = len(page.selected) - len(_TOTALS) - 1
    names = _names(page.tables)
    columns = (page.selected.project, page.selected.selected, page.selected.by_score, page.selected.by_ratio)
    rows = [
        {
            "name": f"{name} {names.get(str(name), '')}".strip(),
            "chosen": chosen,
            "by_score": score,
            "by_ratio": ratio,
            "why": page.selected.reason[at] or "",
        }
        for at, (name, chosen, score, ratio) in enumerate(zip(*(c.tolist() for c in columns), strict=True))
    ]
    totals = rows[count : count + len(_TOTALS)]
    frontier = None if page.frontier is None else frontier_chart(_points(page.frontier), _taken(totals))
    matrix = matrix_of(page.tables)
    return rendered(
        "decision_page.html",
        file=page.file,
        scenario=page.scenario,
        limits=page.limits,
        title_text=_title(rows[:count], totals),
        rows=sorted(rows[:count], key=lambda row: not row["chosen"]),
        totals=[{name: _figure(value) for name, value in row.items()} for row in totals],
        frontier=svg(frontier.drawing, "frontier") if frontier else None,
        frontier_title=frontier.drawing.title if frontier else "",
        matrix=svg(matrix.drawing, "matrix") if matrix else None,
        matrix_title=matrix.drawing.title if matrix else "",
        produced=moment_text(page.made_at),
    )


def _names(tables: Mapping[str, Table]) -> dict[str, str]:
    """What projects and requests are called, by ID."""
    found: dict[str, str] = {}
    for sheet, field in (("Intake", "title"), ("Portfolio Register", "name")):
        table = tables.get(sheet)
        if table is not None:
            pairs = zip(getattr(table, "id").tolist(), getattr(table, field).tolist(), strict=True)  # noqa: B009
            found |= {str(key): str(name) for key, name in pairs if key is not None and name is not None}
    return found


def _title(rows: list[dict[str, Any]], totals: list[dict[str, Any]]) -> str:
    chosen = sum(bool(row["chosen"]) for row in rows)
    lost = totals[3]["by_score"]
    more = f", {_figure(lost)} more than by going down the ranking" if lost else ""
    points, cost = (_figure(total["chosen"]) for total in totals[:2])
    return f"{chosen} of {len(rows)} chosen: {points} points for {cost}{more}"


def _figure(value: Any) -> str:
    if value is None:
        return "–"
    return (
        f"{value:,.6g}"
        if isinstance(value, float) and abs(value) < 1e6
        else f"{value:,.0f}"
        if isinstance(value, float)
        else str(value)
    )


def _points(made: Frontier) -> list[FrontierPoint]:
    columns = (made.budget.tolist(), made.score.tolist(), made.binds.tolist())
    return [FrontierPoint(budget, score, str(binds)) for budget, score, binds in zip(*columns, strict=True)]


def _taken(totals: list[dict[str, Any]]) -> list[Taken]:
    names = (("chosen", "Chosen", True), ("by_score", "By score", False), ("by_ratio", "By score for cost", False))
    return [Taken(name, totals[1][key], totals[0][key], best) for key, name, best in names]


def matrix_of(tables: Mapping[str, Table]) -> Chart | None:
    """The alignment matrix of a portfolio workbook; projects that are over are not in it."""
    projects, objectives, rows = (tables.get(name) for name in ("Portfolio Register", "Objectives", "Alignment"))
    if not isinstance(projects, Projects) or not isinstance(objectives, Objectives) or not isinstance(rows, Alignment):
        return None
    held = aligned(objectives, rows, projects).contribution
    named = [at for at, key in enumerate(objectives.id.tolist()) if key is not None]
    served = [
        Served(str(key), str(projects.name[at] or ""), held[named, at].tolist())
        for at, key in enumerate(projects.id.tolist())
        if key is not None and projects.lifecycle_status[at] not in OVER
    ]
    return alignment_matrix([str(objectives.id[at]) for at in named], served)
