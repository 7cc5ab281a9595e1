"""The two cells of a status question, read as its kind says: dates for time, money for cost."""

from __future__ import annotations

from typing import Any

from pmo_excel.core import cells
from pmo_excel.core.cells import Conventions
from pmo_excel.core.problems import Cell, Code, Problem

Pair = tuple[float, float]


def read_kind(kind: str, baseline: Any, forecast: Any) -> tuple[Pair | None, list[Problem]]:
    """Baseline and forecast as instants (Time) or money (Cost); None and the problems where a cell is not readable."""
    values, problems = [], []
    for name, raw in (("baseline", baseline), ("forecast", forecast)):
        reading = cells.moment(raw, Conventions()) if kind == "Time" else cells.number(raw)
        if reading.value is None:
            fault = reading.fault
            message = fault.message if fault else "the cell is empty"
            suggestion = fault.suggestion if fault else ""
            problems.append(Problem(Code.ARGUMENT, message, Cell(name), suggestion))
        else:
            values.append(float(reading.value))
    return (values[0], values[1]) if len(values) == 2 else None, problems
