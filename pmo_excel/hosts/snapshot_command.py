"""`pmo snapshot`: the figures of a workbook on its status date, kept in its History for trends to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pmo_excel import __version__
from pmo_excel.core.instants import NO_INSTANT, day_text, instant
from pmo_excel.core.problems import Cell, Code
from pmo_excel.cost.past_values import figures_of, line_figures
from pmo_excel.cost.tables import Budget, EarnedValue
from pmo_excel.governance.snapshots import Snapshot, history_rows, obstacles
from pmo_excel.governance.tables import Charter, History
from pmo_excel.hosts.books import read_file, saved, with_rows, written
from pmo_excel.refresh import Refreshed, refreshed
from pmo_excel.risk.past_risks import risk_figures
from pmo_excel.risk.tables import Risks
from pmo_excel.schedule.health_trend import HealthTrend, results
from pmo_excel.schedule.milestones import forecasts
from pmo_excel.schedule.snapshots import Figure
from pmo_excel.schedule.tables import Schedule
from pmo_excel.stakeholders.snapshots import people_figures
from pmo_excel.workbook.patch import Patched
from pmo_excel.workbook.refused import Refused, refused


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot that was taken: what it is, how many figures it keeps, the proof of the write and the backup."""

    path: Path
    snapshot: Snapshot
    figures: int
    patched: Patched
    copy: Path

    def as_json(self) -> dict[str, Any]:
        """The snapshot as programs read it."""
        return {
            "file": str(self.path),
            "snapshot": self.snapshot.id,
            "figures": self.figures,
            "written": written(self.patched),
            "backup": str(self.copy),
        }

    def __str__(self) -> str:
        day = day_text(self.snapshot.status_date)
        return f"{self.path.name}: snapshot {self.snapshot.id} keeps {self.figures} figures of {day}"


def take_snapshot(path: Path, now: datetime) -> Taken:
    """Keep a workbook's figures in place: a backup, then the new rows and what is computed from them, in one step.

    Raises
    ------
    Refused
        The workbook cannot be read or written, has no History or status date, or has a snapshot of that date.
    """
    package, book, memory = read_file(path)
    snapshot, figures = snapshot_of(refreshed(book, memory.fingerprints), path.name, now)
    patched = with_rows(package, book, "History", history_rows(snapshot, figures), "pmo snapshot")
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    return Taken(path, snapshot, len(figures), patched, copy)


def snapshot_of(result: Refreshed, name: str, now: datetime) -> tuple[Snapshot, list[Figure]]:
    """The snapshot of a workbook on its status date, and the figures that it keeps.

    Raises
    ------
    Refused
        The workbook has no History or status date, or has a snapshot of that date.
    """
    history, charter = result.tables.get("History"), result.tables.get("Charter")
    if not isinstance(history, History) or not isinstance(charter, Charter):
        fix = "Copy the sheets Charter and History from a new workbook: pmo new project."
        raise refused(f"{name} has no History to keep figures in", fix, code=Code.MISSING_TABLE)
    status = int(charter.status_date[0]) if len(charter) else NO_INSTANT
    if status == NO_INSTANT:
        cell = charter.cell("status_date", 0) if len(charter) else Cell("Charter")
        raise refused("a snapshot needs a status date", "Type Status Date in the Charter.", cell=cell)
    snapshot = Snapshot(instant(now), status, f"pmo-excel {__version__}")
    figures = _figures(result, str(charter.id[0] or ""), status)
    found = obstacles(history, snapshot, figures)
    if found:
        raise Refused(found)
    return snapshot, figures


def _figures(result: Refreshed, project: str, status_date: int) -> list[Figure]:
    """What the plan forecasts, how sound it is, and what it costs."""
    tasks, health = result.tables.get("Schedule"), result.results.get("HEALTHTREND")
    found = list(forecasts(tasks, project)) if isinstance(tasks, Schedule) else []
    found += results(health) if isinstance(health, HealthTrend) else ()
    risks = result.tables.get("Risks")
    found += risk_figures(risks) if isinstance(risks, Risks) else ()
    values, budget = result.tables.get("EVM"), result.tables.get("Budget")
    found += figures_of(values, status_date) if isinstance(values, EarnedValue) else ()
    found += people_figures(result.tables)
    return [*found, *(line_figures(budget) if isinstance(budget, Budget) else ())]
