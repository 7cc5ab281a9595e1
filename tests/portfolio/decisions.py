"""The portfolio of fixture FX-PORT as a workbook: scores a twentieth of its own, on the scale of 1 to 5."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pmo_excel.workbook.build import build_portfolio

FX_PORT = (
    (400, 88, 6),
    (250, 60, 4),
    (300, 75, 5),
    (150, 42, 2),
    (200, 40, 1),
    (350, 80, 7),
    (100, 20, 1),
    (180, 50, 4),
)
"""Cost, score and FTE of P1 to P8 (fixture A.10)."""
STATUS = date(2026, 3, 27)
QUARTER = [date(2026, 3, 30) + timedelta(weeks=week) for week in range(13)]


def content(**more: Any) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet."""
    rows = [(f"P{at}", cost, score, fte) for at, (cost, score, fte) in enumerate(FX_PORT, start=1)]
    register = [
        {
            "Project ID": key,
            "Project Name": f"Project {key[1:]}",
            "Lifecycle Status": "Active",
            "Approved Budget": cost,
            "Actual to Date": cost / 10,
            "Forecast Finish": date(2026, 6, 26),
            "Status Date": STATUS,
        }
        for key, cost, _, _ in rows
    ]
    served = (("P1", "O1", 3), ("P1", "O2", 1), ("P3", "O2", 3), ("P5", "O1", 1))
    objectives = (("O1", 0.5, 2, None), ("O2", 0.3, 3, date(2026, 7, 31)), ("O3", 0.2, None, None))
    return {
        "Portfolio Register": register,
        "Criteria": [
            {"Criterion": "Value", "Pairwise 1": 1, "Pairwise 2": 9},
            {"Criterion": "Again", "Pairwise 2": 1},
        ],
        "Scores": [
            {"Project ID": key, "Criterion": criterion, "Score (1-5)": score / 20}
            for key, _, score, _ in rows
            for criterion in ("Value", "Again")
        ],
        "Demand": [
            {"Project ID": key, "Role": "Analyst", "Week": week, "Hours": fte * 40}
            for key, _, _, fte in rows
            for week in QUARTER
        ],
        "Objectives": [
            {"Objective ID": key, "Objective": key, "Weight %": weight, "Target": target, "Target Date": day}
            for key, weight, target, day in objectives
        ],
        "Alignment": [
            {"Project ID": project, "Objective ID": key, "Contribution (0-3)": points}
            for project, key, points in served
        ],
        "Selection": [
            {"Scenario": "Base", "Budget Limit": 1000, "Capacity Limit (FTE by role)": "14"},
            {
                "Scenario": "Rules",
                "Budget Limit": 1000,
                "Capacity Limit (FTE by role)": "Analyst 14",
                "Must Do": "P2",
                "Exclusive Groups": "P3 xor P4",
                "Depends On": "P6 needs P1",
            },
            {"Scenario": "Wrong", "Budget Limit": 1000, "Must Do": "P99", "Depends On": "P6 before"},
        ],
        "Intake": [
            {"Request ID": "REQ-1", "Title": "Cloud archive", "Date Requested": date(2026, 3, 2), "Decision": "Defer"}
        ],
        **more,
    }


def workbook(**more: Any) -> bytes:
    """The workbook, not refreshed yet."""
    return build_portfolio(content(**more))
