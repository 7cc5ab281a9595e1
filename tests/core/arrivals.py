"""What the specification's workbooks have and ours do not yet, each with what it comes with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SHEETS: Final[Mapping[tuple[str, str], str]] = {}
"""Sheets that are not declared, by workbook and sheet; pages without a table are not among them."""

COLUMNS: Final[Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]] = {}
"""Columns that are not declared, by workbook and sheet, under what they come with."""
_DIMENSIONS = ("Time", "Cost", "Scope", "Quality", "Risk", "Resource", "Benefits", "Overall")
BEYOND: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("project", "Risk Analysis"): ("Result", "Name", "Duration (wd)", "Monte-Carlo Error (wd)"),
}
"""Columns that the specification does not list: its rows of percentiles, tasks and risks need to say which they are."""
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
    "Why (each)": tuple(f"{name} RAG Why" for name in _DIMENSIONS),
    "Trend (each)": tuple(f"{name} RAG Trend" for name in _DIMENSIONS),
}
"""Columns that the specification writes in one line."""
CHECKS: Final = {
    "project: Benefits.Strategic Objective ID": "it does not offer IDs",  # objectives are in the portfolio workbook
}
"""Cells in which something else is checked than the specification says."""
