"""`pmo snapshot`: the figures of a workbook on its status date, kept in its History for trends to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pmo_excel import __version__
from pmo_excel.core.cells import Conventions
from pmo_excel.core.instants import NO_INSTANT, day_text, instant
from pmo_excel.core.problems import Cell, Code
from pmo_excel.functions import CATALOGUE
from pmo_excel.governance.audit import Line
from pmo_excel.governance.figures import project_figures
from pmo_excel.governance.functions_status import basis_of
from pmo_excel.governance.roles import forbidden
from pmo_excel.governance.settings import setting_values
from pmo_excel.governance.snapshots import Snapshot, history_rows, obstacles, restatement
from pmo_excel.governance.status import standing
from pmo_excel.governance.tables import Charter, History, Settings
from pmo_excel.hosts.books import read_file, saved, with_rows, written
from pmo_excel.hosts.who import who
from pmo_excel.refresh import Refreshed, refreshed
from pmo_excel.refresh.compute import Unknown, bound_arguments
from pmo_excel.schedule.snapshots import Figure
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
            "restated": self.snapshot.restated,
            "written": written(self.patched),
            "backup": str(self.copy),
        }

    def __str__(self) -> str:
        day = day_text(self.snapshot.status_date)
        return f"{self.path.name}: snapshot {self.snapshot.id} keeps {self.figures} figures of {day}"


def take_snapshot(path: Path, now: datetime, restate: str = "") -> Taken:
    """Keep a workbook's figures in place: a backup, then the new rows and what is computed from them, in one step.

    Parameters
    ----------
    restate
        Why a closed period is told anew: its snapshots stay, and this one is kept and logged beside them.

    Raises
    ------
    Refused
        The workbook cannot be read or written, has no History or status date, its period is closed, or the person's
        role may not close it.
    """
    package, book, memory = read_file(path)
    snapshot, figures = snapshot_of(refreshed(book, memory.fingerprints), path.name, now, restate)
    more = [_restated(snapshot, restate)] if snapshot.restated else []
    patched = with_rows(package, book, "History", history_rows(snapshot, figures), "pmo snapshot", now, more)
    copy = saved(path, package, patched.data, memory, memory.fingerprints, now)
    return Taken(path, snapshot, len(figures), patched, copy)


def _restated(snapshot: Snapshot, why: str) -> Line:
    """The line of the audit log that says a period was told anew."""
    before = snapshot._replace(restated=snapshot.restated - 1).id
    return Line(snapshot.taken_on, who(), "History", "restatement", before, snapshot.id, f"restated: {why}")


def snapshot_of(result: Refreshed, name: str, now: datetime, restate: str = "") -> tuple[Snapshot, list[Figure]]:
    """The snapshot of a workbook on its status date, and the figures that it keeps.

    Raises
    ------
    Refused
        The workbook has no History or status date, its period is closed, or the person's role may not close it.
    """
    history, charter = result.tables.get("History"), result.tables.get("Charter")
    if not isinstance(history, History) or not isinstance(charter, Charter):
        fix = "Copy the sheets Charter and History from a new workbook: pmo new project."
        raise refused(f"{name} has no History to keep figures in", fix, code=Code.MISSING_TABLE)
    allowed(result.tables, "close a period")
    status = int(charter.status_date[0]) if len(charter) else NO_INSTANT
    if status == NO_INSTANT:
        cell = charter.cell("status_date", 0) if len(charter) else Cell("Charter")
        raise refused("a snapshot needs a status date", "Type Status Date in the Charter.", cell=cell)
    frequency = str(charter.reporting_frequency[0] or "") or None
    snapshot = Snapshot(instant(now), status, f"pmo-excel {__version__}")
    snapshot = restatement(history, snapshot, frequency) if restate else snapshot
    figures = figures_in(result)
    found = obstacles(history, snapshot, figures, frequency)
    if found:
        raise Refused(found)
    return snapshot, figures


def allowed(tables: Mapping[str, Any], what: str) -> None:
    """Nothing where the person at the keyboard may do this.

    Raises
    ------
    Refused
        The role that the Settings give to the person may not.
    """
    settings = tables.get("Settings")
    values, _ = setting_values(settings if isinstance(settings, Settings) else None)
    found = forbidden(who(), what, values)
    if found:
        raise refused(found, "Ask somebody who may.", code=Code.ROLE, cell=Cell("Settings"))


def figures_in(result: Refreshed) -> list[Figure]:
    """Every figure of a workbook that a snapshot keeps; none where its status cannot be judged at all."""
    try:
        given = bound_arguments(CATALOGUE["STATUS"], result.tables, Conventions())
    except Unknown:
        return []
    if given["tasks"] is None:
        return []
    basis, _ = basis_of(given)
    return project_figures(basis, standing(basis, given["reported"]), given["health"])
