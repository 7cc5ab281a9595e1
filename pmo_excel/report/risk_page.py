"""The page of the risk register: its matrix, its burn-down, the risks, the contingency and what the plan suggests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_excel.cost.funding import Funding
from pmo_excel.report.charts.burn_down import BurnPoint, burn_down_chart
from pmo_excel.report.charts.risk_matrix import HeatCell, risk_matrix
from pmo_excel.report.charts.svg import svg
from pmo_excel.report.html import moment_text, rendered
from pmo_excel.risk.burn_down import BurnDown
from pmo_excel.risk.exposure import Adequacy, Exposure
from pmo_excel.risk.matrix import Matrix
from pmo_excel.risk.prompts import Prompts
from pmo_excel.risk.register import ScoredRisks
from pmo_excel.risk.sizes import SETTLED
from pmo_excel.risk.tables import Risks
from pmo_excel.risk.worth import Worth

LISTED: Final = 25
_PILLS: Final = {"High": "red", "Medium": "amber", "Low": "green"}


@dataclass(frozen=True, slots=True)
class RiskPage:
    """What the page shows; a part that there is nothing of is None."""

    file: str
    made_at: int
    risks: Risks
    register: ScoredRisks | None
    matrix: Matrix | None
    exposure: Exposure | None
    contingency: Adequacy | None
    funding: Funding | None
    worth: Worth | None
    burn_down: BurnDown | None
    prompts: Prompts | None


def risk_html(page: RiskPage) -> str:
    """The page as one HTML document."""
    heat = risk_matrix(_cells(page.matrix)) if page.matrix is not None else None
    burn = burn_down_chart(_points(page.burn_down)) if page.burn_down is not None else None
    risks = _risks(page)
    return rendered(
        "risk_page.html",
        file=page.file,
        title_text=heat.title if heat else "No register",
        heat=svg(heat, "heat") if heat else None,
        burn=svg(burn, "burn") if burn else None,
        burn_title=burn.title if burn else "",
        risks=risks[:LISTED],
        more=max(0, len(risks) - LISTED),
        contingency=_contingency(page.contingency),
        levels=_levels(page.funding),
        prompts=_prompts(page.prompts),
        produced=moment_text(page.made_at),
    )


def _cells(made: Matrix) -> list[HeatCell]:
    columns = (made.probability, made.impact, made.score, made.band, made.risk_ids)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [HeatCell(int(p), int(i), s, str(band), str(ids).split("; ") if ids else ()) for p, i, s, band, ids in rows]


def _points(made: BurnDown) -> list[BurnPoint]:
    columns = (made.date, made.planned, made.actual, made.increased)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [BurnPoint(day, plan, None if there != there else there, bool(up)) for day, plan, there, up in rows]


def _risks(page: RiskPage) -> list[dict[str, str]]:
    """The open risks, the highest score first; those without a score last."""
    made, risks = page.register, page.risks
    if made is None:
        return []
    worth = _by_id(page.worth)
    rows = [row for row, status in enumerate(risks.status.tolist()) if status not in SETTLED and risks.id[row]]
    rows.sort(key=lambda row: (made.current[row] != made.current[row], -made.current[row], row))
    return [
        {
            "id": str(made.id[row]),
            "title": str(risks.title[row] or risks.event[row] or "–"),
            "owner": str(risks.owner[row] or "–"),
            "band": str(made.rating[row] or "–"),
            "pill": _PILLS.get(str(made.rating[row]), "grey"),
            "score": _figure(float(made.current[row])),
            "trend": str(made.trend[row] or ""),
            "moved": str(made.reduction[row] or "–"),
            "when": str(made.proximity[row] or "–"),
            "emv": _money(float(made.exposure_cost[row])),
            "days": _figure(float(made.exposure_days[row])),
            "worth": worth.get(str(made.id[row]), "–"),
            "late": "overdue" if made.overdue[row] else "",
            "response": str(risks.response_type[row] or "–"),
        }
        for row in rows
    ]


def _by_id(made: Worth | None) -> dict[str, str]:
    if made is None:
        return {}
    return {str(key): _figure(ratio) for key, ratio in zip(made.id.tolist(), made.ratio.tolist(), strict=True)}


def _contingency(made: Adequacy | None) -> dict[str, str] | None:
    if made is None:
        return None
    return {
        "rag": str(made.rag[0]),
        "pill": {"R": "red", "A": "amber", "G": "green"}[str(made.rag[0])],
        "why": str(made.why[0]),
        "net": _money(float(made.net[0])),
    }


def _levels(made: Funding | None) -> list[dict[str, str]]:
    if made is None:
        return []
    rows = zip(made.measure.tolist(), made.cost.tolist(), made.confidence.tolist(), strict=True)
    return [{"name": str(name), "cost": _money(cost), "sure": f"{sure:.1%}"} for name, cost, sure in rows]


def _prompts(made: Prompts | None) -> list[dict[str, str]]:
    if made is None:
        return []
    columns = (made.kind, made.prompt, made.cells, made.risk_ids)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [
        {"kind": str(kind), "text": str(text), "cells": str(cells or "–"), "known": str(known or "none yet")}
        for kind, text, cells, known in rows
    ]


def _money(value: float) -> str:
    return "–" if value != value else f"{value:,.0f}"


def _figure(value: float) -> str:
    return "–" if value != value else f"{value:.3g}"
