"""The schedule as rows of JSON, as `pmo schedule --json` prints it."""

from __future__ import annotations

from typing import Any

from pmo_excel.core.instants import iso
from pmo_excel.schedule.dates import Dates
from pmo_excel.schedule.floats import NO_FLOAT
from pmo_excel.schedule.plan import Plan


def as_rows(plan: Plan, dates: Dates) -> list[dict[str, Any]]:
    """One row per task in workbook order; dates as `2026-03-02T08:00`, None where unknown."""
    return [
        {
            "id": plan.id[row],
            "name": plan.name[row],
            "start": iso(dates.start[row]),
            "finish": iso(dates.finish[row]),
            "early_start": iso(dates.early_start[row]),
            "early_finish": iso(dates.early_finish[row]),
            "late_start": iso(dates.late_start[row]),
            "late_finish": iso(dates.late_finish[row]),
            "total_float_minutes": _minutes(dates.total_float[row]),
            "free_float_minutes": _minutes(dates.free_float[row]),
            "critical": dates.critical[row] if dates.float_known[row] else None,
            "driving_predecessor": _id(plan, dates.driving_predecessor[row]),
        }
        for row in range(len(plan))
    ]


def _minutes(value: float) -> float | None:
    return None if value == NO_FLOAT else value


def _id(plan: Plan, row: int) -> str | None:
    return None if row < 0 else plan.id[row]
