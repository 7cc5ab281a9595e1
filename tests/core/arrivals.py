"""What the specification's workbooks have and ours do not yet, each with what it comes with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SHEETS: Final[Mapping[tuple[str, str], str]] = {}
"""Sheets that are not declared, by workbook and sheet; pages without a table are not among them."""

_SIMULATION = "simulation"
_HISTORY = "trends over snapshots"
_IMPACT = "the impact of changes"
COLUMNS: Final[Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]] = {
    ("project", "Schedule"): {
        _SIMULATION: ("Criticality Index", "P50 Finish", "P80 Finish"),
    },
    ("project", "Milestones"): {
        _SIMULATION: ("P80 Date",),
        _HISTORY: ("Previous Forecast", "Moved since Last (wd)"),
    },
    ("project", "Risks"): {_SIMULATION: ("P80 Days Gained if Removed",)},
    ("project", "Changes"): {
        _IMPACT: (
            "Impact Time (wd) simulated",
            "Impact Cost simulated",
            "New Critical Path",
            "Milestones Moved",
            "Float Used (wd)",
            "People Affected",
            "Impact if all open CRs approved (wd)",
            "Authority Required",
        ),
    },
    ("project", "Change Lines"): {_IMPACT: ("Old Value",)},
    ("project", "Stakeholders"): {
        "the ledger of expectations": ("Open Expectations at Risk",),
        _HISTORY: ("Engagement Trend",),
    },
    ("project", "Expectations"): {
        "the ledger of expectations": ("Expectation Status", "Gap", "Confidence %", "Why"),
    },
    ("project", "RACI"): {"RACICHECK": ("RACI Check",)},
    ("project", "Deliverables"): {"a rule for the colour of a deliverable": ("Deliverable RAG",)},
    ("project", "Status"): {
        "status by dimension": (
            "Scope RAG",
            "Quality RAG",
            "Risk RAG",
            "Resource RAG",
            "Benefits RAG",
        ),
        _HISTORY: ("Trend (each)", "Changes since Last"),
    },
    ("project", "Risk Analysis"): {
        _SIMULATION: (
            "Percentile",
            "Finish Date",
            "Total Cost",
            "Criticality Index",
            "Cruciality",
            "SSI",
            "P80 Days Gained if Removed",
            "Probability of Deterministic Date",
            "JCL",
        ),
    },
    ("portfolio", "Portfolio Register"): {
        _SIMULATION: ("P80 Finish",),
        "the portfolio's figures": ("CPI", "SPI(t)"),
        "status by dimension": ("Scope RAG", "Risk RAG", "Resource RAG", "Benefits RAG"),
        _HISTORY: ("Trend",),
    },
    ("portfolio", "Resource Pool"): {"loads across projects": ("Next 8 Weeks Load %",)},
    ("portfolio", "Skills"): {"loads across projects": ("Single Point",)},
    ("portfolio", "Portfolio Milestones"): {
        _SIMULATION: ("P80 Date",),
        _HISTORY: ("Previous Forecast", "Moved since Last (wd)"),
    },
    ("portfolio", "Portfolio RAID"): {_HISTORY: ("New / Changed / Closed",)},
    ("portfolio", "Portfolio Changes"): {_IMPACT: ("Time (wd)", "Cost", "Authority Required")},
}
"""Columns that are not declared, by workbook and sheet, under what they come with."""
OUTSIDE: Final = {
    "Gantt": "drawn beside the table",
    "Period columns (yyyy-mm)": "kept beside the table",
}
"""What the specification lists as a column and is no column of a table."""
PAGES: Final = {
    ("project", "Start"),
    ("project", "Dashboard"),
    ("portfolio", "Heatmap"),
    ("portfolio", "Dashboard"),
}
"""Sheets without a table."""
SEVERAL: Final[Mapping[str, tuple[str, ...]]] = {
    "Mon..Sun (h)": tuple(f"{day} (h)" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")),
    "Time Impact Min/ML/Max (wd)": tuple(f"Time Impact {p} (wd)" for p in ("Min", "Most Likely", "Max")),
    "Cost Impact Min/ML/Max": tuple(f"Cost Impact {p}" for p in ("Min", "Most Likely", "Max")),
    "Duration Factor Min/ML/Max": tuple(f"Duration Factor {p}" for p in ("Min", "Most Likely", "Max")),
    "Pairwise row": tuple(f"Pairwise {number}" for number in range(1, 10)),
    "Role columns": ("Sponsor", "Project Manager", "Team", "Supplier", "Users", "PMO"),
    "Why (each)": ("Time RAG Why", "Cost RAG Why", "Overall RAG Why"),
}
"""Columns that the specification writes in one line."""
CHECKS: Final = {
    "project: Benefits.Strategic Objective ID": "it does not offer IDs",  # objectives are in the portfolio workbook
}
"""Cells in which something else is checked than the specification says."""
