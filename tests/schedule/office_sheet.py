"""The office move FX-OFFICE as a range, as a person selects it."""

from __future__ import annotations

from typing import Any

from pmo_excel.core.calling import as_json
from pmo_excel.functions import CATALOGUE, ask

START = "2026-03-02"
HOLIDAYS = ["2026-04-03", "2026-04-06"]
HEADERS = ["Task ID", "Task Name", "Duration (wd)", "Predecessors"]
OFFICE: list[list[Any]] = [
    ["1", "Approve charter", 0, ""],
    ["2", "Requirements", 10, "1"],
    ["3", "Select supplier", 15, "2"],
    ["4", "Design layout", 12, "2FS-2d"],
    ["5", "Network design", 8, "4SS+3d"],
    ["6", "Fit-out", 20, "3; 4"],
    ["7", "Cabling", 10, "5; 6SS+5d"],
    ["8", "Test & snag", 5, "6; 7FF+2d"],
    ["9", "Staff comms", 15, "3FS+5d"],
    ["10", "Move weekend", 0, "8; 9"],
]


def office(durations: dict[str, Any] | None = None, **columns: dict[str, Any]) -> list[list[Any]]:
    """The range, with other durations by ID, and with more columns: Owner={"6": "Ana Keller"}."""
    rows = [
        [row[0], row[1], (durations or {}).get(row[0], row[2]), row[3], *(c.get(row[0], "") for c in columns.values())]
        for row in OFFICE
    ]
    return [[*HEADERS, *(name.replace("_", " ") for name in columns)], *rows]


def table_of(name: str, **arguments: Any) -> list[dict[str, Any]]:
    """The rows that a function answers, each by header."""
    value = as_json(CATALOGUE[name], ask(name, **arguments).value)
    return [dict(zip(value[0], row, strict=True)) for row in value[1:]]


def problems_of(name: str, **arguments: Any) -> list[tuple[str, str]]:
    """Code and message of what a function has to say."""
    return [(problem.code.value, problem.message) for problem in ask(name, **arguments).problems]
